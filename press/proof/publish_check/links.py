"""Links: to files of the site, and to places in its pages."""

from collections.abc import Iterator

from lxml import html

from press.proof.publish_check.site import Outcome, SiteFiles, is_local, place_of

ALLOWED = ("http:", "https:", "mailto:", "doi:", "//", "javascript:void(0)")
"""How links that leave the site begin, and the one with which Quarto writes a button."""
TOP = ("", "top")
"""Anchors that every page has."""


def check_links(site: SiteFiles) -> list[Outcome]:
    """Find links whose file is missing, and links whose file lacks the place."""
    anchors = {name: anchors_of(page) for name, page in site.pages.items()}
    links = list(links_of(site))
    local = [(name, address) for name, address in links if is_local(address)]
    lost_files = [
        f"{name}: the link {address} works in no browser but the author's."
        for name, address in links
        if not is_local(address) and not address.strip().lower().startswith(ALLOWED)
    ]
    lost_places, places = [], 0
    for name, address in local:
        place = place_of(site, name, address)
        if place.fault:
            lost_files.append(f"{name}: the link {address} {place.fault}.")
        elif place.file in anchors and place.anchor not in TOP:
            places += 1
            if place.anchor not in anchors[place.file]:
                lost_places.append(f"{name}: the link {address} leads to no place in {place.file}.")
    return [
        Outcome("links within the site", f"{len(local):,} of {len(links):,}", tuple(lost_files)),
        Outcome("anchors", f"{places:,}", tuple(lost_places)),
    ]


def links_of(site: SiteFiles) -> Iterator[tuple[str, str]]:
    """Yield every link, with its page."""
    for name, page in site.pages.items():
        for address in page.xpath("//a/@href | //area/@href"):
            yield name, str(address)


def anchors_of(page: html.HtmlElement) -> set[str]:
    """Return the places of a page that a link can name."""
    return {str(name) for name in page.xpath("//@id | //a/@name")}
