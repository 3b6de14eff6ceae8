"""The article as JATS in the form that journals, archives and preprint servers take.

Either engine writes JATS as Quarto does: tables inside figures, numbers of sections within their titles,
little front matter. `finish` completes and rearranges it, the same for both engines: `finish_site` for the
files of a site, `write_jats` for a submission. A file that is finished stays as it is.

The tag set is JATS 1.1, the newest whose definition a package registry carries. Journal Publishing asks for
an ISSN, an identifier of the journal and a date; where one of them is not known the file is of Journal
Archiving and Interchange, as preprint servers use it, which asks for none. Nothing is made up, or left empty.
"""

import shutil
from pathlib import Path

from lxml import etree

from press.base.edition import Work, current_work
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.journal.jats import body, doctype, front, pictures, references
from press.journal.jats.known import Known, known_of

ARTICLE = "article.xml"
SOURCE = Path("paper", "index.xml")
FINISHED = "finished"
"""What the attribute `specific-use` of an article that is finished says."""
HEAD = 1000
"""Within so many bytes the first element of an article has begun."""


def finish_site(site: Path, root: Path = ROOT) -> list[Path]:
    """Finish every article in a site's folder of pages; return those that were not.

    Parameters
    ----------
    site
        The folder of the rendered site, with all its pages or some.
    root
        The project's folder, where `_variables.yml` lies.

    Raises
    ------
    InputError
        When the statements of the edition cannot be read.
    """
    found = [file for file in sorted(site.glob("paper/*.xml")) if is_unfinished(file.read_bytes())]
    for file in found:
        name = file.relative_to(site).with_suffix("").as_posix()
        known = known_of(root, file)
        file.write_bytes(finish(file.read_bytes(), current_work(), known, name))
    return found


def is_unfinished(content: bytes) -> bool:
    """Whether a file is an article as an engine writes it; an .xml of another kind is none."""
    _, begins, rest = content.partition(b"<article ")
    return bool(begins) and f'specific-use="{FINISHED}"'.encode() not in rest[:HEAD].partition(b">")[0]


def finish(content: bytes, work: Work, known: Known, name: str = "paper/index") -> bytes:
    """Return an article in the form that publishers take.

    Parameters
    ----------
    content
        The article as an engine writes it, or finished, which is returned as it is.
    work
        What the edition says of itself.
    known
        What else is known of the page.
    name
        The page's address in the site, without its ending.
    """
    if not is_unfinished(content):
        return content
    article = read(content)
    article.set("specific-use", FINISHED)
    front.complete_front(article, work, known, name)
    body.rearrange_body(article)
    pictures.describe(article, known.alternatives)
    references.conform_references(article)
    front.fill_counts(article)
    etree.cleanup_namespaces(article, top_nsmap=front.NAMESPACES)
    return written(article)


def read(content: bytes) -> etree._Element:
    """Return the element of an article, without its comments."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, remove_comments=True)
    return etree.fromstring(content, parser)


def written(article: etree._Element) -> bytes:
    """Return an article as a file, which names the tag set that it keeps."""
    article.set("dtd-version", doctype.VERSION)
    declared = doctype.declaration(article)
    return etree.tostring(article, encoding="utf-8", xml_declaration=True, doctype=declared) + b"\n"


def write_jats(site: Path, target: Path) -> list[Path]:
    """Write an article of a site and the figures that it names into a folder, as a publisher takes them.

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
    known = known_of(ROOT, source)
    article = read(finish(source.read_bytes(), current_work(), known, SOURCE.with_suffix("").as_posix()))
    named = pictures.name_by_numbers(article)
    target.mkdir(parents=True, exist_ok=True)
    for name, picture in named.items():
        if not (source.parent / picture).is_file():
            raise InputError(f"{shown(source)}: found no picture {picture}, which the article names.")
        shutil.copyfile(source.parent / picture, target / name)
    (target / ARTICLE).write_bytes(written(article))
    return [target / ARTICLE, *(target / name for name in named)]
