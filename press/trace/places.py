"""Where pages print numbers, in words: "abstract", "§ 7.4", "Table 2", "note of Table 2"."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from press.trace.page_record import Page, PrintedNumber

NO_BREAK = "\N{NO-BREAK SPACE}"


def printed_numbers(page: Page, alternatives: Mapping[str, Iterable[tuple[str, str]]]) -> list[PrintedNumber]:
    """Return the numbers of a page in its order, those in its alternative texts behind them.

    Parameters
    ----------
    page
        The page.
    alternatives
        For the label of each figure the keys and printed forms of its alternative text, in their order.
    """
    return [*page.numbers, *_in_alternatives(page, alternatives)]


def _in_alternatives(
    page: Page, alternatives: Mapping[str, Iterable[tuple[str, str]]]
) -> Iterable[PrintedNumber]:
    for label, exhibit in page.exhibits.items():
        behind = 0
        for key, printed in alternatives.get(label, ()):
            if (start := exhibit.alternative.find(printed, behind)) >= 0:
                behind = start + len(printed)
                yield PrintedNumber(key, printed, "alt text", exhibit.section, label, id=label)


def record(page: str, number: PrintedNumber) -> dict[str, Any]:
    """Return a place in the words of provenance.json."""
    section = number.section.heading if number.section else ""
    where = {"page": page, "section": section, "where": number.where, "exhibit": number.exhibit}
    in_table = number.where == "table cell"
    return where | ({"row": number.row, "column": number.column} if in_table else {})


def in_words(number: PrintedNumber, page: Page) -> str:
    """Name a place, as short as it goes: "abstract", "§ 7.4", "Table 2", "note of Table 2"."""
    if number.exhibit:
        title = page.exhibits[number.exhibit].title if number.exhibit in page.exhibits else number.exhibit
        title = title.replace(" ", NO_BREAK)
        return title if number.where == "table cell" else f"{number.where} of {title}"
    section = _section_in_words(number)
    if number.where == "footnote":
        return f"footnote in {section}" if section else "footnote"
    if number.where == "table cell":
        return f"table in {section}" if section else "table"
    return section if number.where == "text" and section else number.where


def _section_in_words(number: PrintedNumber) -> str:
    if number.section is None:
        return ""
    found = re.match(r"[\d.]+(?= )", number.section.heading)
    return f"§{NO_BREAK}{found[0]}" if found else number.section.heading


def row_id(key: str) -> str:
    """Return the id of a number's row on the page of all numbers, as `places.lua` has it."""
    return "num-" + key.replace(".", "-")
