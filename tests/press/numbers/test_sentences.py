"""Entries of sentences.yml are said by what decides them, and slips are told with file and line."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers import entries, sentences
from press.numbers.origins import Traced
from press.numbers.results import COLUMNS, Results
from press.numbers.statements import Statements

WRITTEN = """
effect:
  effect: inflow.program_post
  up: "Up by {inflow.program_post.estimate}."
  down: Down.
  none: Nothing.
sign:
  sign: a.minus
  positive: Gained.
  negative: Lost {a.minus}.
zero: {sign: a.zero, positive: not below, negative: below}
nought: {sign: a.zero, positive: not below, negative: below, zero: nought}
compare: {compare: [a.one, a.two], greater: more, less: fewer, equal: as many}
alike: {compare: [a.one, a.nearly_one], greater: more, less: fewer, equal: as many}
panel: {synthetic: invented, authors: the authors'}
when: {when: a.one < a.two and a.minus <= level, yes: "yes, {a.one}", no: no}
names: {when: a.pattern, mixed: "mixed, {a.names}", positive: all}
others: {when: a.pattern, positive: all, else: another}
nested:
  when: a.one > 0
  yes:
    - Of these
    - compare: [a.two, a.one]
      greater: more
      less:
        effect: inflow.program_post
        up: up
        down: down
        none: none
    - "and {sentence.names}{sentence.nothing}."
  no: ""
nothing: ""
plain: "{a.one} of {a.two}"
"""


def statements(estimate=1.5, p=0.5, *, synthetic=True, level=0.05, **numbers):
    row = dict.fromkeys(COLUMNS) | {"model": "inflow", "term": "program_post", "method": "classical"}
    row |= {"estimate": estimate, "p": p, "ci_low": -1, "ci_high": 2}
    scalars = {"a.one": 1.0, "a.two": 2.0, "a.nearly_one": 1.001, "a.minus": -3.0, "a.zero": 0.0}
    texts = {"a.pattern": "mixed", "a.names": "A*, B"}
    panel = SimpleNamespace(synthetic=synthetic)
    results = Results(
        panel, pd.DataFrame([row], columns=list(COLUMNS)), scalars | numbers, texts=Traced(texts)
    )
    return Statements(results, {"a.*": "integer"}, level=level)


def said(tmp_path, text=WRITTEN, **given):
    file = tmp_path / "sentences.yml"
    file.write_text(text, encoding="utf-8")
    return sentences.read(statements(**given), file)


@pytest.mark.parametrize(
    ("given", "name", "expected"),
    [
        ({"p": 0.01}, "effect", 'Up by [1.50]{.num data-key="inflow.program_post.estimate"}.'),
        ({"p": 0.01, "estimate": -1}, "effect", "Down."),
        ({"p": 0.05}, "effect", "Nothing."),
        ({"p": 0.08, "estimate": -1, "level": 0.1}, "effect", "Down."),
        ({}, "sign", 'Lost [−3]{.num data-key="a.minus"}.'),
        ({"a.minus": 3.0}, "sign", "Gained."),
        ({}, "zero", "not below"),
        ({}, "nought", "nought"),
        ({}, "compare", "fewer"),
        ({"a.one": 3.0}, "compare", "more"),
        ({}, "alike", "as many"),
        ({}, "panel", "invented"),
        ({"synthetic": False}, "panel", "the authors'"),
        ({}, "when", 'yes, [1]{.num data-key="a.one"}'),
        ({"a.one": 2.0}, "when", "no"),
        ({}, "names", r"mixed, A\*\, B"),
        ({}, "others", "another"),
        ({}, "nested", r"Of these more and mixed, A\*\, B."),
        ({"a.one": 2.5, "p": 0.01}, "nested", r"Of these up and mixed, A\*\, B."),
        ({"a.one": -1.0}, "nested", ""),
        ({}, "plain", '[1]{.num data-key="a.one"} of [2]{.num data-key="a.two"}'),
    ],
)
def test_an_entry_is_said_by_what_decides_it(tmp_path, given, name, expected):
    assert said(tmp_path, **given).say(name) == expected


def test_all_are_said_by_name(tmp_path):
    assert said(tmp_path).all()["panel"] == "invented"
    assert sentences.read(statements(), tmp_path / "none.yml").all() == {}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n  effect: x.y\n  up: a\n  down: b", "line 2, a: found down, up, expected down, none, up."),
        (
            "a:\n  effect: x.y\n  up: a\n  down: b\n  none: c\n  some: d",
            "line 2, a: found down, none, some, up",
        ),
        ("a:\n  sign: x.y\n  zero: c", "line 2, a: found zero, expected negative, positive, perhaps zero."),
        (
            "a:\n  compare: [x.y]\n  greater: c\n  less: d",
            "line 2, a: found compare with something else behind",
        ),
        ("a:\n  compare: x.y\n  greater: c\n  less: d", "expected compare: [KEY, KEY]."),
        ("a:\n  effect: [x.y]\n  up: a", "line 2, a: found effect with something else behind it"),
        ("a:\n  effect: {b: c}\n  up: a", "line 2, a: found effect with something else behind it"),
        ("a:\n  when: x.y >\n  yes: c\n  no: d", "line 2, a: x.y >: found no condition, expected keys,"),
        ("a:\n  when: >-\n    x.y >\n    1\n  yes: c", "line 2, a: found yes, expected no, yes."),
        (
            "a:\n  when: x.y\n",
            "line 2, a: found no branches, expected one for each text that the key may have.",
        ),
        ("a: b\nb:\n  synthetic: c", "line 3, b: found synthetic, expected authors, synthetic."),
        (
            "a:\n  effekt: x.y\n  up: a",
            "line 2, a: found effekt, up, expected a text, a list of parts, or one of",
        ),
        (
            "a:\n  effect: x.y\n  sign: x.y\n  up: a",
            "line 3, a: found effect and sign, expected one word that decides",
        ),
        ("a:\n  - b\n  -\n", "line 3, a: found nothing, expected a text"),
        ("a:\n  - b\n  - []\n", "line 3, a: found an empty list, expected a text"),
        ("a:\n  up: [", "line 2: this YAML cannot be read"),
        ("- a", "found no entries, expected names with their sentences."),
    ],
)
def test_an_entry_of_no_known_form_is_refused_with_its_line(tmp_path, text, words):
    with pytest.raises(InputError) as error:
        said(tmp_path, text).all()
    assert str(error.value).startswith("sentences.yml") and words in str(error.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: >-\n  One\n  and {no.such} two", "line 3, a: The results have no number 'no.such'."),
        (
            "a:\n  sign: no.such\n  positive: b\n  negative: c",
            "line 2, a: The results have no number 'no.such'.",
        ),
        ("a:\n  when: no.such > 1\n  yes: b\n  no: c", "line 2, a: The results have no number 'no.such'."),
        (
            "a:\n  when: a.pattern\n  positive: b",
            "line 2, a: found no branch mixed, which when a.pattern chooses",
        ),
        (
            "a:\n  when: a.one\n  yes: b\n  no: c",
            "line 2, a: a.one: found a number, expected a text or a comparison.",
        ),
        (
            "a:\n  when: a.one > a.names\n  yes: b\n  no: c",
            "line 2, a: a.one > a.names: found texts, numbers and",
        ),
        ("a: 'x {sentence.b}'", "line 1, a: found {sentence.b}, expected the name of an entry of this file."),
        (
            "a: '{sentence.b}'\nb: '{sentence.a}'",
            "line 2, b: found {sentence.a}, which holds this entry itself",
        ),
    ],
)
def test_what_cannot_be_said_is_told_with_its_line(tmp_path, text, words):
    with pytest.raises(InputError, match=re.escape(f"sentences.yml, {words}")):
        said(tmp_path, text).say("a")


def test_an_entry_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="sentences.yml has no entry nothing_such, which is to be printed"):
        said(tmp_path).say("nothing_such")


def test_a_translation_is_decided_by_the_english_entry(tmp_path):
    file = tmp_path / "other.yml"
    models = said(tmp_path).entries.parts
    source = (
        "nested:\n  yes:\n    - Из них\n    - {greater: больше, less: {up: a, down: b, none: c}}\n"
        "    - x\n  no: y\n"
    )
    found = entries.from_node(entries.nodes(source, file), file, source, models)
    assert sentences.Sentences(statements(), found).say("nested") == "Из них больше x"
    for wrong, words in {
        source.replace("no: y", "nein: y"): "line 2, nested: found nein, yes, expected no, yes.",
        source.replace("    - x\n", ""): "line 3, nested: found 2 parts, expected 3 as in English.",
        "nested: x": "line 1, nested: found a text, expected branches as in English.",
    }.items():
        with pytest.raises(InputError, match=re.escape(words)):
            entries.from_node(entries.nodes(wrong, file), file, wrong, models)


def test_the_examples_of_the_documentation_are_entries(tmp_path):
    examples = re.findall(
        r"```yaml\n(.*?)```", (ROOT / "docs" / "sentences.md").read_text(encoding="utf-8"), re.S
    )
    assert len(examples) == 2
    for example in examples:
        assert said(tmp_path, example).entries.parts
