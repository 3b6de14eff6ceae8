"""A page of which only words changed: pandoc would change the very same words of it, and nothing else.

That is certain only in narrow circumstances, which `between` looks for: some letters and digits of running
text, between words that stay, in a paragraph that has no say in anything but itself. In all others, as where
a heading, a table, a link or a citation is touched, or a word beside another sign (`'90s`, `Dr.`), there is
no rewording, and pandoc converts the whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LEAST, MOST = 30, 160
"""Letters of the old text by which its place on the page is found, at least and at most."""
_WORDS = re.compile(r"[^\W_]+(?:,? [^\W_]+)*")
_RUN = re.compile(r"(?:[^\W_]|,? (?=[^\W_]))+")
_PROSE_LINE = re.compile(r"(?:[-*+] )?(?:[^\W_]|[\"'(\[`*“‘])")
_DECIDES_ELSEWHERE = re.compile(
    r"^[ \t]*(?:[-=][-= \t]{2,}$|\[(?!\^)[^\]]+\]:)", re.MULTILINE
)  # lines below headings and around tables, and what links lead to
_REFERENCES = b'id="refs"'
_COPIES = re.compile(rb'<script type="application/json"[^>]* data-copies[^>]*>.*?</script>', re.DOTALL)
"""Where filters leave copies of the page's own words."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What pandoc made of a text, and what the author's filters had to say."""

    text: str
    output: bytes
    said: list[str]

    def of(self, text: str) -> Conversion | None:
        """Return what pandoc would make of a text, all else being equal; None where unsure."""
        if text == self.text:
            return self
        found = between(self.text, text)
        output = found and found.of(self.output)
        return Conversion(text, output, self.said) if output else None


@dataclass(slots=True)
class Memory:
    """What pandoc made of a page when all but its text was as now, if that is known, and what it made now."""

    before: Conversion | None = None
    now: Conversion | None = None


@dataclass(frozen=True, slots=True)
class Rewording:
    """A run of plain words that stands once in the text, and what it became."""

    before: str
    after: str

    def of(self, page: bytes) -> bytes | None:
        """Return a page with the new words; None where their place cannot be told for sure.

        A copy of the words among those of the page's words changes with them.
        """
        before, after = self.before.encode(), self.after.encode()
        copies = _COPIES.search(page)
        first, last = copies.span() if copies else (len(page), len(page))
        bare = page[:first] + page[last:]
        place, references = bare.find(before), bare.find(_REFERENCES)
        certain = bare.count(before) == 1 and page[first:last].count(before) <= 1
        if not certain or 0 <= references < place:
            return None
        return b"".join(part.replace(before, after) for part in (page[:first], page[first:last], page[last:]))


def between(before: str, after: str) -> Rewording | None:
    """Return the rewording that turns one Markdown text into another, if that is all that differs."""
    if _DECIDES_ELSEWHERE.search(before):
        return None
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    first, last = start, len(before) - end
    run = next((run for run in _RUN.finditer(before) if run.start() <= first and last <= run.end()), None)
    if run is None or not _is_running_text(before, run.start(), run.end()):
        return None
    if " " not in before[run.start() : first] or " " not in before[last : run.end()]:
        return None  # the signs beside the run may mean something else with another word
    begin, stop = max(run.start(), first - MOST), min(run.end(), last + MOST)
    longer = len(after) - len(before)
    found = Rewording(before[begin:stop], after[begin : stop + longer])
    certain = (
        len(found.before) >= LEAST
        and before.count(found.before) == 1
        and _WORDS.fullmatch(before[run.start() : run.end()])
        and _WORDS.fullmatch(after[run.start() : run.end() + longer])
    )
    return found if certain else None


def _common(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle - 1)
    return low


def _is_running_text(text: str, start: int, end: int) -> bool:
    """Whether a part of a text stands in a paragraph or an item of a list, and in nothing within it."""
    top = text.rfind("\n\n", 0, start)
    block = text[top + 2 if top >= 0 else 0 : start]
    rest = text[end:].partition("\n\n")[0]
    whole = block + text[start:end] + rest
    return (
        start > 0
        and all(_PROSE_LINE.match(line) for line in whole.splitlines())
        and "|" not in whole
        and "  " not in whole
        and "\t" not in whole
        and block.count("[") == block.count("]")
        and block.count("{") == block.count("}")
        and block.count("`") % 2 == 0
        and block.count("$") % 2 == 0
        and "<" not in block
        and "\\" not in block
    )
