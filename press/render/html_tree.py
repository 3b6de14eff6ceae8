"""Finishes the HTML that pandoc wrote: its frame, the files beside it, and what it may load."""

from lxml import html

from press.render import html_files, html_frame, html_policy
from press.render.authored_html import spelled_by_author
from press.render.page import Page


def prepare_folder(page: Page) -> None:
    """Do what needs no text yet."""
    html_files.publish_libraries(page)


def finish_page(text: bytes, page: Page) -> tuple[bytes, list[str]]:
    """Return the page as it is published, and warnings."""
    document = html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8"))
    spelled = spelled_by_author(page)
    warnings = html_policy.silence_foreign_scripts(document, spelled)
    html_frame.complete(document, page)
    html_files.publish_files(document, page)
    html_policy.write_policy(document, spelled)
    return html.tostring(document, encoding="utf-8", doctype="<!DOCTYPE html>") + b"\n", warnings
