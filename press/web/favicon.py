"""The sign that browsers show for a page: for those that show no SVG there, the PNG beside it.

The engine links the one that `website: favicon:` of `_quarto.yml` names; it knows no other.
"""

import struct
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path

from press.base.paths import ROOT
from press.base.yaml_file import read as read_yaml
from press.trace.page_record import HEAD, Piece
from press.web.view import View

PNG_SIZE = slice(16, 24)
"""Where a PNG holds its width and height."""


def pieces(view: View) -> Iterator[Piece]:
    """Yield the links of the PNG, which telephones put on their first screen too."""
    file = (ROOT / named()).with_suffix(".png") if named() else None
    if file and file.is_file():
        address = escape(view.published(file.relative_to(ROOT).as_posix()))
        width, height = png_size(file)
        yield (
            HEAD,
            (
                f'<link rel="alternate icon" type="image/png" sizes="{width}x{height}" href="{address}">\n'
                f'<link rel="apple-touch-icon" href="{address}">\n'
            ),
        )


@cache
def named() -> str:
    """Return the path of the sign from the folder of project and site; empty where none is named."""
    return str((read_yaml(ROOT / "_quarto.yml").get("website") or {}).get("favicon") or "").lstrip("/")


def png_size(file: Path) -> tuple[int, int]:
    """Return width and height of a PNG in pixels."""
    with file.open("rb") as stream:
        return struct.unpack(">II", stream.read(PNG_SIZE.stop)[PNG_SIZE])
