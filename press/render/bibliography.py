"""Looks at a bibliography before pandoc reads it."""

import re
from pathlib import Path

from press.base.files import read_text
from press.base.limits import BIBLIOGRAPHY_MEGABYTES

PLAIN_COMMANDS = frozenset((
    "emph", "textit", "textbf", "textsc", "textrm", "textsuperscript", "textsubscript", "enquote", "url",
    "mkbibquote", "mkbibemph", "aa", "AA", "ae", "AE", "oe", "OE", "ss", "textendash", "textemdash",
    "textquoteleft", "textquoteright", "textquotedblleft", "textquotedblright", "ldots", "dots",
    "copyright", "textregistered",
))  # fmt: skip
"""Commands of TeX that give nothing but text; accents are of one letter."""


def may_hold_markup(file: Path) -> bool:
    """Whether entries may hold more than text.

    That is TeX's commands for links, pictures and definitions, or Markdown in forms other than BibTeX.

    Raises
    ------
    PressError
        The bibliography is no text or too large.
    """
    commands = re.findall(r"\\([A-Za-z]{2,})", read_text(file, BIBLIOGRAPHY_MEGABYTES))
    return file.suffix.lower() not in (".bib", ".bibtex") or not PLAIN_COMMANDS.issuperset(commands)
