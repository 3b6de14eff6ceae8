"""Sentences for the places where no code can run, such as the abstract: read from paper/sentences.yml.

Each entry holds its branches: `up`, `down` and `none` chosen by the estimate that `effect` names, or
`synthetic` and `authors` chosen by the panel.
"""

from pathlib import Path

from press.base import input_file, yaml12
from press.base.errors import InputError, PressError
from press.base.limits import TABLE_MEGABYTES
from press.base.paths import ROOT
from press.numbers.statements import Statements

FILE = ROOT / "paper" / "sentences.yml"
EFFECT_BRANCHES = {"effect", "up", "down", "none"}
PANEL_BRANCHES = {"synthetic", "authors"}


def choose_sentences(statements: Statements, file: Path = FILE) -> dict[str, str]:
    """Choose a branch for every entry and fill in its numbers.

    Returns
    -------
    dict
        Markdown by the entry's name; empty where there is no such file.

    Raises
    ------
    InputError
        When the file is no YAML, or an entry has other branches than the two forms allow or names an unknown
        number.
    """
    if not file.exists():
        return {}
    try:
        entries = yaml12.load(
            input_file.read(file, file.name, "sentences", TABLE_MEGABYTES).decode("utf-8"), file
        )
    except UnicodeDecodeError:
        raise InputError.at(file.name, "letters that are not in UTF-8", "UTF-8") from None
    except PressError as error:
        raise InputError.at(
            file.name, "text that is not YAML", "entries with their branches", row=error.line
        ) from None
    if not isinstance(entries, dict):
        raise InputError.at(file.name, "no entries", "entries with their branches")
    return {name: choose(statements, name, branches, file.name) for name, branches in entries.items()}


def choose(statements: Statements, name: str, branches: dict[str, str], file_name: str) -> str:
    """Choose and fill the branch of one entry."""
    if not (isinstance(branches, dict) and all(isinstance(text, str) for text in branches.values())):
        raise InputError(
            f"{file_name}, entry {name}: found no branches of text, "
            "expected effect, up, down and none, or synthetic and authors."
        )
    try:
        if set(branches) == EFFECT_BRANCHES:
            return statements.effect(
                branches["effect"], **{k: v for k, v in branches.items() if k != "effect"}
            )
        if set(branches) == PANEL_BRANCHES:
            return statements.text(branches["synthetic" if statements.results.panel.synthetic else "authors"])
    except KeyError as error:
        raise InputError(f"{file_name}, entry {name}: {error.args[0]}") from None
    raise InputError(
        f"{file_name}, entry {name}: found {', '.join(sorted(branches))}, expected "
        f"{', '.join(sorted(EFFECT_BRANCHES))} or {', '.join(sorted(PANEL_BRANCHES))}."
    )
