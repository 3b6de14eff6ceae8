"""Where every printed number comes from, once the pages are made: provenance.json.

Standard library only, as all that finishes pages.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from press.trace import places
from press.trace.page_record import PrintedNumber

Printed = Mapping[str, Iterable[PrintedNumber]]
"""The numbers of every page, by its address from the site's folder."""


def records(printed: Printed, numbers: Mapping[str, Any], commit: str) -> list[dict[str, Any]]:
    """Return a record for each number and way of printing it, with every place where pages print it.

    Parameters
    ----------
    printed
        What the pages print.
    numbers
        What is known of every number, by key.
    commit
        The commit of the build; empty where unknown.
    """
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for page, of_page in printed.items():
        for one in of_page:
            told = {"key": one.key, "printed": one.printed, **numbers[one.key]}
            record = found.setdefault((one.key, one.printed), told | {"commit": commit, "places": []})
            record["places"].append(places.record(page, one))
    return [found[pair] for pair in sorted(found)]


def provenance_json(printed: Printed, numbers: Mapping[str, Any], commit: str) -> str:
    """Return provenance.json, a record a line."""
    lines = (json.dumps(one, ensure_ascii=False) for one in records(printed, numbers, commit))
    return "[\n" + ",\n".join(lines) + "\n]\n"
