"""Figures 1-5: numbers recomputed another way, words held to the numbers, drawings measured."""

from __future__ import annotations

import csv
from collections import defaultdict
from io import BytesIO
from itertools import combinations
from statistics import fmean
from types import SimpleNamespace

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.text import Text

from analysis.estimates.descriptive import facts
from analysis.estimators.did import did
from analysis.exhibits import figures, style
from analysis.inputs import sources
from press.base.paths import DATA
from press.numbers.formatter import without_keys

matplotlib.use("Agg")
import matplotlib.pyplot as plt  # noqa: E402

FIGURES = {figure.label: figure for figure in figures.EXHIBITS}
LABELS = ["fig-balance", "fig-grants", "fig-graduates", "fig-inflow", "fig-outflow"]
COMPARISONS = {
    "fig-inflow": ("in_migration_rate", "program", "Hosts"),
    "fig-outflow": ("out_migration", "sender", "Senders"),
}
YEARS = range(2009, 2024)


def simulated(
    *, effect: float = 0.0, noise: float = 0.0, years=YEARS, name: str = "authors"
) -> SimpleNamespace:
    """A panel of six regions (two hosts, one sender) whose outcomes jump by `effect` where treated."""
    random = np.random.default_rng(2014)
    frame = pd.DataFrame(
        [(year, f"R{i}", int(i < 2), int(i == 5)) for year in years for i in range(6)],
        columns=["year", "region", "program", "sender"],
    )
    frame["post"] = (frame["year"] >= 2014).astype(int)
    wobble = noise * random.standard_normal(len(frame))
    frame["in_migration_rate"] = 10 + effect * frame["program"] * frame["post"] + wobble
    frame["out_migration"] = 5000 + 1000 * effect * frame["sender"] * frame["post"] + 500 * wobble
    return SimpleNamespace(frame=frame, name=name, synthetic=name == "stand-in")


def edition(panel: SimpleNamespace | None = None, **changes) -> SimpleNamespace:
    """What the figures are made from: the real official and press figures, and a panel."""
    inputs = {
        "panel": panel or simulated(noise=1),
        "official": sources.load_official(),
        "serpin": sources.load_serpin(),
        "regions": sources.load_regions(),
    }
    return SimpleNamespace(**inputs | changes)


def raw(path: str) -> list[dict[str, str]]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def plain_alt(label, edition):
    """A figure's alternative text as readers have it."""
    return without_keys(FIGURES[label].alt(edition))


@pytest.fixture(autouse=True)
def close_figures():
    yield
    plt.close("all")


def test_the_figures_of_the_article_come_first():
    assert len(FIGURES) == len(figures.EXHIBITS) == 11
    assert list(FIGURES)[:5] == LABELS


# Figure 1


def test_balance_has_sixteen_regions_and_fifteen_years():
    frame = FIGURES["fig-balance"].numbers(edition())
    assert frame.groupby("group", sort=False)["region"].nunique().to_dict() == {
        "Hosts": 6,
        "Senders": 5,
        "Others": 5,
    }
    assert not frame.duplicated(["region", "year"]).any()
    assert sorted(frame["year"].unique()) == list(YEARS)
    assert len(frame) == 16 * 15


def test_balance_rates_are_those_of_the_official_file():
    people, residents = defaultdict(int), defaultdict(int)
    for row in raw("official/region_year.csv"):
        region = {"Shymkent city": "Turkestan"}.get(row["region"], row["region"])
        people[region, int(row["year"])] += int(row["net_migration"])
        residents[region, int(row["year"])] += int(row["population"])
    for row in FIGURES["fig-balance"].numbers(edition()).itertuples():
        key = (row.region.split(" + ")[0], row.year)
        assert row.rate == pytest.approx(1000 * people[key] / residents[key])
        assert row.period == ("before" if row.year < 2014 else "after")


def test_balance_ranks_regions_within_their_group():
    frame = FIGURES["fig-balance"].numbers(edition())
    for _, group in frame.groupby("group"):
        means = group.groupby("region", sort=False)["rate"].mean()
        assert list(means) == sorted(means, reverse=True)


