"""The article's body: tables as tables, figures with their pictures, numbers as labels."""

import re
from urllib.parse import unquote

from lxml import etree

from press.journal.jats.elements import LINK, MAKE, remove, rename, take_out, text_of, unwrap

NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)\s+(?P<title>.*)", re.S)
APPENDIX = "sec-provenance"
"""The section that tells where the numbers come from."""
BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may break within a key or a file's name."""
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def rearrange_body(article: etree._Element) -> dict[str, str]:
    """Bring body and notes into a publisher's form.

    Returns
    -------
    dict
        The pictures: their names beside the article, and where they are, from the site's JATS.
    """
    for float_ in list(article.iter("fig")):
        label_float(float_)
        if float_.find("table-wrap") is not None:
            make_table(float_)
    for section in article.iter("sec"):
        number_section(section)
    for box in article.iter("boxed-text"):
        caption_box(box)
    for formula in list(article.iter("disp-formula")):
        number_equation(formula)
    unwrap_marks(article)
    move_appendix(article)
    return name_pictures(article)


def label_float(float_: etree._Element) -> None:
    """Part "**Table 1:** words" into label and caption."""
    paragraph = float_.find("caption").find("p")
    printed = paragraph.find("bold")
    float_.insert(0, MAKE("label", text_of(printed).rstrip(":")))
    printed.tail = (printed.tail or "").lstrip()
    remove(printed)
    paragraph.tag = "title"


def make_table(float_: etree._Element) -> None:
    """Turn a figure that holds a table into a table, with the note that follows as its foot."""
    table = float_.find("table-wrap")
    for part in reversed(float_.xpath("label | caption")):
        table.insert(0, take_out(part))
    table.set("id", float_.attrib.pop("id"))
    if (
        (note := float_.getnext()) is not None
        and note.tag == "p"
        and len(note)
        and note[0].tag == "italic"
        and text_of(note[0]) == "Note."
    ):
        table.append(MAKE("table-wrap-foot", take_out(note)))
    unwrap(float_)


def number_section(section: etree._Element) -> None:
    """Part "1 Introduction" into label and title."""
    if (title := section.find("title")) is not None and (found := NUMBERED.match(title.text or "")):
        title.text = found["title"]
        title.addprevious(MAKE("label", found["number"]))


def caption_box(box: etree._Element) -> None:
    """Make the bold line that heads a box its caption."""
    first = box.find("p")
    if first is not None and len(first) == 1 and first[0].tag == "bold" and not (first.text or first[0].tail):
        box.replace(first, MAKE("caption", rename(first[0], "title")))


def number_equation(formula: etree._Element) -> None:
    """Set an equation by itself, with its id and with its number as label instead of within the formula."""
    outer = formula.getparent()
    if outer.tag == "styled-content" and outer.get("id"):
        formula.set("id", outer.get("id"))
        unwrap(outer)
    source = formula.find(".//tex-math")
    if source is not None and (found := re.search(r"\s*\\qquad\((?P<number>[\w.]+)\)\s*$", source.text)):
        source.text = source.text[: found.start()].strip()
        formula.insert(0, MAKE("label", f"({found['number']})"))
        drop_number(formula)
    paragraph = formula.getparent()
    if paragraph.tag == "p" and len(paragraph) == 1 and text_of(paragraph) == text_of(formula):
        unwrap(paragraph)


def drop_number(formula: etree._Element) -> None:
    """Take the number in brackets that stands at the end of a formula out of its MathML."""
    for row in formula.iterfind(f".//{MATHML}math/{MATHML}mrow"):
        if [child.tag.removeprefix(MATHML) for child in row[-4:]] == ["mspace", "mo", "mn", "mo"]:
            del row[-4:]


def unwrap_marks(article: etree._Element) -> None:
    """Take away what only the site needs: marks of numbers, anchors without references, texts of links."""
    wanted = {link.get("rid") for link in article.iter("xref")}
    for mark in list(article.iter("named-content", "styled-content")):
        if mark.get("id") not in wanted or mark.get("id") is None:
            unwrap(mark)
    for link in article.iter("xref"):
        link.attrib.pop("alt", None)
    for element in article.iter(etree.Element):
        element.text, element.tail = (
            part and part.replace(BREAK, "") for part in (element.text, element.tail)
        )


def move_appendix(article: etree._Element) -> None:
    """Make the section on the numbers' origins an appendix."""
    for section in article.xpath(f"body/sec[@id='{APPENDIX}']"):
        take_out(section).tag = "app"
        article.find("back").insert(0, MAKE("app-group", section))


def name_pictures(article: etree._Element) -> dict[str, str]:
    """Name each figure's picture by its number, and say in an alternative text what it shows."""
    pictures = {}
    for figure in article.iter("fig"):
        for place, graphic in enumerate(figure.iter("graphic")):
            number = text_of(figure.find("label")).rpartition(" ")[2]
            source = unquote(graphic.get(LINK))
            name = f"figure-{number}{chr(ord('a') + place) if place else ''}.{source.rpartition('.')[2]}"
            pictures[name] = source
            graphic.set(LINK, name)
            for description in graphic.iterfind("long-desc"):
                description.tag = "alt-text"
    for empty in article.xpath("//sec/p[not(*) and not(normalize-space())]"):
        remove(empty)
    return pictures
