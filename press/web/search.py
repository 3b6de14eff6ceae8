"""The index of the search: what every page says, by its sections, tables, figures and numbers.

It is a classic script that `search.js` loads when a reader first reaches the box, so that the search needs
neither server nor network, and no page waits for it. What pages say, they told when they were made
(`press.trace.page_record.Texts`); of a page that an earlier build finished, the earlier index tells.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from press.trace.page_record import Page, PrintedNumber, Texts
from press.trace.places import in_words
from press.web.navigation import name_of
from press.web.numbers_page import in_order
from press.web.view import for_script

FILE = "paper/theme/search-index.js"
OPENING, CLOSING = "window.EditionSearch = ", ";\n"


def write(
    output: Path,
    pages: Mapping[str, Page],
    texts: Mapping[str, Texts | None],
    printed: Mapping[str, Sequence[PrintedNumber]],
    *,
    whole: bool,
) -> None:
    """Write the index into a site, unless that holds a few pages only and no index to add to.

    Parameters
    ----------
    output
        The site's folder.
    pages
        What every page holds, by its address.
    texts
        The words of each; None where an earlier build finished it.
    printed
        The numbers of each.
    whole
        Whether all pages are there.
    """
    file = output / FILE
    earlier = read(file)
    if whole or earlier:
        file.parent.mkdir(parents=True, exist_ok=True)
        content = index(pages, texts, printed, earlier)
        file.write_text(f"{OPENING}{for_script(content)}{CLOSING}", encoding="utf-8")


def read(file: Path) -> dict[str, Any]:
    """Return the index of an earlier build; nothing where there is none."""
    if not file.is_file():
        return {}
    written = file.read_text(encoding="utf-8")
    return json.loads(written.removeprefix(OPENING).removesuffix(CLOSING))


def index(
    pages: Mapping[str, Page],
    texts: Mapping[str, Texts | None],
    printed: Mapping[str, Sequence[PrintedNumber]],
    earlier: Mapping[str, Any],
) -> dict[str, Any]:
    """Return what the search looks through.

    Returns
    -------
    dict
        `pages`, each with `address` (beside the others), `name`, `sections` as [id, heading, words] and
        `exhibits` as [label, title, words]; and `numbers` as [key, places], a place being [printed form,
        number of the page, id, place in words].
    """
    known = {page["address"]: page for page in earlier.get("pages", ())}
    order = in_order(pages)
    told = []
    for name in order:
        address, said = name.rpartition("/")[2], texts[name]
        before = known.get(address, {"sections": [], "exhibits": []})
        told.append(
            {"address": address, "name": name_of(name, pages[name])}
            | (
                {"sections": sections(pages[name], said), "exhibits": exhibits(pages[name], said)}
                if said
                else {kind: before[kind] for kind in ("sections", "exhibits")}
            )
        )
    return {"pages": told, "numbers": numbers(order, pages, printed)}


def sections(page: Page, texts: Texts) -> list[list[str]]:
    """Return the parts of a page: what precedes its first heading, its sections, its translated abstracts."""
    opening, *words = texts.sections
    return [
        ["", page.title, f"{page.abstract} {opening}".strip()],
        *([one.id, one.heading, said] for one, said in zip(page.sections, words, strict=True)),
        *([box, title, said] for box, (title, said) in texts.translations.items()),
    ]


def exhibits(page: Page, texts: Texts) -> list[list[str]]:
    """Return the tables and figures of a page, with their captions and alternative texts."""
    return [
        [label, one.title, f"{texts.captions.get(label, '')} {one.alternative}".strip()]
        for label, one in page.exhibits.items()
    ]


def numbers(
    order: Sequence[str], pages: Mapping[str, Page], printed: Mapping[str, Sequence[PrintedNumber]]
) -> list[list[Any]]:
    """Return every number with its places, each form in each place once."""
    places: dict[str, dict[tuple[str, int, str], str]] = {}
    for page, name in enumerate(order):
        for number in printed.get(name, ()):
            place = (number.printed, page, in_words(number, pages[name]))
            places.setdefault(number.key, {}).setdefault(place, number.id)
    return [
        [key, [[form, page, id, words] for (form, page, words), id in found.items()]]
        for key, found in places.items()
    ]