def test_balance_follows_the_official_figures():
    official = sources.load_official().copy()
    official["net_migration"] = -official["net_migration"]
    mirrored = edition(official=official)
    assert FIGURES["fig-balance"].numbers(mirrored)["rate"].sum() == pytest.approx(
        -FIGURES["fig-balance"].numbers(edition())["rate"].sum()
    )
    assert "Astana city has the highest mean" in plain_alt("fig-balance", edition())
    assert "Astana city the lowest" in plain_alt("fig-balance", mirrored)


def test_balance_of_hosts_and_senders_is_the_text_s():
    means = FIGURES["fig-balance"].numbers(edition()).groupby(["group", "period"])["rate"].mean()
    for group in ("Hosts", "Senders"):
        for period, moment in (("before", "pre"), ("after", "post")):
            assert means[group, period] == pytest.approx(facts()[f"balance.{group.lower()}.{moment}_mean"])


# Figures 2 and 3


@pytest.mark.parametrize(
    ("label", "whole", "part", "years"),
    [
        ("fig-grants", "grants_allocated", "grants_taken_up", [2020, 2021, 2022, 2023, 2024]),
        ("fig-graduates", "graduates", "graduates_employed", [2019, 2020, 2021, 2022]),
    ],
)
def test_bars_are_the_press_figures(label, whole, part, years):
    stated = {
        (row["indicator"], int(row["year"])): int(row["value"])
        for row in raw("serpin/press_figures.csv")
        if row["year"]
    }
    frame = FIGURES[label].numbers(edition())
    assert list(frame["year"]) == years
    for row in frame.itertuples():
        assert row.whole == stated[whole, row.year]
        if (part, row.year) in stated:
            assert row.part == stated[part, row.year]
            assert row.share == pytest.approx(stated[part, row.year] / stated[whole, row.year])
        else:
            assert np.isnan(row.part) and np.isnan(row.share)


def test_bars_say_what_is_not_known_and_whose_figure_it_is():
    assert "2022: 3,653 allocated, take-up not stated" in plain_alt("fig-grants", edition())
    assert "2022 (as in the article): 3,200 graduates, 1,600 employed (50%)" in plain_alt(
        "fig-graduates", edition()
    )


def test_bars_follow_the_press_figures():
    serpin = sources.load_serpin().copy()
    serpin.loc[(serpin["indicator"] == "grants_taken_up") & (serpin["year"] == 2020), "value"] = 5107
    assert "2020: 5,107 allocated, 5,107 taken up (100%)" in plain_alt("fig-grants", edition(serpin=serpin))


# Figures 4 and 5


@pytest.mark.parametrize("label", COMPARISONS)
def test_means_weigh_every_region_year_alike(label):
    outcome, member, group = COMPARISONS[label]
    panel = simulated(effect=2, noise=1)
    panel.frame = panel.frame.drop(index=[0, 7, 40])  # an unbalanced panel
    values = defaultdict(list)
    for row in panel.frame.to_dict("records"):
        name = group if row[member] else "Others"
        values[name, "year", row["year"]].append(row[outcome])
        values[name, "after" if row["post"] else "before", None].append(row[outcome])
    frame = FIGURES[label].numbers(edition(panel))
    assert len(frame) == len(values)
    for row in frame.itertuples():
        expected = values[row.group, row.span, row.first_year if row.span == "year" else None]
        assert row.mean == pytest.approx(fmean(expected))
        assert row.rows == len(expected)


@pytest.mark.parametrize("label", COMPARISONS)
def test_period_means_are_the_cells_of_the_regression(label):
    outcome, member, group = COMPARISONS[label]
    panel = simulated(effect=2, noise=1)
    fit = did(panel.frame, outcome, member)
    frame = FIGURES[label].numbers(edition(panel)).set_index(["group", "span"])["mean"]
    cells = [("Others", "before"), (group, "before"), ("Others", "after"), (group, "after")]
    assert [frame[cell] for cell in cells] == pytest.approx(list(fit.cell_means))


