"""What is known of numbers and exhibits before pages are made: origins.json, and the exhibits' CSVs."""

import json
from dataclasses import asdict
from functools import cache

from press.numbers.formatter import spans_in
from press.numbers.languages import as_typed
from press.numbers.origins import Origin
from press.numbers.results import plain
from press.numbers.variables import alternatives
from press.paper import Exhibit, Paper
from press.tables import csv_file


def for_pages(paper: Paper) -> str:
    """Return what is known of every number and exhibit, for the time when the pages are made, as JSON."""
    results, described = paper.results, cache(asdict)
    document = {
        "numbers": {
            key: {"value": plain(results.value(key)), **described(results.origin(key))}
            for key in results.all_keys()
        },
        "exhibits": {label: asdict(Origin.of(exhibit.made_by)) for label, exhibit in paper.exhibits.items()},
        "alternatives": {f"fig-{name}": spans_in(text) for name, text in alternatives(paper).items()},
        "private": [] if results.panel.public else [results.panel.path],
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def exhibit_csvs(paper: Paper) -> dict[str, str]:
    """Return the numbers of every exhibit that has some, as CSV by label, unrounded."""
    made = {label: exhibit_csv(exhibit, paper) for label, exhibit in paper.exhibits.items()}
    return {label: text for label, text in made.items() if text}


def exhibit_csv(exhibit: Exhibit, paper: Paper) -> str:
    """Return the numbers of an exhibit as CSV: its own table of them, or else what it prints by key."""
    if exhibit.numbers:
        return csv_file.of_frame(exhibit.numbers(paper.data))
    printed = spans_in(exhibit.markdown(paper.statements)) if exhibit.markdown else []
    rows = [(key, as_typed(text), paper.results.value(key)) for key, text in printed]
    return csv_file.text(("key", "printed", "value"), rows) if rows else ""
