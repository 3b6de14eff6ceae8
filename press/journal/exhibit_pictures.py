"""The pictures of figures in the forms that journals take: PDF, TIFF, and SVG (of dots PNG)."""

import io
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import typst
from matplotlib.figure import Figure
from PIL import Image, UnidentifiedImageError

from press.base.errors import InputError
from press.base.paths import shown
from press.base.plain_text import typst_string
from press.render import fonts, images

DOTS = 600
"""Dots per inch of the TIFF of a drawing."""
PAGE = "#set page(width: auto, height: auto, margin: 0pt)\n#set document(date: none)\n#image({})\n"


def write_drawing(file: Path, figure: Figure) -> None:
    """Write a drawing of matplotlib as PDF, whose letters stay letters, SVG and TIFF."""
    with plt.rc_context({"pdf.fonttype": 42}):
        figure.savefig(
            file.with_suffix(".pdf"),
            bbox_inches="tight",
            metadata={"Creator": None, "Producer": None, "CreationDate": None},
        )
        figure.savefig(
            file.with_suffix(".svg"), bbox_inches="tight", metadata={"Creator": None, "Date": None}
        )
    dots = io.BytesIO()
    figure.savefig(dots, format="png", dpi=DOTS, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    _write_tiff(file, dots.getvalue())


def write_picture(file: Path, picture: Path) -> None:
    """Write a picture of the manuscript as PDF, TIFF, and SVG or PNG, without what a camera noted in it.

    Parameters
    ----------
    file
        Where they go; the endings are added.
    picture
        The picture. Where a drawing (SVG) lies beside it, as beside all that cells draw, it is taken.

    Raises
    ------
    InputError
        The picture cannot be read.
    """
    drawing = picture.with_suffix(".svg")
    source = drawing if drawing.is_file() else picture
    if source.suffix.lower() in images.SVG:
        kept = file.with_suffix(".svg")
        kept.write_bytes(images.redrawn(source, source.name, (source, 1)))
        _write_tiff(file, _set(kept, form="png"))
    else:
        kept = file.with_suffix(".png")
        kept.write_bytes(_as_png(source))
        _write_tiff(file, kept.read_bytes(), None)
    file.with_suffix(".pdf").write_bytes(_set(kept, form="pdf"))


def _set(picture: Path, *, form: str) -> bytes:
    """Return a picture alone on a page of its size."""
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        return typst.compile(
            PAGE.format(typst_string(str(picture.resolve()))).encode(),
            root="/",
            format=form,
            **({"ppi": DOTS} if form == "png" else {"timestamp": 0}),
            font_paths=fonts.packaged(Path(scratch)),
        )


def _as_png(picture: Path) -> bytes:
    """Return the first picture of a file of dots, what is transparent white."""
    try:
        with Image.open(picture) as read:
            dots = read.convert("RGBA")
            resolution = read.info.get("dpi")
    except (OSError, UnidentifiedImageError):
        raise InputError.at(
            shown(picture), "a file that cannot be read as a picture", "one that can"
        ) from None
    white = Image.new("RGBA", dots.size, "white")
    white.alpha_composite(dots)
    made = io.BytesIO()
    white.convert("RGB").save(made, "png", **({"dpi": resolution} if resolution else {}))
    return made.getvalue()


def _write_tiff(file: Path, png: bytes, dots: int | None = DOTS) -> None:
    with Image.open(io.BytesIO(png)) as read:
        resolution = (dots, dots) if dots else read.info.get("dpi")
        read.convert("RGB").save(
            file.with_suffix(".tiff"),
            compression="tiff_lzw",
            **({"dpi": resolution} if resolution else {}),
        )
