"""The numbers that differ between two built sites: how each prints them, where, and what hangs on them."""

from dataclasses import dataclass
from math import isnan, nan

from lxml.html import HtmlElement

from press.numbers.formatter import format_number, style_of, with_minus
from press.paper import current
from press.proof.diff.conclusions import Statement, choices, verdict
from press.trace.built_site import BuiltSite, numbers_in, visible

ABSENT = "absent"
KINDS = {
    "figcaption": "caption",
    "caption": "caption",
    "abstract": "abstract",
    "footnotes": "footnote",
    "table-note": "note of a table",
    "subtitle": "subtitle",
    "title": "title",
}
"""Tags and classes of the elements around a number -> the kind of place."""


@dataclass(frozen=True, slots=True)
class ChangedNumber:
    """A number that differs between two versions.

    Attributes
    ----------
    key, old, new : str
        Its key, and how it was and is printed; "absent" where a version does not have it.
    places : tuple of str
        Where pages print it; empty where none does.
    conclusion : str
        Whether a sentence that hangs on it says something else now.
    """

    key: str
    old: str
    new: str
    places: tuple[str, ...]
    conclusion: str

    @property
    def visible(self) -> bool:
        """Whether a reader sees the change: some page prints the number, and its digits differ."""
        return bool(self.places) and self.old != self.new


def changed_numbers(
    old: BuiltSite, new: BuiltSite, before: dict[str, Statement], after: dict[str, Statement]
) -> list[ChangedNumber]:
    """Return the numbers of results.json whose values differ, those that readers see changed first.

    Parameters
    ----------
    before, after
        The sentences of the two versions whose wording code chooses.
    """
    found = choices(old, new, before, after)
    printed, places = (printed_in(old), printed_in(new)), (places_in(old), places_in(new))
    numbers = [
        ChangedNumber(
            key,
            shown(key, old, printed[0]),
            shown(key, new, printed[1]),
            tuple(places[1].get(key) or places[0].get(key, ())),
            verdict(key, found),
        )
        for key in sorted(old.values.keys() | new.values.keys())
        if differ(key, old, new)
    ]
    return sorted(numbers, key=lambda number: not number.visible)


def differ(key: str, old: BuiltSite, new: BuiltSite) -> bool:
    """Tell whether a number's values differ; two that are not numbers are alike."""
    if (key in old.values) != (key in new.values):
        return True
    first, second = old.values[key], new.values[key]
    return first != second and not (isnan(first) and isnan(second))


def shown(key: str, site: BuiltSite, printed: dict[str, str]) -> str:
    """Return a number as its site prints it, else as this version would."""
    value = site.values.get(key, nan)
    if isnan(value):
        return ABSENT
    return with_minus(printed.get(key, "")) or format_number(value, style_of(key, current().styles))


def printed_in(site: BuiltSite) -> dict[str, str]:
    """Return the printed form of every number on the site's pages; the article's comes first."""
    forms: dict[str, str] = {}
    for name in site.page_names:
        forms = {key: sorted(found)[0] for key, found in numbers_in(site.main(name)).items()} | forms
    return forms


def places_in(site: BuiltSite) -> dict[str, list[str]]:
    """Tell where the site's pages print each number, each place once, in the order of the pages."""
    found: dict[str, dict[str, None]] = {}
    for name in site.page_names:
        page = "" if name == "index.html" else f"{name}: "
        for element in site.main(name).xpath(".//*[@data-key]"):
            found.setdefault(element.get("data-key"), {})[page + place_of(element)] = None
    return {key: list(places) for key, places in found.items()}


def place_of(element: HtmlElement) -> str:
    """Return an element's place: its section's heading, and the table, caption or footnote that it is in."""
    headings = element.xpath("ancestor::section[1]/*[self::h1 or self::h2 or self::h3 or self::h4][1]")
    section = visible(headings[0]) if headings else ""
    words = {
        word for node in element.iterancestors() for word in (node.tag, *(node.get("class") or "").split())
    }
    kinds = [kind for word, kind in KINDS.items() if word in words] or (["table"] if "td" in words else [])
    return ", ".join([*([section] if section else []), *kinds[:1]]) or "top of the page"
