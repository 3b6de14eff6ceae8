"""Inference for few clusters against straightforward loops.

Every sign vector, every assignment, every cluster left out.
"""

import time
import tracemalloc
from itertools import combinations, product

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings, strategies as st
from scipy import stats

from analysis.estimates.by_method import TwoByTwo
from analysis.estimators import inference
from analysis.estimators.inference import (
    TIE,
    Bootstrap,
    Cells,
    Design,
    assignments,
    assignments_within,
    crv1,
    crv3,
    exceedance,
    ri,
    ri_p,
    sign_vectors,
    wcr,
    wcr_p,
)
from analysis.panel.load import official_panel


def toy(n_clusters=6, n_treated=2, seed=0, effect=0.0, whole=False):
    """A 2x2 with clusters of unequal sizes, the first ones treated; the interaction is tested."""
    rng = np.random.default_rng(seed)
    sizes = 3 + np.arange(n_clusters) % 3
    clusters = np.repeat(np.arange(n_clusters), sizes)
    post = np.concatenate([np.arange(size) >= 1 + g % 2 for g, size in enumerate(sizes)]).astype(float)
    treated = (clusters < n_treated).astype(float)
    y = rng.normal(size=len(post)) + rng.normal(size=n_clusters)[clusters] * post + effect * treated * post
    X = np.column_stack([np.ones_like(post), treated, post, treated * post])
    return Design(np.round(2 * y) if whole else y, X, clusters, term=3)


def fitted(design, y=None):
    """statsmodels' least squares with clustered errors."""
    return sm.OLS(design.y if y is None else y, design.X).fit(
        cov_type="cluster", cov_kwds={"groups": design.clusters}
    )


def t_squared(design, y, null):
    """The squared clustered t of the tested coefficient; other coefficients may have no variance left."""
    fit, j = fitted(design, y), design.term
    return (fit.params[j] - null) ** 2 / fit.cov_params()[j, j]


def sides(design):
    """Post as 0/1, and whether each cluster is treated."""
    treated = np.array([design.X[design.clusters == g, 1].max() for g in range(design.n_clusters)])
    return design.X[:, 2].astype(int), treated


def looped_wcr_p(design, null=0.0):
    """The restricted wild cluster bootstrap by one regression for each of the 2^G sign vectors."""
    j, G = design.term, design.n_clusters
    others = np.delete(design.X, j, axis=1)
    restricted = sm.OLS(design.y - null * design.X[:, j], others).fit()
    means = restricted.fittedvalues + null * design.X[:, j]
    observed = t_squared(design, design.y, null)
    every = [
        t_squared(design, means + restricted.resid * np.array(signs)[design.clusters], null)
        for signs in product((1, -1), repeat=G)
    ]
    return np.mean(np.array(every) >= observed * (1 - TIE))


