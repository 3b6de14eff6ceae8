"""Names of persons: what belongs to the family name, and what tells generations apart."""

from press.base.authors import GENERATION

BETWEEN = {"y", "i", "e"}
"""Words that join the two family names of one person."""
Name = tuple[str, str, str]
"""Given names, family name, and what tells generations apart ("Jr.")."""


def parted(given: str, family: str, whole: str = "") -> Name:
    """Return a name with every word in its place.

    An engine may take the last word for the family name, or drop the small words before it.

    Parameters
    ----------
    given, family
        The name as an engine parts it.
    whole
        The name as it is written, where that is known.
    """
    first, last = given.split(), family.split()
    if last and whole.split()[: len(first)] == first and whole.split()[-len(last) :] == last:
        last = whole.split()[len(first) :]
    suffix = ""
    if last and GENERATION.fullmatch(last[-1].strip(",")):
        suffix = last.pop()
    if not last and first:
        last = [first.pop()]
    start = _family_begins(first)
    family = " ".join([*first[start:], *last])
    return " ".join(first[:start]), family.rstrip(","), suffix


def _family_begins(given: list[str]) -> int:
    """Return the number of given names before the small words that begin a family name."""
    for place, word in enumerate(given):
        if place and word.lstrip("'’‘ʻ`")[:1].islower():
            return place - 1 if word in BETWEEN and place > 1 else place
    return len(given)
