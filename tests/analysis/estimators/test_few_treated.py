"""Inference for few treated units against enumeration, simulation and an independent recomputation."""

from itertools import product

import numpy as np
import pytest

from analysis.estimates.placebos import few_treated
from analysis.estimators.few_treated import conley_taber, ferman_pinto, share_as_large

CHANGES = np.array([2.0, -1.0, 0.5, 1.5, -2.5, 0.25, 3.0])
TREATED = np.array([1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0])


def test_a_sum_of_independent_variables_is_the_enumeration():
    rng = np.random.default_rng(3)
    variables = [rng.normal(size=size) for size in (4, 5, 3, 6)]
    sums = np.array([sum(values) for values in product(*variables)])
    for observed in (0.3, 1.0, 2.2):
        expected = np.mean(np.abs(sums) >= observed)
        assert share_as_large(observed, variables) == pytest.approx(expected, abs=0.01)


def test_a_value_that_no_sum_reaches_has_no_share():
    assert share_as_large(5.1, [np.array([-1.0, 1.0])] * 5) == pytest.approx(0, abs=1e-9)
    assert share_as_large(0.0, [np.array([-1.0, 1.0])] * 5) == pytest.approx(1)


def test_conley_and_taber_draw_the_treated_changes_from_the_others():
    """Every pair of the five others' deviations from their mean, by hand."""
    others = CHANGES[2:] - CHANGES[2:].mean()
    estimate = CHANGES[:2].mean() - CHANGES[2:].mean()
    pairs = np.array([(a + b) / 2 for a, b in product(others, repeat=2)])
    expected = np.mean(np.abs(pairs) >= abs(estimate))
    assert conley_taber(CHANGES, TREATED) == pytest.approx(expected, abs=0.03)


def test_ferman_and_pinto_draw_every_unit_from_all_and_scale_by_its_size():
    sizes = np.array([1.0, 2.0, 1.5, 3.0, 1.2, 2.5, 1.1])
    means = np.where(TREATED == 1, CHANGES[:2].mean(), CHANGES[2:].mean())
    deviations = CHANGES - means
    slope, level = np.polyfit(1 / sizes, deviations**2, 1)
    spread = np.sqrt(level + slope / sizes)
    rng = np.random.default_rng(8)
    drawn = rng.choice(deviations / spread, (200_000, 7)) * spread
    placebos = drawn[:, :2].mean(axis=1) - drawn[:, 2:].mean(axis=1)
    expected = np.mean(np.abs(placebos) >= abs(CHANGES[:2].mean() - CHANGES[2:].mean()))
    assert ferman_pinto(CHANGES, TREATED, sizes) == pytest.approx(expected, abs=0.01)


def test_a_variance_that_is_not_positive_is_refused():
    """The smallest units do not vary, the others do: the line through their squares falls below zero."""
    sizes = np.array([1.0, 1.0, 0.2, 0.1, 1.0, 1.0, 1.0])
    changes = np.array([20.0, 0.0, 0.0, 0.0, 10.0, -10.0, 0.0])
    with pytest.raises(ValueError, match="not positive"):
        ferman_pinto(changes, TREATED, sizes)


def test_the_p_of_ferman_and_pinto_is_that_of_an_independent_recomputation():
    """A referee drew .60, .11 and .10 at random; without drawing they are .607, .107 and .104."""
    drawn = {"hosts": 0.60, "senders5": 0.11, "senders3": 0.10}
    for group, p in drawn.items():
        assert few_treated(group)["ferman_pinto_p"] == pytest.approx(p, abs=0.01)
