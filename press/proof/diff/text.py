"""Two versions of a page set beside each other: paragraph by paragraph, then word by word."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

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
NO_TEXT = {"button", "nav", "script", "style", "svg"}
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOKEN = re.compile(r"\s+|[-+]?\d+(?:[.,]\d+)*%?|\w+|[^\w\s]")
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

    @property
    def words(self) -> Counter[str]:
        """The words and numbers of the block."""
        return Counter(token for cell in self.cells for token in TOKEN.findall(cell) if not token.isspace())


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is in both versions ("same"), only in the old one ("old") or only in the new one ("new")."""

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
    """A page: its file name, whether "both" versions have it or only the "old" or the "new" one, and the marked blocks of both."""

    name: str
    versions: str
    blocks: tuple[MarkedBlock, ...]

    @property
    def changes(self) -> int:
        """How many blocks differ."""
        return sum(block.changed for block in self.blocks)


def compare_pages(old: BuiltSite, new: BuiltSite) -> list[MarkedPage]:
    """Every page of either site; of one that only one of them has nothing but the name."""
    before, after = ({squeeze(name): name for name in site.page_names} for site in (old, new))
    return [
        compare_page(old, new, before.get(name), after.get(name)) for name in dict.fromkeys([*after, *before])
    ]


def compare_page(old: BuiltSite, new: BuiltSite, before: str | None, after: str | None) -> MarkedPage:
    """One page with its changes; each version may write its name in another normal form, or lack it."""
    if before is None or after is None:
        return MarkedPage(before or after or "", "new" if before is None else "old", ())
    blocks = (list(blocks_in(site.main(name))) for site, name in ((old, before), (new, after)))
    return MarkedPage(after, "both", tuple(compare_blocks(*blocks)))


def blocks_in(element: HtmlElement, kind: str = "p") -> Iterator[Block]:
    """Yield the blocks below an element, in reading order."""
    if element.tag == "tr":
        cells = element.xpath("td|th")
        yield Block(
            "head" if all(cell.tag == "th" for cell in cells) else "row",
            tuple(squeeze(inline(cell)) for cell in cells),
        )
        return
    gathered = [element.text or ""]
    for child in element:
        if is_inline(child):
            gathered.append(inline(child))
        else:
            yield from paragraph(kind, gathered)
            gathered = []
            yield from block_of(child, kind)
        gathered.append(child.tail or "")
    yield from paragraph(kind, gathered)


def block_of(child: HtmlElement, kind: str) -> Iterator[Block]:
    """Yield the blocks of an element that is one, or holds some."""
    if child.tag == "img":
        yield Block("image", (squeeze(child.get("alt") or ""),))
    else:
        yield from blocks_in(child, kind_of(child.tag, kind))


def kind_of(tag: str, outer: str) -> str:
    """Return what the text of an element is.

    The paragraph of a list item or caption is that item or caption.
    """
    if tag in HEADINGS or tag == "li":
        return tag
    if tag in ("figcaption", "caption"):
        return "caption"
    return outer if tag in ("p", "div") or tag not in BLOCKS else "p"


def is_inline(element: HtmlElement) -> bool:
    """Whether an element is part of a line of text."""
    if not isinstance(element.tag, str) or element.tag in NO_TEXT or element.tag == "math":
        return True
    return element.tag not in BLOCKS and element.tag != "img" and all(is_inline(child) for child in element)


def inline(element: HtmlElement) -> str:
    """Return the text of an inline element; formulas as TeX where the page has it."""
    if not isinstance(element.tag, str) or element.tag in NO_TEXT:
        return ""
    if element.tag == "math":
        tex = element.xpath("string(.//*[local-name()='annotation'])")
        return f"${tex}$" if tex else element.text_content()
    if element.tag == "br":
        return " "
    return (element.text or "") + "".join(inline(child) + (child.tail or "") for child in element)


def paragraph(kind: str, gathered: list[str]) -> Iterator[Block]:
    """Yield the block of some gathered text, if there is any."""
    text = squeeze("".join(gathered))
    if text:
        yield Block(kind, (text,))


def squeeze(text: str) -> str:
    """Single blanks, and letters in one normal form: two ways to write the same letter are no change."""
    return unicodedata.normalize("NFC", re.sub(r"\s+", " ", text).strip())


def compare_blocks(old: list[Block], new: list[Block]) -> Iterator[MarkedBlock]:
    """Both versions in one sequence: blocks that are alike together, the others as gone or new."""
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (mark(block, block) for block in new[j1:j2])
        else:
            yield from (mark(before, after) for before, after in pair(old[i1:i2], new[j1:j2]))


def pair(old: list[Block], new: list[Block]) -> list[tuple[Block | None, Block | None]]:
    """Pair blocks that are versions of one another, in order, so that they have as much in common as can be."""
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
    """Return the share of words that two blocks have in common.

    0 where they are not versions of one another.
    """
    if old.kind != new.kind:
        return 0.0
    before, after = old.words, new.words
    share = 2 * (before & after).total() / max(1, before.total() + after.total())
    return share if share >= ALIKE else 0.0


def mark(old: Block | None, new: Block | None) -> MarkedBlock:
    """Return a block with the pieces that changed; one of the two versions may be absent."""
    block = new or old
    before, after = (version.cells if version else () for version in (old, new))
    width = max(len(before), len(after))
    cells = zip(before + ("",) * (width - len(before)), after + ("",) * (width - len(after)))
    return MarkedBlock(block.kind, tuple(pieces(*texts) for texts in cells))


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Compare two texts word by word; blanks and marks between two changes count as part of them."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    runs = [
        (tag == "equal", "".join(before[i1:i2]), "".join(after[j1:j2]))
        for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    ]
    found: list[Piece] = []
    for same, gone, come in joined(runs):
        versions = [("same", come)] if same else [("old", gone), ("new", come)]
        found += [Piece(version, text) for version, text in versions if text]
    return tuple(found)


def joined(runs: list[tuple[bool, str, str]]) -> list[tuple[bool, str, str]]:
    """Return runs of equal and changed text, with equal runs that hold no word made part of the changes around them."""
    kept: list[tuple[bool, str, str]] = []
    for position, (same, gone, come) in enumerate(runs):
        same = same and (bool(re.search(r"\w", come)) or position in (0, len(runs) - 1))
        if kept and not same and not kept[-1][0]:
            kept[-1] = (False, kept[-1][1] + gone, kept[-1][2] + come)
        else:
            kept.append((same, gone, come))
    return kept
