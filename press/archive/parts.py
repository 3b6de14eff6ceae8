"""Which parts the project has, under which licences, and why: as a table, and as an SPDX list.

A licence is what the installed package says of itself: an SPDX expression, else its classifier, else the
first line of its own words.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata

from packaging.utils import canonicalize_name

from press.archive.lock import LOCK, ROOT, Pin, read

_CLASSIFIED = {
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}  # other classifiers name families
_WRITTEN = {"mit": "MIT", "mit license": "MIT", "apache-2.0": "Apache-2.0", "apache 2.0": "Apache-2.0", "bsd-3-clause": "BSD-3-Clause",
            "bsd 3-clause license": "BSD-3-Clause", "2-clause bsd": "BSD-2-Clause", "isc license": "ISC"}  # fmt: skip
UNSTATED = "NOASSERTION"
_ABSENT = "not installed on this machine"
#: What packages bring along under another licence than their own.
ALSO = {
    "pypandoc-binary": "brings pandoc, a program of its own under GPL-2.0-or-later",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A package.

    Attributes
    ----------
    name, version : str
    licence : str
        SPDX expression; NOASSERTION where the package states none.
    words : str
        What the package says, where that is no SPDX expression, or that it is not installed on this machine.
    reason : str
        Why the project asks for it (pyproject.toml); empty if another package does.
    """

    name: str
    version: str
    licence: str
    words: str
    reason: str


def parts() -> list[Part]:
    """Every package of the lock file."""
    why = reasons()
    return [
        Part(pin.name, pin.version, *_licence(pin), why.get(pin.name, "")) for pin in read(LOCK.read_text())
    ]


def reasons() -> dict[str, str]:
    """Return the comments behind direct dependencies in pyproject.toml, by package.

    A dependency without one shares that of the line above.
    """
    found, reason = {}, ""
    for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if entry := re.match(r'  "([\w.-]+)[^"]*",\s*(?:# (.+))?$', line):
            reason = entry[2] or reason
            found[canonicalize_name(entry[1])] = reason
        else:
            reason = ""
    return found


def direct() -> list[str]:
    """Return the packages that pyproject.toml asks for, to build and to test."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = about["project"]["dependencies"] + about["dependency-groups"]["test"]
    return [canonicalize_name(re.match(r"[\w.-]+", line)[0]) for line in asked]


def _licence(pin: Pin) -> tuple[str, str]:
    try:
        about = metadata(pin.name)
    except PackageNotFoundError:
        return UNSTATED, _ABSENT
    if about["Version"] != pin.version:
        return UNSTATED, _ABSENT
    if expression := about.get("License-Expression"):
        return expression, ""
    words = ((about.get("License") or "").strip().splitlines() or [""])[0].strip()
    classes = [
        line.split(" :: ")[-1] for line in about.get_all("Classifier", []) if line.startswith("License")
    ]
    known = _WRITTEN.get(words.lower()) or next(
        (_CLASSIFIED[name] for name in classes if name in _CLASSIFIED), None
    )
    said = (
        (classes or [words])[0]
        if words in ("", "UNKNOWN") or len(words) > 40 or words.startswith(("=", "Copyright", "License"))
        else words
    )
    return known or UNSTATED, "" if known else said or "states no licence"


def table(listed: list[Part]) -> str:
    """Return a line per package: name, version, licence, reason."""
    rows = [
        (
            f"{part.name} {part.version}",
            part.licence if part.licence != UNSTATED else f"({part.words})",
            ALSO.get(part.name, part.reason),
        )
        for part in listed
    ]
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(
        f"{name:<{widths[0]}}  {licence:<{widths[1]}}  {reason}".rstrip() for name, licence, reason in rows
    )


def spdx(listed: list[Part], name: str, version: str, seconds: int) -> str:
    """Return the list as SPDX 2.3 JSON.

    The same for the same lock, version and time (of the commit, in seconds since 1970).
    """
    root = {
        "SPDXID": "SPDXRef-project",
        "name": name,
        "versionInfo": version,
        "licenseDeclared": "MIT AND CC-BY-4.0",
    } | _UNSAID
    packages = [root, *map(_package, listed)]
    digest = hashlib.sha256(json.dumps([packages, seconds]).encode()).hexdigest()
    needs = [
        {
            "spdxElementId": root["SPDXID"],
            "relationshipType": "DEPENDS_ON",
            "relatedSpdxElement": package["SPDXID"],
        }
        for package in packages[1:]
    ]
    document = {
        "spdxVersion": "SPDX-2.3", "dataLicense": "CC0-1.0", "SPDXID": "SPDXRef-DOCUMENT", "name": name,
        "documentNamespace": f"urn:sha256:{digest}",
        "creationInfo": {"created": datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "creators": ["Tool: verify"]},
        "packages": packages,
        "relationships": [{"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": root["SPDXID"]}, *needs],
    }  # fmt: skip
    return json.dumps(document, indent=1) + "\n"


_UNSAID = {
    "downloadLocation": UNSTATED,
    "filesAnalyzed": False,
    "licenseConcluded": UNSTATED,
    "copyrightText": UNSTATED,
}


def _package(part: Part) -> dict[str, object]:
    said = "; ".join(filter(None, [part.words, ALSO.get(part.name, "")]))
    about = {
        "SPDXID": f"SPDXRef-{part.name}-{part.version}",
        "name": part.name,
        "versionInfo": part.version,
        "licenseDeclared": part.licence,
    }
    reference = {
        "referenceCategory": "PACKAGE-MANAGER",
        "referenceType": "purl",
        "referenceLocator": f"pkg:pypi/{part.name}@{part.version}",
    }
    return about | _UNSAID | {"externalRefs": [reference]} | ({"licenseComments": said} if said else {})
