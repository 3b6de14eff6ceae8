"""Contributions of authors in the words of CRediT, the taxonomy of roles, and who paid for the work."""

import re
from collections.abc import Sequence

from lxml import etree

from press.base.declarations import Grant
from press.journal.jats.elements import MAKE

ADDRESS = "https://credit.niso.org/contributor-roles/"


def address_of(role: str) -> str:
    """Return the address of a role of CRediT."""
    return ADDRESS + "-".join(re.findall(r"[a-z]+", role.casefold())) + "/"


def funding_group(statement: str, grants: Sequence[Grant]) -> etree._Element | None:
    """Return who paid for the work; None where nobody says so."""
    awards = map(award_group, grants)
    return MAKE("funding-group", *awards, MAKE("funding-statement", statement)) if statement else None


def award_group(grant: Grant) -> etree._Element:
    """Return a grant: who gave it, and its number."""
    funder = MAKE("institution-wrap", MAKE("institution", grant.funder))
    if grant.id:
        funder.append(MAKE("institution-id", grant.id))
    group = MAKE("award-group", MAKE("funding-source", funder))
    if grant.award:
        group.append(MAKE("award-id", grant.award))
    return group
