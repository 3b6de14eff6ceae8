"""The wordings of which results choose one: of sentences.yml, and of abstracts.yml for other languages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from press.base import yaml12
from press.base.yaml12 import Scalar
from press.journal.word_back.model import PLAIN, Branch, Piece, TextIfThere
from press.journal.word_back.source.fragments import Fragments
from press.journal.word_back.source.inlines import Inlines, pieces, trimmed
from press.journal.word_back.source.masks import Mask
from press.journal.word_back.source.syntax import Node
from press.journal.word_back.source.written import Written, whole
from press.journal.word_back.source.yaml_scalars import written
from press.numbers import entries
from press.numbers.entries import Choice, Part, Said

SENTENCES, ABSTRACTS = "sentences.yml", "abstracts.yml"
SENTENCE, TRANSLATION, VARIABLE = "sentence ", "translation.", "variable "
HERE = ""
"""The paper's own language."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The sentences of a language: its file with its text, its entries, and its other texts by name."""

    file: str
    source: str
    parts: Mapping[str, Part]
    texts: Mapping[str, yaml.Node]


@dataclass(slots=True)
class Wordings:
    """Gathers the wordings that documents ask for, and gives them as branches once they are parsed.

    Attributes
    ----------
    fragments : Fragments
    scopes : dict
        By language.
    made : dict
        The branches by language and name.
    """

    fragments: Fragments
    scopes: dict[str, Scope]
    asked: set[tuple[str, str]] = field(default_factory=set)
    made: dict[tuple[str, str], tuple[Branch, ...]] = field(default_factory=dict)

    def ask(self, masks: tuple[Mask, ...], language: str = HERE) -> None:
        """Gather the wordings that some masks stand for."""
        for mask in masks:
            self._ask(mask.made_by, language)

    def _ask(self, made_by: str, language: str) -> None:
        language, name = _named(made_by, language)
        scope = self.scopes.get(language)
        if not name or scope is None or (language, name) in self.asked:
            return
        self.asked.add((language, name))
        for text in self._texts(scope, name):
            self.ask(self.fragments.add(text, numbers=True), language)

    def _texts(self, scope: Scope, name: str) -> Iterator[Written]:
        own = [said.scalar for said in entries.texts_in(scope.parts[name])] if name in scope.parts else []
        for scalar in [*own, *_scalars(scope.texts.get(name))]:
            if text := written(scalar, whole(scope.file, scope.source)):
                yield text

    def branches(self, made_by: str, language: str = HERE) -> tuple[Branch, ...]:
        """Return the wordings of what a piece is made by; none where it has none."""
        language, name = _named(made_by, language)
        scope = self.scopes.get(language)
        if not name or scope is None:
            return ()
        key = (language, name)
        if key not in self.made:
            self.made[key] = ()  # for one that holds itself
            of_name = Wording(self, scope, language, name)
            if name in scope.texts:
                self.made[key] = of_name.of_text(scope.texts[name])
            elif name in scope.parts:
                self.made[key] = tuple(of_name.branches(scope.parts[name], ()))
        return self.made[key]


def _named(made_by: str, language: str) -> tuple[str, str]:
    """Return the language and name of an entry that makes a piece; no name where none does."""
    if made_by.startswith(SENTENCE):
        return language, made_by.removeprefix(SENTENCE)
    if made_by.startswith(VARIABLE + TRANSLATION):
        _, tag, name = (*made_by.removeprefix(VARIABLE).split(".", 2), "", "")[:3]
        return tag, f"{tag}.{name}"
    return language, ""


