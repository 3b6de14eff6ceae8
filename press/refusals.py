"""Options that press does not have: refused by name, file and line, since ignoring them would change the page in silence."""

from __future__ import annotations

from typing import Any

from .errors import PressError
from .page import Page

REFUSED = {      # option -> why, or what to do
    "embed-resources": "files stay beside the page",
    "self-contained": "files stay beside the page",
    "filters": "press runs its own filter only",
    "template": "press has its own templates",
    "template-partials": "press has its own templates",
    "number-offset": "sections count from 1",
    "citation-location": "citations stand in the list of references",
    "cite-method": "citations are made by citeproc",
    "code-annotations": "it is not built",
    "notebook-view": "it is not built",
    "manuscript": "manuscript projects are not built",
    "license": "say it in the text",
    "copyright": "say it in the text",
    "citation": "say it in the text",
    "funding": "say it in the text",
}
NUMBERED_ELSEWHERE = ("chapters", "custom", "subref-labels", "fig-labels", "tbl-labels", "lst-labels")


def check(page: Page) -> None:
    """Raise PressError for the first option that press refuses."""
    for name, reason in REFUSED.items():
        if page.option(name):
            raise _refusal(page, name, reason)
    for name in NUMBERED_ELSEWHERE:
        if name in page.option("crossref", {}):
            raise _refusal(page, name, "labels are Arabic numbers, parts are letters")
    for name, value in page.option("crossref", {}).items():
        if not isinstance(value, str):
            raise _refusal(page, name, "it must be text")
    for name in ("include-before-body", "include-after-body"):
        if page.format in ("docx", "jats") and page.option(name):
            raise _refusal(page, name, f"it cannot be put into {page.format}")
    _check_maths(page)
    _check_notes(page)
    _check_citations(page)


def _check_maths(page: Page) -> None:
    method = page.option("html-math-method", "mathml")
    method = method.get("method") if isinstance(method, dict) else method
    if page.format == "html" and method != "mathml":
        raise _refusal(page, "html-math-method", f"{method} needs a script; use mathml")


def _check_notes(page: Page) -> None:
    if page.format == "html" and page.option("reference-location", "document") != "document":
        raise _refusal(page, "reference-location", "footnotes stand at the end")


def _check_citations(page: Page) -> None:
    cites = page.option("bibliography") or page.option("references")
    if page.format == "typst" and cites and not page.option("citeproc", False):
        raise _refusal(page, "bibliography", "Typst's own citations differ from the other formats'; add citeproc: true under format: typst")


def _refusal(page: Page, name: str, reason: Any) -> PressError:
    file, line = page.executed.find(f"{name}:")
    return PressError(f"press does not support {name} here: {reason}", file, line)
