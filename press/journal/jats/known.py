"""What an article's JATS does not tell, and other files of the project do."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from press.base import yaml_file
from press.base.edition import SETTINGS, settings_of, text_of
from press.base.markdown_text import plain
from press.trace.page_record import read_file

VARIABLES = "_variables.yml"
LANGUAGE_TOLD = re.compile(rb"<boxed-text[^>]*xml:lang=")
"""What stands around a translated abstract where the engine keeps its language."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known beside the JATS of an engine.

    Attributes
    ----------
    alternatives
        What figures show, in words, by their labels.
    languages
        Language tags of the translated titles, by title.
    publisher, issn
        Of the journal; empty where they are not known.
    """

    alternatives: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    publisher: str = ""
    issn: str = ""


def known_of(root: Path, article: Path) -> Known:
    """Return what is known of an article.

    Parameters
    ----------
    root
        The project's folder.
    article
        Its JATS as an engine writes it. What it does not tell is asked of the page beside it, else of the
        variables.

    Raises
    ------
    InputError
        When `paper/edition.yml` says something that is not understood.
    """
    settings, page = settings_of(root / SETTINGS), article.with_suffix(".html")
    content = article.read_bytes()
    journal = settings["published"] or {}
    return Known(
        _alternatives(root, page) if content.count(b"<graphic") > content.count(b"<long-desc") else {},
        {} if LANGUAGE_TOLD.search(content) else languages_of(variables_of(root)),
        text_of(journal.get("publisher")),
        text_of(journal.get("issn")),
    )


def _alternatives(root: Path, page: Path) -> dict[str, str]:
    return alternatives_in(page) if page.is_file() else alternatives_of(variables_of(root))


def variables_of(root: Path) -> Mapping[str, Any]:
    """Return the variables that the documents print; none before they are written."""
    file = root / VARIABLES
    return yaml_file.read(file) if file.is_file() else {}


def alternatives_of(variables: Mapping[str, Any]) -> dict[str, str]:
    """Return what the paper's figures show, in words."""
    return {f"fig-{name}": plain(text_of(text)) for name, text in (variables.get("alt") or {}).items()}


def alternatives_in(page: Path) -> dict[str, str]:
    """Return what the figures of a page show by its record, those of the author among them."""
    record = read_file(page)
    exhibits = record.exhibits.items() if record else ()
    return {label: one.alternative for label, one in exhibits if one.alternative}


def languages_of(variables: Mapping[str, Any]) -> dict[str, str]:
    """Return the languages of the translated titles."""
    translations = (variables.get("translation") or {}).items()
    return {" ".join(plain(text_of(said.get("title"))).split()): language for language, said in translations}
