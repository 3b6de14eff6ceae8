"""The articles of a site as JATS, by the rules of those who take them: a verdict a line."""

from lxml import etree

from press.proof.publish_check.jats_article import Article
from press.proof.publish_check.jats_rules import CHECKS
from press.proof.publish_check.site import Outcome, SiteFiles


def check_jats(site: SiteFiles) -> list[Outcome]:
    """Hold every article to every rule; a site without one has no verdict."""
    articles = articles_of(site)
    return [outcome for check in CHECKS if articles and (outcome := check.outcome(articles))]


def articles_of(site: SiteFiles) -> list[Article]:
    """Return the articles of a site; an .xml of another kind is none."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, remove_comments=True)
    names = (name for name in site.sizes if name.endswith(".xml") and b"<article " in site.bytes(name))
    return [
        Article(name, etree.fromstring(site.bytes(name), parser), frozenset(site.sizes)) for name in names
    ]
