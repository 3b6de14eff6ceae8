"""Turns an executed document into a page of one format."""

from importlib import import_module
from pathlib import Path

from press.render import refusals
from press.render.document import Executed
from press.render.page import Page

MAKERS = {"html": "html_page", "typst": "pdf", "docx": "word", "jats": "jats_article"}
"""The module of each format, imported when needed: a page may need just one."""


def convert(executed: Executed, format: str, destination: Path) -> list[str]:
    """Write `destination` and every file that the page needs beside it; return warnings.

    Raises
    ------
    PressError
        For anything that would lose or break content: an unknown reference or citation, a label used twice, a
        missing image, bibliography or style, a div that is never closed, a feature that press does not have.
    """
    page = Page(executed, format, {**executed.metadata, **executed.formats.get(format, {})}, destination)
    refusals.check_options(page)
    destination.parent.mkdir(parents=True, exist_ok=True)
    warnings: list[str] = import_module(f"press.render.{MAKERS[format]}").make(page)
    return page.said + warnings
