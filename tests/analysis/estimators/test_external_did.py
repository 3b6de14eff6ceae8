"""Difference in differences and clustered errors against books and Stata (data/external/printed.csv)."""

import bz2
import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.datasets import grunfeld
from statsmodels.regression.tests.results.results_grunfeld_ols_robust_cluster import results_cluster as stata

from analysis.estimators.inference import crv1
from analysis.validation import printed as validation_printed
from press.tables import schema


@pytest.fixture(scope="module")
def printed():
    return schema.load("printed_elsewhere").set_index("check")["printed"]


def installed(package, *path):
    """A file of a package that need not be installed."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        pytest.skip(f"the package {package} is not installed")
    return Path(found.submodule_search_locations[0]).joinpath(*path)


def test_clustered_errors_are_statas_on_grunfeld():
    """Stata: regress invest mvalue kstock, vce(cluster company); as kept in statsmodels' own tests."""
    ours = [crv1(validation_printed.grunfeld_design(term)) for term in (1, 2, 0)]
    for column, statistic in enumerate(("estimate", "std_error", "t", "p", "ci_low", "ci_high")):
        np.testing.assert_allclose(
            [getattr(one, statistic) for one in ours], stata.params_table[:, column], rtol=0, atol=1e-7
        )
    assert {(one.n, one.df, one.clusters) for one in ours} == {(200, 9, 10)}


def test_the_errors_kept_as_printed_are_those_of_stata(printed):
    """.01589433647768, .08496711097464 and 20.425202580078, the bars that were set beforehand."""
    keys = ["grunfeld_value_se", "grunfeld_capital_se", "grunfeld_constant_se"]
    assert [float(printed[key]) for key in keys] == stata.params_table[:, 1].tolist()
    assert [printed[key] for key in keys] == [".01589433647768", ".08496711097464", "20.425202580078"]


def test_grunfelds_data_are_those_of_statsmodels_without_the_eleventh_firm():
    theirs = grunfeld.load_pandas().data
    theirs = theirs[theirs["firm"] != "American Steel"].sort_values(["firm", "year"])
    ours = schema.load("grunfeld").sort_values(["firm", "year"])
    assert ours["firm"].tolist() == theirs["firm"].tolist()
    np.testing.assert_array_equal(
        ours[["year", "investment", "market_value", "capital_stock"]].to_numpy(float),
        theirs[["year", "invest", "value", "capital"]].to_numpy(float),
    )


@pytest.mark.parametrize(
    "check, figure",
    [
        ("incinerator", -11863.90),
        ("incinerator_se", 7456.65),  # Wooldridge, example 13.3
        ("injury", 0.191),
        ("injury_se", 0.069),
        ("injury_n", 5626),  # Wooldridge, example 13.4
        ("banks", 20.5),
        ("banks_se", 10.72),  # Mastering 'Metrics, chapter 5
    ],
)
def test_books_print_the_same(check, figure, printed):
    assert float(printed[check].replace(",", "")) == figure
    decimals = len(printed[check].partition(".")[2])
    assert round(validation_printed.compute()[check], decimals) == figure


def test_house_prices_are_those_of_the_package_wooldridge():
    with bz2.open(installed("wooldridge", "datasets", "kielmc.csv.bz2")) as file:
        theirs = pd.read_csv(file)
    ours = schema.load("incinerator")
    np.testing.assert_array_equal(ours["near_incinerator"], theirs["nearinc"])
    np.testing.assert_array_equal(ours["after"], theirs["y81"])
    np.testing.assert_allclose(ours["price"], theirs["rprice"], rtol=0, atol=1e-6)


def test_injuries_are_those_of_the_package_wooldridge():
    with bz2.open(installed("wooldridge", "datasets", "injury.csv.bz2")) as file:
        theirs = pd.read_csv(file)
    counted = theirs[theirs["ky"] == 1].groupby(["durat", "afchnge", "highearn"]).size()
    ours = schema.load("injury").set_index(["weeks", "after", "high_earner"])["claims"]
    assert ours.to_dict() == counted.to_dict()


def test_banks_are_those_of_the_package_causalpy():
    theirs = pd.read_csv(installed("causalpy", "data", "banks.csv"))
    theirs = theirs[(theirs["day"] == 1) & (theirs["month"] == 7)]
    np.testing.assert_array_equal(schema.load("banks"), theirs[["year", "bib6", "bib8"]])
