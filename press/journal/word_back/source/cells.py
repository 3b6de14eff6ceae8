"""Cells of code: what their options print, and the block that they make."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.base import yaml12
from press.base.errors import PressError
from press.journal.word_back.source.masks import Fence
from press.journal.word_back.source.written import Written
from press.journal.word_back.source.yaml_scalars import STYLES, written

OPTION = re.compile(r"^[ \t>]*(?:#|//|--)\|[ ]?(.*(?:\n|\Z))", re.MULTILINE)
LABEL = re.compile(r"#([\w-]+)|label=[\"']?([\w-]+)")
SILENT = ("include", "output")


@dataclass(frozen=True, slots=True)
class Caption:
    """A caption in a cell's options, and the style of YAML in which it stands."""

    text: Written
    style: str


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A cell: its label, its captions, and whether it prints anything."""

    fence: Fence
    label: str
    captions: tuple[Caption, ...]
    is_silent: bool

    @property
    def is_figure(self) -> bool:
        """Whether its captions stand below what it makes."""
        return self.label.startswith("fig-")


def read(fence: Fence, document: Written) -> CodeCell:
    """Read the options of a cell."""
    options = _options(fence, document)
    captions: list[Caption] = []
    label, silent = "", False
    for key, node in _pairs(options):
        if key.endswith(("-cap", "-subcap")):
            captions += _captions(node, options)
        elif key == "label" and isinstance(node, yaml.ScalarNode):
            label = node.value
        elif key in SILENT and isinstance(node, yaml.ScalarNode):
            silent |= node.value == "false"
    found = LABEL.search(fence.info)
    label = label or (found[1] or found[2] if found else "")
    return CodeCell(fence, label, tuple(captions), silent)


def _options(fence: Fence, document: Written) -> Written:
    """Return the options at the head of a cell as YAML, without the signs before them."""
    text: list[str] = []
    places: list[int] = []
    at = fence.inside[0]
    while (line := OPTION.match(document.text, at, fence.inside[1])) and line.end() > at:
        text.append(line[1])
        places += range(*line.span(1))
        at = line.end()
    return Written(document.file, "".join(text), places, [place + 1 for place in places])


def _pairs(options: Written) -> Iterator[tuple[str, yaml.Node]]:
    try:
        node = yaml12.nodes(options.text, Path(options.file))
    except PressError:
        return
    if isinstance(node, yaml.MappingNode):
        yield from ((str(key.value), value) for key, value in node.value)


def _captions(node: yaml.Node, options: Written) -> Iterator[Caption]:
    if isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _captions(inner, options)
    elif isinstance(node, yaml.ScalarNode) and (text := written(yaml12.scalar(node), options)):
        yield Caption(text, STYLES[node.style or ""])
