"""Turns changes of printed texts into edits of the sources: words and looks, paragraphs, footnotes.

All functions are pure: they take how a source passage prints a text (`Match`), a function that gives the
texts of files, and the change, and return a `Rewriting`, whose edits `apply` makes.
"""

from press.journal.word_back.rewrite.block_rewriting import (
    paragraph_added,
    paragraph_deleted,
    paragraph_moved,
    paragraph_split,
    paragraphs_joined,
)
from press.journal.word_back.rewrite.edits import Rewriting, apply
from press.journal.word_back.rewrite.note_rewriting import footnote_added, footnote_deleted
from press.journal.word_back.rewrite.printed import made_reason
from press.journal.word_back.rewrite.word_rewriting import relooked, rewritten

__all__ = [
    "Rewriting",
    "apply",
    "footnote_added",
    "footnote_deleted",
    "made_reason",
    "paragraph_added",
    "paragraph_deleted",
    "paragraph_moved",
    "paragraph_split",
    "paragraphs_joined",
    "relooked",
    "rewritten",
]
