"""Rejection rates: the vectorised tests against the methods, and the stored file against a new count."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimates import rejection_rates
from analysis.estimates.rejection_rates import METHODS, Placebo, rates
from analysis.estimators.did import did
from analysis.estimators.inference import Design, assignments, crv1, crv3, wcr_p
from analysis.study import SIZE_LAUNCHES, SIZES
from press.tables import schema


def rejects(placebo, chosen, method):
    """The method itself on the rows of one assignment."""
    G, T = placebo.values.shape
    clusters, group, post = (
        np.repeat(np.arange(G), T),
        np.repeat(chosen, T),
        np.tile(placebo.post, G).astype(float),
    )
    frame = pd.DataFrame({"y": placebo.values.ravel(), "group": group, "post": post})
    if method == "classical":
        return did(frame, "y", "group").p[3] < 0.05
    design = Design(
        placebo.values.ravel(), np.column_stack([np.ones(G * T), group, post, group * post]), clusters, term=3
    )
    return {"crv1": lambda: crv1(design).p, "crv3": lambda: crv3(design).p, "wcr": lambda: wcr_p(design)}[
        method
    ]() < 0.05


@pytest.fixture(scope="module")
def noisy():
    """Nine regions with a strong change in three of them, so that all tests reject in some assignments."""
    rng = np.random.default_rng(3)
    values = rng.normal(size=(9, 5))
    values[:3, 3:] += 4
    return Placebo(values, np.array([False, False, False, True, True]))


@pytest.mark.parametrize("method", METHODS)
def test_all_assignments_at_once_are_the_method_on_each(noisy, method):
    pool = assignments(9, 3)
    expected = [rejects(noisy, chosen, method) for chosen in pool]
    assert noisy.rejections(method, pool).tolist() == expected
    assert 0 < sum(expected) < len(pool)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("launch", SIZE_LAUNCHES)
def test_on_the_official_rates_too(method, launch):
    placebo = Placebo.before_the_programme(launch)
    assert placebo.values.shape == (16, 5) and placebo.post.tolist() == [
        year >= launch for year in range(2009, 2014)
    ]
    for treated in SIZES:
        pool = assignments(16, treated)
        found = (
            placebo.rejections(method, pool) if method != "wcr" or treated == 3 else np.zeros(len(pool), bool)
        )
        some = [*range(0, len(pool), len(pool) // 3), *np.flatnonzero(found)[:3]]
        assert placebo.rejections(method, pool[some]).tolist() == [
            rejects(placebo, pool[number], method) for number in some
        ]


@pytest.mark.long
def test_the_stored_rates_are_those_counted_anew():
    """All assignments of three, five and six regions, each with all 65,536 sign vectors."""
    stored = schema.load("size")
    pd.testing.assert_frame_equal(stored, rates(), check_dtype=False)
    assert dict(zip(stored["treated"], stored["assignments"], strict=True)) == {3: 560, 5: 4368, 6: 8008}


def test_the_keys_print_shares_of_the_stored_counts():
    numbers = rejection_rates.scalars()
    row = schema.load("size").query("launch == 2012 and method == 'wcr' and treated == 6").iloc[0]
    assert numbers["size.2012.wcr.6"] == row["rejected"] / 8008
    assert numbers["size.assignments.6"] == 8008
    assert len(numbers) == len(SIZE_LAUNCHES) * len(SIZES) * len(METHODS) + len(SIZES)
