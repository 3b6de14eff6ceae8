"""Marks of Markdown around letters (`*`, `[...](address)`), found in what stands between printed pieces."""

import re
from dataclasses import dataclass, fields

from press.journal.word_back.model import PLAIN, Look

TOKEN = re.compile(
    r"(?P<comment><!--.*?-->)|(?P<stars>\*+|_+)|(?P<code>`+(\{[^}]*\})?)|(?P<signs>~~|~|\^)"
    r"|(?P<tag></?[A-Za-z][^>]*>)|(?P<angle>[<>])|(?P<open>\[)|(?P<close>\])|(?P<other>.)",
    re.DOTALL,
)
SIGNS = {"*": "italic", "_": "italic", "**": "bold", "__": "bold", "~~": "strike", "^": "superscript"}
SIGNS["~"] = "subscript"
TAGS = {"em": "italic", "i": "italic", "strong": "bold", "b": "bold", "s": "strike", "del": "strike"}
TAGS |= {"sup": "superscript", "sub": "subscript"}
ORDER = ("link", "language", "small_caps", "bold", "italic", "strike", "superscript", "subscript", "code")
"""From outside to inside, as new marks are written."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A pair of marks: how it opens and closes, and what it adds to the look of what it encloses."""

    open: str
    close: str
    field: str = ""
    value: str | bool = True

    @property
    def verbatim(self) -> bool:
        """Whether what it encloses stands as it is (code)."""
        return self.open.startswith("`")


