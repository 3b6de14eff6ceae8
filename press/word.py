"""Word: pandoc's writer with our own styles, then what pandoc leaves out: alt texts, language, a file that is the same every time."""

from __future__ import annotations

from pathlib import Path

from .page import Page


def make(page: Page) -> list[str]:
    """Write the .docx."""
    reference = page.option("reference-doc")
    arguments = ["--to", "docx", "--output", str(page.destination)]
    if reference:
        arguments += ["--reference-doc", str(page.need(str(reference), "reference-doc"))]
    page.pandoc(*arguments, author=[author.name for author in page.authors], date=str(page.option("date", "")), keywords=page.keywords)
    return []
