"""The texts of YAML: front matter, the options of cells, and the sentences that the front matter names."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from press.base import yaml_file
from press.base.yaml12 import Scalar, scalar
from press.numbers import entries
from press.numbers.entries import Choice, Entries, Part, Said, Several, choices_in, texts_in
from press.numbers.sentences import INSERTED
from press.numbers.statements import KEY_IN_BRACES
from press.proof.check_numbers.texts import Branch, Document, Text, blank

TEXT_KEYS = {
    "title",
    "subtitle",
    "abstract",
    "abstract-title",
    "description",
    "keywords",
    "thanks",
    "note",
    "caption",
    "fig-cap",
    "tbl-cap",
    "lst-cap",
    "fig-subcap",
    "tbl-subcap",
    "fig-alt",
    "alt",
    "code-summary",
    "text",
    "pagetitle",
    "plain-language-summary",
    "key-points",
    "acknowledgements",
}
"""Keys whose values readers see; all others hold settings, names and addresses."""


def document_texts(source: str, file: Path, line: int) -> list[Text]:
    """Return the texts under `TEXT_KEYS`, at any depth.

    Parameters
    ----------
    source
        YAML.
    file, line
        Where its first line stands.
    """
    return texts_where(lambda path: not TEXT_KEYS.isdisjoint(path), source, file, line)


def read_options(file: Path) -> Document:
    """Return the texts of a file of options, those under `TEXT_KEYS`."""
    return Document(document_texts(yaml_file.text_of(file), file, 1))


def read_statements(file: Path) -> Document:
    """Return what settings of the edition declare; names, roles and numbers of grants are none of it."""

    def is_text(path: list[str]) -> bool:
        return len(path) == 2 and path[0] == "statements"

    return Document(texts_where(is_text, yaml_file.text_of(file), file, 1))


def texts_where(wanted: Callable[[list[str]], bool], source: str, file: Path, line: int) -> list[Text]:
    """Return the texts to which wanted keys lead."""
    found = scalars(entries.nodes(source, file, line))
    return [scalar_text(scalar(node), source, file, line) for path, node in found if wanted(path)]


def read_sentences(file: Path) -> Document:
    """Return the sentences that the build chooses, each with its case.

    `sentence.NAME` names the keys that one depends on.
    """
    found = entries.read(file)
    texts = [
        scalar_text(said.scalar, found.source, file, 1, branch)
        for part in found.parts.values()
        for said, branch in in_branches(part)
    ]
    return Document(texts, {f"sentence.{name}": keys_of(name, found) for name in found.parts})


def in_branches(part: Part, branch: Branch | None = None) -> Iterator[tuple[Said, Branch | None]]:
    """Yield the texts of an entry, each with the case of an estimate or condition that it stands in."""
    if isinstance(part, Said):
        yield part, branch
    elif isinstance(part, Several):
        for one in part.parts:
            yield from in_branches(one, branch)
    else:
        for case, inner in part.branches.items():
            yield from in_branches(inner, case_of(part, case) or branch)


def case_of(choice: Choice, case: str) -> Branch | None:
    """Return the case that a branch is, where an estimate or a condition decides."""
    if choice.by == "effect":
        return Branch(choice.asked[0], case)
    return Branch("", case) if choice.condition else None


def keys_of(name: str, found: Entries, within: frozenset[str] = frozenset()) -> frozenset[str]:
    """Return the keys that an entry prints, depends on, or has in the entries that it holds."""
    if name in within or name not in found.parts:
        return frozenset()
    keys: set[str] = set()
    for choice in choices_in(found.parts[name]):
        keys.update([f"{choice.asked[0]}.p"] if choice.by == "effect" else choice.keys)
    for said in texts_in(found.parts[name]):
        keys.update(KEY_IN_BRACES.findall(INSERTED.sub("", said.text)))
        keys.update(*(keys_of(one, found, within | {name}) for one in INSERTED.findall(said.text)))
    return frozenset(keys)


def read_abstracts(file: Path) -> Document:
    """Return titles, abstracts and their sentences in other languages."""
    return Document(texts_where(bool, yaml_file.text_of(file), file, 1))


def read_variables(file: Path) -> Document:
    """Return the descriptions and units of the panel's variables, which Table 1 prints."""

    def wanted(path: list[str]) -> bool:
        return path[0] == "variables" and path[-1] in ("title", "description", "unit")

    return Document(texts_where(wanted, yaml_file.text_of(file), file, 1))


def scalars(
    node: yaml.Node | None, path: tuple[str, ...] = ()
) -> Iterator[tuple[list[str], yaml.ScalarNode]]:
    """Yield every scalar below a node, with the keys that lead to it."""
    if isinstance(node, yaml.ScalarNode):
        yield list(path), node
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from scalars(item, path)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from scalars(value, (*path, key.value))


def scalar_text(found: Scalar, source: str, file: Path, line: int, branch: Branch | None = None) -> Text:
    """Return a scalar as it stands in the file, without quotation marks and the sign of a block."""
    written = source[found.start : found.end]
    if found.style in ("|", ">"):
        written = re.sub(r"^[|>][+-]?\d?[+-]?", lambda header: blank(header[0]), written)
    elif found.style in ("'", '"'):
        written = f" {written[1:-1]} "
    return Text(file, line + found.line, written, branch)
