"""Which parts the project has, under which licences, and why: as a table, and as an SPDX list.

A licence is what the installed package says of itself: an SPDX expression, else its classifier, else the
first line of its own words.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.utils import canonicalize_name

from press.archive.lock import LOCK, ROOT, Pin, read_lock

_CLASSIFIED = {
    "MIT License": "MIT",
    "ISC License (ISCL)": "ISC",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}  # other classifiers name families
_WRITTEN = {
    "mit": "MIT",
    "mit license": "MIT",
    "apache-2.0": "Apache-2.0",
    "apache 2.0": "Apache-2.0",
    "bsd-3-clause": "BSD-3-Clause",
    "bsd 3-clause license": "BSD-3-Clause",
    "2-clause bsd": "BSD-2-Clause",
    "isc license": "ISC",
}
UNSTATED = "NOASSERTION"
_ABSENT = "not installed on this machine"
ALSO = {"pypandoc-binary": "brings pandoc, a program of its own under GPL-2.0-or-later"}
"""What packages bring along under another licence than their own."""


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
    """Return every package of the lock file."""
    why = reasons()
    return [
        Part(pin.name, pin.version, *_licence(pin), why.get(pin.name, ""))
        for pin in read_lock(LOCK.read_text())
    ]


def reasons(root: Path = ROOT) -> dict[str, str]:
    """Return the comments behind direct dependencies in pyproject.toml, by package.

    A dependency without one shares that of the line above.
    """
    found, reason = {}, ""
    for line in (root / "pyproject.toml").read_text(encoding="utf-8").splitlines():
        if entry := re.match(r'  "([\w.-]+)[^"]*",\s*(?:# (.+))?$', line):
            reason = entry[2] or reason
            found[canonicalize_name(entry[1])] = reason
        else:
            reason = ""
    return found


def _licence(pin: Pin) -> tuple[str, str]:
    """Return a package's licence as an SPDX expression, and its words where they are none."""
    try:
        about = metadata(pin.name)
    except PackageNotFoundError:
        return UNSTATED, _ABSENT
    if about["Version"] != pin.version:
        return UNSTATED, _ABSENT
    if expression := about.get("License-Expression"):
        return expression, ""
    words = (about.get("License") or "").strip().partition("\n")[0].strip()
    named = [one.split(" :: ")[-1] for one in about.get_all("Classifier", []) if one.startswith("License")]
    known = [*filter(None, (_WRITTEN.get(words.lower()), *map(_CLASSIFIED.get, named)))]
    if known:
        return known[0], ""
    is_text = len(words) > 40 or words.startswith(("=", "Copyright", "License"))
    said = (named or [words])[0] if is_text or words in ("", "UNKNOWN") else words
    return UNSTATED, said or "states no licence"


def licence_table(listed: list[Part]) -> str:
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


def spdx_list(listed: list[Part], name: str, version: str, seconds: int) -> str:
    """Return the list as SPDX 2.3 JSON; `seconds` is the time of the commit, from 1970."""
    project, document = "SPDXRef-project", "SPDXRef-DOCUMENT"
    about = {"SPDXID": project, "name": name, "versionInfo": version, "licenseDeclared": "MIT AND CC-BY-4.0"}
    packages = [about | _UNSAID, *map(_package, listed)]
    digest = hashlib.sha256(json.dumps([packages, seconds]).encode()).hexdigest()
    created = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    relations = [
        (document, "DESCRIBES", project),
        *((project, "DEPENDS_ON", package["SPDXID"]) for package in packages[1:]),
    ]
    words = ("spdxElementId", "relationshipType", "relatedSpdxElement")
    written = {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": document,
        "name": name,
        "documentNamespace": f"urn:sha256:{digest}",
        "creationInfo": {"created": created, "creators": ["Tool: verify"]},
        "packages": packages,
        "relationships": [dict(zip(words, relation, strict=True)) for relation in relations],
    }
    return json.dumps(written, indent=1) + "\n"


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
