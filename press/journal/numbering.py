"""Figures and tables as the manuscript numbers them, whoever made them, with the pictures that they show."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from press.render.document import Executed
from press.render.page import Page

FORMAT = "docx"
KINDS = {"fig-": "figure", "tbl-": "table"}
CAPTIONS = {"figure": "Image Caption", "table": "Table Caption"}
"""The style of the caption that makes a box with a label a figure or a table."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its file, and what it shows in words."""

    file: Path
    alternative: str


@dataclass(frozen=True, slots=True)
class Numbered:
    """A figure or table.

    Attributes
    ----------
    kind
        "figure" or "table".
    number
        Its number in the manuscript.
    label
        Its label in the document.
    caption
        Its caption behind the number, as plain text.
    pictures
        What it shows, in order; none where it holds cells of tables.
    """

    kind: str
    number: int
    label: str
    caption: str
    pictures: tuple[Picture, ...]

    def names(self) -> Iterator[tuple[str, Picture]]:
        """Yield the name of each picture ("figure-2", of several "figure-2a") and the picture."""
        for place, picture in enumerate(self.pictures):
            letter = chr(ord("a") + place) if len(self.pictures) > 1 else ""
            yield f"{self.kind}-{self.number}{letter}", picture


def read_numbered(manuscript: Executed) -> tuple[Numbered, ...]:
    """Return figures and tables in the order of a manuscript, parts of one not by themselves."""
    options = {**manuscript.metadata, **manuscript.formats[FORMAT]}
    page = Page(manuscript, FORMAT, options, manuscript.files / "numbered.json")
    document = json.loads(page.run_pandoc("--to", "json"))
    found: list[Numbered] = []
    for kind, label, box in _boxes(document["blocks"]):
        number = 1 + sum(one.kind == kind for one in found)
        found.append(Numbered(kind, number, label, _caption(box, kind), _pictures(box)))
    return tuple(found)


def _boxes(node: Any) -> Iterator[tuple[str, str, list[Any]]]:
    """Yield kind, label and blocks of the outermost figures and tables."""
    if isinstance(node, dict):
        if node.get("t") == "Div":
            (label, _, _), blocks = node["c"]
            kind = KINDS.get(label[:4])
            if kind and any(_style(block) == CAPTIONS[kind] for block in blocks):
                yield kind, label, blocks
                return
        node = node.get("c")
    if isinstance(node, list):
        for part in node:
            yield from _boxes(part)


def _style(block: dict[str, Any]) -> str:
    return dict(block["c"][0][2]).get("custom-style", "") if block["t"] == "Div" else ""


def _caption(box: list[Any], kind: str) -> str:
    """Return the words of a caption behind its first, bold part, which is the number."""
    caption = next(block for block in box if _style(block) == CAPTIONS[kind])
    return _text(caption["c"][1][0]["c"][1:]).strip()


def _text(node: Any) -> str:
    match node:
        case list():
            return "".join(map(_text, node))
        case {"t": "Str", "c": text} | {"t": "Code" | "Math", "c": [_, text]}:
            return text
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"t": "Span" | "Link" | "Cite" | "Quoted", "c": [_, inlines, *_]}:
            return _text(inlines)
        case {"t": "Strong" | "Emph" | "Superscript" | "Subscript" | "SmallCaps", "c": inlines}:
            return _text(inlines)
    return ""


def _pictures(box: list[Any]) -> tuple[Picture, ...]:
    """Return the pictures of a box that holds no table of cells."""
    nodes = list(_nodes(box))
    if any(node["t"] == "Table" for node in nodes):
        return ()
    return tuple(
        Picture(Path(address.replace("%25", "%")), _text(alternative))
        for node in nodes
        if node["t"] == "Image"
        for _, alternative, (address, _) in [node["c"]]
    )


def _nodes(node: Any) -> Iterator[dict[str, Any]]:
    """Yield all elements of a tree, outermost first."""
    if isinstance(node, dict):
        if "t" in node:
            yield node
        node = node.get("c")
    if isinstance(node, list):
        for part in node:
            yield from _nodes(part)
