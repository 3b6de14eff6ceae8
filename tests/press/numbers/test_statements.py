"""Branches are picked by sign and significance, and numbers are filled in by key."""

from dataclasses import replace

import pandas as pd
import pytest

from analysis.study import PRINT_STYLES
from press.numbers.origins import Traced
from press.numbers.results import COLUMNS, Results
from press.numbers.statements import Statements


def statements(estimate=1.0, p=0.04):
    row = dict.fromkeys(COLUMNS) | {
        "model": "inflow",
        "term": "program_post",
        "method": "classical",
        "estimate": estimate,
        "p": p,
        "n": 245,
    }
    frame = pd.DataFrame([row], columns=list(COLUMNS))
    scalars = {"a.one": 1, "a.nearly_one": 1.3, "a.two": 2, "a.zero": 0}
    return Statements(Results(None, frame, scalars), {"a.*": "integer"} | PRINT_STYLES)


@pytest.mark.parametrize(
    ("estimate", "p", "branch"),
    [
        (1, 0.049, "up"),
        (-1, 0.049, "down"),
        (1, 0.05, "none"),
        (-1, 0.9, "none"),
        (1, float("nan"), "none"),
    ],
)
def test_effect_decides_by_sign_where_significant(estimate, p, branch):
    assert statements(estimate, p).effect("inflow.program_post") == branch


def test_sign_decides_by_sign():
    assert statements(-2).sign("inflow.program_post.estimate") == "negative"
    assert statements(2).sign("inflow.program_post.estimate") == "positive"
    assert statements().sign("a.zero") == "zero"


def test_compare_decides_by_which_is_greater():
    assert statements().compare("a.two", "a.one") == "greater"
    assert statements().compare("a.one", "a.two") == "less"


def test_numbers_are_alike_that_are_printed_alike():
    assert statements().are_alike("a.nearly_one", "a.one") and not statements().are_alike("a.two", "a.one")


def test_text_fills_numbers_by_key_and_leaves_attributes_alone():
    filled = statements().text("of {inflow.n} rows{.mark}, {a.two}")
    assert filled == ('of [245]{.num data-key="inflow.n"} rows{.mark}, [2]{.num data-key="a.two"}')


def test_unknown_key_is_named():
    with pytest.raises(KeyError, match=r"no number 'inflow.programme.p'"):
        statements().text("{inflow.programme.p}")


def test_a_text_is_printed_without_a_mark_and_looked_up_beside_numbers():
    given = statements()
    given = replace(given, results=replace(given.results, texts=Traced({"a.names": "*A* and B"})))
    assert given.text("{a.names}: {a.two}") == r'\*A\* and B: [2]{.num data-key="a.two"}'
    assert given.look_up("a.names") == "*A* and B" and given.look_up("a.two") == 2
    with pytest.raises(KeyError):
        given.look_up("a.none")
