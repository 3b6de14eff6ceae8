"""Applies a patch with git's own machinery, only to files that git holds as they stand, all of it or nothing.

Git works on copies in a folder of their own, where no settings of the checkout count and none of its filters
runs; the files change once the whole patch is in the copies.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from press.base.checkout import NOBODYS, TRUSTING, CheckoutError, is_checkout, tracked_files
from press.base.commit_files import is_plain
from press.base.errors import InputError, sentence_of
from press.base.plain_text import visible
from press.base.untracked import changed_files

AS_WRITTEN = ("--whitespace=nowarn", "-p1")
"""How git reads the patch: blanks at the ends of lines are no fault of it."""
NEW = ".word-back-new"


def apply_patch(patch: str, root: Path) -> tuple[str, ...]:
    """Apply a patch to a checkout, and return the files that it changed.

    Parameters
    ----------
    patch
        Sections of `git diff` form that change files, as `patch_of` writes them.
    root
        The top of the checkout.

    Raises
    ------
    InputError
        This is no checkout, there is no git program, a file concerned is not as git holds it, or the patch
        does not fit. Nothing has been written then.
    """
    if not is_checkout(root):
        raise InputError(
            "this folder is no git checkout, so that nothing is applied: take the patch instead."
        )
    if shutil.which("git") is None:
        raise InputError("there is no git program here, which applies patches: install git.")
    if not patch.strip():
        return ()
    with tempfile.TemporaryDirectory(prefix="word-back-") as name:
        folder = Path(name).resolve()
        files = _files_of(patch, folder)
        _check_held(root, files)
        for file in files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(root / file, folder / file)
        _git_apply(folder, patch, "--check")
        _git_apply(folder, patch)
        _take_over(folder, root, files)
    return files


def _files_of(patch: str, folder: Path) -> tuple[str, ...]:
    """Return the files that a patch changes, each once."""
    rows = _git_apply(folder, patch, "--numstat", "-z").split("\0")
    return tuple(dict.fromkeys(row.split("\t", 2)[2] for row in rows if row.count("\t") >= 2))


def _git_apply(folder: Path, patch: str, *options: str) -> str:
    """Let git read or apply the patch in a folder that belongs to no checkout."""
    done = subprocess.run(
        ["git", "apply", *AS_WRITTEN, *options, "-"],
        cwd=folder,
        input=patch.encode("utf-8", "surrogateescape"),
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **NOBODYS}
        | {"GIT_CEILING_DIRECTORIES": str(folder.parent)},
        capture_output=True,
    )
    if done.returncode:
        told = visible(done.stderr.decode("utf-8", "replace").strip().split("\n")[0].removeprefix("error: "))
        raise InputError(
            f"the patch does not fit the files as they stand (git: {told}); nothing was changed."
        )
    return os.fsdecode(done.stdout)


def _check_held(root: Path, files: Sequence[str]) -> None:
    """Refuse files that are not, or not as they stand, in the present commit."""
    try:
        tracked = set(tracked_files(root))
        for file in files:
            if not is_plain(file) or file not in tracked or (root / file).is_symlink():
                raise InputError(
                    f"{visible(file)} is no file that git holds here, so that nothing was applied."
                )
        missing = [file for file in files if not (root / file).is_file()]
        changed = set(missing or changed_files(root, files)) | _staged(root, files)
    except CheckoutError as error:
        raise InputError(f"nothing was applied: {error}") from None
    if changed:
        first, *others = sorted(changed)
        more = f" and {len(others)} more" if others else ""
        raise InputError(
            f"{visible(first)}{more} is not as git holds it, so that nothing was applied: "
            "commit or stash your changes first."
        )


def _staged(root: Path, files: Iterable[str]) -> set[str]:
    """Return those files of which another version waits to be committed."""
    done = subprocess.run(
        ["git", *TRUSTING, "--literal-pathspecs", "-C", str(root)]
        + ["diff", "--cached", "--name-only", "--no-ext-diff", "-z", "--", *files],
        env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", **NOBODYS},
        capture_output=True,
    )
    if done.returncode:
        raise CheckoutError("this git checkout cannot be read.")
    return set(filter(None, os.fsdecode(done.stdout).split("\0")))


def _take_over(folder: Path, root: Path, files: Sequence[str]) -> None:
    """Put the patched copies in place of the files; if one cannot be, none is."""
    old = {file: (root / file).read_bytes() for file in files}
    staged = [(root / file).with_name(f"{Path(file).name}{NEW}") for file in files]
    done: list[str] = []
    try:
        for file, new in zip(files, staged, strict=True):
            shutil.copyfile(folder / file, new)
            shutil.copymode(root / file, new)
        for file, new in zip(files, staged, strict=True):
            os.replace(new, root / file)
            done.append(file)
    except OSError as error:
        for file in done:
            (root / file).write_bytes(old[file])
        raise InputError(sentence_of(error)) from None
    finally:
        for new in staged:
            new.unlink(missing_ok=True)
