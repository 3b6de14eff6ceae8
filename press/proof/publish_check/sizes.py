"""What a page costs its reader: its own bytes and those of everything that it loads, held to a budget."""

import re
from collections.abc import Iterator

from lxml import html

from press.proof.publish_check import budgets
from press.proof.publish_check.budgets import ARTICLE
from press.proof.publish_check.loads import COMMENT, IN_STYLE, addresses_in, loads_in_style
from press.proof.publish_check.site import Outcome, SiteFiles, is_local, place_of

ENGINE, OWN = "site_libs/", "site_libs/press/"
SHOWN = (
    "//text()[not(ancestor::details[not(@open)])"
    " or ancestor::summary[not(parent::*[contains(@class, 'translation-part')])]]"
)
"""The text whose letters ask for fonts; what opens a translation is set in a font of the machine."""
REPLACED = "//figure[.//*[@class='chart']]//img[@loading='lazy']/@src"
FONT_FACE = re.compile(r"@font-face\s*\{([^}]*)\}", re.IGNORECASE)
RANGE = re.compile(r"U\+([0-9A-F?]+)(?:-([0-9A-F]+))?", re.IGNORECASE)


def check_sizes(site: SiteFiles) -> list[Outcome]:
    """Hold the article, and the largest of all others, to their budgets."""
    costs = {name: cost(site, name) for name in site.pages}
    still = {name: cost(site, name, scripts=False) for name in site.pages if name == ARTICLE}
    engine = sum(size for name, size in site.sizes.items() if of_engine(name))
    article = {name: size for name, size in costs.items() if name == ARTICLE}
    others = {name: size for name, size in costs.items() if name != ARTICLE}
    return [
        against_budget("article with all it loads", article, budgets.ARTICLE_BYTES),
        against_budget("article without scripts", still, budgets.STILL_BYTES),
        against_budget("largest other page, likewise", others, budgets.PAGE_BYTES),
        *([against_budget("Quarto's own files", {ENGINE: engine}, budgets.ENGINE_BYTES)] if engine else []),
        against_budget("largest file", dict(site.sizes), budgets.FILE_BYTES),
        against_budget("whole site", {"The site": sum(site.sizes.values())}, budgets.SITE_BYTES),
    ]


def against_budget(name: str, sizes: dict[str, int], budget: int) -> Outcome:
    """Hold sizes to a budget; the figure is the largest."""
    finds = tuple(
        f"{file} is {in_kilobytes(size)}, and the budget is {in_kilobytes(budget)}."
        for file, size in sizes.items()
        if size > budget
    )
    return Outcome(name, f"{max(sizes.values(), default=0) / 1000:,.0f} of {in_kilobytes(budget)}", finds)


def in_kilobytes(size: int) -> str:
    """Return a size in kilobytes of 1000 bytes, as a reader sees it."""
    return f"{size / 1000:,.0f} kB"


def cost(site: SiteFiles, page: str, *, scripts: bool = True) -> int:
    """Return the bytes of a page and of the files that a browser loads for it, each once.

    Of fonts those count that its letters need, as long as what is folded stays so, and where scripts run no
    picture that waits to be seen and that a chart replaces.
    """
    letters = letters_shown(site.pages[page])
    replaced = {place_of(site, page, address).file for address in site.pages[page].xpath(REPLACED)}
    found, open_names = {page}, [page]
    while open_names:
        name = open_names.pop()
        for file in files_loaded(site, name, letters):
            passed = file in replaced if scripts else file.endswith(".js")
            if file not in found and file not in site.pages and not passed:
                found.add(file)
                open_names.append(file)
    return sum(site.sizes[name] for name in found if not of_engine(name))


def letters_shown(page: html.HtmlElement) -> set[int]:
    """Return the letters of a page that ask for fonts, as code points."""
    return {ord(letter) for text in page.xpath(SHOWN) for letter in text}


def of_engine(name: str) -> bool:
    """Whether a file is one that genuine Quarto brings."""
    return name.startswith(ENGINE) and not name.startswith(OWN)


def files_loaded(site: SiteFiles, name: str, letters: set[int]) -> Iterator[str]:
    """Yield the files of the site that a file loads for a page with these letters."""
    for address in (
        addresses_needed(site.text(name), letters) if name.endswith(".css") else addresses_in(site, name)
    ):
        if is_local(address) and (file := place_of(site, name, address).file):
            yield file


def addresses_needed(style: str, letters: set[int]) -> Iterator[str]:
    """Yield what a style sheet loads for a page with these letters."""
    style = COMMENT.sub("", style)
    yield from loads_in_style(FONT_FACE.sub("", style))
    for face in FONT_FACE.findall(style):
        if is_needed(face, letters):
            yield from ("".join(found) for found in IN_STYLE.findall(face))


def is_needed(face: str, letters: set[int]) -> bool:
    """Whether a page with these letters loads a face of a style sheet."""
    ranges = RANGE.findall(face.partition("unicode-range")[2])
    return not ranges or any(covers_any(first, last, letters) for first, last in ranges)


def covers_any(first: str, last: str, letters: set[int]) -> bool:
    """Whether a range of a style sheet ("U+400-45F", "U+4??") holds one of some letters."""
    low, high = int(first.replace("?", "0"), 16), int(last or first.replace("?", "F"), 16)
    return any(low <= letter <= high for letter in letters)
