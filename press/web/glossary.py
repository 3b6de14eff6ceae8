"""Cards that tell what a term of the study means, where it stands first in a section (`glossary.js`).

The terms stand in paper/glossary.yml. A script marks them, so that the page itself stays as its author wrote
it: the marks depend on words, and would have to be made anew with every word that changes. Each leads to the
section that defines it; without scripts the text is plain.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from press.base import yaml12, yaml_file
from press.base.errors import InputError
from press.base.paths import ROOT, shown
from press.trace.page_record import ALL_NUMBERS, HEAD, Page, Piece
from press.web.view import View, data_block

FILE = ROOT / "paper" / "glossary.yml"
ID = "glossary-terms"
NEEDED, KNOWN = ("term", "text", "section"), ("term", "forms", "text", "section")
SECTION = re.compile(r"[\w-]+#[\w-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """A term.

    Attributes
    ----------
    term
        What its card calls it.
    forms
        How it is written in texts.
    text
        What it means, in plain words.
    section
        The section that defines it, as "official#sec-inference".
    line
        Where it stands in the file.
    """

    term: str
    forms: tuple[str, ...]
    text: str
    section: str
    line: int

    def address(self, name: str) -> str:
        """Return the address of the defining section from a page."""
        stem, _, part = self.section.partition("#")
        return f"#{part}" if name == f"paper/{stem}.html" else f"{stem}.html#{part}"


def pieces(view: View) -> Iterator[Piece]:
    """Yield the terms, and what shows their cards; the page of all numbers has no texts of its own."""
    if ALL_NUMBERS in view.page.places:
        return
    if terms := read(FILE):
        check_sections(terms, view.pages)
        told = [[one.term, one.text, one.address(view.name), list(one.forms)] for one in terms]
        own = view.style("glossary.css") + view.script("glossary.js")
        yield HEAD, data_block(told, id=ID) + "\n" + own


def read(file: Path) -> list[Term]:
    """Return the terms of a file; none where it is not there.

    Raises
    ------
    InputError
        When an entry is strange, or a form stands twice; with file and line.
    """
    if not file.is_file():
        return []
    yaml_file.read_list(file)
    node = yaml12.nodes(yaml_file.text_of(file), file)
    assert isinstance(node, yaml.SequenceNode)
    terms = [term_of(one, file) for one in node.value]
    first: dict[str, Term] = {}
    for term in terms:
        for form in term.forms:
            if first.setdefault(form.casefold(), term) is not term:
                earlier = first[form.casefold()]
                raise slip(
                    file,
                    term.line,
                    f"the form {form} of {earlier.term}, line {earlier.line}, again",
                    "another",
                )
            first[form.casefold()] = term
    return terms


def term_of(node: yaml.Node, file: Path) -> Term:
    """Return the term of an entry."""
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        raise slip(file, line, "no names with values", f"an entry with {', '.join(NEEDED)}")
    said = {key.value: value for key, value in node.value}
    for name in (*NEEDED, *said):
        if name not in said:
            raise slip(file, line, f"no {name}", f"one in every entry, beside {', '.join(NEEDED)}")
        if name not in KNOWN:
            raise slip(file, said[name].start_mark.line + 1, name, f"one of {', '.join(KNOWN)}")
    term, text, section = (words_of(said[name], name, file) for name in NEEDED)
    if not SECTION.fullmatch(section):
        raise slip(
            file, said["section"].start_mark.line + 1, section, "a page and its section, as index#sec-data"
        )
    return Term(term, forms_of(said["forms"], file) if "forms" in said else (term,), text, section, line)


def words_of(node: yaml.Node, name: str, file: Path) -> str:
    """Return a value that is a text."""
    words = " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""
    if not words:
        raise slip(file, node.start_mark.line + 1, f"no text as {name}", "one")
    return words


def forms_of(node: yaml.Node, file: Path) -> tuple[str, ...]:
    """Return the forms of a term."""
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        raise slip(file, node.start_mark.line + 1, "no list as forms", "one, as [hosts, host regions]")
    return tuple(words_of(one, "a form", file) for one in node.value)


def check_sections(terms: list[Term], pages: Mapping[str, Page], file: Path = FILE) -> None:
    """Stop at a term whose section there is not, as far as the pages are known."""
    for term in terms:
        stem, _, part = term.section.partition("#")
        page = pages.get(f"paper/{stem}.html")
        if page and part not in {section.id for section in page.sections}:
            raise slip(
                file, term.line, f"{term.section} as the section of {term.term}", "one that the page has"
            )


def slip(file: Path, line: int, found: str, expected: str) -> InputError:
    """Return the sentence about a fault of the file."""
    return InputError.at(f"{shown(file)}, line {line}", found, expected)
