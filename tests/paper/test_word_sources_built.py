"""Every block of prose in the article's Word file is found in its sources."""

from __future__ import annotations

import time

from press.journal.word_back.match.comparable import comparable
from press.journal.word_back.match.matching import locate
from press.journal.word_back.model import Block, Match
from press.journal.word_back.source import sources
from press.journal.word_back.word_file import reading
from tests.copies import Copy

MADE = ("author", "affiliation", "abstract title", "bibliography")
"""Styles of blocks that no passage prints: the template, authors and references."""


def located(copy: Copy) -> list[tuple[Block, Match | None]]:
    """Return the blocks of the article with how they are printed."""

    def text_of(name: str) -> str | None:
        return (copy.root / name).read_text() if (copy.root / name).is_file() else None

    blocks = reading.read_file(copy.article(".docx"), "index.docx").blocks
    found = locate(sources.read("paper/index.qmd", text_of), [block.text for block in blocks])
    return list(zip(blocks, found, strict=True))


def check(pairs: list[tuple[Block, Match | None]]) -> None:
    assert len(pairs) > 300
    for block, match in pairs:
        if block.style in MADE or not block.text.strip():
            continue
        assert match is not None, block.text
        assert match.spans[0].start == 0 and match.spans[-1].end == len(block.text)
        for span in match.spans:
            printed = block.text[span.start : span.end]
            if span.piece.text is not None:
                assert comparable(span.piece.text).text == comparable(printed).text
            assert not (span.piece.branches and printed), f"no branch says {printed}"


def test_every_block_of_prose_is_found(built: Copy) -> None:
    check(located(built))


def test_what_prints_numbers_and_notes_is_told(built: Copy) -> None:
    told: dict[str, set[str]] = {}
    for block, match in located(built):
        for span in match.spans if match else ():
            told.setdefault(span.piece.made_by, set()).add(block.text[span.start : span.end])
    assert told["number inflow.program_post.estimate"] == {"0.79", "0,79"}
    assert told["citation [@krugman1991]"] == {"(Krugman, 1991)"}
    assert told["reference @tbl-inflow"] == {"Table\xa02"}
    assert all(texts == {"\ufffc"} for made_by, texts in told.items() if made_by.startswith("note "))


def test_the_branches_of_another_panel_are_found(with_effect: Copy) -> None:
    check(located(with_effect))


def test_it_takes_little_time(built: Copy) -> None:
    """It runs in every build: a second and a half at most, of a processor's time."""
    begun = time.process_time()
    located(built)
    assert time.process_time() - begun < 1.5
