"""Finishes the Word files of a rendered site that genuine Quarto made; press's own are finished already."""

import zipfile
from functools import partial
from pathlib import Path
from urllib.parse import unquote

from press.base.zip_archive import FIRST_DAY


def finish(output: Path) -> None:
    """Finish every Word file in the output folder that is not yet."""
    for file in sorted(output.glob("paper/*.docx")):
        if not is_finished(file):
            from press.render.word import finished  # brings lxml

            made, _ = finished(file.read_bytes(), partial(_drawing, file))
            file.write_bytes(made)


def is_finished(docx: Path) -> bool:
    """Whether press packed a Word file, without dates; pandoc's own packing has the time of the build."""
    with zipfile.ZipFile(docx) as packed:
        return all(entry.date_time == FIRST_DAY for entry in packed.infolist())


def _drawing(docx: Path, picture: str) -> bytes | None:
    """Return a figure as Quarto drew it for the page in HTML; None where there is none."""
    from press.render.drawings import redrawn  # brings lxml

    path = Path(unquote(picture))
    if path.parent.name != "figure-docx" or path.is_absolute():
        return None
    file = docx.parent / path.parent.with_name("figure-html") / f"{path.stem}.svg"
    return redrawn(file.read_bytes()) if file.is_file() else None
