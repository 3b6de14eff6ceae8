"""What the change log says of a version: the day of its release, and whether anything changed since."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from press.base.edition import Work

CHANGES = "CHANGELOG.md"
HEADING = re.compile(r"^## Version (?P<version>\S+), (?P<day>\d{1,2} [A-Z][a-z]+ \d{4})", re.M)


@dataclass(frozen=True, slots=True)
class Released:
    """The release of a version.

    Attributes
    ----------
    day
        Its day; None where the change log does not tell.
    is_past
        Whether the edition at hand is past it: something stands above it in the change log, or its commit
        is of a later day.
    """

    day: date | None = None
    is_past: bool = False


def released(work: Work, changes: Path) -> Released:
    """Return the release of the version of an edition, as a change log tells it."""
    text = changes.read_text(encoding="utf-8") if changes.is_file() else ""
    if (day := day_of(work.version, text)) is None:
        return Released()
    later = work.date is not None and work.date > day
    return Released(day, later or bool(news(work.version, text)))


def day_of(version: str, text: str) -> date | None:
    """Return the day of a version; None where a change log does not know it."""
    found = _heading(version, text)
    return datetime.strptime(found["day"], "%d %B %Y").date() if found else None


def news(version: str, text: str) -> str:
    """Return what a change log says above the heading of a version, headings apart."""
    above = text[: found.start()] if (found := _heading(version, text)) else ""
    return "\n".join(line for line in above.splitlines() if line.strip() and not line.startswith("#"))


def _heading(version: str, text: str) -> re.Match[str] | None:
    return next((found for found in HEADING.finditer(text) if found["version"] == version), None)
