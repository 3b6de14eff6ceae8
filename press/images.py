"""Looks at a picture before anything draws it: what it is, how large, and whether it is whole."""

from __future__ import annotations

import re
import struct
from pathlib import Path

from .errors import PressError
from .files import check_size
from .limits import IMAGE_MEGABYTES, IMAGE_MEGAPIXELS

SIGNATURES = {".png": (b"\x89PNG\r\n\x1a\n",), ".jpg": (b"\xff\xd8\xff",), ".jpeg": (b"\xff\xd8\xff",), ".gif": (b"GIF87a", b"GIF89a")}
ENDINGS = {".png": b"IEND\xaeB`\x82", ".gif": b";"}
ACTIVE_SVG = re.compile(rb"<!ENTITY|<\s*(?:\w+:)?(script|foreignObject)\b|[\s\"'](on[a-z]+)\s*=|(javascript)\s*:|href\s*=\s*[\"']\s*(?:https?:|file:|//)", re.IGNORECASE)
JPEG_SIZES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def check(file: Path, shown: str, place: tuple[Path, int]) -> None:
    """Refuse a picture that cannot be shown as it is.

    Parameters
    ----------
    file
        The picture.
    shown
        How the author names it.
    place
        File and line that name it.

    Raises
    ------
    PressError
        It is too large, cut short, of another kind than its name says, or (SVG) runs scripts or fetches what is elsewhere.
    """
    check_size(file, IMAGE_MEGABYTES)
    data = file.read_bytes()
    kind = file.suffix.lower()
    if problem := _svg_problem(data) if kind == ".svg" else _raster_problem(data, kind):
        raise PressError(f"the image {shown} {problem}", *place)


def _raster_problem(data: bytes, kind: str) -> str:
    if kind not in SIGNATURES:
        return ""
    if not data.startswith(SIGNATURES[kind]):
        return f"is no {kind[1:].upper()} picture, whatever its name says"
    if kind in ENDINGS and ENDINGS[kind] not in data[-64:]:
        return "is cut short"
    size = _size(data, kind)
    if size is None or 0 in size:
        return "has no size"
    if size[0] * size[1] > IMAGE_MEGAPIXELS * 1_000_000:
        return f"has {size[0]} by {size[1]} pixels, and at most {IMAGE_MEGAPIXELS} million are drawn"
    return ""


def _size(data: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels, as the header states them."""
    if kind == ".png":
        return struct.unpack(">II", data[16:24]) if data[12:16] == b"IHDR" else None
    if kind == ".gif":
        return struct.unpack("<HH", data[6:10]) if len(data) > 10 else None
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return None


def _svg_problem(data: bytes) -> str:
    from lxml import etree  # only where a picture is an SVG

    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as error:
        return f"is no XML ({error.msg})"
    if etree.QName(root).localname != "svg":
        return "is no SVG picture, whatever its name says"
    if found := ACTIVE_SVG.search(data):
        what = next((part for part in found.groups() if part), found[0]).decode(errors="replace").strip()
        return f"holds `{what}`: a picture may neither run scripts nor fetch anything"
    return ""
