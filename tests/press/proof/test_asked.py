"""Sentences that are asked for and not there, that nothing asks for, and keys that there are not."""

from types import SimpleNamespace

import pytest
import yaml

from press.base import edition
from press.base.paths import ROOT
from press.numbers.translations import PARTS
from press.proof.check_numbers import asked
from press.proof.check_numbers.reading import project_files
from press.proof.check_numbers.values import Values

PAGE = """---
title: A
abstract: |
  One.
  {{< var sentence.first >}}
---

Text. `{python} say("second")`

```{python}
#| tbl-cap: "A table. {{< var sentence.third >}}"
exhibit("tbl-a")
```

And `{python} say('fourth')` with `{python} num("a.one")`.
"""
SAID = "sentences.yml"
SENTENCES = """
first: "{a.one} {sentence.inner}"
second: {when: a.one > 1, yes: "{a.one}", no: a}
third: x
fourth: y
inner: z
"""


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a page, its sentences and a module; gives their folder."""
    (tmp_path / "paper").mkdir()
    (tmp_path / "study").mkdir()
    (tmp_path / "paper" / "index.qmd").write_text(PAGE)
    (tmp_path / "paper" / "sentences.yml").write_text(SENTENCES)
    (tmp_path / "study" / "paper.py").write_text("bar = say('first')\n")
    (tmp_path / "_quarto.yml").write_text("lang: en\n")
    monkeypatch.setattr(edition, "science", lambda: "study")
    return tmp_path


def values(*keys):
    return SimpleNamespace(has=lambda key: key in keys)


def slips(project, *keys):
    files = [project / "paper" / name for name in ("index.qmd", "sentences.yml")]
    found = [*asked.find_slips(files, values(*(keys or ("a.one",)))), *asked.find_unused(project)]
    return [(one.file.name, one.line, one.digits, one.reason) for one in found]


def change(project, old, new, name="sentences.yml"):
    file = project / "paper" / name
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_nothing_is_found_where_all_is_there(project):
    assert slips(project) == []


@pytest.mark.parametrize(("name", "line"), [("first", 5), ("second", 8), ("third", 11), ("fourth", 15)])
def test_a_sentence_that_is_not_there_is_named_where_it_is_asked_for(project, name, line):
    change(project, f"\n{name}:", f"\n{name}_:")
    found = slips(project)
    assert ("index.qmd", line, name, "sentences.yml has no such entry") in found
    assert found[-1][2:] == (f"{name}_", "nothing asks for this sentence")


@pytest.mark.parametrize("name", ["third", "inner"])
def test_a_sentence_that_nothing_asks_for_is_named_with_its_line(project, name):
    lines = (project / "paper" / "sentences.yml").read_text().split("\n")
    line = next(number for number, words in enumerate(lines, 1) if words.startswith(name))
    asking = (" {{< var sentence.third >}}", "index.qmd") if name == "third" else (" {sentence.inner}", SAID)
    change(project, asking[0], "", asking[1])
    assert slips(project) == [("sentences.yml", line, name, "nothing asks for this sentence")]


def test_code_asks_for_sentences_too(project):
    change(project, "{{< var sentence.first >}}", "", "index.qmd")
    assert slips(project) == []
    (project / "study" / "paper.py").write_text("bar = 1\n")
    assert [one[2] for one in slips(project)] == ["first"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words", "reason"),
    [
        ("third: x", "third: >-\n  x\n  {a.three}", 6, "{a.three}", asked.UNKNOWN),
        ("third: x", "third: {sign: a.three, positive: x, negative: y}", 4, "a.three", asked.UNKNOWN),
        ("third: x", "third:\n  when: a.three > 1\n  yes: x\n  no: y", 5, "a.three", asked.UNKNOWN),
        ("third: x", "third: {effect: m.t, up: x, down: y, none: z}", 4, "m.t.estimate", asked.UNKNOWN),
        ("third: x", "third: '{sentence.gone}'", 4, "{sentence.gone}", "this file has no such entry"),
        ("inner: z", "inner: '{sentence.first}'", 6, "{sentence.first}", "it holds this entry itself"),
    ],
)
def test_what_there_is_not_is_named_with_its_line(project, old, new, line, words, reason):
    change(project, old, new)
    assert ("sentences.yml", line, words, reason) in slips(project)


def test_a_key_that_an_entry_asks_for_may_be_missing(project):
    change(
        project, "third: x", "third:\n  when: known(a.three) and a.three > 1\n  yes: 'x {a.three}'\n  no: y"
    )
    assert slips(project) == []


def abstract_in_german(project, sentences):
    written = {name: "Worte" for name in sorted(PARTS - {"sentences"})} | {"sentences": sentences}
    file = project / "paper" / "abstracts.yml"
    file.write_text(yaml.safe_dump({"de": written}))
    return [(one.file.name, one.line, one.digits, one.reason) for one in asked.find_slips([file], Values())]


def test_abstracts_have_the_sentences_of_the_english_one(project):
    assert abstract_in_german(project, {"first": "Worte"}) == []
    assert abstract_in_german(project, {"third": "Worte"}) == [
        ("index.qmd", 5, "first", "an abstract of abstracts.yml has no such sentence"),
        ("abstracts.yml", 8, "third", "the English abstract has no such sentence"),
    ]


def test_the_project_s_own_sentences_are_all_asked_for_and_there():
    assert [*asked.find_slips(project_files(ROOT), Values()), *asked.find_unused(ROOT)] == []