@pytest.mark.parametrize(
    ("effect", "words"),
    [
        (2, "hosts (2 of 6 regions) rise from 10.00 on average in 2009–13 to 12.00 in 2014–23"),
        (-2, "hosts (2 of 6 regions) fall from 10.00 on average in 2009–13 to 8.00 in 2014–23"),
        (0, "hosts (2 of 6 regions) stay at 10.00 on average (2009–13 and 2014–23)"),
    ],
)
def test_words_follow_the_panel(effect, words):
    alt = plain_alt("fig-inflow", edition(simulated(effect=effect)))
    assert words in alt
    assert "others (4 of 6 regions) stay at 10.00" in alt


def test_only_the_stand_in_is_called_synthetic():
    for label in COMPARISONS:
        for name in ("stand-in", "authors"):
            data = edition(simulated(name=name))
            drawn = " ".join(text.get_text() for text in FIGURES[label].draw(data).findobj(Text))
            assert ("synthetic" in plain_alt(label, data).lower()) == (name == "stand-in")
            assert ("synthetic" in drawn) == (name == "stand-in")


def test_a_missing_year_breaks_the_line():
    years = [year for year in YEARS if year != 2017]
    figure = FIGURES["fig-inflow"].draw(edition(simulated(years=years)))
    for line in figure.axes[0].get_lines()[:2]:
        drawn = dict(zip(line.get_xdata(), line.get_ydata(), strict=True))
        assert [year for year, value in drawn.items() if np.isnan(value)] == [2017]


@pytest.mark.parametrize("label", COMPARISONS)
def test_a_line_parts_the_years_before_2014_from_the_rest(label):
    *_, launch = FIGURES[label].draw(edition()).axes[0].get_lines()
    assert [2013 < x < 2014 for x in launch.get_xdata()] == [True, True]


def test_groups_differ_without_colour():
    figure = FIGURES["fig-outflow"].draw(edition())
    others, senders = figure.axes[0].get_lines()[:2]
    assert others.get_linestyle() != senders.get_linestyle()
    assert others.get_marker() != senders.get_marker()


# All figures


@pytest.mark.parametrize("label", LABELS)
def test_words_are_a_few_plain_sentences(label):
    alt = plain_alt(label, edition())
    assert not set(alt) & set('*_`[]{}|\\"\n')
    assert alt.endswith(".")
    assert 100 < len(alt) < 700
    assert "nan" not in alt


PANELS = {
    "noisy": simulated(noise=1, name="stand-in"),
    "level": simulated(),  # both groups' labels want the same place
    "steep": simulated(effect=30, noise=3),
    "short": simulated(noise=1, years=range(2012, 2017)),
}


@pytest.mark.parametrize(
    ("label", "panel"),
    [
        *((label, "noisy") for label in LABELS),
        *((label, panel) for label in COMPARISONS for panel in ("level", "steep", "short")),
    ],
)
def test_type_is_legible_uncut_and_apart(label, panel):
    figure = FIGURES[label].draw(edition(PANELS[panel]))
    width, height = figure.get_size_inches()
    assert width == style.WIDTH
    figure.draw_without_rendering()
    extent = figure.get_tightbbox()
    assert (extent.width, extent.height) == pytest.approx((width, height), abs=0.02)  # nothing sticks out
    texts = visible_texts(figure)
    assert min(text.get_fontsize() for text in texts) >= 8
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in texts]
    assert [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)] == []


def visible_texts(figure) -> list[Text]:
    """Every text that is drawn; of the tick labels, those within the axes' limits."""
    texts = list(figure.texts)
    for axes in figure.axes:
        texts += [child for child in axes.get_children() if isinstance(child, Text)]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            ticks = [
                tick
                for tick in axis.get_major_ticks()
                if axis.get_visible() and low <= tick.get_loc() <= high
            ]
            texts += [label for tick in ticks for label in (tick.label1, tick.label2)]
    return [text for text in texts if text.get_visible() and text.get_text()]


@pytest.mark.parametrize("label", LABELS)
def test_the_same_numbers_give_the_same_file(label):
    def drawn() -> bytes:
        file = BytesIO()
        FIGURES[label].draw(edition()).savefig(
            file, format="svg", bbox_inches="tight", metadata={"Date": None}
        )
        return file.getvalue()

    first = drawn()
    assert drawn() == first
    assert b"<text" not in first  # type as outlines: no font is asked of the reader's machine
