"""The list of changed numbers that answers referees: as Markdown to paste, and as a page."""

from collections.abc import Sequence

from press.base.plain_text import readable_markdown
from press.journal.word_back.telling.shown_words import counted
from press.proof.diff.numbers import ChangedNumber
from press.proof.diff.page import NUMBER_HEADERS, STYLE, numbers_section, text_html
from press.render.html_policy import without_scripts

POLICY = without_scripts("'unsafe-inline'")


def files_of(since: str, numbers: Sequence[ChangedNumber]) -> dict[str, bytes]:
    """Return numbers.md and numbers.html."""
    return {
        "numbers.md": as_markdown(since, numbers).encode(),
        "numbers.html": as_page(since, numbers).encode(),
    }


def told(numbers: Sequence[ChangedNumber]) -> str:
    """Say how many printed numbers changed."""
    seen = sum(number.visible for number in numbers)
    return f"{seen} printed number{'' if seen == 1 else 's'} changed"


def as_markdown(since: str, numbers: Sequence[ChangedNumber]) -> str:
    """Return the numbers that readers see changed as a Markdown table; the others are counted."""
    seen = [number for number in numbers if number.visible]
    rows = [
        (f"`{number.key}`", *map(cell, (number.old, number.new, "; ".join(number.places), number.conclusion)))
        for number in seen
    ]
    table = [NUMBER_HEADERS, ("---",) * len(NUMBER_HEADERS), *rows] if rows else []
    lines = [f"| {' | '.join(row)} |" for row in table]
    others = len(numbers) - len(seen)
    unseen = "of the results changed, which no page prints, or not in these digits"
    rest = [f"{counted(others, 'more number')} {unseen}."] * bool(others)
    parts = [
        f"# Numbers that changed since {readable_markdown(since)}",
        f"{told(numbers)}.",
        "\n".join(lines),
        *rest,
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def cell(text: str) -> str:
    """Return text as a cell of a Markdown table."""
    return readable_markdown(text) or "not printed"


def as_page(since: str, numbers: Sequence[ChangedNumber]) -> str:
    """Return all changed numbers as a page; it needs no other file."""
    title = f"Numbers that changed since {text_html(since)}"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{POLICY}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"{numbers_section(list(numbers))}\n</main>\n</body>\n</html>\n"
    )
