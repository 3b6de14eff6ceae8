"""Turns an executed document into a page of one format."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from press.render import refusals
from press.render.document import Executed
from press.render.page import Page
from press.render.rewording import Memory

Convert = Callable[[Executed, str, Path], list[str]]
"""What makes a page: takes a document, a format and the file to write, and returns warnings."""
MAKERS = {"html": "html_page", "typst": "pdf", "docx": "word", "jats": "jats_article"}
"""The module of each format, imported when needed: a page may need just one."""


def convert(executed: Executed, format: str, destination: Path, memory: Memory | None = None) -> list[str]:
    """Write `destination` and every file that the page needs beside it; return warnings.

    Where `memory` knows what pandoc made of nearly the same text, it need not run; there it leaves what it
    made.

    Raises
    ------
    PressError
        For anything that would lose or break content: an unknown reference or citation, a label used twice, a
        missing image, bibliography or style, a div that is never closed, a feature that press does not have.
    """
    options = {**executed.metadata, **executed.formats.get(format, {})}
    page = Page(executed, format, options, destination, memory=memory or Memory())
    refusals.check_options(page)
    destination.parent.mkdir(parents=True, exist_ok=True)
    warnings: list[str] = import_module(f"press.render.{MAKERS[format]}").make(page)
    return page.said + warnings
