"""Zip archives that are the same to the byte whenever their files are, kept until one of these changes.

Standard library only.
"""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every member: the earliest that the format knows."""
READABLE = 0o100644 << 16
"""The mode of every member: a file that all may read."""


def write(target: Path, root: Path, names: Sequence[str]) -> None:
    """Write an archive.

    Parameters
    ----------
    target
        Its file.
    root
        The folder of its members.
    names
        Their paths from there.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(names):
            member = zipfile.ZipInfo(name, FIRST_DAY)
            member.external_attr = READABLE
            archive.writestr(member, (root / name).read_bytes(), zipfile.ZIP_DEFLATED)


def deliver(target: Path, root: Path, names: Sequence[str], kept: Path) -> None:
    """Put a copy of the archive in the folder `kept` into a site.

    The archive is written anew where a member changed, or where it is not as it was written.
    """
    stamp, archive = kept / f"{target.name}.json", kept / target.name
    members = [[name, digest(root / name)] for name in sorted(names)]
    known = stamped(stamp)
    if known.get("members") != members or digest(archive) != known.get("archive"):
        if known.get("members") == members:
            print(f"{archive.name} in {kept.name} is damaged; it is made anew.")
        kept.mkdir(parents=True, exist_ok=True)
        write(archive, root, names)
        stamp.write_text(json.dumps({"members": members, "archive": digest(archive)}), encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(archive, target)


def stamped(stamp: Path) -> dict[str, Any]:
    """Return what is noted of a kept archive; nothing where the note is absent or damaged."""
    try:
        noted = json.loads(stamp.read_bytes())
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def digest(file: Path) -> str:
    """Return the SHA-256 of a file; empty where there is none."""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else ""
