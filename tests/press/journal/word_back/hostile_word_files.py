"""Files that only look like Word files, are damaged, or mean harm."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator

DOCUMENT = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def parts(docx: bytes) -> dict[str, bytes]:
    """The parts of a zip archive, by their names."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(found: dict[str, bytes], *more: tuple[str, bytes]) -> bytes:
    """A zip archive of parts; `more` are added whatever their names are."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*found.items(), *more):
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_document(docx: bytes, document: bytes, part: str = DOCUMENT) -> bytes:
    """A Word file with another part in the place of its document."""
    return packed(parts(docx) | {part: document})


def document(body: str, before: str = "", encoding: str = "UTF-8") -> bytes:
    """A document with a body in XML, and declarations before it."""
    head = f'<?xml version="1.0" encoding="{encoding}"?>{before}'
    return f"{head}<w:document {W}><w:body>{body}</w:body></w:document>".encode(encoding)


# What must be refused -----------------------------------------------------------------------------


def zip_bomb(docx: bytes) -> bytes:
    """Half a megabyte that unpacks to 400."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts(docx).items():
            if name != DOCUMENT:
                archive.writestr(name, content)
        with archive.open(DOCUMENT, "w") as stream:
            for piece in _blanks(400):
                stream.write(piece)
    return buffer.getvalue()


def _blanks(megabytes: int) -> Iterator[bytes]:
    yield document("")[:100]
    for _ in range(megabytes):
        yield b" " * 10**6


def lying_zip_bomb(docx: bytes) -> bytes:
    """As `zip_bomb`, but the archive says that the document has 1,000 bytes."""
    packed_bomb = zip_bomb(docx)
    with zipfile.ZipFile(io.BytesIO(packed_bomb)) as archive:
        size = archive.getinfo(DOCUMENT).file_size
    assert packed_bomb.count(struct.pack("<L", size)) >= 1
    return packed_bomb.replace(struct.pack("<L", size), struct.pack("<L", 1000))


def many_parts(docx: bytes) -> bytes:
    """20,000 parts."""
    return packed(parts(docx), *((f"word/media/{number}.png", b"") for number in range(20_000)))


def external_entity(docx: bytes, address: str = "file:///etc/passwd") -> bytes:
    """A document that asks for a file of the reader's machine."""
    declared = f'<!DOCTYPE d [<!ENTITY secret SYSTEM "{address}">]>'
    return with_document(docx, document("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>", declared))


def external_subset(docx: bytes, address: str = "file:///etc/passwd") -> bytes:
    """A document whose declarations lie elsewhere."""
    return with_document(docx, document("<w:p/>", f'<!DOCTYPE d SYSTEM "{address}">'))


def entity_bomb(docx: bytes) -> bytes:
    """Ten levels of entities that come to 10^10 letters."""
    return with_document(docx, document("<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>", _laughs()))


def entity_bomb_in_utf_16(docx: bytes) -> bytes:
    """The same where nobody sees "<!ENTITY" who reads bytes."""
    body = "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
    return with_document(docx, document(body, _laughs(), "UTF-16"))


def external_entity_in_utf_16(docx: bytes, address: str = "file:///etc/passwd") -> bytes:
    """A file of the reader's machine is asked for, in letters of two bytes."""
    declared = f'<!DOCTYPE d [<!ENTITY secret SYSTEM "{address}">]>'
    return with_document(docx, document("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>", declared, "UTF-16"))


def entity_bomb_in_comments(docx: bytes) -> bytes:
    """The same in the margin."""
    said = (
        f'<w:comments {W}><w:comment w:id="0"><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:comment></w:comments>'
    )
    content = f'<?xml version="1.0"?>{_laughs()}{said}'.encode()
    return with_document(docx, content, "word/comments.xml")


def _laughs() -> str:
    levels = [
        '<!ENTITY a0 "ha">',
        *(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)),
    ]
    return f"<!DOCTYPE d [{''.join(levels)}]>"


def nested(docx: bytes, depth: int = 10**6) -> bytes:
    """A million elements within each other."""
    return with_document(docx, document("<w:ins>" * depth + "</w:ins>" * depth))


def truncated(docx: bytes) -> bytes:
    """The first half of a file."""
    return docx[: len(docx) // 2]


def bad_checksum(docx: bytes) -> bytes:
    """A file in which some bytes of the packed document are others."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        start = archive.getinfo(DOCUMENT).header_offset + 200
    return docx[:start] + bytes(byte ^ 0x55 for byte in docx[start : start + 64]) + docx[start + 64 :]


def with_password(docx: bytes) -> bytes:
    """An archive whose parts say that they are encrypted."""
    content = bytearray(docx)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(signature, at + 4)
    return bytes(content)


def ole(_: bytes) -> bytes:
    """An old .doc, or a .docx with a password: both are containers of this kind."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096)


def pdf(_: bytes) -> bytes:
    return b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def odt(_: bytes) -> bytes:
    """A text of LibreOffice's own format."""
    space = b"urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    content = b'<office:document-content xmlns:office="' + space + b'"/>'
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content})


