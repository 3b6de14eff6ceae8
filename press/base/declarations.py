"""What a paper declares: availability, contributions, funding, interests, ethics, use of AI, thanks, licence.

`paper/edition.yml` holds it under `statements:`, once for every format, the submission and the descriptions
for archives. What nobody told is empty, and is printed nowhere.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.base.errors import InputError
from press.base.paths import shown
from press.base.plain_text import markdown

LABELS = {
    "data_availability": "Data availability",
    "code_availability": "Code availability",
    "contributions": "Author contributions",
    "funding": "Funding",
    "competing_interests": "Competing interests",
    "ethics": "Ethics",
    "generative_ai": "Use of generative AI",
    "acknowledgements": "Acknowledgements",
}
"""What each statement is called, in the order in which they are printed."""
NAMING = ("contributions", "funding", "competing_interests", "acknowledgements")
"""Those that tell who wrote a paper."""
ROLES = (
    "Conceptualization", "Data curation", "Formal analysis", "Funding acquisition", "Investigation",
    "Methodology", "Project administration", "Resources", "Software", "Supervision", "Validation",
    "Visualization", "Writing – original draft", "Writing – review & editing",
)  # fmt: skip
"""The contributor roles of CRediT, as the standard spells them (ANSI/NISO Z39.104-2022)."""
SECTION = "statements"


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that paid for the work.

    Attributes
    ----------
    funder
        Who gave it.
    id
        The funder's identifier, as an address (ROR, or DOI of the Funder Registry); empty where not given.
    award
        The number of the grant; empty where not given.
    """

    funder: str
    id: str = ""
    award: str = ""

    def __str__(self) -> str:
        """Return it as a part of a sentence."""
        return f"{self.funder} (award {self.award})" if self.award else self.funder


@dataclass(frozen=True, slots=True)
class Declarations:
    """The statements of a paper.

    Attributes
    ----------
    texts
        Markdown by the names of `LABELS`; what nobody told is not among them.
    contributions
        The roles of each author who has some, by the author's name.
    grants
        The funding, where it is given as grants and not as a text.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    contributions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()

    @property
    def empty(self) -> tuple[str, ...]:
        """The names of the statements that nobody made."""
        return tuple(name for name in LABELS if name not in self.texts)

    @property
    def labelled(self) -> dict[str, str]:
        """The statements by what they are called, as Markdown."""
        return {label: self.texts[name] for name, label in LABELS.items() if name in self.texts}

    def told_empty(self) -> str:
        """Say in a line which statements nobody made; empty where all are made."""
        missing = ", ".join(self.empty)
        return f"Statements that paper/edition.yml leaves empty: {missing}." if missing else ""


NOTHING = Declarations()
"""Of a paper that declares nothing."""


def read(settings: Mapping[str, Any], authors: Sequence[str], file: Path) -> Declarations:
    """Return what settings declare.

    Parameters
    ----------
    settings
        The content of a file of settings.
    authors
        Names of the paper's authors, who alone have contributed.
    file
        That file, for messages.

    Raises
    ------
    InputError
        A statement, role or author is unknown, or not in the form that it should have.
    """
    given = settings.get(SECTION) or {}
    if not isinstance(given, dict):
        raise _slip(file, SECTION, f"{SECTION}: {given}", "a text for each of " + ", ".join(LABELS))
    for name in given:
        _refuse_unknown(str(name), tuple(LABELS), "statement", file)
    contributions = _contributions(given.get("contributions") or {}, authors, file)
    grants = _grants(given.get("funding"), file)
    texts = {
        name: _text(name, given.get(name), file)
        for name in LABELS
        if name != "contributions" and not (name == "funding" and grants)
    }
    texts |= {
        "contributions": _credited(contributions),
        "funding": _funded(grants) or texts.get("funding", ""),
    }
    return Declarations({name: text for name, text in texts.items() if text}, contributions, grants)


def as_markdown(declared: Declarations, licence: str) -> str:
    """Return the section's text: a paragraph for each statement, and one for the licence.

    Each stands in a div of its own, with the class `statement-NAME`, so that one can be left out.
    """
    parts = [*((name, LABELS[name], declared.texts[name]) for name in LABELS if name in declared.texts)]
    return "\n\n".join(_division(*part) for part in (*parts, ("licence", "Licence", licence)))


def _division(name: str, label: str, text: str) -> str:
    return f"::: {{.statement .statement-{name}}}\n**{label}.** {text}\n:::"


def _contributions(given: object, authors: Sequence[str], file: Path) -> dict[str, tuple[str, ...]]:
    if not isinstance(given, dict):
        raise _slip(file, "contributions", f"contributions: {given}", "a list of roles for each author")
    for name, roles in given.items():
        _refuse_unknown(str(name), authors, "author", file)
        if not isinstance(roles, list):
            raise _slip(file, str(name), f"{name}: {roles}", "a list of roles, as [Methodology, Software]")
        for role in roles:
            _refuse_unknown(str(role), ROLES, "role of CRediT", file)
    return {name: tuple(given[name]) for name in authors if given.get(name)}


def _grants(given: object, file: Path) -> tuple[Grant, ...]:
    return tuple(_grant(one, file) for one in given) if isinstance(given, list) else ()


def _grant(given: object, file: Path) -> Grant:
    if not isinstance(given, dict) or not given.get("funder"):
        raise _slip(
            file, "funding", f"{given} below funding", "a funder, and where there are an id and an award"
        )
    for name in given:
        _refuse_unknown(str(name), Grant.__slots__, "field of a grant", file)
    grant = Grant(**{name: str(value or "").strip() for name, value in given.items()})
    if grant.id and not re.fullmatch(r"https://\S+", grant.id):
        raise _slip(file, grant.id, f"id: {grant.id}", "the funder's identifier as an address with https://")
    return grant


def _text(name: str, given: object, file: Path) -> str:
    if given is None or isinstance(given, str):
        return " ".join((given or "").split())
    expected = "a text or a list of grants" if name == "funding" else "a text"
    raise _slip(file, name, f"{name}: {given}", expected)


def _credited(contributions: Mapping[str, Sequence[str]]) -> str:
    return " ".join(
        f"{markdown(name)}: {markdown(', '.join(roles))}." for name, roles in contributions.items()
    )


def _funded(grants: Sequence[Grant]) -> str:
    return f"{markdown('; '.join(map(str, grants)))}." if grants else ""


def _refuse_unknown(name: str, known: Sequence[str], kind: str, file: Path) -> None:
    if name in known:
        return
    near = difflib.get_close_matches(name, known, 1, 0.4)
    expected = f"{near[0]}, which is nearest" if near else f"one of {', '.join(known)}"
    raise _slip(file, name, f"the {kind} {name}", expected)


def _slip(file: Path, words: str, found: str, expected: str) -> InputError:
    """Return the error of a statement, with the line where its words first stand."""
    line = next(iter(_lines_of(file, words)), 0)
    return InputError.at(f"{shown(file)}, line {line}" if line else shown(file), found, expected)


def _lines_of(file: Path, words: str) -> Iterator[int]:
    """Yield the lines below the head of the statements that hold some words, and that head's own."""
    if not file.is_file():
        return
    within = False
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        within = within or line.startswith(f"{SECTION}:")
        if within and words in line:
            yield number
