"""What the edition says of itself: title, people, version, licences, addresses.

Each is read from the one place where it is written. Title, people, keywords and language stand in the front
matter of the article, the version in `pyproject.toml`, commit and date in git, addresses, licences and the
published article in `paper/edition.yml`.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from press.base import declarations, qmd_text, yaml_file
from press.base.authors import ADDRESS, read_authors
from press.base.checkout import Version, current_version
from press.base.declarations import NOTHING, Declarations
from press.base.errors import InputError
from press.base.markdown_text import COMPUTED, plain
from press.base.paths import ROOT, shown
from press.base.plain_text import markdown
from press.base.yaml_file import read as read_yaml

ARTICLE = "paper/index.qmd"
SETTINGS = "paper/edition.yml"
SHORT_HASH = 12
KIND = "Automated edition"
"""What an edition is called; one without a named editor goes by this."""
ORCID = re.compile(r"(\d{4}-){3}\d{3}[\dX]")
REFERENCE_FIELDS = ("journal", "year", "volume", "issue", "pages", "doi")


@dataclass(frozen=True, slots=True)
class Author:
    """An author; `orcid` is the bare identifier, empty as `email` where it is not known.

    The name of a body is its family name.
    """

    given: str
    family: str
    affiliations: tuple[str, ...] = ()
    email: str = ""
    orcid: str = ""
    corresponding: bool = False
    is_body: bool = False

    @property
    def name(self) -> str:
        """Given name and family name."""
        return f"{self.given} {self.family}".strip()

    @property
    def sorted_name(self) -> str:
        """The name as lists sort it, "Family, Given"; a body's as it is."""
        return f"{self.family}, {self.given}" if self.given else self.family

    @property
    def kind(self) -> str:
        """What schema.org calls a person and a body."""
        return "Organization" if self.is_body else "Person"


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: its usual name, its SPDX identifier, its address."""

    name: str
    spdx: str
    url: str


@dataclass(frozen=True, slots=True)
class Published:
    """Where the article appeared that the edition tells anew; empty what is not known."""

    journal: str = ""
    year: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    doi: str = ""

    @property
    def known(self) -> bool:
        """Whether it can be cited: journal and year are known."""
        return bool(self.journal and self.year)


@dataclass(frozen=True, slots=True)
class Work:
    """The edition.

    Attributes
    ----------
    title
        Title of the article, which is that of the published one.
    authors
        Those of the study, in their order.
    keywords
        As the article lists them.
    language
        As a language tag (BCP 47).
    version
        Number of the version.
    commit
        40 hexadecimal digits; empty where git does not tell.
    date
        Day of the commit; None where git does not tell.
    text_licence, code_licence
        What the text and the code may be used for.
    published
        The published article.
    site, repository
        Addresses, each without a stroke at the end; empty where there is none.
    feedback
        The e-mail address that comments go to; empty where nobody asks for them by mail.
    editors
        Who answers for the edition, apart from the authors of the study; empty where these do, and a body
        of the name `KIND` where nobody is named.
    declared
        Its statements, as of funding and of competing interests.
    jel
        Codes of the Journal of Economic Literature; empty where the authors gave none.
    """

    title: str
    authors: tuple[Author, ...]
    keywords: tuple[str, ...]
    language: str
    version: str
    commit: str
    date: date | None
    text_licence: Licence
    code_licence: Licence
    published: Published
    site: str
    repository: str
    feedback: str
    editors: tuple[Author, ...] = ()
    declared: Declarations = NOTHING
    jel: tuple[str, ...] = ()

    @property
    def makers(self) -> tuple[Author, ...]:
        """Who answers for the edition: its editors, else the authors."""
        return self.editors or self.authors

    @property
    def short_commit(self) -> str:
        """The first digits of the commit."""
        return self.commit[:SHORT_HASH]

    @property
    def corresponding(self) -> Author:
        """The corresponding author; the first where none is marked."""
        return next((author for author in self.authors if author.corresponding), self.authors[0])


@cache
def current_work() -> Work:
    """Return the edition of this checkout."""
    return read_work(ROOT, current_version(ROOT))


def read_work(root: Path, version: Version) -> Work:
    """Read what the edition says of itself.

    Parameters
    ----------
    root
        The project's folder.
    version
        Its commit.

    Raises
    ------
    InputError
        When a file does not say what it should.
    """
    front, settings = front_matter(root / ARTICLE), settings_of(root / SETTINGS)
    authors = authors_of(front)
    work = Work(
        title=_plain(text_of(front["title"]), "title"),
        authors=authors,
        keywords=tuple(_plain(word, "keywords") for word in texts_of(front.get("keywords"))),
        language=read_yaml(root / "_quarto.yml").get("lang", "en"),
        version=tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"],
        commit=version.commit,
        date=date.fromisoformat(version.date[:10]) if version.date else None,
        text_licence=Licence(**settings["licence"]["text"]),
        code_licence=Licence(**settings["licence"]["code"]),
        published=Published(**{name: text_of(settings["published"].get(name)) for name in REFERENCE_FIELDS}),
        site=settings["site"],
        repository=settings["repository"],
        feedback=settings["feedback"],
        editors=editors_of(settings),
        declared=declarations.read(settings, [one.name for one in authors], root / SETTINGS),
        jel=jel_of(settings),
    )
    return replace(work, feedback=work.feedback or asked_for(work).email)


def licences_in_words(work: Work) -> str:
    """Say in Markdown what text and code are licensed under."""
    text, code = (f"[{markdown(one.name)}]({one.url})" for one in (work.text_licence, work.code_licence))
    if work.text_licence == work.code_licence:
        return f"Text and code are licensed under {text}."
    return f"The text is licensed under {text}, the code under the {code}."


def asked_for(work: Work) -> Author:
    """Return who reads comments where the settings name nobody: never an author of a text by others."""
    return work.editors[0] if work.editors else work.corresponding


def editors_of(settings: Mapping[str, Any]) -> tuple[Author, ...]:
    """Return who answers for the edition (see `Work.editors`)."""
    if "editor" not in settings:
        return ()
    if not settings["editor"]:
        return (Author("", KIND, is_body=True),)
    given = settings["editor"]
    return people({"author": given if isinstance(given, list) else [given]}, SETTINGS)


def jel_of(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the codes of the Journal of Economic Literature, as J61; those of a field alone are F2 or F."""
    codes = tuple(texts_of(settings.get("jel")))
    for code in codes:
        if not re.fullmatch(r"[A-Z]\d{0,2}", code):
            raise InputError.at(SETTINGS, code, "a code of the JEL, as J61, for jel")
    return codes


