"""The manuscript in review form, as Word and PDF, with its authors or without a trace of them."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from press.base.authors import split_name
from press.base.declarations import NAMING as NAMING_STATEMENTS, NOTHING, Declarations
from press.base.edition import Author
from press.base.markdown_text import plain, without_notes
from press.base.paths import ROOT
from press.base.yaml12 import as_list
from press.journal import parts, references, word
from press.journal.hiding import Hiding
from press.journal.people import Finder, Person, forms_of
from press.journal.references import Reference
from press.journal.settings import Settings
from press.journal.thanks import read_thanks
from press.journal.word_back.word_file import embedding
from press.render.convert import Convert
from press.render.document import Executed, Line

FORMATS = ("docx", "typst")
TEMPLATE, REVIEW = (
    os.path.relpath(Path(__file__).parent / "assets" / name, ROOT / "paper")
    for name in ("reference.docx", "review.typ")
)
"""The look of a manuscript, as addresses from the article's folder."""
NAMING = (
    "author", "authors", "affiliations", "subtitle", "date", "website", "thanks", "funding", "copyright",
    "citation",
)  # fmt: skip
"""Options that may tell who wrote a document, where, or when."""
TITLE_PAGE = "_results/title-page.typ"
"""What heads the edition's own PDF; it names people, and a manuscript has a title page of its own."""
THANKING_STATEMENTS = ("acknowledgements", "funding")
"""Statements of which nothing may stand elsewhere in the anonymous twin either."""


@dataclass(frozen=True, slots=True)
class Manuscript:
    """An executed article as reviewers shall have it, and the works that it cites."""

    executed: Executed
    references: tuple[Reference, ...]

    def write(self, folder: Path, convert: Convert) -> bytes:
        """Write the Word file and the PDF into a folder, as `convert` makes them.

        Return the Word file with marks at its numbers, which tell what it comes from; the one in the folder
        has none.
        """
        docx = folder / "manuscript.docx"
        convert(self.executed, "docx", docx)
        marked = word.finish(docx.read_bytes(), numbered=True)
        docx.write_bytes(embedding.unmarked(marked))
        convert(self.executed, "typst", folder / "manuscript.pdf")
        return marked


def with_authors(article: Executed, settings: Settings) -> Manuscript:
    """Return the manuscript with its authors."""
    left_out = (*settings.leave_out, *settings.texts_apart)
    return Manuscript(_in_review_form(article, settings, left_out), tuple(_works_cited(article)))


@dataclass(frozen=True, slots=True)
class Twin:
    """The article without its authors, how further texts are made so, and the manuscript of it all."""

    article: Executed
    hiding: Hiding
    manuscript: Manuscript


def without_authors(
    article: Executed, settings: Settings, authors: Sequence[Author], declared: Declarations = NOTHING
) -> Twin:
    """Return the article without its authors.

    Their own works are "Author (2020)", and neither text nor metadata names them, funding or thanks. The
    statements that tell who wrote are left out.

    Raises
    ------
    InputError
        It cannot be told whether something names an author.
    """
    people = [form for author in authors for form in forms_of(Person(author.given, author.family))]
    people += map(person_of, settings.anonymity.names)
    own = references.make_anonymous(
        _works_cited(article), people, settings.anonymity.own_works, settings.anonymity.works_of_others
    )
    (article.files / "anonymous.bib").write_text(references.bibtex(own.references), encoding="utf-8")
    hiding = _hiding(people, own.references, settings, declared)

    def hidden_lines(lines: Sequence[Line]) -> tuple[Line, ...]:
        left = parts.without_parts(lines, (*settings.leave_out, *settings.leave_out_anonymous))
        left = parts.without_statements(left, NAMING_STATEMENTS)
        cited = [replace(line, text=references.cite_by(own.keys, line.text)) for line in left]
        return tuple(hiding.hide_in_lines(cited))

    def hidden_options(options: Mapping[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in options.items() if name not in NAMING}
        if "title" in kept:  # where papers thank
            kept["title"] = without_notes(str(kept["title"]))
        return hiding.hide_in_options(kept, "the article's front matter") | {
            "bibliography": "anonymous.bib",
            "references": None,
            "nocite": references.cite_by(own.keys, str(options.get("nocite") or "")),
        }

    hidden = replace(
        article,
        body={name: hidden_lines(article.body[name]) for name in FORMATS},
        metadata=hidden_options(article.metadata),
        formats={name: hidden_options(options) for name, options in article.formats.items()},
    )
    reviewed = _in_review_form(hidden, settings, settings.texts_apart)
    return Twin(hidden, hiding, Manuscript(reviewed, own.references))


def _hiding(
    people: Sequence[Person], works: Sequence[Reference], settings: Settings, declared: Declarations
) -> Hiding:
    others = [one for work in works for one in references.people_of(work)]
    texts = [plain(declared.texts.get(name, "")) for name in THANKING_STATEMENTS]
    thanks = read_thanks(texts, settings.anonymity.may_stay)
    return Hiding(
        Finder(people, others), thanks, frozenset(one.script for one in people), settings.anonymity.may_stay
    )


def person_of(name: str) -> Person:
    """Return a name as settings have it: "Given Family", "Family, Given", or the family name alone."""
    return Person(*split_name(name))


def _in_review_form(article: Executed, settings: Settings, left_out: Sequence[str]) -> Executed:
    head = as_list(article.formats["typst"].get("include-in-header"))
    left = [one for one in head if TITLE_PAGE not in str(one)]
    return replace(
        article,
        formats={
            **article.formats,
            "docx": {**article.formats["docx"], "reference-doc": TEMPLATE},
            "typst": {
                **article.formats["typst"],
                "fontsize": "11pt",
                "include-in-header": [*left, {"file": REVIEW}],
            },
        },
        body={name: tuple(_arranged(article.body[name], name, settings, left_out)) for name in FORMATS},
    )


def _arranged(lines: Sequence[Line], format: str, settings: Settings, left_out: Sequence[str]) -> list[Line]:
    left = parts.without_parts(lines, left_out)
    return parts.move_exhibits_last(left, format) if settings.exhibits == "end" else left


def _works_cited(article: Executed) -> list[Reference]:
    options = {**article.metadata, **article.formats["docx"]}
    works = [
        work
        for name in as_list(options.get("bibliography"))
        for work in references.read_file(_bibliography(article, str(name)))
    ]
    if listed := as_list(options.get("references")):
        works += references.read_listed(listed)
    return references.cited_in(works, article.markdown("docx"), str(options.get("nocite") or ""))


def _bibliography(article: Executed, name: str) -> Path:
    """Return the file of a bibliography, which is named from the article's folder or the project's."""
    beside = article.source.parent / name
    return beside if beside.is_file() else ROOT / name.lstrip("/")
