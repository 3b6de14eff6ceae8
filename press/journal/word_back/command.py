"""`python -m press word-back FILE`: carries the edits of a Word file back into the sources."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from press.base.edition import current_work
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.journal.own_marks import without_own
from press.journal.word_back import origin, round_trip
from press.journal.word_back.model import By, Change, PlacedComment, RoundTrip, TextOf, WordFile
from press.journal.word_back.returned import Returned, returned
from press.journal.word_back.settling import Carriers, changed_since, settled
from press.journal.word_back.source import sources
from press.journal.word_back.telling import apply, comments as margin, page, patch, report
from press.journal.word_back.word_file import archive, reading
from press.journal.word_back.word_file.trace import Trace
from press.journal.written_files import replace_files
from press.paper import current

TARGET = ROOT / "_word"
BIBLIOGRAPHY = "bibliography"
COMMENT = "comment"
"""What a change is called that puts a comment into the sources."""


@dataclass(frozen=True, slots=True)
class Work:
    """A Word file that came back, and all that is known of it.

    Attributes
    ----------
    name : str
        What it is called.
    said : WordFile
    trace : Trace
    came : Returned
    changes : tuple of Change
        With edits of the sources as they are now.
    comments : tuple of PlacedComment
    now : callable
        Gives the text of a source file as it is now.
    stale : frozenset of int
        The edited blocks whose source has changed since.
    """

    name: str
    said: WordFile
    trace: Trace
    came: Returned
    changes: tuple[Change, ...]
    comments: tuple[PlacedComment, ...]
    now: TextOf
    stale: frozenset[int]

    @property
    def patched(self) -> dict[str, str]:
        """The text of each file that the changes edit, as they leave it."""
        return patch.texts_after(self.changes, self.now)


def main(file: str, applied: bool = False, comments: str = "listed", unbuilt: bool = False) -> None:
    """Carry the edits of a Word file back: write `_word/`, and tell.

    Parameters
    ----------
    file : str
        The edited file.
    applied : bool
        Whether the patch is applied.
    comments : str
        "listed", or "into-source" where they go into the sources too, as comments of HTML.
    unbuilt : bool
        Whether no build of the patched sources is compared with the file.

    Raises
    ------
    InputError
        When the file cannot be used; nothing is written then.
    """
    if not file.strip():
        raise InputError("say which Word file came back: make word-back FILE=reviewed.docx.")
    path = Path(os.environ.get("PANEL_FROM") or ".", file)
    print(f"Reading {path.name}.", flush=True)
    work = worked_out(path, path.name)
    trip, failed = (None, "") if unbuilt else _tried(work)
    changes = with_comments(work) if comments == "into-source" else work.changes
    told = patch.patch_of(changes, work.now)
    write(work, changes, told, trip)
    if failed:
        print(report.report_of(changes, work.comments, trip))
        raise InputError(f"the patch is in {shown(TARGET)}, and was not applied: {failed}")
    print(report.report_of(changes, work.comments, trip))
    if applied:
        done = apply.apply_patch(told, ROOT)
        print(f"Applied to {', '.join(done)}." if done else "There is nothing to apply.")


def worked_out(path: Path, name: str) -> Work:
    """Read an edited Word file and find what is to be done in the sources as they are now."""
    parts = without_own(archive.parts_of(path, name), ROOT)
    said = reading.read(parts, name)
    trace = origin.origin_of(parts, said, name, ROOT, current_work().title)
    then, here = origin.text_then(trace, ROOT), origin.text_now(ROOT)
    came = returned(said, trace, then)
    carriers = Carriers(lambda file: then(file) or "", lambda file: here(file) or "")
    stale = changed_since(came, trace.document, carriers.now)
    changes = settled(came, said.blocks, trace.document, carriers, stale)
    named = tuple(_signed(change, said.saved_by) for change in changes)
    placed = tuple(map(carriers.comment, came.comments))
    return Work(name, said, trace, came, named, placed, carriers.now, stale)


def _signed(change: Change, saved_by: By) -> Change:
    """Return a change that nobody tracked with who saved the file, as far as that is known."""
    return change if change.tracked else replace(change, by=saved_by)


# The round trip ---------------------------------------------------------------------------------


def _tried(work: Work) -> tuple[RoundTrip | None, str]:
    """Return the round trip or, where the patched sources cannot be built, why not."""
    try:
        return _round_trip(work), ""
    except InputError as error:
        return None, str(error)


def _round_trip(work: Work) -> RoundTrip:
    print("Building the Word file of the patched sources in a clean folder.", flush=True)
    after = work.patched
    built = round_trip.built_from(after, work.trace.document)
    passages = sources.read(work.trace.document, lambda file: after.get(file) or work.now(file) or None)
    same = current().results.panel.sha256 == work.trace.panel_sha256
    printer = round_trip.Printer(passages, same)
    return round_trip.compared(work.said.blocks, built, printer, named_blocks(work), _entries(work))


def _entries(work: Work) -> frozenset[int]:
    """Return the edited blocks that are entries of the list of references; these follow from citations."""
    printed = work.came.printed.blocks
    entries = {n for n, traced in enumerate(printed) if traced.block.style == BIBLIOGRAPHY}
    return frozenset(number for number, old in work.came.stayed.items() if old & entries)


def named_blocks(work: Work) -> frozenset[int]:
    """Return the edited blocks of which the list tells that the sources will not print them so.

    Those are the blocks of changes that are not made, and those whose source has changed since.
    """
    listed = frozenset(
        number
        for change, concerned in zip(work.changes, work.came.concerned, strict=True)
        if not change.edits
        for number in concerned
    )
    return listed | work.stale


# What is written --------------------------------------------------------------------------------


def with_comments(work: Work) -> tuple[Change, ...]:
    """Return the changes, and one more for each comment that goes into the sources."""
    edits = margin.into_source(work.comments, work.now)
    more = [
        Change(
            number,
            COMMENT,
            "the margin",
            "",
            edit.text.strip(),
            By(""),
            False,
            file=edit.file,
            line=work.now(edit.file).count("\n", 0, edit.start) + 1,
            edits=(edit,),
        )
        for number, edit in enumerate(edits, len(work.changes) + 1)
    ]
    return (*work.changes, *more)


def write(work: Work, changes: Sequence[Change], told: str, trip: RoundTrip | None) -> None:
    """Write patch, page and list into their folder, in which nothing else is touched."""
    about = page.Origin(work.name, work.trace.commit, work.trace.panel)
    files = {
        "changes.patch": told,
        "index.html": page.page_of(about, changes, work.comments, trip, work.now),
        "changes.json": as_json(work, changes, trip),
    }
    replace_files(TARGET, {name: text.encode() for name, text in files.items()})


def as_json(work: Work, changes: Sequence[Change], trip: RoundTrip | None) -> str:
    """Return changes, comments and the round trip for programs."""
    told = {
        "file": work.name,
        "commit": work.trace.commit,
        "document": work.trace.document,
        "changes": [_flat(change) for change in changes],
        "comments": [asdict(one) for one in work.comments],
        "round_trip": None if trip is None else asdict(trip),
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _flat(change: Change) -> dict[str, Any]:
    """Return a change with author and date beside the rest."""
    told = asdict(change)
    return told | told.pop("by")
