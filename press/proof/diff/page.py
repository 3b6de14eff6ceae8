"""The page that shows two versions side by side: changed numbers in a table, changes marked in the text."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import count, groupby

from press.base.plain_text import shown
from press.proof.diff.numbers import ChangedNumber
from press.proof.diff.text import MarkedBlock, MarkedPage, Piece
from press.render.html_policy import without_scripts

STYLE = """
:root { color-scheme: light dark; }
body {
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem;
  font: 1rem/1.55 Georgia, serif; color: #1a1a1a; background: #fff;
}
table { border-collapse: collapse; font-size: .9rem; margin: 1rem 0; }
th, td { border-bottom: 1px solid #999; padding: .25rem .6rem; text-align: left; vertical-align: top; }
.scroll { overflow-x: auto; }
.caption, .image { font-size: .9rem; border-left: 3px solid #999; padding-left: .8rem; }
ins { background: #dcf3dc; color: #0b3d0b; text-decoration: underline; text-decoration-thickness: 2px; }
del { background: #fbe0e0; color: #6d0f0f; text-decoration: line-through; }
ins::before, ins::after, del::before, del::after {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
ins::before { content: " [added: "; } ins::after { content: " end of addition] "; }
del::before { content: " [removed: "; } del::after { content: " end of removal] "; }
.jumps a { display: inline-block; min-width: 1.5rem; padding: .25rem; }
a { color: #0b4f9e; }
@media (prefers-color-scheme: dark) {
  body { color: #e6e6e6; background: #161616; }
  ins { background: #123a12; color: #c9f2c9; }
  del { background: #4a1515; color: #ffd9d9; }
  a { color: #8ebcff; }
}
"""
POLICY = without_scripts("'unsafe-inline'")
"""The page runs and loads nothing, whatever text the versions hold."""
NUMBER_HEADERS = ("Number", "Before", "Now", "Where", "Conclusion")
WRAPPERS = {
    "li": ("<ul>", "</ul>"),
    "row": ('<div class="scroll" role="region" aria-label="Table" tabindex="0"><table>', "</table></div>"),
}
PLAIN = ("", "")
ONE_VERSION = {
    "new": "<p><ins>The earlier version does not have this page.</ins></p>",
    "old": "<p><del>The present version does not have this page.</del></p>",
}


def page(reference: str, numbers: list[ChangedNumber], texts: list[MarkedPage]) -> str:
    """Return the whole page; it needs no other file."""
    changes = count(1)
    bodies = [text_section(text, changes) for text in texts]
    passages = sum(text.changes for text in texts)
    parts = [
        f"<h1>What changed since {text_html(reference)}</h1>",
        f"<p>{passages} passages differ between {text_html(reference)} and the present version. "
        "<del>Removed words are struck through</del>, <ins>added words are underlined</ins>.</p>",
        jumps(passages),
        numbers_section(numbers),
        *bodies,
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n{POLICY}\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>What changed since {text_html(reference)}</title>\n"
        f"<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(parts)
        + "\n</main>\n</body>\n</html>\n"
    )


def text_html(text: str) -> str:
    """Return text of either version as HTML.

    Nothing in it is a mark, and what would hide or turn its neighbours round is seen.
    """
    return escape(shown(text))


def jumps(passages: int) -> str:
    """Return links to the changed passages."""
    if not passages:
        return ""
    links = " ".join(f'<a href="#change-{number}">{number}</a>' for number in range(1, passages + 1))
    return f'<nav class="jumps" aria-label="Changed passages">Changed passages: {links}</nav>'


def numbers_section(numbers: list[ChangedNumber]) -> str:
    """Return the changed numbers: those that readers see changed, then the others."""
    printed = [number for number in numbers if number.visible]
    others = [number for number in numbers if not number.visible]
    parts = ["<h2>Numbers</h2>", numbers_table(printed) if printed else "<p>No printed number changed.</p>"]
    if others:
        parts.append(
            f"<details><summary>{len(others)} more numbers of the results changed, "
            f"which no page prints, or not in these digits</summary>{numbers_table(others)}</details>"
        )
    return "\n".join(parts)


def numbers_table(numbers: list[ChangedNumber]) -> str:
    """Return changed numbers as a table."""
    head = "".join(f'<th scope="col">{word}</th>' for word in NUMBER_HEADERS)
    rows = [
        (
            f"<code>{text_html(number.key)}</code>",
            f"<del>{text_html(number.old)}</del>",
            f"<ins>{text_html(number.new)}</ins>",
            text_html("; ".join(number.places)) or "not printed",
            text_html(number.conclusion),
        )
        for number in numbers
    ]
    body = "\n".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return (
        '<div class="scroll" role="region" aria-label="Changed numbers" tabindex="0"><table>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def text_section(text: MarkedPage, changes: Iterator[int]) -> str:
    """Return a page with its changes marked; of one that only one version has, a sentence that says so."""
    parts = [
        f'<section aria-label="{text_html(text.name)}">\n<p><small>{text_html(text.name)}</small></p>',
        ONE_VERSION.get(text.versions, ""),
    ]
    for wrapper, blocks in groupby(
        text.blocks, key=lambda block: WRAPPERS.get({"head": "row"}.get(block.kind, block.kind), PLAIN)
    ):
        before, after = wrapper
        parts += [before, *(block_html(block, changes) for block in blocks), after]
    return "\n".join([*filter(None, parts), "</section>"])


def block_html(block: MarkedBlock, changes: Iterator[int]) -> str:
    """Return a block; a changed one carries the mark that the links lead to."""
    place = f' id="change-{next(changes)}"' if block.changed else ""
    cells = [cell_html(cell) for cell in block.cells]
    if block.kind in ("head", "row"):
        tag = 'th scope="col"' if block.kind == "head" else "td"
        return f"<tr{place}>" + "".join(f"<{tag}>{cell}</{tag[:2]}>" for cell in cells) + "</tr>"
    if block.kind in ("caption", "image"):
        word = "Image: " if block.kind == "image" else ""
        return f'<p class="{block.kind}"{place}>{word}{cells[0]}</p>'
    tag = f"h{min(6, int(block.kind[1]) + 1)}" if block.kind[0] == "h" else block.kind
    return f"<{tag}{place}>{cells[0]}</{tag}>"


def cell_html(pieces: Iterable[Piece]) -> str:
    """Return text with its changes marked."""
    tags = {"same": ("", ""), "old": ("<del>", "</del>"), "new": ("<ins>", "</ins>")}
    return "".join(
        tags[piece.version][0] + text_html(piece.text) + tags[piece.version][1] for piece in pieces
    )
