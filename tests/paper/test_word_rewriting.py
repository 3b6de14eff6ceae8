"""Words changed all over the article's text, as by a reviewer: read again, its sources say what he wants."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from press.journal.word_back.model import (
    PLAIN,
    THING,
    Branch,
    Edit,
    Look,
    Match,
    Passage,
    Piece,
    Span,
    TextIfThere,
)
from press.journal.word_back.rewrite.edits import apply
from press.journal.word_back.rewrite.rewriting import rewritten
from press.journal.word_back.source import sources
from tests.press.journal.word_back.random_changes import runs_of, settled, text_of
from tests.press.journal.word_back.random_passages import Letters

ROOT = Path(__file__).parents[2]
NEW = (
    "new", "сөз", "слово", "however,", "isn’t", "(see", "below)", "1.", "-", "*", "@x", "#3", "a_b_c",
    "—", "5%", "[sic]", "$5", "<b>", "R&D", "e.g.", "C:", "әлеуметтік",
)  # fmt: skip
PRINTED = {"number": "0.79", "citation": "(Castles, 2013)", "reference": "Table 2", "separator": ", "}
Change = tuple[int, int, Letters]


def article(changed: dict[str, str]) -> TextIfThere:
    """Return what gives the texts of the project's files, some of them changed."""

    def text(file: str) -> str | None:
        path = ROOT / file
        return changed.get(file) or (path.read_text(encoding="utf-8") if path.is_file() else None)

    return text


def printed(piece: Piece) -> str:
    """Return what a piece prints here."""
    if piece.text is not None:
        return piece.text
    return PRINTED.get(piece.made_by.partition(" ")[0], THING)


def matched(passage: Passage, seed: int) -> tuple[Match, Letters]:
    """Return how a passage prints its text with branches chosen at random."""
    branches: list[tuple[Piece, Branch]] = []

    def flat(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
        for piece in pieces:
            if piece.branches:
                branches.append((piece, piece.branches[Random(seed).randrange(len(piece.branches))]))
                yield from flat(branches[-1][1].pieces)
            else:
                yield piece

    spans, letters = [], []
    for piece in flat(passage.pieces):
        if text := printed(piece):
            spans.append(Span(len(letters), len(letters) + len(text), piece))
            letters += [(letter, piece.look) for letter in text]
    return Match(passage, tuple(spans), tuple(branches)), letters


def change(random: Random, match: Match, letters: Letters) -> Change | None:
    """Insert, delete or replace words beside which nothing is made."""
    made = [(span.start, span.end) for span in match.spans if span.piece.text is None]
    words = [
        word.span()
        for word in re.finditer(r"\S+", text_of(letters))
        if not any(start <= word.end() and word.start() <= end for start, end in made)
    ]
    if len(words) < 3:
        return None
    start, end = random.choice(words[1:])
    look = letters[start][1]
    what = random.choice(("insert", "delete", "replace"))
    if what == "delete":
        return start - 1, end, []
    looks = [look] if what == "replace" else [random.choice((PLAIN, PLAIN, PLAIN, Look(italic=True))), PLAIN]
    text = random.choice(NEW if looks[0] != Look(italic=True) else ("new", "сөз"))
    new = [(letter, looks[0]) for letter in text] + [(" ", one) for one in looks[1:]]
    return start, start if what == "insert" else end, new


def said(letters: Letters) -> str:
    """Return a text with straight quotation marks, which smart typography bends by what stands around."""
    return re.sub("[“”]", '"', re.sub("[‘’]", "'", text_of(settled(letters))))


@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.long) for seed in range(2, 12))])
@pytest.mark.parametrize("document", ["paper/index.qmd", "paper/official.qmd"])
def test_changed_words_are_read_again_where_they_were_put(document: str, seed: int) -> None:
    random = Random(seed)
    text_of_file = article({})
    before = sources.read(document, text_of_file)
    edits: dict[str, list[Edit]] = {}
    wanted: dict[int, str] = {}
    for number, passage in enumerate(before):
        match, letters = matched(passage, seed)
        found = None if passage.made_by else change(random, match, letters)
        if found is None:
            continue
        start, end, new = found
        made = rewritten(
            match, lambda file: text_of_file(file) or "", text_of(letters), start, end, runs_of(new)
        )
        if made.reason or not made.edits or {edit.file for edit in made.edits} != {document}:
            continue  # what stands in sentences.yml may be printed elsewhere too
        edits.setdefault(document, []).extend(made.edits)
        wanted[number] = said(letters[:start] + new + letters[end:])
    assert len(wanted) > 40
    after = sources.read(document, article({document: apply(text_of_file(document) or "", edits[document])}))
    assert len(after) == len(before)
    for number, passage in enumerate(after):
        same = said(matched(before[number], seed)[1])
        assert said(matched(passage, seed)[1]) == wanted.get(number, same)
