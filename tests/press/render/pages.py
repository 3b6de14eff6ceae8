"""Documents made by hand for tests of the conversion: no cell, no kernel."""

from pathlib import Path

from press.render.convert import convert
from press.render.document import EXTENSIONS, Executed, Line, Project


def executed(
    folder: Path, body: str, project: Project | None = None, formats: dict | None = None, **metadata
) -> Executed:
    """A document of Markdown in Quarto's keep-md form, as the first half of press hands it over."""
    source = folder / "index.qmd"
    lines = tuple(Line(text, source, number) for number, text in enumerate(body.strip("\n").split("\n"), 1))
    metadata = {"title": "A title", **metadata}
    options = {name: metadata | extra for name, extra in (formats or dict.fromkeys(EXTENSIONS, {})).items()}
    project = project or Project(root=folder, type="default", output_dir=folder)
    return Executed(
        source, project, metadata, options, dict.fromkeys(EXTENSIONS, lines), folder, lines, options
    )


def made(folder: Path, format: str, body: str, **metadata) -> Path:
    """The page that `body` becomes; the PDF's citations are citeproc's."""
    document = executed(
        folder, body, formats=metadata.pop("formats", {format: {"citeproc": True}}), **metadata
    )
    destination = folder / "out" / ("index" + EXTENSIONS[format])
    convert(document, format, destination)
    return destination
