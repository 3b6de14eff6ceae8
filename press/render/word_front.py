"""The title block of a Word file: each person's institutions and addresses below their name.

Pandoc's title block has the names alone; what else is known of people comes as the first paragraphs of the
text (word.lua), each with a bookmark that tells whose it is.
"""

import re

from lxml import etree

from press.render.word_tables import W

AUTHOR, AFFILIATION = "Author", "Affiliation"
MARK = re.compile(r"author-(\d+)")


def place_people(document: etree._Element) -> None:
    """Put what is known of people below their names."""
    names = _in_style(document, AUTHOR)
    for paragraph in _in_style(document, AFFILIATION):
        number = _take_mark(paragraph)
        if 0 < number <= len(names):
            names[number - 1].addnext(paragraph)


def _in_style(document: etree._Element, style: str) -> list[etree._Element]:
    found = document.findall(f"{W}body/{W}p/{W}pPr/{W}pStyle[@{W}val='{style}']")
    return [one.getparent().getparent() for one in found]


def _take_mark(paragraph: etree._Element) -> int:
    """Return the number of the person that a paragraph tells of (0: none), and take its bookmark away."""
    for start in paragraph.findall(W + "bookmarkStart"):
        if found := MARK.fullmatch(start.get(W + "name", "")):
            for end in paragraph.findall(f"{W}bookmarkEnd[@{W}id='{start.get(W + 'id')}']"):
                paragraph.remove(end)
            paragraph.remove(start)
            return int(found[1])
    return 0
