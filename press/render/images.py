"""Looks at a picture before anything draws it: what it is, how large, and whether it is whole."""

import base64
import binascii
import re
import shutil
import struct
from pathlib import Path
from urllib.parse import unquote_to_bytes

from press.base.errors import PressError
from press.base.files import check_size
from press.base.limits import IMAGE_MEGABYTES, IMAGE_MEGAPIXELS, SVG_MEGABYTES
from press.render import drawings
from press.render.document import Executed

SIGNATURES = {
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".gif": (b"GIF87a", b"GIF89a"),
}
ENDINGS = {".png": b"IEND\xaeB`\x82", ".gif": b";"}
SVG = (".svg", ".svgz")
SHOWN = (*SIGNATURES, *SVG, ".webp", ".avif", ".bmp", ".tif", ".tiff", ".ico", ".pdf", ".eps", ".emf", ".wmf")
"""Endings of pictures; what bears another may be a page or a program to whoever opens it."""
SVG_HEAD = 10_000
"""How far into a drawing its first element is looked for [bytes]."""
SVG_OPENING = re.compile(r"<svg\b[^>]*>")
SVG_BOX = re.compile(r"""\bviewBox=["'][-\d.]+[\s,]+[-\d.]+[\s,]+([\d.]+)[\s,]+([\d.]+)["']""")
SVG_WIDTH = re.compile(r"""\bwidth=["']([\d.]+)(pt|px|)["']""")
PIXELS = {"pt": 4 / 3, "px": 1, "": 1}
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
        It is too large, cut short, of another kind than its name says, or (SVG) more than a drawing.
    """
    if file.suffix.lower() in SVG:
        redrawn(file, shown, place)
    else:
        check_size(file, IMAGE_MEGABYTES)
        if problem := _raster_problem(file.read_bytes(), file.suffix.lower()):
            raise PressError(f"the image {shown} {problem}", *place)


def redrawn(file: Path, shown: str, place: tuple[Path, int]) -> bytes:
    """Return an SVG as it is published; parameters and errors as in `check`."""
    check_size(file, SVG_MEGABYTES)
    try:
        return drawings.redrawn(file.read_bytes())
    except drawings.NotADrawing as fault:
        raise PressError(f"the image {shown} {fault}", *place) from None


def publish(file: Path, target: Path, shown: str, place: tuple[Path, int]) -> None:
    """Copy a file into the output, making folders; an SVG is written anew, as it was judged.

    Parameters and errors as in `check`.
    """
    if target.exists() and target.samefile(file):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.suffix.lower() in SVG:
        target.write_bytes(redrawn(file, shown, place))
    else:
        shutil.copyfile(file, target)


def size(file: Path) -> tuple[int, int]:
    """Return width and height of a picture in the pixels of style sheets; 0 where it states none."""
    if file.suffix.lower() != ".svg":
        return _size(file.read_bytes(), file.suffix.lower())
    opening = SVG_OPENING.search(file.read_bytes()[:SVG_HEAD].decode("utf-8", errors="replace"))
    box = SVG_BOX.search(opening[0]) if opening else None
    stated = SVG_WIDTH.search(opening[0]) if opening else None
    if not (box and stated):
        return 0, 0
    width = float(stated[1]) * PIXELS[stated[2]]
    return round(width), round(width * float(box[2]) / float(box[1])) if float(box[1]) else 0


def redrawn_address(address: str, executed: Executed) -> str:
    """Return a picture that stands in its own address (`data:image/svg+xml,...`) as it is published.

    Any other address is returned as it is.

    Raises
    ------
    PressError
        The picture is more than a drawing.
    """
    try:
        return _redrawn_address(address)
    except drawings.NotADrawing as fault:
        raise PressError(
            f"an image that stands in its address {fault}", *executed.place_of(address[:30])
        ) from None


def _redrawn_address(address: str) -> str:
    address = re.sub(r"[\t\r\n]", "", address).strip()  # as browsers read it
    kind, _, data = address.partition(",")
    if not re.match(r"data:\s*image/svg", kind, re.IGNORECASE):
        return address
    content = unquote_to_bytes(data)
    if re.search(r";\s*base64\s*$", kind, re.IGNORECASE):
        try:
            content = base64.b64decode(content)
        except binascii.Error:
            raise drawings.NotADrawing("cannot be decoded") from None
    if len(content) > SVG_MEGABYTES * 1e6:
        raise drawings.NotADrawing(f"has more than {SVG_MEGABYTES:g} MB")
    return "data:image/svg+xml;base64," + base64.b64encode(drawings.redrawn(content)).decode()


def _raster_problem(data: bytes, kind: str) -> str:
    if kind not in SHOWN:
        why = f"its name ends in {kind}" if kind else "its name has no ending"
        return f"is no picture that press knows, for {why}"
    if kind not in SIGNATURES:
        return ""
    if not data.startswith(SIGNATURES[kind]):
        return f"is no {kind[1:].upper()} picture, whatever its name says"
    if kind in ENDINGS and ENDINGS[kind] not in data[-64:]:
        return "is cut short"
    width, height = _size(data, kind)
    if not width or not height:
        return "has no size"
    if width * height > IMAGE_MEGAPIXELS * 1_000_000:
        return f"has {width} by {height} pixels, and at most {IMAGE_MEGAPIXELS} million are drawn"
    return ""


def _size(data: bytes, kind: str) -> tuple[int, int]:
    """Return width and height in pixels, as the header states them; 0 where it states none."""
    if kind == ".png" and data[12:16] == b"IHDR":
        return struct.unpack(">II", data[16:24])
    if kind == ".gif" and len(data) > 10:
        return struct.unpack("<HH", data[6:10])
    at = 2
    while kind in (".jpg", ".jpeg") and at + 9 < len(data) and data[at] == 0xFF:
        if data[at + 1] in JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + struct.unpack(">H", data[at + 2 : at + 4])[0]
    return 0, 0
