"""Parts of an executed document (Markdown in lines): divs and sections by identifiers, figures and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.base.errors import InputError
from press.render.document import Line

FENCE = re.compile(r"\s*(```+|~~~+)")
COLONS = re.compile(r":{3,}\s*(\S.*)?$")
HEADING = re.compile(r"(#{1,6})\s")
EXHIBIT = re.compile(r":{3,}\s*\{#((?:fig|tbl)-[\w-]+)\s")
NOTE = re.compile(r":{3,}\s*\{\.(?:table|figure)-note\}")
PAGE_BREAK = {
    "docx": ("```{=openxml}", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>', "```"),
    "typst": ("```{=typst}", "#pagebreak(weak: true)", "```"),
}


def without_parts(lines: Sequence[Line], identifiers: Sequence[str]) -> list[Line]:
    """Return the lines without some divs or sections.

    Raises
    ------
    InputError
        When one of them is not there.
    """
    left = list(lines)
    for identifier in identifiers:
        start, end = extent_of(left, identifier)
        del left[start:end]
    return left


def extent_of(lines: Sequence[Line], identifier: str) -> tuple[int, int]:
    """Return the first line of a div or section, and the line behind its last."""
    mark = re.compile(rf"(?::{{3,}}\s*|#{{1,6}}\s.*)\{{#{re.escape(identifier)}[\s}}]")
    for start in outside_code(lines):
        if mark.match(lines[start].text):
            return start, (end_of_section if lines[start].text.startswith("#") else end_of_div)(lines, start)
    raise InputError(
        f"paper/submission.yml: found {identifier}, expected the identifier of a part of the article."
    )


def end_of_section(lines: Sequence[Line], start: int) -> int:
    """Return the line of the next heading that is not deeper."""
    depth = len(HEADING.match(lines[start].text)[1])
    for i in outside_code(lines):
        if i > start and (found := HEADING.match(lines[i].text)) and len(found[1]) <= depth:
            return i
    return len(lines)


def end_of_div(lines: Sequence[Line], start: int) -> int:
    """Return the line behind the one that closes a div."""
    depth = 0
    for i in outside_code(lines):
        if i >= start and (found := COLONS.match(lines[i].text)):
            depth += 1 if found[1] else -1
            if depth == 0:
                return i + 1
    return len(lines)


def outside_code(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the numbers of the lines that stand in no block of code."""
    fence = ""
    for i, line in enumerate(lines):
        if found := FENCE.match(line.text):
            if not fence:
                fence = found[1]
            elif found[1].startswith(fence) and not line.text.strip().strip(fence[0]):
                fence = ""
                continue
        if not fence:
            yield i


def exhibit_labels(lines: Sequence[Line]) -> list[str]:
    """Return the labels of figures and tables in their order."""
    return [found[1] for i in outside_code(lines) if (found := EXHIBIT.match(lines[i].text))]


def move_exhibits_last(lines: Sequence[Line], format: str) -> list[Line]:
    """Return the lines with figures and tables, notes included, at the end, each on a page.

    Their old places name them.
    """
    left, moved = list(lines), []
    for label in exhibit_labels(lines):
        start, end = extent_of(left, label)
        note = next((i for i in range(end, len(left)) if left[i].text.strip()), end)
        if note < len(left) and NOTE.match(left[note].text):
            end = end_of_div(left, note)
        here = left[start]
        moved += [replace(here, text=text) for text in ("", *PAGE_BREAK[format], "")] + left[start:end]
        left[start:end] = [replace(here, text=text) for text in ("", rf"\[@{label} about here\]", "")]
    return left + moved
