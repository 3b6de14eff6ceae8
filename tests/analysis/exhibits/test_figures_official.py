"""Figures of the page on official statistics.

Numbers recomputed another way, words and drawings held to them.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from itertools import combinations
from types import SimpleNamespace

import matplotlib
import numpy as np
import pytest
import statsmodels.formula.api as smf
from matplotlib.text import Text

from analysis.estimates.headlines import HEADLINES, judged
from analysis.estimates.robustness import SPECIFICATIONS
from analysis.exhibits import figures, style
from analysis.exhibits.figures import event
from analysis.panel.load import official_panel
from analysis.paper import data
from press.base.paths import DATA
from press.numbers.formatter import without_keys

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

FIGURES = {figure.label: figure for figure in figures.EXHIBITS}
LABELS = [
    "fig-specifications-curve",
    "fig-event",
    "fig-event-senders",
    "fig-intervals",
    "fig-shares",
    "fig-matrix",
]
HOSTS = {"Akmola", "Kostanay", "North Kazakhstan", "Pavlodar", "East Kazakhstan", "Karaganda"}
SENDERS = {"Almaty region", "Turkestan", "Zhambyl", "Kyzylorda", "Mangystau"}
OF_2014 = {
    "Shymkent city": "Turkestan",
    "Abai": "East Kazakhstan",
    "Ulytau": "Karaganda",
    "Zhetysu": "Almaty region",
}


def moves():
    """Persons by year, origin and destination in the regions of 2014, read from the file as text."""
    sums = defaultdict(int)
    with (DATA / "official" / "flows.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            origin, destination = (OF_2014.get(row[end], row[end]) for end in ("origin", "destination"))
            if origin != destination:
                sums[int(row["year"]), origin, destination] += int(row["persons"])
    return sums


def plain_alt(label, edition):
    """A figure's alternative text as readers have it."""
    return without_keys(FIGURES[label].alt(edition))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


@pytest.mark.parametrize(("label", "member"), [("fig-event", HOSTS), ("fig-event-senders", SENDERS)])
def test_event_coefficients_are_those_of_a_regression_with_dummies(label, member):
    frame = official_panel(240)
    frame["treated"] = frame["region"].isin(member).astype(int)
    terms = " + ".join(f"I(treated * (year == {year}))" for year in range(2009, 2024) if year != 2013)
    fit = smf.ols(f"net_rate ~ C(region) + C(year) + {terms}", frame).fit()
    drawn = FIGURES[label].numbers(data())
    left = drawn[drawn["base"] == "Base: 2013"].set_index("year")["estimate"]
    right = drawn[drawn["base"] == "Base: mean before 2014"].set_index("year")["estimate"]
    for year in range(2009, 2024):
        expected = 0.0 if year == 2013 else fit.params[f"I(treated * (year == {year}))"]
        assert left[year] == pytest.approx(expected, abs=1e-9)
    assert right.loc[:2013].sum() == pytest.approx(0, abs=1e-9)  # the base is their mean
    assert np.allclose(left - right, (left - right).iloc[0])  # the base shifts every year alike


@pytest.mark.parametrize("last", [2023, 2024, 2025])
def test_the_axis_of_an_event_study_ends_with_its_last_year(last):
    _, axes = plt.subplots()
    event._mark_years(axes, [*range(2009, last + 1)])
    assert axes.get_xlim() == (2008.4, last + 0.6)
    ticks = list(axes.get_xticks())
    assert (ticks[0], ticks[-1]) == (2009, last) and len(set(ticks)) == 4


def test_event_marks_the_years_of_the_identity():
    drawn = FIGURES["fig-event"].numbers(data())
    with (DATA / "official" / "region_year.csv").open(encoding="utf-8", newline="") as file:
        computed = {
            int(row["year"]) for row in csv.DictReader(file) if row["net_migration_status"] == "identity"
        }
    assert set(drawn.loc[drawn["identity"], "year"]) == computed
    marks = FIGURES["fig-event"].draw(data()).axes[0].get_lines()
    hollow = [line for line in marks if line.get_marker() == "o" and line.get_markerfacecolor() == "white"]
    assert [sorted(line.get_xdata()) for line in hollow] == [sorted(computed)]


