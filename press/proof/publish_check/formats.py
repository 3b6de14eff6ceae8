"""Whether a page prints the same numbers as HTML, PDF, Word and JATS."""

from pathlib import Path

from press.base.paths import ROOT
from press.proof.formats import place
from press.proof.formats.compare import Difference
from press.proof.formats.prove import differences, sentence
from press.proof.publish_check.site import Outcome, SiteFiles
from press.render.document import EXTENSIONS, Line

SURE = 0.5  # so much of a passage has to stand in the source for a line to be named


def check_formats(site: SiteFiles) -> list[Outcome]:
    """Find numbers that one format of a page prints and another does not."""
    pages = {name: pages_of(site, name) for name in site.pages}
    several = {name: files for name, files in pages.items() if len(files) > 1}
    finds = [
        find
        for name, files in several.items()
        for difference in differences(files)
        if difference.counts and (find := told(difference, name))
    ]
    return [Outcome("pages in several formats", f"{len(several):,}", tuple(finds))]


def pages_of(site: SiteFiles, name: str) -> dict[str, bytes]:
    """Return a page's files by their formats; an .xml that is no article is none."""
    files = {format: str(Path(name).with_suffix(ending).as_posix()) for format, ending in EXTENSIONS.items()}
    found = {format: site.bytes(file) for format, file in files.items() if file in site.sizes}
    return {format: data for format, data in found.items() if format != "jats" or b"<article" in data}


def told(difference: Difference, name: str) -> str:
    """Return a sentence about a difference; none where the author means the passage for one format."""
    source = ROOT / Path(name).with_suffix(".qmd")
    where = _place_of(difference, source) if source.is_file() else None
    if where and where.of_one_format:
        return ""
    shown = f" ({where.file.relative_to(ROOT)}:{where.line})" if where and where.share >= SURE else ""
    return f"{name}: {sentence(difference)}{shown}."


def _place_of(difference: Difference, source: Path) -> place.Place | None:
    text = source.read_text(encoding="utf-8")
    lines = [Line(row, source, number) for number, row in enumerate(text.split("\n"), 1)]
    here = 0 if difference.runs[0] else 1
    words = [token.text for token in difference.runs[here]]
    found = place.Source(lines).find(words, difference.passages[here].split())
    return found if found and found.share >= SURE else None
