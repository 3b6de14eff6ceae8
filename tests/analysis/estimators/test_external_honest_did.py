"""Sensitivity to parallel trends against the R package HonestDiD on its Medicaid example.

The kept results are held to print here; where moderndid is installed (`make external`) everything is
computed anew.
"""

import importlib.util

import numpy as np
import pandas as pd
import pytest
from statsmodels.regression.linear_model import OLS

from analysis.estimates import honest_did
from press.tables import schema

MODERNDID = importlib.util.find_spec("moderndid")
needs_moderndid = pytest.mark.skipif(MODERNDID is None, reason="moderndid is not installed (make external)")

# HonestDiD's README, createSensitivityResults_relativeMagnitudes and createSensitivityResults:
# lower and upper bounds.
MAGNITUDE = {0.5: (0.0240, 0.0672), 1: (0.0170, 0.0720), 1.5: (0.00824, 0.0797), 2: (-0.000916, 0.0881)}
SMOOTHNESS = {
    0: (0.0259, 0.0607),
    0.01: (0.0132, 0.0787),
    0.02: (0.00286, 0.0907),
    0.03: (-0.00714, 0.101),
    0.04: (-0.0171, 0.111),
    0.05: (-0.0271, 0.121),
}


@pytest.fixture(scope="module")
def kept():
    return schema.load("honest_did")


@pytest.mark.parametrize(
    "restriction, printed, tolerance", [("magnitude", MAGNITUDE, 5e-4), ("smoothness", SMOOTHNESS, 1e-3)]
)
def test_medicaid_is_as_the_r_package_prints_it(kept, restriction, printed, tolerance):
    rows = kept[(kept["study"] == "medicaid") & (kept["restriction"] == restriction)]
    assert set(rows["bound"]) == printed.keys()
    for row in rows.itertuples():
        np.testing.assert_allclose((row.ci_low, row.ci_high), printed[row.bound], rtol=0, atol=tolerance)


def test_every_study_and_bound_is_kept(kept):
    wanted = {
        (study.name, restriction, bound)
        for study in honest_did.studies()
        for restriction, bounds in study.bounds.items()
        for bound in bounds
    }
    assert set(zip(kept["study"], kept["restriction"], kept["bound"], strict=True)) == wanted


def test_wider_bounds_give_wider_intervals(kept):
    for _, rows in kept.groupby(["study", "restriction"]):
        rows = rows.sort_values("bound")
        assert (np.diff(rows["ci_low"]) < 0).all() and (np.diff(rows["ci_high"]) > 0).all()


def test_moments_are_those_of_a_regression_on_state_and_year_effects():
    """Clustered by state, with fixest's factor: unit effects, nested in the clusters, do not count."""
    frame = schema.load("medicaid")
    years = [year for year in sorted(frame["year"].unique()) if year != 2013]
    interactions = np.column_stack([(frame["year"] == year) * frame["expanded"] for year in years])
    dummies = pd.get_dummies(frame[["state", "year"]].astype(str), drop_first=True).to_numpy(float)
    X = np.column_stack([interactions, np.ones(len(frame)), dummies])
    fit = OLS(frame["insured"], X).fit(
        cov_type="cluster", cov_kwds={"groups": frame["state"], "use_correction": False}
    )
    n, states, k = len(frame), frame["state"].nunique(), len(years) + 8
    ours = honest_did.medicaid().moments
    np.testing.assert_allclose(ours.coefficients, fit.params.iloc[:7], rtol=1e-9)
    np.testing.assert_allclose(
        ours.covariance, fit.cov_params().iloc[:7, :7] * states / (states - 1) * (n - 1) / (n - k), rtol=1e-8
    )
    assert (ours.n_before, ours.n_after) == (5, 2)


def test_the_official_studies_ask_for_the_mean_effect_after_2014():
    for study in honest_did.studies()[1:]:
        assert (study.moments.n_before, study.moments.n_after) == (4, 10)
        assert study.weights.tolist() == [0.1] * 10


@pytest.mark.skipif(MODERNDID is not None, reason="moderndid is installed")
def test_without_moderndid_the_command_says_what_is_missing():
    from press.base.errors import InputError

    with pytest.raises(InputError, match="moderndid: set up `make external`"):
        honest_did.compute()


@needs_moderndid
@pytest.mark.parametrize("study", honest_did.studies(), ids=lambda study: study.name)
@pytest.mark.parametrize("restriction", ["magnitude", "smoothness"])
def test_what_is_kept_comes_out_again(kept, study, restriction):
    rows = kept[(kept["study"] == study.name) & (kept["restriction"] == restriction)].sort_values("bound")
    anew = pd.DataFrame(honest_did.intervals(study, restriction)).sort_values("bound")
    for side in ("ci_low", "ci_high"):
        width = rows["ci_high"] - rows["ci_low"]
        assert (np.abs(anew[side].to_numpy() - rows[side].to_numpy()) < 1e-3 * width.to_numpy()).all()


@needs_moderndid
def test_the_sample_is_that_of_the_example():
    from moderndid.core.data import load_ehec

    theirs = pd.DataFrame(load_ehec().to_dict(as_series=False))
    theirs = theirs[(theirs["year"] < 2016) & (theirs["yexp2"] != 2015)].sort_values(["stfips", "year"])
    ours = schema.load("medicaid")
    assert len(ours) == len(theirs)
    np.testing.assert_array_equal(
        ours["expanded"], theirs["yexp2"].map(lambda year: int(year is not None and year == 2014))
    )
    np.testing.assert_allclose(ours["insured"], theirs["dins"], rtol=0, atol=1e-7)
