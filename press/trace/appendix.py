"""The appendix "Where the numbers come from" of a finished page: a row for every number that the page prints.

The same appendix in Markdown, for the formats that are no pages, is `provenance.markdown`.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

from press.base.edition import SHORT_HASH, science
from press.numbers.languages import MINUS
from press.trace.page_reader import Page, Span
from press.trace.places import in_words

COLUMNS = ("Key", "Printed", "Unrounded", "Made by", "From", "Stands in")
FILE_COLUMNS = ("File", "SHA-256")

Address = Callable[[str], str | None]


def opening(commit: str) -> str:
    """Return the sentences that open the appendix; the commit is left out where it is not known."""
    built = f" Built from commit {commit[:SHORT_HASH]}." if commit else ""
    return (
        "Every number that code prints in this document: its value to 12 significant digits, "
        f"the function that made it, the data that it comes from, and the places where it stands.{built}"
    )


def anchor(key: str) -> str:
    """Return the id of a number's row."""
    return "num-" + key.replace(".", "-")


def printed_forms(forms: Iterable[str]) -> str:
    """Tell how a number is printed: each form once, whatever sign stands for minus."""
    return ", ".join(dict.fromkeys(form.replace(MINUS, "-") for form in forms))


def html_tables(page: Page, printed: Sequence[Span], origins: Mapping[str, Any], address: Address) -> str:
    """Return the two tables of a page's appendix: numbers, and the files that they come from.

    Parameters
    ----------
    page
        The page.
    printed
        Its numbers, those in alternative texts included.
    origins
        What is known of every number, by key, as in origins.json.
    address
        Where the site shows a file (with `#L88`, a line of code); None for a file that is not public.
    """
    keys = sorted({span.key for span in printed})
    rows = [
        _number_row(page, key, [span for span in printed if span.key == key], origins[key], address)
        for key in keys
    ]
    files = {source["path"]: source["sha256"] for key in keys for source in origins[key]["sources"]}
    file_rows = [
        [_link(path, address(path)), f"<code>{escape(digest[:SHORT_HASH])}</code>"]
        for path, digest in sorted(files.items())
    ]
    return _table(COLUMNS, rows, "Numbers of this page") + _table(
        FILE_COLUMNS, file_rows, "Files that the numbers come from"
    )


def _number_row(
    page: Page, key: str, printed: list[Span], origin: Mapping[str, Any], address: Address
) -> list[str]:
    code = address(f"{origin['file']}#L{origin['line']}")
    files = [source["path"] for source in origin["sources"]]
    return [
        f'<span id="{escape(anchor(key))}">{_breakable(key)}</span>',
        escape(printed_forms(span.text for span in printed)),
        escape(str(origin["value"])),
        _link(origin["function"].removeprefix(f"{science()}."), code),
        ", ".join(_link(path.rpartition("/")[2], address(path)) for path in files),
        ", ".join(dict.fromkeys(_told(span, page) for span in printed)),
    ]


def _told(span: Span, page: Page) -> str:
    """Return a place in words, as `places.place_in_words` has it in Markdown."""
    exhibit, section = "", escape(span.section)
    if span.exhibit:
        title = page.exhibits[span.exhibit].title.replace(" ", "\N{NO-BREAK SPACE}")
        exhibit = _link(title, f"#{span.exhibit}")
    if number := re.match(r"[\d.]+(?= )", span.section):
        section = _link(f"§\N{NO-BREAK SPACE}{number[0]}", f"#{span.section_id}")
    return in_words(span.where, exhibit, section)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> str:
    head = "".join(f'<th scope="col">{column}</th>' for column in columns)
    body = "\n".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'\n<div class="table-box" role="group" tabindex="0" aria-label="{name}"><table>\n'
        f"<caption>{name}</caption>\n<thead>\n<tr>{head}</tr>\n"
        f"</thead>\n<tbody>\n{body}\n</tbody>\n</table></div>\n"
    )


def _link(text: str, address: str | None) -> str:
    return f'<a href="{escape(address)}">{_breakable(text)}</a>' if address else _breakable(text)


def _breakable(text: str) -> str:
    """Let text break behind dots, underscores and strokes, but not before the ending of a file's name."""
    return re.sub(r"([._/])(?=\w)(?!csv$)", r"\1<wbr>", escape(text))
