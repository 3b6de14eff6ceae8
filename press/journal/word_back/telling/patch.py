"""The patch that carries edits into the sources, one section for each change, each on top of the former ones.

What a reviewer did stands before each section in a line that git passes over:

    # 3. Jane Doe, 2026-11-20: "words" -> "other words"
    diff --git a/paper/index.qmd b/paper/index.qmd
    ...
    @@ -88,7 +88,7 @@ 3. Jane Doe
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from press.journal.word_back.model import Change, Edit
from press.journal.word_back.rewrite.edits import apply
from press.journal.word_back.telling.hunks import near_groups, section
from press.journal.word_back.telling.shown_words import name_of, signature, step


def patch_of(changes: Iterable[Change], text_of: Callable[[str], str]) -> str:
    """Return the patch that makes the edits of some changes, in their order.

    A change whose edits touch what a former one replaces has no section; its line says so. Changes without
    edits do not appear.

    Parameters
    ----------
    changes
    text_of
        Gives the text of a file, with its line ends as they are.
    """
    series, parts = Series(text_of), []
    for change in changes:
        if not change.edits:
            continue
        title = title_of(change)
        if (other := series.clash(change)) is not None:
            parts.append(f"# {title} (left out, for it touches what change {other} changes)\n")
        elif sections := series.make(change):
            parts += [f"# {title}\n{text}" for text in sections]
    return "".join(parts)


def texts_after(changes: Iterable[Change], text_of: Callable[[str], str]) -> dict[str, str]:
    """Return the text of each file that a patch of these changes edits, as it leaves it."""
    series = Series(text_of)
    for change in changes:
        if series.clash(change) is None:
            series.make(change)
    return dict(series.texts)


def clashes(changes: Iterable[Change]) -> dict[int, int]:
    """Return which changes cannot be made along with a former one, and the number of that one."""
    series, found = Series(lambda file: ""), {}
    for change in changes:
        if (other := series.clash(change)) is None:
            series.hold(change)
        else:
            found[change.number] = other
    return found


def title_of(change: Change) -> str:
    """Return number, reviewer, day and words of a change in one line."""
    return f"{change.number}. {signature(change.by)}: {step(change)}"


def heading_of(change: Change) -> str:
    """Return what the head of a hunk says behind its second `@@`."""
    return f"{change.number}. {name_of(change.by)}"


@dataclass(frozen=True, slots=True)
class Series:
    """Changes made one after another.

    Attributes
    ----------
    text_of
    texts
        The files as the changes so far leave them.
    made
        The edits so far, with the number of their change; their places are those of the untouched files.
    """

    text_of: Callable[[str], str]
    texts: dict[str, str] = field(default_factory=dict)
    made: list[tuple[int, Edit]] = field(default_factory=list)

    def clash(self, change: Change) -> int | None:
        """Return the number of a change that replaces what one of this change's edits touches."""
        former = list(self.made)
        for edit in change.edits:
            for number, other in former:
                if edit.file == other.file and edit.start < other.end and other.start < edit.end:
                    return number
            former.append((change.number, edit))
        return None

    def hold(self, change: Change) -> None:
        """Take a change's places as used, without making it."""
        self.made.extend((change.number, edit) for edit in change.edits)

    def make(self, change: Change) -> list[str]:
        """Make a change, and return the sections of the patch that do so."""
        sections = []
        for file in dict.fromkeys(edit.file for edit in change.edits):
            for group in near_groups(
                self.text_of(file), [edit for edit in change.edits if edit.file == file]
            ):
                text = self.texts.setdefault(file, self.text_of(file))
                now = [self._moved(edit) for edit in group]
                sections.append(section(file, text, now, heading_of(change)))
                self.texts[file] = apply(text, now)
                self.made.extend((change.number, edit) for edit in group)
        return [text for text in sections if text]

    def _moved(self, edit: Edit) -> Edit:
        """Return an edit with its place in the file as it stands now."""
        by = sum(
            len(former.text) - (former.end - former.start)
            for _, former in self.made
            if former.file == edit.file and (former.start, former.end) <= (edit.start, edit.end)
        )
        return Edit(edit.file, edit.start + by, edit.end + by, edit.text)
