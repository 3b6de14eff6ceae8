"""A finished page as the parts of the online edition see it."""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from press.base.paths import ROOT
from press.trace.page_record import Page, PrintedNumber

THEME = Path(__file__).parent / "theme"
ARTICLE = "paper/index.html"
"""The page of the article."""
EDITION = "edition.json"
"""What `prepare` writes for the parts that speak of the edition: the panel in words, the public tables."""
SHARED = "share.png"
"""The picture of a shared link, which `prepare` draws."""


@dataclass(frozen=True, slots=True)
class View:
    """A page, its site, and what was prepared for it.

    Attributes
    ----------
    name
        Its address from the site's folder, as "paper/index.html".
    output
        The site's folder.
    prepared
        The folder that `prepare` wrote.
    pages
        What every page of the site holds, by its address.
    known
        The origins of numbers and exhibits: origins.json.
    printed
        The numbers of every page, those in its alternative texts included.
    own
        The files of the project, as paths from its root: what may be packed.
    """

    name: str
    output: Path
    prepared: Path
    pages: Mapping[str, Page]
    known: Mapping[str, Any] = field(default_factory=dict)
    printed: Mapping[str, Sequence[PrintedNumber]] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    @property
    def page(self) -> Page:
        """What the page holds."""
        return self.pages[self.name]

    def address(self, file: str) -> str | None:
        """Return the address of a file of the project from the page: of code, the page that shows it.

        None where it is not public. The file may end in a line's mark, as "analysis/study.py#L3".
        """
        path, mark, line = file.partition("#")
        if path in self.known["private"]:
            return None
        return relative(f"code/{path}.html" if path.endswith(".py") else path, self.name) + mark + line

    @property
    def folder(self) -> Path:
        """The folder of the page."""
        return (self.output / self.name).parent

    def read(self, name: str) -> Any:
        """Return what a prepared JSON file holds; None where it was not prepared."""
        file = self.prepared / name
        return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None

    def published(self, file: str) -> str:
        """Put a file (a classic script, a style sheet) beside the page, and return its address from there.

        Parameters
        ----------
        file
            Its name in the theme of the online edition, or its path from the project's root.
        """
        source = ROOT / file if "/" in file else THEME / file
        copy(source, self.folder / THEME.name / source.name)
        return f"{THEME.name}/{source.name}"

    def style(self, name: str) -> str:
        """Return the element that links a style sheet of the theme."""
        return f'<link rel="stylesheet" href="{escape(self.published(name))}">\n'

    def script(self, name: str, **data: str) -> str:
        """Return the element that runs a script of the theme once the page is read, with data for it."""
        given = "".join(f' data-{key}="{escape(value)}"' for key, value in data.items())
        return f'<script src="{escape(self.published(name))}" defer{given}></script>\n'


@cache
def relative(file: str, page: str) -> str:
    """Return the address of one file of the site from another."""
    return os.path.relpath(file, os.path.dirname(page)).replace(os.sep, "/")


def copy(source: Path, destination: Path) -> None:
    """Copy a file, making folders."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, destination)


def data_block(content: Any, **attributes: str) -> str:
    """Return JSON that scripts read from the page: `data_block(spec, id="chart-fig-inflow")`."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items()
    )
    return f'<script type="application/json"{written}>{for_script(content)}</script>'


def for_script(content: Any) -> str:
    """Return JSON in which nothing can end the script element or open a comment."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
