"""What captions and the abstract print, where no code can run: {{< var NAME >}}."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from press.base.citation import edited_by
from press.base.edition import SETTINGS, current_work, settings_of
from press.base.errors import InputError
from press.base.paths import NUMBERS_PAGE, ROOT
from press.base.plain_text import markdown
from press.numbers import sentences
from press.numbers.translations import choose_translations

if TYPE_CHECKING:
    from press.paper import Paper

REFERENCE = re.compile(r"@(?:tbl|fig|sec|eq|lst)-")
"""How a reference to an exhibit or a section begins."""


def variables(paper: Paper) -> dict[str, Any]:
    """Collect what `_variables.yml` holds; all numbers carry their keys."""
    statements = paper.statements
    return {
        "alt": alternatives(paper),
        "edition": {
            "numbers": address_of_numbers(settings_of(ROOT / SETTINGS)["site"]),
            "editor": markdown(edited_by(current_work())),
        },
        "num": nested({key: statements.num(key) for key in paper.results.all_keys()}),
        "sentence": without_references(sentences.read(statements).all()),
        "translation": choose_translations(statements),
    }


def without_references(said: Mapping[str, str]) -> dict[str, str]:
    """Leave out sentences that refer to an exhibit or a section, which belong in one document's text.

    Genuine Quarto resolves what variables hold in every document, and warns where the exhibit is elsewhere.
    """
    return {name: text for name, text in said.items() if not REFERENCE.search(text)}


def address_of_numbers(site: str) -> str:
    """Say in Markdown where the page of all numbers is: its address where there is one, else its file."""
    return f"<{site}/{NUMBERS_PAGE}>" if site else f"`{NUMBERS_PAGE}`"


def alternatives(paper: Paper) -> dict[str, str]:
    """Describe the figures, by label without its kind."""
    described = ((exhibit.label.removeprefix("fig-"), exhibit.alt) for exhibit in paper.exhibits.values())
    return {name: describe(paper.data) for name, describe in described if describe}


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


def lookup(named: Mapping[str, Any], name: str) -> Any:
    """Return the variable of a dotted name; an InputError where there is none."""
    found: Any = named
    for part in name.split("."):
        if not isinstance(found, Mapping) or part not in found:
            raise InputError(
                f"The text asks for {{{{< var {name} >}}}}, but there is no variable of this name."
            )
        found = found[part]
    return found
