"""Charts: their specs say what the figures' tables say, in the paper's own print."""

import json
import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.exhibits import figures
from analysis.exhibits.figures import comparison, intervals, serpin
from analysis.paper import data
from press.numbers.formatter import format_number
from press.web.view import for_script

FIGURES = {figure.label: figure for figure in figures.EXHIBITS}
ARTICLE = ("fig-balance", "fig-grants", "fig-graduates", "fig-inflow", "fig-outflow")
NUMBER = re.compile(r"[−+]?[\d,]*\.?\d+%?")


@pytest.fixture(scope="module")
def specs():
    return {label: figure.chart(table(label), data()) for label, figure in FIGURES.items() if figure.chart}


def table(label):
    return FIGURES[label].numbers(data())


def said(text):
    """The numbers in a text."""
    return [float(number.replace("−", "-").replace(",", "").rstrip("%")) for number in NUMBER.findall(text)]


def points(spec):
    """All points of a spec of lines, with the names of their panel and series."""
    return [
        (panel["heading"], series["name"], point)
        for panel in spec["panels"]
        for series in panel["series"]
        for point in series["points"]
    ]


def test_specs_are_small_and_strict_json(specs):
    assert json.loads(json.dumps(specs, allow_nan=False)) == json.loads(for_script(specs))
    assert sum(len(for_script(specs[label]).encode()) for label in ARTICLE) < 40_000


def test_balance_says_rate_and_persons_of_every_cell(specs):
    spec, frame = specs["fig-balance"], table("fig-balance")
    by_cell = frame.set_index(["region", "year"])
    assert [row["name"] for row in spec["rows"]] == list(frame["region"].unique())
    years = [column for column in spec["columns"] if not column.get("wide")]
    for row in spec["rows"]:
        assert row["group"] == by_cell.loc[row["name"], "group"].iloc[0]
        for column, (shade, printed, rate, persons) in zip(years, row["cells"], strict=False):
            truth = by_cell.loc[(row["name"], int(column["told"]))]
            assert said(rate) + said(persons) == [round(truth["rate"], 1), truth["net_migration"]]
            assert shade == pytest.approx(np.clip(truth["rate"] / 20, -1, 1), abs=0.0051)
            assert said(printed) == [round(truth["rate"])]


def test_balance_ends_with_the_means_of_both_periods(specs):
    spec, frame = specs["fig-balance"], table("fig-balance")
    assert [column["told"] for column in spec["columns"][-2:]] == ["mean 2009–2013", "mean 2014–2023"]
    means = frame.groupby(["region", frame["year"] >= 2014])["rate"].mean()
    for row in spec["rows"]:
        assert [said(cell[2])[0] for cell in row["cells"][-2:]] == [
            round(means[row["name"], after], 1) for after in (False, True)
        ]


@pytest.mark.parametrize("label", ["fig-grants", "fig-graduates"])
def test_bars_say_whole_and_part(specs, label):
    for bar, row in zip(specs[label]["bars"], table(label).itertuples(), strict=True):
        known = [] if pd.isna(row.part) else [row.part, round(100 * row.share)]
        assert said(bar["text"]) == [row.year, row.whole, *known]
        assert (bar["whole"], bar["part"]) == (row.whole, None if pd.isna(row.part) else row.part)
        assert (said(bar["over"]), said(bar["inside"])) == ([row.whole], known)
        assert ("as in the article" in bar["name"]) == (row.origin == "article")


@pytest.mark.parametrize(("label", "style"), [("fig-inflow", "decimal2"), ("fig-outflow", "integer")])
def test_lines_say_the_means(specs, label, style):
    frame = table(label)
    yearly = frame[frame["span"] == "year"].set_index(["group", "first_year"])["mean"]
    periods = frame[frame["span"] != "year"].set_index(["group", "span"])["mean"]
    found = points(specs[label])
    assert len(found) == len(yearly) + len(periods) == 34
    for heading, group, point in found:
        period = heading == "Means before and after"
        mean = periods[group, ("before", "after")[point["x"]]] if period else yearly[group, point["x"]]
        assert point["y"] == pytest.approx(mean, rel=1e-12)
        assert point["text"].endswith(f": {format_number(mean, style)}") and point["text"].startswith(
            f"{group}, "
        )
        assert point.get("label") == (format_number(mean, style) if period else None)
    assert specs[label]["note"] == "synthetic panel"


def test_only_a_synthetic_panel_is_called_so():
    real = SimpleNamespace(panel=SimpleNamespace(synthetic=False))
    assert "note" not in comparison.INFLOW.chart(table("fig-inflow"), real)


def test_a_year_without_the_group_is_a_gap():
    frame = table("fig-inflow")
    gone = frame[~((frame["group"] == "Hosts") & (frame["first_year"] == 2011) & (frame["span"] == "year"))]
    hosts = comparison.INFLOW.chart(gone, data())["panels"][0]["series"][0]["points"]
    assert hosts[2] == {"x": 2011, "y": None}
    assert [point["x"] for point in hosts] == list(range(2009, 2024))


@pytest.mark.parametrize("label", ["fig-event", "fig-event-senders"])
def test_events_say_estimate_and_interval(specs, label):
    frame = table(label).set_index(["base", "year"])
    found = points(specs[label])
    assert len(found) == len(frame) == 30
    for base, _, point in found:
        row = frame.loc[(base, point["x"])]
        assert point["y"] == pytest.approx(row["estimate"], rel=1e-5)
        if pd.isna(row["ci_low"]):
            assert point["look"] == "base" and "low" not in point
            continue
        assert (point["low"], point["high"]) == pytest.approx((row["ci_low"], row["ci_high"]), rel=1e-5)
        assert said(point["text"]) == [
            point["x"],
            *(round(row[name], 2) for name in ("estimate", "ci_low", "ci_high")),
        ]
        assert (point.get("look") == "hollow") == ("identity" in point["text"]) == bool(row["identity"])


