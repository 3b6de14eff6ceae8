"""Branches are picked by sign and significance, and numbers are filled in by key."""

import pandas as pd
import pytest

from analysis.study import PRINT_STYLES
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
def test_effect_picks_by_sign_where_significant(estimate, p, branch):
    assert statements(estimate, p).effect("inflow.program_post", up="up", down="down", none="none") == branch


def test_sign_picks_by_sign():
    assert statements(-2).sign("inflow.program_post.estimate", positive="rose", negative="fell") == "fell"
    assert statements(2).sign("inflow.program_post.estimate", positive="rose", negative="fell") == "rose"
    assert statements().sign("a.zero", positive="rose", negative="fell", zero="stayed") == "stayed"
    assert statements().sign("a.zero", positive="did not fall", negative="fell") == "did not fall"


def test_compare_picks_the_greater():
    picked = {"greater": "more", "less": "fewer", "equal": "as many"}
    assert statements().compare("a.two", "a.one", **picked) == "more"
    assert statements().compare("a.one", "a.two", **picked) == "fewer"
    assert statements().compare("a.one", "a.one", **picked) == "as many"


def test_compare_calls_equal_what_is_printed_alike():
    picked = {"greater": "more", "less": "fewer", "equal": "as many"}
    assert statements().compare("a.nearly_one", "a.one", **picked) == "as many"
    assert statements().compare("a.nearly_one", "a.one", greater="more", less="fewer") == "more"


def test_text_fills_numbers_by_key_and_leaves_attributes_alone():
    filled = statements().text("of {inflow.n} rows{.mark}, {a.two}")
    assert filled == ('of [245]{.num data-key="inflow.n"} rows{.mark}, [2]{.num data-key="a.two"}')


def test_unknown_key_is_named():
    with pytest.raises(KeyError, match=r"no number 'inflow.programme.p'"):
        statements().text("{inflow.programme.p}")
