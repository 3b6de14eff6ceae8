"""What builds made in an output folder, by a list that lies in it.

All else there is the author's own, and stays.

The list has the name and the digest of every file that the last build made, and the names of the author's
files that it met. Standard library only, for `python3 -I press/render/built_files.py FOLDER...` has to work
where no environment is: it removes what builds made, and nothing else.
"""

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

LIST = ".made.json"
LIBRARIES = "site_libs"
"""A folder that press and genuine Quarto put beside the pages of every website."""
SHOWN = 5
"""How many names a sentence lists."""


@dataclass(frozen=True)
class Made:
    """What is known of an output folder.

    Attributes
    ----------
    files : dict of str to str
        Digests of the files that builds made, by their paths from the folder.
    kept : tuple of str
        The author's own files and folders that a build has named.
    """

    files: dict[str, str]
    kept: tuple[str, ...] = ()


NOTHING = Made({})


class InTheWay(Exception):
    """Something that no build made has the place of an output; its message is one sentence."""


def read(folder: Path) -> Made:
    """Return the list in a folder; an empty one where there is none, or where it is damaged."""
    try:
        said = json.loads((folder / LIST).read_text(encoding="utf-8"))
        files = {
            name: digest
            for name, digest in said["files"].items()
            if isinstance(digest, str) and _is_inside(name)
        }
        return Made(files, tuple(name for name in said["kept"] if isinstance(name, str)))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return NOTHING


def made_before(folder: Path, outputs: Iterable[str]) -> Made:
    """Return what builds made in a folder, where one makes some files anew.

    Its list tells, or where engines built before lists were kept, all that bears an output's name.
    """
    if os.path.lexists(folder / LIST) or not _is_folder(folder / LIBRARIES):
        return read(folder)
    return Made({name: digest(folder / name) for name in outputs if _is_no_folder(folder / name)})


def _is_inside(name: str) -> bool:
    """Whether a path leads below the folder that it counts from."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and path.parts not in ((), (LIST,))


def write(folder: Path, made: Made) -> None:
    """Put the list into a folder."""
    text = json.dumps({"files": made.files, "kept": sorted(made.kept)}, indent=0, sort_keys=True)
    (folder / LIST).write_text(text + "\n", encoding="utf-8")


def files_of(folder: Path) -> dict[str, str]:
    """Return the digests of a folder's files, links among them but not the list, by their paths from it."""
    return {name: digest(folder / name) for name in sorted(_names(folder)) if name != LIST}


def _names(folder: Path, inside: str = "") -> Iterator[str]:
    for entry in os.scandir(folder / inside):
        if entry.is_dir(follow_symlinks=False):
            yield from _names(folder, f"{inside}{entry.name}/")
        else:
            yield f"{inside}{entry.name}"


def digest(file: Path) -> str:
    """Return what tells a file from others: its content, or where a link leads, or its kind."""
    about = file.lstat()
    if stat.S_ISLNK(about.st_mode):
        return f"link to {os.readlink(file)}"
    return hashlib.sha256(file.read_bytes()).hexdigest() if stat.S_ISREG(about.st_mode) else "no file"


def keep_own(old: Path, new: Path) -> tuple[Made, str]:
    """Give a new output folder what is not made by builds in the old one.

    Parameters
    ----------
    old
        The output folder as it stands.
    new
        A folder on the same file system with all that a build has just made.

    Returns
    -------
    tuple
        The list of the new folder, and a line that names what no earlier build has named; empty where there
        is nothing new.

    Raises
    ------
    InTheWay
        Something of the author's has the name of an output.
    """
    made = files_of(new)
    before = made_before(old, made)
    if not old.is_dir():
        return Made(made), ""
    changed = [
        name
        for name, content in before.files.items()
        if os.path.lexists(old / name) and digest(old / name) != content
    ]
    refuse_what_is_in_the_way(old, before, made)
    own = _own_names(old, before.files.keys() - set(changed) | made.keys())
    for name in own:
        for parent in set(_parents(name)) & made.keys():
            raise InTheWay(_refusal(old, name, parent))
        _take_over(old / name, new / name)
    news = (
        _sentence_on(old, "keeps what no build made", [name for name in own if name not in before.kept]),
        _sentence_on(
            old,
            "was changed by hand, and has what this build makes in place of",
            [name for name in changed if name in made],
        ),
    )
    return Made(made, tuple(own)), " ".join(filter(None, news))