def rtf(_: bytes) -> bytes:
    return b"{\\rtf1\\ansi Shade}"


def nothing(_: bytes) -> bytes:
    return b""


def without_document(docx: bytes) -> bytes:
    return packed({name: content for name, content in parts(docx).items() if name != DOCUMENT})


def not_utf_8(docx: bytes) -> bytes:
    """A document that says UTF-8 and is none."""
    return with_document(
        docx, document("<w:p><w:r><w:t>Sch\u00f6n</w:t></w:r></w:p>").replace(b"\xc3\xb6", b"\xf6")
    )


def no_xml(docx: bytes) -> bytes:
    return with_document(docx, b"Shade and tomatoes")


def other_root(docx: bytes) -> bytes:
    """XML of another kind."""
    return with_document(docx, b"<html><body><p>Shade</p></body></html>")


def twice(docx: bytes) -> bytes:
    """Two documents of one name: programs differ in which they show."""
    with warnings.catch_warnings(action="ignore", category=UserWarning):
        return packed(parts(docx), (DOCUMENT, document("<w:p><w:r><w:t>Another text.</w:t></w:r></w:p>")))


REFUSED: tuple[Callable[[bytes], bytes], ...] = (
    *(zip_bomb, lying_zip_bomb, many_parts),
    *(external_entity, external_subset, external_entity_in_utf_16),
    *(entity_bomb, entity_bomb_in_utf_16, entity_bomb_in_comments),
    *(nested, truncated, bad_checksum, with_password, ole, pdf, odt, rtf, nothing),
    *(without_document, not_utf_8, no_xml, other_root, twice),
)


# What may be read, and does no harm ---------------------------------------------------------------


def names_that_climb(docx: bytes) -> bytes:
    """Parts that would be written elsewhere by who unpacks them."""
    climbing = (
        "../evil.txt",
        "../../evil.txt",
        "/tmp/evil-of-word.txt",
        "word/../../evil.txt",
        "C:\\evil.txt",
    )
    return packed(parts(docx), *((name, b"evil") for name in climbing))


def wide_cells(docx: bytes) -> bytes:
    """A table whose cell spans a thousand million columns, and a list a thousand million levels deep."""
    body = (
        '<w:tbl><w:tr><w:trPr><w:gridBefore w:val="1000000000"/></w:trPr><w:tc><w:tcPr>'
        '<w:gridSpan w:val="1000000000"/></w:tcPr><w:p><w:pPr><w:numPr><w:ilvl w:val="1000000000"/>'
        '<w:numId w:val="1000000000"/></w:numPr></w:pPr><w:r><w:t>wide</w:t></w:r></w:p>'
        "</w:tc></w:tr></w:tbl>"
    )
    return _with_more(docx, body)


def odd_values(docx: bytes) -> bytes:
    """Identifiers, dates and levels that are none."""
    body = (
        '<w:p><w:pPr><w:outlineLvl w:val="high"/><w:numPr><w:ilvl w:val="-1"/><w:numId w:val=""/></w:numPr>'
        "</w:pPr>"
        '<w:ins w:id="x" w:author="" w:date="yesterday"><w:r><w:t>odd</w:t></w:r></w:ins>'
        '<w:commentRangeStart w:id="no"/><w:r><w:footnoteReference w:id="none"/></w:r>'
        "<w:moveToRangeStart/><w:bookmarkStart/><w:del><w:r><w:delText/></w:r></w:del></w:p>"
    )
    return _with_more(docx, body)


def many_paragraphs(docx: bytes) -> bytes:
    """Two thousand paragraphs behind those of the paper."""
    return _with_more(
        docx, "".join(f"<w:p><w:r><w:t>line {number}</w:t></w:r></w:p>" for number in range(2_000))
    )


def _with_more(docx: bytes, body: str) -> bytes:
    content = parts(docx)[DOCUMENT]
    at = content.rindex(b"<w:sectPr") if b"<w:sectPr" in content else content.rindex(b"</w:body>")
    return with_document(docx, content[:at] + body.encode() + content[at:])


HARMLESS: tuple[Callable[[bytes], bytes], ...] = (names_that_climb, wide_cells, odd_values, many_paragraphs)
