"""Reads the entries of sentences.yml: texts, choices between branches, lists of such; each with its line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.base import yaml12, yaml_file
from press.base.errors import InputError, PressError
from press.base.paths import shown
from press.base.plain_text import shortened, visible
from press.numbers.conditions import Condition, ConditionError, parse

BRANCHES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "effect": (("up", "down", "none"), ()),
    "sign": (("positive", "negative"), ("zero",)),
    "compare": (("greater", "less"), ("equal",)),
    "panel": (("synthetic", "authors"), ()),
    "when": (("yes", "no"), ()),
}
"""For each word that decides the branches that it needs, and those that it may have."""
PANEL, WHEN, ELSE = "panel", "when", "else"
FORMS = "a text, a list of parts, or one of effect, sign, compare, when or the branches synthetic and authors"


@dataclass(frozen=True, slots=True)
class Said:
    """A text, and where the file has it."""

    scalar: yaml12.Scalar

    @property
    def text(self) -> str:
        """What it says."""
        return self.scalar.text

    @property
    def line(self) -> int:
        """The line on which it begins, or the sign of its block."""
        return self.scalar.line + 1

    def line_of(self, words: str, source: str) -> int:
        """Return the line on which some of its words first stand in the file's source."""
        start = self.scalar.start
        place = source.find(words, start, self.scalar.end)
        return source.count("\n", 0, max(place, start)) + 1


@dataclass(frozen=True, slots=True)
class Choice:
    """What decides, and the branches.

    Attributes
    ----------
    by
        The word that decides, one of `BRANCHES`.
    asked
        What it is asked about: a term, a key, two keys; nothing for the panel and for a condition.
    condition
        The condition behind `when`.
    branches
        By name.
    line
        Where the word that decides stands.
    """

    by: str
    asked: tuple[str, ...]
    condition: Condition | None
    branches: Mapping[str, Part]
    line: int

    @property
    def about(self) -> str:
        """What decides, in the author's words."""
        if self.by == PANEL:
            return PANEL
        return f"{self.by} {self.condition.text if self.condition else ' and '.join(self.asked)}"

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the numbers and texts that decide."""
        if self.by == "effect":
            return tuple(f"{term}.{statistic}" for term in self.asked for statistic in ("estimate", "p"))
        return self.condition.keys if self.condition else self.asked


@dataclass(frozen=True, slots=True)
class Several:
    """Parts that are joined by blanks."""

    parts: tuple[Part, ...]


Part = Said | Choice | Several


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file of sentences holds.

    Attributes
    ----------
    file, source
        The file and its text.
    parts
        The entries by name.
    lines
        Where each begins.
    """

    file: Path
    source: str
    parts: Mapping[str, Part]
    lines: Mapping[str, int]

    def slip(self, line: int, name: str, words: str) -> InputError:
        """Return the error of an entry, with its place."""
        return InputError(visible(f"{shown(self.file)}, line {line}, {name}: {words}."))


def read(file: Path) -> Entries:
    """Read a file of sentences; one that is not there holds none.

    Raises
    ------
    InputError
        When it is no YAML, or an entry has a form that there is not; with file and line.
    """
    if not file.is_file():
        return Entries(file, "", {}, {})
    source = yaml_file.text_of(file)
    node = nodes(source, file)
    if not isinstance(node, yaml.MappingNode):
        raise InputError(f"{shown(file)}: found no entries, expected names with their sentences.")
    return from_node(node, file, source)


def nodes(source: str, file: Path, first_line: int = 1) -> yaml.Node | None:
    """Parse YAML into nodes that know their places; an InputError with file and line where it is none."""
    try:
        return yaml12.nodes(source, file, first_line)
    except PressError as error:
        raise InputError(
            f"{shown(file)}, line {error.line}: this YAML cannot be read ({yaml_file.reason(error)})."
        ) from None


