"""Code as pages to read, from number to number.

Each line has an address of its own (#L88). Names lead to where they are defined, functions to the numbers and
exhibits that they made, and every page back to the article. `pages` makes all of them from texts; `write`
reads and writes.
"""

import hashlib
import os
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from press.base import kept, project_files
from press.base.edition import science
from press.base.plain_text import shown
from press.render.html_policy import without_scripts
from press.trace import calls
from press.trace.calls import Link, Module
from press.web.view import THEME, copy, relative

STYLE = "code/source.css"
FIRST = 4
"""How many numbers of a function stand open; the rest is folded."""
MACHINERY = "press/"
"""The folder of the machinery's code; the other code is the science's."""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
{policy}
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name}</title>
{icon}<link rel="stylesheet" href="{style}">
</head>
<body>
<nav aria-label="Ways from here">
{ways}
</nav>
<main>
<h1 id="top">{name}</h1>
{made}<pre tabindex="0" role="region" aria-label="Source code"><code>{lines}</code></pre>
</main>
<footer>
{foot}<nav aria-label="Files of code">
{on}
</nav>
</footer>
</body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Target:
    """A place of the site to which a page leads.

    Attributes
    ----------
    words
        What the link says.
    file, anchor
        The file, as a path from the site's folder, and a place in it, if any.
    """

    words: str
    file: str
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """What functions made, and where that stands.

    Attributes
    ----------
    numbers, exhibits
        The origins of numbers by key and of exhibits by label: each with its `file`, `line` and `function`.
    rows
        The row of a number that pages print, by its key.
    places
        The exhibits that pages show, by label.
    ways
        Where every page leads back to.
    foot
        What every page says at its end, as HTML.
    icon
        The sign of the site, as a path from its folder; empty where it has none.
    """

    numbers: Mapping[str, Mapping[str, Any]]
    exhibits: Mapping[str, Mapping[str, Any]]
    rows: Mapping[str, Target]
    places: Mapping[str, Target]
    ways: Sequence[Target]
    foot: str = ""
    icon: str = ""

    def files(self) -> set[str]:
        """Return the files that made something."""
        return {origin["file"] for made in (self.numbers, self.exhibits) for origin in made.values()}


@dataclass(frozen=True, slots=True)
class Maker:
    """A function that made something: its name, what pages show of it, and how many numbers they do not."""

    name: str
    numbers: tuple[Target, ...] = ()
    exhibits: tuple[Target, ...] = ()
    unprinted: int = 0


def write(root: Path, output: Path, own: Collection[str], traced: Traced) -> None:
    """Write the pages of all code that made something, and of what that uses.

    Parameters
    ----------
    root, output
        The folders of the project and of the site.
    own
        The files of the project, as paths from its root.
    traced
        What functions made, and where that stands.

    Raises
    ------
    InputError
        When a file of code is a link to what is none of the project's.
    """
    makers = traced.files()
    rooms = (MACHINERY, f"{science()}/")
    files = makers | {name for name in own if name.endswith(".py") and name.startswith(rooms)}
    project_files.refuse_links(root, sorted(files), {*files, *own})
    texts = {file: (root / file).read_text(encoding="utf-8", errors="replace") for file in sorted(files)}
    for address, text in pages(texts, traced, partial(reached_or_kept, root)).items():
        page = output / address
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    copy(THEME / Path(STYLE).name, output / STYLE)


def reached_or_kept(root: Path, texts: Mapping[str, str], files: Collection[str]) -> calls.Reached:
    """Read the code, or take what reading the same texts gave the last time."""
    digests = {file: hashlib.sha256(text.encode()).hexdigest() for file, text in texts.items()}
    made_from = kept.MadeFrom([Path(calls.__file__)], [digests, sorted(files)], root)
    data = kept.kept("links-of-code", made_from, lambda: calls.as_data(calls.reached(texts, files)))
    return calls.from_data(data)


def pages(
    texts: Mapping[str, str],
    traced: Traced,
    read: Callable[[Mapping[str, str], Collection[str]], calls.Reached] = calls.reached,
) -> dict[str, str]:
    """Return the pages by their addresses from the site's folder.

    Parameters
    ----------
    texts
        The project's code, by file.
    traced
        What functions made, and where that stands; every file in it has a page, and every file that is
        reached from there by the names that the code uses.
    read
        Reads the code.
    """
    makers = makers_by_file(traced)
    found = read(texts, traced.files())
    order = sorted(found, key=os.path.split)
    neighbours = dict(zip(order, zip(["", *order], [*order[1:], ""], strict=False), strict=True))
    return {
        address_of(file): page(
            file, texts[file], module, links, makers.get(file, {}), neighbours[file], traced
        )
        for file, (module, links) in found.items()
    }


def address_of(file: str) -> str:
    """Return the address of a file's page from the site's folder, as a path."""
    return f"code/{file}.html"


def makers_by_file(traced: Traced) -> dict[str, dict[int, Maker]]:
    """Return the functions that made something, by file and line."""
    keys: dict[tuple[str, int, str], tuple[list[str], list[str]]] = {}
    for which, made in enumerate((traced.numbers, traced.exhibits)):
        for key, origin in made.items():
            place = (origin["file"], origin["line"], origin["function"])
            keys.setdefault(place, ([], []))[which].append(key)
    found: dict[str, dict[int, Maker]] = {}
    for (file, line, function), (numbers, labels) in sorted(keys.items()):
        rows = [traced.rows[key] for key in numbers if key in traced.rows]
        module = file.removesuffix(".py").replace("/", ".")
        shown_in = [traced.places[label] for label in labels if label in traced.places]
        if numbers or shown_in:
            name = function.removeprefix(f"{module.removesuffix('.__init__')}.")
            maker = Maker(name, tuple(rows), tuple(shown_in), len(numbers) - len(rows))
            found.setdefault(file, {})[line] = maker
    return found


