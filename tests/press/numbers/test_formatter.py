"""The formatter: styles, the choice of a style by key, and the span."""

import pytest

from analysis.study import style_of
from press.numbers import formatter
from press.numbers.formatter import format_number, interval, span, with_minus


@pytest.mark.parametrize(
    ("value", "style", "printed"),
    [
        (0.7935, "decimal2", "0.79"),
        (-0.81, "decimal2", "−0.81"),
        (-0.001, "decimal2", "0.00"),
        (10177.8412, "as_in_table3", "10,177.84"),
        (-4213.41, "as_in_table3", "−4213.41"),
        (-4213.41, "decimal2", "−4,213.41"),
        (1234, "integer", "1,234"),
        (-12.5, "percent0", "−1,250%"),
        (-2e-5, "exponent", "−2e−5"),
        (-2e-5, "noise", "−2e−5"),
        (-3e-15, "noise", "<1e−9"),
        (4e-13, "noise", "<1e−9"),
        (0.0, "noise", "0"),
        (-1.26, "signed1", "−1.3"),
        (10177.8412, "decimal2", "10,177.84"),
        (18077.0, "integer", "18,077"),
        (2014, "year", "2014"),
        (0.35955, "percent1", "36.0%"),
        (0.5, "percent0", "50%"),
        (1.26, "signed1", "+1.3"),
        (0.8142, "p", "0.814"),
        (0.0004, "p", "<0.001"),
        (0.0005, "p", "0.001"),
    ],
)
def test_prints_each_style(value, style, printed):
    assert format_number(value, style) == printed


def test_refuses_an_unknown_style():
    with pytest.raises(KeyError, match="no print style 'roman'"):
        format_number(1, "roman")


@pytest.mark.parametrize(
    ("key", "style"),
    [
        ("inflow.program_post.estimate", "decimal2"),
        ("inflow.program_post.p", "p"),
        ("inflow.program_post.crv1.p", "p"),
        ("inflow.program.t", "decimal2"),
        ("outflow.sender.t", "decimal3"),
        ("outflow.sender.estimate", "decimal2"),
        ("published.outflow.sender.estimate", "as_in_table3"),
        ("inflow.n", "integer"),
        ("inflow.cells.program_pre", "integer"),
        ("panel.years.first", "year"),
    ],
)
def test_style_follows_from_the_key(key, style):
    assert style_of(key) == style


def test_the_first_rule_that_fits_decides():
    assert formatter.style_of("grants.share", {"grants.*": "percent1", "*": "integer"}) == "percent1"


def test_span_carries_the_key():
    assert span("inflow.n", 245, "integer") == '[245]{.num data-key="inflow.n"}'


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (None, "–"),
        (float("nan"), "–"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
    ],
)
def test_absent_numbers_are_a_dash_and_open_bounds_infinite(value, printed):
    assert format_number(value, "p") == format_number(value, "integer") == printed


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("-5.83", "−5.83"),
        ("(-.5 to -0.29)", "(−.5 to −0.29)"),
        ("2e-5, -∞", "2e−5, −∞"),
        ("2009-2023, 2024-11-30, p-value, CC-4.0, a -- 5", "2009-2023, 2024-11-30, p-value, CC-4.0, a -- 5"),
    ],
)
def test_only_hyphens_that_sign_numbers_become_minus(typed, printed):
    assert with_minus(typed) == printed


def test_the_bounds_of_an_interval_do_not_part():
    assert interval("−5.83", "−0.29") == "−5.83\u00a0to\u00a0−0.29"
