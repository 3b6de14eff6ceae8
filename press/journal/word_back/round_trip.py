"""Sees whether a build of the patched sources says what the edited file says with all changes accepted."""

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path

from press.base import project_files
from press.journal.word_back.differences.letters import same_text
from press.journal.word_back.match import matching
from press.journal.word_back.model import Block, Passage, RoundTrip, Span
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
        clean_folder.build(folder, "docx", panel=clean_folder.panel_in_use())
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
        text += "".join(run.text for run in block.runs if not run.deleted)
        is_last = number + 1 == len(blocks) or blocks[number + 1].cell != block.cell
        if block.deleted is None or is_last:
            stays = text.strip() and (not block.note or block.note in marked)
            found += [Accepted(frozenset(numbers), text)] if stays else []
            numbers, text = [], ""
    return found


@dataclass(frozen=True, slots=True)
class Texts:
    """Two versions of a text, with what tells them apart.

    Attributes
    ----------
    wanted : sequence of Block
        The edited file's.
    built : sequence of Block
        Those of the file that was built.
    key : callable
        Returns what a text is compared by.
    """

    wanted: Sequence[Block]
    built: Sequence[Block]
    key: Callable[[str], str]


def compared(texts: Texts, named: frozenset[int], follows: frozenset[int]) -> RoundTrip:
    """Compare the reviewer's file with what was built.

    Parameters
    ----------
    texts : Texts
    named : frozenset of int
        The edited blocks that the list tells of.
    follows : frozenset of int
        The edited blocks that only follow from others, as the entries of a list of references do.
    """
    said = [one for one in accepted(texts.wanted) if not one.blocks & follows]
    left = Counter(texts.key(one.text) for one in accepted(texts.built))
    missing = []
    for one in said:
        key = texts.key(one.text)
        if left[key]:
            left[key] -= 1
        else:
            missing.append(one)
    others = [one.text for one in missing if not one.blocks & named]
    unclaimed = list(left.elements())
    pairs = tuple((text, _nearest(texts.key(text), unclaimed)) for text in others)
    return RoundTrip(len(said), len(said) - len(missing), len(missing) - len(others), pairs)


def _nearest(text: str, others: Sequence[str]) -> str:
    """Return the text that is most like another; empty where none is."""
    return next(iter(get_close_matches(text, others, 1, LIKE)), "")


def key_of(passages: Sequence[Passage], *, same_numbers: bool) -> Callable[[str], str]:
    """Return what gives of a text what it is compared by: without what follows from other parts of the paper.

    Numbers of sections and exhibits, references and citations follow; digits do where numbers were computed
    from another panel.
    """

    def key(text: str) -> str:
        found = next((one for one in (matching.match(passage, text) for passage in passages) if one), None)
        if found is not None:
            text = "".join(FOLLOWS if _follows(span) else text[span.start : span.end] for span in found.spans)
        return same_text(text) if same_numbers else DIGITS.sub("0", same_text(text))

    return cache(key)


def _follows(span: Span) -> bool:
    return span.piece.text is None and span.piece.made_by.startswith(KINDS)
