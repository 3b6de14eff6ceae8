"""Contrasts of regions' series against least squares with dummies, and against loops over all assignments."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.estimators.contrasts import (
    Series,
    against_mean,
    against_year,
    before_after,
    compare,
    difference,
    joint_p,
    slope,
)
from analysis.estimators.inference import TIE

YEARS = range(2010, 2017)
LAUNCH = 2014


@pytest.fixture
def frame():
    rng = np.random.default_rng(5)
    rows = [
        (f"R{r}", year, int(r in (1, 4, 6)), rng.normal() + r * rng.normal())
        for r in range(8)
        for year in YEARS
    ]
    return pd.DataFrame(rows, columns=["region", "year", "group", "y"])


@pytest.fixture
def series(frame):
    return Series.of(frame, "y", "region")


@pytest.fixture
def treated(series):
    return series.treated(["R1", "R4", "R6"])


def nested_bse(fit, frame, name):
    """The error of statsmodels, which counts every dummy, with regions (nested in clusters) counted once."""
    n, k, regions = len(frame), len(fit.params), frame["region"].nunique()
    return fit.bse[name] * np.sqrt((n - k) / (n - (k - (regions - 1))))


def regression(frame, formula):
    """Least squares with dummies of regions and years, clustered by region."""
    codes = pd.factorize(frame["region"])[0]
    return smf.ols(f"{formula} + C(region) + C(year)", frame).fit(
        cov_type="cluster", cov_kwds={"groups": codes}
    )


def test_a_panel_becomes_a_matrix(frame, series, treated):
    assert series.units == tuple(f"R{r}" for r in range(8)) and series.years == tuple(YEARS)
    assert series.values[2, 3] == frame.query("region == 'R2' and year == 2013")["y"].item()
    assert treated.tolist() == [0, 1, 0, 0, 1, 0, 1, 0]
    assert series.between(2011, 2013).years == (2011, 2012, 2013)
    np.testing.assert_array_equal(series.between(2011, 2013).values, series.values[:, 1:4])
    assert series.without(["R0", "R7"]).units == ("R1", "R2", "R3", "R4", "R5", "R6")
    np.testing.assert_array_equal(series.without(["R0", "R7"]).values, series.values[1:7])


def test_a_panel_with_a_hole_is_refused(frame):
    with pytest.raises(ValueError, match="not balanced"):
        Series.of(frame.drop(index=5), "y", "region")


def test_before_and_after_is_the_interaction_with_region_and_year_dummies(frame, series, treated):
    ours = compare(series, before_after(series.years, LAUNCH), treated)
    theirs = regression(frame.assign(x=frame["group"] * (frame["year"] >= LAUNCH)), "y ~ x")
    assert ours.estimate == pytest.approx(theirs.params["x"], rel=1e-10)
    assert ours.std_error == pytest.approx(nested_bse(theirs, frame, "x"), rel=1e-8)


@pytest.mark.parametrize("year", [2010, 2012, 2015])
def test_a_year_against_a_reference_is_its_coefficient(frame, series, treated, year):
    """Estimate and error are those of the regression on all years."""
    formula = "y ~ " + " + ".join(f"I(group * (year == {y}))" for y in YEARS if y != 2013)
    theirs = regression(frame, formula)
    ours = compare(series, against_year(series.years, year, 2013), treated, interactions=len(YEARS) - 1)
    name = f"I(group * (year == {year}))"
    assert ours.estimate == pytest.approx(theirs.params[name], rel=1e-9)
    assert ours.std_error == pytest.approx(nested_bse(theirs, frame, name), rel=1e-8)


def test_a_year_against_the_mean_before_is_its_coefficient_less_the_mean_lead(series, treated):
    against_2013 = {
        y: compare(series, against_year(series.years, y, 2013), treated).estimate for y in YEARS if y != 2013
    } | {2013: 0}
    mean = np.mean([against_2013[y] for y in range(2010, 2014)])
    for year in YEARS:
        ours = compare(series, against_mean(series.years, year, LAUNCH), treated)
        assert ours.estimate == pytest.approx(against_2013[year] - mean, rel=1e-9)


def test_the_slope_is_the_groups_own_trend_before_the_launch(frame, series, treated):
    before = frame[frame["year"] < LAUNCH].assign(time=lambda f: f["year"] - 2010)
    theirs = regression(before, "y ~ I(group * time)").params["I(group * time)"]
    assert compare(series, slope(series.years, LAUNCH), treated).estimate == pytest.approx(theirs, rel=1e-9)


def test_a_slope_is_per_year():
    assert slope((2010, 2011, 2012, 2014), 2014) @ np.array([1.0, 4.0, 7.0, 99.0]) == pytest.approx(3.0)


def looped(values, size=3):
    """Every difference of means between `size` regions and the others, one by one."""
    return np.array(
        [
            values[list(chosen)].mean(axis=0) - np.delete(values, chosen, axis=0).mean(axis=0)
            for chosen in combinations(range(len(values)), size)
        ]
    )


def test_randomization_is_the_loop_over_all_assignments(series, treated):
    weights = before_after(series.years, LAUNCH)
    pool = looped(series.values @ weights)
    ours = compare(series, weights, treated)
    assert ours.ri_p == np.mean(np.abs(pool) >= abs(ours.estimate) * (1 - TIE))


def test_the_joint_test_is_the_loop_over_sums_of_squares(series, treated):
    weights = np.array([against_year(series.years, year, 2013) for year in (2010, 2011, 2012)])
    pool = np.sum(looped(series.values @ weights.T) ** 2, axis=1)
    actual = np.sum([compare(series, row, treated).estimate ** 2 for row in weights])
    assert joint_p(series, weights, treated) == np.mean(pool >= actual * (1 - TIE))


def test_differences_of_several_contrasts_at_once(series, treated):
    values = series.values[:, :2]
    both = difference(values, treated[None])
    assert both.shape == (1, 2)
    assert both[0, 1] == pytest.approx(difference(values[:, 1], treated[None])[0])
