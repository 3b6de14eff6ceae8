"""YAML as Quarto reads it."""

from pathlib import Path

import pytest

from press.base import yaml12
from press.base.errors import PressError

FILE = Path("a.qmd")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("False", False),
        ("yes", "yes"),
        ("no", "no"),
        ("on", "on"),
        ("2026-03-05", "2026-03-05"),
        ("12:30", "12:30"),
        ("010", "010"),
        ("12", 12),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("1.", 1.0),
        ("1.2.3", "1.2.3"),
        ("null", None),
        ("~", None),
        ("0.79", 0.79),
        ('"0.79"', "0.79"),
    ],
)
def test_scalars_follow_yaml_1_2(text, value):
    found = yaml12.parse(f"key: {text}", FILE)["key"]
    assert found == value and type(found) is type(value)


def test_expr_is_kept_as_an_expression():
    value = yaml12.parse('cap: !expr f"{n} rows"', FILE)["cap"]
    assert isinstance(value, yaml12.Expression) and value == 'f"{n} rows"'


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ('title: "T\nformat: [html', 3, "broken YAML"),
        ("a: 1\nb: [1, 2\nc: 3", 4, "broken YAML"),
        ("a: 1\nb: 2\na: 3", 4, "'a' stands twice"),
        ("- a\n- b", 2, "`key: value` lines were expected"),
    ],
)
def test_broken_yaml_names_file_and_line(text, line, words):
    with pytest.raises(PressError) as caught:
        yaml12.parse(text, FILE, 2)
    assert (caught.value.file, caught.value.line) == (FILE, line)
    assert words in str(caught.value)


def test_merge_keys_and_nested_mappings():
    text = "base: &b {x: 1, y: 2}\nnew:\n  <<: *b\n  y: 3"
    assert yaml12.parse(text, FILE)["new"] == {"x": 1, "y": 3}


def test_an_empty_text_is_an_empty_mapping():
    assert yaml12.parse("# nothing", FILE) == {}


def test_what_a_program_wrote_as_json_is_read_as_yaml_reads_it():
    text = (
        '{"a": {"n": 1, "x": 0.5, "e": 1e3, "yes": true, "none": null}, "words": ["тест", "2026-03-05", '
        '"<<", "a: b", "\\u2212"]}'
    )
    assert yaml12.parse(text, FILE) == yaml12.parse(f"# the slow way\n{text}", FILE)
    assert yaml12.parse('{"a": NaN}', FILE) == {"a": "NaN"}, "which is no JSON"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a": 1,\n "b": {"c": 1, "c": 2}}', "'c' stands twice"),
        ('{"a": ' + "[" * 101 + "]" * 101 + "}", "inside each other"),
        ('{"a": [1,\n', "broken YAML"),
    ],
)
def test_json_is_refused_as_yaml_is(text, words):
    with pytest.raises(PressError, match=words):
        yaml12.parse(text, FILE)
