"""Reads the project's YAML as its documents' is read.

Dates stay text, a key stands once, and what is too large or too deep is refused.
"""

from pathlib import Path
from typing import Any

from press.base import yaml12
from press.base.errors import InputError, PressError
from press.base.files import read_text
from press.base.limits import YAML_MEGABYTES
from press.base.paths import shown


def read(file: Path) -> dict[str, Any]:
    """Return the mapping that a file holds.

    Raises
    ------
    InputError
        It cannot be read, or holds no mapping.
    """
    return mapping(text_of(file), file)


def read_list(file: Path) -> list[Any]:
    """Return the list that a file holds.

    Raises
    ------
    InputError
        It cannot be read, or holds no list.
    """
    found = value(text_of(file), file)
    if not isinstance(found, list):
        raise InputError(f"{shown(file)}: found no list, expected YAML.")
    return found


def mapping(text: str, file: Path, first_line: int = 1) -> dict[str, Any]:
    """Return a mapping written in YAML; `first_line` is the text's in its file."""
    found = value(text, file, first_line)
    if not isinstance(found, dict):
        raise InputError(f"{shown(file)}: found no names with values, expected YAML.")
    return found


def value(text: str, file: Path, first_line: int = 1) -> Any:
    """Return what a text in YAML says."""
    try:
        return yaml12.load(text, file, first_line)
    except PressError as error:
        raise InputError(
            f"{shown(file)}, line {error.line}: the YAML cannot be read ({reason(error)})."
        ) from None


def text_of(file: Path) -> str:
    """Return the text of a file of a bounded size."""
    try:
        return read_text(file, YAML_MEGABYTES)
    except PressError as error:
        raise InputError(str(error)) from None


def reason(error: PressError) -> str:
    """Return what is wrong with a YAML text, in few words."""
    return error.message.removeprefix("broken YAML: ").rstrip(".")
