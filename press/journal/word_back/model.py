"""What passes between the steps: what a Word file says, what sources say, and what changed.

Texts of runs and passages are those that Word shows; a thing that is no text (a picture, an equation, the
mark of a note) is one character, `THING`. Offsets count characters. Files are named by their paths from the
project's folder, with slashes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

THING = "\ufffc"
"""Stands for what is no text: a picture, an equation, the mark of a note."""
TextOf = Callable[[str], str]
"""Gives the text of a file, by its name; empty where there is none."""
TextIfThere = Callable[[str], str | None]
"""Gives the text of a file, by its name; None where there is none."""


@dataclass(frozen=True, slots=True)
class By:
    """Who made a tracked change, and when (ISO 8601, as Word wrote it; may be empty)."""

    author: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How letters look, beyond what their paragraph's style says.

    `link` is the address outside the file, or `#bookmark`; `language` a tag such as "kk", empty for the
    text's own.
    """

    bold: bool = False
    italic: bool = False
    strike: bool = False
    superscript: bool = False
    subscript: bool = False
    small_caps: bool = False
    code: bool = False
    link: str = ""
    language: str = ""


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Run:
    r"""Letters that look alike and share one fate.

    Attributes
    ----------
    text : str
        What Word shows: "\n" is a line break, "\t" a tab, `THING` what is no text.
    look : Look
    thing : str
        What `THING` stands for: "note 3" (the identifier of a footnote), "math y = a" (its letters),
        "picture NAME", "endnote WORDS", "box WORDS" (a text box); else empty.
    key : str
        The key of the number that the run prints (known in the base alone); else empty.
    inserted, deleted : By or None
        Who put it in, or took it out, with tracking on.
    moved : str
        The name of the tracked move that the insertion or deletion is part of; else empty.
    was : Look or None
        How it looked before a tracked change of its look, made by `relooked`.
    """

    text: str
    look: Look = PLAIN
    thing: str = ""
    key: str = ""
    inserted: By | None = None
    deleted: By | None = None
    moved: str = ""
    was: Look | None = None
    relooked: By | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a block stands in a table; tables, rows and columns count from 1."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of a Word file, in the body, in a cell of a table or in a note.

    Attributes
    ----------
    kind : str
        "title", "heading", "item", "caption", "note" (a footnote's paragraph), "text", or "cell".
    level : int
        Of a heading (1 is the highest) or of an item of a list (0 is the outermost); else 0.
    style : str
        The name of its style in Word's built-in English, lower case.
    runs : tuple of Run
    cell : Cell or None
    note : str
        The identifier of the footnote that it stands in; empty in the body.
    marks : tuple of str
        The names of the bookmarks that begin in it or right before it.
    inserted, deleted : By or None
        Who inserted or deleted its end, with tracking on: an inserted end parted a paragraph or added one.
    comments : tuple of (str, int, int)
        Identifier, first and last offset (exclusive) in its text of each comment that hangs on it.
    ordered : bool
        Whether an item is numbered.
    """

    kind: str
    runs: tuple[Run, ...]
    level: int = 0
    style: str = ""
    cell: Cell | None = None
    note: str = ""
    marks: tuple[str, ...] = ()
    inserted: By | None = None
    deleted: By | None = None
    comments: tuple[tuple[str, int, int], ...] = ()
    ordered: bool = False

    @property
    def text(self) -> str:
        """All its text, deletions included."""
        return "".join(run.text for run in self.runs)

    @property
    def accepted(self) -> str:
        """Its text with all changes accepted."""
        return "".join(run.text for run in self.runs if not run.deleted)


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in the margin; `parent` identifies the one it answers, `done` says if it is resolved."""

    identifier: str
    by: By
    text: str
    parent: str = ""
    done: bool = False


@dataclass(frozen=True, slots=True)
class WordFile:
    """What a Word file says.

    Attributes
    ----------
    blocks : tuple of Block
        The body's in their order, cells of tables among them (row by row), then those of footnotes.
    comments : tuple of Comment
    saved_by : By
        Who saved it last, as its properties tell.
    """

    blocks: tuple[Block, ...]
    comments: tuple[Comment, ...] = ()
    saved_by: By = By("")


# Sources ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a source that prints something, down to single words.

    Attributes
    ----------
    start, end : int
        Where it stands in its file's text (characters; `end` exclusive).
    text : str or None
        What it prints; None where code, a citation or a reference makes it.
    look : Look
    made_by : str
        For what is made: "number KEY", "citation [@a; @b]", "reference @tbl-x", "sentence NAME",
        "variable NAME", "code EXPRESSION", "math", "note NAME", "picture"; else empty.
    file : str
        The file that it stands in: a sentence's pieces stand in another one than the passage that prints it.
    branches : tuple of Branch
        For a sentence or a translation: the texts of which results choose one.
    """

    start: int
    end: int
    text: str | None
    look: Look = PLAIN
    made_by: str = ""
    file: str = ""
    branches: tuple["Branch", ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One wording of a sentence that results choose: `name` is "verdict: up", `line` where it begins."""

    name: str
    file: str
    line: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a source: a paragraph, heading, item, footnote, caption, title or abstract.

    Attributes
    ----------
    file : str
    first, last : int
        Its lines, from 1.
    start, end : int
        Where it stands in its file's text, its lines whole, without the line break behind the last one.
    kind : str
        As of `Block`.
    level : int
    pieces : tuple of Piece
        What it prints, in order; between pieces stands markup. Blanks are pieces of the text " ".
    holder : str
        How its text is written down: "markdown", or "plain", "folded", "literal", "single", "double" for the
        styles of YAML (front matter, captions in cells, sentences).
    note : str
        The name of a footnote ("listed" of [^listed]); else empty.
    made_by : str
        For a block that a cell makes: "cell LABEL"; else empty.
    """

    file: str
    first: int
    last: int
    start: int
    end: int
    kind: str
    pieces: tuple[Piece, ...]
    level: int = 0
    holder: str = "markdown"
    note: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of printed text and the piece that prints it; a made piece prints it as a whole."""

    start: int
    end: int
    piece: Piece


@dataclass(frozen=True, slots=True)
class Match:
    """How a passage prints a text: spans in order that cover it, and the branches that were printed."""

    passage: Passage
    spans: tuple[Span, ...]
    branches: tuple[tuple[Piece, Branch], ...] = ()


# Changes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Edit:
    """`text` in place of what stands in a file from `start` to `end`."""

    file: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Beside:
    """Another place for the author to follow: a branch that was not printed, with file and line."""

    name: str
    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """Something that the reviewer changed.

    Attributes
    ----------
    number : int
        From 1, in the order of the Word file.
    what : str
        "words", "look", "link", "paragraph added", "paragraph deleted", "paragraph moved", "paragraph split",
        "paragraphs joined", "heading added", "footnote added", "footnote deleted", "row added", "number",
        "citation", "table cell", "picture" ...
    where : str
        For people: "Introduction, paragraph 2", "footnote 4", "Table 2, Program, Coefficient".
    before, after : str
        What it said and says (the words changed, no more; a look as Markdown).
    by : By
        The author, "" where nobody tracked it.
    tracked : bool
    around : tuple of (str, str)
        Some words before it and behind it.
    file : str
    line : int
        Where it belongs, as the sources stand now; empty and 0 where that is not known.
    edits : tuple of Edit
        What is to be done in the sources as they stand now; none where it cannot be done.
    reason : str
        Why not: "comes from model.term.estimate"; empty where there are edits.
    beside : tuple of Beside
        Branches of the same sentence that were not printed.
    """

    number: int
    what: str
    where: str
    before: str
    after: str
    by: By
    tracked: bool
    around: tuple[str, str] = ("", "")
    file: str = ""
    line: int = 0
    edits: tuple[Edit, ...] = ()
    reason: str = ""
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacedComment:
    """A comment with the words it hangs on, and the place of these in the sources."""

    comment: Comment
    words: str
    where: str
    file: str = ""
    line: int = 0
    replies: tuple["PlacedComment", ...] = ()


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """Whether a build of the patched sources says what the reviewer's file says with all changes accepted.

    `blocks` were compared, `alike` say the same, `named` differ as the list tells, `others` differ otherwise
    (what the reviewer wants, what the build says).
    """

    blocks: int
    alike: int
    named: int
    others: tuple[tuple[str, str], ...] = field(default=())
