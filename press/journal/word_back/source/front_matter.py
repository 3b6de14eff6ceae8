"""What the front matter of a document prints: title, subtitle, abstract, keywords."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.base import yaml12
from press.base.errors import PressError
from press.journal.word_back.source.written import Written, whole
from press.journal.word_back.source.yaml_scalars import STYLES, written

FRONT = re.compile(
    r"\A\ufeff?---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
TITLES = ("title", "subtitle", "abstract-title")
TEXTS = ("abstract", "thanks", "acknowledgements")
LISTS = ("keywords",)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the front matter: its name, its texts (several for a list of words) and their style."""

    name: str
    texts: tuple[Written, ...]
    style: str

    @property
    def kind(self) -> str:
        """The kind of its passage."""
        return "title" if self.name in ("title", "subtitle") else "text"


def end_of(text: str) -> int:
    """Return where the front matter of a document ends; 0 where it has none."""
    found = FRONT.match(text)
    return found.end() if found else 0


def read(file: str, text: str) -> list[Field]:
    """Return the fields that are printed, in their order; none of what cannot be read."""
    found = FRONT.match(text)
    if found is None:
        return []
    front = whole(file, text).part(*found.span("yaml"))
    try:
        node = yaml12.nodes(front.text, Path(file))
    except PressError:
        return []
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return [field for key, value in pairs for field in _fields(str(key.value), value, front)]


def _fields(name: str, node: yaml.Node, front: Written) -> Iterator[Field]:
    if name in (*TITLES, *TEXTS) and isinstance(node, yaml.ScalarNode):
        scalar = yaml12.scalar(node)
        if text := written(scalar, front):
            yield Field(name, (text,), STYLES[scalar.style])
    elif name in LISTS:
        scalars = node.value if isinstance(node, yaml.SequenceNode) else [node]
        scalars = [yaml12.scalar(one) for one in scalars if isinstance(one, yaml.ScalarNode)]
        texts = [text for one in scalars if (text := written(one, front))]
        if texts:
            yield Field(name, tuple(texts), STYLES[scalars[0].style])
