"""Below the title: which version this is, how to cite it, and what can be taken along."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path

from press.base import citation, zip_archive
from press.base.change_log import CHANGES, released
from press.base.edition import Work, current_work, science
from press.base.paths import ROOT
from press.trace.page_record import HEAD, TITLE, Piece
from press.web.cards import SWITCH
from press.web.navigation import address
from press.web.view import ARTICLE, EDITION, View

ID = "masthead"
VERSIONS = "paper/changes.html"
IN_FULL = (ARTICLE, VERSIONS)
"""The pages on which it is complete; on others it names the version alone."""
DOWNLOADS = "downloads"
KEPT = ".downloads"
"""Where builds keep the archives: a hidden folder, so that no page counts as made from them."""
CITATION_FILES = {"apa": "citation.txt", "bibtex": "citation.bib", "ris": "citation.ris"}
"""How to cite: the functions of `citation`, in the order in which readers see them, and their files."""
CODE = ("pyproject.toml", "requirements/paper.lock", "LICENSES/MIT.txt")
"""What belongs to the code besides modules."""
IMPORTED = ("base", "numbers", "tables", "trace")
"""The rooms of press that the analysis and its binding import."""
ABOUT_DATA = ("data/README.md", "data/schema.yaml", "data/datapackage.json", "LICENSES/CC-BY-4.0.txt")
FORMATS = {"paper/index.pdf": "PDF", "paper/index.docx": "Word", "paper/index.xml": "JATS XML"}
RESULTS = {
    "results.json": "Estimates (JSON)",
    "provenance.json": "Origin of every number (JSON)",
    "reproduction.json": "Comparison with the published article (JSON)",
}


def pieces(view: View) -> Iterator[Piece]:
    """Yield version, citations and downloads."""
    edition = view.read(EDITION)
    if edition is None:
        return
    work, panel = current_work(), edition["panel"]["label"]
    parts = [version_line(view, work, panel if view.name in IN_FULL else "")]
    if view.name in IN_FULL:
        write_citations(view.output / DOWNLOADS, work, panel)
        parts += [citations(view, work, panel), downloads(view, work, edition["data"])]
        yield HEAD, view.style("masthead.css")
    yield (
        TITLE,
        f'\n<nav id="{ID}" aria-label="Version, citation and downloads">\n{"".join(parts)}</nav>\n',
    )


def version_line(view: View, work: Work, panel: str) -> str:
    """Return version, commit, each with its day, the panel if it is given, and the switch of sources."""
    told = filter(None, (version(view, work), commit(work), panel and f"built from {escape(panel)}"))
    switch = f" {SWITCH}" if view.page.numbers else ""
    return f'<p class="version">{" · ".join(told)}{switch}</p>\n'


def version(view: View, work: Work) -> str:
    """Return the version, when it was released, and whether this is what was released."""
    number = f"Version {escape(work.version)}"
    if (ROOT / "paper" / "changes.qmd").is_file():
        number = f'<a href="{address(view, VERSIONS)}">{number}</a>'
    release = released(work, ROOT / CHANGES)
    day = f", released {in_words(release.day)}" if release.day else ""
    return f"{number}{day}{', and changes since then' if release.is_past else ''}"


def commit(work: Work) -> str:
    """Return the commit that the page was built from, and its day."""
    if not work.commit:
        return ""
    told = f"commit <code>{escape(work.short_commit)}</code>"
    if work.repository:
        told = f'<a href="{escape(work.repository)}/commit/{escape(work.commit)}">{told}</a>'
    return f"{told} of {in_words(work.date)}" if work.date else told


def in_words(day: date) -> str:
    """Return a day for readers and programs."""
    return f'<time datetime="{day.isoformat()}">{day.day} {day:%B %Y}</time>'


def citations(view: View, work: Work, panel: str) -> str:
    """Return how to cite, in every form, each to copy and to download."""
    rows = "".join(one_citation(view, kind, getattr(citation, kind)(work, panel)) for kind in CITATION_FILES)
    return (
        '<details class="masthead-part" id="cite"><summary>Cite this edition</summary>\n'
        f"<p>{escape(citation.advice(work))}</p>\n{rows}</details>\n"
    )


def one_citation(view: View, kind: str, text: str) -> str:
    """Return one form: the text, a button that copies it (shown by the script that makes it work), a link."""
    name, place = citation.FORMATS[kind], f"citation-{kind}"
    of = f'<span class="visually-hidden"> {name}</span>'
    file = address(view, f"{DOWNLOADS}/{CITATION_FILES[kind]}")
    # In a page lines end alike, whatever a format asks of its files.
    shown = text.strip().replace("\r\n", "\n")
    return (
        f'<div class="citation-form"><p><strong>{name}</strong> '
        f'<button type="button" class="copy" data-copy="{place}" data-name="{name}" hidden>Copy{of}</button> '
        f'<a href="{file}" download>Download{of}</a></p>\n<pre id="{place}">{escape(shown)}</pre></div>\n'
    )


def write_citations(folder: Path, work: Work, panel: str) -> None:
    """Put the citations into the site as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind, name in CITATION_FILES.items():
        (folder / name).write_text(getattr(citation, kind)(work, panel), encoding="utf-8", newline="")


