"""Sets the letters of matplotlib's SVG as words, for a PDF: what they say can be found and copied there.

In a page each letter is a shape, so that a picture looks the same on every machine. A PDF brings its fonts,
and those of matplotlib are among them, so that the words look as the shapes do.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from press.render import drawings
from press.render.svg import FACES

if TYPE_CHECKING:
    from lxml import etree

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_PLACE = re.compile(r"(?P<place>.*?)\s*scale\((?P<size>[\d.]+) -(?P=size)\)")
_LETTER = re.compile(r"#(?P<face>[a-z])(?P<glyph>[0-9a-f]+)")
_SIZE = 100
"""The size of type, in points, in which matplotlib draws its letters before it scales them."""
_NAMES = {letter: name for name, letter in FACES.items()}
_LOOKS = {
    "Bold": {"font-weight": "bold"},
    "Oblique": {"font-style": "oblique"},
    "BoldOblique": {"font-weight": "bold", "font-style": "oblique"},
}


def with_words(picture: bytes) -> bytes:
    """Return a picture, slimmed before (`press.render.svg`), whose rows of letters are words.

    What is no such row stays: formulas, whose letters stand higher or lower, and other programs' pictures.
    """
    if not re.search(rb'xlink:href="#[' + "".join(FACES.values()).encode() + b"]", picture):
        return picture
    root = drawings.parse(picture)
    for group in root.xpath("//*[local-name()='g'][*[local-name()='use']]"):
        if (found := _PLACE.fullmatch(group.get("transform", ""))) and (words := _words_of(group)):
            _replace(group, found["place"], _SIZE * float(found["size"]), *words)
    return drawings.serialize(root)


def _words_of(group: etree._Element) -> tuple[str, str] | None:
    """Return the face of a row of letters and what they say; None where it is no such row."""
    faces, letters = set(), []
    for use in group.iterchildren(f"{_SVG}use"):
        found = _LETTER.fullmatch(use.get(_LINK, ""))
        if found is None or {"y", "transform"} & set(use.keys()):
            return None
        faces.add(found["face"])
        letters.append(_letters(found["face"]).get(int(found["glyph"], 16), ""))
    return (faces.pop(), "".join(letters)) if len(faces) == 1 and all(letters) else None


def _replace(group: etree._Element, place: str, size: float, face: str, words: str) -> None:
    """Put words where a group of letters stands; the shapes that it defines are used elsewhere too."""
    for defined in group.findall(f"{_SVG}defs"):
        group.addprevious(defined)
    look = {name: group.get(name) for name in ("fill", "style") if group.get(name)}
    text = group.makeelement(
        f"{_SVG}text",
        {
            "transform": place,
            "font-family": "DejaVu Sans",
            "font-size": f"{size:g}",
            **look,
            **_LOOKS.get(_NAMES[face], {}),
        },
    )
    text.text = words
    group.getparent().replace(group, text)


@cache
def _letters(face: str) -> dict[int, str]:
    """Return the letters of a face of matplotlib's font, by the numbers of their shapes."""
    from fontTools.ttLib import TTFont  # only where there is a picture: it takes long

    package = find_spec("matplotlib")
    assert package and package.origin, "a picture of matplotlib's without matplotlib"
    name = f"-{_NAMES[face]}" if _NAMES[face] else ""
    file = f"mpl-data/fonts/ttf/DejaVuSans{name}.ttf"
    with TTFont(Path(package.origin).parent / file, lazy=True) as font:
        named = font.getBestCmap()
        return {font.getGlyphID(glyph): _apart(chr(code)) for code, glyph in reversed(named.items())}


def _apart(letter: str) -> str:
    """Return the letters that a ligature joins; the font joins them again."""
    return normalize("NFKC", letter) if "\ufb00" <= letter <= "\ufb06" else letter
