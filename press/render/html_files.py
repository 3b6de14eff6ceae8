"""Puts beside an HTML page what it needs: style sheets, scripts, fonts, pictures, files that it links."""

import os
import re
from pathlib import Path
from urllib.parse import quote, unquote

from lxml import html

from press.base.errors import PressError
from press.base.yaml12 import as_list
from press.render import images
from press.render.page import Page

ASSETS = Path(__file__).parent / "assets"
STYLE = ASSETS / "press.css"
THEME = ASSETS / "scripts" / "theme.js"  # runs first; no page waits for it
SCRIPTS = [
    ASSETS / "scripts" / name for name in ("bar.js", "sections.js", "notes.js", "popups.js", "previews.js")
]
_OWN_PICTURES = "//@*[contains(translate(., 'DATIMGES\t\r\n ', 'datimges'), 'data:image/s')]"
KINDS_OF_SIGNS = {".svg": "image/svg+xml", ".png": "image/png", ".ico": "image/x-icon"}
FONTS = sorted([*(ASSETS / "fonts").glob("*.woff2"), ASSETS / "fonts" / "OFL.txt"])


def publish_libraries(page: Page) -> None:
    """Put press's own files in place."""
    for file in (STYLE, THEME, *SCRIPTS, *FONTS):
        target = page.destination.parent / _libraries(page) / file.relative_to(ASSETS)
        images.publish(file, target, file.name, (file, 1))


def publish_files(document: html.HtmlElement, page: Page) -> None:
    """Put the page's files in place, and let its links lead there and to press's own."""
    _link_favicon(document, page)
    _link_libraries(document, page, _libraries(page))
    _publish_pictures(document, page)
    if page.executed.project.type == "website":
        _resolve_links(document, page)


def _libraries(page: Page) -> Path:
    """Return where press's own files stand, seen from the page.

    That is in the site's `site_libs` or, without a site, with the page's own files.
    """
    if page.executed.project.type == "website":
        site = os.path.relpath(page.executed.project.root, page.executed.source.parent)
        return Path(os.path.normpath(os.path.join(site, "site_libs", "press")))
    return Path(f"{page.destination.stem}_files", "libs", "press")


def _link_libraries(document: html.HtmlElement, page: Page, libraries: Path) -> None:
    """Link scripts and styles; the author's styles come last, and therefore win.

    The theme's script runs as soon as it is there, the others when the page is read.
    """
    files = [page.required_file(str(name), "css") for name in as_list(page.option("css"))]
    styles = [_address(libraries, STYLE), *(quote(page.publish_file(file)) for file in files)]
    elements = [
        html.Element("script", {"async": "", "fetchpriority": "high"}, src=_address(libraries, THEME)),
        *(html.Element("link", rel="stylesheet", href=style) for style in styles),
        *(html.Element("script", src=_address(libraries, script), defer="") for script in SCRIPTS),
    ]
    for element in reversed(elements):
        document.find("head/title").addnext(element)


def _link_favicon(document: html.HtmlElement, page: Page) -> None:
    """Link the sign that browsers show for a site's pages: `website: favicon:`, a path in the project."""
    favicon = (page.executed.project.metadata.get("website") or {}).get("favicon")
    if favicon and page.executed.project.type == "website":
        file = page.required_file(f"/{favicon.lstrip('/')}", "favicon")
        kind = KINDS_OF_SIGNS.get(file.suffix.lower(), "")
        link = html.Element("link", {"rel": "icon", "href": quote(page.publish_file(file))})
        link.attrib.update({"type": kind} if kind else {})
        document.find("head/title").addnext(link)


def _address(libraries: Path, file: Path) -> str:
    return quote((libraries / file.relative_to(ASSETS)).as_posix())


def _publish_pictures(document: html.HtmlElement, page: Page) -> None:
    _redraw_addresses(document, page)
    for image in document.iter("img"):
        if file := page.find_file(unquote(image.get("src", ""))):
            image.set("src", quote(page.publish_file(file)))
            _keep_room(image, images.size(file))


def _keep_room(image: html.HtmlElement, size: tuple[int, int]) -> None:
    """State the size of a picture, so that its room is there before it is loaded; the author's own counts."""
    if all(size) and not {"width", "height"} & set(image.attrib) and "height" not in image.get("style", ""):
        image.set("width", str(size[0]))
        image.set("height", str(size[1]))


def _redraw_addresses(document: html.HtmlElement, page: Page) -> None:
    """Write pictures anew that stand in their own addresses, whatever element of whose HTML names them."""
    for address in document.xpath(_OWN_PICTURES):
        redrawn = images.redrawn_address(address, page.executed)
        if re.search(r"data:\s*image/svg", redrawn[1:], re.IGNORECASE):
            raise PressError(
                f"a picture that stands in its address ({address[:30]}…) must be all that an attribute holds",
                *page.executed.place_of(address[:30]),
            )
        address.getparent().set(address.attrname, redrawn)


def _resolve_links(document: html.HtmlElement, page: Page) -> None:
    """Let links to other documents of a site lead to their pages; put linked local files beside the page."""
    for link in document.iter("a"):
        name, mark, part = link.get("href", "").partition("#")
        file = page.find_file(unquote(name)) if name and ":" not in name else None
        if file and file.suffix == ".qmd":
            link.set("href", name.removesuffix("qmd") + "html" + mark + part)
        elif file and file.is_relative_to(page.executed.project.root):
            page.publish_file(file)
