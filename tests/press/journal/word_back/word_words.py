"""Words inserted, deleted and made bold in a paragraph, as Word does it, tracked or not."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from tests.press.journal.word_back.word_package import element, tag
from tests.press.journal.word_back.word_text import (
    MATH,
    NEW,
    TEXTS,
    before_and_after,
    cut,
    runs_between,
    set_text,
)

OF_NEIGHBOURS = ("FootnoteReference", "Hyperlink", "EndnoteReference", "CommentReference")
"""Character styles that Word does not lend to what is typed behind them."""
LOOKS = {
    "bold": ("w:b", "w:bCs"),
    "italic": ("w:i", "w:iCs"),
    "strike": ("w:strike",),
    "superscript": ("w:vertAlign",),
    "subscript": ("w:vertAlign",),
    "small_caps": ("w:smallCaps",),
}
ORDER = (
    *(
        "rStyle",
        "rFonts",
        "b",
        "bCs",
        "i",
        "iCs",
        "caps",
        "smallCaps",
        "strike",
        "dstrike",
        "outline",
        "shadow",
    ),
    *("emboss", "imprint", "noProof", "snapToGrid", "vanish", "webHidden", "color", "spacing", "w", "kern"),
    *(
        "position",
        "sz",
        "szCs",
        "highlight",
        "u",
        "effect",
        "bdr",
        "shd",
        "fitText",
        "vertAlign",
        "rtl",
        "cs",
    ),
    *("em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"),
)
"""In which order the schema wants the children of `w:rPr`."""


@dataclass
class Pen:
    """Whose edits are made, when, and which identifiers are taken."""

    author: str
    date: str
    rsid: str = "00AB12CD"
    taken: int = 0
    authors: set[str] = field(default_factory=set)

    def mark(self, name: str, /, **more: str) -> etree._Element:
        """A new element of a tracked change."""
        self.taken += 1
        self.authors.add(self.author)
        return element(name, id=str(self.taken), author=self.author, date=self.date, **more)


def insert(
    paragraph: etree._Element, offset: int, words: str, pen: Pen | None, looks: tuple[str, ...] | None = None
) -> etree._Element:
    """Type words at an offset of what a paragraph shows, in the look of what stands before it.

    Parameters
    ----------
    pen : Pen or None
        Who tracks it; None where nobody does.
    looks : tuple of str or None
        Names of `LOOKS` in place of the neighbour's.

    Returns
    -------
    lxml.etree._Element
        The new run.
    """
    cut(paragraph, offset)
    left, right = before_and_after(paragraph, offset)
    run = new_run(words, _lent(left.run if left else right.run if right else None, looks), pen)
    new = run
    if pen:
        new = pen.mark("w:ins")
        new.append(run)
    if left is not None:
        _behind(left.run).addnext(new)
    elif right is not None:
        _before(right.run).addprevious(new)
    else:
        paragraph.append(new)
    return run


def delete(paragraph: etree._Element, start: int, end: int, pen: Pen | None) -> None:
    """Delete what a paragraph shows between two offsets."""
    for run in runs_between(paragraph, start, end):
        if pen:
            _strike_out(run, pen)
        else:
            _remove(run)


def replace(
    paragraph: etree._Element,
    start: int,
    end: int,
    words: str,
    pen: Pen | None,
    looks: tuple[str, ...] | None = None,
) -> None:
    """Select words and type others over them, which look like the first of the old."""
    runs = runs_between(paragraph, start, end)
    run = new_run(words, _lent(runs[0], looks), pen)
    if pen:
        new = pen.mark("w:ins")
        new.append(run)
        _behind(runs[-1]).addnext(new)
        delete(paragraph, start, end, pen)
    else:
        runs[0].addprevious(run)
        delete(paragraph, start + len(words), end + len(words), None)


def format_words(
    paragraph: etree._Element, start: int, end: int, look: str, on: bool, pen: Pen | None
) -> None:
    """Set or take away bold, italic, ..., of the words between two offsets."""
    for run in runs_between(paragraph, start, end):
        if run.tag in MATH:
            continue
        properties = run.find(tag("w:rPr"))
        if properties is None:
            properties = element("w:rPr")
            run.insert(0, properties)
        was = deepcopy(properties)
        _set_look(properties, look, on)
        if pen and properties.find(tag("w:rPrChange")) is None:
            change = pen.mark("w:rPrChange")
            change.append(was)
            properties.append(change)


def new_run(words: str, look: etree._Element | None, pen: Pen | None) -> etree._Element:
    r"""A run of words in a look; "\t" and "\n" in them become a tab and a line break."""
    run = element("w:r", **({"rsidR": pen.rsid} if pen else {}))
    if look is not None and len(look):
        run.append(look)
    for number, line in enumerate(words.split("\n")):
        if number:
            run.append(element("w:br"))
        for column, piece in enumerate(line.split("\t")):
            if column:
                run.append(element("w:tab"))
            if piece:
                set_text(etree.SubElement(run, tag("w:t")), piece)
    return run


def strike_texts(run: etree._Element) -> None:
    """Call the texts of a run deleted ones."""
    for child in run:
        if child.tag in TEXTS:
            child.tag = tag("w:delText")
        elif child.tag == tag("w:instrText"):
            child.tag = tag("w:delInstrText")


def _strike_out(run: etree._Element, pen: Pen) -> None:
    parent = run.getparent()
    if parent.tag in NEW and parent.get(tag("w:author")) == pen.author:
        _remove(run)  # what one wrote oneself is gone without a trace
        return
    strike_texts(run)
    neighbour = run.getprevious()
    if neighbour is not None and neighbour.tag == tag("w:del") and neighbour.get(tag("w:date")) == pen.date:
        neighbour.append(run)
        return
    mark = pen.mark("w:del")
    run.addprevious(mark)
    mark.append(run)


def _remove(run: etree._Element) -> None:
    parent = run.getparent()
    parent.remove(run)
    while parent.tag != tag("w:p") and not len(parent):
        empty, parent = parent, parent.getparent()
        parent.remove(empty)


def _lent(run: etree._Element | None, looks: tuple[str, ...] | None) -> etree._Element | None:
    """The look that a run lends to what is typed beside it."""
    found = run.find(tag("w:rPr")) if run is not None and run.tag == tag("w:r") else None
    look = deepcopy(found) if found is not None else element("w:rPr")
    for child in list(look):
        style = child.get(tag("w:val")) if child.tag == tag("w:rStyle") else ""
        if (
            child.tag == tag("w:rPrChange")
            or style in OF_NEIGHBOURS
            or (style and child.tag == tag("w:vertAlign"))
        ):
            look.remove(child)
    if run is not None and run.find(tag("w:footnoteReference")) is not None:
        for child in look.findall(tag("w:vertAlign")):
            look.remove(child)
    for name in LOOKS if looks is not None else ():
        _set_look(look, name, name in looks)
    return look


def _set_look(properties: etree._Element, look: str, on: bool) -> None:
    for name in LOOKS[look]:
        for old in properties.findall(tag(name)):
            if name != "w:vertAlign" or old.get(tag("w:val")) == look or on:
                properties.remove(old)
        if on:
            properties.append(element(name, val=look) if name == "w:vertAlign" else element(name))
    properties[:] = sorted(
        properties,
        key=lambda child: ORDER.index(name) if (name := etree.QName(child).localname) in ORDER else 0,
    )


def _behind(run: etree._Element) -> etree._Element:
    """What new words are set behind: the run, or what it ends (a link, another's insertion)."""
    while (parent := run.getparent()).tag != tag("w:p"):
        following = list(run.itersiblings())
        if parent.tag in NEW and following:
            rest = etree.Element(parent.tag, parent.attrib, nsmap=parent.nsmap)
            rest.extend(following)
            parent.addnext(rest)
        elif following or parent.tag == tag("w:sdtContent"):
            break
        run = parent
    return run


def _before(run: etree._Element) -> etree._Element:
    while (parent := run.getparent()).tag != tag("w:p") and run.getprevious() is None:
        run = parent
    return run
