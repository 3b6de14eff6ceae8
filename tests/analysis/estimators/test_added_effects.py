"""Power by adding an effect to every choice of units, against adding it and testing, choice by choice."""

import numpy as np
import pytest

from analysis.estimators import added_effects
from analysis.estimators.contrasts import difference, squared_influences
from analysis.estimators.inference import Design, assignments, crv1, exceedance

UNITS, TREATED, YEARS, LEVEL = 8, 3, 4, 0.05
POST = np.array([0, 0, 1, 1])


@pytest.fixture(scope="module")
def outcomes():
    """Eight units in two years before and two after, one of which changes far more than the others."""
    values = np.random.default_rng(5).normal(size=(UNITS, YEARS))
    values[2, 2:] += 3
    return values


@pytest.fixture(scope="module")
def changes(outcomes):
    return outcomes[:, POST == 1].mean(axis=1) - outcomes[:, POST == 0].mean(axis=1)


@pytest.mark.parametrize("effect", [0.5, 1.5, 3.0, 6.0])
def test_clustered_errors_find_what_the_regression_finds_once_the_effect_is_added(outcomes, changes, effect):
    above = added_effects.found_by_clustered(changes, TREATED, outcomes.size, 4, LEVEL)
    expected = []
    for chosen in assignments(UNITS, TREATED):
        group, post = np.repeat(chosen, YEARS), np.tile(POST, UNITS)
        X = np.column_stack([np.ones(UNITS * YEARS), group, post, group * post])
        y = outcomes.ravel() + effect * group * post
        found = crv1(Design(y, X, np.repeat(np.arange(UNITS), YEARS), term=3))
        expected.append(found.p < LEVEL and found.estimate > 0)
    assert (above < effect).tolist() == expected
    assert added_effects.share_found(above, effect) == np.mean(expected)


@pytest.mark.parametrize("effect", [0.5, 1.5, 3.0, 6.0])
def test_randomization_finds_what_it_finds_once_the_effect_is_added(changes, effect):
    above = added_effects.found_by_randomization(changes, TREATED, LEVEL)
    pool = assignments(UNITS, TREATED)
    expected = []
    for chosen in pool:
        raised = changes + effect * chosen
        estimate = difference(raised, chosen[None])[0]
        expected.append(exceedance(estimate, difference(raised, pool)) < LEVEL and estimate > 0)
    assert (above < effect).tolist() == expected


def test_some_choices_find_a_middling_effect_and_all_a_large_one(outcomes, changes):
    above = added_effects.found_by_randomization(changes, TREATED, LEVEL)
    assert 0 < added_effects.share_found(above, 2.0) < 1 == added_effects.share_found(above, 100.0)


def test_the_detectable_effect_is_the_smallest_found_in_the_given_share():
    above = np.array([4.0, 1.0, 3.0, 2.0, 5.0])
    assert added_effects.detectable(above, 0.8) == 4.0
    assert added_effects.share_found(above, 4.0) == 0.6 and added_effects.share_found(above, 4.1) == 0.8


def test_steps_of_any_size_give_the_same(changes, monkeypatch):
    whole = added_effects.found_by_randomization(changes, TREATED, LEVEL)
    monkeypatch.setattr(added_effects, "AT_ONCE", 5)
    assert added_effects.found_by_randomization(changes, TREATED, LEVEL).tolist() == whole.tolist()


@pytest.mark.parametrize("less", [0, 1])
def test_squared_influences_are_each_assignments_own(changes, less):
    pool = assignments(UNITS, TREATED)
    for chosen, found in zip(pool, squared_influences(changes, pool, less=less), strict=True):
        parts = changes[chosen == 1], changes[chosen == 0]
        expected = sum(np.sum((part - part.mean()) ** 2) / (len(part) - less) ** 2 for part in parts)
        assert found == pytest.approx(expected, rel=1e-12)
