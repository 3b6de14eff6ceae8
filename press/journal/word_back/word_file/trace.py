"""What a Word file brings along about where it comes from: an XML part that Word and LibreOffice keep.

It names the paper, the document, its commit, its panel and its sources, and holds every block as it was
printed, with the lines of the source and the name of the bookmark at its place in the file.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from press.base.errors import InputError
from press.journal.word_back.model import PLAIN, Block, Cell, Look, Run
from press.journal.word_back.word_file.word_xml import parsed

SPACE = "urn:press:word-trace:1"
TAG = f"{{{SPACE}}}"
LOOKS = {
    "bold": "b",
    "italic": "i",
    "strike": "s",
    "superscript": "up",
    "subscript": "down",
    "small_caps": "sc",
    "code": "c",
}
"""The switches of a look and their short names."""
TOLD = ("paper", "document", "commit", "panel", "panel_sha256")
NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Traced:
    """A block as it was printed.

    Attributes
    ----------
    block : Block
        Its only mark is the bookmark around it; it has none where code makes it.
    file : str
    first, last : int
        The lines that it comes from; an empty name and 0 where code makes it.
    """

    block: Block
    file: str = ""
    first: int = 0
    last: int = 0

    @property
    def mark(self) -> str:
        """The bookmark around it; empty where it has none."""
        return next(iter(self.block.marks), "")


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a Word file comes from.

    Attributes
    ----------
    paper : str
        The paper's title.
    document : str
        The document, by its path from the project's folder.
    commit : str
        40 hexadecimal digits; empty where git did not tell.
    panel, panel_sha256 : str
        The panel that numbers come from.
    sources : mapping
        SHA-256 of each source file, by its path, as it was when the file was made.
    blocks : tuple of Traced
    """

    paper: str
    document: str
    commit: str
    panel: str
    panel_sha256: str
    sources: Mapping[str, str]
    blocks: tuple[Traced, ...]


# To XML -----------------------------------------------------------------------------------------


def to_xml(trace: Trace) -> bytes:
    """Return a trace as an XML part."""
    top = etree.Element(TAG + "trace", nsmap={None: SPACE})
    for name in TOLD:
        _set(top, name, getattr(trace, name))
    for file, digest in sorted(trace.sources.items()):
        _set(_set(etree.SubElement(top, TAG + "source"), "file", file), "sha256", digest)
    for traced in trace.blocks:
        top.append(_block(traced))
    return etree.tostring(top, encoding="UTF-8", xml_declaration=True, standalone=True)


def _set(element: etree._Element, name: str, text: object) -> etree._Element:
    if text not in ("", 0, False, None):
        element.set(name.replace("_", "-"), NOT_XML.sub("", str(text)))
    return element


def _block(traced: Traced) -> etree._Element:
    element, block = etree.Element(TAG + "block"), traced.block
    for name, told in (
        ("mark", traced.mark),
        ("file", traced.file),
        ("first", traced.first),
        ("last", traced.last),
    ):
        _set(element, name, told)
    for name in ("kind", "level", "style", "note"):
        _set(element, name, getattr(block, name))
    _set(element, "ordered", "1" if block.ordered else "")
    if block.cell:
        _set(element, "cell", f"{block.cell.table} {block.cell.row} {block.cell.column}")
    for run in block.runs:
        element.append(_run(run))
    return element


def _run(run: Run) -> etree._Element:
    element = etree.Element(TAG + "r")
    element.text = NOT_XML.sub("", run.text)
    _set(element, "look", " ".join(short for name, short in LOOKS.items() if getattr(run.look, name)))
    for name, text in (("link", run.look.link), ("thing", run.thing), ("key", run.key)):
        _set(element, name, text)
    return element


# From XML ---------------------------------------------------------------------------------------


def is_trace(part: bytes) -> bool:
    """Whether a part is a trace."""
    return re.search(rb"<(\w+:)?trace\b[^>]*" + re.escape(SPACE.encode()), part[:4096]) is not None


def from_xml(part: bytes, name: str) -> Trace:
    """Return the trace that an XML part holds.

    Raises
    ------
    InputError
        It is no trace, or damaged.
    """
    top = parsed(part, name)
    try:
        return Trace(
            **{one: top.get(one.replace("_", "-"), "") for one in TOLD},
            sources={one.get("file", ""): one.get("sha256", "") for one in top.iter(TAG + "source")},
            blocks=tuple(map(_traced, top.iter(TAG + "block"))),
        )  # fmt: skip
    except (ValueError, TypeError):
        raise InputError(
            f"{name}: found a damaged note of where the file comes from, expected a whole one."
        ) from None


def _traced(element: etree._Element) -> Traced:
    cell = [int(number) for number in element.get("cell", "").split()]
    mark = element.get("mark", "")
    block = Block(
        kind=element.get("kind", "text"),
        runs=tuple(map(_run_of, element.iter(TAG + "r"))),
        level=int(element.get("level", "0")),
        style=element.get("style", ""),
        cell=Cell(*cell) if cell else None,
        note=element.get("note", ""),
        marks=(mark,) if mark else (),
        ordered=element.get("ordered") == "1",
    )
    first, last = (int(element.get(name, "0")) for name in ("first", "last"))
    return Traced(block, element.get("file", ""), first, last)


def _run_of(element: etree._Element) -> Run:
    shown = element.get("look", "").split()
    switches = {name: short in shown for name, short in LOOKS.items()}
    look = Look(**switches, link=element.get("link", ""))
    return Run(
        element.text or "", PLAIN if look == PLAIN else look, element.get("thing", ""), element.get("key", "")
    )
