"""What `paper/submission.yml` says."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.base.edition import SETTINGS, read_yaml, text_of
from press.base.errors import InputError
from press.base.paths import ROOT, shown

FILE = ROOT / "paper" / "submission.yml"
PLACES = ("place", "end")
KNOWN = (
    "journal", "exhibits", "limits", "leave_out", "leave_out_anonymous", "texts_apart", "anonymous",
)  # fmt: skip
MOVED = {
    "acknowledgements": "acknowledgements", "funding": "funding", "conflicts": "competing_interests",
}  # fmt: skip
"""What was a setting, and is a statement of the paper now."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a journal lets things be: words, sentences, characters with spaces, words or phrases."""

    abstract_words: int
    highlights: int
    highlight_characters: int
    keywords: int


@dataclass(frozen=True, slots=True)
class Anonymity:
    """What no program can know of the anonymous twin.

    Attributes
    ----------
    names
        Further forms of the authors' names: former ones, other spellings, other scripts.
    own_works, works_of_others
        Keys of works that the authors wrote, and that others did, whatever the names look like.
    may_stay
        Words that look as if they told who wrote, and do not.
    """

    names: tuple[str, ...] = ()
    own_works: tuple[str, ...] = ()
    works_of_others: tuple[str, ...] = ()
    may_stay: tuple[str, ...] = ()


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
    anonymity
        What no program can know of that twin.
    """

    journal: str
    exhibits: str
    limits: Limits
    leave_out: tuple[str, ...]
    leave_out_anonymous: tuple[str, ...]
    texts_apart: tuple[str, ...]
    anonymity: Anonymity = Anonymity()


def read_settings(file: Path = FILE) -> Settings:
    """Read the settings.

    Raises
    ------
    InputError
        When one is missing or is not what it should be.
    """
    found = read_yaml(file)
    _refuse_unknown(found, file)
    if (exhibits := found.get("exhibits", "place")) not in PLACES:
        raise InputError.at(shown(file), exhibits, f"{' or '.join(PLACES)} for exhibits")
    limits = found.get("limits") or {}
    for name in Limits.__slots__:
        if not isinstance(limits.get(name), int):
            raise InputError.at(
                shown(file), limits.get(name, "nothing"), f"a whole number for the limit {name}"
            )
    return Settings(
        exhibits=exhibits,
        limits=Limits(**limits),
        **{
            name: tuple(found.get(name) or ()) for name in ("leave_out", "leave_out_anonymous", "texts_apart")
        },
        journal=text_of(found.get("journal")),
        anonymity=_anonymity(found.get("anonymous") or {}, file),
    )


def _refuse_unknown(found: dict[str, Any], file: Path) -> None:
    """Refuse settings that no journal has; what a paper declares stands elsewhere."""
    for name in found:
        if name in MOVED:
            raise InputError.at(shown(file), name, f"it as {MOVED[name]} under statements in {SETTINGS}")
        if name not in KNOWN:
            raise InputError.at(shown(file), name, f"one of {', '.join(KNOWN)}")


def _anonymity(given: object, file: Path) -> Anonymity:
    """Return the lists below `anonymous`, each of which may be left out."""
    known = Anonymity.__slots__
    if not isinstance(given, dict) or (strange := next((name for name in given if name not in known), None)):
        raise InputError.at(
            shown(file),
            f"anonymous: {strange if isinstance(given, dict) else given}",
            f"one of {', '.join(known)} below anonymous",
        )
    for name, value in given.items():
        if value is not None and not (isinstance(value, list) and all(isinstance(one, str) for one in value)):
            raise InputError.at(shown(file), f"{name}: {value}", "a list of texts")
    return Anonymity(**{name: tuple(value or ()) for name, value in given.items()})
