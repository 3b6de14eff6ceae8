"""The tag set of an article: Journal Publishing, or Archiving where that asks for what is not known."""

from lxml import etree

VERSION = "1.1"
PUBLISHING = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "JATS-journalpublishing1.dtd">'
)
ARCHIVING = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Archiving and Interchange DTD v1.1'
    ' 20151215//EN" "JATS-archivearticle1.dtd">'
)
ASKED = ("front/journal-meta/journal-id", "front/journal-meta/issn", "front/article-meta/pub-date")
"""What Journal Publishing asks for, and Archiving does not."""


def declaration(article: etree._Element) -> str:
    """Return the declaration of an article's tag set."""
    return PUBLISHING if all(article.find(path) is not None for path in ASKED) else ARCHIVING
