"""Sees whether a build of the patched sources says what the edited file says with all changes accepted."""

import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from press.base import project_files
from press.journal.word_back.differences.letters import same_text
from press.journal.word_back.match import locating
from press.journal.word_back.model import Block, Match, Passage, RoundTrip, Span
from press.journal.word_back.word_file import reading
from press.proof import clean_folder

FOLLOWS = "§"
"""Stands for what follows from other parts of the paper."""
KINDS = ("label", "reference", "citation")
LIKE = 0.6
"""How alike two texts must be that are shown beside each other."""
DIGITS = re.compile(r"\d+")


def built_from(patched: Mapping[str, str], document: str) -> tuple[Block, ...]:
    """Build the Word file of a document from patched sources in a clean folder, and return what it says.

    Parameters
    ----------
    patched : mapping
        The text of each file that differs.
    document : str

    Raises
    ------
    InputError
        The build fails; the sentence says why.
    """
    with tempfile.TemporaryDirectory(prefix="word-back-") as name:
        folder = Path(name).resolve() / "paper"
        project_files.say(project_files.find())
        clean_folder.copy_sources(folder)
        for file, text in patched.items():
            (folder / file).write_bytes(text.encode())
        clean_folder.build(folder, "docx", "ENGINE=press", panel=clean_folder.panel_in_use())
        made = (folder / "_draft" / document).with_suffix(".docx")
        return reading.read_file(made, made.name).blocks


@dataclass(frozen=True, slots=True)
class Accepted:
    """A paragraph with all changes accepted: the numbers of the blocks that make it, and its text."""

    blocks: frozenset[int]
    text: str


def accepted(blocks: Sequence[Block]) -> list[Accepted]:
    """Return the paragraphs of an edited file with all changes accepted; notes without a mark are gone."""
    marked = {run.thing.removeprefix("note ") for one in blocks for run in one.runs if not run.deleted}
    found: list[Accepted] = []
    numbers: list[int] = []
    text = ""
    for number, block in enumerate(blocks):
        numbers.append(number)
        text += block.accepted
        is_last = number + 1 == len(blocks) or blocks[number + 1].cell != block.cell
        if block.deleted is None or is_last:
            stays = text.strip() and (not block.note or block.note in marked)
            found += [Accepted(frozenset(numbers), text)] if stays else []
            numbers, text = [], ""
    return found


@dataclass(frozen=True, slots=True)
class Printer:
    """Knows what follows from other parts of the paper in what the patched sources print.

    Attributes
    ----------
    passages : sequence of Passage
        Those of the patched sources.
    same_numbers : bool
        Whether both files were computed from the same panel; else digits are no difference.
    """

    passages: Sequence[Passage]
    same_numbers: bool

    def keys(self, texts: Sequence[str]) -> list[str]:
        """Return what texts are compared by: without labels, references and citations."""
        return [self._key(*one) for one in zip(texts, locating.locate(self.passages, texts), strict=True)]

    def _key(self, text: str, found: Match | None) -> str:
        if found is not None:
            text = "".join(FOLLOWS if _follows(span) else text[span.start : span.end] for span in found.spans)
        return same_text(text) if self.same_numbers else DIGITS.sub("0", same_text(text))


def _follows(span: Span) -> bool:
    return span.piece.text is None and span.piece.made_by.startswith(KINDS)


def compared(
    wanted: Sequence[Block],
    built: Sequence[Block],
    printer: Printer,
    named: frozenset[int],
    follows: frozenset[int],
) -> RoundTrip:
    """Compare the reviewer's file with what was built.

    Parameters
    ----------
    wanted : sequence of Block
        The edited file's.
    built : sequence of Block
        Those of the file that was built.
    printer : Printer
    named : frozenset of int
        The edited blocks that the list tells of.
    follows : frozenset of int
        The edited blocks that only follow from others, as the entries of a list of references do.
    """
    said = accepted(wanted)
    left = Counter(printer.keys([one.text.strip() for one in accepted(built)]))
    missing: list[Accepted] = []
    count = 0
    for one, key in zip(said, printer.keys([one.text.strip() for one in said]), strict=True):
        if one.blocks & follows:
            continue
        count += 1
        if left[key]:
            left[key] -= 1
        else:
            missing.append(one)
    others = [one.text for one in missing if not one.blocks & named]
    unclaimed = list(left.elements())
    pairs = tuple((text, _nearest(same_text(text), unclaimed)) for text in others)
    return RoundTrip(count, count - len(missing), len(missing) - len(others), pairs)


def _nearest(text: str, others: Sequence[str]) -> str:
    """Return the text that is most like another; empty where none is."""
    return next(iter(get_close_matches(text, others, 1, LIKE)), "")
