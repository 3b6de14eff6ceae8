"""data/datapackage.json: the tables of data/ as a Tabular Data Package (Frictionless, version 1).

The schema of the data (data/schema.yaml) already speaks its language; sizes and digests of the files are
added.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from press.archive.metadata.release import Release
from press.base import citation
from press.base.citation import filled
from press.base.edition import Licence
from press.tables import schema

PROFILE = "tabular-data-package"
TITLE = "Data behind “{}”"


def text(release: Release, data: Path) -> str:
    """Return the file; `data` is the folder of the tables."""
    return json.dumps(document(release, data), ensure_ascii=False, indent=1) + "\n"


def document(release: Release, data: Path) -> dict[str, Any]:
    """Return what the file says."""
    work, package = release.work, schema.package()
    return filled(
        {
            "profile": PROFILE,
            "name": package["name"],
            "title": TITLE.format(citation.edition_title(work)),
            "description": package["description"].strip(),
            "version": work.version,
            "created": work.date and f"{work.date.isoformat()}T00:00:00Z",
            "homepage": work.site or work.repository,
            "keywords": list(work.keywords),
            "licenses": [compilation(work.text_licence)],
            "contributors": [
                filled(
                    {
                        "title": author.name,
                        "role": "author",
                        "email": author.email,
                        "organization": "; ".join(author.affiliations),
                    }
                )
                for author in work.makers
            ],
            "resources": [resource(table, data) for table in package["resources"]],
        }
    )


def compilation(one: Licence) -> dict[str, str]:
    """Return the licence of the compilation; a table from elsewhere names its own with its source."""
    return {"name": one.spdx, "title": f"{one.name}, for the compilation", "path": one.url}


def resource(table: dict[str, Any], data: Path) -> dict[str, Any]:
    """Return a table with its file and its columns."""
    content = (data / table["path"]).read_bytes()
    return {
        "profile": "tabular-data-resource",
        "name": table["name"].replace("_", "-"),
        "path": table["path"],
        "title": table["title"],
        "description": paragraph(table["description"]),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        **sources(table),
        "schema": table_schema(table),
    }


def sources(table: dict[str, Any]) -> dict[str, Any]:
    """Tell where the table's figures come from."""
    named = dict.fromkeys(field["source"] for field in schema.fields(table) if "source" in field)
    return {"sources": [{"title": paragraph(source)} for source in named]} if named else {}


def table_schema(table: dict[str, Any]) -> dict[str, Any]:
    """Return the columns, in the words of Table Schema and four that the project adds.

    These are unit, source, years and gaps.
    """
    return filled(
        {
            "fields": [
                {**field, "description": paragraph(field["description"])} for field in schema.fields(table)
            ],
            "missingValues": schema.package()["missingValues"],
            "primaryKey": table["schema"]["primaryKey"],
            "foreignKeys": [foreign_key(key) for key in table["schema"].get("foreignKeys", [])],
        }
    )


def foreign_key(key: dict[str, Any]) -> dict[str, Any]:
    """Return a foreign key; resources are named with hyphens, as the standard advises."""
    reference = key["reference"]
    return {**key, "reference": {**reference, "resource": reference["resource"].replace("_", "-")}}


def paragraph(text: str) -> str:
    """Return text in one line."""
    return " ".join(text.split())
