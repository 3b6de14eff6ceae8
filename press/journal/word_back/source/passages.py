"""From pandoc's blocks to passages: paragraphs, headings, items, notes, cells of tables, captions."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from press.journal.word_back.model import PLAIN, Look, Passage, Piece
from press.journal.word_back.source.inlines import Branches, Inlines, Token, look_of, pieces, trimmed
from press.journal.word_back.source.masks import Fence
from press.journal.word_back.source.syntax import Node, Parsed

CAPTION = re.compile(r"(?:Table)?:$")
FLOAT = re.compile(r"(?:fig|tbl|lst)-")
DISPLAY = "$$"


@dataclass(frozen=True, slots=True)
class Within:
    """What a block stands in: its kind, the level of a list, a note, a language, a float's label."""

    kind: str = "text"
    level: int = 0
    note: str = ""
    look: Look = PLAIN
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where passages stand: the text of their file and how they are written down there."""

    source: str
    starts: tuple[int, ...]
    holder: str = "markdown"

    def passage(
        self, file: str, start: int, end: int, kind: str, made: tuple[Piece, ...], **more: Any
    ) -> Passage:
        """Return a passage whose lines are whole."""
        first = bisect_right(self.starts, start) - 1
        last = max(bisect_right(self.starts, max(end - 1, start)) - 1, first)
        stop = self.starts[last + 1] - 1 if last + 1 < len(self.starts) else len(self.source)
        holder = more.pop("holder", self.holder)
        return Passage(file, first + 1, last + 1, self.starts[first], stop, kind, made, holder=holder, **more)


@dataclass(slots=True)
class Blocks:
    """Makes passages of the blocks of one text.

    Attributes
    ----------
    parsed : Parsed
    place : Place
    branches : callable
        Gives the wordings of a made piece.
    cell, title, included, inline_note : callable
        Give passages of a block of code in a float of some label, of the title of a callout (by the offset
        where its line begins), of an included file, and of a note within the text (by the offset where it
        begins).
    """

    parsed: Parsed
    place: Place
    branches: Branches
    cell: Callable[[Fence, str], Iterator[Passage]] | None = None
    title: Callable[[int], Iterator[Passage]] | None = None
    included: Callable[[str], Iterator[Passage]] | None = None
    inline_note: Callable[[int], Iterator[Passage]] | None = None
    noted: set[str] = field(default_factory=set)

    def read(self, blocks: list[Node], within: Within = Within()) -> Iterator[Passage]:
        """Yield the passages of some blocks; notes follow the passage that has their mark."""
        for number, block in enumerate(blocks):
            beside = blocks[max(number - 1, 0) : number + 2]
            yield from self._block(block, within, any(other["t"] == "Table" for other in beside))

    def _block(self, block: Node, within: Within, beside_table: bool) -> Iterator[Passage]:
        kind: str = block["t"]
        content: Any = block.get("c")
        if kind in ("Para", "Plain"):
            yield from self._paragraph(content, within, beside_table)
        elif kind == "Header":
            heading = replace(within, kind="heading", level=content[0])
            yield from self._paragraph(content[2], heading, False, self._place(content[1]))
        elif kind == "Div":
            yield from self._division(content, within, beside_table)
        elif kind == "BlockQuote":
            yield from self.read(content, within)
        elif kind in ("BulletList", "OrderedList"):
            yield from self._items(content if kind == "BulletList" else content[1], within)
        elif kind == "DefinitionList":
            yield from self._definitions(content, within)
        elif kind == "Table":
            yield from self._table(content, within)
        elif kind == "CodeBlock":
            yield from self._code(content, within)

    def _place(self, attributes: list[Any]) -> tuple[int, int] | None:
        return next(
            (self.parsed.lines.span(value) for key, value in attributes[2] if key == "data-pos"), None
        )

    def _division(self, content: list[Any], within: Within, beside_table: bool) -> Iterator[Passage]:
        attributes, blocks = content
        name, classes, pairs = attributes
        named = dict(pairs)
        place = self._place(attributes)
        if "wrapper" in named:
            for block in blocks:
                yield from self._block(block, within, beside_table)
            return
        if "title" in named and place and self.title:
            yield from self.title(place[0])
        inner = replace(within, look=look_of(classes, named, within.look))
        if FLOAT.match(name) and blocks:
            yield from self._float(blocks, replace(inner, label=name))
        else:
            yield from self.read(blocks, inner)

    def _float(self, blocks: list[Node], within: Within) -> Iterator[Passage]:
        """Yield what a float holds, and its caption where it is printed: below a figure, above all other."""
        held = list(self.read(blocks[:-1], within))
        caption = list(self.read(blocks[-1:], replace(within, kind="caption")))
        yield from (*held, *caption) if within.label.startswith("fig-") else (*caption, *held)

    def _items(self, items: list[list[Node]], within: Within) -> Iterator[Passage]:
        level = within.level + 1 if within.kind == "item" else 0
        for item in items:
            yield from self.read(item, replace(within, kind="item", level=level))

    def _definitions(self, content: list[Any], within: Within) -> Iterator[Passage]:
        for term, meanings in content:
            yield from self._paragraph(term, within)
            for meaning in meanings:
                yield from self.read(meaning, within)

    def _table(self, content: list[Any], within: Within) -> Iterator[Passage]:
        _, _, _, head, bodies, foot = content
        rows = [*head[1], *(row for body in bodies for row in (*body[2], *body[3])), *foot[1]]
        for row in rows:
            for cell in row[1]:
                yield from self.read(cell[4], replace(within, kind="cell"))

    def _code(self, content: list[Any], within: Within) -> Iterator[Passage]:
        place = self._place(content[0])
        if place is None:
            return
        fences = self.parsed.source.masked.fences
        fence = next((one for one in fences if one.start < place[1] and place[0] < one.end), None)
        if fence is not None and fence.is_cell and self.cell:
            yield from self.cell(fence, within.label)
        elif not content[0][1] or not content[0][1][0].startswith("{"):
            written = self.parsed.source.written
            start, end = written.span(place[0], self._last_letter(place))
            stretch = fence.inside if fence else place
            made = self._words_of_code(content[1], stretch, replace(within.look, code=True))
            yield self.place.passage(
                written.file, start, end, "text", made, note=within.note, made_by="code"
            )  # fmt: skip

    def _words_of_code(self, code: str, place: tuple[int, int], look: Look) -> tuple[Piece, ...]:
        """Return the words of a block of code, or one piece where its lines are indented in the source."""
        written = self.parsed.source.written
        found = written.text.find(code, *place)
        if found < 0:
            start, end = written.span(place[0], self._last_letter(place))
            return (Piece(start, end, None, look, "code", written.file),)
        words = re.compile(r"\n|[^\S\n]+|\S+").finditer(code)
        return tuple(
            Piece(*written.span(found + word.start(), found + word.end()), word[0], look, "", written.file)
            for word in words
        )

    def _paragraph(
        self,
        inlines: list[Node],
        within: Within,
        beside_table: bool = False,
        place: tuple[int, int] | None = None,
    ) -> Iterator[Passage]:
        reader = Inlines(self.parsed)
        reader.read(inlines, within.look)
        tokens = trimmed(reader.tokens)
        if len(tokens) == 1 and tokens[0].made_by.startswith("include ") and self.included:
            yield from self.included(tokens[0].made_by.removeprefix("include "))
            return
        if beside_table and tokens and CAPTION.match(_beginning(tokens)):
            tokens, within = _behind_colon(tokens), replace(within, kind="caption")
        if len(inlines) == 1 and (picture := _picture(inlines[0])) is not None:
            yield from self._picture(picture, within)
        else:
            yield from self._passages(tokens, within, place)
        yield from self._notes(reader, tokens)

    def _passages(
        self, tokens: list[Token], within: Within, place: tuple[int, int] | None = None
    ) -> Iterator[Passage]:
        """Yield a passage; a displayed formula parts it, as it does in Word."""
        for group in _parted(tokens, self.parsed.source.written.text):
            made = pieces(group, self.parsed, self.branches)
            end = group[-1].end if place is None else max(group[-1].end, self._last_letter(place))
            yield self._passage(made, group[0].start, end, within)

    def _last_letter(self, place: tuple[int, int]) -> int:
        text = self.parsed.source.written.text[place[0] : place[1]]
        return place[0] + len(text.rstrip())

    def _passage(self, made: tuple[Piece, ...], start: int, end: int, within: Within) -> Passage:
        written = self.parsed.source.written
        first, last = written.span(start, end)
        if within.note and (mark := self.place.source.rfind(f"[^{within.note}]:", 0, first)) >= 0:
            between = self.place.source[mark:first]
            first = first if re.search(r"\n[ \t]*\n", between) else mark
        return self.place.passage(
            written.file, first, last, within.kind, made,
            level=within.level if within.kind in ("heading", "item") else 0, note=within.note,
        )  # fmt: skip

    def _picture(self, picture: Node, within: Within) -> Iterator[Passage]:
        """Yield the passage of a picture that stands by itself, and that of its caption."""
        attributes, caption, _ = picture["c"]
        where = self._place(attributes)
        if where is not None:
            start, end = self.parsed.source.written.span(*where)
            made = (Piece(start, end, None, within.look, "picture", self.parsed.source.written.file),)
            yield self._passage(made, *where, within)
        reader = Inlines(self.parsed)
        reader.read(caption, within.look)
        yield from self._passages(trimmed(reader.tokens), replace(within, kind="caption"))
        yield from self._notes(reader, reader.tokens)

    def _notes(self, reader: Inlines, tokens: list[Token]) -> Iterator[Passage]:
        """Yield the notes of a paragraph in the order of their marks."""
        blocks = {note.name: note.blocks for note in reader.notes}
        for token in tokens:
            name = token.made_by.removeprefix("note ")
            if token.made_by == "note" and self.inline_note:
                yield from self.inline_note(token.start)
            elif name != token.made_by and name in blocks and name not in self.noted:
                self.noted.add(name)
                yield from self.read(blocks[name], Within("note", note=name))


def _beginning(tokens: list[Token]) -> str:
    text = ""
    for token in tokens:
        if token.text is None or token.text == " ":
            return text
        text += token.text
    return text


def _behind_colon(tokens: list[Token]) -> list[Token]:
    at = next(number for number, token in enumerate(tokens) if token.text == " ")
    return tokens[at + 1 :]


def _picture(node: Node) -> Node | None:
    """Return the picture that an inline is; one without a caption is none that stands by itself."""
    while node["t"] in ("Span", "Link") and len(node["c"][1]) == 1:
        node = node["c"][1][0]
    return node if node["t"] == "Image" and node["c"][1] else None


def _parted(tokens: list[Token], text: str) -> Iterator[list[Token]]:
    """Yield the tokens before, of and behind each displayed formula."""
    group: list[Token] = []
    for token in tokens:
        if token.made_by == "math" and text.startswith(DISPLAY, token.start):
            if before := trimmed(group):
                yield before
            yield [token]
            group = []
        else:
            group.append(token)
    if group := trimmed(group):
        yield group
