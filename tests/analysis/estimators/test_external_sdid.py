"""Synthetic difference in differences against the R package synthdid on California's Proposition 99."""

import importlib.util
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize

from analysis.estimators.contrasts import Series
from analysis.estimators.sdid import exact, frank_wolfe, jackknife_se, placebo_se, sdid
from analysis.validation.printed import PROPOSITION_99, california_series, smoking
from press.tables import schema


def test_the_r_packages_estimates():
    """R prints -15.604 (Stata's sdid -15.60383) and -27.349."""
    ours = smoking()
    assert round(ours["smoking_sdid"], 3) == -15.604
    assert ours["smoking_sdid"] == pytest.approx(-15.60383, abs=5e-6)
    assert round(ours["smoking_did"], 3) == -27.349


def test_exact_weights_lower_the_objective_that_the_r_package_minimizes():
    """Frank-Wolfe stops early; the estimates differ in the third decimal, no more."""
    series, california = california_series()
    ours, theirs = (sdid(series, california, PROPOSITION_99, solver) for solver in (exact, frank_wolfe))
    assert abs(ours.estimate - theirs.estimate) < 2e-3
    before = series.values[california == 0][:, :19]
    target = series.values[california == 1][0, :19]
    ridge = 12**0.25 * np.diff(before, axis=1).std(ddof=1)
    values = [objective(fit.unit_weights, before.T, target, ridge) for fit in (ours, theirs)]
    assert 0 < values[1] - values[0] < 0.005 * values[0]


def objective(weights, A, b, ridge):
    error = (A - A.mean(axis=0)) @ weights - (b - b.mean())
    return error @ error / len(b) + ridge**2 * weights @ weights


@pytest.mark.parametrize("seed", range(5))
def test_exact_weights_are_those_of_a_general_solver(seed):
    random = np.random.default_rng(seed)
    A, b, ridge = random.normal(0, 3, (7, 5)), random.normal(0, 3, 7), 0.7
    general = minimize(
        objective,
        np.full(5, 0.2),
        (A, b, ridge),
        method="SLSQP",
        bounds=[(0, 1)] * 5,
        constraints={"type": "eq", "fun": lambda w: w.sum() - 1},
        options={"ftol": 1e-14, "maxiter": 1000},
    )
    weights = exact(A[None], b[None], np.array([ridge]), np.ones(1))[0]
    np.testing.assert_allclose(weights, general.x, atol=1e-5)
    assert objective(weights, A, b, ridge) <= general.fun * (1 + 1e-9) + 1e-12
    assert weights.min() >= 0 and weights.sum() == pytest.approx(1)


@pytest.fixture
def toy():
    """Seven regions, two of them treated from year 4 on with an effect of 3."""
    random = np.random.default_rng(1)
    values = random.normal(0, 1, (7, 1)) + random.normal(0, 1, (1, 6)) + random.normal(0, 0.5, (7, 6))
    values[:2, 3:] += 3
    return Series(values, tuple("abcdefg"), (1, 2, 3, 4, 5, 6)), np.array([1.0, 1, 0, 0, 0, 0, 0])


def test_a_common_shock_and_a_regions_level_do_not_matter(toy):
    series, treated = toy
    moved = Series(
        series.values + np.arange(7)[:, None] + np.array([0, 5, 1, 2, 9, 4]), series.units, series.years
    )
    first, second = sdid(series, treated, 4), sdid(moved, treated, 4)
    assert second.estimate == pytest.approx(first.estimate, abs=1e-9)


def test_placebos_are_enumerated(toy):
    series, treated = toy
    controls = series.without("ab")
    placebos = [sdid(controls, controls.treated(pair), 4).estimate for pair in combinations("cdefg", 2)]
    assert placebo_se(series, treated, 4) == pytest.approx(np.std(placebos), rel=1e-12)


def test_the_jackknife_keeps_the_weights(toy):
    series, treated = toy
    fit = sdid(series, treated, 4)
    left_out = []
    for gone in range(7):
        units = np.delete(np.concatenate([[0.5, 0.5], -fit.unit_weights]), gone)
        treated_rows, control_rows = units > 0, units <= 0
        units[treated_rows] /= units[treated_rows].sum()
        units[control_rows] /= -units[control_rows].sum()
        gap = units @ np.delete(series.values, gone, axis=0)
        left_out.append(gap[3:].mean() - fit.time_weights @ gap[:3])
    expected = np.sqrt(6 / 7 * np.sum((np.array(left_out) - np.mean(left_out)) ** 2))
    assert jackknife_se(series, treated, 4) == pytest.approx(expected, rel=1e-12)


def test_too_few_regions_are_refused(toy):
    series, _ = toy
    with pytest.raises(ValueError, match="two treated"):
        jackknife_se(series, series.treated("a"), 4)
    with pytest.raises(ValueError, match="more controls"):
        placebo_se(series, series.treated("abcd"), 4)


def test_cigarette_sales_are_those_of_the_package_synthdid():
    found = importlib.util.find_spec("synthdid")
    if found is None:
        pytest.skip("the package synthdid-py is not installed")
    theirs = pd.read_csv(
        Path(found.submodule_search_locations[0]) / "data" / "california_prop99.csv", sep=";"
    )
    theirs = theirs.sort_values(["State", "Year"])
    ours = schema.load("smoking")
    assert (
        ours["state"].tolist() == theirs["State"].tolist()
        and ours["year"].tolist() == theirs["Year"].tolist()
    )
    # single precision there
    np.testing.assert_allclose(ours["packs"], theirs["PacksPerCapita"], rtol=0, atol=2e-5)
