"""Sentences for the abstract are chosen by the estimates and by the panel."""

from types import SimpleNamespace

import pandas as pd
import pytest
import yaml

from press.base.errors import InputError
from press.numbers.results import COLUMNS, Results
from press.numbers.sentences import FILE, choose_sentences
from press.numbers.statements import Statements

TERMS = ("inflow.program_post", "outflow.sender_post")


def statements(estimate, p, synthetic=True):
    rows = [
        dict.fromkeys(COLUMNS)
        | {
            "model": model,
            "term": term,
            "method": "classical",
            "estimate": estimate,
            "p": p,
            "ci_low": -1,
            "ci_high": 2,
        }
        for model, term in (key.split(".") for key in TERMS)
    ]
    panel = SimpleNamespace(synthetic=synthetic)
    return Statements(Results(panel, pd.DataFrame(rows, columns=list(COLUMNS)), {}), {})


@pytest.mark.parametrize(
    ("estimate", "p", "branch"), [(1.5, 0.01, "up"), (-1.5, 0.01, "down"), (1.5, 0.5, "none")]
)
def test_every_effect_of_the_abstract_takes_the_branch_of_its_estimate(estimate, p, branch):
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    chosen = choose_sentences(statements(estimate, p))
    effects = [name for name, entry in written.items() if "effect" in entry]
    assert len(effects) == 3
    for name in effects:
        assert (
            chosen[name].split("{")[0].split("[")[0] == " ".join(written[name][branch].split()).split("{")[0]
        )


def test_numbers_are_filled_in():
    assert (
        '[1.50]{.num data-key="inflow.program_post.estimate"}'
        in choose_sentences(statements(1.5, 0.5))["inflow"]
    )


def test_the_panel_is_named():
    assert "synthetic stand-in" in choose_sentences(statements(1, 0.5, synthetic=True))["panel"]
    assert "synthetic" not in choose_sentences(statements(1, 0.5, synthetic=False))["panel"]


def test_an_entry_of_no_known_kind_is_refused(tmp_path):
    file = tmp_path / "sentences.yml"
    file.write_text("verdict: {effect: inflow.program_post, up: a, down: b}", encoding="utf-8")
    with pytest.raises(
        InputError, match="entry verdict: found down, effect, up, expected down, effect, none, up"
    ):
        choose_sentences(statements(1, 0.5), file)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "verdict: {synthetic: 'p = {inflow.nope.p}', authors: b}",
            "sentences.yml, entry verdict: The results have no number 'inflow.nope.p'.",
        ),
        (
            "verdict:\n  up: [",
            "sentences.yml, row 2: found text that is not YAML, expected entries with their branches.",
        ),
    ],
)
def test_a_slip_of_the_author_is_told_in_one_sentence(tmp_path, text, sentence):
    (tmp_path / "sentences.yml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as error:
        choose_sentences(statements(1, 0.5), tmp_path / "sentences.yml")
    assert str(error.value) == sentence
