"""CITATION.cff, which GitHub, Zenodo and reference managers read: Citation File Format 1.2.0."""

from dataclasses import replace
from typing import Any

import yaml

from press.archive.metadata.release import Release
from press.base import citation
from press.base.citation import filled
from press.base.edition import Author, Work

VERSION = "1.2.0"
HEAD = (
    "# Written by `make metadata`: "
    "change what it is read from (paper/index.qmd, paper/edition.yml, pyproject.toml).\n"
)


def text(release: Release) -> str:
    """Return the file."""
    return HEAD + yaml.safe_dump(document(release), allow_unicode=True, sort_keys=False, width=120)


def document(release: Release) -> dict[str, Any]:
    """Return what the file says: code, the edition as what to cite, the published article as a reference."""
    work = release.work
    return filled(
        {
            "cff-version": VERSION,
            "message": citation.advice(work),
            "type": "software",
            **described(work),
            "abstract": release.abstract,
            "license": work.code_licence.spdx,
            "contact": contact(work),
            "preferred-citation": filled(
                {
                    "type": "generic",
                    **described(work),
                    "license": work.text_licence.spdx,
                    "languages": [work.language.partition("-")[0]],
                    "notes": citation.told_anew(work),
                }
            ),
            "references": [published(work)],
        }
    )


def described(work: Work) -> dict[str, Any]:
    """Return what the edition and what to cite have in common."""
    return filled(
        {
            "title": citation.edition_title(work),
            "authors": [person(one) for one in work.makers],
            "keywords": list(work.keywords),
            "version": work.version,
            "date-released": work.date and work.date.isoformat(),
            "url": work.site,
            "repository-code": work.repository,
        }
    )


def contact(work: Work) -> list[dict[str, str]]:
    """Return whom to write to: the editors as far as they have an address, or the corresponding author."""
    return [person(one) for one in work.editors or [work.corresponding] if one.email or not work.editors]


def person(author: Author) -> dict[str, str]:
    """Return an author; the format takes one affiliation, so several are joined, and none of a body."""
    if author.is_body:
        return filled({"name": author.name, "email": author.email, "orcid": citation.orcid(author)})
    return filled(
        {
            "family-names": author.family,
            "given-names": author.given,
            "affiliation": "; ".join(author.affiliations),
            "email": author.email,
            "orcid": citation.orcid(author),
        }
    )


def published(work: Work) -> dict[str, Any]:
    """Return the article that the edition tells anew, as far as it is known."""
    where = work.published
    return filled(
        {
            "type": "article",
            "title": work.title,
            "authors": [person(replace(one, email="") if work.editors else one) for one in work.authors],
            "journal": where.journal,
            "year": int(where.year) if where.year.isdigit() else None,
            "volume": where.volume,
            "issue": where.issue,
            "pages": where.pages,
            "doi": where.doi,
            "notes": "The article that this edition tells anew",
        }
    )