def from_node(
    node: yaml.MappingNode, file: Path, source: str, models: Mapping[str, Part] | None = None
) -> Entries:
    """Read the entries that a mapping holds.

    Parameters
    ----------
    node
        The mapping.
    file, source
        Where it stands.
    models
        The entries of these names in another language; what decides is taken from them.
    """
    parts: dict[str, Part] = {}
    entries = Entries(file, source, parts, {key.value: key.start_mark.line + 1 for key, _ in node.value})
    for key, value in node.value:
        parts[key.value] = Reader(entries, key.value).part(value, (models or {}).get(key.value))
    return entries


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads the parts of one entry."""

    entries: Entries
    name: str

    def part(self, node: yaml.Node, model: Part | None = None) -> Part:
        """Read a part; `model` is the same one in the language that decides."""
        if isinstance(node, yaml.ScalarNode) and not is_empty(node):
            self.same_form(node, model, Said)
            return Said(yaml12.scalar(node))
        if isinstance(node, yaml.SequenceNode) and node.value:
            self.same_form(node, model, Several)
            models = model.parts if isinstance(model, Several) else (None,) * len(node.value)
            if len(models) != len(node.value):
                raise self.slip(node, f"found {len(node.value)} parts", f"{len(models)} as in English")
            return Several(tuple(map(self.part, node.value, models)))
        if isinstance(node, yaml.MappingNode) and node.value:
            self.same_form(node, model, Choice)
            return self.translated(node, model) if isinstance(model, Choice) else self.choice(node)
        raise self.slip(node, f"found {'nothing' if is_empty(node) else 'an empty list'}", FORMS)

    def choice(self, node: yaml.MappingNode) -> Choice:
        """Read what decides, and its branches."""
        written = {key.value: (key, value) for key, value in node.value}
        by = [word for word in written if word in BRANCHES and word != PANEL] or [PANEL]
        if len(by) > 1:
            raise self.slip(written[by[1]][0], f"found {' and '.join(by)}", "one word that decides")
        if by == [PANEL] and not set(written) & set(BRANCHES[PANEL][0]):
            raise self.slip(node, f"found {shortened(', '.join(written))}", FORMS)
        key, value = written.pop(by[0]) if by[0] in written else (node, None)
        asked, condition = self.asked(by[0], key, value)
        self.same_branches(key, set(written), by[0], condition)
        branches = {name: self.part(branch) for name, (_, branch) in written.items()}
        return Choice(by[0], asked, condition, branches, key.start_mark.line + 1)

    def translated(self, node: yaml.MappingNode, model: Choice) -> Choice:
        """Read the branches of a choice that the entry in another language decides."""
        written = {key.value: value for key, value in node.value}
        if set(written) != set(model.branches):
            raise self.slip(node, f"found {in_order(written)}", in_order(model.branches))
        branches = {name: self.part(value, model.branches[name]) for name, value in written.items()}
        return Choice(model.by, model.asked, model.condition, branches, node.start_mark.line + 1)

    def asked(
        self, by: str, key: yaml.Node, value: yaml.Node | None
    ) -> tuple[tuple[str, ...], Condition | None]:
        """Read what a word that decides is asked about."""
        if by == PANEL:
            return (), None
        written = value.value if by == "compare" and isinstance(value, yaml.SequenceNode) else [value]
        texts = [node.value for node in written if isinstance(node, yaml.ScalarNode)]
        if not len(texts) == len(written) == (2 if by == "compare" else 1):
            wanted = {"compare": "[KEY, KEY]", "effect": "MODEL.TERM", "sign": "KEY", "when": "a condition"}
            raise self.slip(key, f"found {by} with something else behind it", f"{by}: {wanted[by]}")
        if by != WHEN:
            return tuple(texts), None
        try:
            return (), parse(texts[0])
        except ConditionError as error:
            raise self.entries.slip(line_of(value or key), self.name, str(error)) from None

    def same_branches(self, key: yaml.Node, found: set[str], by: str, condition: Condition | None) -> None:
        """Refuse a branch too many or too few."""
        if condition and condition.key:
            if not found:
                raise self.slip(key, "found no branches", "one for each text that the key may have")
            return
        needed, allowed = map(set, BRANCHES[by])
        if not needed <= found <= needed | allowed:
            may = f", perhaps {in_order(allowed)}" if allowed else ""
            raise self.slip(key, f"found {in_order(found) or 'no branches'}", f"{in_order(needed)}{may}")

    def same_form(self, node: yaml.Node, model: Part | None, form: type) -> None:
        """Refuse a text, a choice or a list where another language has something else."""
        words = {Said: "a text", Choice: "branches", Several: "a list"}
        if model is not None and not isinstance(model, form):
            raise self.slip(node, f"found {words[form]}", f"{words[type(model)]} as in English")

    def slip(self, node: yaml.Node, found: str, expected: str) -> InputError:
        """Return the error of a place in the entry."""
        return self.entries.slip(line_of(node), self.name, f"{found}, expected {expected}")


def line_of(node: yaml.Node) -> int:
    """Return the line of a node."""
    return node.start_mark.line + 1


def is_empty(node: yaml.Node) -> bool:
    """Whether nothing at all is written, not even quotation marks."""
    return isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null"


def in_order(names: Mapping[str, object] | set[str]) -> str:
    """Return names for a message."""
    return ", ".join(sorted(names))


def texts_in(part: Part) -> Iterator[Said]:
    """Yield the texts of a part, of every branch."""
    if isinstance(part, Said):
        yield part
    for inner in inside(part):
        yield from texts_in(inner)


def choices_in(part: Part) -> Iterator[Choice]:
    """Yield the choices of a part, of every branch."""
    if isinstance(part, Choice):
        yield part
    for inner in inside(part):
        yield from choices_in(inner)


def inside(part: Part) -> tuple[Part, ...]:
    """Return the parts that a part consists of."""
    if isinstance(part, Choice):
        return tuple(part.branches.values())
    return part.parts if isinstance(part, Several) else ()
