"""The event study of the official net rate against least squares with dummies."""

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from analysis.estimates import placebos
from analysis.estimators.contrasts import Series
from analysis.estimators.event_study import event_study
from analysis.panel.load import official_panel


@pytest.fixture(scope="module")
def dummies():
    """Coefficients of hosts in each year but 2013, region and year effects beside them."""
    frame = official_panel(240)
    years = [year for year in range(2009, 2024) if year != 2013]
    formula = "net_rate ~ C(region) + C(year) + " + " + ".join(
        f"I(program * (year == {year}))" for year in years
    )
    fit = smf.ols(formula, frame).fit()
    return {year: fit.params[f"I(program * (year == {year}))"] for year in years}


def test_the_coefficients_are_those_of_the_regression_with_dummies(dummies):
    ours = placebos.event("hosts").coefficients.set_index("year")["estimate"]
    assert list(ours.index) == sorted(dummies)
    np.testing.assert_allclose(ours, [dummies[year] for year in ours.index], rtol=1e-8)


def test_against_the_mean_before_the_leads_add_up_to_zero(dummies):
    study = placebos.event("hosts", reference=None)
    ours = study.coefficients.set_index("year")["estimate"]
    assert list(ours.index) == list(range(2009, 2024))
    assert ours[range(2009, 2014)].sum() == pytest.approx(0, abs=1e-10)
    mean = np.mean([dummies.get(year, 0) for year in range(2009, 2014)])
    assert ours[2020] == pytest.approx(dummies[2020] - mean, rel=1e-8)


def test_the_years_after_average_to_the_2x2():
    study = placebos.event("hosts", reference=None).coefficients
    after = study.loc[study["year"] >= 2014, "estimate"].mean()
    frame = official_panel(240)
    assert after == pytest.approx(
        smf.ols("net_rate ~ program * post", frame).fit().params["program:post"], rel=1e-9
    )


def test_the_trend_before_is_the_regressions():
    frame = official_panel(240).query("year < 2014").assign(time=lambda f: f["year"] - 2009)
    theirs = (
        smf.ols("net_rate ~ C(region) + C(year) + I(program * time)", frame).fit().params["I(program * time)"]
    )
    assert placebos.event("hosts").trend.estimate == pytest.approx(theirs, rel=1e-8)


def made_up(effects, trend=0.0, noise=0.0):
    """Ten regions, four treated, a known effect in each year from 2014."""
    rng = np.random.default_rng(11)
    rows = []
    for r in range(10):
        base = rng.normal()
        for year in range(2009, 2020):
            treated = r < 4
            y = base + 0.3 * (year % 3) + noise * rng.normal()
            y += treated * (effects.get(year, 0) + trend * (year - 2013))
            rows.append((f"R{r}", year, y))
    return Series.of(pd.DataFrame(rows, columns=["region", "year", "y"]), "y", "region")


def test_known_effects_by_year_are_recovered():
    effects = {year: 2.0 + 0.5 * (year - 2014) for year in range(2014, 2020)}
    series = made_up(effects, noise=0.01)
    study = event_study(series, series.treated([f"R{r}" for r in range(4)]), 2014, reference=2013)
    ours = study.coefficients.set_index("year")["estimate"]
    assert ours.to_dict() == pytest.approx({year: effects.get(year, 0.0) for year in ours.index}, abs=0.05)
    assert study.leads_p > 0.05
    assert (study.coefficients.query("year >= 2014")["ri_p"] <= 2 / 210 + 1e-12).all()


def test_a_trend_before_the_launch_shows_in_leads_and_slope():
    series = made_up({}, trend=1.5, noise=0.1)
    study = event_study(series, series.treated([f"R{r}" for r in range(4)]), 2014, reference=2013)
    assert study.trend.estimate == pytest.approx(1.5, abs=0.1)
    assert study.leads_p == pytest.approx(1 / 210) and study.trend.ri_p == pytest.approx(1 / 210)


def test_another_launch_and_reference():
    series = made_up({year: 1.0 for year in range(2012, 2020)}, noise=0.01)
    study = event_study(series, series.treated([f"R{r}" for r in range(4)]), 2012, reference=2011)
    ours = study.coefficients.set_index("year")["estimate"]
    assert 2011 not in ours.index
    assert ours[2010] == pytest.approx(0, abs=0.05) and ours[2012] == pytest.approx(1, abs=0.05)
