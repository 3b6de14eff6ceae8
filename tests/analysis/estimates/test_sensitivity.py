"""The parts of synthetic difference in differences, and other donors, against other ways to compute them."""

import numpy as np
import pytest

from analysis.estimates import placebos, sensitivity
from analysis.estimators.contrasts import before_after, compare
from analysis.estimators.sdid import frank_wolfe, sdid
from analysis.study import CITIES


@pytest.fixture(scope="module")
def numbers():
    return dict(sensitivity.synthetic("hosts"))


def test_the_years_have_the_weights_of_an_independent_recomputation(numbers):
    """2011 .41, 2013 .59: computed by a referee."""
    years = range(2009, 2014)
    weights = [numbers[f"sdid.hosts.weight_{year}"] for year in years]
    assert [round(weight, 2) for weight in weights] == [0, 0, 0.41, 0, 0.59]
    assert sum(weights) == pytest.approx(1)


def test_one_kind_of_weights_alone_is_a_difference_with_the_other_alike(numbers):
    series = placebos.series()
    treated = series.treated(placebos.members("hosts"))
    fit = sdid(series, treated, 2014)
    post = np.array(series.years) >= 2014
    gap = series.values[treated == 1].mean(axis=0) - series.values[treated == 0].mean(axis=0)
    assert numbers["sdid.hosts.years_alone"] == pytest.approx(
        gap[post].mean() - gap[~post] @ fit.time_weights
    )
    control = fit.unit_weights @ series.values[treated == 0]
    gap = series.values[treated == 1].mean(axis=0) - control
    assert numbers["sdid.hosts.units_alone"] == pytest.approx(gap[post].mean() - gap[~post].mean())


def test_the_change_of_sign_comes_from_the_years(numbers):
    series = placebos.series()
    plain = compare(series, before_after(series.years, 2014), series.treated(placebos.members("hosts")))
    assert plain.estimate > 0 and numbers["sdid.hosts.units_alone"] > 0
    assert numbers["sdid.hosts.years_alone"] < 0 and numbers["sdid.hosts.estimate"] < 0


def test_without_the_senders_it_is_that_of_an_independent_recomputation(numbers):
    """-2.42: computed by a referee; the weights by Frank and Wolfe agree within their stopping rule."""
    assert round(numbers["sdid.hosts.alone"], 2) == -2.42
    few = placebos.series().without(placebos.members("senders5"))
    by_steps = sdid(few, few.treated(placebos.members("hosts")), 2014, frank_wolfe)
    assert numbers["sdid.hosts.alone"] == pytest.approx(by_steps.estimate, abs=0.02)
    fewer = few.without(CITIES)
    assert len(fewer.units) == 9
    assert (
        numbers["sdid.hosts.alone_without_cities"]
        == sdid(fewer, fewer.treated(placebos.members("hosts")), 2014).estimate
    )
