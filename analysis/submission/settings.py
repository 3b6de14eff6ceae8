"""What `paper/submission.yml` says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analysis.errors import InputError
from analysis.metadata import read_yaml, text_of
from analysis.paths import ROOT, shown

FILE = ROOT / "paper" / "submission.yml"
PLACES = ("place", "end")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a journal lets things be: words, sentences, characters with spaces, words or phrases."""

    abstract_words: int
    highlights: int
    highlight_characters: int
    keywords: int


@dataclass(frozen=True, slots=True)
class Settings:
    """What differs between journals.

    Attributes
    ----------
    journal
        Its name; empty where none is chosen.
    exhibits
        `place` where tables and figures stand in the text, `end` where they follow the references.
    limits
        How long things may be.
    leave_out, leave_out_anonymous
        Identifiers of the article's parts that no manuscript has, and that the anonymous one lacks besides.
    texts_apart
        Identifiers of the parts that are plain texts beside the manuscript instead.
    acknowledgements, funding, conflicts
        For the title page; empty where there is nothing to say.
    """

    journal: str
    exhibits: str
    limits: Limits
    leave_out: tuple[str, ...]
    leave_out_anonymous: tuple[str, ...]
    texts_apart: tuple[str, ...]
    acknowledgements: str
    funding: str
    conflicts: str


def read_settings(file: Path = FILE) -> Settings:
    """Read the settings.

    Raises
    ------
    InputError
        When one is missing or is not what it should be.
    """
    found = read_yaml(file)
    texts = {name: text_of(found.get(name)) for name in ("journal", "acknowledgements", "funding", "conflicts")}
    exhibits = found.get("exhibits", "place")
    if exhibits not in PLACES:
        raise InputError.at(shown(file), exhibits, f"{' or '.join(PLACES)} for exhibits")
    limits = found.get("limits") or {}
    for name in Limits.__slots__:
        if not isinstance(limits.get(name), int):
            raise InputError.at(shown(file), limits.get(name, "nothing"), f"a whole number for the limit {name}")
    identifiers = {name: tuple(found.get(name) or ()) for name in ("leave_out", "leave_out_anonymous", "texts_apart")}
    return Settings(exhibits=exhibits, limits=Limits(**limits), **identifiers, **texts)
