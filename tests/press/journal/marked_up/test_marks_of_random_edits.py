"""Whatever a revision did: accepting its marks gives the new text, rejecting them the old one."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from PIL import Image

from press.base.markdown_text import program
from press.journal.marked_up.marked import marked
from press.journal.word_back.model import By
from tests.press.journal.marked_up.random_edits import Editor
from tests.press.journal.marked_up.word_marks import bookmarks, faults, said

TEXT = """# First things

A paragraph with *some* words, a [link](https://example.org/a), a number −5.83 and $a + b$ in it.[^one]

Another paragraph of **bold** words about rivers and winters; it stands behind the first.

- one item of a list
- another item, a little longer
- a third

1. first step
2. second step with a note[^two]

![A picture of grey](grey.png)

## Second things

| Variable | Coefficient | p |
|:---|---:|---:|
| Program | 0.79 | 0.81 |
| Post | 1.79 | 0.02 |
| Program × Post | 2,982.21 | 0.415 |

: A table

$$x_i = \\frac{1}{2}$$

Қазақ тілінде бір сөйлем. И одно предложение по-русски.

[^one]: A footnote with words in it.
[^two]: A second footnote, about steps, with [a link](https://example.org/b).
"""


@functools.cache
def base() -> bytes:
    """A small Word file as pandoc makes it."""
    with tempfile.TemporaryDirectory() as folder:
        Image.new("L", (20, 10), 128).save(Path(folder, "grey.png"))
        subprocess.run([program(), "-o", "made.docx"], input=TEXT, text=True, cwd=folder, check=True)
        return Path(folder, "made.docx").read_bytes()


def check(old: bytes, new: bytes) -> None:
    both = marked(old, new, lambda _change: By("Ana Kim", "2026-01-02T03:04:05Z"))
    assert said(both) == said(new)
    assert said(both, accept=False) == said(old)
    assert bookmarks(new).items() <= bookmarks(both).items()
    assert faults(both) == []
    assert both == marked(old, new, lambda _change: By("Ana Kim", "2026-01-02T03:04:05Z"))


REVISIONS = {"seed": st.integers(0, 2**32), "times": st.integers(1, 8)}


def there_and_back(seed: int, times: int) -> None:
    edited = Editor(base(), seed).edited(times)
    check(base(), edited)
    check(edited, base())


@settings(max_examples=40, deadline=None)
@given(**REVISIONS)
def test_accepting_gives_the_new_text_and_rejecting_the_old_one(seed: int, times: int) -> None:
    there_and_back(seed, times)


@pytest.mark.long
@settings(max_examples=400, deadline=None)
@given(**REVISIONS)
def test_four_hundred_revisions(seed: int, times: int) -> None:
    there_and_back(seed, times)


@settings(max_examples=20, deadline=None)
@given(first=st.integers(0, 2**32), second=st.integers(0, 2**32))
def test_two_versions_that_have_little_in_common(first: int, second: int) -> None:
    check(Editor(base(), first).edited(25), Editor(base(), second).edited(25))
