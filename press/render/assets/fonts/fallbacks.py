"""Writes into press.css the faces that stand in for press's fonts until these have come (see README.md).

Each is a font that many machines have, drawn as large, and as far above and below the line, as ours is, so
that no line moves when the fonts change places. Needs fontTools and brotli.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
STYLE = HERE.parent / "press.css"
BLOCK = re.compile(r"(/\* stand-ins[^\n]*\n).*?(\n\n)", re.DOTALL)
HEADINGS = 640
"""The weight of press's headings, which a font of the machine sets in its bold."""
SAMPLE = (
    "The programme brought young people from the densely populated south to universities and colleges of the "
    "northern regions, and paid for their studies there. This edition estimates whether more of them stayed: "
    "it compares 2014 with the years before, in every region, and says how far chance alone would go. The "
    "estimate is 0.79 (95% CI, 5.83 to 7.42; p = 0.81), of 240 rows in 16 clusters (Table 2, column 3). "
)
"""Words as English has them, whose width is compared."""


@dataclass(frozen=True, slots=True)
class StandIn:
    """A font of many machines.

    Attributes
    ----------
    family
        The family of press that it stands in for.
    names
        What machines call it, and fonts as wide, letter for letter.
    files
        A file with its metrics, or with those of a font as wide, by the style that the file has.
    """

    family: str
    names: tuple[str, ...]
    files: dict[str, str]


STAND_INS = (
    StandIn(
        "serif",
        ("Georgia", "Gelasio"),
        {
            "normal": "gelasio-latin-400-normal.woff2",
            "bold": "gelasio-latin-700-normal.woff2",
            "italic": "gelasio-latin-400-italic.woff2",
        },
    ),
    StandIn(
        "serif",
        ("Times New Roman", "Liberation Serif", "Tinos"),
        {
            "normal": "LiberationSerif-Regular.ttf",
            "bold": "LiberationSerif-Bold.ttf",
            "italic": "LiberationSerif-Italic.ttf",
        },
    ),
    StandIn(
        "serif",
        ("Noto Serif",),
        {
            "normal": "noto-serif-latin-400-normal.woff2",
            "bold": "noto-serif-latin-700-normal.woff2",
            "italic": "noto-serif-latin-400-italic.woff2",
        },
    ),
    StandIn(
        "serif",
        ("DejaVu Serif",),
        {"normal": "DejaVuSerif.ttf", "bold": "DejaVuSerif-Bold.ttf", "italic": "DejaVuSerif-Italic.ttf"},
    ),
    StandIn(
        "sans",
        ("Arial", "Liberation Sans", "Helvetica", "Arimo"),
        {"normal": "LiberationSans-Regular.ttf", "bold": "LiberationSans-Bold.ttf"},
    ),
    StandIn(
        "sans",
        ("Roboto",),
        {"normal": "roboto-latin-400-normal.woff2", "bold": "roboto-latin-700-normal.woff2"},
    ),
    StandIn("sans", ("DejaVu Sans",), {"normal": "DejaVuSans.ttf", "bold": "DejaVuSans-Bold.ttf"}),
)
SUFFIXES = {"normal": "", "bold": " Bold", "italic": " Italic"}
"""What the full name of a file says of its style."""


def main() -> None:
    """Measure the fonts in the folder named on the command line, and write their faces into press.css."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("fonts", type=Path, help="the folder with the files that STAND_INS names")
    folder = parser.parse_args().fonts
    faces = [
        face(stand_in, style, folder / file)
        for stand_in in STAND_INS
        for style, file in stand_in.files.items()
    ]
    text = STYLE.read_text(encoding="utf-8")
    written = BLOCK.sub(lambda block: f"{block[1]}{chr(10).join(faces)}{block[2]}", text, count=1)
    STYLE.write_text(written, encoding="utf-8")


def face(stand_in: StandIn, style: str, file: Path) -> str:
    """Return the rule of one file."""
    own = ours(stand_in.family, style)
    words = SAMPLE.title() if style == "bold" else SAMPLE  # titles are bold
    size = width(own, words) / width(TTFont(file), words)
    height = own["head"].unitsPerEm * size
    family = f"{stand_in.family.title()} as {stand_in.names[0].removesuffix(' New Roman')}"
    sources = ", ".join(f'local("{name}{SUFFIXES[style]}")' for name in stand_in.names)
    slant = "italic" if style == "italic" else "normal"
    weight = "600 700" if style == "bold" else "400 500"
    return (
        f'@font-face {{ font-family: "{family}"; font-style: {slant}; font-weight: {weight}; src: {sources}; '
        f"size-adjust: {size:.2%}; ascent-override: {own['hhea'].ascent / height:.2%}; "
        f"descent-override: {-own['hhea'].descent / height:.2%}; line-gap-override: 0%; }}"
    )


def ours(family: str, style: str) -> TTFont:
    """Return press's font of a style, at the weight that is printed."""
    font = TTFont(HERE / f"{family}-latin-{'italic' if style == 'italic' else 'normal'}.woff2")
    if "fvar" in font:
        instancer.instantiateVariableFont(font, {"wght": HEADINGS if style == "bold" else 400}, inplace=True)
    return font


def width(font: TTFont, words: str) -> float:
    """Return how wide a font sets words, in ems."""
    letters, advances = font.getBestCmap(), font["hmtx"]
    return sum(advances[letters[ord(letter)]][0] for letter in words) / font["head"].unitsPerEm


if __name__ == "__main__":
    main()
