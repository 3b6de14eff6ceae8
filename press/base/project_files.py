"""Which files are the project's own, and may therefore be packed, copied or listed.

They are those that git tracks, or that an archive's list names. Whatever else lies in the folder may be
private: a panel, a key, notes. It is left out, and said to be. So is everything in data/authors but the form,
even where git tracks it. A link counts as the file that it leads to, which has to be one of the project's
own.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from press.base import checkout
from press.base.checkout import CheckoutError
from press.base.errors import InputError
from press.base.paths import ROOT
from press.base.plain_text import shortened, visible
from press.base.untracked import changed_files, other_files

LIST = "docs/files.txt"
"""The tracked files, a name a line, for archives, which carry no git: `make file-list` writes it."""
AUTHORS = "data/authors/"
FORM = (f"{AUTHORS}README.md", f"{AUTHORS}template.csv")
"""What the folder of the authors' panel holds for others."""
SHOWN = 10
"""How many names a sentence lists."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds of a project.

    Attributes
    ----------
    names
        The project's files that are there, as paths from its root, sorted.
    absent
        Those that are not, though git tracks them or the list names them.
    private
        Tracked files that are not handed on: those of data/authors.
    """

    names: tuple[str, ...]
    absent: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


def names(root: Path = ROOT) -> list[str]:
    """Return the project's files that are there, as paths from its root, sorted; see `find`."""
    return list(find(root).names)


def find(root: Path = ROOT) -> Found:
    """Find the project's files.

    Raises
    ------
    InputError
        Nothing tells which they are, or one of them is a link that leads to another file than these.
    """
    listed = _listed(root)
    handed_on = [name for name in listed if not is_private(name)]
    there = [name for name in handed_on if os.path.isfile(os.path.join(root, name))]
    refuse_links(root, there, there)
    return Found(
        tuple(there),
        tuple(sorted(set(handed_on) - set(there))),
        tuple(name for name in listed if is_private(name)),
    )


def _listed(root: Path) -> list[str]:
    try:
        return checkout.tracked_files(root)
    except CheckoutError as error:
        reason = str(error)
    try:
        return sorted(filter(None, (root / LIST).read_text(encoding="utf-8").split("\n")))
    except (OSError, UnicodeDecodeError):
        raise InputError(
            f"The project's files cannot be told from others: {reason.rstrip('.')}, and {LIST}, "
            "which would list them, cannot be read."
        ) from None


def tracked(root: Path = ROOT) -> list[str]:
    """Return the files that git tracks.

    Raises
    ------
    InputError
        There is no git checkout that can be read.
    """
    try:
        return checkout.tracked_files(root)
    except CheckoutError as error:
        raise InputError(f"The project's files cannot be told from others: {error}") from None


def is_private(name: str) -> bool:
    """Whether a file is one of the authors' own data, tracked or not."""
    return name.casefold().startswith(AUTHORS) and name not in FORM


def refuse_links(root: Path, names: Iterable[str], own: Collection[str]) -> None:
    """Refuse files that are reached through a link, their own or a folder's, and are then none of `own`.

    Raises
    ------
    InputError
        With the name of the first.
    """
    own, root, real_folder = set(own), os.path.realpath(root), cache(os.path.realpath)
    inside = os.path.join(root, "")
    for name in names:
        written = os.path.join(root, name)
        folder, last = os.path.split(written)
        real = os.path.join(real_folder(folder), last)
        if os.path.islink(real) or os.path.normpath(written) != written:
            real = os.path.realpath(written)
        if not real.startswith(inside):
            raise InputError.at(name, "a link or name that leads out of the project", "a file of the project")
        if real != written and os.path.relpath(real, root).replace(os.sep, "/") not in own:
            raise InputError.at(
                name, "a link to a file that is not the project's to hand on", "a tracked file"
            )


def copy(names: Iterable[str], target: Path, root: Path = ROOT) -> None:
    """Copy files of the project into a folder, and the list of them."""
    copied = [name for name in names if name != LIST]
    for name in copied:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(root / name, target / name)
    write_list(target, [*copied, LIST])


def write_list(root: Path, names: Iterable[str]) -> None:
    """Write the list of a project's files into its folder."""
    (root / LIST).parent.mkdir(parents=True, exist_ok=True)
    (root / LIST).write_text(list_of(names), encoding="utf-8")


def list_of(names: Iterable[str]) -> str:
    """Return the list: a name a line.

    Raises
    ------
    InputError
        A name holds a line end, or is no text.
    """
    for name in (listed := sorted({*names, LIST})):
        if not name.isprintable():
            raise InputError(
                f"{visible(name)}: found a name of signs that cannot be printed, "
                "expected one that a list of files can hold."
            )
    return "".join(f"{name}\n" for name in listed)


# What is said of them --------------------------------------------------------------------------------


def say(found: Found, taken: Sequence[str] | None = None) -> None:
    """Print what is left out, what is absent and what is not as committed, each in a line where there is any.

    Parameters
    ----------
    found
        What the project's folder holds.
    taken
        Those of its files that are taken; by default all.
    """
    for line in sentences(found, found.names if taken is None else taken):
        print(line, flush=True)


def sentences(found: Found, taken: Sequence[str], root: Path = ROOT) -> list[str]:
    """Return what `say` prints."""
    told: dict[str, Sequence[str]] = {
        "Left out, since they are not among the project's tracked files": _beside(found, root),
        "Left out, since data/authors is private": found.private,
        "Missing, though they are the project's": found.absent,
    }
    with suppress(CheckoutError):
        told["Taken as they stand, though they are not as in the last commit"] = changed_files(root, taken)
    return [f"{words}: {listed(names)}." for words, names in told.items() if names]


def _beside(found: Found, root: Path) -> list[str]:
    """Return what lies beside the project's files.

    In an unpacked archive it leaves out what builds make and hidden things, of which no git tells.
    """
    others = other_files(root, {*found.names, *found.absent, *found.private})
    if checkout.is_checkout(root):
        return others
    return [name for name in others if not (name.startswith(("_", ".")) or is_private(name))]


def listed(names: Sequence[str]) -> str:
    """Return some names for a sentence, whatever signs they hold."""
    shown = ", ".join(visible(shortened(name)) for name in names[:SHOWN])
    return shown + (f" and {len(names) - SHOWN} more" if len(names) > SHOWN else "")
