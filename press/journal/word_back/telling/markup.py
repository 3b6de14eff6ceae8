"""Small pieces of the page of changes; whatever strangers wrote is text in them, and all of it is seen."""

from collections.abc import Iterable
from html import escape

from press.base.plain_text import shown
from press.journal.word_back.model import THING, By
from press.journal.word_back.telling.shown_words import OBJECT, signature
from press.proof.diff.text import Piece

TAGS = {"same": ("", ""), "old": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}


def words(text: str) -> str:
    """Return text as HTML, its line ends as line breaks."""
    return "<br>".join(one_line(line) for line in text.replace("\r\n", "\n").split("\n"))


def one_line(text: str) -> str:
    """Return a line of text as HTML."""
    return escape(shown(text.replace(THING, OBJECT).replace("\t", "    ")))


def code(text: str) -> str:
    """Return text in code type."""
    return f"<code>{one_line(text)}</code>"


def who(by: By) -> str:
    """Return name and day, with the whole time where it is known."""
    name = f"<bdi>{escape(signature(by))}</bdi>"
    return f'<time datetime="{escape(by.date)}">{name}</time>' if "T" in by.date else name


def change_of(before: str, after: str) -> str:
    """Return what was said and is said, marked."""
    gone = f"<del>{words(before)}</del>" if before else ""
    come = f"<ins>{words(after)}</ins>" if after else ""
    return " ".join(filter(None, (gone, come)))


def marked_lines(pieces: Iterable[Piece]) -> str:
    """Return lines of a source with what changed in them marked; the last line end is not shown."""
    given = list(pieces)
    if given and given[-1].version == "same":
        given[-1] = Piece("same", given[-1].text.removesuffix("\n").removesuffix("\r"))
    return "".join(_marked(piece) for piece in given)


def _marked(piece: Piece) -> str:
    """Return a piece, marked line by line."""
    before, after = TAGS[piece.version]
    lines = piece.text.replace("\r\n", "\n").split("\n")
    return "\n".join(f"{before}{one_line(line)}{after}" if line else "" for line in lines)
