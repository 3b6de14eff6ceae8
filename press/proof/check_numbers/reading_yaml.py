"""The texts of YAML: front matter, the options of cells, and the sentences that the front matter names."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from press.base import yaml12, yaml_file
from press.base.errors import InputError, PressError
from press.base.paths import shown
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


def texts_where(wanted: Callable[[list[str]], bool], source: str, file: Path, line: int) -> list[Text]:
    """Return the texts to which wanted keys lead."""
    found = scalars(compose(source, file, line))
    return [scalar_text(node, source, file, line) for path, node in found if wanted(path)]


def read_sentences(file: Path) -> Document:
    """Return the sentences that the build chooses, each with its case.

    `sentence.NAME` names the keys that one depends on.
    """
    source = yaml_file.text_of(file)
    entries = [(*path, node) for path, node in scalars(compose(source, file, 1)) if len(path) == 2]
    terms = {entry: node.value for entry, case, node in entries if case == "effect"}
    texts, names = [], {entry: {f"{term}.p"} for entry, term in terms.items()}
    for entry, case, node in entries:
        if case != "effect":
            branch = Branch(terms[entry], case) if entry in terms else None
            texts.append(scalar_text(node, source, file, 1, branch))
            names.setdefault(entry, set()).update(KEY_IN_BRACES.findall(node.value))
    return Document(texts, {f"sentence.{entry}": frozenset(keys) for entry, keys in names.items()})


def read_abstracts(file: Path) -> Document:
    """Return titles, abstracts and their sentences in other languages."""
    return Document(texts_where(bool, yaml_file.text_of(file), file, 1))


def read_variables(file: Path) -> Document:
    """Return the descriptions and units of the panel's variables, which Table 1 prints."""

    def wanted(path: list[str]) -> bool:
        return path[0] == "variables" and path[-1] in ("title", "description", "unit")

    return Document(texts_where(wanted, yaml_file.text_of(file), file, 1))


def compose(source: str, file: Path, line: int) -> yaml.Node | None:
    """Parse YAML into nodes that know their places.

    Raises
    ------
    InputError
        When it is broken.
    """
    try:
        return yaml12.nodes(source, file, line)
    except PressError as error:
        raise InputError(
            f"{shown(file)}, line {error.line}: this YAML cannot be read ({yaml_file.reason(error)})."
        ) from None


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


def scalar_text(
    node: yaml.ScalarNode, source: str, file: Path, line: int, branch: Branch | None = None
) -> Text:
    """Return a scalar as it stands in the file, without quotation marks and the sign of a block."""
    written = source[node.start_mark.index : node.end_mark.index]
    if node.style in ("|", ">"):
        written = re.sub(r"^[|>][+-]?\d?[+-]?", lambda header: blank(header[0]), written)
    elif node.style in ("'", '"'):
        written = f" {written[1:-1]} "
    return Text(file, line + node.start_mark.line, written, branch)