@dataclass(slots=True, eq=False)
class _Open:
    """A mark of which the end is not known yet."""

    sign: str
    at: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What stands between pieces: a mark that opens or closes, or something else of no letters."""

    start: int
    end: int
    opens: _Open | None = None
    closes: _Open | None = None


def look_of(marks: tuple[Mark, ...], base: Look = PLAIN) -> Look:
    """Return how letters within some marks look."""
    look = {field.name: getattr(base, field.name) for field in fields(Look)}
    look |= {mark.field: mark.value for mark in marks if mark.field}
    return Look(**look)


def new_mark(field: str, value: str | bool, text: str = "") -> Mark:
    """Return the marks that give a look to a text."""
    if field == "link":
        address = str(value) if re.fullmatch(r"[^\s()<>\\\"]+", str(value)) else f"<{_address(str(value))}>"
        return Mark("[", f"]({address})", field, value)
    if field == "language":
        return Mark("[", f"]{{lang={value}}}", field, value)
    if field == "small_caps":
        return Mark("[", "]{.smallcaps}", field)
    if field == "code":
        fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
        pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
        return Mark(fence + pad, pad + fence, field)
    sign = {"italic": "*", "bold": "**", "strike": "~~", "superscript": "^", "subscript": "~"}[field]
    return Mark(sign, sign, field)


def _address(address: str) -> str:
    return re.sub(r"[\s<>\\]", lambda found: f"%{ord(found[0]):02X}", address)


def shared(one: tuple[Mark, ...], other: tuple[Mark, ...]) -> tuple[Mark, ...]:
    """Return the marks that two letters stand in together."""
    found = []
    for mark, twin in zip(one, other, strict=False):
        if mark is not twin:
            break
        found.append(mark)
    return tuple(found)


class Finder:
    """Finds the marks of a passage, gap by gap; `signs` has them when all are read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[_Open] = []

    def signs(self, start: int, end: int, behind_blank: bool, later: str) -> list[Sign]:
        """Return what stands in a gap; `later` is what stands in the gaps behind it."""
        found: list[Sign] = []
        at = start
        while at < end:
            token = TOKEN.match(self.text, at, end)
            assert token is not None
            kind = token.lastgroup if token.lastgroup else "other"
            here = self._signs(kind, token[0], at, end, behind_blank and not found, later)
            found += here
            at = here[-1].end
        return found

    def _signs(self, kind: str, sign: str, at: int, end: int, behind_blank: bool, later: str) -> list[Sign]:
        match kind:
            case "stars":
                return self._stars(sign, at, behind_blank, later)
            case "code" | "signs":
                sign = sign.partition("{")[0] if kind == "code" else sign
                if self._is_open(sign):
                    whole = self.text[at : at + len(sign)] + self._attributes(at + len(sign), end)
                    return [self._close(sign, at, at + len(whole), whole)]
                return [self._open(sign, at, sign)]
            case "open":
                return [self._open("[", at, "[")]
            case "close" if self._is_open("["):
                whole = "]" + self._tail(at + 1, end)
                return [self._close("[", at, at + len(whole), whole)]
            case "angle" if sign == "<":
                return [self._open("<", at, "<")]
            case "angle" if self._is_open("<"):
                return [self._close("<", at, at + 1, ">")]
            case "tag":
                return [self._tag(sign, at)]
        return [Sign(at, at + len(sign))]

    def _is_open(self, sign: str) -> bool:
        return bool(self.stack) and self.stack[-1].sign == sign

    def _open(self, sign: str, at: int, whole: str) -> Sign:
        opened = _Open(sign, at)
        self.stack.append(opened)
        return Sign(at, at + len(whole), opens=opened)

    def _close(self, sign: str, at: int, end: int, whole: str) -> Sign:
        opened = self.stack.pop()
        field, value = _adds(sign, whole)
        opening = self.text[opened.at : opened.at + len(sign)]
        if sign.startswith("</"):
            opening = self.text[opened.at : self.text.index(">", opened.at) + 1]
        opened.mark = Mark(opening, whole, field, value)
        return Sign(at, end, closes=opened)

    def _stars(self, run: str, at: int, behind_blank: bool, later: str) -> list[Sign]:
        found: list[Sign] = []
        while run:
            top = self.stack[-1].sign if self.stack and not (behind_blank and not found) else ""
            if top and run.startswith(top) and set(top) == {run[0]}:
                found.append(self._close(top, at, at + len(top), top))
                at, run = at + len(top), run[len(top) :]
                continue
            sign = self._first_opened(run, later)
            found.append(self._open(sign, at, sign))
            at, run = at + len(sign), run[len(sign) :]
        return found

    @staticmethod
    def _first_opened(run: str, later: str) -> str:
        if len(run) != 3:
            return run[:2]
        closing = re.search(re.escape(run[0]) + "+", later)
        return run[0] if closing and len(closing[0]) == 2 else run[:2]

    def _tag(self, tag: str, at: int) -> Sign:
        name = re.match(r"</?([A-Za-z]+)", tag)
        assert name is not None
        sign = f"</{name[1].lower()}>"
        if tag.startswith("</"):
            return (
                self._close(sign, at, at + len(tag), tag) if self._is_open(sign) else Sign(at, at + len(tag))
            )
        if tag.lower().startswith("<br") or tag.endswith("/>") or "://" in tag:
            return Sign(at, at + len(tag))
        return self._open(sign, at, tag)

    def _attributes(self, at: int, end: int) -> str:
        found = re.compile(r"\{[^{}]*\}").match(self.text, at, end)
        return found[0] if found else ""

    def _tail(self, at: int, end: int) -> str:
        """Return what belongs to a closing bracket: an address, attributes, a reference."""
        if at < end and self.text[at] == "(":
            depth = 0
            for place in range(at, end):
                depth += {"(": 1, ")": -1}.get(self.text[place], 0)
                if depth == 0:
                    return self.text[at : place + 1] + self._attributes(place + 1, end)
        if at < end and self.text[at] == "[":
            found = re.compile(r"\[[^\[\]]*\]").match(self.text, at, end)
            return found[0] if found else ""
        return self._attributes(at, end)


def _adds(sign: str, close: str) -> tuple[str, str | bool]:
    if sign in SIGNS:
        return SIGNS[sign], True
    if sign.startswith("`"):
        return "code", True
    if sign.startswith("</"):
        return TAGS.get(sign[2:-1], ""), True
    if sign == "<":
        return "link", ""
    if close.startswith("]("):
        address = re.match(r"\]\(\s*(<[^>]*>|\S*?)(\s+[\"'].*)?\s*\)", close, re.DOTALL)
        return "link", address[1].strip("<>") if address else ""
    if language := re.search(r"\blang=\"?([\w-]+)", close):
        return "language", language[1]
    return ("small_caps", True) if ".smallcaps" in close else ("", True)
