"""Title, abstract and keywords in other languages, with sentences chosen as the English ones are.

They are read from paper/abstracts.yml.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from press.base.edition import read_yaml
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers import sentences
from press.numbers.statements import Statements

FILE = ROOT / "paper" / "abstracts.yml"
PARTS = {"folded", "title", "label", "keywords-label", "keywords", "abstract", "sentences"}
SENTENCE = re.compile(r"\{sentence\.(\w+)\}")


def choose_translations(
    statements: Statements, file: Path = FILE, english: Path = sentences.FILE
) -> dict[str, dict[str, str]]:
    """Fill the abstracts in other languages.

    Parameters
    ----------
    statements
        Prints numbers and picks sentences.
    file
        The abstracts by language.
    english
        The English sentences; their estimates choose for every language.

    Returns
    -------
    dict
        By language tag: the words of the folded abstract (`folded`), title, label, abstract, label of the
        keywords, and the keywords in one line; Markdown, whose numbers carry their keys.

    Raises
    ------
    InputError
        When a language lacks a part or a sentence, or has one too many, or names an unknown number.
    """
    models = written(english)
    return {
        language: translation(
            replace(statements, language=language), parts, models, f"{file.name}, {language}"
        )
        for language, parts in written(file).items()
    }


def written(file: Path = FILE) -> dict[str, Any]:
    """Return what a file says by name; nothing where it is not there."""
    return read_yaml(file) if file.exists() else {}


def translation(
    statements: Statements, parts: Mapping[str, Any], models: Mapping[str, Any], place: str
) -> dict[str, str]:
    """Return the parts of one language."""
    same(place, set(parts), PARTS)
    same(f"{place}, sentences", set(parts["sentences"]), set(models))
    chosen = {
        name: sentences.choose(statements, name, branches | condition(models[name]), place)
        for name, branches in parts["sentences"].items()
    }
    same(f"{place}, sentences in the abstract", set(SENTENCE.findall(parts["abstract"])), set(models))
    try:
        text = statements.text(SENTENCE.sub(lambda match: f"<{match[1]}>", parts["abstract"]))
    except KeyError as error:
        raise InputError(f"{place}: {error.args[0]}") from None
    return {
        **{name: parts[name] for name in ("folded", "title", "label", "keywords-label")},
        "abstract": re.sub(r"<(\w+)>", lambda match: chosen[match[1]], text),
        "keywords": ", ".join(f"[{word}]{{.keyword}}" for word in parts["keywords"]),
    }


def condition(model: Mapping[str, str]) -> dict[str, str]:
    """Return what chooses the English sentence: an estimate, or else the panel."""
    return {"effect": model["effect"]} if "effect" in model else {}


def same(place: str, found: set[str], expected: set[str]) -> None:
    """Raise an InputError unless two sets of names are the same."""
    if found != expected:
        raise InputError(
            f"{place}: found {', '.join(sorted(found))}, expected {', '.join(sorted(expected))}."
        )
