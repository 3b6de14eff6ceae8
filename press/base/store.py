"""What builds keep in a project's folder, such as `.press`, believed only as and where it was written.

Every record is sealed: with a digest of its name and its content under a key that the folder's first build
drew. So a record that was damaged, cut short, put in another's place or brought by somebody else counts as
none. The key holds in one place only: for the file that it was written to (its number in the file system) in
the project's folder of that name. A folder that came with a checkout, an archive or a copy is emptied.
"""

import hashlib
import hmac
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from press.base.locks import alone_with

FOLDER = ".press"
_KEY = "home.json"
_KEY_BYTES = 32
_PAGES = "pages"
_RECORD, _FILES = "record.json", "files"

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Tree:
    """Files that were kept together: the record that goes with them, and their contents by their paths."""

    record: dict[str, Any]
    files: dict[str, bytes]


class Damaged(Exception):
    """Something is kept, but not as it was written."""


@dataclass(frozen=True, slots=True)
class Store:
    """A folder in which one project keeps things.

    Parameters
    ----------
    folder : Path
        The folder itself.
    key : bytes
        What the records are sealed with.
    report : callable
        Takes a line about each thing that is not believed.
    """

    folder: Path
    key: bytes
    report: Report
    _said: set[str] = field(default_factory=set)

    def is_believed(self) -> bool:
        """Whether what is kept now will be believed: the folder may have been removed meanwhile."""
        return _key_of(self.folder) == self.key

    def holds_records(self) -> bool:
        """Whether anything was kept by its name."""
        return any(file.name != _KEY for file in self.folder.glob("*.json"))

    def record(self, name: str, shown: str) -> dict[str, Any]:
        """Return what was kept under a name, which messages call `shown`; nothing if absent or damaged."""
        try:
            return self._read(f"{name}.json")
        except Damaged:
            self._report_damage(shown)
            return {}

    def keep(self, name: str, record: dict[str, Any]) -> None:
        """Keep a record under a name."""
        new, target = self.folder / f"{name}.{os.getpid()}.part", self.folder / f"{name}.json"
        self._seal(target.name, record, new)
        if target.is_dir() and not target.is_symlink():
            shutil.rmtree(target)
        os.replace(new, target)

    def tree(self, name: str, shown: str, wanted: Callable[[dict[str, Any]], bool]) -> Tree | None:
        """Return the files that were kept under a name, if their record is as wanted and all are whole."""
        place = f"{_PAGES}/{name}"
        try:
            if (record := self._read(f"{place}/{_RECORD}")) and wanted(record["about"]):
                return Tree(record["about"], dict(self._files(place, record["files"])))
        except Damaged:
            self._report_damage(shown)
        return None

    def keep_tree(self, name: str, about: dict[str, Any], made: Path, aside: Callable[[], Path]) -> None:
        """Keep the files of a folder, which goes away; what has been kept so far ends in one from `aside`."""
        place, new = f"{_PAGES}/{name}", aside()
        files = {
            file.relative_to(made).as_posix(): _digest(file.read_bytes())
            for file in sorted(made.rglob("*"))
            if file.is_file()
        }
        self._seal(f"{place}/{_RECORD}", {"about": about, "files": files}, new / _RECORD)
        os.replace(made, new / _FILES)
        target = self.folder / place
        target.parent.mkdir(exist_ok=True)
        if os.path.lexists(target):
            os.replace(target, aside() / "old")  # whole, so that no half of it is ever met
        os.replace(new, target)

    def _files(self, place: str, digests: dict[str, str]) -> Iterator[tuple[str, bytes]]:
        for path, digest in digests.items():
            content = _content(self.folder / place / _FILES / path) if is_plain(path) else None
            if content is None or _digest(content) != digest:
                raise Damaged
            yield path, content

    def _read(self, name: str) -> dict[str, Any]:
        """Return a sealed record; nothing if there is none."""
        file = self.folder / name
        if not os.path.lexists(file):
            return {}
        data = _content(file) or b""
        seal = re.match(rb'\{"seal": "([0-9a-f]{64})", ', data)
        if not seal or not hmac.compare_digest(seal[1].decode(), self._seal_of(name, data[seal.end() :])):
            raise Damaged
        return json.loads(data)

    def _seal(self, name: str, record: dict[str, Any], file: Path) -> None:
        rest = json.dumps(record).encode()[1:]
        file.write_bytes(b'{"seal": "' + self._seal_of(name, rest).encode() + b'", ' + rest)

    def _seal_of(self, name: str, rest: bytes) -> str:
        return hmac.new(self.key, name.encode() + b"\0" + rest, hashlib.sha256).hexdigest()

    def _report_damage(self, shown: str) -> None:
        if shown not in self._said:
            self._said.add(shown)
            self.report(f"What {self.folder.name} keeps of {shown} is damaged; it is made anew.")


def open_store(root: Path, report: Report, name: str = FOLDER) -> Store:
    """Return a store of the project at `root`; what builds of this very folder did not make goes."""
    folder = root / name
    whole = not folder.is_symlink() and folder.is_dir()
    key = _key_of(folder) if whole else None
    if key is None and os.path.lexists(folder) and not (whole and not any(folder.iterdir())):
        report(f"{name} was not made by builds in this folder, or its key is damaged; it is emptied.")
    key = key or _take_over(folder)
    _make_folder(folder / _PAGES)
    return Store(folder, key, report)


def is_plain(path: str) -> bool:
    """Whether a path stays below the folder that it counts from."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and ".." not in parts and "\0" not in path


def _key_of(folder: Path) -> bytes | None:
    """Return the key that an earlier build drew for this place; None if there is none."""
    file = folder / _KEY
    try:
        said = json.loads(_content(file) or b"")
        known = said == _home(folder, file.stat().st_ino, key := bytes.fromhex(said["key"]))
        return key if known and len(key) == _KEY_BYTES else None
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _take_over(folder: Path) -> bytes:
    """Empty the folder, or make it, and draw a key, unless another process has just done so."""
    _make_folder(folder)
    with alone_with(folder):
        return _key_of(folder) or _draw_key(folder)


def _draw_key(folder: Path) -> bytes:
    for entry in list(folder.iterdir()):
        _remove(entry)
    key, new = secrets.token_bytes(_KEY_BYTES), folder / f"{_KEY}.{os.getpid()}.part"
    with new.open("x", encoding="utf-8") as file:
        json.dump(_home(folder, os.fstat(file.fileno()).st_ino, key), file)
    os.replace(new, folder / _KEY)
    return key


def _make_folder(folder: Path) -> None:
    """Have a folder of this name, in the place of whatever else bears it; others may do so too."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        with suppress(IsADirectoryError, PermissionError):  # another was quicker
            folder.unlink(missing_ok=True)
    folder.mkdir(exist_ok=True)


def _home(folder: Path, number: int, key: bytes) -> dict[str, Any]:
    """Return what the file of the key says: where it holds, and a digest against damage."""
    return {
        "folder": str(folder),
        "file": number,
        "key": key.hex(),
        "digest": _digest(f"{folder}\n{number}\n".encode("utf-8", "surrogateescape") + key),
    }


def _remove(path: Path) -> None:
    """Remove whatever bears this name, and nothing that a link leads to."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _content(file: Path) -> bytes | None:
    """Return what a regular file holds; None if it is none."""
    try:
        return file.read_bytes() if file.is_file() and not file.is_symlink() else None
    except OSError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
