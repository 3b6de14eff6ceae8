"""Opens a Word file that somebody sent: a zip archive of bounded size with a document, or a sentence."""

import io
import re
import zipfile
import zlib
from pathlib import Path

from press.base import input_file
from press.base.errors import InputError
from press.base.limits import WORD_MEGABYTES, WORD_PART_MEGABYTES, WORD_PARTS, WORD_UNPACKED_MEGABYTES

MAIN = "word/document.xml"
EXPECTED = "a Word file (.docx)"
ENCRYPTED = 1
OLE, PDF = b"\xd0\xcf\x11\xe0", b"%PDF"
XML_PART = re.compile(r"(word|customXml|docProps|_rels)/.*\.(xml|rels)|\[Content_Types\]\.xml")


def parts_of(file: Path, name: str) -> dict[str, bytes]:
    """Return the parts of a Word file that hold XML, by their names.

    Parameters
    ----------
    file : Path
        The file.
    name : str
        How the user named it.

    Raises
    ------
    InputError
        There is none, it is no Word file, is damaged, or is larger than one should be.
    """
    packed = input_file.read(file, name, EXPECTED, WORD_MEGABYTES)
    if packed.startswith(OLE):
        raise InputError.at(
            name, "an old .doc, or a file with a password", f"{EXPECTED} that anybody can open"
        )
    if not packed.startswith(b"PK"):
        found = "a PDF" if packed.startswith(PDF) else "something else"
        raise InputError.at(name, found, EXPECTED)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            return _parts(archive, name)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
        OSError,
    ):
        raise InputError.at(name, "a damaged archive", EXPECTED) from None


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, bytes]:
    members = archive.infolist()
    if len(members) > WORD_PARTS or sum(one.file_size for one in members) > WORD_UNPACKED_MEGABYTES * 1e6:
        raise InputError.at(name, "an archive of more than its size lets expect", EXPECTED)
    if any(one.flag_bits & ENCRYPTED for one in members):
        raise InputError.at(name, "an archive with a password", f"{EXPECTED} that anybody can open")
    if len({one.filename for one in members}) < len(members):
        raise InputError.at(name, "an archive with two parts of one name", EXPECTED)
    found = {
        one.filename: _unpacked(archive, one, name) for one in members if XML_PART.fullmatch(one.filename)
    }
    if MAIN not in found:
        other = (
            "an OpenDocument file" if "content.xml" in archive.namelist() else f"an archive without {MAIN}"
        )
        raise InputError.at(name, other, EXPECTED)
    return found


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> bytes:
    most = int(WORD_PART_MEGABYTES * 1e6)
    with archive.open(member) as stream:
        part = stream.read(most + 1)
    if len(part) > most:
        raise InputError.at(name, f"{member.filename} of more than {WORD_PART_MEGABYTES} MB", EXPECTED)
    return part
