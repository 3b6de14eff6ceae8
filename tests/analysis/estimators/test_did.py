import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.estimators.did import did
from press.base.errors import InputError


def two_by_two(sizes, means, sd=0.0, seed=0):
    """Rows of the cells (others pre, treated pre, others post, treated post)."""
    noise = np.random.default_rng(seed).normal(0, 1, sum(sizes)) * sd
    return pd.DataFrame(
        {
            "y": np.repeat(means, sizes) + noise,
            "treated": np.repeat([0, 1, 0, 1], sizes),
            "post": np.repeat([0, 0, 1, 1], sizes),
        }
    )


@pytest.fixture
def frame():
    return two_by_two((7, 3, 11, 5), (4.0, 6.0, 5.0, 9.5), sd=2.0)


def test_coefficients_are_differences_of_cell_means(frame):
    result = did(frame, "y", "treated", model="toy")
    mean = frame.groupby(["treated", "post"])["y"].mean()
    expected = [
        mean[0, 0],
        mean[1, 0] - mean[0, 0],
        mean[0, 1] - mean[0, 0],
        (mean[1, 1] - mean[1, 0]) - (mean[0, 1] - mean[0, 0]),
    ]
    np.testing.assert_allclose(result.estimate, expected, rtol=1e-12)
    np.testing.assert_allclose(
        result.cell_means, [mean[0, 0], mean[1, 0], mean[0, 1], mean[1, 1]], rtol=1e-12
    )
    assert result.cells == ("others_pre", "treated_pre", "others_post", "treated_post")
    assert result.cell_sizes == (7, 3, 11, 5)


def test_errors_t_p_and_intervals_follow_from_the_pooled_variance_and_cell_sizes(frame):
    """Closed form: the variance of each coefficient is s2 times the sum of 1/n over the cells it compares."""
    result = did(frame, "y", "treated")
    residuals = frame["y"] - frame.groupby(["treated", "post"])["y"].transform("mean")
    s2, df = (residuals**2).sum() / 22, 22
    inverse = 1 / np.array([7, 3, 11, 5])
    se = np.sqrt(s2 * np.array([inverse[0], inverse[[0, 1]].sum(), inverse[[0, 2]].sum(), inverse.sum()]))
    t = np.array(result.estimate) / se
    np.testing.assert_allclose(result.residual_sd, np.sqrt(s2), rtol=1e-12)
    np.testing.assert_allclose(result.std_error, se, rtol=1e-12)
    np.testing.assert_allclose(result.t, t, rtol=1e-12)
    np.testing.assert_allclose(result.p, 2 * stats.t.sf(np.abs(t), df), rtol=1e-10)
    np.testing.assert_allclose(result.ci_low, result.estimate - stats.t.ppf(0.975, df) * se, rtol=1e-10)
    np.testing.assert_allclose(result.ci_high, result.estimate + stats.t.ppf(0.975, df) * se, rtol=1e-10)
    assert (result.n, result.df, result.method, result.clusters) == (26, df, "classical", None)


def test_change_of_one_group_is_the_two_sample_t_test():
    """Where the other group has no variance, the controls' change is scipy's pooled t test, but for df."""
    frame = two_by_two((6, 6, 6, 6), (0.0, 0.0, 1.0, 1.0), sd=1.0, seed=3)
    frame["y"] = frame["y"].where(frame["treated"] == 0, 0)
    result = did(frame, "y", "treated")
    others = frame[frame["treated"] == 0]
    test = stats.ttest_ind(others.loc[others["post"] == 1, "y"], others.loc[others["post"] == 0, "y"])
    # The pooled test divides the same squared residuals by 10 degrees of freedom, the regression by 20.
    assert result.t[2] == pytest.approx(test.statistic * np.sqrt(20 / 10), rel=1e-12)


def test_known_effect_is_recovered_and_covered():
    """Simulated effect of 3: 2,000 rows, sd 1, so the standard error is about 0.09."""
    result = did(two_by_two((500, 500, 500, 500), (1.0, 2.0, 1.5, 5.5), sd=1.0, seed=1), "y", "treated")
    assert result.estimate[3] == pytest.approx(3.0, abs=0.3)
    assert result.ci_low[3] < 3.0 < result.ci_high[3]
    assert result.p[3] < 1e-10


def test_level_widens_the_interval(frame):
    narrow, wide = did(frame, "y", "treated", level=0.9), did(frame, "y", "treated", level=0.99)
    assert wide.ci_low[3] < narrow.ci_low[3] < narrow.ci_high[3] < wide.ci_high[3]


def test_rows_are_tidy_and_in_the_order_of_the_published_tables(frame):
    rows = did(frame, "y", "treated", model="toy").rows()
    assert [row["term"] for row in rows] == ["intercept", "treated", "post", "treated_post"]
    assert list(rows[0]) == [
        *(
            "model",
            "term",
            "method",
            "estimate",
            "std_error",
            "t",
            "p",
            "ci_low",
            "ci_high",
            "n",
            "df",
            "clusters",
        )
    ]
    assert {type(row["estimate"]) for row in rows} == {float}


@pytest.mark.parametrize(
    ("break_it", "message"),
    [
        (lambda f: f[(f["treated"] == 0) | (f["post"] == 1)], "no row in the group treated_pre"),
        (lambda f: f.assign(y=f["y"].mask(f.index == 2)), "Column y: 1 values are missing"),
        (lambda f: f.assign(treated=2 * f["treated"]), "Column treated: expected 0 or 1"),
        (lambda f: f.drop_duplicates(["treated", "post"]), "4 rows leave none"),
    ],
)
def test_what_cannot_be_estimated_is_refused_in_a_sentence(frame, break_it, message):
    with pytest.raises(InputError, match=message):
        did(break_it(frame), "y", "treated", model="toy")
