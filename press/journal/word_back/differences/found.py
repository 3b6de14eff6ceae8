"""What can be found of what a reviewer did, told by the printed paragraphs."""

from dataclasses import dataclass

from press.journal.word_back.model import PLAIN, Block, By, Look, Run

WORDS, LOOK, STYLE = "words", "look", "style"
ADDED, DELETED, MOVED = "paragraph added", "paragraph deleted", "paragraph moved"
SPLIT, JOINED = "paragraph split", "paragraphs joined"
NOTE_ADDED, NOTE_DELETED = "footnote added", "footnote deleted"


@dataclass(frozen=True, slots=True)
class Found:
    """Something that was changed, told by the printed paragraphs.

    Attributes
    ----------
    what : str
        One of the words above.
    by : By or None
        Who did it, with tracking on.
    old : int or None
        The number of the printed paragraph that it concerns.
    start, end : int
        The stretch of its text that is concerned; where something is put in both are the same.
    runs : tuple of Run
        What stands there now.
    new : Block or None
        A paragraph that was added, or as it is now.
    after, before : int or None
        The printed paragraphs between which one was added or moved.
    second : int or None
        The printed paragraph that was joined to it.
    note : str
        The identifier of a footnote, in the file where it stands.
    was, now : Look
        Before and after a change of look.
    new_block : int or None
        The number of the edited paragraph where it stands.
    new_at : int
        Its offset there.
    """

    what: str
    by: By | None = None
    old: int | None = None
    start: int = 0
    end: int = 0
    runs: tuple[Run, ...] = ()
    new: Block | None = None
    after: int | None = None
    before: int | None = None
    second: int | None = None
    note: str = ""
    was: Look = PLAIN
    now: Look = PLAIN
    new_block: int | None = None
    new_at: int = 0
