"""The fonts that a PDF takes its letters from, the same on every machine.

They are those inside Typst, DejaVu Sans as the last resort, and the files in the folders that the document
names (`font-paths`). Fonts of the machine are never looked at.
"""

import re
import unicodedata
from importlib.util import find_spec
from pathlib import Path

import typst

from press.base.errors import PressError
from press.base.yaml12 import as_list
from press.render.page import Page

FAMILIES = ("mainfont", "mathfont", "codefont")
"""Options that name a font by its family."""
LAST_RESORT = "DejaVuSans*.ttf"
"""The one font that comes with matplotlib and that holds thousands of signs.

Its other fonts have letters in the wrong places.
"""
UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")


def fonts_of(page: Page, scratch: Path) -> typst.Fonts:
    """Return the fonts of a page.

    Parameters
    ----------
    page
        It may name folders with fonts, and families.
    scratch
        An empty folder, which must stay as long as the fonts are used.

    Raises
    ------
    PressError
        A folder does not exist, or a family is in none of the fonts.
    """
    fonts = packaged(scratch, *(_font_folder(page, str(name)) for name in as_list(page.option("font-paths"))))
    known = {family.lower(): family for family in fonts.families()}
    for option in FAMILIES:
        for family in map(str, as_list(page.option(option))):
            if family.lower() not in known:
                raise PressError(
                    f"no font {family} ({option}) is here: press has {', '.join(sorted(known.values()))} "
                    "and what font-paths leads to, but takes none of the machine's",
                    *page.executed.place_of(family),
                )
    return fonts


def packaged(scratch: Path, *folders: Path) -> typst.Fonts:
    """Return the fonts of packages, and those in some folders; `scratch` as above."""
    if (package := find_spec("matplotlib")) and package.origin:
        for file in sorted(Path(package.origin).parent.glob(f"mpl-data/fonts/ttf/{LAST_RESORT}")):
            (scratch / file.name).symlink_to(file)
    return typst.Fonts(include_system_fonts=False, font_paths=[str(scratch), *map(str, folders)])


def check_letters(diagnostic: str, page: Page) -> None:
    """Raise for the first letter that Typst found no font for.

    Signs that steer a terminal or are never seen are no letters.

    Raises
    ------
    PressError
        With its code point, its name, and where it stands.
    """
    for text in re.findall(r'the text `("(?:\\.|[^"\\])+")` could not be displayed', diagnostic):
        for letter in _ESCAPE.sub(lambda one: chr(int(one[1], 16)) if one[1] else one[2], text[1:-1]):
            if unicodedata.category(letter) not in UNSEEN:
                raise PressError(
                    f"the PDF has no font for {name_of(letter)}; "
                    "put a font that has it into a folder, and name that under font-paths",
                    *_place_of(letter, page),
                )


def name_of(letter: str) -> str:
    """Return a letter with its code point and name."""
    return f"{letter} (U+{ord(letter):04X}, {unicodedata.name(letter, 'without a name')})"


def _place_of(letter: str, page: Page) -> tuple[Path, int]:
    """Return where the author wrote a letter, or where the cell is that printed it."""
    written = (*page.executed.lines, *page.executed.body[page.format])
    return next((line.origin for line in written if letter in line.text), (page.executed.source, 1))


def _font_folder(page: Page, name: str) -> Path:
    folder = (
        page.executed.project.root if name.startswith("/") else page.executed.source.parent
    ) / name.lstrip("/")
    if not folder.is_dir():
        raise PressError(f"the folder {name} (font-paths) does not exist", *page.executed.place_of(name))
    return folder
