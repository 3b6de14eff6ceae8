"""The exceptions whose message is for a person: a document cannot be rendered, or data cannot be used."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from press.base.plain_text import visible


class PressError(Exception):
    """Ends the build: one human sentence that names file and line where they are known.

    Parameters
    ----------
    message : str
        What is wrong and, if short, what to do; no capital file name in front, no traceback.
    file : Path or None
        The file at fault, printed as given or relative to the working folder if that is shorter.
    line : int or None
        Its line, counted from 1.
    details : str
        Further lines printed below the sentence as they are (the end of a cell's traceback).
    """

    def __init__(
        self, message: str, file: Path | str | None = None, line: int | None = None, details: str = ""
    ) -> None:
        self.message, self.file, self.line, self.details = message, file, line, details
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the sentence behind its place, safe for a terminal, and the details below it."""
        place = "" if self.file is None else f"{_short(Path(self.file))}:{self.line or 1}: "
        lines = map(visible, (place + self.message).split("\n"))
        return "\n".join([*lines, self.details] if self.details else lines)


class InputError(Exception):
    """Input that cannot be used.

    The message is one sentence that says where, what was found and what was expected.
    """

    @classmethod
    def at(
        cls,
        file: str,
        found: object,
        expected: str,
        *,
        row: int | None = None,
        column: str | None = None,
    ) -> InputError:
        """Build the sentence for one place of a table.

        Parameters
        ----------
        file
            The file as the user named it.
        found
            What stands there, ready to be read after "found".
        expected
            What should stand there, ready to be read after "expected".
        row
            The row as a spreadsheet numbers it (the header is row 1).
        column
            The column's header.
        """
        place = (file, "" if row is None else f"row {row}", "" if column is None else f"column {column}")
        return cls(visible(f"{', '.join(filter(None, place))}: found {found}, expected {expected}."))


def _short(path: Path) -> Path:
    try:
        return path.resolve().relative_to(Path.cwd())
    except (ValueError, OSError, RuntimeError):  # outside, or a link that leads to itself
        return path


def sentence_of(error: OSError) -> str:
    """Return what the system could not do with a file, in one sentence."""
    if isinstance(error, shutil.Error):  # several files at once; the first tells enough
        _, file, reason = error.args[0][0]
        return f"{_short(Path(file))} cannot be written: {reason}; nothing was changed."
    name = error.filename2 or error.filename
    file = _short(Path(name)) if isinstance(name, str) else "a file"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: there is no room for {file}; nothing was changed."
    if error.errno == errno.EROFS:
        return (
            f"{file} cannot be written, for its file system is for reading only: "
            "copy the project to where you may write; nothing was changed."
        )
    if error.errno in (errno.EBUSY, errno.EXDEV):
        file = _short(Path(error.filename)) if isinstance(error.filename, str) else file
        return f"{file} cannot be replaced, for it is a file system of its own; nothing was changed."
    return f"{file} cannot be used: {error.strerror or error}; nothing was changed."