@cache
def computed_by() -> str:
    """Read the name of the module that computes the paper (see `press.paper`)."""
    return text_of(settings_of(ROOT / SETTINGS)["paper"])


def science() -> str:
    """Name the folder of the code that computes the paper."""
    return computed_by().partition(".")[0]


def front_matter(document: Path) -> Mapping[str, Any]:
    """Return the front matter of a document."""
    parts = qmd_text.read_front(document)
    if not parts.front:
        raise InputError(
            f"{shown(document)}: found no front matter, expected title and authors between lines of ---."
        )
    return yaml_file.mapping(parts.front, document, parts.front_line)


def settings_of(file: Path) -> dict[str, Any]:
    """Return the settings with every address that may be left empty, and without strokes at their ends."""
    settings = dict(read_yaml(file))
    for name in ("site", "repository", "feedback"):
        settings[name] = address = text_of(settings.get(name)).rstrip("/")
        if name != "feedback" and address and not re.fullmatch(r"https?://[^\s\"<>]+", address):
            raise InputError.at(shown(file), address, f"an address that begins with https:// for {name}")
    for name, licence in settings["licence"].items():
        if not ADDRESS.fullmatch(address := text_of(licence["url"])):
            raise InputError.at(
                shown(file),
                address,
                f"an address that begins with https:// for the url of the licence of the {name}",
            )
    return {"published": {}, "pages": {}, "data_section": "", "paper": ""} | settings


def authors_of(front: Mapping[str, Any]) -> tuple[Author, ...]:
    """Return the authors of a front matter, as press reads them in every form that Quarto knows."""
    found = people(front, ARTICLE)
    if not found:
        raise InputError(f"{ARTICLE}: found no author, expected at least one.")
    return found


def people(front: Mapping[str, Any], file: str) -> tuple[Author, ...]:
    """Return the people whom a file names as Quarto names authors."""
    try:
        found = read_authors(dict(front))
    except LookupError as unknown:
        raise InputError.at(file, f"the affiliation {unknown}", "one that is declared with this id") from None
    for one in found:
        if one.orcid and not ORCID.fullmatch(one.orcid):
            raise InputError.at(file, one.orcid, f"four groups of four digits as the ORCID of {one.name}")
    return tuple(
        Author(
            _plain(one.given, "author"),
            _plain(one.family or one.name, "author"),
            tuple(plain(place.name) for place in one.affiliations),
            one.email,
            one.orcid,
            one.corresponding,
            not one.family,
        )
        for one in found
    )


def _plain(text: str, name: str) -> str:
    """Return a text of the front matter as plain words.

    Raises
    ------
    InputError
        It is computed, and citations and descriptions cannot have it.
    """
    if found := COMPUTED.search(text):
        raise InputError.at(
            ARTICLE, f"{found[0]} in the {name}", "the words themselves, which citations repeat"
        )
    return plain(text)


def texts_of(value: object) -> list[str]:
    """Return a list of texts, which may be one text with commas."""
    return (
        [str(one) for one in value]
        if isinstance(value, list)
        else text_of(value).split(", ")
        if value
        else []
    )


def text_of(value: object) -> str:
    """Return a value as text; nothing is the empty text."""
    return "" if value is None else str(value).strip()
