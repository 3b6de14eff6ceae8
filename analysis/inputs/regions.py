"""Regions of Kazakhstan: their roles in the study, and how to recognise them by any known name.

A name is compared without regard to case, spaces, hyphens, dots, apostrophes, accents (so ё is е) and the
letters that Kazakh adds to the Russian alphabet. Words such as "oblast", "облысы" or "г." are taken off and
remembered as the kind that the name claims, a region or a city. A bare name that fits two regions ("Almaty":
the city or the region around it) is refused unless the other names of the same file settle it
(`resolve_all`).
"""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from press.base.paths import DATA

REGION_WORDS = frozenset(
    [
        "region",
        "oblast",
        "oblasti",
        "obl",
        "oblysy",
        "oblisi",
        "oblys",
        "province",
        "reg",
        "область",
        "области",
        "обл",
        "облысы",
        "облыс",
    ]
)
CITY_WORDS = frozenset(
    ["city", "gorod", "g", "qalasy", "kalasy", "q", "город", "гор", "г", "каласы", "кала", "к"]
)
LINKING_WORDS = frozenset({"of", "the"})
PLAIN_LETTERS = str.maketrans("әғқңөұүһіı", "агкноуухиi")
"""Letters that do not fall apart into a plain letter and an accent."""
NATIONAL = frozenset(
    (
        "kazakhstan",
        "republic kazakhstan",
        "republic of kazakhstan",
        "total",
        "казахстан",
        "республика казахстан",
        "всего",
        "итого",
        "барлыгы",
        "казакстан",
        "казакстан республикасы",
        "qazaqstan",
        "rk",
        "рк",
    )
)
A_REGION = "a region of Kazakhstan"
LONGEST_NAME = 200
"""Letters of a name for which a near one is looked for."""
LIKENESS = 0.7
"""How alike a near name must be, as `difflib` measures it."""


class UnknownRegion(LookupError):
    """A name that fits no region, or more than one; `expected` says what should stand in its place."""

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(name, expected)
        self.name, self.known = name, expected

    @property
    def expected(self) -> str:
        """What should stand in the name's place; a near name is looked for only when somebody asks."""
        return self.known + (_suggestion(self.name) if self.known == A_REGION else "")

    def __str__(self) -> str:
        """Say what was found and expected."""
        return f'found "{self.name}", expected {self.expected}'


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its roles in the study.

    Attributes
    ----------
    name
        The English name that all tables of the project use.
    kato
        Its code in the national classifier of territories.
    kind
        "region" or "city".
    cluster
        The region of 2014 that its territory belonged to.
    program
        Whether it hosts the programme.
    sender_text
        Whether it belongs to the five sending regions that the article names (or was split off from one of
        them in 2022).
    sender_table3
        Whether it carries Sender = 1 by default; the published Table 3 has three such regions.
    first_year
        The first year in which it stood alone; None where that is before the study.
    merged_into
        The region that it is added back to in the official region-years; None where it stands for itself.
    """

    name: str
    kato: str
    kind: str
    cluster: str
    program: bool
    sender_text: bool
    sender_table3: bool
    first_year: int | None
    merged_into: str | None


def known_names() -> tuple[tuple[str, str], ...]:
    """Return every known name with its region's English name, in the order of data/region_names.csv."""
    return tuple((row["name"], row["region"]) for row in _rows(DATA / "region_names.csv"))


@lru_cache(maxsize=1)
def all_regions() -> dict[str, Region]:
    """Return every region by its English name, in the order of data/regions.csv."""
    return {row["region"]: _region(row) for row in _rows(DATA / "regions.csv")}


def resolve_all(names: Iterable[str]) -> dict[str, Region | UnknownRegion]:
    """Find the regions that the names of one file mean.

    A name that alone fits two regions is settled when the file names one of the two otherwise: beside "Almaty
    city", a bare "Almaty" is the region.

    Returns
    -------
    dict
        For each name its region, or the error that says why there is none.
    """
    candidates = {name: _candidates(name) for name in dict.fromkeys(names)}
    settled = {found[0] for found in candidates.values() if len(found) == 1}
    return {name: _outcome(name, found, settled) for name, found in candidates.items()}


