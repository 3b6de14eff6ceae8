"""Puts what lies in `paper/static/` at the root of the site, as it is.

`python -S -m press.web.static`, after every rendering by either engine; standard library only.
"""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from press.base.paths import ROOT

STATIC = ROOT / "paper" / "static"


class StaticError(Exception):
    """A file that cannot be published; its message is one sentence."""


def publish(output: Path, *, whole: bool) -> None:
    """Copy every file, at its path below `paper/static/`.

    Parameters
    ----------
    output
        The rendered site.
    whole
        Whether it holds this rendering's files only, so that any other file of a name is a page's or its
        like.

    Raises
    ------
    StaticError
        Something is no regular file of the folder, or has the name of another file of the site.
    """
    files = sorted(files_below(STATIC))
    for file in files:
        check(file)
        place = output / file.relative_to(STATIC)
        if (
            whole
            and os.path.lexists(place)
            and not (place.is_file() and place.read_bytes() == file.read_bytes())
        ):
            raise StaticError(f"{shown(file)} has the name of a file that the build makes; rename it.")
    for file in files:
        place = output / file.relative_to(STATIC)
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise StaticError(
                f"{shown(file)} lies in a folder that has the name of a file that the build makes; rename it."
            ) from None
        shutil.copyfile(file, place)


def files_below(folder: Path) -> Iterator[Path]:
    """Yield all that is no folder, links included; a folder that cannot be read ends it."""
    if folder.is_symlink():
        yield folder
        return
    for place, folders, files in os.walk(folder, onerror=refuse):
        yield from (Path(place, name) for name in files)
        yield from (Path(place, name) for name in folders if Path(place, name).is_symlink())


def refuse(error: OSError) -> None:
    """End at a folder that is there and cannot be read."""
    if not isinstance(error, FileNotFoundError):
        raise error


def check(file: Path) -> None:
    """Refuse what is no regular file below `paper/static/`, and links elsewhere, which may be private."""
    try:
        real = file.resolve(strict=True)
    except (OSError, RuntimeError):
        raise StaticError(f"{shown(file)} is a link that leads nowhere.") from None
    if not real.is_relative_to(STATIC):
        raise StaticError(f"{shown(file)} leads out of {shown(STATIC)}; put a copy in its place.")
    if not stat.S_ISREG(real.stat().st_mode):
        raise StaticError(f"{shown(file)} is no regular file.")


def shown(file: Path) -> str:
    """Return a file as the author knows it, without signs that steer a terminal."""
    name = file.relative_to(ROOT).as_posix()
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def main() -> None:
    """Publish into the folder that the engine names; a fault ends with one sentence."""
    try:
        publish(
            ROOT / os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site"),
            whole=bool(os.environ.get("QUARTO_PROJECT_RENDER_ALL")),
        )
    except StaticError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"paper/static cannot be published: {error.filename or 'a file'}: {error.strerror}.")


if __name__ == "__main__":
    main()
