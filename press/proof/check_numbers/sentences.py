"""Cuts marked Markdown into blocks (paragraphs, items, rows, headings, notes) and these into sentences."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from press.proof.check_numbers.marking import BREAK, CITED, COMPUTED, Marked, Span, mark
from press.proof.check_numbers.texts import Branch, Document, Text, blank

NEW_BLOCK = re.compile(r"^(?:\s|>)*(?:[-+]\s|#{1,6}\s|:::|\||:\s|$)")
LIST_NUMBER = re.compile(r"^((?:\s|>)*\(?)(\d{1,2})[.)](?=\s)")
SENTENCE_END = re.compile(rf"(?<=[.!?])[\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z\d{COMPUTED}{CITED}])|{BREAK}")
ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|e\.g|i\.e|cf|vs|al|etc|Nos?|Figs?|Eqs?|Secs?|[Cc]h|pp?|ca|c|St|Std|Dr)\.$"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what is known about it.

    Attributes
    ----------
    file, line
        Where its first character stands.
    text
        As `marking.mark` leaves it; the same length as `source`.
    source
        As it stands in the file.
    printed
        Where code prints, and the keys of the results that are printed there, or on which the sentence
        printed there depends.
    block_keys
        Those of its whole block.
    spans
        The marked stretches, places counted from the sentence's start.
    branch
        The case in which it is printed, where code chooses.
    """

    file: Path
    line: int
    text: str
    source: str
    printed: dict[int, tuple[str, ...]]
    block_keys: tuple[str, ...]
    spans: tuple[Span, ...]
    branch: Branch | None

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of `printed`, once."""
        return tuple(dict.fromkeys(key for keys in self.printed.values() for key in keys))

    @property
    def cited(self) -> bool:
        """Whether it holds a citation."""
        return CITED in self.text

    def line_of(self, place: int) -> int:
        """Return the line of a character."""
        return self.line + self.source.count("\n", 0, place)

    @property
    def shown(self) -> str:
        """As it stands in the file, on one line."""
        return " ".join(self.source.split())


def sentences(document: Document, names: Mapping[str, frozenset[str]]) -> Iterator[Sentence]:
    """Yield every sentence of a document.

    Parameters
    ----------
    document
        The document.
    names
        Chosen sentences and their keys that other files define.
    """
    for text in document.texts:
        yield from sentences_of(text, {**names, **document.names})


def sentences_of(text: Text, names: Mapping[str, frozenset[str]]) -> Iterator[Sentence]:
    """Yield every sentence of a text."""
    marked = mark(text.source)
    for start, end in block_places(marked):
        in_block = printed_between(marked, start, end, names).values()
        block_keys = tuple(dict.fromkeys(key for keys in in_block for key in keys))
        for first, last in sentence_places(marked.text, start, end):
            yield Sentence(
                text.file,
                text.line + text.source.count("\n", 0, first),
                marked.text[first:last],
                text.source[first:last],
                printed_between(marked, first, last, names),
                block_keys,
                spans_between(marked, first, last),
                text.branch,
            )


def block_places(marked: Marked) -> list[tuple[int, int]]:
    """Where the blocks stand; the numbers of ordered lists are made blank on the way."""
    starts, place, expected = [0], 0, {1}
    lines = marked.text.split("\n")
    for i, line in enumerate(lines):
        number = LIST_NUMBER.match(line)
        is_item = number is not None and (i == 0 or not lines[i - 1].strip() or int(number[2]) in expected)
        if is_item:
            expected = {int(number[2]) + 1, 1}
            lines[i] = line[: number.start(2)] + blank(number[2]) + line[number.end(2) :]
        if is_item or (number is None and NEW_BLOCK.match(line)):
            starts.append(place)
        place += len(line) + 1
    marked.text = "\n".join(lines)
    ends = [*starts[1:], len(marked.text)]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if marked.text[start:end].strip()]


def sentence_places(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the sentences of a block stand."""
    first = start
    for stop in SENTENCE_END.finditer(text, start, end):
        if not ABBREVIATION.search(text[first : stop.start()]):
            yield first, stop.end()
            first = stop.end()
    yield first, end


def printed_between(
    marked: Marked, start: int, end: int, names: Mapping[str, frozenset[str]]
) -> dict[int, tuple[str, ...]]:
    """Where code prints in a stretch of text (counted from its start), and the keys of what it prints."""
    return {
        printed.start - start: (
            *printed.keys,
            *(key for name in printed.names for key in sorted(names.get(name, ()))),
        )
        for printed in marked.printed
        if start <= printed.start < end
    }


def spans_between(marked: Marked, start: int, end: int) -> tuple[Span, ...]:
    """Return the marked stretches that begin in a stretch of text, places counted from its start."""
    return tuple(
        Span(span.start - start, span.end - start, span.classes, span.attributes)
        for span in marked.spans
        if start <= span.start < end
    )
