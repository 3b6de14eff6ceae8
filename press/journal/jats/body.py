"""The article's body: tables as tables, figures with their pictures, numbers as labels."""

import re
from itertools import takewhile

from lxml import etree

from press.journal.jats.elements import MAKE, remove, rename, take_out, text_of, unwrap
from press.journal.jats.pictures import PART

NUMBERED = re.compile(r"(?P<number>\d+(?:\.\d+)*|[A-Z](?:\.\d+)+)\s+(?P<title>.*)", re.S)
APPENDIX = "sec-provenance"
"""The section that tells where the numbers come from."""
STATEMENTS = "sec-statements"
"""The section of the statements, each a paragraph that its name begins in bold letters."""
KINDS = {"Competing interests": "COI-statement", "Ethics": "ethics-statement", "Funding": "funding-statement"}
"""What JATS calls statements otherwise than by their names."""
CAPTION = re.compile(r"\s*(?P<label>[^\W\d_]+\.?[\s\u00a0](?:[A-Z]\.)?\d+(?:\.\d+)*)(?::\s*|\s*$)")
"""How a caption begins that no bold letters part from its number."""
BREAK = "\N{ZERO WIDTH SPACE}"
"""Where a line may break within a key or a file's name."""
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def rearrange_body(article: etree._Element) -> None:
    """Bring body and notes into a publisher's form."""
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
    part_statements(article)
    move_appendix(article)
    move_notes(article)
    drop_empty_paragraphs(article)


def label_float(float_: etree._Element) -> None:
    """Part "**Table 1:** words", of a part "(a) words", into label and caption; one without number stays."""
    if (paragraph := float_.find("caption/p")) is None or not float_.get("id"):
        return
    text = paragraph.text or ""
    if (printed := paragraph.find("bold")) is not None and not text.strip():
        label = text_of(printed).rstrip(":")
        printed.tail = (printed.tail or "").lstrip()
        remove(printed)
    elif found := PART.match(text) or CAPTION.match(text):
        label, paragraph.text = found["label"], text[found.end() :]
    else:
        return
    float_.insert(0, MAKE("label", " ".join(label.split())))
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


def part_statements(article: etree._Element) -> None:
    """Make a section of each statement of the article, with its name for the section's kind."""
    for section in article.xpath(f"body/sec[@id='{STATEMENTS}']"):
        for paragraph in section.findall("p"):
            name = paragraph.find("bold")
            if name is None or (paragraph.text or "").strip() or not text_of(name).endswith("."):
                continue
            label = text_of(name).rstrip(".")
            name.tail = (name.tail or "").lstrip()
            remove(name)
            kind = KINDS.get(label, label.casefold().replace(" ", "-"))
            part = MAKE("sec", {"sec-type": kind}, MAKE("title", label))
            section.replace(paragraph, part)
            part.append(paragraph)


def move_appendix(article: etree._Element) -> None:
    """Make the section on the numbers' origins an appendix."""
    for section in article.xpath(f"body/sec[@id='{APPENDIX}']"):
        take_out(section).tag = "app"
        if article.find("back") is None:
            article.append(MAKE("back"))
        article.find("back").insert(0, MAKE("app-group", section))


def move_notes(article: etree._Element) -> None:
    """Make sections of notes to the article of the boxes that stand before its text."""
    leading = list(takewhile(lambda part: part.tag == "boxed-text", article.find("body")))
    if not leading:
        return
    notes = MAKE("notes", {"notes-type": "edition"})
    for box in leading:
        take_out(box).tag = "sec"
        if (caption := box.find("caption")) is not None:
            unwrap(caption)
        notes.append(box)
    article.find("front").append(notes)


def drop_empty_paragraphs(article: etree._Element) -> None:
    """Take out paragraphs that hold nothing, as what stood in them has been moved."""
    nothing = "not(normalize-space()) and not(.//*[not(self::p)])"
    for empty in article.xpath(f"//sec//p[not(parent::p) and {nothing}]"):
        remove(empty)
