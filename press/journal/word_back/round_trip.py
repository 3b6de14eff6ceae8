"""Sees whether a build of the patched sources says what the edited file says with all changes accepted."""

import re
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.base import project_files
from press.journal.word_back import reading
from press.journal.word_back.letters import same_text
from press.journal.word_back.model import Block, RoundTrip
from press.proof import clean_folder

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
    """Return the paragraphs of an edited file with all changes accepted."""
    found: list[Accepted] = []
    numbers: list[int] = []
    text = ""
    for number, block in enumerate(blocks):
        numbers.append(number)
        text += "".join(run.text for run in block.runs if not run.deleted)
        is_last = number + 1 == len(blocks) or blocks[number + 1].cell != block.cell
        if block.deleted is None or is_last:
            found += [Accepted(frozenset(numbers), text)] if text.strip() else []
            numbers, text = [], ""
    return found


def compared(
    wanted: Sequence[Block], built: Sequence[Block], named: frozenset[int], *, same_numbers: bool
) -> RoundTrip:
    """Compare the reviewer's file with what was built.

    Parameters
    ----------
    wanted : sequence of Block
        The edited file's.
    built : sequence of Block
        Those of the file that was built.
    named : frozenset of int
        The edited blocks that the list tells of.
    same_numbers : bool
        Whether both were computed from the same panel; else digits are no difference.
    """

    def key(text: str) -> str:
        return same_text(text) if same_numbers else DIGITS.sub("0", same_text(text))

    said, made = accepted(wanted), [key(one.text) for one in accepted(built)]
    left = Counter(made)
    missing = []
    for one in said:
        if left[key(one.text)]:
            left[key(one.text)] -= 1
        else:
            missing.append(one)
    others = [one.text for one in missing if not one.blocks & named]
    unclaimed = list(left.elements())
    pairs = tuple((text, unclaimed[n] if n < len(unclaimed) else "") for n, text in enumerate(others))
    return RoundTrip(len(said), len(said) - len(missing), len(missing) - len(others), pairs)
