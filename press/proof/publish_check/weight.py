"""What a page makes a browser do besides loading it: elements to lay out, and fonts asked for ahead."""

from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from lxml import etree

from press.proof.publish_check import budgets
from press.proof.publish_check.loads import IN_STYLE
from press.proof.publish_check.site import Outcome, SiteFiles
from press.proof.publish_check.sizes import FONT_FACE, is_needed, letters_shown

PRELOADED = "//link[contains(@rel, 'preload')][@as='font']/@href"


def check_weight(site: SiteFiles) -> list[Outcome]:
    """Hold the article's elements, and the fonts that pages ask for ahead, to their budgets."""
    article = site.pages.get(budgets.ARTICLE)
    nodes = 0 if article is None else sum(1 for _ in article.iter(etree.Element))
    heavy = f"{budgets.ARTICLE} has {nodes:,} elements, and the budget is {budgets.ARTICLE_NODES:,}."
    ahead = {name: list(map(str, page.xpath(PRELOADED))) for name, page in site.pages.items()}
    return [
        Outcome(
            "elements of the article",
            f"{nodes:,} of {budgets.ARTICLE_NODES:,}",
            (heavy,) if nodes > budgets.ARTICLE_NODES else (),
        ),
        Outcome(
            "fonts asked for ahead",
            f"{max(map(len, ahead.values()), default=0)} of {budgets.PRELOADED_FONTS}",
            tuple(find for name, fonts in ahead.items() for find in faults_of(site, name, fonts)),
        ),
    ]


def faults_of(site: SiteFiles, name: str, fonts: list[str]) -> Iterator[str]:
    """Yield what is wrong with the fonts that a page asks for ahead."""
    if len(fonts) > budgets.PRELOADED_FONTS:
        yield f"{name} asks for {len(fonts)} fonts ahead, and the budget is {budgets.PRELOADED_FONTS}."
    needed = fonts_needed(site, name) if fonts else set()
    for font in fonts:
        if file_name(font) not in needed:
            yield f"{name} asks for {font} ahead, and none of its letters needs that font."


def fonts_needed(site: SiteFiles, name: str) -> set[str]:
    """Return the names of the fonts that style sheets of the site load for the letters of a page."""
    letters = letters_shown(site.pages[name])
    styles = (site.text(file) for file in site.sizes if file.endswith(".css"))
    faces = (face for style in styles for face in FONT_FACE.findall(style) if is_needed(face, letters))
    return {file_name("".join(found)) for face in faces for found in IN_STYLE.findall(face)}


def file_name(address: str) -> str:
    """Return the name of the file that an address ends in."""
    return unquote(urlsplit(address).path).rpartition("/")[2]