def refuse_what_is_in_the_way(old: Path, before: Made, made: dict[str, str]) -> None:
    """Refuse to replace files that no build made.

    Raises
    ------
    InTheWay
        One has the name of an output, or of a folder of outputs, and is not the same.
    """
    for name, content in made.items():
        for place in (name, *_parents(name)):
            if place not in before.files and _is_no_folder(there := old / place) and digest(there) != content:
                raise InTheWay(_refusal(old, place, name))


def _refusal(old: Path, own: str, output: str) -> str:
    return (
        f"{old.name}/{_visible(own)} is in the way: no build made it, and this one makes {_visible(output)}; "
        "move it away, or remove it."
    )


def _own_names(old: Path, made: Set[str]) -> list[str]:
    """Return the topmost files and folders that hold nothing that builds made, now or before."""
    folders = {parent for name in made for parent in _parents(name)}

    def topmost(inside: str) -> Iterator[str]:
        for entry in os.scandir(old / inside):
            path, is_folder = f"{inside}{entry.name}", entry.is_dir(follow_symlinks=False)
            if path != LIST and path not in made and not (is_folder and path in folders):
                yield path
            elif is_folder:
                yield from topmost(f"{path}/")

    return sorted(topmost(""))


def _parents(name: str) -> list[str]:
    """Return the folders above a file, but for the one that its path counts from."""
    return [str(parent) for parent in PurePosixPath(name).parents][:-1]


def _take_over(own: Path, place: Path) -> None:
    """Let something have a second name, or a copy where there are none; folders are made around files."""
    place.parent.mkdir(parents=True, exist_ok=True)
    if _is_folder(own):
        shutil.copytree(own, place, symlinks=True, copy_function=link_or_copy, dirs_exist_ok=True)
    else:
        link_or_copy(own, place)


def link_or_copy(file: Path | str, name: Path | str) -> None:
    """Give a file a second name, or make a copy of that name."""
    try:
        os.link(file, name, follow_symlinks=False)
    except OSError:
        shutil.copy2(file, name, follow_symlinks=False)


def _sentence_on(folder: Path, what: str, names: list[str]) -> str:
    if not names:
        return ""
    shown = ", ".join(_visible(name) + "/" * _is_folder(folder / name) for name in names[:SHOWN])
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{folder.name} {what}: {shown}{more}."


def _visible(name: str) -> str:
    """Return a name in which signs that steer a terminal or the direction of writing show as escapes."""
    return "".join(letter if letter.isprintable() else repr(letter)[1:-1] for letter in name)


def clean(folder: Path) -> str:
    """Remove what builds made in a folder, and the folder if nothing else is there; say what stays."""
    if folder.is_symlink():
        folder.unlink()  # what it leads to is a finished build elsewhere
        return ""
    if not folder.is_dir():
        return f"{folder} stays: it is no folder, and no build made it." if os.path.lexists(folder) else ""
    listed = read(folder).files
    for name in listed:
        if _is_no_folder(folder / name) and not any((folder / one).is_symlink() for one in _parents(name)):
            (folder / name).unlink()
    (folder / LIST).unlink(missing_ok=True)
    for place in sorted(
        {parent for name in (*listed, LIST) for parent in (*_parents(name), ".")}, key=len, reverse=True
    ):
        if _is_folder(folder / place) and not os.listdir(folder / place):
            (folder / place).rmdir()
    return (
        _sentence_on(folder, "keeps what no build made", sorted(os.listdir(folder)))
        if folder.is_dir()
        else ""
    )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_no_folder(path: Path) -> bool:
    """Whether something is there that is no folder: a file, a link, or of another kind."""
    return os.path.lexists(path) and not _is_folder(path)


if __name__ == "__main__":
    for line in filter(None, map(clean, map(Path, sys.argv[1:]))):
        print(line)
