"""YAML as Quarto reads it: booleans of YAML 1.2 only, dates stay text, a key stands once."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from press.base import files
from press.base.errors import PressError
from press.base.limits import YAML_DEPTH, YAML_MEGABYTES, YAML_VALUES

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):
    """PyYAML's loader with the resolvers of YAML 1.2's core schema."""


class Expression(str):
    """A value tagged `!expr`, which Quarto's Jupyter engine never evaluates."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in ("tag:yaml.org,2002:null", "tag:yaml.org,2002:merge")
    ]
    for first, resolvers in _Base.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"^(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"^[-+]?(\.[0-9]+|[0-9]+\.[0-9]*|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)
_Loader.add_constructor("!expr", lambda loader, node: Expression(node.value))


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[str, Any]:
    seen: set[str] = set()
    for key, _ in node.value:
        if not isinstance(key.value, str):
            raise yaml.MarkedYAMLError(problem="a key must be text", problem_mark=key.start_mark)
        if key.value in seen:
            raise yaml.MarkedYAMLError(
                problem=f"the key {key.value!r} stands twice", problem_mark=key.start_mark
            )
        seen.add(key.value)
    loader.flatten_mapping(node)
    return {
        str(loader.construct_object(key)): loader.construct_object(value, deep=True)
        for key, value in node.value
    }


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def parse(text: str, file: Path, first_line: int = 1) -> dict[str, Any]:
    """Return the mapping that `text` holds, {} for an empty text.

    Raises
    ------
    PressError
        The text is not YAML or not a mapping; names `file` and the line, `first_line` being the text's first.
    """
    if (value := load(text, file, first_line)) is None:
        return {}
    if not isinstance(value, dict):
        raise PressError("broken YAML: `key: value` lines were expected.", file, first_line)
    return value


def load(text: str, file: Path, first_line: int = 1) -> Any:
    """Return what `text` holds, a mapping or not; None for an empty text.

    Raises
    ------
    PressError
        As `parse`, but for any value.
    """
    try:
        if (value := _parse_json(text)) is None:
            _check_depth(text)
            value = yaml.load(text, Loader=_Loader)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise _broken(str(error), file, first_line) from None  # a tag whose value it cannot be
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or ""
        mark = getattr(error, "problem_mark", None)
        line = min(mark.line, text.rstrip().count("\n")) if mark else 0
        raise _broken(problem, file, first_line + line) from None
    _check_extent(value, file, first_line)
    return value


def _broken(problem: str, file: Path, line: int) -> PressError:
    return PressError(f"broken YAML: {' '.join(problem.split()) or 'it cannot be read'}.", file, line)


def nodes(text: str, file: Path, first_line: int = 1) -> yaml.Node | None:
    """Return what `text` holds as nodes, which know their places in it; errors as `load`."""
    load(text, file, first_line)
    return yaml.compose(text, Loader=_Base)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text in YAML, and where it is written.

    Attributes
    ----------
    text
        What it says.
    style
        The sign of its style: quotation marks, `|`, `>`; empty where it has none.
    line
        Where it, or the sign of its block, begins; the first line is 0.
    start, end
        The offsets between which it is written, with its signs.
    """

    text: str
    style: str = ""
    line: int = 0
    start: int = 0
    end: int = 0


def scalar(node: yaml.ScalarNode) -> Scalar:
    """Return what a node says, without the node."""
    begin = node.start_mark
    return Scalar(node.value, node.style or "", begin.line, begin.index, node.end_mark.index)


def _parse_json(text: str) -> dict[str, Any] | None:
    """Return the mapping of a text that is JSON, as programs write it; None for all other text.

    JSON is YAML as well, and read ten times as fast.
    """
    if not text.startswith("{"):
        return None
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=int)  # NaN is no JSON, and no int
    except (ValueError, RecursionError):
        return None
    level = [value]
    for _ in range(YAML_DEPTH + 1):
        level = [part for whole in level for part in _parts(whole) if isinstance(part, dict | list)]
    return None if level else value


def _parts(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _unique(pairs: Any) -> dict[str, Any]:
    """Return a mapping whose keys stand once."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _check_depth(text: str) -> None:
    """Refuse what is nested deeper than anybody writes: the parser would run out of stack."""
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > YAML_DEPTH:
            raise yaml.MarkedYAMLError(
                problem=f"more than {YAML_DEPTH} lists and mappings inside each other",
                problem_mark=event.start_mark,
            )


def _check_extent(value: Any, file: Path, first_line: int) -> None:
    """Refuse aliases that stand for more values than anybody writes, or for themselves."""
    sizes: dict[int, int] = {}

    def size(part: Any) -> int:
        if not isinstance(part, dict | list):
            return 1 + len(part) // 1000 if isinstance(part, str) else 1
        if id(part) not in sizes:
            sizes[id(part)] = YAML_VALUES + 1  # while it is counted: an alias of itself is endless
            sizes[id(part)] = 1 + sum(map(size, _parts(part)))
        return sizes[id(part)]

    if size(value) > YAML_VALUES:
        problem = f"its aliases stand for more than {YAML_VALUES:,} values, or for themselves"
        raise _broken(problem, file, first_line)


def read(file: Path) -> dict[str, Any]:
    """Return the mapping that a whole file holds; {} if there is no file."""
    return parse(files.read_text(file, YAML_MEGABYTES), file) if file.is_file() else {}


def line_of(key: str, text: str, first_line: int = 1) -> int:
    """Return the line on which `key:` first stands in a YAML text; its first line where it does not."""
    stated = re.compile(rf"\s*(- )?[\"']?{re.escape(key)}[\"']?\s*:")
    lines = enumerate(text.splitlines(), first_line)
    return next((number for number, line in lines if stated.match(line)), first_line)


def as_list(value: Any) -> list[Any]:
    """Return a value that may be one thing or a list of such as a list; nothing is an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]
