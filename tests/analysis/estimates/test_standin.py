"""The committed stand-in gives back Tables 2 and 3, and it is what the command makes."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import standin
from analysis.inputs.published import STATISTICS, load_table
from analysis.panel.load import STANDIN, load_panel, official_panel

SIZES = {2: (50, 30, 105, 60), 3: (65, 15, 135, 30)}
"""Cells that the printed errors and intervals imply: others pre, group pre, others post, group post."""


@pytest.fixture(scope="module")
def frame():
    return load_panel(STANDIN).frame


@pytest.fixture(scope="module")
def official():
    return official_panel(layout=245)


@pytest.fixture(scope="module")
def results(frame):
    return {2: standin.inflow(frame), 3: standin.outflow(frame)}


@pytest.mark.parametrize(
    ("number", "term", "column"),
    [(number, term, column) for number in (2, 3) for term, column in load_table(number).cells],
)
def test_every_printed_digit(results, number, term, column):
    """The article's Tables 2 and 3, with the two slips of data/published/slips.csv corrected."""
    printed = load_table(number).correct(term, column)
    row = next(row for row in results[number].rows() if row["term"] == term)
    assert f"{row[STATISTICS[column]]:.{printed.decimals}f}" == f"{printed.value:.{printed.decimals}f}"


@pytest.mark.parametrize("number", [2, 3])
def test_design_of_the_published_tables(results, number):
    assert results[number].cell_sizes == SIZES[number]
    assert (results[number].n, results[number].df) == (245, 241)


def test_totals_and_spreads_that_the_printed_digits_leave_open(results):
    """Exact interval arithmetic on the printed digits leaves these totals, these ranges of s and s2 only."""
    totals = np.multiply(results[3].cell_means, results[3].cell_sizes)
    assert totals == pytest.approx([281_472, 84_035, 908_477, 329_510], abs=1e-6)
    assert 10_424.3487 <= results[3].residual_sd <= 10_424.3521
    assert 142.313 <= results[2].residual_sd ** 2 <= 142.388


def test_committed_file_is_a_fresh_calibration(tmp_path):
    standin.write_panel(tmp_path / "panel.csv")
    assert (tmp_path / "panel.csv").read_bytes() == STANDIN.read_bytes()


def test_order_of_the_official_rows_does_not_matter(official):
    shuffled = official.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(standin.calibrate(shuffled), standin.calibrate(official))


def test_regions_years_and_populations_are_the_official_ones(official):
    committed = pd.read_csv(STANDIN).set_index(["year", "region"])
    real = official.set_index(["year", "region"])
    assert committed.index.is_monotonic_increasing
    assert committed["population"].sort_index().equals(real["population"].sort_index().astype("int64"))


def test_migrants_are_whole_persons_and_few_of_the_inhabitants():
    committed = pd.read_csv(STANDIN)
    for column in ("in_migration", "out_migration"):
        assert committed[column].dtype == "int64"
        rate = 1000 * committed[column] / committed["population"]
        assert rate.between(0.99, 100).all()


@pytest.mark.parametrize(
    ("outcome", "group"), [("in_migration_rate", "program"), ("out_migration", "sender")]
)
def test_no_year_stands_out(frame, outcome, group):
    """The article describes its series as stable and gradual.

    No group's mean here moves by a fifth in a year.
    """
    means = frame.groupby([group, "year"])[outcome].mean().unstack("year")
    assert (means.T.pct_change().dropna().abs() < 0.2).all(axis=None)


def test_a_panel_that_misses_a_digit_is_refused(official):
    """Without Shymkent the cells have other sizes, and no panel of theirs has the printed errors."""
    with pytest.raises(ValueError, match="misses printed digits"):
        standin.calibrate(official[official["region"] != "Shymkent city"])


def test_one_person_more_is_noticed(frame):
    """Table 3's digits fix each cell's total to the person."""
    changed = frame.assign(out_migration=frame["out_migration"] + (frame.index == 0))
    assert standin.misses(frame) == []
    assert standin.misses(changed) != []


def test_rounding_keeps_the_total_and_moves_no_value_by_one():
    values = np.array([1.2, 2.7, 3.3, 0.8])
    rounded = standin.rounded_to_total(values)
    assert rounded.tolist() == [1, 3, 3, 1]
    assert rounded.sum() == values.sum()


def test_settling_keeps_totals_and_reaches_the_range():
    counts, cells = 100 + 37 * np.arange(40) % 101, np.repeat([0, 1], 20)
    low = standin.squares(counts, cells) + 1234
    settled = standin.settled(counts, cells, (low, low + 2))
    assert low <= standin.squares(settled, cells) <= low + 2
    assert [settled[cells == c].sum() for c in (0, 1)] == [counts[cells == c].sum() for c in (0, 1)]
