"""The passages of a document: what its text, front matter, cells and the files that it includes print.

Texts come from a function that gives them by their paths, so that the sources of any version can be read.
"""

import gc
import posixpath
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from press.base.limits import INCLUDE_DEPTH
from press.journal.word_back.model import PLAIN, Passage, Piece, TextIfThere
from press.journal.word_back.source import cells, front_matter, sentence_branches
from press.journal.word_back.source.cells import Caption, CodeCell
from press.journal.word_back.source.fragments import Fragments
from press.journal.word_back.source.front_matter import Field
from press.journal.word_back.source.line_ends import LineEnds
from press.journal.word_back.source.masks import Masked, masked
from press.journal.word_back.source.passages import Blocks, Place, Within
from press.journal.word_back.source.sentence_branches import Wordings
from press.journal.word_back.source.syntax import Parsed, Source, lines_of
from press.journal.word_back.source.written import Written, whole

TITLE = re.compile(r"^[ \t>]*:{3,}[^\n]*?\btitle=(?:\"([^\"\n]*)\"|'([^'\n]*)')", re.MULTILINE)
INCLUDE = "include "
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Document:
    """A file of Markdown, taken apart.

    Attributes
    ----------
    text : str
    written : Written
        Its text with blanks in place of the front matter.
    masked : Masked
    fields : list of Field
        Of the front matter.
    cells : dict
        By where they begin.
    titles : dict
        Of callouts, by where their line begins.
    notes : dict
        Notes within the text, by where they begin.
    """

    text: str
    written: Written
    masked: Masked
    fields: list[Field]
    cells: dict[int, CodeCell]
    titles: dict[int, Written]
    notes: dict[int, Written]


def read(document: str, text_of: TextIfThere) -> tuple[Passage, ...]:
    """Return the passages of a document, in the order in which they stand; notes follow their marks.

    Parameters
    ----------
    document
        Its path from the project's folder, "paper/index.qmd".
    text_of
        Gives the text of a file of the project by its path; None where there is none.

    Raises
    ------
    InputError
        When the file of sentences cannot be understood.
    """
    ends = LineEnds(text_of)
    with _no_collection():
        return ends.placed(_passages(document, ends.plain))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage among so many nodes, which takes a third of the time."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _passages(document: str, text_of: TextIfThere) -> tuple[Passage, ...]:
    fragments = Fragments()
    folder = posixpath.dirname(document)
    wordings = sentence_branches.read(f"{folder}/" if folder else "", text_of, fragments)
    documents: dict[str, Document] = {}
    _gather(document, text_of, documents, fragments, wordings)
    parsed = fragments.parse([Source(one.written, one.masked) for one in documents.values()])
    reader = _Reader(fragments, wordings, documents, dict(zip(documents, parsed, strict=True)))
    return tuple(reader.document(document)) if document in documents else ()


def _gather(
    file: str,
    text_of: TextIfThere,
    documents: dict[str, Document],
    fragments: Fragments,
    wordings: Wordings,
) -> None:
    """Take a file apart, and those that it includes; gather what is to be parsed."""
    source = text_of(file)
    if source is None or file in documents:
        return
    documents[file] = one = _taken_apart(file, source)
    wordings.ask(one.masked.masks)
    for field in one.fields:
        for text in field.texts:
            wordings.ask(fragments.add(text, inline=field.name not in front_matter.TEXTS))
    captions = [caption.text for cell in one.cells.values() for caption in cell.captions]
    for short in [*captions, *one.titles.values(), *one.notes.values()]:
        wordings.ask(fragments.add(short))
    for mask in one.masked.masks:
        if mask.made_by.startswith(INCLUDE):
            _gather(_included(file, mask.made_by), text_of, documents, fragments, wordings)


