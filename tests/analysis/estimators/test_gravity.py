"""The gravity model against statsmodels' Poisson regression, and its randomization against loops."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import t as student

from analysis.estimates.flows import rows as gravity_rows
from analysis.estimators.gravity import Scores, errors_by_pair, errors_dyadic, errors_two_way, pair_term, ppml
from analysis.estimators.inference import TIE
from analysis.inputs.flows import merged_flows, role_of
from analysis.inputs.sources import load_flows, load_regions

NAMES = tuple("ABCDEF")
SENDERS, HOSTS = frozenset("AB"), frozenset("DE")
EFFECT = 0.5
LAUNCH = 2014
YEARS_AFTER = (2015, 2020)


def small_map(effect=EFFECT, seed=8, spread=2_000.0):
    """Six regions in 2010, 2015 and 2020, moves from A and B to D and E raised after 2014."""
    rng = np.random.default_rng(seed)
    size = dict(zip(NAMES, rng.uniform(0.5, 2, 6), strict=True))
    rows = []
    for year in (2010, 2015, 2020):
        push, pull = rng.uniform(0.5, 2, 6), rng.uniform(0.5, 2, 6)
        for i, o in enumerate(NAMES):
            for j, d in enumerate(NAMES):
                if o != d:
                    log_mean = np.log(spread * size[o] * size[d] * push[i] * pull[j])
                    log_mean += effect * (o in SENDERS and d in HOSTS and year >= 2014)
                    rows.append((year, o, d, rng.poisson(np.exp(log_mean))))
    return pd.DataFrame(rows, columns=["year", "origin", "destination", "persons"])


@pytest.fixture(scope="module")
def frame():
    return small_map(spread=30.0)


@pytest.fixture(scope="module")
def term(frame):
    return pair_term(frame, SENDERS, HOSTS, YEARS_AFTER)


def dummies(frame):
    """Pairs, origin-years and destination-years as plain columns, without those that others add up to."""
    pairs = pd.get_dummies(frame["origin"] + frame["destination"], dtype=float)
    both = pd.concat(
        [
            pd.get_dummies(frame[side] + frame["year"].astype(str), dtype=float).add_prefix(side)
            for side in ("origin", "destination")
        ],
        axis=1,
    )
    columns = pairs.to_numpy()
    for name in both:
        wider = np.column_stack([columns, both[name]])
        columns = wider if np.linalg.matrix_rank(wider) == wider.shape[1] else columns
    return columns


@pytest.fixture(scope="module")
def theirs(frame, term):
    """statsmodels' Poisson regression on the term and all dummies."""
    return sm.GLM(frame["persons"], np.column_stack([term, dummies(frame)]), family=sm.families.Poisson())


def test_the_coefficient_is_that_of_statsmodels_poisson_regression(frame, term, theirs):
    fit = theirs.fit(tol=1e-14, maxiter=200)
    ours = ppml(frame, "persons", term)
    assert ours.beta[0] == pytest.approx(np.asarray(fit.params)[0], abs=1e-8)
    np.testing.assert_allclose(frame["persons"] - ours.residual, fit.fittedvalues, rtol=1e-7)


def test_several_terms(frame):
    terms = {str(year): pair_term(frame, SENDERS, HOSTS, [year]) for year in (2015, 2020)}
    fit = sm.GLM(
        frame["persons"], np.column_stack([*terms.values(), dummies(frame)]), family=sm.families.Poisson()
    ).fit(tol=1e-14, maxiter=200)
    np.testing.assert_allclose(
        ppml(frame, "persons", *terms.values()).beta, np.asarray(fit.params)[:2], atol=1e-8
    )


def test_errors_by_pair_are_statsmodels_but_for_the_stated_factor(frame, term, theirs):
    """statsmodels multiplies by (N-1)/(N-k) too, which is left out here."""
    groups = pd.factorize(frame["origin"] + frame["destination"])[0]
    fit = theirs.fit(tol=1e-14, maxiter=200, cov_type="cluster", cov_kwds={"groups": groups})
    n, k = len(frame), len(fit.params)
    (ours,) = errors_by_pair(ppml(frame, "persons", term))
    assert ours.std_error == pytest.approx(np.asarray(fit.bse)[0] / np.sqrt((n - 1) / (n - k)), rel=1e-6)
    assert (ours.n, ours.clusters, ours.df) == (90, 30, 29)
    assert ours.p == pytest.approx(2 * student.sf(abs(ours.t), 29))


def test_errors_two_ways_are_statsmodels_but_for_the_stated_factor(frame, term, theirs):
    groups = np.column_stack([pd.factorize(frame[side])[0] for side in ("origin", "destination")])
    fit = theirs.fit(tol=1e-14, maxiter=200, cov_type="cluster", cov_kwds={"groups": groups})
    n, k = len(frame), len(fit.params)
    (ours,) = errors_two_way(ppml(frame, "persons", term))
    assert ours.std_error == pytest.approx(np.asarray(fit.bse)[0] / np.sqrt((n - 1) / (n - k)), rel=1e-6)
    assert (ours.clusters, ours.df) == (6, 5)
    assert ours.ci_high - ours.estimate == pytest.approx(student.ppf(0.975, 5) * ours.std_error)


