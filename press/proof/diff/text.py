"""Two versions of a page set beside each other: paragraph by paragraph, then word by word."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest

from lxml import etree
from lxml.html import HtmlElement

from press.trace.built_site import BuiltSite

BLOCKS = {
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "img",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "tfoot",
    "thead",
    "tr",
    "ul",
}
NO_TEXT = ("button", "nav", "script", "style", "svg", etree.Comment, etree.PI)
KINDS = {
    **{tag: tag for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "li")},
    "figcaption": "caption",
    "caption": "caption",
    "img": "image",
}
"""Elements whose text is of a kind of its own."""
TOKEN = re.compile(r"\s+|[-−+]?\d+(?:[.,]\d+)*%?|\w+|[^\w\s]")
ALIKE = 0.4
"""Share of words that two paragraphs must have in common to be versions of one another."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, caption, image (its alternative text) or table row, as plain text.

    Attributes
    ----------
    kind
        "h1" to "h6", "p", "li", "caption", "image", "head" or "row".
    cells
        The cells of a row; anything else has one.
    """

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both versions ("same"), or only in the "old" or the "new" one."""

    version: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A block with what changed in it: the pieces of each cell."""

    kind: str
    cells: tuple[tuple[Piece, ...], ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(piece.version != "same" for cell in self.cells for piece in cell)


@dataclass(frozen=True, slots=True)
class MarkedPage:
    """A page: its name, whether "both" versions or only the "old" or "new" one have it, its marked blocks."""

    name: str
    versions: str
    blocks: tuple[MarkedBlock, ...]

    @property
    def changes(self) -> int:
        """How many blocks differ."""
        return sum(block.changed for block in self.blocks)


def compare_pages(old: BuiltSite, new: BuiltSite) -> list[MarkedPage]:
    """Return every page of either site; of one that only one of them has nothing but the name."""
    before, after = ({squeeze(name): name for name in site.page_names} for site in (old, new))
    return [
        compare_page(old, new, before.get(name), after.get(name)) for name in dict.fromkeys([*after, *before])
    ]


def compare_page(old: BuiltSite, new: BuiltSite, before: str | None, after: str | None) -> MarkedPage:
    """Return a page with its changes; either version may write its name in another way, or lack it."""
    if before is None or after is None:
        return MarkedPage(before or after or "", "new" if before is None else "old", ())
    blocks = (list(blocks_in(site.main(name))) for site, name in ((old, before), (new, after)))
    return MarkedPage(after, "both", tuple(compare_blocks(*blocks)))


def blocks_in(main: HtmlElement) -> Iterator[Block]:
    """Yield the blocks of a page in reading order; formulas as TeX where the page has it."""
    etree.strip_elements(main, *NO_TEXT, with_tail=False)
    for formula in main.iter("math"):
        tex = formula.xpath("string(.//*[local-name()='annotation'])")
        text = f"${tex}$" if tex else formula.text_content()
        formula.clear(keep_tail=True)
        formula.text = text
    for image in main.iter("img"):
        image.text = image.get("alt")
    for end_of_line in main.iter("br"):
        end_of_line.text = " "
    yield from blocks_below(main, "p")


def blocks_below(element: HtmlElement, kind: str) -> Iterator[Block]:
    """Yield the blocks of an element whose own text is of a kind."""
    if element.tag == "tr":
        cells = element.xpath("td|th")
        row_kind = "head" if all(cell.tag == "th" for cell in cells) else "row"
        yield Block(row_kind, tuple(squeeze(cell.text_content()) for cell in cells))
        return
    gathered = element.text or ""
    for child in element:
        if is_inline(child):
            gathered += child.text_content()
        else:
            yield from paragraph(kind, gathered)
            gathered = ""
            yield from blocks_below(child, kind_of(child.tag, kind))
        gathered += child.tail or ""
    yield from paragraph(kind, gathered)


def kind_of(tag: str, outer: str) -> str:
    """Return what the text of an element is: a paragraph of an item or a caption is these."""
    return KINDS.get(tag, outer if tag in ("p", "div") or tag not in BLOCKS else "p")


def is_inline(element: HtmlElement) -> bool:
    """Whether an element is part of a line of text."""
    return element.tag not in BLOCKS and all(map(is_inline, element))


def paragraph(kind: str, gathered: str) -> Iterator[Block]:
    """Yield the block of some gathered text, if there is any."""
    if text := squeeze(gathered):
        yield Block(kind, (text,))


def squeeze(text: str) -> str:
    """Return a text with single blanks, and one way to write a letter: two ways are no change."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


def compare_blocks(old: list[Block], new: list[Block]) -> Iterator[MarkedBlock]:
    """Yield both versions in one sequence: blocks that are alike together, the others as gone or new."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        before, after = old[i1:i2], new[j1:j2]
        pairs = zip(before, after, strict=True) if tag == "equal" else pair_versions(before, after)
        yield from (mark_changes(*versions) for versions in pairs)


def pair_versions(old: list[Block], new: list[Block]) -> list[tuple[Block | None, Block | None]]:
    """Pair blocks that are versions of one another, in order, with as much in common as can be."""
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    gain = [[likeness(before, after) for after in new] for before in old]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(
                best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + gain[i][j] if gain[i][j] else 0
            )
    pairs: list[tuple[Block | None, Block | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if gain[i][j] and best[i][j] == best[i + 1][j + 1] + gain[i][j]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((block, None) for block in old[i:]), *((None, block) for block in new[j:])]


def likeness(old: Block, new: Block) -> float:
    """Return the share of words that two blocks have in common; 0 where they are too different."""
    before, after = words_of(old), words_of(new)
    share = 2 * (before & after).total() / max(1, before.total() + after.total())
    return share if share >= ALIKE and old.kind == new.kind else 0.0


@lru_cache(maxsize=10_000)
def words_of(block: Block) -> Counter[str]:
    """Return the words and numbers of a block."""
    return Counter(token for cell in block.cells for token in TOKEN.findall(cell) if not token.isspace())


def mark_changes(old: Block | None, new: Block | None) -> MarkedBlock:
    """Return a block with the pieces that changed; one of the two versions may be absent."""
    before, after = (version.cells if version else () for version in (old, new))
    cells = zip_longest(before, after, fillvalue="")
    return MarkedBlock((new or old).kind, tuple(compare_words(*texts) for texts in cells))


def compare_words(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; blanks and marks between two changes count as part of them."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    runs: list[tuple[bool, str, str]] = []  # whether it is the same, what goes, what comes
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        at_an_end = i1 == j1 == 0 or (i2, j2) == (len(before), len(after))
        same = tag == "equal" and (at_an_end or re.search(r"\w", come) is not None)
        if runs and not same and not runs[-1][0]:
            runs[-1] = (False, runs[-1][1] + gone, runs[-1][2] + come)
        else:
            runs.append((same, gone, come))
    found: list[Piece] = []
    for same, gone, come in runs:
        found += [Piece("same", come)] if same else [Piece("old", gone), Piece("new", come)]
    return tuple(piece for piece in found if piece.text)
