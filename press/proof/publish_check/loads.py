"""What pages, style sheets, pictures and scripts load: it has to be there, and to lie in the site."""

import re
from collections.abc import Iterator

from lxml import etree, html

from press.proof.publish_check.site import Outcome, SiteFiles, is_local, leads_elsewhere, place_of

SOURCES = (
    "//@src | //@poster | //object/@data | //*[local-name()='image' or local-name()='use']"
    "/@*[local-name()='href' or name()='xlink:href']"
)
SETS = "//@srcset | //@imagesrcset"
LOADING = {
    "stylesheet",
    "icon",
    "apple-touch-icon",
    "mask-icon",
    "preload",
    "modulepreload",
    "prefetch",
    "preconnect",
    "dns-prefetch",
    "manifest",
}
"""Relations of a `link` that make a browser ask for its address, or open a connection to its host."""
PREVIEWED = ("og:image", "twitter:image", "citation_pdf_url")
"""Relations of a `meta` that name a file: other programs ask for it, and of the site's it has to be there."""
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
IN_STYLE = re.compile(
    r"""@import\s+["']([^"']+)["']|url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)""", re.IGNORECASE
)
IN_SCRIPT = re.compile(
    r"""\b(?:fetch|import|importScripts|sendBeacon|open|WebSocket|EventSource|Worker)\s*\(\s*(?:"GET"\s*,\s*)?["'`]
                           ((?:(?:https?|wss?):)?//[^"'`]*)""",
    re.VERBOSE,
)
REFRESH = re.compile(r"url\s*=\s*[\"']?([^\"';]+)", re.IGNORECASE)


def check_loads(site: SiteFiles) -> list[Outcome]:
    """Find files that are missing, and requests to other hosts."""
    loads = list(loads_of(site))
    missing = (
        f"{name}: {address} {fault}."
        for name, address in (*loads, *previews_of(site))
        if is_local(address) and (fault := place_of(site, name, address).fault)
    )
    elsewhere = tuple(
        f"{name} asks another host for {address}."
        if leads_elsewhere(address)
        else f"{name} asks for {address}, which is no file of the site."
        for name, address in loads
        if not is_local(address)
    )
    return [
        Outcome("files that pages load", f"{len(loads):,}", tuple(missing)),
        Outcome("requests to other hosts", f"{len(elsewhere):,}", elsewhere),
    ]


def loads_of(site: SiteFiles) -> Iterator[tuple[str, str]]:
    """Yield the addresses that files load, but what these carry (`data:`) or what lies in the same file."""
    for name in site.sizes:
        for address in map(str.strip, addresses_in(site, name)):
            if address and not address.startswith(("data:", "blob:", "about:", "#")):
                yield name, address


def addresses_in(site: SiteFiles, name: str) -> Iterator[str]:
    """Yield the addresses that a file loads, as they are written."""
    if name in site.pages:
        yield from loads_in_page(site.pages[name])
    elif name.endswith(".css"):
        yield from loads_in_style(site.text(name))
    elif name.endswith(".svg"):
        parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
        yield from loads_in_tree(etree.fromstring(site.bytes(name), parser))
    elif name.endswith((".js", ".mjs")):
        yield from IN_SCRIPT.findall(site.text(name))


def loads_in_page(page: html.HtmlElement) -> Iterator[str]:
    """Yield what a page loads."""
    yield from loads_in_tree(page)
    for link in page.xpath("//link[@href and @rel]"):
        if LOADING & set(link.get("rel").lower().split()):
            yield link.get("href")
    for listed in page.xpath(SETS):
        yield from (part.split()[0] for part in listed.split(",") if part.strip())
    for content in page.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        yield from REFRESH.findall(content)


def loads_in_tree(tree: etree._Element) -> Iterator[str]:
    """Yield what elements of a page or a picture load: their sources, their styles, their scripts."""
    if tree is None:
        return
    yield from map(str, tree.xpath(SOURCES))
    for style in tree.xpath("//*[local-name()='style']//text() | //@style"):
        yield from loads_in_style(str(style))
    for script in tree.xpath("//*[local-name()='script' and not(@src)]/text()"):
        yield from IN_SCRIPT.findall(str(script))


def loads_in_style(text: str) -> Iterator[str]:
    """Yield what a style sheet loads."""
    for found in IN_STYLE.findall(COMMENT.sub("", text)):
        yield from filter(None, found)


def previews_of(site: SiteFiles) -> Iterator[tuple[str, str]]:
    """Yield the addresses that pages name for other programs."""
    for name, page in site.pages.items():
        for meta in page.xpath("//meta[@content]"):
            if (meta.get("property") or meta.get("name")) in PREVIEWED:
                yield name, meta.get("content")
