"""Sentences that are asked for and not there, that nothing asks for, or whose keys there are not."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from press.base import edition
from press.base.paths import shown
from press.numbers import entries, translations
from press.numbers.entries import Entries, Said, choices_in, texts_in
from press.numbers.sentences import INSERTED
from press.numbers.statements import KEY_IN_BRACES
from press.proof.check_numbers.finds import Find
from press.proof.check_numbers.reading import ABSTRACTS, HIGHLIGHTS, SENTENCES
from press.proof.check_numbers.reading_qmd import pasted_lines
from press.proof.check_numbers.values import Values
from press.render.document import Line

ASKING = re.compile(r"\bsay\(\s*[\"'](\w+)[\"']|\{\{<\s*var\s+sentence\.(\w+)\s*>\}\}")
"""What prints a sentence, in a document or in the code of the paper."""

UNKNOWN = "the results have no such key"


@dataclass(frozen=True, slots=True)
class Asked:
    """That a sentence is asked for: its name, where, and the words around it."""

    name: str
    file: Path
    line: int
    words: str


def find_slips(files: Sequence[Path], values: Values) -> Iterator[Find]:
    """Yield what is wrong with the sentences that some documents ask for, and with files of sentences.

    Parameters
    ----------
    files
        Documents and files of sentences; others are passed over.
    values
        The results, which have the keys.
    """
    for file in files:
        if file.suffix == ".qmd":
            yield from missing(asked_in(file), entries.read(file.parent / SENTENCES))
        elif file.name in (SENTENCES, HIGHLIGHTS):
            yield from wrong_entries(entries.read(file), values)
        elif file.name == ABSTRACTS:
            asked = in_abstract(file.parent / Path(edition.ARTICLE).name)
            for written in translations.sentences_of(file, file.parent / SENTENCES).values():
                yield from unknown_keys(written, values)
                yield from untranslated(asked, written)


def find_unused(root: Path) -> Iterator[Find]:
    """Yield the sentences of a project that neither documents nor code nor other sentences ask for."""
    written = entries.read(root / "paper" / SENTENCES)
    code = sorted((root / edition.science()).rglob("*.py"))
    pages = sorted((root / "paper").glob("*.qmd"))
    named = {one.name for file in (*pages, *code, root / "_quarto.yml") for one in asked_in(file)}
    named.update(
        name for part in written.parts.values() for said in texts_in(part) for name in inserted(said)
    )
    for name in written.parts.keys() - named:
        yield Find(written.file, written.lines[name], name, name, "nothing asks for this sentence")


def asked_in(file: Path) -> Iterator[Asked]:
    """Yield the sentences that a document, with what it includes, or a module asks for."""
    lines = lines_of(file)
    text = "\n".join(line.text for line in lines)
    for match in ASKING.finditer(text):
        line = lines[text.count("\n", 0, match.start())]
        yield Asked(match[1] or match[2], line.file, line.number, line.text.strip())


def lines_of(file: Path) -> Sequence[Line]:
    """Return the lines of a file, those of a document with what it includes."""
    if file.suffix == ".qmd":
        return pasted_lines(file)
    text = file.read_text(encoding="utf-8-sig")
    return [Line(line, file, number) for number, line in enumerate(text.split("\n"), 1)]


def in_abstract(article: Path) -> dict[str, Asked]:
    """Return the sentences that the English abstract asks for, by name."""
    abstract = str(edition.front_matter(article).get("abstract", ""))
    names = {match[2] for match in ASKING.finditer(abstract)}
    return {one.name: one for one in asked_in(article) if one.name in names}


def untranslated(asked: Mapping[str, Asked], written: Entries) -> Iterator[Find]:
    """Yield what the English abstract asks for and one in another language does not, and the reverse."""
    for name in asked.keys() - written.parts.keys():
        one, reason = asked[name], f"an abstract of {written.file.name} has no such sentence"
        yield Find(one.file, one.line, name, one.words, reason)
    for name in written.parts.keys() - asked.keys():
        yield Find(written.file, written.lines[name], name, name, "the English abstract has no such sentence")


def missing(asked: Iterator[Asked], written: Entries) -> Iterator[Find]:
    """Yield what is asked for and not there."""
    for one in asked:
        if one.name not in written.parts:
            yield Find(one.file, one.line, one.name, one.words, f"{shown(written.file)} has no such entry")


def wrong_entries(written: Entries, values: Values) -> Iterator[Find]:
    """Yield keys and entries that a file names and that there are not, and entries that hold themselves."""
    yield from unknown_keys(written, values)
    for name, part in written.parts.items():
        for said in texts_in(part):
            for other in inserted(said):
                if other not in written.parts:
                    yield at(written, said, f"{{sentence.{other}}}", "this file has no such entry")
                elif holds(written, other, name):
                    yield at(written, said, f"{{sentence.{other}}}", "it holds this entry itself")


def unknown_keys(written: Entries, values: Values) -> Iterator[Find]:
    """Yield the keys of texts and choices that the results have not; but those that `known` asks for."""
    for name, part in written.parts.items():
        choices = list(choices_in(part))
        doubted = {key for one in choices if one.condition for key in one.condition.asked_for}
        for choice in choices:
            for key in choice.keys:
                if key not in doubted and not values.has(key):
                    yield Find(written.file, choice.line, key, f"{name}: {choice.about}", UNKNOWN)
        for said in texts_in(part):
            for key in KEY_IN_BRACES.findall(INSERTED.sub("", said.text)):
                if key not in doubted and not values.has(key):
                    yield at(written, said, f"{{{key}}}", UNKNOWN)


def holds(written: Entries, name: str, wanted: str) -> bool:
    """Whether an entry is another one, or holds it at any depth."""
    reached, left = set[str](), [name]
    while left:
        if (one := left.pop()) not in reached and one in written.parts:
            reached.add(one)
            left += [inner for said in texts_in(written.parts[one]) for inner in inserted(said)]
    return wanted in reached


def inserted(said: Said) -> list[str]:
    """Return the entries that a text holds."""
    return INSERTED.findall(said.text)


def at(written: Entries, said: Said, words: str, reason: str) -> Find:
    """Report some words of a text."""
    return Find(written.file, said.line_of(words, written.source), words, " ".join(said.text.split()), reason)
