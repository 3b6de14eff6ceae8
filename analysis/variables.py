"""What captions and the abstract print, where no code can run: {{< var NAME >}}."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.exhibits import figures
from analysis.panel import labels as panel_labels
from press.numbers.sentences import choose_sentences
from press.numbers.statements import Statements
from press.numbers.translations import choose_translations

if TYPE_CHECKING:
    from analysis.results import Data


def variables(edition: Data, printed: Statements) -> dict[str, Any]:
    """Alternative texts, numbers as spans, the panel's label, chosen sentences, other languages.

    All numbers carry their keys.
    """
    return {
        "alt": {figure.label.removeprefix("fig-"): figure.alt(edition) for figure in figures.EXHIBITS},
        "num": nested({key: printed.num(key) for key in edition.results.keys()}),
        "panel": {"label": panel_labels.label(edition.panel), "source": panel_labels.source(edition.panel)},
        "sentence": choose_sentences(printed),
        "translation": choose_translations(printed),
    }


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
