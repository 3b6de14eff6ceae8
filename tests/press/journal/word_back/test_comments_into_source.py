"""Comments as remarks in the sources: where they stand, and that the document prints the same."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from press.base.markdown_text import program
from press.journal.word_back.model import By, Comment, PlacedComment
from press.journal.word_back.rewrite.edits import apply
from press.journal.word_back.telling.comments import into_source

ROOT = Path(__file__).resolve().parents[4]
JANE, MARAT = By("Jane Doe", "2026-11-20T09:30:00Z"), By("Марат", "2026-11-21T18:05:00Z")
FILE = "paper/index.qmd"
MARK = "<!-- Jane Doe, 2026-11-20: Why? -->"


def on(line: int, text: str = "Why?", by: By = JANE, file: str = FILE, **more) -> PlacedComment:
    return PlacedComment(Comment("1", by, text), "words", "", file, line, **more)


def put(text: str, *comments: PlacedComment, file: str = FILE) -> str:
    """The source with these comments put in."""
    edits = into_source(comments, lambda name: text)
    assert {edit.file for edit in edits} <= {file}
    assert all(edit.start == edit.end for edit in edits)
    return apply(text, edits)


def line_of(text: str, words: str) -> int:
    assert text.count(words) == 1
    return text[: text.index(words)].count("\n") + 1


def printed(text: str) -> tuple[str, str]:
    """What pandoc prints of a document in Word, and as plain text."""

    def to(form: str) -> bytes:
        cells = re.sub(r"^(\s*```)\{python\}$", r"\1python", text, flags=re.M)
        made = ["--sandbox", "-f", "markdown-example_lists", "-t", form]
        return subprocess.run(
            [program(), *made], input=cells.encode(), capture_output=True, check=True
        ).stdout

    return to("opendocument").decode(), to("plain").decode()


DOCUMENT = """---
title: A Paper
abstract: |
  An abstract
  of two lines.
author:
  - name: Ann
    email: a@b.c
---

## Introduction {#sec-introduction}

The first paragraph
has two lines.[^one]

[^one]: A note of
    two lines.

- tight one
- tight two,
  which goes on
- tight three

1.  loose one

2.  loose two

    and its second paragraph

::: {.callout-note}
## Heading of a callout

Text of a callout.
:::

