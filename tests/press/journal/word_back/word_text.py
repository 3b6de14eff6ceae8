"""The text that a paragraph of a Word file shows, character by character, and runs cut where it is cut.

This reads Word files independently of `press.journal.word_back`, whose answers it is to judge.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass

from lxml import etree

from tests.press.journal.word_back.word_package import XML, tag

THING = "\ufffc"
SIGNS = {
    tag("w:tab"): "\t",
    tag("w:br"): "\n",
    tag("w:cr"): "\n",
    tag("w:noBreakHyphen"): "\u2011",
    tag("w:softHyphen"): "\u00ad",
    tag("w:footnoteReference"): THING,
    tag("w:endnoteReference"): THING,
    tag("w:drawing"): THING,
    tag("w:pict"): THING,
    tag("w:object"): THING,
    tag("w:sym"): THING,
}
TEXTS = {tag("w:t"), tag("w:delText")}
WRAPPERS = {
    tag(f"w:{name}")
    for name in (
        *("hyperlink", "ins", "del", "moveTo", "moveFrom"),
        *("smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"),
    )
}
GONE = {tag("w:del"), tag("w:moveFrom")}
NEW = {tag("w:ins"), tag("w:moveTo")}
MATH = {tag("m:oMath"), tag("m:oMathPara")}


@dataclass(frozen=True, slots=True)
class Letter:
    """A character that a paragraph shows: in which run (or equation), which child, at which offset."""

    sign: str
    run: etree._Element
    child: etree._Element
    offset: int


def letters(paragraph: etree._Element, without: set[str] = GONE) -> list[Letter]:
    """What a paragraph shows if the elements named `without` are not there."""
    found: list[Letter] = []
    for child in paragraph:
        if child.tag in without:
            continue
        if child.tag == tag("w:r"):
            found += _of_run(child)
        elif child.tag in MATH:
            found.append(Letter(THING, child, child, 0))
        elif child.tag in WRAPPERS:
            found += letters(child, without)
    return found


def _of_run(run: etree._Element) -> list[Letter]:
    found = []
    for child in run:
        if child.tag in TEXTS:
            found += [Letter(sign, run, child, offset) for offset, sign in enumerate(child.text or "")]
        elif child.tag == tag("mc:AlternateContent"):
            found.append(Letter(THING, run, child, 0))
        elif child.tag in SIGNS:
            found.append(Letter(SIGNS[child.tag], run, child, 0))
    return found


def text(paragraph: etree._Element, without: set[str] = GONE) -> str:
    """The text that a paragraph shows."""
    return "".join(letter.sign for letter in letters(paragraph, without))


def runs_between(paragraph: etree._Element, start: int, end: int) -> list[etree._Element]:
    """The runs and equations that show these characters and no others: runs are cut at both ends."""
    cut(paragraph, start)
    cut(paragraph, end)
    found: list[etree._Element] = []
    for letter in letters(paragraph)[start:end]:
        if not found or found[-1] is not letter.run:
            found.append(letter.run)
    return found


def cut(paragraph: etree._Element, offset: int) -> None:
    """Cut the run that shows the characters on both sides of an offset in two that look alike."""
    shown = letters(paragraph)
    if not 0 < offset < len(shown) or shown[offset - 1].run is not shown[offset].run:
        return
    cut_run(shown[offset])


def cut_run(at: Letter) -> etree._Element:
    """Cut a run before a character that it shows.

    The new run, which begins with the character.
    """
    run, child = at.run, at.child
    rest = etree.Element(run.tag, run.attrib, nsmap=run.nsmap)
    if (look := run.find(tag("w:rPr"))) is not None:
        rest.append(deepcopy(look))
    following = list(child.itersiblings())
    if at.offset:
        tail = etree.SubElement(rest, child.tag)
        set_text(tail, (child.text or "")[at.offset :])
        set_text(child, (child.text or "")[: at.offset])
    else:
        rest.append(child)
    rest.extend(following)
    run.addnext(rest)
    return rest


def set_text(child: etree._Element, words: str) -> None:
    """Give a `w:t` its text, blanks at its ends kept."""
    child.text = words
    child.set(f"{{{XML}}}space", "preserve")


def before_and_after(paragraph: etree._Element, offset: int) -> tuple[Letter | None, Letter | None]:
    """The characters on both sides of an offset."""
    shown = letters(paragraph)
    return (shown[offset - 1] if offset else None), (shown[offset] if offset < len(shown) else None)
