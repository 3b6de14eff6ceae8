"""What a website needs besides its pages, and how all of a build's output takes its place at once."""

import ctypes
import os
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import escape
from pathlib import Path
from urllib.parse import quote

from press.base.errors import PressError
from press.base.files import is_inside
from press.render import built_files, images
from press.render.document import Project
from press.render.html_policy import without_scripts


def add_resources(project: Project, sources: list[Path], staged: Path) -> None:
    """Copy the project's resources, and lead a website's front door to its first page if it has none."""
    paths = (path for glob in project.resources for path in sorted(project.root.glob(glob)))
    for file in (file for path in paths for file in (path, *path.rglob("*")) if file.is_file()):
        name = file.relative_to(project.root)
        if not is_inside(file, project.root):
            raise PressError(f"the resource {name} leads out of the project.", project.file)
        before = (staged / name).read_bytes() if (staged / name).exists() else None
        images.publish(file, staged / name, file.name, (file, 1))
        if before not in (None, (staged / name).read_bytes()):
            raise PressError(
                f"the resource {name} has the name of a file that the build makes.", project.file
            )
    pages = [source.relative_to(project.root).with_suffix(".html").as_posix() for source in sources]
    first = next((page for page in pages if (staged / page).exists()), None)
    if project.type == "website" and first and not (staged / "index.html").exists():
        (staged / "index.html").write_text(
            f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">{without_scripts()}'
            f'<title>{escape(first)}</title><meta http-equiv="refresh" content="0;URL={quote(first)}"></head>'
            f'<body><a href="{quote(first)}">{escape(first)}</a></body></html>\n'
        )


def check_place(folder: Path) -> None:
    """Refuse a place for the output where something other than a folder is.

    Raises
    ------
    PressError
        It is a file, or a link that leads nowhere.
    """
    if os.path.lexists(folder) and not folder.is_dir():
        what = "a link that leads to no folder" if folder.is_symlink() else "no folder"
        raise PressError(f"{folder.name} is in the way, for it is {what}; move it away, or remove it.")


def fold_name(name: str) -> str:
    """Return the same for all names that some file systems take for one.

    They differ in capitals, or in how letters with accents are put together.
    """
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def check_names(names: Iterable[str]) -> None:
    """Refuse names that some file systems take for one.

    Raises
    ------
    PressError
        Two names are alike.
    """
    known: dict[str, str] = {}
    for name in names:
        if (other := known.setdefault(fold_name(name), name)) != name:
            raise PressError(
                f"the output would hold {other} and {name}, which many file systems take for one name; "
                "rename one of them."
            )


def put_in_place(
    project: Project, whole: bool, staged: Path, scratch: Path, report: Callable[[str], None]
) -> list[Path]:
    """Move the new output to its folder: in one step if that lies in the project, else file by file.

    A part of the project is put into a copy of the folder, which then takes the folder's place. What no
    build made stays there.

    Raises
    ------
    PressError
        Something that no build made is in the way; or two files have names that differ in too little.
    """
    new = [file.relative_to(staged) for file in sorted(staged.rglob("*")) if file.is_file()]
    target = project.output_dir
    check_names(map(str, new))
    check_place(target)
    if project.root not in target.parents:
        _put_file_by_file(new, staged, target, listed=project.file is not None and target != project.root)
    elif whole:
        exchange_but_keep_own(staged, target, scratch / "old", report)
    else:
        _exchange_part(staged, target, scratch / "old")
    return [target / file for file in new]


def exchange_but_keep_own(new: Path, target: Path, old: Path, report: Callable[[str], None]) -> None:
    """Let a new output folder take the place of another, of which only what no build made stays.

    Raises
    ------
    PressError
        Something that no build made is in the way.
    """
    check_place(target)
    with _in_a_sentence():
        made, news = built_files.keep_own(target, new)
    built_files.write(new, made)
    exchange(new, target, old)
    if news:
        report(news)


def _exchange_part(new: Path, target: Path, old: Path) -> None:
    """Let a new output folder take the place of another, of which all that it lacks stays."""
    made = _merged_list(target, new)
    if target.is_dir():
        _add_files_of(target, new)
    built_files.write(new, made)
    exchange(new, target, old)


@contextmanager
def _in_a_sentence() -> Iterator[None]:
    try:
        yield
    except built_files.InTheWay as error:
        raise PressError(str(error)) from None


def _merged_list(target: Path, new: Path) -> built_files.Made:
    """Return what a folder's list becomes where the files of another come to it."""
    files = built_files.files_of(new)
    before = built_files.made_before(target, files)
    with _in_a_sentence():
        built_files.refuse_what_is_in_the_way(target, before, files)
    return replace(
        before,
        files={name: one for name, one in before.files.items() if os.path.lexists(target / name)} | files,
    )


def _put_file_by_file(new: list[Path], staged: Path, target: Path, listed: bool) -> None:
    made = _merged_list(target, staged) if listed else built_files.NOTHING
    for file in new:
        place = target / file
        if not (place.is_file() and place.read_bytes() == (staged / file).read_bytes()):
            place.parent.mkdir(parents=True, exist_ok=True)
            os.replace(staged / file, place)
    if listed:
        built_files.write(target, made)


def _add_files_of(old: Path, new: Path) -> None:
    """Give the new folder the files of the old one that it lacks, by a second name where there are such."""
    for folder, folders, files in os.walk(old):
        place = new / Path(folder).relative_to(old)
        place.mkdir(parents=True, exist_ok=True)
        for name in (*files, *(name for name in folders if Path(folder, name).is_symlink())):
            if not os.path.lexists(place / name):
                built_files.link_or_copy(Path(folder, name), place / name)


def exchange(new: Path, target: Path, old: Path) -> None:
    """Let a folder take the place of another.

    The other ends as `new` or, where the system cannot swap names in one step, as `old`.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if not os.path.lexists(target):
        os.replace(new, target)
    elif not _swapped(new, target):
        os.replace(target, old)
        try:
            os.replace(new, target)
        except OSError:
            os.replace(old, target)
            raise


def _swapped(one: Path, other: Path) -> bool:
    """Swap two names in one step; whether the system could."""
    system, name, name_of_other = ctypes.CDLL(None), os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        return hasattr(system, "renamex_np") and system.renamex_np(name, name_of_other, _SWAP) == 0
    return hasattr(system, "renameat2") and system.renameat2(_HERE, name, _HERE, name_of_other, _SWAP) == 0


_SWAP = 2  # RENAME_SWAP of macOS, RENAME_EXCHANGE of Linux
_HERE = -100  # AT_FDCWD
