"""Every table has a note below it."""

from __future__ import annotations

import re

import pytest

from press.base.paths import ROOT

CELL = re.compile(r"^```\{python\}\n(?P<cell>.*?)^```\n(?P<after>.*?)(?=^```\{python\}|\Z)", re.M | re.S)
NOTE = re.compile(r"\A\n::: \{\.table-note\}\n\*Note\.\* (?P<note>.*?)\n:::", re.S)
FLOAT = re.compile(r"^::: \{#tbl-[\w-]+\}\n(?P<float>.*?)\n:::\n(?P<after>.*?)(?=^::: \{#|\Z)", re.M | re.S)
PAGES = {"index": 4, "official": 12, "replication": 5, "audit": 2, "explore": 3, "validation": 4}
"""How many tables each page has."""


def tables(text):
    """The captions of tables, with the note below each; empty where there is none."""
    for found in CELL.finditer(text):
        caption = re.search(r'^#\| tbl-cap: "(.*)"$', found["cell"], re.M)
        if caption:
            note = NOTE.match(found["after"])
            yield caption[1], note["note"] if note else ""
    for found in FLOAT.finditer(text):
        note = NOTE.match(found["after"])
        yield found["float"].rpartition("\n")[2], note["note"] if note else ""


@pytest.mark.parametrize("page", PAGES)
def test_each_table_has_a_note_that_names_its_source_or_its_sample(page):
    found = dict(tables((ROOT / "paper" / f"{page}.qmd").read_text(encoding="utf-8")))
    assert len(found) == PAGES[page]
    told = re.compile(r"[Ss]ources?:|panel_caption|region-years")
    assert [caption for caption, note in found.items() if not told.search(note)] == []


def test_a_table_without_a_note_is_found():
    text = '```{python}\n#| tbl-cap: "A"\nexhibit("a")\n```\n\nText.\n'
    assert dict(tables(text)) == {"A": ""}
    text = '::: {#tbl-a}\n```{python}\nexhibit("a")\n```\n\nAll of it.\n:::\n\nText.\n'
    assert dict(tables(text)) == {"All of it.": ""}
