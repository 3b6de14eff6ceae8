"""An article as JATS, as the rules look at it, and what a rule is."""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from press.proof.publish_check.site import Outcome

LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
LINK = "{http://www.w3.org/1999/xlink}href"
LICENCE = "{http://www.niso.org/schemas/ali/1.0/}license_ref"


def said(element: etree._Element | None) -> str:
    """Return the text of an element with single blanks; empty where there is none."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a site.

    Attributes
    ----------
    name
        Its file, as a path from the site.
    root
        Its first element.
    files
        All files of the site.
    """

    name: str
    root: etree._Element
    files: frozenset[str]

    def all(self, path: str) -> list[etree._Element]:
        """Return the elements at a path."""
        return self.root.xpath(path)

    def text(self, path: str) -> str:
        """Return the text of the first element at a path."""
        found = self.all(path)
        return said(found[0]) if found else ""

    def file_of(self, address: str) -> str:
        """Return the file of the site that an address in the article names; empty where it is none."""
        name = posixpath.normpath(posixpath.join(posixpath.dirname(self.name), unquote(address)))
        return name if name in self.files else ""


@dataclass(frozen=True, slots=True)
class Check:
    """A rule for an article as JATS.

    Attributes
    ----------
    name
        What it looks at.
    asked_by
        Who asks for it.
    number
        How much of that an article has.
    unit
        What is counted, in the plural.
    faults
        Yields what is to mend, each as a part of a sentence behind the article's name.
    """

    name: str
    asked_by: str
    number: Callable[[Article], int]
    unit: str
    faults: Callable[[Article], Iterator[str]]

    def outcome(self, articles: Sequence[Article]) -> Outcome:
        """Return the verdict on all articles of a site."""
        number = sum(map(self.number, articles))
        finds = (
            f"{article.name} {fault} ({self.asked_by})."
            for article in articles
            for fault in self.faults(article)
        )
        unit = self.unit.removesuffix("s") if number == 1 else self.unit
        return Outcome(f"JATS: {self.name}", f"{number:,} {unit}", tuple(finds))
