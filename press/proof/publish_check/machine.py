"""Names of places on the machine that built the site."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from press.base.paths import ROOT
from press.proof import pdf_file
from press.proof.publish_check.site import Outcome, SiteFiles

PASSED = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".woff", ".woff2", ".ttf", ".otf", ".ico", ".zip")
"""Pictures and fonts, and archives of sources: code may name folders."""
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
FOLDERS = rb"/(?:home|Users|root|tmp|private|mnt)/[\w.~-]+|/var/folders/[\w.~-]+|[A-Z]:\\\\?Users\\|file:///"


def check_machine(site: SiteFiles) -> list[Outcome]:
    """Find files that name such a place, each once."""
    pattern = pattern_of(ROOT)
    names = [name for name in site.sizes if not name.endswith(PASSED)]
    finds = (
        f"{name} names {found}, a place on the machine that built it."
        for name in names
        if (found := place_named_in(name, site.bytes(name), pattern))
    )
    return [Outcome("places on this machine", f"in {len(names):,} files", tuple(finds))]


def pattern_of(root: Path) -> re.Pattern[bytes]:
    """Return what finds folders of users and of this project, but not the end of an address."""
    own = rb"|" + re.escape(str(root).encode()) + rb"\b" if len(root.parts) > 2 else b""
    return re.compile(rb"(?<![\w./:-])(?:" + FOLDERS + own + rb")")


def place_named_in(name: str, content: bytes, pattern: re.Pattern[bytes]) -> str:
    """Return the first such place in a file; empty where it has none."""
    found = next(filter(None, (pattern.search(part) for _, part in unpacked(name, content))), None)
    return found[0].decode(errors="replace") if found else ""


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and everything that is packed in it."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name}: comment", archive.comment
            for member in archive.infolist():
                inner = f"{name}/{member.filename}"
                yield f"{inner}: name", member.filename.encode() + member.comment + member.extra
                yield from unpacked(inner, archive.read(member))
    elif content.startswith(b"%PDF"):
        for number, stream in enumerate(STREAM.findall(content), 1):
            with suppress(zlib.error):  # packed otherwise, or not at all, and then seen in the file itself
                yield f"{name}: stream {number}", zlib.decompressobj().decompress(stream)
        with suppress(pdf_file.NoPdf):  # letters are drawn by numbers, which the streams hold
            yield f"{name}: text", pdf_file.text_of(content).encode(errors="ignore")
    elif name.endswith((".xml", ".svg", ".rels")):  # a name may be cut in pieces by marks
        yield f"{name}: text", re.sub(rb"<[^>]*>", b"", content)
