"""The article's body: tables as tables, figures with their pictures, numbers as labels."""

import re
from urllib.parse import unquote

from lxml import etree

from press.journal.jats.elements import LINK, MAKE, remove, rename, take_out, text_of, unwrap

NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)\s+(?P<title>.*)", re.S)
APPENDIX = "sec-provenance"
"""The section that tells where the numbers come from."""
PART = re.compile(r"(?P<label>\((?P<letter>[a-z])\))\s*")
"""How the caption of a figure's part begins."""
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
    for float_ in list(article.iter("fig", "fig-group")):
        label_float(float_)
        if (float_.get("id") or "").startswith("tbl-"):
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
    """Part "**Table 1:** words", of a part "(a) words", into label and caption; one without number stays."""
    if (paragraph := float_.find("caption/p")) is None or not float_.get("id"):
        return
    if (printed := paragraph.find("bold")) is not None and not (paragraph.text or "").strip():
        label = text_of(printed).rstrip(":")
        printed.tail = (printed.tail or "").lstrip()
        remove(printed)
    elif found := PART.match(paragraph.text or ""):
        label, paragraph.text = found["label"], (paragraph.text or "")[found.end() :]
    else:
        return
    float_.insert(0, MAKE("label", label))
    paragraph.tag = "title"
    if not text_of(paragraph):
        remove(paragraph.getparent())


def make_table(float_: etree._Element) -> None:
    """Turn a figure that holds a table or a picture of one into a table, with the note behind as its foot."""
    if float_.tag == "fig-group":
        float_.tag = "table-wrap-group"
        return
    if (table := float_.find("table-wrap")) is None:
        float_.tag = "table-wrap"
        return
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
    """Name each picture by the number of its figure or table; what it shows is an alternative text."""
    pictures, graphics = {}, list(article.iter("graphic", "inline-graphic"))
    stems = [stem_of(next(graphic.iterancestors("fig", "table-wrap"), None)) for graphic in graphics]
    for place, (graphic, stem) in enumerate(zip(graphics, stems, strict=True)):
        number = stems[:place].count(stem)
        letter = chr(ord("a") + number) if stems.count(stem) > 1 else ""
        source = unquote(graphic.get(LINK))
        name = f"{stem}{letter}" if stem else f"picture-{number + 1}"
        name += f".{source.rpartition('.')[2]}"
        pictures[name] = source
        graphic.set(LINK, name)
        for description in graphic.iterfind("long-desc"):
            description.tag = "alt-text"
    nothing = "not(normalize-space()) and not(.//*[not(self::p)])"
    for empty in article.xpath(f"//sec//p[not(parent::p) and {nothing}]"):
        remove(empty)
    return pictures


def stem_of(float_: etree._Element | None) -> str:
    """Return the name of a figure's or table's files, with the letter of a part; empty without a number."""
    if float_ is None or not (label := float_.findtext("label") or ""):
        return ""
    if part := PART.fullmatch(f"{label} "):
        whole = stem_of(next(float_.iterancestors("fig-group", "table-wrap-group"), None))
        return whole and f"{whole}{part['letter']}"
    kind = "figure" if float_.tag in ("fig", "fig-group") else "table"
    return f"{kind}-{number[0]}" if (number := re.search(r"\d+$", label)) else ""
