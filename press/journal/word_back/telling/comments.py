"""Comments of a Word file as remarks in the sources, where these do not change what is printed."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

from press.base import yaml12
from press.base.errors import PressError
from press.base.limits import PANDOC_MEMORY
from press.base.markdown_text import program
from press.base.plain_text import BLANKS, shown
from press.base.qmd_text import split
from press.journal.word_back.model import THING, Edit, PlacedComment
from press.journal.word_back.rewrite.edits import apply
from press.journal.word_back.telling.comment_places import COMMENT, places_in
from press.journal.word_back.telling.shown_words import OBJECT, signature

READER = "markdown-example_lists"
CELL = re.compile(r"^([\s>]*(?:`{3,}|~{3,}))[ ]*\{(\w+)[^}\n]*\}[ ]*$", re.MULTILINE)
"""The first line of a cell, which pandoc does not take for that of code."""
SECONDS = 60
"""Longest time for pandoc to read a document."""


def into_source(comments: Sequence[PlacedComment], text_of: Callable[[str], str]) -> tuple[Edit, ...]:
    """Return the edits that put comments with their answers before the passages that they hang on.

    In documents they are HTML comments, `<!-- Jane Doe, 2026-11-20: text -->`, in YAML `# Jane Doe, ...`. A
    comment for which there is no place that leaves the print as it is has no edit; nor has one on a cell a
    place within it, where it would be printed with the code, and the cell run again, but before it.

    Parameters
    ----------
    comments
    text_of
        Gives the text of a file, with its line ends as they are.
    """
    placed = sorted((one for one in comments if one.file and one.line), key=lambda one: one.file)
    edits: list[Edit] = []
    for file, threads in groupby(placed, key=lambda one: one.file):
        edits += _Source(file, text_of(file)).edits_for(list(threads))
    return tuple(edits)


def remarks_of(placed: PlacedComment) -> Iterator[str]:
    """Yield a comment and its answers, a line each, of which nothing is code, a shortcode or unseen."""
    state = " (resolved)" if placed.comment.done else ""
    answer = ", reply" if placed.comment.parent else ""
    text = f"{signature(placed.comment.by)}{answer}{state}: {placed.comment.text.replace(THING, OBJECT)}"
    line = shown(BLANKS.sub(" ", text).strip()).replace("`", "'")
    yield re.sub(r"([{}])(?=\1)", r"\1 ", line)
    for reply in placed.replies:
        yield from remarks_of(reply)


class _Source:
    """A file into which remarks are put, as long as it prints the same."""

    def __init__(self, file: str, text: str) -> None:
        self.file, self.text = file, text
        self.accepted: list[Edit] = []

    def edits_for(self, threads: Sequence[PlacedComment]) -> list[Edit]:
        """Return the edits for those that find a place."""
        found = [[*self._edits(thread)] for thread in threads]
        self._place([edits for edits in found if edits])
        return self.accepted

    def _edits(self, thread: PlacedComment) -> Iterator[Edit]:
        """Yield what may be done for a comment, the best first."""
        remarks = list(remarks_of(thread))
        for place in places_in(self.file, self.text, thread.line):
            yield Edit(self.file, place.start, place.start, place.text(remarks))

    def _place(self, found: list[list[Edit]]) -> None:
        """Accept the first edit of each that leaves the print as it is; all at once where that goes."""
        if not found:
            return
        if self._prints_the_same(best := [edits[0] for edits in found]):
            self.accepted += best
        elif len(found) == 1:
            good = (edit for edit in found[0][1:] if self._prints_the_same([edit]))
            self.accepted += [edit for edit in [next(good, None)] if edit]
        else:
            self._place(found[: len(found) // 2])
            self._place(found[len(found) // 2 :])

    def _prints_the_same(self, more: list[Edit]) -> bool:
        return self._printed is not None and self._printed == _printed(
            self.file, apply(self.text, [*self.accepted, *more])
        )

    @cached_property
    def _printed(self) -> Any:
        return _printed(self.file, self.text)


def _printed(file: str, text: str) -> Any:
    """Return what is printed of a file: values of YAML, blocks of Markdown; None if it is broken."""
    if file.endswith((".yml", ".yaml")):
        return _values(text)
    parts = split(text.replace("\r\n", "\n"))
    front, blocks = _values(parts.front) if parts.front else {}, _blocks(parts.body)
    return None if front is None or blocks is None else (front, blocks)


@lru_cache(maxsize=4)
def _values(text: str) -> Any:
    try:
        return yaml12.load(text, Path("source.yml"))
    except PressError:
        return None


@lru_cache(maxsize=4)
def _blocks(markdown: str) -> Any:
    """Return the blocks that pandoc reads, without HTML comments."""
    try:
        made = subprocess.run(
            [program(), "+RTS", *PANDOC_MEMORY, "-RTS", "--sandbox", "--from", READER, "--to", "json"],
            input=CELL.sub(r"\1 \2", markdown).encode(), capture_output=True, check=True, timeout=SECONDS,
        ).stdout  # fmt: skip
    except (subprocess.SubprocessError, OSError):
        return None
    return _without_comments(json.loads(made)["blocks"])


def _without_comments(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_comments(inner) for inner in part if not _is_comment(inner)]
    if isinstance(part, dict):
        return {name: _without_comments(value) for name, value in part.items()}
    return part


def _is_comment(part: Any) -> bool:
    """Whether an element is raw HTML that holds nothing but one comment."""
    if not isinstance(part, dict) or part.get("t") not in ("RawBlock", "RawInline"):
        return False
    language, text = part["c"]
    return language == "html" and COMMENT.fullmatch(text) is not None and text.count("<!--") == 1
