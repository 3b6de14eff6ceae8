"""Options that press does not have in one format.

Refused by name, file and line, since ignoring them would change the page in silence.
"""

from __future__ import annotations

from typing import Any

from press.base.authors import unknown_field, unlinked_address
from press.base.errors import PressError
from press.render.dates import is_date, is_format
from press.render.page import Page


def check(page: Page) -> None:
    """Raise PressError for the first option that press refuses."""
    for name in ("include-before-body", "include-after-body"):
        if page.format in ("docx", "jats") and page.option(name):
            raise _refusal(page, name, f"it cannot be put into {page.format}")
    _check_date(page)
    _check_people(page)
    _check_maths(page)
    _check_citations(page)


def _check_date(page: Page) -> None:
    date, style = str(page.option("date", "")), str(page.option("date-format", "long"))
    if date and not is_date(date):
        raise _refusal(page, "date", f"{date} is not of the form YYYY-MM-DD")
    if not is_format(style):
        raise _refusal(page, "date-format", f"{style} asks for more than year, month and day")


def _check_people(page: Page) -> None:
    if name := unknown_field(page.options):
        raise _refusal(page, name, "it is no field of an author or an affiliation that press shows")
    if url := unlinked_address(page.options):
        raise PressError(
            f"the url {url} of an author or an affiliation does not begin with https://, http:// or mailto:",
            *page.executed.find(url),
        )


def _check_maths(page: Page) -> None:
    method = page.option("html-math-method", "mathml")
    method = method.get("method") if isinstance(method, dict) else method
    if page.format == "html" and method != "mathml":
        raise _refusal(page, "html-math-method", f"{method} needs a script; use mathml")


def _check_citations(page: Page) -> None:
    cites = page.option("bibliography") or page.option("references")
    if page.format == "typst" and cites and not page.option("citeproc", False):
        raise _refusal(
            page,
            "bibliography",
            "Typst's own citations differ from the other formats'; add citeproc: true under format: typst",
        )


def _refusal(page: Page, name: str, reason: Any) -> PressError:
    file, line = page.executed.find(f"{name}:")
    return PressError(f"press does not support {name} here: {reason}", file, line)
