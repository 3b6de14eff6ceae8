"""The files that a command leaves in a folder of its own, in which an author may keep others."""

import os
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path


def replace_files(folder: Path, files: Mapping[str, bytes], known: Collection[str] = ()) -> None:
    """Write files into a folder, each at once in place of an earlier one; the folder may be a link.

    Parameters
    ----------
    files : mapping
        What the files hold, by their names.
    known : collection of str
        All names that the command gives files: those of an earlier run that it does not write now go.
        Whatever else lies there stays.
    """
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".press-", dir=folder) as aside:
        for name, content in files.items():
            Path(aside, name).write_bytes(content)
        for name in files:
            os.replace(Path(aside, name), folder / name)
    for name in sorted({*known}.difference(files)):
        (folder / name).unlink(missing_ok=True)
