"""Refuses options that press does not have in one format; ignoring them would change the page in silence."""

from collections.abc import Iterator

from press.base.authors import unknown_field, unlinked_address
from press.base.errors import PressError
from press.render import citation_fields, matter
from press.render.dates import is_date, is_format
from press.render.page import Page


def check_options(page: Page) -> None:
    """Refuse the first option that press does not have.

    Raises
    ------
    PressError
        With its name and place.
    """
    for name, reason in _faults(page):
        raise PressError(f"press does not support {name} here: {reason}", *page.executed.place_of(f"{name}:"))
    if url := unlinked_address(page.options):
        raise PressError(
            f"the url {url} of an author or an affiliation does not begin with https://, http:// or mailto:",
            *page.executed.place_of(url),
        )


def _faults(page: Page) -> Iterator[tuple[str, str]]:
    """Yield options that are refused, with the reasons."""
    for name in ("include-before-body", "include-after-body"):
        if page.format in ("docx", "jats") and page.option(name):
            yield name, f"it cannot be put into {page.format}"
    if page.format != "typst" and page.option("template-partials"):
        yield "template-partials", "only the template of the PDF has parts; name them below format: typst:"
    date, style = str(page.option("date", "")), str(page.option("date-format", "long"))
    if date and not is_date(date):
        yield "date", f"{date} is not of the form YYYY-MM-DD"
    if not is_format(style):
        yield "date-format", f"{style} asks for more than year, month and day"
    if field := unknown_field(page.options):
        yield field, "it is no field of an author or an affiliation that press shows"
    method = page.option("html-math-method", "mathml")
    method = method.get("method") if isinstance(method, dict) else method
    if page.format == "html" and method != "mathml":
        yield "html-math-method", f"{method} needs a script; use mathml"
    yield from matter.faults(page.options)
    yield from citation_fields.faults(page.options)
    cites = page.option("bibliography") or page.option("references")
    if page.format == "typst" and cites and not page.option("citeproc", False):
        yield (
            "bibliography",
            "Typst's own citations differ from the other formats'; add citeproc: true under format: typst",
        )
