"""Bad panels are read right or refused in a sentence, soon and with little memory."""

import os

import panels
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from watch import problem, watched

from analysis.panel.load import STANDIN, describe, load_panel

FILES = panels.files() | panels.workbooks()


@pytest.fixture(scope="module", autouse=True)
def warm():
    """What every case needs is loaded once, before the cases fork off."""
    describe(load_panel(STANDIN))


def judge(path, expected):
    outcome = watched(lambda: describe(load_panel(path)))
    assert not problem(outcome, expected), problem(outcome, expected)
    if outcome.verdict == "read":
        assert all(line.isprintable() for line in outcome.words.splitlines()), "a terminal shows it as text"
    return outcome


@pytest.mark.parametrize("case", panels.CELLS)
def test_cells(tmp_path, case):
    column, value, expected = panels.CELLS[case]
    judge(panels.put(tmp_path, "panel.csv", panels.with_cell(value, column).encode()), expected)


@pytest.mark.parametrize("case", panels.GIVEN)
def test_columns_that_may_be_given(tmp_path, case):
    name, value, expected = panels.GIVEN[case]
    judge(
        panels.put(tmp_path, "panel.csv", panels.with_column(name, value).encode()),
        expected.replace("varies", "one and the same number"),
    )


@pytest.mark.parametrize("case", FILES)
def test_files(tmp_path, case):
    name, content, expected = FILES[case]
    judge(panels.put(tmp_path, name, content), expected)


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    (tmp_path / "circle.csv").symlink_to("circle.csv")
    (tmp_path / "nowhere.csv").symlink_to("absent.csv")
    (tmp_path / "folder.csv").mkdir()
    for name, expected in {
        "pipe": "no regular file",
        "endless": "no regular file",
        "circle": "cannot be read",
        "nowhere": "no such file",
        "folder": "Is a directory",
    }.items():
        judge(tmp_path / f"{name}.csv", expected)


def test_a_link_to_a_panel_elsewhere_is_the_users_own_choice(tmp_path):
    panels.put(tmp_path, "real.csv", panels.written().encode())
    (tmp_path / "link.csv").symlink_to("real.csv")
    judge(tmp_path / "link.csv", "read")


RARE = st.sampled_from(
    [
        "\0",
        "\ufeff",
        "\u200f",
        "\u202e",
        "\r",
        "\n",
        '"',
        ",",
        ";",
        "=",
        "'",
        "1e308",
        "NaN",
        "-0",
        "1,000",
        "#REF!",
        "\x1b[",
    ]
)
CELL = st.one_of(
    st.text(max_size=12), RARE, st.floats().map(str), st.integers().map(str), st.dates().map(str)
)
LIGHT = settings(
    max_examples=30, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.long
@LIGHT
@given(value=CELL, column=st.sampled_from(panels.HEADER), row=st.integers(2, 30))
def test_any_text_in_any_cell(tmp_path, value, column, row):
    text = panels.with_cell(value, column, row).encode("utf-8", "surrogatepass")
    judge(panels.put(tmp_path, "panel.csv", text), "")


@LIGHT
@given(
    rows=st.lists(st.lists(CELL, max_size=7), max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    delimiter=st.sampled_from(",;"),
)
def test_any_table(tmp_path, rows, end, delimiter):
    text = panels.written(rows, end=end, delimiter=delimiter).encode("utf-8", "surrogatepass")
    judge(panels.put(tmp_path, "panel.csv", text), "")


@pytest.mark.long
@LIGHT
@given(
    data=st.binary(max_size=200), at=st.integers(0, 6000), name=st.sampled_from(["p.csv", "p.xlsx", "p.xls"])
)
def test_spoilt_bytes(tmp_path, data, at, name):
    good = GOOD[name]
    at %= len(good)
    judge(panels.put(tmp_path, name, good[:at] + data + good[at + len(data) :]), "")


GOOD = {"p.csv": panels.written().encode(), "p.xlsx": panels.workbook(), "p.xls": panels.old_workbook()}
