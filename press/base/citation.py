"""The edition as a reference: BibTeX, RIS and APA (7th edition).

Each names the version, the panel that it was built from, and the published article that it tells anew.
Standard library only.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from press.base.edition import KIND, Author, Published, Work

FORMATS = {"bibtex": "BibTeX", "ris": "RIS", "apa": "APA"}
"""The functions of this module that write a reference, and what readers call them."""
MOST_AUTHORS = 20
"""Of more authors APA lists the first 19 and the last."""
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{letter: f"\\{letter}" for letter in "&%$#_"},
}


def bibtex(work: Work, panel: str) -> str:
    """Return an entry for BibTeX or biblatex, in UTF-8.

    Parameters
    ----------
    work
        The edition.
    panel
        What it was built from, in a few words: "the authors' panel".
    """
    fields = {
        "editor" if work.editors else "author": " and ".join(map(_bibtex_name, work.makers)),
        "title": f"{{{_tex(edition_title(work))}}}",
        "year": work.date and f"{work.date.year}",
        "month": work.date and f"{work.date.month}",
        "version": _tex(work.version),
        "note": _tex(f"{told_anew(work)}. {_state(work, panel)}"),
        "keywords": _tex(", ".join(work.keywords)),
        "language": _tex(work.language),
        "url": quote(work.site, safe=":/?#[]@!$&'()*+,;=%~"),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@misc{{{key(work)},\n{lines}\n}}\n"


def ris(work: Work, panel: str) -> str:
    """Return a record in RIS, whose lines end as the format asks (CR LF); parameters as in `bibtex`."""
    fields = [
        ("TY", "ELEC"),
        *(("ED" if work.editors else "AU", one.sorted_name) for one in work.makers),
        ("TI", edition_title(work)),
        ("PY", work.date and f"{work.date.year}"),
        ("DA", work.date and f"{work.date:%Y/%m/%d}"),
        ("ET", work.version),
        ("N1", f"{told_anew(work)}. {_state(work, panel)}"),
        *(("KW", keyword) for keyword in work.keywords),
        ("LA", work.language),
        ("UR", work.site),
    ]
    return ris_record(fields)


def ris_record(fields: Iterable[tuple[str, object]]) -> str:
    """Return a record of tags and their values, its end included; a tag without a value is left out."""
    lines = [f"{tag}  - {' '.join(str(value).split())}" for tag, value in fields if value]
    return "".join(f"{line}\r\n" for line in [*lines, "ER  - "])


def apa(work: Work, panel: str) -> str:
    """Return a reference in the style of the American Psychological Association, as plain text.

    Parameters as in `bibtex`.
    """
    day = f"{work.date.year}, {work.date:%B} {work.date.day}" if work.date else "n.d."
    version = f"Version {work.version}" + (f", commit {work.short_commit}" if work.commit else "")
    parts = (
        f"{_apa_names(work)} ({day}). {work.title} ({version}) [{told_anew(work)}, built from {panel}].",
        work.site,
    )
    return " ".join(filter(None, parts)) + "\n"


def in_short(work: Work) -> str:
    """Return a reference of one line in APA's order: who, when, what, which version, where."""
    version = f"Version {work.version}" + (f", commit {work.short_commit}" if work.commit else "")
    year = work.date.year if work.date else "n.d."
    told = f"{_apa_names(work)} ({year}). {work.title} ({version}) [{KIND}]."
    return " ".join(filter(None, (told, work.site)))


def key(work: Work) -> str:
    """Return the entry's key: first family name and year, in letters and digits that every program takes."""
    plain = unicodedata.normalize("NFKD", work.authors[0].family).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z]", "", plain.lower()) or "edition"
    return f"{name}{work.date.year if work.date else ''}automated"


def edition_title(work: Work) -> str:
    """Return the title that tells the edition from the published article."""
    return f"{work.title} ({KIND.lower()})"


