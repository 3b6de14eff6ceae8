"""The rules for an article as JATS that can be checked here: of JATS4R, of preprint servers, of DOAJ.

JATS4R is the group that says how JATS is written so that others can use it again (jats4r.niso.org). What an
edition does not know (its journal, an ISSN) is left out and no fault; what it says has to be whole.
"""

import re
from collections.abc import Callable, Iterator

from press.base.authors import GENERATION
from press.proof.publish_check.jats_article import LANGUAGE, LICENCE, LINK, Article, Check, said

ADDRESS = re.compile(r"https?://[^\s<>\"]+")
ORCID = re.compile(r"https://orcid\.org/(\d{4}-\d{4}-\d{4}-\d{3}[\dX])")
ISSN = re.compile(r"\d{4}-\d{3}[\dX]")
SHORT = 250
"""Letters of a text in place of a picture, beyond which there is a long description."""
DATA = re.compile(r"\bdata ?sets?\b", re.IGNORECASE)
CREDIT = "https://credit.niso.org/contributor-roles/"
META = "front/article-meta"
MAIN = f"{META}/abstract[not(@abstract-type)]"
FLOATS = "body//fig[not(ancestor::fig-group)] | body//fig-group | body//table-wrap"
MAY_BE_EMPTY = {
    "graphic", "inline-graphic", "xref", "break", "self-uri", "counts",
    "fig-count", "table-count", "equation-count", "ref-count", "word-count", "page-count",
}  # fmt: skip
"""Elements that say something without text or parts, or stand for nothing."""
JATS4R, SERVERS, DOAJ, ARCHIVES = "JATS4R", "preprint servers", "DOAJ", "archives"


# Permissions -------------------------------------------------------------------------------------


def faults_of_permissions(article: Article) -> Iterator[str]:
    """Look for a licence that people and machines can read, and whole statements of copyright."""
    licences = article.all(f"{META}/permissions/license")
    if not licences:
        yield "has no licence"
    for licence in licences:
        address = licence.findtext(LICENCE) or licence.get(LINK) or ""
        if not ADDRESS.fullmatch(address.strip()):
            yield "has a licence without an address"
        if not said(licence.find("license-p")):
            yield "has a licence without words"
    parts = [article.text(f"{META}/permissions/copyright-{name}") for name in ("statement", "year", "holder")]
    if any(parts) and not all(parts):
        yield "has a copyright without statement, year or holder"


# Authors -----------------------------------------------------------------------------------------


def faults_of_authors(article: Article) -> Iterator[str]:
    """Look at every author's name, identifier and roles."""
    people = article.all(f"{META}//contrib")
    if not people:
        yield "has no author"
    for person in people:
        who = said(person.find("name/surname")) or said(person.find("collab"))
        if not who:
            yield "has an author without a family name"
        if any(map(GENERATION.fullmatch, who.split())):
            yield f"has {who} for a family name"
        for identifier in person.iterfind("contrib-id[@contrib-id-type='orcid']"):
            if not (found := ORCID.fullmatch(said(identifier))) or not is_orcid(found[1]):
                yield f"has {said(identifier)} for the ORCID of {who}"
        for role in person.iterfind("role"):
            if not (role.get("content-type") or "").startswith(CREDIT):
                yield f"has the role {said(role)} of {who}, which is none of CRediT"


def is_orcid(digits: str) -> bool:
    """Whether the last digit is the one that the others give (ISO 7064, modulus 11-2)."""
    *others, last = digits.replace("-", "")
    total = 0
    for digit in others:
        total = (total + int(digit)) * 2
    return last == "0123456789X"[(12 - total % 11) % 11]


def faults_of_affiliations(article: Article) -> Iterator[str]:
    """Look whether authors and affiliations lead to each other, and at the corresponding authors."""
    places = {one.get("id"): one for one in article.all(f"{META}//aff")}
    named = {link.get("rid") for link in article.all(f"{META}//contrib/xref[@ref-type='aff']")}
    for person in article.all(f"{META}//contrib[name]") if places else ():
        if not person.xpath("xref[@ref-type='aff'] | aff"):
            yield f"has no affiliation of {said(person.find('name/surname'))}"
    for place, one in places.items():
        if not said(next(one.iter("institution"), None)):
            yield f"has the affiliation {place} without an institution"
        if place not in named and one.getparent().tag != "contrib":
            yield f"has the affiliation {place} of nobody"
    notes = {one.get("id"): one for one in article.all(f"{META}/author-notes/corresp")}
    for person in article.all(f"{META}//contrib[@corresp='yes']"):
        led = [notes.get(link.get("rid")) for link in person.iterfind("xref[@ref-type='corresp']")]
        if not any(said(next(one.iter("email"), None)) for one in (person, *filter(_is_there, led))):
            yield f"has no e-mail address of {said(person.find('name/surname'))}, who is written to"


