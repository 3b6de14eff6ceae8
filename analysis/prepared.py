"""What is written before the documents are rendered, for the places where no code can run.

Captions and alternative texts take their numbers from `_variables.yml` ({{< var num.inflow.n >}});
`_results/` holds results.json, reproduction.json, the running head of the PDF and what the parts of the
online edition read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.exhibits import explorer, figures, map as maps, replication
from analysis.panel import labels as panel_labels
from analysis.panel.load import Panel
from analysis.paper import data, statements
from analysis.results import Data, to_json
from analysis.validation import reproduction as reproduce
from analysis.variables import variables
from press.base.edition import read_yaml
from press.base.paths import PREPARED, ROOT
from press.numbers import translations
from press.numbers.formatter import without_keys
from press.numbers.statements import Statements
from press.tables import schema
from press.trace import provenance


def write_all() -> None:
    """Compute everything, then write it; an error leaves the files as they were."""
    schema.refuse_formulas()
    texts = {
        ROOT / "_variables.yml": variables_yaml(data(), statements()),
        PREPARED / "results.json": to_json(data().results),
        PREPARED / "reproduction.json": reproduce.to_json(replication.comparisons()),
        PREPARED / "running-head.typ": running_head_typst(
            panel_labels.running_head(data().panel), read_yaml(translations.FILE)
        ),
        PREPARED / "running-head-official.typ": running_head_typst(
            panel_labels.running_head_official(data().panel)
        ),
        PREPARED / "edition.json": edition_json(data().panel),
        PREPARED / "origins.json": provenance.for_pages(data(), alternatives(data())),
        PREPARED / "charts.json": compact_json(
            {figure.label: figure.chart(figure.numbers(data()), data()) for figure in figures.EXHIBITS}
        ),
        PREPARED / "map.json": compact_json(maps.maps(data())),
        PREPARED / "explore.json": explorer.to_json(data().panel),
        **{
            PREPARED / "exhibits" / f"{label}.csv": text
            for label, text in provenance.exhibit_csvs(data()).items()
        },
    }
    for path, text in texts.items():
        write_where_changed(path, text)


def variables_yaml(edition: Data, printed: Statements) -> str:
    """`_variables.yml`; alternative texts hold no spans."""
    named = variables(edition, printed)
    named["alt"] = {name: without_keys(text) for name, text in named["alt"].items()}
    return (
        json.dumps(named, indent=1, ensure_ascii=False, sort_keys=True) + "\n"
    )  # which is YAML too, and read ten times as fast


def alternatives(edition: Data) -> dict[str, str]:
    """Return the figures' alternative texts with the keys of their numbers, by label."""
    return {figure.label: figure.alt(edition) for figure in figures.EXHIBITS}


def compact_json(content: dict[str, Any]) -> str:
    """Return JSON without blanks, for a page."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False) + "\n"


def edition_json(panel: Panel) -> str:
    """For the parts of the online edition.

    The panel in words, other languages, and the public tables of data/ as paths from the root.
    """
    return (
        json.dumps(
            {
                "panel": {
                    "label": panel_labels.label(panel),
                    "synthetic": panel.synthetic,
                    "bar": panel_labels.bar(panel),
                    "bars": {"paper/official.html": panel_labels.bar_official(panel)},
                },
                "translations": {
                    language: parts["folded"] for language, parts in read_yaml(translations.FILE).items()
                },
                "data": sorted(f"data/{table['path']}" for table in schema.package()["resources"]),
            },
            indent=1,
        )
        + "\n"
    )


def running_head_typst(words: str, languages: Iterable[str] = ()) -> str:
    """Return the rule that heads every page of the PDF with these words.

    Abstracts in other languages are set as the English one.
    """
    abstracts = "".join(
        f"#show <abstract-{language}>: it => block(inset: (x: 2em), above: 1.5em, below: 1.5em, breakable: false, {{\n"
        "  set text(size: .95em)\n  set par(first-line-indent: 0pt, spacing: .9em)\n  it\n})\n"
        for language in languages
    )
    return f"#set page(header: align(center, text(size: 8pt, fill: luma(90))[{words}]))\n{abstracts}"


def write_where_changed(path: Path, text: str) -> None:
    """Write a file unless it already says the same."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
