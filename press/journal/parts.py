"""Parts of an executed document (Markdown in lines): divs and sections by identifiers, figures and tables."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from press.base.errors import InputError
from press.base.paths import shown
from press.render.document import Line

FENCE = re.compile(r"\s*(```+|~~~+)")
COLONS = re.compile(r":{3,}\s*(\S.*)?$")
HEADING = re.compile(r"(#{1,6})\s")
LABEL = r"#(?P<label>(?:fig|tbl)-[^\s}]+)"
_REST = r"(?:\"[^\"]*\"|[^{}\"])*"
EXHIBIT = re.compile(rf":{{3,}}\s*\{{{_REST}?{LABEL}[\s}}]")
TYPED = re.compile(rf"\{{{_REST}?{LABEL}(?:\s{_REST})?\}}[ \t]*$", re.M)
"""How a picture, or the caption of a table, ends that the author typed with a label."""
PICTURE, CAPTION = re.compile(r"!\["), re.compile(r"(?:[Tt]able)?:\s")
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


def without_statements(lines: Sequence[Line], names: Sequence[str]) -> list[Line]:
    """Return the lines without some of the paper's statements, where it has them."""
    left = list(lines)
    mark = re.compile(rf":{{3,}} \{{\.statement \.statement-(?:{'|'.join(names)})\}}$")
    while (found := next((i for i in outside_code(left) if mark.match(left[i].text)), None)) is not None:
        del left[found : end_of_div(left, found)]
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


def exhibits_in(lines: Sequence[Line]) -> list[tuple[str, int, int]]:
    """Return label, first line and line behind the last of each figure and table, in their order.

    They are boxes with a label, and what the author typed: pictures, and tables with their captions.
    """
    found, end = [], 0
    blocks = _blocks(lines)
    for place, (first, last) in enumerate(blocks):
        text = "\n".join(line.text for line in lines[first:last])
        if first < end:
            continue
        if box := EXHIBIT.match(text):
            end = end_of_div(lines, first)
            found.append((box["label"], first, end))
        elif (typed := TYPED.search(text)) and PICTURE.match(text):
            found.append((typed["label"], first, last))
        elif typed and (whole := _table_of(lines, blocks, place)):
            end = whole[1]
            found.append((typed["label"], *whole))
    return found


def _blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Return where blocks of lines begin and end, between empty lines; colons are blocks by themselves."""
    blocks: list[tuple[int, int]] = []
    outside, open_ = set(outside_code(lines)), False
    for i, line in enumerate(lines):
        alone = i in outside and COLONS.match(line.text) is not None
        if open_ and not alone and line.text.strip():
            blocks[-1] = (blocks[-1][0], i + 1)
        elif line.text.strip() and i in outside:
            blocks.append((i, i + 1))
        open_ = bool(line.text.strip()) and not alone and (open_ or i in outside)
    return blocks


def _table_of(lines: Sequence[Line], blocks: Sequence[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """Return first and last line of the table whose caption stands in a block, with the caption."""
    first, last = blocks[place]
    rows = [line.text for line in lines[first:last]]
    starts = [i for i, row in enumerate(rows) if CAPTION.match(row)]
    if not starts:
        return None
    if _is_table([line for line in lines[first:last] if not CAPTION.match(line.text)]):
        return first, last
    for other in (place - 1, place + 1):
        if 0 <= other < len(blocks) and _is_table(lines[slice(*blocks[other])]):
            return min(first, blocks[other][0]), max(last, blocks[other][1])
    return None


def _is_table(lines: Sequence[Line]) -> bool:
    return any(re.match(r"\s*(?:\||\+[-=]|-{3,}[-\s]*$)|.*\S\s*\|", line.text) for line in lines)


def move_exhibits_last(lines: Sequence[Line], format: str) -> list[Line]:
    """Return the lines with figures and tables, notes included, at the end, each on a page.

    Their old places name them.

    Raises
    ------
    InputError
        When a figure or table stands where it cannot be taken from, so that numbers would change.
    """
    left, moved = list(lines), []
    taken = exhibits_in(lines)
    _refuse_stuck(lines, taken)
    for label, start, end in reversed(taken):
        note = next((i for i in range(end, len(left)) if left[i].text.strip()), end)
        if note < len(left) and NOTE.match(left[note].text):
            end = end_of_div(left, note)
        here = left[start]
        page_break = [replace(here, text=text) for text in ("", *PAGE_BREAK[format], "")]
        moved[:0] = page_break + left[start:end]
        left[start:end] = [replace(here, text=text) for text in ("", rf"\[@{label} about here\]", "")]
    return left + moved


def _refuse_stuck(lines: Sequence[Line], taken: Sequence[tuple[str, int, int]]) -> None:
    """Refuse a figure or table that would stay where it is (in a list, a quote or a box of another kind)."""
    moved = {i for _, start, end in taken for i in range(start, end)}
    for i in outside_code(lines):
        stuck = re.search(rf"\{{{_REST}?{LABEL}[\s}}]", re.sub(r"`[^`]*`", "", lines[i].text))
        if stuck and i not in moved:
            place = f"{shown(lines[i].file)}:{lines[i].number}"
            raise InputError(
                f"{place}: found {stuck['label']} within other text, expected it by itself, since "
                "paper/submission.yml says exhibits: end."
            )
