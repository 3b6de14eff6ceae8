"""From pandoc's inlines to pieces: words, blanks and what is made, each with its place and look."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from press.journal.word_back.model import PLAIN, Branch, Look, Piece
from press.journal.word_back.source.masks import HIGHEST, LOWEST, MASK, Mask
from press.journal.word_back.source.syntax import LEAD, Lines, Node, Parsed

LOOKS = {
    "Emph": "italic", "Strong": "bold", "Strikeout": "strike", "Superscript": "superscript",
    "Subscript": "subscript", "SmallCaps": "small_caps",
}  # fmt: skip
CODE = re.compile(rf"{MASK.pattern}|\s+|[^\s{LOWEST}-{HIGHEST}]+")
QUOTES = {"DoubleQuote": "“”", "SingleQuote": "‘’"}
BREAK = re.compile(r"(?:\\|[ \t]+)?\n[ \t>]*")
SOFT = re.compile(r"[ \t]*\n[ \t>]*")

Branches = Callable[[str], tuple[Branch, ...]]
"""The wordings of what `made_by` names."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece before its places are those of the file; `mask` is the number of the mask it comes from."""

    start: int
    end: int
    text: str | None
    look: Look = PLAIN
    made_by: str = ""
    mask: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note found where its mark stands."""

    name: str
    blocks: list[Node]


@dataclass(slots=True)
class Inlines:
    """Collects the tokens of a paragraph.

    Attributes
    ----------
    parsed : Parsed
    tokens : list of Token
    notes : list of Note
    """

    parsed: Parsed
    tokens: list[Token] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    soft: bool = False

    @property
    def text(self) -> str:
        """The Markdown itself, not masked."""
        return self.parsed.source.written.text

    @property
    def lines(self) -> Lines:
        """What finds places."""
        return self.parsed.lines

    def read(self, nodes: list[Node], look: Look) -> None:
        """Read inlines."""
        for node in nodes:
            self._node(node, look, None)

    def _node(self, node: Node, look: Look, place: tuple[int, int] | None) -> None:
        kind: str = node["t"]
        content: Any = node.get("c")
        if kind in LOOKS:
            named: Any = {LOOKS[kind]: True}
            self._inside(content, replace(look, **named))
        elif kind in ("Str", "Quoted", "Note"):
            read: Any = {"Str": self._words, "Quoted": self._quoted, "Note": self._note}[kind]
            read(content, look, place)
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            self._blank(kind, look, place)
        elif kind in ("Span", "Code", "Link"):
            read = {"Span": self._span, "Code": self._code, "Link": self._link}[kind]
            read(content, look)
        elif kind == "Image":
            self._made(self._place(content[0]), "picture", look)
        elif kind == "Underline":
            self._inside(content, look)
        elif kind == "Math" or (kind == "RawInline" and content[0] == "openxml"):
            self._made(place, "math" if kind == "Math" else "raw", look)

    def _inside(self, nodes: list[Node], look: Look) -> None:
        for node in nodes:
            self._node(node, look, None)

    def _place(self, attributes: list[Any]) -> tuple[int, int] | None:
        return next((self.lines.span(value) for key, value in attributes[2] if key == "data-pos"), None)

    def _add(self, token: Token) -> None:
        if self.soft and self.tokens:
            before = self.tokens[-1]
            if found := SOFT.search(self.text, before.end, token.start):
                look = before.look if before.look == token.look else PLAIN
                self.tokens.append(Token(*found.span(), " ", look))
        self.soft = False
        self.tokens.append(token)

    def _made(self, place: tuple[int, int] | None, made_by: str, look: Look) -> None:
        if place is not None:
            self._add(Token(*place, None, look, made_by))

    def _words(self, text: str, look: Look, place: tuple[int, int] | None) -> None:
        if place is None or text == LEAD[0] or self._within_mask(place[0]):
            return
        if max(text) < LOWEST:
            self._add(Token(*place, text, look))
            return
        masked = self.parsed.source.masked
        for start, letter in enumerate(text, place[0]):
            number = masked.mask(letter)
            if number is None and not self._within_mask(start):
                self._add(Token(start, start + 1, letter, look))
            elif number is not None and not self._within_mask(start):
                self._add(_of_mask(masked.masks[number], number, look))

    def _blank(self, kind: str, look: Look, place: tuple[int, int] | None) -> None:
        if not self.tokens:
            return
        if kind == "SoftBreak":
            self.soft = True
        elif place is None or self._within_mask(place[0]):
            return
        elif kind == "LineBreak":
            found = BREAK.match(self.text, place[0])
            self._add(Token(place[0], found.end() if found else place[1], "\n", look))
        else:
            self._add(Token(*place, " ", look))

    def _within_mask(self, place: int) -> bool:
        return bool(self.tokens) and self.tokens[-1].mask is not None and place < self.tokens[-1].end

    def _span(self, content: list[Any], look: Look) -> None:
        (_, classes, pairs), nodes = content
        named = dict(pairs)
        if "wrapper" in named:
            place = self.lines.span(named.get("data-pos", ""))
            for node in nodes:
                self._node(node, look, place)
        elif is_shown(classes, pairs):
            self._inside(nodes, look_of(classes, named, look))

    def _quoted(self, content: list[Any], look: Look, place: tuple[int, int] | None) -> None:
        (kind, nodes), marks = content, '"' if content[0]["t"] == "DoubleQuote" else "'"
        opening, closing = tuple(QUOTES[kind["t"]])
        if place is None:
            self._inside(nodes, look)
            return
        start = self.text.find(marks, place[0])
        start = place[0] if start < 0 else start
        self._add(Token(start, start + 1, opening, look))
        self._inside(nodes, look)
        last = self.tokens[-1].end
        end = place[1] - 1 if self.text[place[1] - 1 : place[1]] == marks else self.text.find(marks, last)
        end = last if end < 0 else end
        self._add(Token(end, end + 1, closing, look))

    def _code(self, content: list[Any], look: Look) -> None:
        place = self._place(content[0])
        if place is None or not is_shown(content[0][1], content[0][2]):
            return
        masked = self.parsed.source.masked
        found = masked.text.find(content[1], place[0] + 1, place[1])
        look = replace(look, code=True)
        if found < 0 or not content[1].strip():
            self._add(Token(*place, content[1], look))
            return
        for part in CODE.finditer(content[1]):
            number = masked.mask(part[0][0])
            if number is not None:
                self._add(_of_mask(masked.masks[number], number, look))
                continue
            text = " " if part[0].isspace() else part[0]
            self._add(Token(found + part.start(), found + part.end(), text, look))

    def _link(self, content: list[Any], look: Look) -> None:
        attributes, nodes, (address, _) = content
        place = self._place(attributes)
        look = replace(look, link=self.parsed.source.masked.unmasked(address, self.text))
        for node in nodes:
            inner = (place[0] + 1, place[1] - 1) if place and node["t"] == "Str" else None
            self._node(node, look, inner)

    def _note(self, blocks: list[Node], look: Look, place: tuple[int, int] | None) -> None:
        if place is None:
            return
        name = self.text[place[0] + 2 : place[1] - 1]
        self._add(Token(*place, None, look, f"note {name}"))
        self.notes.append(Note(name, blocks))


def _of_mask(mask: Mask, number: int, look: Look) -> Token:
    return Token(mask.start, mask.end, mask.text, look, mask.made_by, number)


def look_of(classes: list[str], named: dict[str, str], look: Look) -> Look:
    """Return a look with what the attributes of a span or a division say."""
    if "smallcaps" in classes:
        look = replace(look, small_caps=True)
    return replace(look, language=named["lang"]) if "lang" in named else look


def is_shown(classes: list[str], pairs: list[list[str]]) -> bool:
    """Whether Word has a part that is shown under a condition; what asks about no format counts as shown."""
    if "content-visible" not in classes and "content-hidden" not in classes:
        return True
    wanted = [value for key, value in pairs if key == "when-format"]
    unwanted = [value for key, value in pairs if key == "unless-format"]
    if not wanted and not unwanted:
        return True
    holds = (not wanted or "docx" in wanted) and "docx" not in unwanted
    return holds == ("content-visible" in classes)


def trimmed(tokens: list[Token]) -> list[Token]:
    """Leave out comments, and blanks at both ends."""
    tokens = [token for token in tokens if token.text != ""]
    start, end = 0, len(tokens)
    while start < end and tokens[start].text in (" ", "\n"):
        start += 1
    while end > start and tokens[end - 1].text in (" ", "\n"):
        end -= 1
    return tokens[start:end]


def pieces(tokens: list[Token], parsed: Parsed, branches: Branches) -> tuple[Piece, ...]:
    """Return tokens as pieces with their places in the file."""
    written = parsed.source.written
    made = []
    for token in tokens:
        start, end = written.span(token.start, token.end)
        chosen = branches(token.made_by) if token.made_by else ()
        made.append(Piece(start, end, token.text, token.look, token.made_by, written.file, chosen))
    return tuple(made)
