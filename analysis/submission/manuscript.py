"""The manuscript in review form, as Word and PDF: from the executed article, with its authors or without a trace of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.submission import parts, references, word
from analysis.submission.references import Reference
from analysis.submission.settings import Settings
from press.convert import convert
from press.document import Executed, Line

FORMATS = ("docx", "typst")
TEMPLATE = "theme/reference.docx"
REVIEW = "theme/review.typ"
NAMING = ("author", "authors", "affiliations", "subtitle", "date", "website")
"""Options that may tell who wrote a document, where, or when."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An executed article as reviewers shall have it, and the works that it cites."""

    executed: Executed
    references: tuple[Reference, ...]

    def write(self, folder: Path, name: str = "manuscript") -> None:
        """Write the Word file and the PDF into a folder."""
        docx = folder / f"{name}.docx"
        convert(self.executed, "docx", docx)
        docx.write_bytes(word.finish(docx.read_bytes(), numbered=True))
        convert(self.executed, "typst", folder / f"{name}.pdf")


def named(article: Executed, settings: Settings) -> Manuscript:
    """The manuscript with its authors."""
    works = references.cited(_bibliography(article), article.markdown("docx"), str(article.metadata.get("nocite", "")))
    return Manuscript(_in_review_form(article, settings, (*settings.leave_out, *settings.texts_apart)), tuple(works))


def anonymous(article: Executed, settings: Settings, authors: Sequence[Any]) -> Manuscript:
    """The manuscript without its authors: their own works are "Author (2020)", and nothing in text or metadata names them."""
    own = references.anonymous(named(article, settings).references, authors)
    (article.files / "anonymous.bib").write_text(references.bibtex(own.references), encoding="utf-8")
    formats = {name: _without_names(options, own.keys) for name, options in article.formats.items()}
    body = {name: tuple(replace(line, text=references.renamed(line.text, own.keys)) for line in lines)
            for name, lines in article.body.items()}
    hidden = replace(article, metadata=_without_names(article.metadata, own.keys), formats=formats, body=body)
    left_out = (*settings.leave_out, *settings.texts_apart, *settings.leave_out_anonymous)
    return Manuscript(_in_review_form(hidden, settings, left_out), own.references)


def _without_names(options: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: value for name, value in options.items() if name not in NAMING}
    return kept | {"bibliography": "anonymous.bib", "nocite": references.renamed(str(options.get("nocite", "")), keys)}


def _in_review_form(article: Executed, settings: Settings, left_out: Sequence[str]) -> Executed:
    formats = {**article.formats}
    formats["docx"] = {**formats["docx"], "reference-doc": TEMPLATE}
    head = formats["typst"].get("include-in-header", [])
    formats["typst"] = {**formats["typst"], "fontsize": "11pt",
                        "include-in-header": [*(head if isinstance(head, list) else [head]), {"file": REVIEW}]}
    return replace(article, formats=formats,
                   body={name: tuple(_arranged(article.body[name], name, settings, left_out)) for name in FORMATS})


def _arranged(lines: Sequence[Line], format: str, settings: Settings, left_out: Sequence[str]) -> list[Line]:
    left = parts.without(lines, left_out)
    return parts.exhibits_last(left, format) if settings.exhibits == "end" else left


def _bibliography(article: Executed) -> list[Reference]:
    names = article.formats["docx"]["bibliography"]
    files = [article.source.parent / name for name in (names if isinstance(names, list) else [names])]
    return [work for file in files for work in references.read(file.read_text(encoding="utf-8"))]