def _outcome(name: str, candidates: tuple[str, ...], settled: set[str]) -> Region | UnknownRegion:
    if len(candidates) > 1:
        candidates = tuple(region for region in candidates if region not in settled) or candidates
    if len(candidates) == 1:
        return all_regions()[candidates[0]]
    if candidates:
        choices = " or ".join(f'"{region}"' for region in candidates)
        return UnknownRegion(name, f"{choices}, since the name fits both")
    national = "regions only, without the national total"
    return UnknownRegion(name, national if is_national(name) else A_REGION)


def is_national(name: str) -> bool:
    """Say whether a name stands for the whole country, as a total does."""
    return normalise(name) in NATIONAL


def _suggestion(name: str) -> str:
    if len(name) > LONGEST_NAME:
        return ""
    known = {_split(typed)[0]: typed for typed, _ in reversed(known_names())}
    near = difflib.get_close_matches(_split(name)[0], known, n=1, cutoff=LIKENESS)
    return f' (did you mean "{known[near[0]]}"?)' if near else ""


def _candidates(name: str) -> tuple[str, ...]:
    """Return the regions that have this name; of "A (B)" and "A / B" those that both parts fit."""
    parts = [part for part in re.split(r"[()/\[\]]", name) if normalise(part)]
    if (found := _lookup(name)) or len(parts) < 2:
        return found
    return tuple(sorted(set.intersection(*(set(_lookup(part)) for part in parts))))


def _lookup(name: str) -> tuple[str, ...]:
    core, kind = _split(name)
    index, regions = _index(), all_regions()
    if kind:
        bare = (region for region in index.get((core, ""), ()) if regions[region].kind == kind)
        found = {*index.get((core, kind), ()), *bare}
    else:
        found = index.get((core, "")) or {*index.get((core, "region"), ()), *index.get((core, "city"), ())}
    return tuple(sorted(found))


@lru_cache(maxsize=1)
def _index() -> dict[tuple[str, str], set[str]]:
    """Index the regions by the core of a known name and the kind that it claims ("region", "city" or "")."""
    index: dict[tuple[str, str], set[str]] = {}
    for typed, region in known_names():
        index.setdefault(_split(typed), set()).add(region)
    return index


def _split(name: str) -> tuple[str, str]:
    words = normalise(name).split()
    kinds = {
        "region" if word in REGION_WORDS else "city" for word in words if word in REGION_WORDS | CITY_WORDS
    }
    core = " ".join(word for word in words if word not in REGION_WORDS | CITY_WORDS | LINKING_WORDS)
    return core, kinds.pop() if len(kinds) == 1 else ""


def normalise(name: str) -> str:
    """Reduce a name to what counts in comparison: lower-case words of plain letters."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(letter for letter in letters if not unicodedata.combining(letter)).translate(PLAIN_LETTERS)
    text = re.sub(r"['’ʼʹ`´ʻ]", "", text)
    return " ".join(_one_alphabet(word) for word in re.findall(r"[^\W_]+", text))


def _one_alphabet(word: str) -> str:
    """Take a Latin "i" between Cyrillic letters for the Kazakh "і"."""
    return word.replace("i", "и") if re.search("[а-я]", word) else word


def _region(row: dict[str, str]) -> Region:
    return Region(
        name=row["region"],
        kato=row["kato"],
        kind=row["kind"],
        cluster=row["cluster"],
        program=row["program"] == "1",
        sender_text=row["sender_text"] == "1",
        sender_table3=row["sender_table3"] == "1",
        first_year=int(row["first_year"]) if row["first_year"] else None,
        merged_into=row["merged_into"] or None,
    )


@lru_cache(maxsize=2)
def _rows(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