::: {#tbl-own}

| a | b |
|---|---|
| 1 | 2 |

Caption of a table.
:::

```{python}
#| label: fig-a
#| fig-cap: "A caption."
#| echo: true
draw()
```

: A table's caption

> Quoted words.

The last paragraph."""


@pytest.mark.parametrize(
    ("words", "before"),
    [
        ("has two lines", "The first paragraph"),
        ("## Introduction", "## Introduction"),
        ("two lines.\n\n- tight", "[^one]: A note of"),
        ("- tight one", "- tight one"),
        ("Text of a callout", "Text of a callout"),
        ("## Heading of a callout", "::: {.callout-note}"),
        ("Caption of a table", "::: {#tbl-own}"),
        ("| 1 | 2 |", "::: {#tbl-own}"),
        ("fig-cap", "```{python}"),
        ("The last paragraph", "The last paragraph"),
    ],
)
def test_a_comment_stands_on_a_line_of_its_own_before_the_passage(words, before):
    after = put(DOCUMENT, on(line_of(DOCUMENT, words)))
    assert f"\n{MARK}\n{before}" in after
    assert after.replace(f"{MARK}\n", "") == DOCUMENT
    assert printed(after) == printed(DOCUMENT)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("which goes on", f"  which goes on{MARK}\n- tight three"),  # a line of its own would print a blank
        ("- tight three", f"- tight three{MARK}\n"),
        ("2.  loose two", f"1.  loose one\n\n    {MARK}\n2.  loose two"),
        ("and its second", f"\n    {MARK}\n    and its second"),
        ("Quoted words", f"{MARK}\n> Quoted words."),
    ],
)
def test_lists_and_quotations_stay_whole(words, there):
    after = put(DOCUMENT, on(line_of(DOCUMENT, words)))
    assert there in after
    assert printed(after) == printed(DOCUMENT)


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("of two lines", "title: A Paper\n# Jane Doe, 2026-11-20: Why?\nabstract: |\n  An abstract\n"),
        ("email:", "  - name: Ann\n    # Jane Doe, 2026-11-20: Why?\n    email: a@b.c\n"),
    ],
)
def test_front_matter_has_remarks_of_yaml(words, there):
    after = put(DOCUMENT, on(line_of(DOCUMENT, words)))
    assert there in after
    before = yaml.safe_load(DOCUMENT.split("---\n")[1])
    assert yaml.safe_load(after.split("---\n")[1]) == before


SENTENCES = """inflow:
  up: >-
    Arrivals
    rose.
  parts:
    - one
    - "two
      lines"
"""


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("rose", "inflow:\n  # Jane Doe, 2026-11-20: Why?\n  up: >-\n    Arrivals\n"),
        ("- one", "  parts:\n    # Jane Doe, 2026-11-20: Why?\n    - one\n"),
        ("lines", '    # Jane Doe, 2026-11-20: Why?\n    - "two\n      lines"\n'),
    ],
)
def test_sentences_have_remarks_of_yaml_outside_their_texts(words, there):
    file = "paper/sentences.yml"
    after = put(SENTENCES, on(line_of(SENTENCES, words), file=file), file=file)
    assert there in after
    assert yaml.safe_load(after) == yaml.safe_load(SENTENCES)


def test_answers_follow_and_what_is_resolved_is_said():
    reply = PlacedComment(Comment("2", MARAT, "So it is.", "1"), "", "")
    done = PlacedComment(Comment("3", MARAT, "Керемет!\n\nДа.", done=True), "", "", FILE, 13)
    after = put(DOCUMENT, on(13, replies=(reply,)), done)
    assert (
        f"\n{MARK}\n<!-- Марат, 2026-11-21, reply: So it is. -->\n"
        "<!-- Марат, 2026-11-21 (resolved): Керемет! Да. -->\nThe first paragraph\n"
    ) in after
    assert printed(after) == printed(DOCUMENT)


def test_many_at_once_print_the_same_and_all_find_a_place():
    comments = [on(line, f"About line {line}") for line in range(2, DOCUMENT.count("\n") + 2)]
    after = put(DOCUMENT, *comments)
    assert len(into_source(comments, lambda name: DOCUMENT)) >= 45
    assert printed(after) == printed(DOCUMENT)


def test_windows_line_ends_stay():
    text = DOCUMENT.replace("\n", "\r\n")
    after = put(text, on(13), on(4))
    assert f"\r\n{MARK}\r\nThe first paragraph\r\n" in after
    assert "\n" not in after.replace("\r\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "--> <b>out</b> --!> ---- <!-- <!--- -",
        "`{python} open('gone', 'w')` ``` \n```{python}\nboom()\n```",
        "{{< include /etc/passwd >}} {{% x %}} {{{< var a >}}}",
        "\u202e\x1b[2J\x00\u2028:::\n\n# Heading\n\n---\n",
        "$$ [^one]: x \\",
    ],
)
def test_text_of_strangers_ends_no_comment_and_is_no_code(text):
    evil = By(f"{text} Eve", text)
    after = put(DOCUMENT, PlacedComment(Comment("1", evil, text), "", "", FILE, 13))
    (line,) = set(after.split("\n")) - set(DOCUMENT.split("\n"))
    assert re.fullmatch(r"<!-- .*[^-]-->", line) and "--" not in line[4:-3]
    assert not re.search(r"`|\{\{|[\x00-\x1f\u202e\u2028]", line)
    assert printed(after) == printed(DOCUMENT)
    yml = put(SENTENCES, on(4, text, evil, "a.yml"), file="a.yml")
    assert yaml.safe_load(yml) == yaml.safe_load(SENTENCES)


def test_what_has_no_place_stays_on_the_list():
    comments = [
        on(0), on(900), on(1), on(13, file=""),
        on(1, file="analysis/study.py"),
    ]  # fmt: skip
    assert into_source(comments, lambda name: DOCUMENT) == ()
    broken = "a: [1\nb: 2\n"
    assert into_source([on(2, file="a.yml")], lambda name: broken) == ()


@pytest.mark.parametrize("name", ["index.qmd", "official.qmd", "sentences.yml", "abstracts.yml"])
def test_the_papers_own_sources(name):
    text = (ROOT / "paper" / name).read_text(encoding="utf-8")
    lines = [n for n, line in enumerate(text.split("\n"), 1) if re.match(r"\s*[\w*`@\[-]", line) and n > 1][
        ::9
    ]
    comments = [on(line, f"About {line}", file=name) for line in lines]
    edits = into_source(comments, lambda file: text)
    assert len(edits) == len(comments)
    after = apply(text, edits)
    if name.endswith(".yml"):
        assert yaml.safe_load(after) == yaml.safe_load(text)
    else:
        assert printed(after) == printed(text)