CURVE = "fig-specifications-curve"
ASSUMED = {
    "two_by_two_240": {
        "those of 2014",
        "all other regions",
        "from 2009",
        "2×2 of means",
        "all regions alike",
    },
    "weighted": {
        "those of 2014",
        "all other regions",
        "from 2009",
        "region and year effects",
        "by population",
    },
    "without_cities": {
        "without the two cities",
        "all other regions",
        "from 2009",
        "region and year effects",
        "all regions alike",
    },
    "own_trend": {
        "those of 2014",
        "all other regions",
        "from 2009",
        "region and year effects",
        "with a linear trend of the group",
        "all regions alike",
    },
    "alone_without_cities": {
        "without the two cities",
        "neither hosts nor senders",
        "from 2009",
        "region and year effects",
        "all regions alike",
    },
    "product": {
        "those of 2014",
        "all other regions",
        "from 2010",
        "region and year effects",
        "all regions alike",
        "lagged product per head",
    },
}
"""What some specifications assume, from their description in the text of the page."""


def assumed(row):
    """The assumptions that a row of the specification curve says that it rests on."""
    return {column.split(": ")[1] for column in row.index if ": " in column and row[column]}


def test_curve_has_every_estimate_of_both_groups_in_order():
    drawn, values = FIGURES[CURVE].numbers(data()), data().results.values
    for group in ("hosts", "senders5"):
        part = drawn[drawn["group"] == group]
        known = [f"robustness.{group}.{one.name}.estimate" for one in SPECIFICATIONS if group in one.groups]
        synthetic = [f"sdid.{group}.{name}" for name in ("estimate", "alone", "alone_without_cities")]
        assert sorted(part["key"]) == sorted([*known, *synthetic])
        assert list(part["estimate"]) == sorted(values[key] for key in part["key"])
        assert list(part["place"]) == list(range(len(part)))


def test_curve_s_intervals_are_those_of_the_clustered_models():
    drawn = FIGURES[CURVE].numbers(data()).set_index("key")
    for group, model in (
        ("hosts", "official_hosts_240.program_post"),
        ("senders5", "official_senders5_240.sender_post"),
    ):
        row = drawn.loc[f"robustness.{group}.two_by_two_240.estimate"]
        ends = [data().results.value(f"{model}.crv1.{end}") for end in ("ci_low", "ci_high")]
        assert [row["ci_low"], row["ci_high"]] == pytest.approx(ends, rel=1e-9)


@pytest.mark.parametrize("name", ASSUMED)
def test_curve_says_what_a_specification_assumes(name):
    drawn = FIGURES[CURVE].numbers(data()).set_index("key")
    assert assumed(drawn.loc[f"robustness.hosts.{name}.estimate"]) == ASSUMED[name]


def test_curve_tells_both_roles_of_shymkent():
    """It is a sender as part of South Kazakhstan, and none in the article's list."""
    drawn = FIGURES[CURVE].numbers(data()).set_index("key")
    for name, role in (("two_by_two_245", "sender"), ("two_by_two_245_apart", "control")):
        said = assumed(drawn.loc[f"robustness.senders5.{name}.estimate"])
        assert f"Shymkent by itself, a {role}" in said
    assert "Shymkent by itself, a control" in assumed(drawn.loc["robustness.hosts.two_by_two_245.estimate"])


