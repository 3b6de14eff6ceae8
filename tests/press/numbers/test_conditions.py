"""Conditions over keys: what they come to, what they are refused for, and that nothing of them is run."""

import contextlib
from math import nan

import pytest
from hypothesis import given, strategies as st

from press.numbers.conditions import ConditionError, parse

KNOWN = {
    "a.one": 1.0,
    "a.two": 2.0,
    "a.2015.share": -0.5,
    "a.zero": 0,
    "a.nan": nan,
    "b.name": "mixed",
    "b.none": "",
}


def value(text, level=0.05):
    return parse(text).value(KNOWN.__getitem__, level)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.one < a.two", True),
        ("a.one >= a.two", False),
        ("a.one <= 1", True),
        ("a.one == 1.0 and a.two != 2", False),
        ("a.one > a.two or a.two > a.one", True),
        ("not a.one > a.two", True),
        ("a.2015.share < 0 < a.one", True),
        ("a.2015.share < a.one < a.zero", False),
        ("abs(a.2015.share) == 0.5", True),
        ("-a.2015.share > a.zero", True),
        ("a.one + a.two * 2 == 5", True),
        ("(a.one + a.two) * 2 == 6", True),
        ("a.two / 4 - 0.5 == 0", True),
        ("min(a.one, a.two, 3) == 1 and max(a.one, a.two) == 2", True),
        ("a.one > level", True),
        ("0.04 < level", True),
        ('b.name == "mixed"', True),
        ("b.name != 'mixed'", False),
        ('b.none == ""', True),
        ("known(a.one) and known(b.name)", True),
        ("known(a.three)", False),
        ("known(a.three) and a.three > 1", False),
        ("a.one <\n  a.two", True),
        ("a.nan < 1 or a.nan > 1 or a.nan == a.nan", False),
        ('b.name == "a.one"', False),
    ],
)
def test_a_condition_comes_to_what_it_says(text, expected):
    assert value(text) is expected


def test_a_key_alone_comes_to_its_text():
    assert value("b.name") == "mixed" and parse("b.name").key == "b.name" and parse("a.one > 1").key == ""


def test_the_level_is_the_papers():
    assert value("0.07 < level", level=0.1) and not value("0.07 < level", level=0.05)


def test_its_keys_are_those_that_it_needs():
    condition = parse('known(a.three) and a.one > a.two and "c.no_key" != b.name and a.one < 9')
    assert condition.keys == ("a.one", "a.two", "b.name") and condition.asked_for == {"a.three"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.one <",
        "a.one = 1",
        "a.one < one",
        "a.one is 1",
        "a.one in a.two",
        "a.one // 2 > 0",
        "a.one ** 2 > 0",
        "a.one % 2 > 0",
        "a.one if a.two else 1",
        "lambda: 1",
        "[a.one]",
        '_["a.one"]',
        "{a.one}",
        "open('x') == 1",
        "__import__('os')",
        "(abs).__class__ == 1",
        "abs(a.one, 2) > 0",
        "min(a.one) > 0",
        "abs(x=a.one) > 0",
        "known('a.one')",
        "known(a.one > 1)",
        "a.one(1)",
        "f'{a.one}' == 'x'",
        "b'x' == b.name",
        "True",
        "None == a.one",
        "1j < a.one",
        "a.one := 2",
        "a.one; a.two",
        "+a.one > 0",
        "~a.one > 0",
        "(a.one, a.two)",
        "a.one < 1" + " and a.one < 1" * 500,
        "(" * 500 + "a.one" + ")" * 500,
        "a.one > 1\N{BELL}",
    ],
)
def test_nothing_else_is_understood(text):
    with pytest.raises(ConditionError, match="expected keys, numbers and texts in quotation marks"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("b.name > 1", "mixed, expected like with like"),
        ("b.name + 1 == 2", "mixed, expected like with like"),
        ("a.one and a.two", "mixed, expected like with like"),
        ("not a.one", "mixed, expected like with like"),
        ("(a.one > 0) + 1 > 0", "mixed, expected like with like"),
        ("a.one / a.zero > 0", "a division by zero"),
    ],
)
def test_what_cannot_be_reckoned_is_said(text, words):
    with pytest.raises(ConditionError, match=words):
        value(text)


def test_a_key_that_is_not_known_is_a_key_error():
    with pytest.raises(KeyError, match="no.such"):
        value("no.such > 1")


@given(st.text(max_size=40))
def test_no_text_does_more_than_be_refused(text):
    with contextlib.suppress(ConditionError, KeyError):
        parse(text).value(KNOWN.__getitem__, 0.05)
