"""`.zenodo.json`, which Zenodo reads when a release is archived; fields of its deposit metadata."""

import json
from html import escape
from typing import Any

from press.archive.metadata.release import Release
from press.base import citation
from press.base.citation import filled
from press.base.edition import Author
from press.base.markdown_text import plain

LANGUAGES = {"en": "eng", "ru": "rus", "kk": "kaz"}
"""Zenodo names languages by three letters (ISO 639-2)."""


def text(release: Release) -> str:
    """Return the file."""
    return json.dumps(document(release), ensure_ascii=False, indent=2) + "\n"


def document(release: Release) -> dict[str, Any]:
    """Return what the file says."""
    work = release.work
    return filled(
        {
            "upload_type": "publication",
            "publication_type": "other",
            "title": citation.edition_title(work),
            "creators": [creator(one) for one in work.makers],
            "description": "".join(
                f"<p>{escape(part, quote=False)}</p>" for part in release.abstract.split("\n\n")
            ),
            "keywords": list(work.keywords),
            "version": work.version,
            "publication_date": work.date and work.date.isoformat(),
            "language": LANGUAGES[work.language.partition("-")[0]],
            "access_right": "open",
            "license": work.text_licence.spdx.lower(),
            "notes": notes(release),
            "related_identifiers": related(release),
        }
    )


def creator(author: Author) -> dict[str, str]:
    """Return an author."""
    return filled(
        {
            "name": author.sorted_name,
            "affiliation": "; ".join(author.affiliations),
            "orcid": author.orcid,
        }
    )


def notes(release: Release) -> str:
    """Return what no other field says."""
    work = release.work
    return (
        f"{citation.told_anew(work)}. Built from {release.panel}. "
        "The text and the compilation of the data are under "
        f"{work.text_licence.name}, the code is under the {work.code_licence.name}."
        + "".join(f" {label}: {plain(text)}" for label, text in work.declared.labelled.items())
    )


def related(release: Release) -> list[dict[str, str]]:
    """Return the published article, the site and the repository, where they have addresses."""
    work = release.work
    known = (
        ("isVariantFormOf", work.published.doi),
        ("isIdenticalTo", work.site),
        ("isSupplementedBy", work.repository),
    )
    return [{"relation": relation, "identifier": identifier} for relation, identifier in known if identifier]