@pytest.mark.parametrize(("group", "n"), [("hosts", 11), ("senders5", 10)])
def test_curve_s_synthetic_interval_is_of_the_jackknife_of_its_regions(group, n):
    """Without the other group, n regions: Student's t with n - 1 degrees of freedom, from tables."""
    quantile = {11: 2.228, 10: 2.262}[n]
    row = FIGURES[CURVE].numbers(data()).set_index("key").loc[f"sdid.{group}.alone"]
    error = data().results.value(f"sdid.{group}.alone_jackknife_se")
    assert row["ci_high"] - row["estimate"] == pytest.approx(quantile * error, rel=1e-3)


def test_curve_draws_a_dot_for_every_assumption():
    drawn = FIGURES[CURVE].numbers(data())
    columns = [column for column in drawn if ": " in column]
    below = FIGURES[CURVE].draw(data()).axes[2:]
    for group, axes in zip(("hosts", "senders5"), below, strict=True):
        part = drawn[drawn["group"] == group]
        dots = [line for line in axes.get_lines() if line.get_markersize() > 2]
        assert [list(line.get_xdata()) for line in dots] == [
            list(part.loc[part[column], "place"]) for column in columns
        ]


def test_intervals_are_the_rows_of_the_results():
    drawn = FIGURES["fig-intervals"].numbers(data())
    value = data().results.value
    assert list(dict.fromkeys(drawn["model"])) == [headline.model for headline in judged(synthetic=True)]
    for row in drawn.itertuples():
        term = next(headline.term for headline in HEADLINES if headline.model == row.model)
        assert row.p == value(f"{row.model}.{term}.{row.method}.p")
        if not np.isnan(row.ci_low):
            assert (row.ci_low, row.ci_high) == (
                value(f"{row.model}.{term}.{row.method}.ci_low"),
                value(f"{row.model}.{term}.{row.method}.ci_high"),
            )
            assert row.ci_low <= row.estimate <= row.ci_high
    assert drawn.groupby("model")["estimate"].nunique().eq(1).all()


def test_intervals_bolden_what_is_below_five_percent():
    figure = FIGURES["fig-intervals"].draw(data())
    drawn = FIGURES["fig-intervals"].numbers(data())
    bold = [text for text in figure.findobj(Text) if text.get_fontweight() == "bold" and text.get_text()]
    assert len(bold) == (drawn["p"] < 0.05).sum()


def test_intervals_of_a_panel_are_drawn_where_it_is_not_invented():
    """A stand-in is calibrated to classical errors; by other methods its coefficients mean nothing."""
    for synthetic in (True, False):
        edition = SimpleNamespace(results=data().results, panel=SimpleNamespace(synthetic=synthetic))
        drawn = FIGURES["fig-intervals"].numbers(edition)
        assert {"inflow", "outflow"} - set(drawn["model"]) == ({"inflow", "outflow"} if synthetic else set())
        words = " ".join(text.get_text() for text in FIGURES["fig-intervals"].draw(edition).findobj(Text))
        assert ("Arrivals" in words) == ("Departures" in words) == (not synthetic)


def test_intervals_without_bounds_reach_the_edge():
    results = data().results
    estimates = results.estimates.copy()
    chosen = (estimates["model"] == "official_hosts_240") & (estimates["method"] == "ri")
    estimates.loc[chosen, "ci_high"] = np.inf
    edition = SimpleNamespace(results=SimpleNamespace(estimates=estimates), panel=data().panel)
    axes = FIGURES["fig-intervals"].draw(edition).axes[0]
    assert max(max(line.get_xdata()) for line in axes.get_lines()[1:]) == pytest.approx(axes.get_xlim()[1])


def test_shares_are_those_of_the_file():
    sums = moves()
    for row in FIGURES["fig-shares"].numbers(data()).itertuples():
        origins, destinations = (SENDERS, HOSTS) if row.direction == "Senders to hosts" else (HOSTS, SENDERS)
        some = sum(
            persons
            for (year, origin, destination), persons in sums.items()
            if year == row.year and origin in origins and destination in destinations
        )
        everything = sum(persons for (year, *_), persons in sums.items() if year == row.year)
        assert (row.persons, row.moves) == (some, everything)
        assert row.share == pytest.approx(some / everything)
    # by hand from the file
    assert data().results.value("flows.2015.sender_host_share") == pytest.approx(12030 / 202761)


