"""Names of places on the machine that built the site."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from press.base.paths import ROOT
from press.proof.publish_check.outcome import Outcome
from press.proof.publish_check.site import Site

PACKED = (".docx", ".xlsx", ".epub")
PASSED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2", ".ttf", ".otf", ".ico", ".zip")
"""Pictures and fonts, and archives of sources: code may name folders."""
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
FOLDERS = rb"/(?:home|Users|root|tmp|private|mnt)/[\w.~-]+|/var/folders/[\w.~-]+|[A-Z]:\\\\?Users\\|file:///"


def outcomes(site: Site) -> list[Outcome]:
    """Files that name such a place, each once."""
    pattern, read, finds = pattern_of(ROOT), 0, []
    for name in site.sizes:
        if not name.endswith(PASSED):
            read += 1
            finds += [
                f"{name} names {found}, a place on the machine that built it."
                for found in named_in(site, name, pattern)
            ]
    return [Outcome("places on this machine", f"in {read:,} files", tuple(finds))]


def pattern_of(root: Path) -> re.Pattern[bytes]:
    """Return what finds folders of users and of this project, but not the end of an address."""
    own = rb"|" + re.escape(str(root).encode()) + rb"\b" if len(root.parts) > 2 else b""
    return re.compile(rb"(?<![\w./:-])(?:" + FOLDERS + own + rb")")


def named_in(site: Site, name: str, pattern: re.Pattern[bytes]) -> list[str]:
    """Return the first such place in a file, if it has one."""
    for content in contents(name, site.bytes(name)):
        if found := pattern.search(content):
            return [found[0].decode(errors="replace")]
    return []


def contents(name: str, raw: bytes) -> Iterator[bytes]:
    """Yield what a file holds, unpacked."""
    yield raw
    if name.endswith(PACKED) and zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from (packed.read(part) for part in packed.namelist())
    if name.endswith(".pdf"):
        for stream in STREAM.findall(raw):
            try:
                yield zlib.decompressobj().decompress(stream)
            except zlib.error:
                continue  # a stream that is packed otherwise, or not at all, and then was read in `raw`
