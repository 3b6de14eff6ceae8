"""Titles, abstracts and keywords in other languages, moved from the body to the front matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from press.journal.jats.elements import LANGUAGE, MAKE, remove, rename, take_out, text_of

TITLE, LABEL, KEYWORD = ("translated-title", "abstract-label", "keyword")
"""What marks in the documents name."""


@dataclass(frozen=True, slots=True)
class Translation:
    """An abstract in another language: its paragraphs, that of the title first, and where they stand."""

    language: str
    paragraphs: tuple[etree._Element, ...]
    box: etree._Element | None


def move_translations(article: etree._Element, meta: etree._Element, languages: Mapping[str, str]) -> None:
    """Move titles, abstracts and keywords in other languages; one whose language nobody tells stays.

    Parameters
    ----------
    article, meta
        The article and what describes it, which are changed.
    languages
        The languages of titles, where a box does not tell.
    """
    titles = meta.find("title-group")
    abstracts, keywords = meta.findall("abstract"), meta.findall("kwd-group")
    last_abstract = abstracts[-1] if abstracts else meta.find("permissions")
    last_keywords = keywords[-1] if keywords else None
    for one in list(translations_in(article.find("body"), languages)):
        title, abstract, words = title_of(one), abstract_of(one), keywords_of(one)
        if one.box is not None:
            remove(one.box)
        titles.append(title)
        last_abstract.addnext(abstract)
        (last_keywords if last_keywords is not None else abstract).addnext(words)
        last_abstract, last_keywords = abstract, words


def translations_in(body: etree._Element, languages: Mapping[str, str]) -> Iterator[Translation]:
    """Yield the abstracts in other languages: in a box of its language, or as paragraphs of the body."""
    for title in body.xpath(f".//p[.//named-content[@content-type='{TITLE}']]"):
        box = title.getparent()
        language = box.get(LANGUAGE) or languages.get(text_of(marked(title, TITLE)[0]), "")
        if not language:
            continue
        if box.tag == "boxed-text":
            yield Translation(language, tuple(box.findall("p")), box)
        else:
            yield Translation(language, tuple(run_from(title)), None)


def run_from(title: etree._Element) -> Iterator[etree._Element]:
    """Yield the paragraphs from a title to its keywords, or to what is no paragraph."""
    yield title
    for following in title.itersiblings():
        if following.tag != "p" or marked(following, TITLE):
            return
        yield following
        if marked(following, KEYWORD):
            return


def marked(element: etree._Element, kind: str) -> list[etree._Element]:
    """Return the marks of a kind in an element."""
    return element.xpath(f".//named-content[@content-type='{kind}']")


def title_of(one: Translation) -> etree._Element:
    """Return the title in another language."""
    title = marked(one.paragraphs[0], TITLE)[0]
    title.tail = None
    if one.box is None:
        take_out(one.paragraphs[0])
    return MAKE("trans-title-group", {LANGUAGE: one.language}, rename(title, "trans-title"))


def abstract_of(one: Translation) -> etree._Element:
    """Return the abstract in another language, its label as its title."""
    abstract = MAKE("trans-abstract", {LANGUAGE: one.language})
    for paragraph in one.paragraphs[1:]:
        if marked(paragraph, KEYWORD):
            continue
        for label in paragraph.xpath(f"bold[named-content/@content-type = '{LABEL}']"):
            abstract.append(MAKE("title", text_of(label).rstrip(".")))
            label.tail = (label.tail or "").lstrip()
            remove(label)
        abstract.append(take_out(paragraph))
    return abstract


def keywords_of(one: Translation) -> etree._Element:
    """Return the keywords in another language, the words before them as their title."""
    group = MAKE("kwd-group", {"kwd-group-type": "author", LANGUAGE: one.language})
    for paragraph in one.paragraphs[1:]:
        if words := marked(paragraph, KEYWORD):
            if (label := paragraph.find("bold")) is not None:
                group.append(MAKE("title", text_of(label).rstrip(":")))
            group.extend([MAKE("kwd", text_of(word)) for word in words])
            if one.box is None:
                take_out(paragraph)
    return group
