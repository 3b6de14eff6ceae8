"""YAML as Quarto reads it: booleans of YAML 1.2 only, dates stay text, a key stands once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from .errors import PressError

_Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """PyYAML's loader with the resolvers of YAML 1.2's core schema."""


class Expression(str):
    """A value tagged `!expr`, which Quarto's Jupyter engine never evaluates."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789"))
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float", re.compile(r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?$"), list("-+.0123456789")
)
_Loader.add_constructor("!expr", lambda loader, node: Expression(node.value))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if key.value in seen:
            raise yaml.MarkedYAMLError(problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark)
        seen.add(key.value)
    loader.flatten_mapping(node)
    return {str(loader.construct_object(key)): loader.construct_object(value, deep=True) for key, value in node.value}


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def parse(text: str, file: Path, first_line: int = 1) -> dict[str, Any]:
    """The mapping that `text` holds, {} for an empty text.

    Raises
    ------
    PressError
        The text is not YAML or not a mapping; names `file` and the line, `first_line` being the text's first.
    """
    try:
        value = yaml.load(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "it cannot be read"
        line = min(mark.line, text.rstrip().count("\n")) if mark else 0
        raise PressError(f"broken YAML: {problem}.", file, first_line + line) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise PressError("broken YAML: `key: value` lines were expected.", file, first_line)
    return value


def read(file: Path) -> dict[str, Any]:
    """`parse` for a whole file; {} if there is none."""
    return parse(file.read_text(encoding="utf-8-sig"), file) if file.is_file() else {}


def line_of(key: str, text: str, first_line: int = 1) -> int:
    """The line on which `key:` first stands in a YAML text."""
    for number, line in enumerate(text.splitlines(), first_line):
        if re.match(rf"\s*(- )?[\"']?{re.escape(key)}[\"']?\s*:", line):
            return number
    return first_line
