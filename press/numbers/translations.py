"""Title, abstract and keywords in other languages, with sentences chosen as the English ones are.

They are read from paper/abstracts.yml.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from press.base import edition, yaml_file
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers import entries, sentences
from press.numbers.entries import Entries
from press.numbers.sentences import INSERTED, Sentences
from press.numbers.statements import Statements

FILE = ROOT / "paper" / "abstracts.yml"
PARTS = {"folded", "title", "label", "keywords-label", "keywords", "abstract", "sentences"}
SENTENCES = "sentences"


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
        The English sentences; what decides them decides for every language.

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
    read = sentences_of(file, english) if file.exists() else {}
    return {
        language: translation(
            Sentences(replace(statements, language=language), read[language]),
            parts,
            f"{file.name}, {language}",
        )
        for language, parts in written(file).items()
    }


def written(file: Path = FILE) -> dict[str, Any]:
    """Return what a file says by name; nothing where it is not there."""
    return edition.read_yaml(file) if file.exists() else {}


def sentences_of(file: Path, english: Path = sentences.FILE) -> dict[str, Entries]:
    """Return the sentences of every language, each decided as the English one of its name.

    Raises
    ------
    InputError
        When a part or a sentence is missing or strange, or has another form than the English one.
    """
    models, source = entries.read(english).parts, yaml_file.text_of(file)
    node = entries.nodes(source, file)
    found = {}
    for language, parts in pairs(node, file.name):
        of_language = dict(pairs(parts, f"{file.name}, {language}"))
        same(f"{file.name}, {language}", set(of_language), PARTS)
        written = of_language[SENTENCES]
        names = {name for name, _ in pairs(written, f"{file.name}, {language}, {SENTENCES}")}
        same(f"{file.name}, {language}, {SENTENCES} that {english.name} has", names, names & set(models))
        assert isinstance(written, yaml.MappingNode)
        found[language] = entries.from_node(written, file, source, models)
    return found


def pairs(node: yaml.Node | None, place: str) -> list[tuple[str, yaml.Node]]:
    """Return the names and values of a mapping; an InputError where it is none."""
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{place}: found no names with values, expected {', '.join(sorted(PARTS))}.")
    return [(key.value, value) for key, value in node.value]


def translation(said: Sentences, parts: Mapping[str, Any], place: str) -> dict[str, str]:
    """Return the parts of one language."""
    names = set(said.entries.parts)
    same(f"{place}, sentences in the abstract", set(INSERTED.findall(parts["abstract"])), names)
    chosen = said.all()
    try:
        text = said.statements.text(INSERTED.sub(lambda match: f"<{match[1]}>", parts["abstract"]))
    except KeyError as error:
        raise InputError(f"{place}: {error.args[0]}") from None
    return {
        **{name: parts[name] for name in ("folded", "title", "label", "keywords-label")},
        "abstract": re.sub(r"<(\w+)>", lambda match: chosen[match[1]], text),
        "keywords": ", ".join(f"[{word}]{{.keyword}}" for word in parts["keywords"]),
    }


def same(place: str, found: set[str], expected: set[str]) -> None:
    """Raise an InputError unless two sets of names are the same."""
    if found != expected:
        raise InputError(
            f"{place}: found {', '.join(sorted(found))}, expected {', '.join(sorted(expected))}."
        )
