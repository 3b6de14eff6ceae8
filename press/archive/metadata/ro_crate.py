"""ro-crate-metadata.json: the project as a Research Object Crate 1.1, in JSON-LD with schema.org's terms."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press.archive.metadata import data_package
from press.archive.metadata.release import Release, current_release
from press.base import citation
from press.base.citation import filled, orcid, published_entity
from press.base.declarations import Grant
from press.base.edition import ARTICLE, Author, Licence, Work, science
from press.base.markdown_text import plain
from press.base.paths import ROOT

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
PROFILE = "https://w3id.org/ro/crate/1.1"
DESCRIPTOR = "ro-crate-metadata.json"
PUBLISHED = "#published-article"


def folders() -> tuple[tuple[str, str, str], ...]:
    """List folders, what they hold, and which of the two licences they are under."""
    return (
        ("paper/", "Text of the article and of the pages beside it", "text"),
        (f"{science()}/", "Code that makes every number, table and figure", "code"),
        ("press/", "Code that turns them into checked and published pages", "code"),
    )


FILES = (
    ("README.md", "How to build, test and change the edition", "text/markdown"),
    ("CITATION.cff", "How to cite the edition", "application/yaml"),
    ("Makefile", "The commands", "text/x-makefile"),
    ("pyproject.toml", "The packages that the code needs, each with its reason", "application/toml"),
    ("requirements/paper.lock", "The same with every version and digest", "text/plain"),
    ("data/README.md", "Codebook of the data", "text/markdown"),
    ("data/schema.yaml", "Schema of the data", "application/yaml"),
    ("data/datapackage.json", "Descriptor of the data (Tabular Data Package)", "application/json"),
)
"""Single files of note besides the tables: path, what it is, media type."""


def text(release: Release, root: Path) -> str:
    """Return the file; `root` is the folder of the project."""
    return json.dumps(document(release, root), ensure_ascii=False, indent=1) + "\n"


def document(release: Release, root: Path) -> dict[str, Any]:
    """Return what the file says."""
    return {
        "@context": CONTEXT,
        "@graph": [descriptor(), crate(release, root), *parts(release, root), *context(release.work)],
    }


def descriptor() -> dict[str, Any]:
    """Return the entity that tells the file from what it describes."""
    return {
        "@id": DESCRIPTOR,
        "@type": "CreativeWork",
        "conformsTo": {"@id": PROFILE},
        "about": {"@id": "./"},
    }


def crate(release: Release, root: Path) -> dict[str, Any]:
    """Return the project."""
    work = release.work
    return filled(
        {
            "@id": "./",
            "@type": "Dataset",
            "name": citation.edition_title(work),
            "description": release.abstract,
            "datePublished": work.date and work.date.isoformat(),
            "version": work.version,
            "inLanguage": work.language,
            "keywords": ", ".join(work.keywords),
            "license": {"@id": work.text_licence.url},
            "author": [{"@id": person_id(one)} for one in work.makers],
            "url": work.site,
            "conditionsOfAccess": plain(work.declared.texts.get("data_availability", "")),
            "funder": [{"@id": funder_id(one)} for one in work.declared.grants],
            "isBasedOn": {"@id": PUBLISHED},
            "mainEntity": {"@id": ARTICLE},
            "hasPart": [{"@id": part["@id"]} for part in parts(release, root)],
        }
    )


def parts(release: Release, root: Path) -> Iterator[dict[str, Any]]:
    """Yield the article, the tables of the data, files of note, folders."""
    work = release.work
    yield {
        "@id": ARTICLE,
        "@type": ["File", "ScholarlyArticle"],
        "name": work.title,
        "encodingFormat": "text/markdown",
        "abstract": release.abstract,
        "license": {"@id": work.text_licence.url},
        "author": [{"@id": person_id(one)} for one in work.makers],
    }
    for table in data_package.document(release, root / "data")["resources"]:
        yield {
            "@id": f"data/{table['path']}",
            "@type": "File",
            "name": table["title"],
            "description": table["description"],
            "encodingFormat": table["mediatype"],
            "contentSize": f"{table['bytes']}",
            "sha256": table["hash"].removeprefix("sha256:"),
        }
    for path, name, kind in FILES:
        yield {"@id": path, "@type": "File", "name": name, "encodingFormat": kind}
    for path, name, licence in folders():
        yield {
            "@id": path,
            "@type": "Dataset",
            "name": name,
            "license": {"@id": (work.code_licence if licence == "code" else work.text_licence).url},
        }


def context(work: Work) -> Iterator[dict[str, Any]]:
    """Yield people, their institutions, funders, licences, the published article."""
    yield from map(person, dict.fromkeys((*work.makers, *work.authors)))
    for name in dict.fromkeys(name for one in (*work.makers, *work.authors) for name in one.affiliations):
        yield {"@id": organization_id(name), "@type": "Organization", "name": name}
    for grant in dict.fromkeys(work.declared.grants):
        yield {"@id": funder_id(grant), "@type": "Organization", "name": grant.funder}
    yield from map(licence_entity, dict.fromkeys((work.text_licence, work.code_licence)))
    where = {
        name: value
        for name, value in published_entity(work).items()
        if name not in ("@id", "author", "isPartOf")
    }
    yield {
        "@id": PUBLISHED,
        **where,
        "author": [{"@id": person_id(author)} for author in work.authors],
        **filled({"identifier": work.published.doi and f"https://doi.org/{work.published.doi}"}),
    }


def person(author: Author) -> dict[str, Any]:
    """Return an author."""
    return filled(
        {
            "@id": person_id(author),
            "@type": author.kind,
            "name": author.name,
            "givenName": author.given,
            "familyName": "" if author.is_body else author.family,
            "email": author.email,
            "affiliation": [{"@id": organization_id(name)} for name in author.affiliations],
        }
    )


def person_id(author: Author) -> str:
    """Return an author's ORCID as an address, else an identifier within the file."""
    return orcid(author) or f"#{author.name.replace(' ', '-')}"


def organization_id(name: str) -> str:
    """Return an institution's identifier within the file."""
    return f"#{'-'.join(word.strip(',.') for word in name.split())}"


def funder_id(grant: Grant) -> str:
    """Return a funder's identifier, else one within the file."""
    return grant.id or organization_id(grant.funder)


def licence_entity(licence: Licence) -> dict[str, Any]:
    """Return a licence."""
    return {"@id": licence.url, "@type": "CreativeWork", "name": licence.name, "identifier": licence.spdx}


def write_crate() -> None:
    """Write the file for the project as it stands."""
    (ROOT / DESCRIPTOR).write_text(text(current_release(), ROOT), encoding="utf-8")