@dataclass(frozen=True, slots=True)
class Wording:
    """Makes the branches of one entry."""

    all: Wordings
    scope: Scope
    language: str
    name: str

    def branches(self, part: Part, path: tuple[str, ...]) -> Iterator[Branch]:
        """Yield the branches of a part; those of a choice within a choice stand beside the others."""
        if isinstance(part, Choice):
            for name, inner in part.branches.items():
                yield from self.branches(inner, (*path, name))
            return
        name = f"{self.name}: {', '.join(path)}" if path else self.name
        made = self.pieces(part)
        yield Branch(name, self.scope.file, self._line(part, made), made)

    def pieces(self, part: Part) -> tuple[Piece, ...]:
        """Return the pieces of a part; a choice in a list is a piece with branches."""
        if isinstance(part, Said):
            return self.said(part.scalar)
        if isinstance(part, Choice):
            texts = [said.scalar for said in entries.texts_in(part)]
            start, end = texts[0].start, texts[-1].end
            inner = tuple(self.branches(part, ()))
            named = zip(inner, _paths(part), strict=True)
            inner = tuple(
                Branch(f"{self.name}: {path}", one.file, one.line, one.pieces) for one, path in named
            )
            return (Piece(start, end, None, PLAIN, SENTENCE + self.name, self.scope.file, inner),)
        return self._joined(list(map(self.pieces, part.parts)))

    def _joined(self, parts: list[tuple[Piece, ...]], between: str = " ") -> tuple[Piece, ...]:
        """Join parts by what stands between them in print alone."""
        joined: list[Piece] = []
        for part in parts:
            if joined and part:
                made_by = "" if between == " " else "separator"
                joined.append(
                    Piece(joined[-1].end, joined[-1].end, between if not made_by else None, PLAIN, made_by,
                          self.scope.file)
                )  # fmt: skip
            joined += part
        return tuple(joined)

    def said(self, scalar: Scalar) -> tuple[Piece, ...]:
        """Return the pieces of a text."""
        text = written(scalar, whole(self.scope.file, self.scope.source))
        if text is None:
            return (Piece(scalar.start, scalar.end, None, PLAIN, VARIABLE + self.name, self.scope.file),)
        parsed = self.all.fragments.get(text)
        if parsed is None:
            return ()
        reader = Inlines(parsed)
        reader.read(_inlines(parsed.blocks), PLAIN)
        return pieces(
            trimmed(reader.tokens), parsed, lambda made_by: self.all.branches(made_by, self.language)
        )

    def of_text(self, node: yaml.Node) -> tuple[Branch, ...]:
        """Return the only wording of a text, or of a list of words."""
        scalars = list(_scalars(node))
        made = self._joined(list(map(self.said, scalars)), ", ")
        name = TRANSLATION + self.name
        return (Branch(name, self.scope.file, scalars[0].line + 1, made),) if scalars else ()

    def _line(self, part: Part, made: tuple[Piece, ...]) -> int:
        """Return the line on which a wording begins."""
        own = next((piece for piece in made if piece.file == self.scope.file), None)
        if own is not None:
            return self.scope.source.count("\n", 0, own.start) + 1
        return next((said.line for said in entries.texts_in(part)), 0)


def _paths(part: Part) -> Iterator[str]:
    """Yield the names of branches in the order in which they are made."""
    if not isinstance(part, Choice):
        yield ""
        return
    for name, inner in part.branches.items():
        for path in _paths(inner):
            yield f"{name}, {path}" if path else name


def _scalars(node: yaml.Node | None) -> Iterator[Scalar]:
    if isinstance(node, yaml.ScalarNode):
        yield yaml12.scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        for inner in node.value:
            yield from _scalars(inner)


def _inlines(blocks: list[Node]) -> list[Node]:
    """Return the inlines of all paragraphs, joined by blanks."""
    joined: list[Node] = []
    for block in blocks:
        for inlines in _paragraphs(block):
            joined += [{"t": "SoftBreak"}, *inlines] if joined else inlines
    return joined


def _paragraphs(block: Node) -> Iterator[list[Node]]:
    kind: str = block["t"]
    content: Any = block.get("c")
    if kind in ("Para", "Plain"):
        yield content
    elif kind == "Header":
        yield content[2]
    elif kind in ("Div", "BlockQuote", "BulletList", "OrderedList"):
        inner = content[1] if kind in ("Div", "OrderedList") else content
        for one in inner:
            for block_within in one if isinstance(one, list) else [one]:
                yield from _paragraphs(block_within)


def read(folder: str, text_of: TextIfThere, fragments: Fragments) -> Wordings:
    """Read the sentences of a paper.

    Parameters
    ----------
    folder
        The folder of its documents, with a slash at the end; empty for the project's own.
    text_of
        Gives a file's text.
    fragments
        Gathers what is to be parsed.

    Raises
    ------
    InputError
        When a file of sentences cannot be understood.
    """
    scopes: dict[str, Scope] = {}
    here = folder + SENTENCES
    parts: Mapping[str, Part] = {}
    if source := text_of(here):
        node = entries.nodes(source, Path(here))
        if isinstance(node, yaml.MappingNode):
            parts = entries.from_node(node, Path(here), source).parts
        scopes[HERE] = Scope(here, source, parts, {})
    there = folder + ABSTRACTS
    if source := text_of(there):
        for language, texts in _pairs(entries.nodes(source, Path(there))):
            scopes[language] = _language(there, source, language, texts, parts)
    return Wordings(fragments, scopes)


def _language(file: str, source: str, language: str, texts: yaml.Node, models: Mapping[str, Part]) -> Scope:
    named = {f"{language}.{name}": value for name, value in _pairs(texts) if name != "sentences"}
    said = next((value for name, value in _pairs(texts) if name == "sentences"), None)
    parts = entries.from_node(said, Path(file), source, models).parts if _pairs(said) else {}
    return Scope(file, source, parts, named)


def _pairs(node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    return [(key.value, value) for key, value in node.value] if isinstance(node, yaml.MappingNode) else []
