"""Authors, their affiliations, what each did, and whom to write to."""

import re
from collections.abc import Mapping, Sequence

from lxml import etree

from press.journal.jats import names
from press.journal.jats.credit import address_of
from press.journal.jats.elements import MAKE, remove, text_of

ORCID = "https://orcid.org/"
MAIL = re.compile(r"[^\s@]+@[^\s@]+")


def complete_people(meta: etree._Element, roles: Mapping[str, Sequence[str]]) -> None:
    """Bring authors and affiliations into one form, whichever engine wrote them.

    Parameters
    ----------
    meta
        What describes the article, which is changed.
    roles
        What each author contributed, by name.
    """
    for contributor in meta.iter("contrib"):
        part_name(contributor)
        for identifier in contributor.iterfind("contrib-id[@contrib-id-type='orcid']"):
            identifier.text = ORCID + (identifier.text or "").strip().rpartition("/")[2]
        add_roles(contributor, roles)
    number_affiliations(meta)
    for note in meta.iterfind("author-notes/corresp"):
        if note.find("email") is None and MAIL.fullmatch(mail := text_of(note)):
            note.text = "*"
            note.append(MAKE("email", mail))


def part_name(contributor: etree._Element) -> None:
    """Put every word of a name in its place."""
    whole, name = contributor.find("string-name"), contributor.find("name")
    if name is None:
        return
    complete_name(name, text_of(whole) if whole is not None else "")
    if whole is not None:
        remove(whole)


def complete_name(name: etree._Element, whole: str = "") -> None:
    """Part given names, family name and what tells generations apart; a name with marks in it stays."""
    if any(len(one) for one in name) or name.find("suffix") is not None:
        return
    family, given = (text_of(one) if (one := name.find(tag)) is not None else "" for tag in
                     ("surname", "given-names"))  # fmt: skip
    given, family, suffix = names.parted(given, family, whole)
    said = {"surname": family, "given-names": given, "suffix": suffix}
    name[:] = [MAKE(tag, text) for tag, text in said.items() if text]
    name.text = None


def add_roles(contributor: etree._Element, roles: Mapping[str, Sequence[str]]) -> None:
    """Say what an author contributed, behind the name."""
    name = contributor.find("name")
    if name is None or contributor.find("role") is not None:
        return
    said = text_of(MAKE("name", " ".join(name.findtext(tag) or "" for tag in
                                         ("given-names", "surname", "suffix"))))  # fmt: skip
    for role in reversed(roles.get(said, ())):
        name.addnext(MAKE("role", {"content-type": address_of(role)}, role))


def number_affiliations(meta: etree._Element) -> None:
    """Give each affiliation the number of its id, to which the authors refer."""
    for affiliation in meta.iter("aff"):
        number, known = (affiliation.get("id") or "").rpartition("-")[2], affiliation.find("label")
        if known is None:
            affiliation.insert(0, MAKE("label", number))
        for link in meta.iterfind(f".//xref[@rid='{affiliation.get('id')}']"):
            link.text = number
