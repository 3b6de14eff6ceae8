"""Bad tables for the audit are read right or refused in a sentence, soon and with little memory."""

import os

import pytest
import tables
from hypothesis import HealthCheck, given, settings, strategies as st
from watch import problem, watched

from analysis.audit import command

FILES = tables.files()
# what every case needs is loaded before the cases fork off
command.run(str(tables.DATA / "published" / "table2.csv"))


def judge(path, expected):
    outcome = watched(command.run, str(path))
    assert not problem(outcome, expected), problem(outcome, expected)
    assert all(line.isprintable() for line in outcome.words.splitlines()), "a terminal shows it as text"


@pytest.mark.parametrize("case", tables.CELLS)
def test_cells(tmp_path, case):
    value, expected = tables.CELLS[case]
    (tmp_path / "table.csv").write_text(tables.with_cell(value), encoding="utf-8")
    judge(tmp_path / "table.csv", expected)


@pytest.mark.parametrize("case", FILES)
def test_files(tmp_path, case):
    content, expected = FILES[case]
    (tmp_path / "table.csv").write_bytes(content)
    judge(tmp_path / "table.csv", expected)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    (tmp_path / "folder.csv").mkdir()
    for name, expected in {
        "pipe": "no regular file",
        "endless": "no regular file",
        "folder": "Is a directory",
        "none": "no such file",
    }.items():
        judge(tmp_path / f"{name}.csv", expected)


def test_options_out_of_bounds():
    for options in (
        {"most_rows": 10**9},
        {"rows": 10**9},
        {"level": 1.0},
        {"level": float("nan")},
        {"rows": -1},
    ):
        outcome = watched(
            lambda options=options: command.run(str(tables.DATA / "published" / "table2.csv"), **options)
        )
        assert not problem(outcome, "expected"), problem(outcome, "expected")


NUMBER = st.one_of(
    st.decimals(allow_nan=False, allow_infinity=False, places=3).map(str),
    st.floats().map(str),
    st.text(max_size=8),
    st.sampled_from(
        ["", "-0", "1,000", "1.000,5", "<0.001", "(2)", "2**", "NaN", "1e5", "\0", "\u202e1", "'1"]
    ),
)


@settings(
    max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(
    cells=st.lists(st.lists(NUMBER, min_size=2, max_size=7), min_size=3, max_size=5),
    delimiter=st.sampled_from(",;\t"),
)
def test_any_table(tmp_path, cells, delimiter):
    lines = [delimiter.join(tables.COLUMNS[-6:]), *(delimiter.join(row) for row in cells)]
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="utf-8", errors="replace")
    judge(tmp_path / "table.csv", "")
