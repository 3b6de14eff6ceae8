"""The publisher's JATS: what `_site/paper/index.xml` says, in the form that journals and their archives take.

The site's file keeps Quarto's form (tables inside figures, numbers of sections within their titles, little
front matter). `write_jats` completes and rearranges it for the Journal Publishing tag set, JATS 1.1, the
newest whose definition a package registry carries.
"""

import shutil
from pathlib import Path

from lxml import etree

from press.base.edition import Work, current_work
from press.base.errors import InputError
from press.base.paths import shown
from press.journal.jats import body, front, references

ARTICLE = "article.xml"
SOURCE = Path("paper", "index.xml")
VERSION = "1.1"
DOCTYPE = (
    '<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.1 20151215//EN"'
    ' "JATS-journalpublishing1.dtd">'
)


def write_jats(site: Path, target: Path) -> list[Path]:
    """Write the publisher's JATS and the figures that it names into a folder.

    Parameters
    ----------
    site
        A built site.
    target
        The folder, which is made if need be; `article.xml` and `figure-N.png` there are replaced.

    Returns
    -------
    list of Path
        The files written, `article.xml` first.

    Raises
    ------
    InputError
        When the site has no JATS, or a figure is missing.
    """
    source = site / SOURCE
    if not source.is_file():
        raise InputError(
            f"{shown(source)}: found no such file, expected the article as JATS; `make paper` builds it."
        )
    article = etree.parse(
        source, etree.XMLParser(no_network=True, resolve_entities=False, remove_comments=True)
    ).getroot()
    pictures = make_publishers(article, current_work())
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in pictures.items():
        if not (source.parent / picture).is_file():
            raise InputError(f"{shown(source)}: found no picture {picture}, which the article names.")
        shutil.copyfile(source.parent / picture, target / name)
    (target / ARTICLE).write_bytes(
        etree.tostring(article, encoding="utf-8", xml_declaration=True, doctype=DOCTYPE) + b"\n"
    )
    return [target / ARTICLE, *(target / name for name in pictures)]


def make_publishers(article: etree._Element, work: Work) -> dict[str, str]:
    """Turn the site's JATS into the publisher's.

    Parameters
    ----------
    article
        The site's `article`, which is changed.
    work
        What the edition says of itself.

    Returns
    -------
    dict
        The pictures of the figures: their names beside the article, and where they are, from the site's JATS.
    """
    article.set("dtd-version", VERSION)
    front.complete_front(article, work)
    pictures = body.rearrange_body(article)
    references.conform_references(article)
    front.fill_counts(article)
    etree.cleanup_namespaces(article, top_nsmap=front.NAMESPACES)
    return pictures
