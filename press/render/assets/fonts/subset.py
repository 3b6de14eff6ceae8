"""Makes press's fonts, from STIX Two Math, Source Serif 4 and Source Sans 3 (see README.md).

Needs fontTools and brotli.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).parent
TEXT_FEATURES = ["kern", "liga", "mark", "mkmk", "ccmp", "tnum", "locl"]
WEIGHTS = {"normal": (400, 700), "italic": 400}  # a bold italic is rare: browsers make it themselves
SCRIPTS: dict[str, tuple[str, Iterable[int]]] = {  # our name -> fontsource's file, characters
    "latin": (
        "latin",
        [
            *range(0x20, 0x100),
            0x131,
            0x152,
            0x153,
            0x2C6,
            0x2DA,
            0x2DC,
            *range(0x2000, 0x2070),
            0x20AC,
            0x2122,
            0x2212,
        ],
    ),
    "latin-ext": ("latin-ext", range(0x100, 0x180)),
    "cyrillic": ("cyrillic", [0x301, *range(0x400, 0x460), 0x490, 0x491, 0x4B0, 0x4B1, 0x2116]),
    "cyrillic-ext": ("cyrillic-ext", range(0x492, 0x500)),
}
SANS_SCRIPTS: dict[
    str, dict[str, tuple[str, Iterable[int]]]
] = {  # upright for labels, captions and tables; italic for single words in these
    "normal": {name: SCRIPTS[name] for name in ("latin", "cyrillic")},
    "italic": {
        "latin": (
            "latin",
            [*range(0x20, 0x7F), 0xA0, 0xD7, *range(0x2010, 0x2015), *range(0x2018, 0x201E), 0x2026, 0x2212],
        )
    },
}
LETTERS = [  # upright Latin, accents, and Latin and small Greek in mathematical italic
    *range(0x20, 0x7F),
    0xA0,
    0xAC,
    0xB1,
    0xB7,
    0xD7,
    0xF7,
    *range(0x300, 0x30D),
    0x338,
    0x20D7,
    *range(0x3B1, 0x3CA),
    0x3F5,
    *range(0x1D434, 0x1D468),
    0x210E,
    *range(0x1D6FC, 0x1D71C),
]
COMMON = [  # points and quotes, invisible signs, and what most formulas have of operators and relations
    *range(0x2010, 0x2015), 0x2016, *range(0x2018, 0x2027), *range(0x2032, 0x2035), 0x2044,
    *range(0x2061, 0x2065), 0x2192, 0x2208, 0x2212, 0x221E, 0x223C, 0x2248, 0x2260, 0x2264, 0x2265, 0x22EF,
]  # fmt: skip
ALPHABETS = [  # Greek capitals and variants, bold upright Latin, double-struck and calligraphic capitals
    *range(0x391, 0x3AA),
    0x3D1,
    0x3D5,
    0x3D6,
    0x3F1,
    *range(0x1D6E2, 0x1D6FC),
    *range(0x1D400, 0x1D434),
    *range(0x1D49C, 0x1D4B6),
    *range(0x1D538, 0x1D551),
    *range(0x1D6A4, 0x1D6A6),
    0x2102,
    0x210B,
    0x2110,
    0x2112,
    0x2115,
    0x2119,
    0x211A,
    0x211B,
    0x211D,
    0x2124,
    0x212C,
    0x2130,
    0x2131,
    0x2133,
]
SIGNS = [  # arrows, operators, relations, brackets
    0x2111, 0x2113, 0x2118, 0x211C, 0x2135, *range(0x2190, 0x219A), 0x21A6, 0x21C4,
    0x21CC, *range(0x21D0, 0x21D6), 0x27F5, 0x27F6, 0x27F7, 0x27F8, 0x27F9, 0x27FA, 0x27FC,
    *range(0x2200, 0x2239), *range(0x223C, 0x2244), 0x2245, 0x2248, 0x224D, 0x2250, *range(0x2254, 0x2256),
    0x225C, 0x225F, *range(0x2260, 0x226C), *range(0x2270, 0x2274), *range(0x227A, 0x227E),
    *range(0x2282, 0x228C), *range(0x228E, 0x22A6), 0x22A8, *range(0x22C0, 0x22C8), *range(0x22EE, 0x22F2),
    0x2308, 0x2309, 0x230A, 0x230B, *range(0x239B, 0x23B0), *range(0x23B4, 0x23B7), *range(0x23DC, 0x23E2),
    0x25A1, 0x25B3, 0x25CB, 0x25CF, 0x25E6, 0x2605, 0x2713, 0x27E8, 0x27E9, 0x27EE, 0x27EF, 0x2A00, 0x2A01,
    0x2A02, 0x2A7D, 0x2A7E, 0x2AAF, 0x2AB0,
]  # fmt: skip
MATH = {
    "math": [*LETTERS, *COMMON],
    "math-more": [one for one in (*ALPHABETS, *SIGNS) if one not in COMMON],
}
"""Our names and their characters: a page of plain formulas loads the first file only."""
MATH_FEATURES = ["dtls", "flac", "kern"]


def main() -> None:
    """Read the fonts named on the command line and write ours beside this file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("math", type=Path, help="STIXTwoMath-Regular.ttf")
    parser.add_argument("serif", type=Path, help="the folder of fontsource's files of Source Serif 4")
    parser.add_argument("sans", type=Path, help="the folder of fontsource's files of Source Sans 3")
    given = parser.parse_args()
    for style in WEIGHTS:
        _make_text(given.serif / "source-serif-4", "serif", style, SCRIPTS)
        _make_text(given.sans / "source-sans-3", "sans", style, SANS_SCRIPTS[style])
    for name, characters in MATH.items():
        _save(_choose(given.math, characters, MATH_FEATURES), "Press Math", name)


def _make_text(source: Path, family: str, style: str, scripts: dict[str, tuple[str, Iterable[int]]]) -> None:
    """Write the files of one family in one style."""
    for script, (file, characters) in scripts.items():
        font = _choose(
            source.with_name(f"{source.name}-{file}-wght-{style}.woff2"), characters, TEXT_FEATURES
        )
        _save(
            instancer.instantiateVariableFont(font, {"wght": WEIGHTS[style]}),
            f"Press {family.title()}",
            f"{family}-{script}-{style}",
        )


def _choose(file: Path, characters: Iterable[int], features: list[str]) -> TTFont:
    font = TTFont(file, recalcTimestamp=False)
    options = subset.Options(
        hinting=False, layout_features=features, name_IDs=[*range(7), 13, 14], drop_tables=["DSIG", "BASE"]
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return font


def _save(font: TTFont, family: str, name: str) -> None:
    for record in font["name"].names:  # the licence keeps the old names for unchanged fonts
        new = {1: family, 3: f"{family} {name}", 4: family, 6: family.replace(" ", "")}.get(record.nameID)
        if new:
            record.string = new
    font.flavor = "woff2"
    font.save(HERE / f"{name}.woff2")


if __name__ == "__main__":
    main()