def _taken_apart(file: str, text: str) -> Document:
    end = max(front_matter.end_of(text), len(BYTE_ORDER_MARK) * text.startswith(BYTE_ORDER_MARK))
    body = re.sub(r"[^\n]", " ", text[:end]) + text[end:]
    written, covered = whole(file, body), masked(body)
    fences = covered.fences
    titles = {
        found.start(): written.part(*found.span(1 if found[1] is not None else 2))
        for found in TITLE.finditer(body)
        if not any(fence.start <= found.start() < fence.end for fence in fences)
    }
    notes = {mask.start: written.part(*mask.inside) for mask in covered.masks if mask.inside}
    code = {fence.start: cells.read(fence, written) for fence in fences if fence.is_cell}
    return Document(text, written, covered, front_matter.read(file, text), code, titles, notes)


def _included(file: str, made_by: str) -> str:
    """Return the path of a file that another one includes."""
    name = made_by.removeprefix(INCLUDE)
    if name.startswith("/"):
        return posixpath.normpath(name.lstrip("/"))
    return posixpath.normpath(posixpath.join(posixpath.dirname(file), name))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Makes the passages of documents that are parsed."""

    fragments: Fragments
    wordings: Wordings
    documents: dict[str, Document]
    parsed: dict[str, Parsed]

    def document(self, file: str, depth: int = 0) -> Iterator[Passage]:
        """Yield the passages of a file, front matter first."""
        one = self.documents.get(file)
        if one is None or depth > INCLUDE_DEPTH:
            return
        place = Place(one.text, lines_of(one.text).starts)
        for field in one.fields if depth == 0 else ():
            yield from self._field(field, place, file)
        blocks = Blocks(
            self.parsed[file],
            place,
            self.wordings.branches,
            cell=lambda fence, label: self._cell(one.cells[fence.start], label, place, file),
            title=lambda at: self._titled(one, at, place),
            included=lambda name: self.document(_included(file, INCLUDE + name), depth + 1),
            inline_note=lambda at: self._short(one.notes[at], place, Within("note")),
        )
        yield from blocks.read(self.parsed[file].blocks)

    def _short(self, text: Written, place: Place, within: Within) -> Iterator[Passage]:
        parsed = self.fragments.get(text)
        if parsed is not None:
            yield from Blocks(parsed, place, self.wordings.branches).read(parsed.blocks, within)

    def _titled(self, one: Document, at: int, place: Place) -> Iterator[Passage]:
        """Yield the title of the callout whose line begins at an offset or behind signs of a quotation."""
        start = one.written.text.rfind("\n", 0, at) + 1
        title = next((one.titles[begin] for begin in (at, start) if begin in one.titles), None)
        if title is not None:
            yield from self._short(title, place, Within())

    def _field(self, field: Field, place: Place, file: str) -> Iterator[Passage]:
        own = Place(place.source, place.starts, field.style)
        if field.name not in front_matter.LISTS:
            yield from self._short(field.texts[0], own, Within(field.kind))
            return
        start = field.texts[0].span(0, 0)[0]
        made = [Piece(start, start, None, PLAIN, "label", file)]
        for text in field.texts:
            for passage in self._short(text, own, Within()):
                if len(made) > 1:
                    made.append(Piece(made[-1].end, passage.pieces[0].start, None, PLAIN, "separator", file))
                made += passage.pieces
        yield own.passage(file, start, made[-1].end, "text", tuple(made))

    def _cell(self, cell: CodeCell, label: str, place: Place, file: str) -> Iterator[Passage]:
        """Yield what a cell makes, and its captions; `label` is that of a float around it."""
        captions = [passage for caption in cell.captions for passage in self._caption(caption, place)]
        made_by = f"cell {cell.label or label}".strip()
        start, end = cell.fence.inside
        piece = Piece(start, max(end - 1, start), None, PLAIN, made_by, file)
        made = place.passage(file, cell.fence.start, cell.fence.end, "text", (piece,), made_by=made_by)
        printed = () if cell.is_silent else (made,)
        yield from (*printed, *captions) if cell.is_figure else (*captions, *printed)

    def _caption(self, caption: Caption, place: Place) -> Iterator[Passage]:
        own = Place(place.source, place.starts, caption.style)
        yield from self._short(caption.text, own, Within("caption"))