def _is_there(element: object) -> bool:
    return element is not None


# Abstracts, languages ----------------------------------------------------------------------------


def faults_of_abstracts(article: Article) -> Iterator[str]:
    """Look for one abstract, and for translations with their titles, none of them in the text."""
    abstracts, language = article.all(MAIN), article.root.get(LANGUAGE)
    if len(abstracts) > 1:
        yield f"has {len(abstracts)} abstracts of the same kind"
    for one in abstracts:
        if not said(one):
            yield "has an abstract without text"
    titles = {one.get(LANGUAGE) for one in article.all(f"{META}//trans-title-group")}
    for one in article.all(f"{META}/trans-abstract"):
        other = one.get(LANGUAGE)
        if not other or other == language:
            yield "has a translated abstract that does not say its language"
        elif other not in titles:
            yield f"has an abstract, but no title in the language {other}"
        if not "".join(said(paragraph) for paragraph in one.iter("p")):
            yield f"has an abstract without text in the language {other}"
    if article.all("body//boxed-text[starts-with(@id, 'abstract')]") or article.all(
        "body//named-content[@content-type='translated-title']"
    ):
        yield "has an abstract in its text"


def faults_of_languages(article: Article) -> Iterator[str]:
    """Look for the language of the article, and one of its own for each group of keywords."""
    if not article.root.get(LANGUAGE):
        yield "does not say its language"
    groups = [(one.get("kwd-group-type"), one.get(LANGUAGE)) for one in article.all(f"{META}/kwd-group")]
    if not all(language for _, language in groups):
        yield "has keywords that do not say their language"
    if len(set(groups)) < len(groups):
        yield "has two groups of keywords in one language"


# Figures, tables ---------------------------------------------------------------------------------


def faults_of_figures(article: Article) -> Iterator[str]:
    """Look at every picture: its file, and what it shows, in short and where that is long in full."""
    for graphic in article.all("body//graphic | body//inline-graphic | back//graphic"):
        address = graphic.get(LINK) or ""
        if not ADDRESS.match(address) and not article.file_of(address):
            yield f"names the picture {address}, which is not there"
        short = said(graphic.find("alt-text"))
        if not short:
            yield f"does not say in words what {address} shows"
        float_ = next(graphic.iterancestors("fig", "table-wrap"), None)
        if float_ is not None and short and short == said(float_.find("caption")):
            yield f"repeats the caption in place of what {address} shows"
        if len(short) > SHORT:
            yield f"has a text of {len(short)} letters for {address}, and no short one"


def faults_of_floats(article: Article) -> Iterator[str]:
    """Look for label and caption of figures and tables, and for tables within figures."""
    for one in article.all(FLOATS):
        name = one.get("id") or said(one.find("label")) or one.tag
        if one.tag == "table-wrap" and next(one.iterancestors("fig"), None) is not None:
            yield f"has a table within the figure {next(one.iterancestors('fig')).get('id')}"
        elif one.get("id") and not said(one.find("label")):
            yield f"has {name} without a label"
        elif (label := said(one.find("label"))) and said(one.find("caption")).startswith(f"{label}:"):
            yield f"has the label of {name} in its caption"


# References --------------------------------------------------------------------------------------


def faults_of_data(article: Article) -> Iterator[str]:
    """Look at the references to data: their kind, title, keeper, year and address."""
    for reference in article.all("back//element-citation | back//mixed-citation"):
        name = reference.getparent().get("id")
        if reference.get("publication-type") != "data":
            if reference.find("data-title") is not None or DATA.search(_kind_in_words(reference)):
                yield f"has data in {name}, of another kind of publication"
            continue
        wanted = {
            "title": "data-title",
            "keeper": "source",
            "year": "year",
            "address": "pub-id | ext-link | uri | self::*[@xlink:href]",
        }
        for word, path in wanted.items():
            if not reference.xpath(path, namespaces={"xlink": LINK[1:].partition("}")[0]}):
                yield f"has the data {name} without {word}"


