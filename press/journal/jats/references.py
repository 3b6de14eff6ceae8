"""The list of references as element-citations, in the words that archives use for kinds of works."""

from lxml import etree

from press.journal.jats.elements import rename, take_out

KINDS = {
    "article-journal": "journal",
    "article-newspaper": "newspaper",
    "article-magazine": "journal",
    "chapter": "book",
    "paper-conference": "confproc",
    "dataset": "data",
}
"""Names of kinds of works in citation styles, and in JATS; others are the same."""
ALONE = {"book", "report", "webpage", "thesis", "data"}
"""Works that appear by themselves: their title is the `source`, not a part of one."""


def conform_references(article: etree._Element) -> None:
    """Name each reference's kind, its title and its corporate authors as JATS does."""
    for citation in article.iterfind("back//element-citation"):
        kind = citation.get("publication-type")
        citation.set("publication-type", KINDS.get(kind, kind))
        name_title(citation)
        for institution in citation.iterfind("person-group/string-name"):
            rename(institution, "collab")
        for identifier in citation.iterfind("pub-id"):
            identifier.tail = "\n      "
            citation.append(take_out(identifier))


def name_title(citation: etree._Element) -> None:
    """Call the title of a work that appears by itself its source."""
    title = citation.find("article-title")
    if title is not None and citation.find("source") is None and citation.get("publication-type") in ALONE:
        title.tag = "source"
