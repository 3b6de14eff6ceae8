"""Titles and headings of all pages are written alike, in title case."""

from __future__ import annotations

import re

import pytest

from press.base.paths import ROOT

SMALL = {
    *("a", "an", "the", "and", "or", "but", "nor", "of", "in", "on", "at", "to", "by", "for", "from", "with"),
    *("as", "over", "into", "than"),
}
"""Words that are small within a heading; any other begins with a capital letter."""
PAGES = sorted((ROOT / "paper").glob("*.qmd"))
TITLE = re.compile(r'^title: "(.*)"$', re.MULTILINE)
HEADING = re.compile(r"^#+ (.*?)(?: \{.*\})?$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def headings(text):
    return TITLE.findall(text) + HEADING.findall(CODE.sub("", text))


def in_title_case(heading):
    for part in heading.split(": "):
        first, *rest = re.findall(r"[A-Za-z][\w’']*", part)
        if not first[0].isupper() or not all(word[0].isupper() or word in SMALL for word in rest):
            return False
    return True


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_headings_are_in_title_case(page):
    found = headings(page.read_text(encoding="utf-8"))
    assert found and [one for one in found if not in_title_case(one)] == []


@pytest.mark.parametrize("heading", ["How to run it", "Table 2: arrivals", "how to Cite"])
def test_another_case_is_found(heading):
    assert not in_title_case(heading)
