"""The one exception a user is meant to see."""

from __future__ import annotations

from pathlib import Path


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

    def __init__(self, message: str, file: Path | str | None = None, line: int | None = None, details: str = "") -> None:
        self.message, self.file, self.line, self.details = message, file, line, details
        super().__init__(str(self))

    def __str__(self) -> str:
        place = "" if self.file is None else f"{_short(Path(self.file))}:{self.line or 1}: "
        return place + self.message + (f"\n{self.details}" if self.details else "")


def _short(path: Path) -> Path:
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path
