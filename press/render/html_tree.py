"""Prepares the place of a page, and finishes the HTML that pandoc wrote.

Its frame, the files beside it, and what it may load.
"""

from __future__ import annotations

from lxml import html

from press.render import html_files, html_frame, html_policy
from press.render.authored_html import by_author
from press.render.page import Page


def prepare(page: Page) -> None:
    """Do what needs no text yet."""
    html_files.publish_libraries(page)


def finish(text: bytes, page: Page) -> tuple[bytes, list[str]]:
    """Return the page as it is published, and warnings."""
    document = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    spelled = by_author(page)
    warnings = html_policy.lay_to_rest(document, spelled)
    html_frame.finish(document, page)
    html_files.publish(document, page)
    html_policy.write(document, spelled)
    return html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n", warnings
