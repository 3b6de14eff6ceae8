"""Prints every branch of the sentences, filled in, between its neighbours: `make sentences`.

Document by document each place stands once: the text before it, what decides with the numbers that it comes
to, each branch (the one that is printed now is marked), and the text after it. The sentences that only code
asks for follow, then the abstracts in other languages and the highlights.
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from press.base import edition
from press.base.paths import ROOT, shown
from press.base.plain_text import visible
from press.numbers import sentences, translations
from press.numbers.sentences import Sentences
from press.numbers.statements import Statements
from press.paper import current
from press.proof.check_numbers.asked import asked_in
from press.proof.check_numbers.reading import HIGHLIGHTS
from press.proof.proofread.layout import Page
from press.proof.proofread.places import Place, places_in, places_in_text

WIDTH = 100


def run() -> None:
    """Print the sentences of the project with the numbers of the panel that a build would use."""
    width = min(WIDTH, shutil.get_terminal_size((WIDTH, 24)).columns)
    for line in proof(ROOT, current().statements, width):
        print(visible(line))


def proof(root: Path, statements: Statements, width: int = WIDTH) -> Iterator[str]:
    """Yield the lines of the proof.

    Parameters
    ----------
    root
        The project.
    statements
        Prints numbers and decides by them.
    width
        How long lines may be.
    """
    said = sentences.read(statements, root / "paper" / sentences.FILE.name)
    page = Page(width)
    for document in in_order(root):
        yield from page.part(shown(document), places_in(document, said), said)
    for module in sorted((root / edition.science()).rglob("*.py")):
        asked = [Place(one.name, one.line, "", "") for one in asked_in(module)]
        yield from page.part(shown(module), [one for one in asked if one.name in said.entries.parts], said)
    yield from in_other_languages(page, statements, root, said)
    highlights = sentences.read(statements, root / "paper" / HIGHLIGHTS)
    own = [Place(name, line, "", "") for name, line in highlights.entries.lines.items()]
    yield from page.part(shown(highlights.entries.file), own, highlights)


def in_order(root: Path) -> list[Path]:
    """Return the documents as the site shows them."""
    names = [*edition.settings_of(root / edition.SETTINGS)["pages"]]
    order = {name: place for place, name in enumerate(names)}
    found = sorted((root / "paper").glob("*.qmd"))
    return sorted(found, key=lambda file: order.get(file.stem, -1 if file.stem == "index" else len(order)))


def in_other_languages(page: Page, statements: Statements, root: Path, english: Sentences) -> Iterator[str]:
    """Yield the lines of the abstracts in other languages."""
    file = root / "paper" / translations.FILE.name
    if not file.is_file():
        return
    for language, written in translations.sentences_of(file, english.entries.file).items():
        said = Sentences(replace(statements, language=language), written)
        abstract = translations.written(file)[language]["abstract"]
        yield from page.part(f"{shown(file)}, {language}", places_in_text(abstract, said), said)
