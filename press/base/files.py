"""Reads what an author wrote: regular files of a bounded size, inside the project, in UTF-8."""

import unicodedata
from pathlib import Path

from press.base.errors import PressError


def read_text(file: Path, megabytes: float) -> str:
    """Return the text of a file, without a byte-order mark.

    Raises
    ------
    PressError
        There is none, it is no regular file, larger than `megabytes`, not UTF-8, or holds a NUL.
    """
    check_size(file, megabytes)
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PressError(
            "this file is not UTF-8 text.", file, error.object.count(b"\n", 0, error.start) + 1
        ) from None
    except OSError as error:
        raise PressError(f"this file cannot be read ({error.strerror}).", file) from None
    if "\0" in text:
        raise PressError(
            "this line holds a NUL, which no text does.", file, text.count("\n", 0, text.index("\0")) + 1
        )
    return text


def check_size(file: Path, megabytes: float) -> None:
    """Refuse what is absent, no regular file, or larger than so many megabytes."""
    try:
        if not file.exists():
            raise PressError("this file does not exist.", file)
        if not file.is_file():
            raise PressError("this is no regular file.", file)
        size = file.stat().st_size
    except OSError as error:
        raise PressError(f"this file cannot be read ({error.strerror}).", file) from None
    if size > megabytes * 1e6:
        raise PressError(f"this file has {size / 1e6:.1f} MB, and at most {megabytes:g} are read.", file)


def namesakes(path: Path) -> list[Path]:
    """Return the files that a path names to its reader.

    É may be written as one sign or as two, which most file systems keep apart and no eye does.
    """
    if str(path).isascii():
        return [path] if path.exists() else []
    name = unicodedata.normalize("NFC", path.name)
    try:
        return sorted(
            file
            for folder in namesakes(path.parent)
            for file in folder.iterdir()
            if unicodedata.normalize("NFC", file.name) == name
        )
    except OSError:
        return [path] if path.exists() else []


def is_inside(file: Path, *folders: Path) -> bool:
    """Whether a file lies in one of some folders, wherever links lead."""
    try:
        real = file.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        return False
    return any(real.is_relative_to(folder.resolve()) for folder in folders)