def published_reference(published: Published) -> str:
    """Tell where the published article stands, as APA does behind a title: "Journal, 12(3), 1-20. DOI"."""
    volume = published.volume + (f"({published.issue})" if published.issue else "")
    where = ", ".join(filter(None, (published.journal, volume, published.pages)))
    return f"{where}. https://doi.org/{published.doi}" if published.doi else where


def told_anew(work: Work) -> str:
    """Return what the edition is an edition of."""
    by = _in_words([author.name for author in work.authors]) if work.editors else "the same authors"
    told = f"{KIND}, its text written anew, of the article of the same title by {by}"
    where = f" ({work.published.year}), {published_reference(work.published)}"
    return told + (where if work.published.known else "")


def edited_by(work: Work) -> str:
    """Say in a sentence who answers for the edition."""
    if not work.editors:
        return "The authors answer for this edition."
    if work.editors[0].name == KIND:
        return "No person is named as its editor."
    verb = "is" if len(work.editors) == 1 else "are"
    role = "the editor" if len(work.editors) == 1 else "the editors"
    return f"{_in_words([one.name for one in work.editors])} {verb} {role} of this edition."


def _in_words(names: list[str]) -> str:
    """Join names by commas and an "and"."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def _state(work: Work, panel: str) -> str:
    """Return what tells one build from another."""
    commit = f", commit {work.short_commit}" if work.commit else ""
    return f"Version {work.version}{commit}, built from {panel}"


def _tex(text: str) -> str:
    """Escape every letter that means something to TeX."""
    return "".join(TEX.get(letter, letter) for letter in text)


def _bibtex_name(author: Author) -> str:
    """Return a name as BibTeX splits it; braces hold together what it would split."""
    if author.is_body:
        return f"{{{_tex(author.name)}}}"
    parts = [_tex(part) for part in (author.family, author.given) if part]
    return ", ".join(f"{{{part}}}" if re.search(r",|\band\b", part) else part for part in parts)


def _apa_names(work: Work) -> str:
    names = [
        f"{author.family}, {_initials(author.given)}" if author.given else author.family
        for author in work.makers
    ]
    role = " (Ed.)" if len(names) == 1 else " (Eds.)"
    behind = role if work.editors and work.editors[0].name != KIND else ""
    if len(names) > MOST_AUTHORS:
        return f"{', '.join(names[: MOST_AUTHORS - 1])}, . . . {names[-1]}{behind}"
    return (names[0] if len(names) == 1 else f"{', '.join(names[:-1])}, & {names[-1]}") + behind


def _initials(given: str) -> str:
    """Return initials, hyphens kept: "Jean-Paul Marie" becomes "J.-P. M."."""
    return " ".join("-".join(f"{part[0]}." for part in name.split("-") if part) for name in given.split())


def advice(work: Work) -> str:
    """Say which of the two works to cite for what."""
    known = f": {published_reference(work.published)} ({work.published.year})" if work.published.known else ""
    return (
        f"For the study, its questions and its argument, cite the published article{known}. "
        "For numbers and text that stand here, cite this edition with its version."
    )


def published_entity(work: Work) -> dict[str, Any]:
    """Describe the article that the edition tells anew in the terms of schema.org."""
    where = work.published
    return filled(
        {
            "@type": "ScholarlyArticle",
            "name": work.title,
            "author": [{"@type": author.kind, "name": author.name} for author in work.authors],
            "datePublished": where.year,
            "pagination": where.pages,
            "@id": where.doi and f"https://doi.org/{where.doi}",
            "isPartOf": where.journal and {"@type": "Periodical", "name": where.journal},
        }
    )


def filled(fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields that say something."""
    return {name: value for name, value in fields.items() if value}


def orcid(author: Author) -> str:
    """Return the address of an author's ORCID record; empty where it is not known."""
    return f"https://orcid.org/{author.orcid}" if author.orcid else ""
