"""A small paper, what a reviewer changed in it, and what the reviewer said."""

from __future__ import annotations

from press.journal.word_back.model import Beside, By, Change, Comment, Edit, PlacedComment, RoundTrip

JANE = By("Jane Doe", "2026-11-20T09:30:00Z")
MARAT = By("Марат Сейітов", "2026-11-21T18:05:00Z")
NOBODY = By("")
PAPER, SENTENCES = "paper/index.qmd", "paper/sentences.yml"

TEXTS = {
    PAPER: """---
title: "A Paper"
---

## Introduction {#sec-introduction}

How well a country uses its labour depends in part on where people live. When workers can move to where they
are needed, labour is allocated better [@castles2013]. 𝒩 Қазақстан uses `{python} num("a.b")` of it.

A second paragraph, which is short.[^note]

[^note]: A note of few words.

- first
- second

## Method

The last paragraph stands here.
""",
    SENTENCES: """inflow:
  effect: inflow.post
  up: Arrivals rose by {inflow.post.estimate}.
  down: >-
    Arrivals fell by
    {inflow.post.estimate}.
  none: Arrivals did not change.
""",
}


def edit(file: str, old: str, new: str) -> Edit:
    """An edit of words that stand once in a file."""
    assert TEXTS[file].count(old) == 1, old
    start = TEXTS[file].index(old)
    return Edit(file, start, start + len(old), new)


def line(file: str, words: str) -> int:
    return TEXTS[file][: TEXTS[file].index(words)].count("\n") + 1


BLOCK = "A second paragraph, which is short.[^note]\n\n"
CHANGES = (
    Change(
        1, "words", "Introduction, paragraph 1", "depends in part", "hangs partly", JANE, True,
        ("How well a country uses its labour ", " on where people live."), PAPER, 7,
        (edit(PAPER, "depends in part", "hangs partly"),),
    ),
    Change(
        2, "words", "Introduction, paragraph 1", "better", "much better", MARAT, True,
        ("needed, labour is allocated ", " (Castles 2013"), PAPER, 8,
        (edit(PAPER, "allocated better", "allocated much better"),),
    ),
    Change(
        3, "number", "Introduction, paragraph 1", "0.79", "0.81", MARAT, True, ("Қазақстан uses ", " of it."),
        PAPER, 8, reason="comes from a.b",
    ),
    Change(
        4, "words", "Introduction, paragraph 1", "of it", "of it all", NOBODY, False,
        ("uses 0.79 ", "."), PAPER, 8,
        (edit(PAPER, "of it.", "of it all."),),
    ),
    Change(
        5, "paragraph moved", "Method, paragraph 1", "A second paragraph, which is short.",
        "A second paragraph, which is short.", JANE, True, ("", ""), PAPER, 10,
        (edit(PAPER, BLOCK, ""), edit(PAPER, "The last paragraph", f"{BLOCK}The last paragraph")),
    ),
    Change(
        6, "words", "Results, paragraph 2", "did not change", "stayed as they were", JANE, True,
        ("Arrivals ", "."), SENTENCES, 7, (edit(SENTENCES, "did not change", "stayed as they were"),),
        beside=(
            Beside("inflow: up", SENTENCES, 3, "Arrivals rose by {inflow.post.estimate}."),
            Beside("inflow: down", SENTENCES, 4, "Arrivals fell by {inflow.post.estimate}."),
        ),
    ),
    Change(
        7, "words", "Introduction, paragraph 1", "hangs", "depends", NOBODY, False,
        ("labour ", " partly"), PAPER, 7,
        (edit(PAPER, "labour depends", "labour, then, hangs"),),
    ),
    Change(
        8, "paragraph added", "Method, paragraph 2", "", "Another one,\nof <b>two</b> lines & a ￼.", JANE,
        True, file=PAPER, line=18,
        edits=(Edit(PAPER, len(TEXTS[PAPER]), len(TEXTS[PAPER]), "\nAnother one.\n"),),
    ),
    Change(
        9, "table cell", "Table 2, Program, Coefficient", "0.79", "0.81", JANE, True,
        reason="comes from inflow.program_post.estimate",
    ),
)  # fmt: skip
COMMENTS = (
    PlacedComment(
        Comment("0", JANE, "Is that so?\nI doubt it."), "where people live", "Introduction, paragraph 1",
        PAPER, 7,
        (PlacedComment(Comment("1", MARAT, "It is -- see <Todaro>.", "0"), "", ""),),
    ),
    PlacedComment(
        Comment("2", MARAT, "Керемет!", done=True), "short", "Introduction, paragraph 2",
        PAPER, 10,
    ),
    PlacedComment(Comment("3", JANE, "Where does this belong?"), "lost words", "", "", 0),
)  # fmt: skip
TRIP = RoundTrip(214, 211, 2, (("What the reviewer wants", "What the build says"),))