def page(
    file: str,
    text: str,
    module: Module,
    links: Iterable[Link],
    makers: Mapping[int, Maker],
    neighbours: tuple[str, str],
    traced: Traced,
) -> str:
    """Return the page of a file.

    Parameters
    ----------
    file, text
        Its path from the project's root, and what it holds.
    module
        What it defines.
    links
        The links of its lines.
    makers
        Its functions that made something, by line.
    neighbours
        The files before and behind it, those of a folder together; empty where there is none.
    traced
        For where the page leads back to, its end and its sign.
    """
    name = address_of(file)
    return PAGE.format(
        policy=without_scripts("'self'", pictures=bool(traced.icon)),
        icon=f'<link rel="icon" href="{_address(traced.icon, "", name)}">\n' if traced.icon else "",
        foot=traced.foot,
        on=_on(file, *neighbours),
        name=escape(shown(file)),
        style=_address(STYLE, "", name),
        ways="\n".join([*(_link(way, name) for way in traced.ways), _contents(module)]).strip(),
        made="".join(_made(line, maker, name) for line, maker in makers.items()),
        lines="\n".join(_lines(text, module, links, makers, name)),
    )


# The head of a page ------------------------------------------------------------------------------


def _contents(module: Module) -> str:
    """Return the list of a file's functions and classes, folded."""
    entries = "".join(
        f'<li><a href="#L{definition.line}">{escape(name)}</a></li>'
        for name, definition in sorted(module.definitions.items(), key=lambda pair: pair[1].line)
        if definition.is_code
    )
    return (
        f"<details><summary>Functions of this file</summary><ul>{entries}</ul></details>" if entries else ""
    )


def _on(file: str, before: str, behind: str) -> str:
    """Return the links to the files before and behind a file, and to its top."""
    folder, page = os.path.dirname(file), address_of(file)

    def link(other: str, relation: str, told: str) -> str:
        words = os.path.basename(other) if os.path.dirname(other) == folder else other
        address = _address(address_of(other), "", page)
        return f'<a rel="{relation}" href="{address}">{told}: <code>{escape(shown(words))}</code></a>'

    links = [
        link(before, "prev", "Previous file") if before else "",
        '<a href="#top">Top of the page</a>',
        link(behind, "next", "Next file") if behind else "",
    ]
    return "\n".join(filter(None, links))


def _made(line: int, maker: Maker, page: str) -> str:
    """Return what a function made."""
    exhibits = ", ".join(_link(target, page) for target in maker.exhibits)
    numbers = [_link(target, page, "code") for target in maker.numbers]
    parts = [
        f"Exhibits made here: {exhibits}." if exhibits else "",
        f"Numbers made here: {', '.join(numbers[:FIRST])}." if numbers else "",
        _folded(numbers[FIRST:]),
        f"Numbers of results.json that have no row: {maker.unprinted}." if maker.unprinted else "",
    ]
    return (
        f'<section class="made" id="made-L{line}"><h2><a href="#L{line}">{escape(maker.name)}</a></h2>'
        f"{''.join(f'<div>{part}</div>' for part in parts if part)}</section>\n"
    )


def _folded(numbers: Sequence[str]) -> str:
    more = f"<summary>{len(numbers)} more</summary>{', '.join(numbers)}"
    return f"<details>{more}</details>" if numbers else ""


# Its lines ---------------------------------------------------------------------------------------


def _lines(
    text: str, module: Module, links: Iterable[Link], makers: Mapping[int, Maker], page: str
) -> Iterable[str]:
    by_line: dict[int, list[Link]] = {}
    for link in links:
        by_line.setdefault(link.line, []).append(link)
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        remark = ' class="remark"' if number in module.remarks else ""
        made = f' <a class="here" href="#made-L{number}">what it made</a>' if number in makers else ""
        linked = _linked(line, by_line[number], page) if number in by_line else _visible(line)
        yield f'<span id="L{number}"{remark}>{linked}{made}</span>'


def _linked(line: str, links: Iterable[Link], page: str) -> str:
    parts, last = [], 0
    for link in links:
        address = _address(address_of(link.file), f"L{link.target}", page)
        name = _visible(line[link.start : link.end])
        parts += [_visible(line[last : link.start]), f'<a href="{address}">{name}</a>']
        last = link.end
    return "".join([*parts, _visible(line[last:])])


def _visible(text: str) -> str:
    """Return text for the page; signs that nobody sees, or that turn text around, are escapes."""
    return escape(text if text.isprintable() else shown(text.expandtabs(4)), quote=False)


def _link(target: Target, page: str, element: str = "") -> str:
    words = escape(target.words)
    inner = f"<{element}>{words}</{element}>" if element else words
    return f'<a href="{_address(target.file, target.anchor, page)}">{inner}</a>'


@cache
def _address(file: str, anchor: str, page: str) -> str:
    """Return the address of a place of the site from a page, for an attribute."""
    start = "" if file == page else quote(relative(file, page))
    return escape(start + (f"#{quote(anchor)}" if anchor else ""))
