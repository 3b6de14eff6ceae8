"""The links of a page to its other formats, as `format-links` words and orders them.

It is what genuine Quarto makes of it: a list of names of formats, of `{format, text}` and of `{href, text}`;
formats that a page does not have are passed over. Where the list names no format by its bare name, all
formats follow behind it, JATS excepted; so `[html, {format: typst, text: PDF}]`, of which the first names
this page itself, leads to the PDF alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from press.base.yaml12 import as_list
from press.render.document import FORMATS

if TYPE_CHECKING:
    from press.render.page import Page

NAMES = {"typst": "Typst", "docx": "MS Word", "jats": "JATS"}
"""What links are called where nobody words them, in their order."""
UNASKED = ("typst", "docx")
"""The formats that are linked where nobody names them."""
SAVED = "jats"
"""The format that browsers show as code: its link saves the file."""
KEYS = {"format", "href", "text", "icon"}
"""What may stand in an entry; press's links have no icons."""


@dataclass(frozen=True, slots=True)
class FormatLink:
    """A link: its words, its address, and the name under which it is saved, if it is not to be opened."""

    text: str
    href: str
    download: str = ""


def links(page: Page) -> Iterator[FormatLink]:
    """Yield the links of a page to its other formats."""
    stated = page.option("format-links", True)
    if stated is False:
        return
    entries = [] if stated is True else as_list(stated)
    for entry in entries:
        yield from _of_entry(entry, page)
    if not any(isinstance(entry, str) for entry in entries):
        for name in UNASKED:
            yield from _to_format(page, name, NAMES[name])


def _of_entry(entry: str | dict[str, str], page: Page) -> Iterator[FormatLink]:
    if isinstance(entry, str):
        yield from _to_format(page, entry, NAMES.get(entry, entry))
    elif "format" in entry:
        yield from _to_format(page, entry["format"], entry["text"])
    else:
        yield FormatLink(entry["text"], entry["href"])


def _to_format(page: Page, name: str, text: str) -> Iterator[FormatLink]:
    if name in page.executed.formats and name != page.format:
        file = page.executed.output_name(name)
        yield FormatLink(text, file, file if name == SAVED else "")


def problem(stated: Any) -> tuple[str, str] | None:
    """Return what is wrong with `format-links`, as (name, sentence), or None."""
    if stated is None or isinstance(stated, bool):
        return None
    faults = (fault for entry in as_list(stated) if (fault := _fault(entry)))
    return next((("format-links", f"`format-links` {fault}.") for fault in faults), None)


def _fault(entry: Any) -> str:
    """Return what is wrong with an entry, as the end of a sentence; empty for nothing."""
    if isinstance(entry, str):
        return "" if entry in FORMATS else _no_format(entry)
    if not isinstance(entry, dict):
        return f"cannot hold `{entry}`: give names of formats, {{format, text}} or {{href, text}}"
    if unknown := next((name for name in entry if name not in KEYS), None):
        return f"entry `{unknown}` is not supported, only {', '.join(sorted(KEYS))}"
    if not all(isinstance(value, str) for value in entry.values()):
        return "entries hold texts"
    if "text" not in entry or ("format" in entry) == ("href" in entry):
        return "entries need a text, and either a format or an href"
    return _no_format(entry["format"]) if entry.get("format", "html") not in FORMATS else ""


def _no_format(name: str) -> str:
    return f"names the format `{name}`, which is not supported, only {', '.join(FORMATS)}"
