"""Places of characters in YAML: the values are PyYAML's, the places are read off the raw text."""

import pytest
import yaml
from hypothesis import given, settings, strategies as st

from press.base.yaml12 import scalar as scalar_of
from press.journal.word_back.source.written import whole
from press.journal.word_back.source.yaml_scalars import offsets, written

WORDS = st.text("ab 'é\"\\#:-*\n\t,{}[]>|%", max_size=40)
BLOCK_LINES = st.lists(
    st.sampled_from(["", "a", "b c", "  deeper", "word  ", "# no comment", "'q'", " "]), max_size=8
)


def scalar(text):
    """Return the node of the value in `key: ...`, and what it says with places."""
    node = yaml.compose(text, Loader=yaml.CSafeLoader).value[0][1]
    return node, written(scalar_of(node), whole("a.yml", text))


def check(text):
    """Compare with PyYAML; every letter that is no blank and no escape stands where its place says."""
    node, said = scalar(text)
    assert said is not None, (text, node.value)
    assert said.text == node.value == yaml.safe_load(text)["key"]
    assert list(said.places) == sorted(said.places)
    assert all(
        place < end <= later
        for place, end, later in zip(said.places, said.ends, said.places[1:], strict=False)
    )
    for letter, place, end in zip(said.text, said.places, said.ends, strict=True):
        typed = text[place:end]
        if node.style == '"' and typed.startswith("\\"):
            assert yaml.safe_load(f'"{typed}"') == letter
        elif not letter.isspace():
            assert typed in (letter, "''")


@settings(max_examples=300, deadline=None)
@given(WORDS)
def test_quoted_texts_of_any_letters(words):
    double = words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\n  ")
    check(f'key: "{double}"\n')
    check("key: '{}'\nnext: b\n".format(words.replace("'", "''").replace("\n", "\n  ")))


@settings(max_examples=300, deadline=None)
@given(WORDS, st.sampled_from(["'", '"', None, "|", ">"]), st.integers(10, 60))
def test_texts_as_pyyaml_writes_them(words, style, width):
    text = yaml.dump(
        {"key": words, "next": 1}, default_style=style, width=width, allow_unicode=True, sort_keys=False
    )
    node = yaml.compose(text, Loader=yaml.CSafeLoader).value[0][1]
    said = written(scalar_of(node), whole("a.yml", text))
    assert said is not None
    assert said.text == words


@settings(max_examples=300, deadline=None)
@given(
    BLOCK_LINES,
    st.sampled_from("|>"),
    st.sampled_from(["", "+", "-"]),
    st.sampled_from(["", "next: b\n", "\n"]),
)
def test_blocks(lines, style, chomping, behind):
    lines = ["first", *lines]
    text = f"key: {style}{chomping}\n" + "".join(f"  {line}\n" if line else "\n" for line in lines) + behind
    check(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["a", "b c", "", "it's", "x: y"[:1]]), min_size=1, max_size=6))
def test_plain_texts_over_lines(lines):
    if not lines[0]:
        lines = ["a", *lines]
    check("key: " + "\n  ".join(lines) + "\n\nnext: b\n")


@pytest.mark.parametrize(
    "text",
    [
        "key: >-\n    folded\n    lines\n\n    paragraph\n",
        "key: |2\n    two more\n  x\n",
        "key: >+\n  a\n\n\n",
        'key: "a \\\n   b \\u00e9\\x41\\\n\n   c\\tz"\n',
        "key: 'it''s\n\n  so'\n",
        "key: | # remark\n  a\n",
        "key: >\n\n  late\n    deep\n  back\n",
        'key: "\\" \\\\ \\/"\n',
    ],
)
def test_rare_forms(text):
    check(text)


def test_an_escape_has_the_place_of_its_backslash():
    value = offsets('"a\\"b"', "double")
    assert value.text == 'a"b'
    assert value.offsets == (1, 2, 4)
    assert value.ends == (2, 4, 5)


def test_a_folded_blank_has_the_place_of_the_line_break_and_the_indentation():
    raw = ">-\n  one\n  two\n"
    value = offsets(raw, "folded")
    assert value.text == "one two"
    assert raw[value.offsets[3] : value.ends[3]] == "\n  "
