"""Which changes of a text are mere changes of words, and that the page is then as pandoc makes it."""

from __future__ import annotations

import random
import re

import pytest

from press.base.paths import ROOT
from press.render import rewording
from press.render.convert import convert
from press.render.rewording import Conversion, Memory, Rewording
from tests.press.render.pages import executed

REFERENCES = {"bibliography": "works.bib", "number-sections": True}
OTHERS = ("word", "several other words", "Land", "слово", "x2")
WORD = r"(?<= )[a-z]{3,}(?=(?: [a-z]+){3})"
PLAIN = "The north loses people year after year, and the south gains young people from all over the country."


def changed(text, old="young people", new="students"):
    assert text.count(old) == 1
    return rewording.between(text, text.replace(old, new))


@pytest.mark.parametrize(
    "new", ["students", "very young people", "young, able people", "people", "старые люди"]
)
def test_words_of_a_paragraph_are_a_rewording(new):
    text = f"# Title {{#sec-a}}\n\nBefore it [@key; @other].\n\n{PLAIN} More *here*.\n\nAfter."
    found = changed(text, new=new)
    assert found is not None and found.of(f"<p>{PLAIN}</p>".encode()) == (
        f"<p>{PLAIN.replace('young people', new)}</p>".encode()
    )


@pytest.mark.parametrize(
    "text",
    [
        f"# {PLAIN}",
        f"{PLAIN}\n====",
        f"{PLAIN}\n\n----  ----\na     b",
        f"| {PLAIN} |",
        f": {PLAIN}",
        f"> {PLAIN}",
        f"    {PLAIN}",
        f"A [{PLAIN}](a.html).",
        f"A [see {PLAIN} @key].",
        f"A ^[{PLAIN}].",
        f"A `{PLAIN}`.",
        f"A ${PLAIN}$.",
        f"A <b>{PLAIN}</b>.",
        f"[A]{{title='{PLAIN}'}}.",
        f"A\n\n[{PLAIN.upper()}]: a.html\n\n{PLAIN}",
        f"{PLAIN} {PLAIN}",
        f"Word  {PLAIN}",
        f"Word\\ {PLAIN}",
        "Few young people.",
    ],
)
def test_what_may_decide_more_is_none(text):
    text = f"First of all.\n\n{text}"
    assert rewording.between(text, text.replace("young people", "students", 1)) is None


@pytest.mark.parametrize(
    "new", ["young *people*", "young. People", "young-people", "young  people", "@people", ""]
)
def test_new_words_that_may_be_more_than_words_are_none(new):
    assert changed(f"First.\n\n{PLAIN}", new=new) is None


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The north loses", "1. The north loses"),
        ("The north loses", "A north loses"),
        ("The north", "'90s north"),
        ("country.", "Dr."),
        ("the country.", "the."),
    ],
)
def test_a_word_beside_another_sign_may_change_its_meaning(old, new):
    """A quotation mark, a number of a list, an abbreviation."""
    text = f"First.\n\n'{PLAIN}"
    assert text.count(old) == 1 and rewording.between(text, text.replace(old, new)) is None


def test_a_key_of_a_citation_is_no_word_of_the_page():
    text = f"First.\n\nAs @key says that {PLAIN.lower()}"
    found = rewording.between(text, text.replace("young people", "students"))
    assert found is not None and found.of(f"<p>As Doe (2001) says that {PLAIN.lower()}</p>".encode()) is None
    assert rewording.between(text, text.replace("@key", "@other")) is None


def test_two_changes_are_none():
    text = f"First.\n\n{PLAIN}\n\nThen *more*."
    assert rewording.between(text, text.replace("young people", "students").replace("Then", "And")) is None


@pytest.mark.parametrize("page", [PLAIN + PLAIN, "nothing", '<div id="refs"></div>' + PLAIN])
def test_a_page_that_says_it_twice_or_elsewhere_is_made_anew(page):
    assert Rewording(PLAIN, "x").of(page.encode()) is None


def copied(words):
    return f'<script type="application/json" id="a" data-copies>["{words}"]</script>'


def test_a_copy_among_the_copies_of_the_page_changes_too():
    changed_words = Rewording(PLAIN, "New words.")
    page = f"<p>{PLAIN}</p>{copied(PLAIN)}<p>End</p>".encode()
    assert changed_words.of(page) == f"<p>New words.</p>{copied('New words.')}<p>End</p>".encode()
    assert changed_words.of(f"<p>{PLAIN}</p>{copied('other')}".encode()) is not None


@pytest.mark.parametrize(
    "page", [copied(PLAIN), f"{PLAIN}{copied(PLAIN * 2)}", f"{PLAIN}{PLAIN}{copied(PLAIN)}"]
)
def test_copies_alone_or_twice_are_no_place_to_be_sure_of(page):
    assert Rewording(PLAIN, "x").of(page.encode()) is None


def test_a_conversion_of_reworded_text_keeps_what_filters_said():
    text = f"First.\n\n{PLAIN}"
    made = Conversion(text, f"<p>{PLAIN}</p>".encode(), ["said"])
    assert made.of(text.replace("loses", "gains")) == Conversion(
        text.replace("loses", "gains"), f"<p>{PLAIN.replace('loses', 'gains')}</p>".encode(), ["said"]
    )


def html_of(folder, text, memory):
    """The finished page of a text; `memory` holds what pandoc made of another one."""
    convert(executed(folder, text, **REFERENCES), "html", folder / "index.html", memory)
    return (folder / "index.html").read_bytes()


@pytest.mark.long
@pytest.mark.parametrize("file", ["docs/engines.md", "docs/architecture.md", "docs/security.md"])
def test_reworded_pages_are_as_pandoc_makes_them(file, tmp_path):
    """Words anywhere in texts that were written for other ends: code, tables, lists, links, headings."""
    (tmp_path / "works.bib").write_text("@book{key, title={On People}, author={Doe, Jane}, year={2001}}\n")
    text = re.sub(r"\]\([^)]*\)", "](https://example.org)", (ROOT / file).read_text(encoding="utf-8"))
    text = re.sub(r"!\[[^\]]*\]", "[picture]", text) + "\n\nAs said [see chapter two of @key] already.\n"
    first, chosen, known = Memory(), random.Random(file), 0
    html_of(tmp_path, text, first)
    for word in chosen.sample(list(re.finditer(WORD, text)), 32):
        other = f"{text[: word.start()]}{chosen.choice(OTHERS)}{text[word.end() :]}"
        reworded = Memory(first.now)
        page = html_of(tmp_path, other, reworded)
        if rewording.between(text, other):
            known += 1
            assert page == html_of(tmp_path, other, Memory()), other[word.start() - 80 : word.end() + 80]
    assert known, "some changes are mere changes of words"
