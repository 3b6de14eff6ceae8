"""Sentences of `paper/sentences.yml`: written where no code can run (the abstract), chosen by code all the same."""

from __future__ import annotations

from pathlib import Path

import yaml

from analysis.paths import ROOT
from analysis.statements import Statements

FILE = ROOT / "paper" / "sentences.yml"


def sentences(printed: Statements, path: Path = FILE) -> dict[str, str]:
    """Choose each sentence's branch and fill in its numbers.

    Parameters
    ----------
    printed
        Chooses branches and prints numbers.
    path
        YAML that maps a sentence's name to what decides and to its branches.

    Returns
    -------
    dict
        The sentences by name, in Markdown, each on one line.

    Raises
    ------
    ValueError
        When an entry is of no known kind.
    """
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {name: " ".join(chosen(name, entry, printed).split()) for name, entry in entries.items()}


def chosen(name: str, entry: dict[str, str], printed: Statements) -> str:
    """The branch of one entry: by an estimate (`effect`) or by the panel (`synthetic`, `authors`)."""
    match entry:
        case {"effect": term, "up": up, "down": down, "none": none}:
            return printed.effect(term, up=up, down=down, none=none)
        case {"synthetic": synthetic, "authors": authors}:
            return printed.text(synthetic if printed.results.panel.synthetic else authors)
    raise ValueError(f"Sentence {name!r} needs effect, up, down and none, or synthetic and authors.")