def looped_estimate(y, treated_rows, post):
    """The difference of differences of cell means."""
    mean = {(g, p): y[(treated_rows == g) & (post == p)].mean() for g in (0, 1) for p in (0, 1)}
    return mean[1, 1] - mean[1, 0] - mean[0, 1] + mean[0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_crv1_is_statsmodels_clustered_error(seed):
    design = toy(seed=seed)
    ours, theirs = crv1(design), fitted(design)
    assert ours.estimate == pytest.approx(theirs.params[3], rel=1e-10)
    assert ours.std_error == pytest.approx(theirs.bse[3], rel=1e-10)
    assert ours.p == pytest.approx(2 * stats.t.sf(abs(ours.t), df=5), rel=1e-12)
    assert ours.ci_high - ours.estimate == pytest.approx(stats.t.ppf(0.975, 5) * ours.std_error, rel=1e-12)
    assert (ours.n, ours.df, ours.clusters) == (len(design.y), 5, 6)


@pytest.mark.parametrize("seed", range(3))
def test_crv3_is_the_jackknife_by_explicit_regressions(seed):
    design = toy(seed=seed)
    left_out = [
        sm.OLS(design.y[kept], design.X[kept]).fit().params[3]
        for g in range(6)
        for kept in [design.clusters != g]
    ]
    b = sm.OLS(design.y, design.X).fit().params[3]
    assert crv3(design).std_error == pytest.approx(
        np.sqrt(5 / 6 * np.sum((np.array(left_out) - b) ** 2)), rel=1e-10
    )


def test_crv3_with_region_dummies_leaves_the_dummy_out_too():
    design = toy(seed=4)
    dummies = np.eye(6)[design.clusters]
    wide = Design(design.y, np.column_stack([dummies, design.X[:, 2:]]), design.clusters, term=7)
    left_out = []
    for g in range(6):
        kept = design.clusters != g
        left_out.append(sm.OLS(wide.y[kept], np.delete(wide.X[kept], g, axis=1)).fit().params[-1])
    b = sm.OLS(wide.y, wide.X).fit().params[-1]
    assert crv3(wide).std_error == pytest.approx(
        np.sqrt(5 / 6 * np.sum((np.array(left_out) - b) ** 2)), rel=1e-9
    )


def test_crv3_refuses_a_coefficient_that_hangs_on_one_cluster():
    with pytest.raises(ValueError, match="not identified without cluster 0"):
        crv3(toy(n_treated=1))


@pytest.mark.parametrize(("seed", "null"), [(0, 0.0), (1, 0.0), (2, 0.7), (3, -1.5)])
def test_the_bootstrap_is_the_loop_over_all_signs_both_halves(seed, null):
    design = toy(n_clusters=5, seed=seed)
    assert wcr_p(design, null) == pytest.approx(looped_wcr_p(design, null), abs=1e-12)


def test_the_bootstrap_counts_ties():
    """Changes of 2 and -2 in one group, 1 and -1 in the other.

    Other signs give the observed statistic too.
    """
    clusters, post = np.repeat(np.arange(6), 2), np.tile([0.0, 1.0], 6)
    changes = np.array([2, -2, 3, -1, 1, -3])
    y = np.ravel(np.column_stack([np.zeros(6), changes])).astype(float)
    treated = (clusters < 3).astype(float)
    design = Design(y, np.column_stack([np.ones(12), treated, post, treated * post]), clusters, term=3)
    assert wcr_p(design) == looped_wcr_p(design)
    boot = Bootstrap.of(design)
    statistics = boot.numerators[:, 0] ** 2 / boot.variances[:, 0]
    # of 32, with the analytic one
    assert np.sum(np.isclose(statistics, (boot.estimate / boot.std_error) ** 2)) >= 4
    means = [changes[list(c)].mean() - np.delete(changes, c).mean() for c in combinations(range(6), 3)]
    observed = abs(means[0])
    # beyond the actual one and its mirror image
    assert sum(abs(m) == pytest.approx(observed) for m in means) > 2
    cells = Cells.of(y, post.astype(int), clusters)
    assert ri_p(cells, sides(design)[1]) == np.mean([abs(m) >= observed - 1e-12 for m in means])


def test_the_signs_that_change_nothing_give_back_the_analytic_t():
    design = toy(seed=1)
    for null in (0.0, 0.4):
        boot = Bootstrap.of(design)
        numerator = boot.numerators @ [1, -null]
        variance = boot.variances @ [1, -2 * null, null**2]
        base = crv1(design)
        assert numerator[0] / np.sqrt(variance[0]) == pytest.approx(
            (base.estimate - null) / base.std_error, rel=1e-10
        )
    assert np.all(sign_vectors(6)[0] == 1)


def test_sign_vectors_are_half_of_all_and_with_their_negatives_all():
    half = sign_vectors(6)
    assert half.shape == (32, 6)
    assert {tuple(v) for v in half} | {tuple(-v) for v in half} == set(product((1.0, -1.0), repeat=6))
    with pytest.raises(ValueError, match="too many to enumerate"):
        sign_vectors(21)


@pytest.mark.parametrize("on_t", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_randomization_is_the_loop_over_all_assignments(seed, on_t):
    design = toy(seed=seed)
    post, treated = sides(design)

    def statistic(chosen):
        rows = np.isin(design.clusters, chosen).astype(float)
        if not on_t:
            return abs(looped_estimate(design.y, rows, post))
        X = np.column_stack([np.ones_like(rows), rows, post, rows * post])
        return abs(fitted(Design(design.y, X, design.clusters, 3)).tvalues[3])

    observed = statistic((0, 1))
    expected = np.mean([statistic(chosen) >= observed * (1 - TIE) for chosen in combinations(range(6), 2)])
    assert ri_p(Cells.of(design.y, post, design.clusters), treated, on_t=on_t) == pytest.approx(
        expected, abs=1e-12
    )


def test_assignments_are_all_choices_once():
    pool = assignments(7, 3)
    assert pool.shape == (35, 7) and np.all(pool.sum(axis=1) == 3)
    assert len({tuple(row) for row in pool}) == 35
    assert assignments(4, 0).tolist() == [[0, 0, 0, 0]]
    assert len(assignments(16, 6)) == 8008 and len(assignments(16, 3)) == 560


def test_assignments_within_blocks_keep_the_count_of_each_block():
    block, treated = np.array([1, 0, 1, 1, 0, 0]), np.array([1, 1, 1, 0, 0, 0])
    pool = assignments_within(block, treated)
    by_hand = {tuple(row) for row in assignments(6, 3) if row @ block == 2}
    assert {tuple(row) for row in pool} == by_hand and len(pool) == len(by_hand) == 9


def test_exceedance_counts_ties():
    assert exceedance(-2.0, np.array([2.0, -2.0, 1.9, 2 - 1e-12, 3.0])) == 0.8


@settings(max_examples=25, deadline=None)
@given(scale=st.floats(1e-3, 1e6), shift=st.floats(-100, 100), seed=st.integers(0, 50))
def test_p_values_do_not_depend_on_the_unit_or_origin_of_the_outcome(scale, shift, seed):
    design = toy(n_clusters=7, n_treated=3, seed=seed)
    post, treated = sides(design)
    moved = Design(scale * (design.y + shift), design.X, design.clusters, term=3)
    assert wcr_p(moved) == pytest.approx(wcr_p(design), abs=2 / 64)  # a tie may fall either way by rounding
    assert crv1(moved).p == pytest.approx(crv1(design).p, rel=1e-6)
    assert ri(moved.y, post, moved.clusters, treated).p == ri(design.y, post, design.clusters, treated).p


@pytest.mark.parametrize("seed", range(4))
def test_intervals_hold_the_nulls_that_the_tests_do_not_reject(seed):
    design = toy(n_clusters=9, n_treated=4, seed=seed)
    post, treated = sides(design)

    def without(effect):
        return Cells.of(design.y - effect * treated[design.clusters] * post, post, design.clusters)

    for verdict, p_of in (
        (wcr(design), lambda null: wcr_p(design, null)),
        (ri(design.y, post, design.clusters, treated), lambda null: ri_p(without(null), treated)),
    ):
        width = verdict.ci_high - verdict.ci_low
        assert verdict.ci_low < verdict.estimate < verdict.ci_high
        for bound, outwards in ((verdict.ci_low, -1), (verdict.ci_high, 1)):
            assert p_of(bound - outwards * 0.01 * width) > 0.05
            assert p_of(bound + outwards * 0.01 * width) <= 0.05
        assert p_of(verdict.estimate) == 1


def test_an_interval_is_open_where_no_null_is_rejected():
    """Two of four clusters have six assignments, so that no p-value is below 1/6."""
    design = toy(n_clusters=4)
    post, treated = sides(design)
    verdict = ri(design.y, post, design.clusters, treated)
    assert (verdict.ci_low, verdict.ci_high) == (-np.inf, np.inf)
    assert verdict.p >= 1 / 6


def test_randomization_refuses_panels_in_which_a_choice_has_no_rows():
    design = toy()
    post, treated = sides(design)
    post = np.where(np.isin(design.clusters, (4, 5)), 1, post)
    with pytest.raises(ValueError, match="without rows"):
        ri(design.y, post, design.clusters, treated)


def test_a_large_effect_is_found_by_all_and_none_is_not():
    post, treated = sides(toy(10, 4))
    for effect, found in ((25.0, True), (0.0, False)):
        design = toy(10, 4, seed=7, effect=effect)
        verdicts = (crv1(design), crv3(design), wcr(design), ri(design.y, post, design.clusters, treated))
        assert {verdict.p < 0.05 for verdict in verdicts} == {found}


@pytest.fixture(scope="module")
def official():
    return TwoByTwo("official", "program", official_panel(240))


def fastest(run, times=7):
    """Seconds of the fastest of several runs: what the work costs when the machine is free."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


@pytest.mark.parametrize("which", ["bootstrap", "randomization", "randomization on t"])
def test_every_exact_p_value_takes_less_than_a_tenth_of_a_second_and_300_mb(official, which):
    design, treated = official.design(), official.treated()
    cells = Cells.of(design.y, design.X[:, 2].astype(int), design.clusters)
    run = {
        "bootstrap": lambda: wcr_p(design),
        "randomization": lambda: ri_p(cells, treated),
        "randomization on t": lambda: ri_p(cells, treated, on_t=True),
    }[which]
    assert len(sign_vectors(16)) * 2 == 65_536 and len(assignments(16, 6)) == 8_008
    assert fastest(run) < 0.1
    sign_vectors.cache_clear()
    assignments.cache_clear()
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 300e6


def test_the_enumeration_itself_takes_less_than_a_tenth_of_a_second():
    assert fastest(lambda: inference.sign_vectors.__wrapped__(16)) < 0.1
    assert fastest(lambda: inference.assignments.__wrapped__(16, 6)) < 0.1
