"""Clustered errors, the jackknife, two-way errors and Poisson regression against pyfixest."""

import pandas as pd
import pytest

from analysis.estimates import flows, placebos, robustness
from analysis.estimates.by_method import official_rows
from analysis.estimates.robustness import SPECIFICATIONS, prepare
from analysis.estimators.inference import crv3
from analysis.panel.load import official_panel
from analysis.study import GROUPS, OPPOSITE

BY_NAME = {specification.name: specification for specification in SPECIFICATIONS}
TWO_WAY = "net_rate ~ x | region + year"
CONTROLS = {"product": " + log_product", "product_unemployment": " + log_product + unemployment"}


@pytest.fixture(scope="module")
def pyfixest():
    return pytest.importorskip("pyfixest", reason="pyfixest is not installed: make external")


def rows_of(specification, group):
    """The rows of a specification, each with its group's indicator after the launch, x."""
    frame = specification.rows()
    if specification.alone:
        frame = frame[(frame[GROUPS[group]] == 1) | (frame[GROUPS[OPPOSITE[group]]] == 0)]
    member = frame[GROUPS[group]]
    if not specification.apart:  # a region of 2014 belongs to its group as a whole
        member = member.groupby(frame["cluster"]).transform("max")
    return frame.assign(member=member, x=member * frame["post"], time=member * (frame["year"] - 2014))


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", list(BY_NAME))
def test_every_specification_is_pyfixests(pyfixest, name, group):
    """By its own conventions: effects nested in the clusters count as one parameter."""
    specification = BY_NAME[name]
    if group not in specification.groups:
        pytest.skip("not made for this group")
    formula = TWO_WAY if specification.two_way else "net_rate ~ x + member + post"
    parts = (specification.controls and CONTROLS[name.removesuffix("_old").removesuffix("_new")]) or ""
    formula = formula.replace("~ x", f"~ x{parts}{' + time' * specification.trend}")
    weights = "population" if specification.weighted else None
    frame = rows_of(specification, group)
    fit = pyfixest.feols(formula, frame, vcov={"CRV1": "cluster"}, weights=weights)
    ours = robustness.table().query("group == @group and specification == @name").iloc[0]
    assert ours["estimate"] == pytest.approx(fit.coef()["x"], rel=1e-6)
    assert ours["std_error"] == pytest.approx(fit.se()["x"], rel=1e-6)
    assert ours["crv1_p"] == pytest.approx(fit.pvalue()["x"], rel=1e-5)
    assert ours["n"] == fit._N


def jackknife_error(pyfixest, frame):
    """The root of (G-1)/G times pyfixest's sum of squares.

    MacKinnon, Nielsen and Webb (2023), eq. 17, have this factor; pyfixest puts that of CRV1 in its place.
    """
    none = pyfixest.ssc(k_adj=False, G_adj=False)
    fit = pyfixest.feols("net_rate ~ x + member + post", frame, vcov={"CRV3": "cluster"}, ssc=none)
    G = frame["cluster"].nunique()
    return fit.se()["x"] * ((G - 1) / G) ** 0.5


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("name", ["two_by_two_240", "two_by_two_245_apart"])
def test_the_jackknife_is_pyfixests(pyfixest, name, group):
    specification = BY_NAME[name]
    if group not in specification.groups:
        pytest.skip("not made for this group")
    theirs = jackknife_error(pyfixest, rows_of(specification, group))
    assert crv3(prepare(specification, group).design()).std_error == pytest.approx(theirs, rel=1e-6)


@pytest.mark.parametrize(
    ("model", "group"),
    [("official_hosts_240", "hosts"), ("official_senders5_240", "senders5")],
)
def test_the_headline_rows_are_pyfixests(pyfixest, model, group):
    frame = official_panel(240).assign(member=lambda f: f[GROUPS[group]], x=lambda f: f["member"] * f["post"])
    found = {row["method"]: row for row in official_rows() if row["model"] == model}
    fit = pyfixest.feols("net_rate ~ x + member + post", frame, vcov={"CRV1": "cluster"})
    limits = list(fit.confint().loc["x"])
    assert found["crv1"]["std_error"] == pytest.approx(fit.se()["x"], rel=1e-6)
    assert [found["crv1"]["ci_low"], found["crv1"]["ci_high"]] == pytest.approx(limits, rel=1e-5)
    assert found["crv3"]["std_error"] == pytest.approx(jackknife_error(pyfixest, frame), rel=1e-6)


def test_the_event_study_is_pyfixests(pyfixest):
    frame = official_panel(240)
    years = [year for year in range(2009, 2024) if year != 2013]
    frame = frame.assign(**{f"x{year}": frame["program"] * (frame["year"] == year) for year in years})
    formula = f"net_rate ~ {' + '.join(f'x{year}' for year in years)} | region + year"
    fit = pyfixest.feols(formula, frame, vcov={"CRV1": "cluster"})
    ours = placebos.event("hosts").coefficients.set_index("year")
    for year in years:
        assert ours.loc[year, "estimate"] == pytest.approx(fit.coef()[f"x{year}"], rel=1e-6)
        assert ours.loc[year, "std_error"] == pytest.approx(fit.se()[f"x{year}"], rel=1e-6)


@pytest.mark.parametrize(("layout", "model"), [(16, "gravity_senders5"), (20, "gravity_20")])
def test_the_gravity_model_and_both_of_its_errors_are_pyfixests(pyfixest, layout, model):
    """Poisson regression with effects of pairs, origin-years and destination-years; the factor is G/(G-1)."""
    frame, senders, hosts = flows.merged(layout)
    inside = frame["origin"].isin(senders) & frame["destination"].isin(hosts) & (frame["year"] >= 2014)
    data = frame.assign(
        x=inside.astype(float),
        pair=frame["origin"] + ">" + frame["destination"],
        origin_year=frame["origin"] + frame["year"].astype(str),
        destination_year=frame["destination"] + frame["year"].astype(str),
    )
    factor = pyfixest.ssc(k_adj=False, G_adj=True, G_df="conventional")
    formula = "persons ~ x | pair + origin_year + destination_year"
    found = {
        row["method"]: row
        for row in flows.rows()
        if row["model"] == model and row["term"] == "sender_host_post"
    }
    for method, clusters in {"pair": "pair", "two_way": "origin + destination"}.items():
        fit = pyfixest.fepois(
            formula, pd.DataFrame(data), vcov={"CRV1": clusters}, ssc=factor, iwls_tol=1e-12, fixef_tol=1e-10
        )
        assert found[method]["estimate"] == pytest.approx(fit.coef()["x"], rel=1e-5)
        assert found[method]["std_error"] == pytest.approx(fit.se()["x"], rel=1e-5)