def _kind_in_words(reference: object) -> str:
    """Return what stands in brackets behind a title, and so says of what kind a work is."""
    titles = (said(reference.find(tag)) for tag in ("article-title", "source"))
    return " ".join(found[1] for title in titles if (found := re.search(r"\[([^]]*)\]\s*$", title)))


def faults_of_references(article: Article) -> Iterator[str]:
    """Look whether identifiers are there once, and everything that is referred to is there."""
    identifiers = [str(one) for one in article.all("//@id")]
    for name in sorted({one for one in identifiers if identifiers.count(one) > 1}):
        yield f"has the identifier {name} more than once"
    for link in article.all("//xref"):
        if link.get("rid") not in identifiers:
            yield f"refers to {link.get('rid')}, which is not there"


# What they ask for at least ----------------------------------------------------------------------


def faults_of_emptiness(article: Article) -> Iterator[str]:
    """Look for elements of the front matter that say nothing."""
    for one in article.all("front//* | body//label | body//caption"):
        if isinstance(one.tag, str) and one.tag not in MAY_BE_EMPTY and not len(one) and not said(one):
            yield f"has an empty {one.tag.rpartition('}')[2]}"


def faults_of_funding(article: Article) -> Iterator[str]:
    """Look for words or an award in each group on funding."""
    for group in article.all(f"{META}/funding-group"):
        if not group.xpath("normalize-space(funding-statement)") and group.find("award-group") is None:
            yield "has funding without a statement or an award"


def faults_for_servers(article: Article) -> Iterator[str]:
    """Look for title, subject, authors, one to write to, abstract, licence and text."""
    wanted = {
        "title": f"{META}/title-group/article-title",
        "subject": f"{META}/article-categories//subject",
        "author": f"{META}//contrib",
        "e-mail address": f"{META}//email",
        "abstract": MAIN,
        "licence": f"{META}/permissions/license",
        "text": "body/*",
    }
    for word, path in wanted.items():
        if not article.text(path):
            yield f"has no {word}"


def faults_for_doaj(article: Article) -> Iterator[str]:
    """Look for what the directory takes of an article; journal, ISSN and date only where they are stated."""
    for word, path in {"title": f"{META}/title-group/article-title", "author": f"{META}//contrib"}.items():
        if not article.text(path):
            yield f"has no {word}"
    for one in article.all("front/journal-meta/issn"):
        if not ISSN.fullmatch(said(one)):
            yield f"has {said(one)} for an ISSN"
    for one in article.all(f"{META}/pub-date"):
        if not re.fullmatch(r"\d{4}", said(one.find("year"))):
            yield "has a date without a year"
    if article.text("front/journal-meta/issn") and not article.text("front/journal-meta//journal-title"):
        yield "has an ISSN, but no journal"
    for one in article.all(f"{META}/self-uri"):
        if not ADDRESS.fullmatch(one.get(LINK) or ""):
            yield f"has {one.get(LINK)} for its address"


def _count(path: str) -> Callable[[Article], int]:
    return lambda article: len(article.all(path))


CHECKS = (
    Check("permissions", JATS4R, _count(f"{META}/permissions/license"), "licences", faults_of_permissions),
    Check("authors", JATS4R, _count(f"{META}//contrib"), "authors", faults_of_authors),
    Check("affiliations", JATS4R, _count(f"{META}//aff"), "affiliations", faults_of_affiliations),
    Check("abstracts", JATS4R, _count(f"{MAIN} | {META}/trans-abstract"), "abstracts", faults_of_abstracts),
    Check("languages of keywords", JATS4R, _count(f"{META}/kwd-group"), "groups", faults_of_languages),
    Check(
        "words for pictures", JATS4R, _count("//graphic | //inline-graphic"), "pictures", faults_of_figures
    ),
    Check("figures and tables", JATS4R, _count(FLOATS), "in all", faults_of_floats),
    Check(
        "citations of data", JATS4R, _count("back//*[@publication-type='data']"), "data sets", faults_of_data
    ),
    Check("funding", JATS4R, _count(f"{META}/funding-group"), "statements", faults_of_funding),
    Check("references inside", ARCHIVES, _count("//xref"), "references", faults_of_references),
    Check("nothing empty", ARCHIVES, _count("front//*"), "elements", faults_of_emptiness),
    Check("preprint servers' minimum", SERVERS, _count("self::article"), "articles", faults_for_servers),
    Check("DOAJ's minimum", DOAJ, _count("front/journal-meta/issn"), "ISSNs", faults_for_doaj),
)
"""All rules, in the order of their lines."""
