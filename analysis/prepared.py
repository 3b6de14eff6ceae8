"""What is written before the documents are rendered, for the places where no code can run.

Captions and alternative texts take their numbers from `_variables.yml` ({{< var num.inflow.n >}});
`_results/` holds results.json and the running head of the PDF.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from analysis import figures, panel_labels
from analysis.paper import Data, data, statements
from analysis.paths import PREPARED, ROOT
from analysis.results import to_json
from analysis.sentences import choose_sentences
from analysis.statements import Statements


def write_all() -> None:
    """Compute everything, then write it; an error leaves the files as they were."""
    texts = {
        ROOT / "_variables.yml": variables_yaml(data(), statements()),
        PREPARED / "results.json": to_json(data().results),
        PREPARED / "running-head.typ": running_head_typst(panel_labels.running_head(data().panel)),
        PREPARED / "running-head-official.typ": running_head_typst(panel_labels.running_head_official(data().panel)),
    }
    for path, text in texts.items():
        write_where_changed(path, text)


def variables_yaml(edition: Data, printed: Statements) -> str:
    """`_variables.yml`: alternative texts, numbers as spans, the panel's label, chosen sentences."""
    variables = {
        "alt": {label.removeprefix("fig-"): describe(edition) for label, describe in figures.ALT.items()},
        "num": nested({key: printed.num(key) for key in edition.results.keys()}),
        "panel": {"label": panel_labels.label(edition.panel), "source": panel_labels.source(edition.panel)},
        "sentence": choose_sentences(printed),
    }
    return yaml.safe_dump(variables, allow_unicode=True, sort_keys=True, width=10**6)


def nested(flat: dict[str, str]) -> dict:
    """Turn dotted keys into nested mappings.

    Raises
    ------
    ValueError
        When a key is both a number and the beginning of another key.
    """
    tree: dict = {}
    for key, value in flat.items():
        *path, leaf = key.split(".")
        node = tree
        for part in path:
            node = node.setdefault(part, {})
            if not isinstance(node, dict):
                raise ValueError(f"The key {key!r} goes on after a number of its own.")
        if leaf in node:
            raise ValueError(f"The key {key!r} is a number and a group of numbers.")
        node[leaf] = value
    return tree


def running_head_typst(words: str) -> str:
    """The rule that heads every page of the PDF with these words."""
    return f"#set page(header: align(center, text(size: 8pt, fill: luma(90))[{words}]))\n"


def write_where_changed(path: Path, text: str) -> None:
    """Write a file unless it already says the same."""
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