def test_intervals_say_what_the_table_says(specs):
    rows = [
        (panel, group, row)
        for panel in specs["fig-intervals"]["panels"]
        for group in panel["groups"]
        for row in group["rows"]
    ]
    frame = table("fig-intervals").sort_values(
        "unit", key=lambda unit: unit.map(["per 1,000", "persons", "log points"].index), kind="stable"
    )
    assert len(rows) == len(frame)
    for (panel, group, row), truth in zip(rows, frame.itertuples(), strict=True):
        assert group["name"] == truth.short and truth.source == "official"
        assert row["y"] == pytest.approx(truth.estimate, rel=1e-5)
        assert panel["from"] <= min(row.get("low", 0), 0) and max(row.get("high", 0), 0) <= panel["to"]
        assert row["told"] == format_number(truth.p, "p") and row["strong"] == (truth.p < 0.05)
        assert ("low" in row) == (not pd.isna(truth.ci_low))
        numbers = [truth.estimate, *([] if pd.isna(truth.ci_low) else [truth.ci_low, truth.ci_high])]
        printed = said(row["text"].removeprefix(group["name"]).partition(": ")[2])[: len(numbers)]
        assert printed == pytest.approx(numbers, abs=0.005)


def test_an_infinite_bound_ends_with_the_axis():
    frame = table("fig-intervals")
    frame.loc[0, "ci_low"] = -np.inf
    panel = intervals.chart(frame, data())["panels"][0]
    row = panel["groups"][0]["rows"][0]
    assert row["low"] == panel["from"] and "(−∞ to" in row["text"]


def test_shares_say_persons_and_moves(specs):
    frame = table("fig-shares").set_index(["direction", "year"])
    found = points(specs["fig-shares"])
    assert len(found) == len(frame) == 12
    for _, direction, point in found:
        row = frame.loc[(direction, point["x"])]
        assert said(point["text"]) == [point["x"], round(100 * row["share"], 1), row["persons"], row["moves"]]
        assert point["y"] == pytest.approx(100 * row["share"], rel=1e-5)
        assert point["label"] == f"{100 * row['share']:.1f}%"


def test_matrix_says_growth_and_moves_of_every_pair(specs):
    spec, frame = specs["fig-matrix"], table("fig-matrix").set_index(["origin", "destination"])
    names = [column["name"] for column in spec["columns"]]
    cells = {
        (row["name"], name): cell
        for row in spec["rows"]
        for name, cell in zip(names, row["cells"], strict=True)
    }
    assert {pair for pair, cell in cells.items() if cell[0] is not None} == set(frame.index)
    for pair, row in frame.iterrows():
        _, printed, told = cells[pair]
        assert said(told)[0] == said(printed)[0] == round(100 * row["excess"])
        assert f"({row['before']:,} moves before 2014, {row['after']:,} after)" in told


def test_matrix_frames_the_pairs_from_senders_to_hosts(specs):
    spec, frame = specs["fig-matrix"], table("fig-matrix")
    block = frame[(frame["origin_group"] == "Senders") & (frame["destination_group"] == "Hosts")]
    for end, members, place in (
        ("origin", spec["rows"], "rows"),
        ("destination", spec["columns"], "columns"),
    ):
        first, last = spec["frame"][place]
        assert {member["name"] for member in members[first : last + 1]} == set(block[end])


def test_the_scale_of_the_matrix_ends_where_its_colours_do(specs):
    spec = specs["fig-matrix"]
    least, none, most = (said(text)[0] for text in spec["scale"])
    assert (least, none, most) == (-63, 0, 172)  # 100 (1/e - 1), 0 and 100 (e - 1)
    for row in spec["rows"]:
        for shade, printed, _ in row["cells"]:
            if shade in (-1, 1):
                assert said(printed)[0] <= least or said(printed)[0] >= most


def test_the_specification_curve_says_estimates_and_what_they_rest_on(specs):
    spec, frame = specs["fig-specifications-curve"], table("fig-specifications-curve")
    names = [group["name"] for group in spec["groups"]]
    columns = [
        f"{subject['name']}: {choice}" for subject in spec["subjects"] for choice in subject["choices"]
    ]
    assert names == ["Hosts", "Five senders"]
    assert columns == [name for name in frame if ": " in name]
    assert [subject["name"] for subject in spec["subjects"] if subject.get("asked")] == [
        "Compared with",
        "Estimator",
    ]
    for one, (_, row) in zip(spec["estimates"], frame.iterrows(), strict=True):
        assert names[one["group"]] == {"hosts": "Hosts", "senders5": "Five senders"}[row["group"]]
        assert (one["y"], one["low"], one["high"]) == pytest.approx(
            (row["estimate"], row["ci_low"], row["ci_high"]), rel=1e-5
        )
        printed = [round(row[name], 2) for name in ("estimate", "ci_low", "ci_high")]
        estimate, interval = one["text"].split(" per 1,000 (95% interval ")
        assert said(estimate) + said(interval) == printed
        assert [columns[place] for place in one["rests"]] == [name for name in columns if row[name]]
        assert (one.get("look") == "hollow") == (not row["counted"])


def test_bars_without_a_known_part_say_so():
    frame = pd.DataFrame(
        [{"year": 2030, "whole": 1234.0, "origin": "press", "part": np.nan, "share": np.nan}]
    )
    [bar] = serpin.GRANTS.chart(frame, data())["bars"]
    assert bar == {
        "name": "2030",
        "whole": 1234,
        "over": "1,234",
        "part": None,
        "inside": "take-up not stated",
        "text": "2030: 1,234 allocated, take-up not stated",
    }
