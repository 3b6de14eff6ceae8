"""Lays new paragraphs out as a file lays out its own: their Markdown, their lines."""

import re

from press.base import qmd_text
from press.journal.word_back.model import THING, Run
from press.journal.word_back.rewrite import normalising, respelling
from press.journal.word_back.rewrite.looks import marks_for
from press.journal.word_back.rewrite.markdown_words import at_line_start
from press.journal.word_back.rewrite.strands import Strand
from press.journal.word_back.rewrite.word_diff import typed

MOST = 120
"""Letters of the longest line that is written."""
USUAL = 100
NO_PROSE = re.compile(r"\s*(?:[|#:$<+%{]|!\[|```|~~~|---|\[\^?[^\]]+\]:\s*$)")
UNBROKEN = re.compile(r"`+[^`]*`+|\\ |\{[^{}\n]*\}|\]\([^()\n]*\)|\$[^$\n]*\$")
"""What lines are not broken in."""
HELD = "\ue002"


def width(text: str) -> int:
    """Return how long the lines of a document are: its longest line of prose, at most 120."""
    lines, code = [], False
    for line in qmd_text.split(text).body.split("\n"):
        if re.match(r"\s*(```|~~~|\$\$)", line):
            code = not code and not re.match(r"\s*\$\$.+\$\$", line)
        elif not code and not NO_PROSE.match(line) and " " in line.strip():
            lines.append(len(line.rstrip()))
    return min(MOST, max(lines)) if lines else USUAL


def markdown(runs: tuple[Run, ...], file: str, source: str, kind: str = "text") -> str:
    """Return runs as Markdown in one line, spelled as a file spells; "" where they have no letters."""
    strand = Strand(file, source, 0, 0, "markdown", (), kind)
    letters = normalising.normalised(strand, marks_for(strand, typed(runs), None, [], None))
    return "".join(edit.text for edit in respelling.edits(strand, letters))


def has_things(runs: tuple[Run, ...]) -> bool:
    """Whether runs have what is no text: a picture, a formula, the mark of a note."""
    return any(THING in run.text for run in runs)


def wrapped(text: str, most: int, first: str = "", further: str = "") -> str:
    """Return a paragraph in lines of a width, the first behind one beginning, the others behind another.

    A line never begins with what would begin a list, a quotation or a heading there.
    """
    held = UNBROKEN.sub(lambda found: found[0].replace(" ", HELD), text)
    lines, line = [], first
    for word in held.split(" "):
        begins = line == first and not lines or line == further
        if begins or len(line) + 1 + len(word) <= most or _begins_block(word):
            line += word if begins else " " + word
            continue
        lines.append(line)
        line = further + word
    return "\n".join([*lines, line]).replace(HELD, " ")


def _begins_block(word: str) -> bool:
    return at_line_start(word) >= 0 or word[:1] in (":", "|", "~", "`") and not word[1:2].isalnum()
