"""What stands behind a `|` in a cell of a pipe table is kept, or its row is named."""

import pytest

from press.render.pipe_tables import mend

RULE = ["| name   |   value |", "|:-------|--------:|"]


@pytest.mark.parametrize(
    ("row", "kept"),
    [
        ("| a|b    |    -0.5 |", r"| a\|b    |    -0.5 |"),
        ("| a|b|c  |    -0.5 |", r"| a\|b\|c  |    -0.5 |"),
        ("| |a|    |    -0.5 |", r"| \|a\|    |    -0.5 |"),
        ("| a      |   1|  2 |", r"| a      |   1\|  2 |"),
        ("| 漢|b   |    -0.5 |", r"| 漢\|b   |    -0.5 |"),
        ("| e\u0301|b    |    -0.5 |", "| e\u0301\\|b    |    -0.5 |"),
    ],
)
def test_a_table_in_columns_keeps_all_it_holds(row, kept):
    result = mend([*RULE, row])
    assert (result.rows, result.mended, result.lost) == ([*RULE, kept], [2], [])


def test_a_header_with_a_bar_is_mended_too():
    rows = ["| a|b | v |", "|-----|---|", "| 1   | 2 |"]
    assert mend(rows).rows == [r"| a\|b | v |", *rows[1:]]


@pytest.mark.parametrize("row", ["| a|b | -0.5 |", "a|b|-0.5", "| x|y | 2 | 3 |"])
def test_a_row_of_no_columns_is_named_and_left(row):
    rows = ["| r | v |", "|---|---|", "| 1 | 2 |", row, ""]
    result = mend(rows)
    assert (result.rows, result.mended, result.lost) == (rows, [], [3])


def test_a_rule_with_plus_signs_counts_its_columns():
    rows = ["| a   | b |", "|-----+---|", "| a|b | c |"]
    assert mend(rows).rows[2] == r"| a\|b | c |"


@pytest.mark.parametrize(
    "rows",
    [
        ["| a | b |", "|---|---|", r"| a\|b | c |"],
        ["| a | b |", "|---|---|", "| `a|b` | c |"],
        ["| a | b |", "|---|---|", "| $P(a|b)$ | c |"],
        ["a | b", "--|--", "c | d"],
        ["a | b", "", "c | d | e"],
        ["```", "| a | b |", "|---|---|", "| a|b | c |", "```"],
        ["| a | b |", "|---|---|", "| c |", "", "x | y | z"],
    ],
)
def test_other_text_is_left_alone(rows):
    result = mend(rows)
    assert (result.rows, result.mended, result.lost) == (rows, [], [])
