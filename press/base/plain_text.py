"""Text that others wrote, made safe at the border: for messages, Markdown, Typst and the cells of a CSV.

Whatever comes from data, from the name of a file, from git or from the command line goes through here before
it is joined to text that means something. HTML and XML have builders and `html.escape`, JSON has `json`.
"""

import re
import unicodedata
from urllib.parse import quote

from press.base.limits import SHOWN_LETTERS

MARKDOWN_SIGNS = re.compile(r"([!-/:-@\[-`{-~])")
"""All of ASCII that is neither letter, digit nor blank: pandoc takes a backslash before each of them."""
MARKS = re.compile(
    r"[\\`*_{}\[\]<>#$@^~|]|&(?=#?\w+;)|^[-+=:%](?=\W)|(?<=^\d)[.)]|(?<=^\d\d)[.)]|:(?=:)|:(?=//)"
)
BLANKS = re.compile(r"[ \t\n\v\f\r\x85\u2028\u2029]+")
"""What Markdown and HTML take for one blank; spaces of other widths stay as they are."""
UNSEEN = "\N{ZERO WIDTH SPACE}"
IN_ADDRESSES = "!#$%&'()*+,/:;=?@[]~"
"""Signs that an address of the web may hold as they are."""

TYPST_SIGNS = re.compile(r'[\\"\x00-\x1f\x7f]')
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""With one of these at its start a spreadsheet takes a cell of text for a formula."""
NUMBER = re.compile(r"[+−-]?(\d[\d.,]*|[.,]\d+)([eE][+−-]?\d+)?%?\**")
"""A number as tables print it, with the stars behind it."""


def visible(text: str) -> str:
    """Return text for a message: marks of control, direction and the like are escapes, so that none hides."""
    return "".join(letter if letter.isprintable() else _escape(letter) for letter in text)


def shown(text: str) -> str:
    """Return text for a page: as `visible`, but spaces of every width stay as they are."""
    return "".join(
        letter if letter.isprintable() or unicodedata.category(letter) == "Zs" else _escape(letter)
        for letter in text
    )


def markdown(text: str) -> str:
    """Return Markdown that every format prints as the text is, with press and with genuine Quarto.

    None of it is a mark, raw text of a format, a formula, a citation, a shortcode, a link or a typographer's
    shorthand. Line ends, tabs and runs of blanks become single blanks; signs that nobody sees become escapes
    that everybody sees.
    """
    return _escaped(shown(BLANKS.sub(" ", text).strip(" ")))


def readable_markdown(text: str) -> str:
    """Return Markdown that people read as a file too, with backslashes only before what may be a mark."""
    return MARKS.sub(r"\\\g<0>", shown(BLANKS.sub(" ", text).strip(" ")))


def code(text: str) -> str:
    """Return Markdown that prints the text in code type.

    It is in plain type where it holds what no code can: shortcodes, and strokes, which end cells.
    """
    text = visible(text)
    if "{{" in text or "|" in text or not text.strip():
        return markdown(text)
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    padding = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{padding}{text}{padding}{fence}"


def unexpanded(text: str) -> str:
    """Return text for a place where a backslash would be seen (alternative texts, code).

    A space of no width parts what would be a shortcode or a span.
    """
    return (
        text.replace("{{<", f"{{{UNSEEN}{{<").replace(">}}", f">{UNSEEN}}}}}").replace("]{", f"]{UNSEEN}{{")
    )


def link(words: str, address: str) -> str:
    """Return a link around some Markdown; an address that is none of the web stands as text behind it."""
    if not re.match(r"https?://[^/\s]", address, flags=re.IGNORECASE):
        return f"{words} ({markdown(address)})" if address else words
    return f"[{words}](<{_escaped(quote(address, safe=IN_ADDRESSES))}>)"


def typst_string(text: str) -> str:
    """Return text as a string of Typst's."""
    return f'"{TYPST_SIGNS.sub(_typst_escape, text)}"'


def csv_text(text: str) -> str:
    """Return text for a cell of a CSV that a spreadsheet takes for text, or for the number that it is.

    One line; with an apostrophe before it where it would be a formula, as OWASP advises.
    """
    line = CONTROL.sub(" ", text)
    return f"'{line}" if line.lstrip().startswith(FORMULA_SIGNS) and not NUMBER.fullmatch(line) else line


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take a cell for a formula and not for a number."""
    return csv_text(text) == f"'{CONTROL.sub(' ', text)}"


def _escaped(text: str) -> str:
    return MARKDOWN_SIGNS.sub(r"\\\1", text)


def _typst_escape(sign: re.Match[str]) -> str:
    return f"\\{sign[0]}" if sign[0] in '\\"' else f"\\u{{{ord(sign[0]):x}}}"


def _escape(letter: str) -> str:
    return repr(letter)[1:-1] if letter != "\u00a0" else letter


def shortened(text: str, most: int = SHOWN_LETTERS) -> str:
    """Return the beginning of a text for a message."""
    return text if len(text) <= most else f"{text[:most]}…"
