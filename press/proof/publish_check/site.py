"""The files of a built site, where the addresses in them lead, and what a check reports of them."""

import posixpath
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

ELSEWHERE = re.compile(r"(?:(?:https?|wss?|ftp):)?//", re.IGNORECASE)
SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(frozen=True)
class SiteFiles:
    """A folder with a built site; its files are named by their paths from it."""

    folder: Path

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Every file and its size in bytes."""
        files = sorted(path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): path.stat().st_size for path in files}

    @cached_property
    def pages(self) -> dict[str, html.HtmlElement]:
        """The pages as trees."""
        parser = html.HTMLParser(encoding="utf-8")
        return {
            name: html.document_fromstring(self.bytes(name), parser=parser)
            for name in self.sizes
            if name.endswith(".html") and self.bytes(name).strip()
        }

    def bytes(self, name: str) -> bytes:
        """Return the content of a file."""
        return (self.folder / name).read_bytes()

    def text(self, name: str) -> str:
        """Return the content of a text file; what is not UTF-8 is replaced."""
        return self.bytes(name).decode("utf-8", errors="replace")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The outcome of one check.

    Attributes
    ----------
    name
        What was looked at.
    figure
        How much there was, with its unit.
    finds
        What is to mend, a sentence each.
    """

    name: str
    figure: str
    finds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address leads: a file of the site and a place in it, or why it leads nowhere."""

    file: str = ""
    anchor: str = ""
    fault: str = ""


def leads_elsewhere(address: str) -> bool:
    """Whether an address names another host."""
    return ELSEWHERE.match(address.strip()) is not None


def is_local(address: str) -> bool:
    """Whether an address names a file of the site: it has neither a host nor a scheme."""
    return not leads_elsewhere(address) and SCHEME.match(address.strip()) is None


def place_of(site: SiteFiles, name: str, address: str) -> Place:
    """Return where an address without host and scheme leads from a file.

    Parameters
    ----------
    site
        The site.
    name
        The file in which the address stands.
    address
        As it is written there.
    """
    parts = urlsplit(address.strip())
    path, anchor = unquote(parts.path), unquote(parts.fragment)
    if path.startswith("/"):
        return Place(fault="begins at the root of the server, and the site may lie in a folder of one")
    file = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
    if file.startswith("../"):
        return Place(fault="leads out of the site")
    if file not in site.sizes:
        file = posixpath.normpath(posixpath.join(file, "index.html"))
    return Place(file, anchor) if file in site.sizes else Place(fault="leads to no file")
