"""Cells of which a reader sees more than their letters: raised marks, struck-out figures."""

import re
from dataclasses import dataclass
from itertools import groupby

MARK = re.compile(r"[\d*†‡§#()\[\],.;\s]*|[(\[]?[^\W\d_]\)?(?:,\s?[^\W\d_]\)?)*", re.IGNORECASE)
"""What stands raised as the mark of a note."""
POWER = re.compile(r"(?:^|[^\d.,])10\s*$")


@dataclass(frozen=True, slots=True)
class Run:
    """Letters of one look."""

    text: str
    raised: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What a reader takes from a cell.

    Attributes
    ----------
    text
        The text without raised marks of notes.
    mark
        The mark that was left out, if any.
    fault
        Why the text cannot be read in one way, ready to be read after "found"; else nothing.
    """

    text: str
    mark: str = ""
    fault: str = ""


def seen(runs: list[Run]) -> Seen:
    """Tell what a reader takes from a cell's text.

    Parameters
    ----------
    runs
        Its parts, each of one look.
    """
    whole = "".join(run.text for run in runs).strip()
    if any(run.struck and run.text.strip() for run in runs):
        return Seen(whole, fault=f'"{whole}" with figures or words struck out')
    parts = [
        (raised, "".join(run.text for run in group))
        for raised, group in groupby((run for run in runs if run.text.strip()), lambda run: run.raised)
    ]
    raised = [text.strip() for is_raised, text in parts if is_raised]
    if not raised:
        return Seen(whole)
    line = [text for is_raised, text in parts if not is_raised]
    if len(line) != 1 or not all(map(MARK.fullmatch, raised)):
        return Seen(whole, fault=_raised(whole) if re.search(r"\d", "".join(line) or whole) else "")
    base, mark = line[0].strip(), " ".join(raised)
    if POWER.search(base) and re.search(r"\d", mark):
        return Seen(whole, fault=f'"{base}" with "{mark}" raised behind it, which may be a power')
    return Seen(base, mark)


def _raised(whole: str) -> str:
    return f'"{whole}" with raised figures or letters in it'