def test_matrix_counts_every_pair_s_moves_once():
    sums = moves()
    drawn = FIGURES["fig-matrix"].numbers(data())
    assert len(drawn) == 16 * 15 and not drawn.duplicated(["origin", "destination"]).any()
    for row in drawn.itertuples():
        origin, destination = (name.split(" + ")[0] for name in (row.origin, row.destination))
        assert row.before == sums[2010, origin, destination]
        assert row.after == sum(sums[year, origin, destination] for year in (2015, 2020, 2021, 2023, 2024))


def test_matrix_finds_nothing_where_the_margins_explain_everything():
    regions = data().regions
    flows = data().flows.copy()
    names = sorted(set(flows["origin"]))
    size = {name: 10 + number for number, name in enumerate(names)}
    flows["persons"] = [
        size[origin] * size[destination] * (year - 1990) // 10 + 7 * number % 11
        for number, (origin, destination, year) in enumerate(
            zip(flows["origin"], flows["destination"], flows["year"], strict=True)
        )
    ]
    drawn = FIGURES["fig-matrix"].numbers(SimpleNamespace(flows=flows, regions=regions))
    assert drawn["excess"].abs().max() < 0.1
    doubled = flows.copy()
    chosen = (
        doubled["origin"].eq("Zhambyl") & doubled["destination"].eq("Pavlodar") & doubled["year"].gt(2014)
    )
    doubled.loc[chosen, "persons"] *= 2
    most = (
        FIGURES["fig-matrix"].numbers(SimpleNamespace(flows=doubled, regions=regions)).nlargest(1, "excess")
    )
    assert most[["origin", "destination"]].values.tolist() == [["Zhambyl", "Pavlodar"]]


def test_matrix_frames_senders_to_hosts():
    drawn = FIGURES["fig-matrix"].numbers(data())
    block = drawn[(drawn["origin_group"] == "Senders") & (drawn["destination_group"] == "Hosts")]
    assert {name.split(" + ")[0] for name in block["origin"]} == SENDERS and set(
        block["destination"]
    ) == HOSTS


@pytest.mark.parametrize("label", LABELS)
def test_words_are_a_few_plain_sentences(label):
    alt = plain_alt(label, data())
    assert not set(alt) & set('*_`[]{}|\\"\n')
    assert alt.endswith(".") and 100 < len(alt) < 700 and "nan" not in alt


@pytest.mark.parametrize("label", LABELS)
def test_type_is_legible_and_uncut(label):
    figure = FIGURES[label].draw(data())
    width, height = figure.get_size_inches()
    assert width == style.WIDTH
    figure.draw_without_rendering()
    extent = figure.get_tightbbox()
    assert (extent.width, extent.height) == pytest.approx((width, height), abs=0.03)
    texts = [text for text in figure.findobj(Text) if text.get_text() and text.get_visible()]
    assert min(text.get_fontsize() for text in texts) >= 8


def test_numbers_of_the_matrix_stay_within_their_cells():
    figure = FIGURES["fig-matrix"].draw(data())
    figure.draw_without_rendering()
    (axes,) = figure.axes
    width = min(patch.get_window_extent().width for patch in axes.patches if patch.get_width() < 1)
    texts = [text for text in axes.texts if text.get_text().lstrip("+−").isdigit()]
    assert len(texts) > 200
    assert max(text.get_window_extent().width for text in texts) <= width


@pytest.mark.parametrize("label", [label for label in LABELS if label != "fig-matrix"])
def test_words_in_the_axes_do_not_overlap(label):
    figure = FIGURES[label].draw(data())
    figure.draw_without_rendering()
    for axes in figure.axes:
        texts = [child for child in axes.get_children() if isinstance(child, Text) and child.get_text()]
        boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
        assert [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)] == []
