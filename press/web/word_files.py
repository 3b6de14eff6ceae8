"""Finishes the Word files of a rendered site that genuine Quarto made; press's own are finished already."""

from pathlib import Path
from urllib.parse import unquote


def finish(output: Path) -> None:
    """Finish every Word file in the output folder that is not yet."""
    for file in sorted(output.glob("paper/*.docx")):
        from press.render import word  # brings lxml

        if not word.is_finished(file):
            made, _ = word.finished(file.read_bytes(), lambda path, file=file: _drawing(file, path))
            file.write_bytes(made)


def _drawing(docx: Path, picture: str) -> bytes | None:
    """Return a figure as Quarto drew it for the page in HTML; None where there is none."""
    from press.render.drawings import redrawn

    path = Path(unquote(picture))
    file = docx.parent / path.parent.with_name("figure-html") / f"{path.stem}.svg"
    is_figure = path.parent.name == "figure-docx" and not path.is_absolute()
    return redrawn(file.read_bytes()) if is_figure and file.is_file() else None