def test_dyadic_errors_are_the_loop_over_all_pairs_of_flows_with_a_place_in_common(frame, term):
    """Aronow, Samii and Assenova (2015), equation 4, times G/(G-1)."""
    fit = ppml(frame, "persons", term)
    scores = fit.X[:, 0] * fit.residual
    ends = [{o, d} for o, d in zip(frame["origin"], frame["destination"], strict=True)]
    common = np.array([[bool(first & second) for second in ends] for first in ends])
    meat = scores @ common @ scores
    (ours,) = errors_dyadic(fit)
    assert ours.std_error == pytest.approx(np.sqrt(6 / 5 * meat) * fit.bread[0, 0], rel=1e-10)
    assert (ours.method, ours.clusters, ours.df) == ("dyadic", 6, 5)


def test_a_known_effect_is_recovered():
    """The mean of twenty maps; the standard deviation of one estimate is about 0.02."""
    maps = [small_map(seed=seed) for seed in range(20)]
    estimates = [
        ppml(flows, "persons", pair_term(flows, SENDERS, HOSTS, YEARS_AFTER)).beta[0] for flows in maps
    ]
    assert np.mean(estimates) == pytest.approx(EFFECT, abs=0.02)


def test_sizes_of_origins_and_destinations_in_any_year_do_not_matter(frame, term):
    """Multiplying all moves from one region in one year by 3 is what the fixed effects are there for."""
    grown = frame.assign(
        persons=frame["persons"] * np.where((frame["origin"] == "A") & (frame["year"] == 2015), 3, 1)
    )
    null, other = (Scores.of(some, "persons", LAUNCH) for some in (frame, grown))
    assert np.allclose(null.score.sum(axis=1), 0, atol=1e-6) and np.allclose(
        other.score.sum(axis=1), 0, atol=1e-6
    )


@pytest.mark.parametrize(
    "term",
    [
        lambda frame: (frame["origin"] == "A").to_numpy(float),
        lambda frame: ((frame["origin"] == "A") & (frame["year"] == 2015)).to_numpy(float),
        lambda frame: np.zeros(len(frame)),
    ],
    ids=["pairs", "origin-year", "nothing"],
)
def test_a_term_that_the_effects_explain_is_refused(frame, term):
    with pytest.raises(ValueError, match="cannot be told from"):
        ppml(frame, "persons", term(frame))


def test_the_score_statistic_is_statsmodels_score_test(frame, term):
    scores = Scores.of(frame, "persons", LAUNCH)
    null = sm.GLM(frame["persons"], dummies(frame), family=sm.families.Poisson()).fit(tol=1e-14, maxiter=200)
    chi2 = null.score_test(exog_extra=term[:, None])[0]
    origins, destinations = (
        np.array([[name in chosen for name in NAMES]], dtype=float) for chosen in (SENDERS, HOSTS)
    )
    others = origins[0] == 0
    statistic = scores._statistics(origins, destinations[:, others])[0, 0]
    assert statistic**2 == pytest.approx(np.asarray(chi2).item(), rel=1e-6)


@pytest.mark.parametrize("effect", [0.0, 0.15])
def test_randomization_is_the_loop_over_all_sets_of_senders_and_hosts(effect):
    frame = small_map(effect=effect, seed=4, spread=20.0)
    null = sm.GLM(frame["persons"], dummies(frame), family=sm.families.Poisson()).fit(tol=1e-14, maxiter=200)
    mean, E = np.asarray(null.fittedvalues), dummies(frame)
    inverse = np.linalg.inv(E.T @ (mean[:, None] * E))

    def statistic(origins, destinations):
        x = pair_term(frame, frozenset(origins), frozenset(destinations), [2015, 2020])
        cross = E.T @ (mean * x)
        return abs(x @ (frame["persons"] - mean)) / np.sqrt(x @ (mean * x) - cross @ inverse @ cross)

    observed = statistic(SENDERS, HOSTS)
    every = [
        statistic(o, d)
        for o in combinations(NAMES, 2)
        for d in combinations([n for n in NAMES if n not in o], 2)
    ]
    assert len(every) == 15 * 6
    p = Scores.of(frame, "persons", LAUNCH).randomization_p(SENDERS, HOSTS)
    assert p == pytest.approx(np.mean([s >= observed * (1 - 1e-7) for s in every]), abs=1e-12)
    assert TIE < 1e-7


def test_the_headline_rows_are_those_of_the_sixteen_regions():
    rows = gravity_rows()
    regions = load_regions()
    flows = merged_flows(load_flows(), regions)
    senders, hosts = role_of(regions, "sender_text"), role_of(regions, "program")
    fit = ppml(flows, "persons", pair_term(flows, senders, hosts, [2015, 2020, 2021, 2023, 2024]))
    out, back = (
        [row for row in rows if row["model"] == model] for model in ("gravity_senders5", "gravity_return")
    )
    methods = ["pair", "two_way", "dyadic", "ri"]
    assert [row["method"] for row in out] == [row["method"] for row in back] == methods
    assert [row["estimate"] for row in out] == pytest.approx([fit.beta[0]] * 4, rel=1e-12)
    assert len({row["estimate"] for row in out}) == 1
    assert {row["term"] for row in back} == {"host_sender_post"} and len(
        {row["estimate"] for row in back}
    ) == 1
    assert out[0]["n"] == 6 * 16 * 15 and out[1]["clusters"] == 16
