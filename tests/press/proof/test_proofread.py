"""`make sentences`: every branch filled in, marked, with what decides, between its neighbours."""

import dataclasses
from types import SimpleNamespace

import pandas as pd
import pytest

from press.base import edition
from press.numbers import sentences
from press.numbers.origins import Traced
from press.numbers.results import COLUMNS, Results
from press.numbers.statements import Statements
from press.proof import proofread
from press.proof.proofread.places import places_in

PAGE = """---
title: "On {{< var sentence.data >}}"
abstract: |
  It begins. {{< var sentence.answer >}} It ends.
---

```{python}
#| label: setup
from study import say
```

## Outcome {#sec-outcome}

A paragraph before.

`{python} say("answer")` `{python} say("size")` Of
`{python} num("a.two")` things.

```{python}
#| label: tbl-a
#| tbl-cap: "A table from {{< var sentence.data >}}."
exhibit("tbl-a")
```

The last paragraph.[^note]

[^note]: A note. `{python} say("size")`
"""
SENTENCES = """
answer:
  effect: m.t
  up: It rose, by {m.t.estimate}.
  down: It fell.
  none: Nothing.
size:
  - "{sentence.inner}"
  - when: a.one < a.two and a.pattern == "mixed"
    yes: Small.
    no:
      compare: [a.one, a.two]
      greater: Larger.
      less: "{no.such} less."
data: {synthetic: invented data, authors: data}
inner: {when: a.pattern, mixed: "Some, *{a.names}*;", else: ""}
bar: Built.
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a page and its sentences; gives its folder."""
    (tmp_path / "paper").mkdir()
    (tmp_path / "study").mkdir()
    (tmp_path / "paper" / "index.qmd").write_text(PAGE)
    (tmp_path / "paper" / "sentences.yml").write_text(SENTENCES)
    (tmp_path / "paper" / "edition.yml").write_text("licence: {}\n")
    (tmp_path / "study" / "paper.py").write_text("x = 1\nbar = say('bar')\n")
    monkeypatch.setattr(edition, "science", lambda: "study")
    return tmp_path


@pytest.fixture
def statements():
    row = dict.fromkeys(COLUMNS) | {
        "model": "m",
        "term": "t",
        "method": "classical",
        "estimate": 1.5,
        "p": 0.01,
    }
    texts = Traced({"a.pattern": "mixed", "a.names": "A and B"})
    numbers = {"a.one": 1.0, "a.two": 2.0}
    frame = pd.DataFrame([row], columns=list(COLUMNS))
    return Statements(
        Results(SimpleNamespace(synthetic=True), frame, numbers, texts=texts), {"a.*": "integer"}
    )


def test_places_have_their_line_and_what_stands_around_them(project, statements):
    said = sentences.read(statements, project / "paper" / "sentences.yml")
    found = [dataclasses.astuple(place) for place in places_in(project / "paper" / "index.qmd", said)]
    whole = "Some, *A and B*; Small."
    assert found == [
        ("data", 2, "On", ""),
        ("answer", 4, "It begins.", "It ends."),
        ("answer", 16, "A paragraph before.", f"{whole} Of 2 things."),
        ("size", 16, "It rose, by 1.50.", "Of 2 things."),
        ("data", 21, '[tbl-cap: "A table from', '."]'),
        ("size", 27, "[^note]: A note.", ""),
    ]


def test_every_branch_is_printed_and_the_chosen_one_is_marked(project, statements):
    lines = [line.strip() for line in proofread.proof(project, statements)]
    assert lines[1:3] == ["index.qmd", "========="]
    assert "effect m.t [m.t.estimate = 1.50, m.t.p = 0.01]" in lines
    assert "▶ up: It rose, by 1.50." in lines and "none: Nothing." in lines and "down: It fell." in lines
    assert "▶ synthetic: invented data" in lines and "authors: data" in lines


def test_nested_branches_and_entries_within_are_printed_in_their_place(project, statements):
    text = "\n".join(proofread.proof(project, statements, width=110))
    place = text[text.index("line 27: size") :]
    rows = [line.strip() for line in place.split("\n")]
    assert rows[:11] == [
        "line 27: size (sentences.yml, line 7)",
        "[^note]: A note.",
        "▶ Some, *A and B*;",
        'when a.one < a.two and a.pattern == "mixed" [a.one = 1, a.two = 2, a.pattern = "mixed"]',
        "▶ yes: Small.",
        "no:",
        "compare a.one and a.two [a.one = 1, a.two = 2]",
        "greater: Larger.",
        "less: {no.such} less.",
        "{sentence.inner}, line 16:",
        'when a.pattern [a.pattern = "mixed"]',
    ]
    assert "else: (nothing)" in rows


def test_sentences_that_only_code_asks_for_come_last(project, statements):
    lines = list(proofread.proof(project, statements))
    assert lines[-4:] == ["========", "", "line 2: bar (sentences.yml, line 17)", "   ▶ Built."]


@pytest.mark.parametrize("width", [40, 70, 100])
def test_lines_are_no_longer_than_the_terminal(project, statements, width):
    lines = proofread.proof(project, statements, width)
    assert max(map(len, lines)) <= width


def test_a_sentence_that_is_not_there_is_said_to_be_missing(project, statements):
    page = project / "paper" / "index.qmd"
    page.write_text(page.read_text().replace('say("answer")', 'say("gone")'))
    assert "line 16: gone, which sentences.yml has not" in list(proofread.proof(project, statements))
