"""Equivalence against a ceiling, and what a test of trends could have seen."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from scipy import stats

from analysis.estimates import equivalence, placebos
from analysis.estimators.inference import Inference


@pytest.fixture(scope="module")
def numbers():
    return dict(equivalence.scalars("hosts"))


def test_the_interval_and_p_are_those_of_an_independent_recomputation(numbers):
    """Computed by a referee."""
    assert round(numbers["equivalence.hosts.ci_low"], 2) == -2.14
    assert round(numbers["equivalence.hosts.ci_high"], 2) == 4.38
    assert round(numbers["equivalence.hosts.p"], 2) == 0.42


@pytest.mark.parametrize("estimate", [0.0, 0.6, -0.6, 3.0])
def test_p_is_the_larger_of_two_one_sided_tests(estimate):
    change = Inference("crv1", estimate, 240, 16, std_error=0.8, df=15)
    t = stats.t(15)
    above, below = t.sf((estimate + 1.5) / 0.8), t.cdf((estimate - 1.5) / 0.8)
    assert equivalence.equivalence_p(change, 1.5) == pytest.approx(max(above, below), rel=1e-12)
    low, high = equivalence.one_sided_interval(change)
    assert (low > -1.5 and high < 1.5) == (equivalence.equivalence_p(change, 1.5) < 0.05)


def test_a_precise_small_change_is_equivalent():
    change = Inference("crv1", 0.1, 240, 16, std_error=0.2, df=15)
    assert equivalence.equivalence_p(change, 1.5) < 0.001
    assert equivalence.equivalence_p(replace(change, std_error=5.0), 1.5) > 0.3


def test_a_slope_is_conspicuous_beyond_those_of_95_percent_of_all_choices(numbers):
    """2.05, and 7.5 years from the middle of 2009-2013 to that of 2014-2023: a referee's recomputation."""
    assert round(numbers["pretest.hosts.conspicuous"], 2) == 2.05
    series = placebos.series().between(2009, 2013)
    slopes = np.polyfit(range(5), series.values.T, 1)[0]
    every = [
        abs(slopes[list(chosen)].mean() - np.delete(slopes, chosen).mean())
        for chosen in combinations(range(16), 6)
    ]
    assert np.mean(np.array(every) >= numbers["pretest.hosts.conspicuous"]) == pytest.approx(0.05, abs=2e-4)
    own = slopes[series.treated(placebos.members("hosts")) == 1].mean()
    own -= slopes[series.treated(placebos.members("hosts")) == 0].mean()
    assert round(own, 2) == 1.47
    assert numbers["pretest.hosts.continued"] == pytest.approx(7.5 * own)
