"""Reads a file that a user names: a regular file of a bounded size, or a sentence."""

import stat
from pathlib import Path

from press.base.errors import InputError


def read(path: Path, file: str, expected: str, megabytes: float) -> bytes:
    """Return the bytes of a file.

    Parameters
    ----------
    path
        The file, or a link to it.
    file
        The file as the user named it.
    expected
        What the file should be, to be read after "expected".
    megabytes
        The largest size.

    Raises
    ------
    InputError
        When there is none, it cannot be read, is a pipe or a device, or is larger.
    """
    try:
        about = path.stat()
        if not (stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)):
            raise InputError.at(file, "no regular file", "a file")
        if about.st_size > megabytes * 1e6:
            raise InputError.at(file, f"{about.st_size / 1e6:.1f} MB", f"at most {megabytes:g} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError.at(file, "no such file", expected) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InputError.at(file, f"something that cannot be read ({reason})", "a file") from None