def downloads(view: View, work: Work, tables: list[str]) -> str:
    """Return what can be taken along: the text in other formats, data, code."""
    folder = view.output / DOWNLOADS
    data = [name for name in (*tables, *ABOUT_DATA) if name in view.own]
    for name, packed in (("data.zip", data), ("code.zip", code_files(view.own))):
        zip_archive.deliver(folder / name, ROOT, packed, view.prepared / KEPT)
    shutil.copyfile(ROOT / "paper" / "index.qmd", folder / "index.qmd")
    formats = {name: words for name, words in FORMATS.items() if (view.output / name).is_file()}
    results = {
        name: words
        for name, words in RESULTS.items()
        if name == "provenance.json" or (view.output / name).is_file()
    }
    rows = [
        ("Text", formats | {f"{DOWNLOADS}/index.qmd": "Source (Quarto)"}),
        (
            "Data",
            {f"{DOWNLOADS}/data.zip": f"All tables with codebook (ZIP, {kilobytes(folder / 'data.zip')})"},
        ),
        ("Results", results),
        ("Code", {f"{DOWNLOADS}/code.zip": f"Analysis in Python (ZIP, {kilobytes(folder / 'code.zip')})"}),
    ]
    listed = "".join(
        f"<dt>{name}</dt><dd>{links(view, files)}{repository(work) if name == 'Code' else ''}</dd>\n"
        for name, files in rows
    )
    return (
        '<details class="masthead-part" id="downloads"><summary>Formats, data and code</summary>\n'
        f"<dl>\n{listed}</dl>\n</details>\n"
    )


def code_files(own: frozenset[str]) -> list[str]:
    """Return those of the project's files that are the analysis."""
    rooms = (f"{science()}/", *(f"press/{room}/" for room in IMPORTED))
    modules = (
        name
        for name in sorted(own)
        if name.endswith(".py") and (name.startswith(rooms) or os.path.dirname(name) == "press")
    )
    return [
        *(name for name in modules if not os.path.basename(name).startswith(".")),
        *(name for name in CODE if name in own),
    ]


def links(view: View, files: dict[str, str]) -> str:
    """Return links to files of the site."""
    return " · ".join(
        f'<a href="{address(view, name)}" download>{escape(words)}</a>' for name, words in files.items()
    )


def repository(work: Work) -> str:
    """Return a link to the whole project, where it is public."""
    return f' · <a href="{escape(work.repository)}">Whole project</a>' if work.repository else ""


def kilobytes(file: Path) -> str:
    """Return the size of a file in kilobytes."""
    return f"{max(1, round(file.stat().st_size / 1000))} kB"
