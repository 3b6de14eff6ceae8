"""Text that others wrote, made safe at the border: for messages, for Markdown, for the cells of a CSV."""

from __future__ import annotations

import re

from analysis.limits import SHOWN_LETTERS

MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|$~^@&\"':=%/])")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With one of these at its start a spreadsheet takes a cell of text for a formula."""
NUMBER = re.compile(r"[+-]?[\d.,]+\**")


def visible(text: str) -> str:
    """Text for a message: control signs, marks of direction and the like as escapes, so that nothing hides or breaks the line."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def shortened(text: str, most: int = SHOWN_LETTERS) -> str:
    """The beginning of a text for a message."""
    return text if len(text) <= most else f"{text[:most]}…"


def markdown(text: str) -> str:
    """Text for Markdown, in which none of it is a mark, raw HTML, a formula, a citation or a shortcode.

    Line ends and runs of space become single blanks.
    """
    return MARKDOWN_SIGNS.sub(r"\\\1", visible(" ".join(text.split())))


def csv_text(text: str) -> str:
    """Text for a cell of a CSV: one line, with an apostrophe before it where a spreadsheet would take it for a formula."""
    line = CONTROL.sub(" ", text)
    return f"'{line}" if line.lstrip().startswith(FORMULA_SIGNS) else line


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula and not for a number."""
    return csv_text(text).startswith("'") and not text.startswith("'") and not NUMBER.fullmatch(text)


def _escape(letter: str) -> str:
    return repr(letter)[1:-1] if letter != "\u00a0" else letter
