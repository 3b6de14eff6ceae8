"""The list of references as element-citations, in the words that archives use for kinds of works."""

import re

from lxml import etree

from press.journal.jats.elements import rename, take_out, text_of
from press.journal.jats.people import complete_name

KINDS = {
    "article-journal": "journal",
    "article-newspaper": "newspaper",
    "article-magazine": "journal",
    "chapter": "book",
    "paper-conference": "confproc",
    "dataset": "data",
}
"""Names of kinds of works in citation styles, and in JATS; others are the same."""
ALONE = {"book", "report", "webpage", "thesis"}
"""Works that appear by themselves: their title is the `source`, not a part of one."""
DATA = re.compile(r"\s*\[data ?sets?\]\s*$", re.IGNORECASE)
"""How a title ends that says in brackets that it is one of data."""


def conform_references(article: etree._Element) -> None:
    """Name each reference's kind, its title and its corporate authors as JATS does."""
    for citation in article.iterfind("back//element-citation"):
        kind = citation.get("publication-type")
        citation.set("publication-type", "data" if says_data(citation) else KINDS.get(kind, kind))
        name_title(citation)
        for name in citation.iterfind("person-group/name"):
            complete_name(name)
        for institution in citation.iterfind("person-group/string-name"):
            rename(institution, "collab")
        for identifier in citation.iterfind("pub-id"):
            identifier.tail = "\n      "
            citation.append(take_out(identifier))


def says_data(citation: etree._Element) -> bool:
    """Whether a reference says that it is one of data: by its kind, or in brackets behind its title."""
    titles = (text_of(one) for one in citation.xpath("article-title | source"))
    return citation.get("publication-type") in ("dataset", "data") or any(map(DATA.search, titles))


def name_title(citation: etree._Element) -> None:
    """Call the title of a work that appears by itself its source, and that of data by its name."""
    if citation.get("publication-type") == "data":
        return name_data(citation)
    title = citation.find("article-title")
    if title is not None and citation.find("source") is None and citation.get("publication-type") in ALONE:
        title.tag = "source"


def name_data(citation: etree._Element) -> None:
    """Call the title of data so, and who keeps them their source."""
    title, source = citation.find("article-title"), citation.find("source")
    if title is None:
        title, source = source, None
    if title is None:
        return
    title.tag = "data-title"
    if len(title) == 0:
        title.text = DATA.sub("", title.text or "")
    if source is None and (keeper := citation.find("publisher-name")) is not None:
        keeper.tag = "source"
