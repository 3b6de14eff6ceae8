"""The explorer in a real browser: its arithmetic against statsmodels, its controls, links and words."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
from dataclasses import replace
from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t as student
from statsmodels.regression.linear_model import OLS

from analysis.exhibits import explorer
from analysis.panel.load import load_panel
from analysis.study import STUDY_YEARS
from press.base.paths import DATA
from press.numbers.formatter import STYLES, format_number
from press.numbers.languages import as_typed
from press.web.view import for_script
from tests.press.web.test_access import violations

PAGE = "paper/explore.html"
SETTINGS = 200
SEED = 2014
SLOWEST = 100
"""Milliseconds from a choice to its result."""


@pytest.fixture(scope="module")
def frames():
    """The region-years of each outcome: y, region (of 2014) and year."""
    found = explorer.frames_of(load_panel())
    return {
        outcome.id: frame.assign(y=frame[outcome.column].astype(float)) for outcome, frame in found.items()
    }


def settings(frames, how_many: int) -> list[dict]:
    """Random settings that have an estimate and errors, regions by name."""
    draw, found = random.Random(SEED), []
    first, last = STUDY_YEARS
    while len(found) < how_many:
        start, end = sorted(draw.sample(range(first, last + 1), 2))
        outcome = draw.choice(sorted(frames))
        regions = sorted(frames[outcome]["cluster"].unique())
        draw.shuffle(regions)
        without, kept = (regions[: (out := draw.randrange(0, 13))], regions[out:])
        treated = kept[: draw.randint(1, len(kept) - 1)]
        if len(kept) * (end - start + 1) > 4:
            found.append(
                {
                    "outcome": outcome,
                    "treated": sorted(treated),
                    "without": sorted(without),
                    "launch": draw.randint(start + 1, end),
                    "first": start,
                    "last": end,
                }
            )
    return found


def sample(frames, setting):
    """The rows of a setting, with group and post."""
    frame = frames[setting["outcome"]]
    kept = frame[
        frame["year"].between(setting["first"], setting["last"]) & ~frame["cluster"].isin(setting["without"])
    ]
    return kept.assign(
        group=kept["cluster"].isin(setting["treated"]).astype(float),
        after=(kept["year"] >= setting["launch"]).astype(float),
    )


def expected(frames, setting) -> dict:
    """The estimates of a setting by statsmodels, and the p-value of randomization by force."""
    rows = sample(frames, setting)
    X = np.column_stack([np.ones(len(rows)), rows["group"], rows["after"], rows["group"] * rows["after"]])
    fit = OLS(rows["y"].to_numpy(), X).fit()
    p, choices = randomization(rows, len(setting["treated"]))
    return {
        "classical": of_statsmodels(fit),
        "n": len(rows),
        "p": p,
        "choices": choices,
        "crv1": None
        if few(setting, rows)
        else of_statsmodels(fit.get_robustcov_results("cluster", groups=pd.factorize(rows["cluster"])[0]))[3],
    }


def of_statsmodels(fit) -> np.ndarray:
    """A fit's terms by rows, `STATISTICS` by columns."""
    return np.column_stack([fit.params, fit.bse, fit.tvalues, fit.pvalues, fit.conf_int()])


def few(setting, rows) -> bool:
    """Whether a group has a single region."""
    return min(len(setting["treated"]), rows["cluster"].nunique() - len(setting["treated"])) < 2


def randomization(rows, size: int) -> tuple[float, int]:
    """The share of all choices of `size` regions whose |b| is at least the actual one, from means of rows."""
    names = sorted(rows["cluster"].unique())
    actual = np.isin(names, rows.loc[rows["group"] == 1, "cluster"].unique())
    table = (
        rows.pivot_table(index="cluster", columns="after", values="y", aggfunc=["sum", "count"])
        .loc[names]
        .to_numpy()
    )
    picked = np.array(list(combinations(range(len(names)), size)))
    chosen = np.zeros((len(picked), len(names)))
    np.put_along_axis(chosen, picked, 1, axis=1)
    changes = [
        (side @ table[:, 1]) / (side @ table[:, 3]) - (side @ table[:, 0]) / (side @ table[:, 2])
        for side in (chosen, 1 - chosen)
    ]
    size_of_b = np.abs(changes[0] - changes[1])
    observed = size_of_b[(chosen == actual).all(axis=1)][0]
    return float(np.mean(size_of_b >= observed * (1 - 1e-9))), len(chosen)


COMPUTE = """settings => {
  const data = JSON.parse(document.getElementById("explore-data").textContent);
  const number = name => data.regions.findIndex(region => region.name === name);
  const rows = id => data.outcomes.find(outcome => outcome.id === id).rows;
  return settings.map(one => ExploreMath.estimate(rows(one.outcome),
    {...one, treated: one.treated.map(number), without: one.without.map(number)}));
}"""
STATISTICS = ("estimate", "std_error", "t", "p", "ci_low", "ci_high")


def numbers(judged) -> list[float]:
    return [judged[name] for name in STATISTICS]


@pytest.mark.long
def test_200_settings_equal_statsmodels(open_page, frames):
    chosen = settings(frames, SETTINGS)
    found = open_page(PAGE).evaluate(COMPUTE, chosen)
    clustered = 0
    for setting, result in zip(chosen, found, strict=True):
        wanted = expected(frames, setting)
        assert result["problem"] is None and result["errors"] is None and result["n"] == wanted["n"], setting
        np.testing.assert_allclose(
            [numbers(term) for term in result["terms"]],
            wanted["classical"],
            rtol=1e-8,
            atol=1e-8,
            err_msg=str(setting),
        )
        assert (result["ri"]["p"], result["ri"]["choices"]) == (
            pytest.approx(wanted["p"], abs=1e-12),
            wanted["choices"],
        ), setting
        assert ("problem" in result["crv1"]) == (wanted["crv1"] is None)
        if wanted["crv1"] is not None:
            clustered += 1
            np.testing.assert_allclose(
                numbers(result["crv1"]), wanted["crv1"], rtol=1e-8, atol=1e-8, err_msg=str(setting)
            )
    assert clustered > SETTINGS / 2


def test_student_t_is_exact(open_page):
    """Against scipy, from one degree of freedom to all rows of the panel, far into the tails."""
    degrees, places = (
        [*range(1, 41), 77, 118, 236, 241],
        [0.0, 1e-6, 0.01, 0.3, 1, 1.9, 2.1314, 4, 9, 30, 200],
    )
    levels = [0.5, 0.8, 0.9, 0.95, 0.99, 0.999]
    found = open_page(PAGE).evaluate(
        """([degrees, places, levels]) => ({
      p: degrees.map(df => places.map(t => ExploreMath.twoSidedP(t, df))),
      t: degrees.map(df => levels.map(level => ExploreMath.criticalT(level, df)))})""",
        [degrees, places, levels],
    )
    df = np.array(degrees)[:, None]
    np.testing.assert_allclose(found["p"], 2 * student.sf(np.array(places), df), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(found["t"], student.ppf((1 + np.array(levels)) / 2, df), rtol=1e-10)


def test_numbers_are_printed_as_the_paper_prints_them(open_page):
    draw = random.Random(SEED)
    values = [
        0,
        -0.0004,
        0.0005,
        0.00049,
        0.125,
        0.375,
        -2.5,
        3.5,
        4330.125,
        2.675,
        9999.995,
        10_000,
        -10_177.84,
        999.5,
        1_234_567.891,
        -0.004,
    ] + [draw.uniform(-1, 1) * 10 ** draw.randint(-4, 6) for _ in range(300)]
    styles = ["integer", "decimal2", "decimal3", "p"]
    assert set(styles) <= set(STYLES)
    found = open_page(PAGE).evaluate(
        "([values, styles]) => styles.map(style => values.map(value => ExploreWords.printed(value, style)))",
        [values, styles],
    )
    for style, printed in zip(styles, found, strict=True):
        given = [
            (value, text)
            for value, text in zip(values, printed, strict=True)
            if style != "p" or 0 <= value <= 1
        ]
        assert [text for _, text in given] == [format_number(value, style) for value, _ in given], style


def test_degenerate_settings_say_why_in_a_sentence(open_page):
    """Every case, through the arithmetic and the words, without NaN in either."""
    page = open_page(PAGE)
    rows = [
        [region, year, region * 1.5 + (year % 3) * (region + 1)]
        for region in range(4)
        for year in range(2010, 2016)
    ]
    flat = [[region, year, 1.0] for region, year, _ in rows]
    usual = {"treated": [0, 1], "without": [], "launch": 2013, "first": 2010, "last": 2015}
    cases = {
        "years-reversed": (rows, {"first": 2015, "last": 2010}),
        "no-region": (rows, {"without": [0, 1, 2, 3]}),
        "one-region": (rows, {"without": [1, 2, 3]}),
        "none-treated": (rows, {"treated": []}),
        "all-treated": (rows, {"treated": [0, 1, 2, 3]}),
        "none-before": (rows, {"launch": 2010}),
        "none-after": (rows, {"last": 2012}),
        "no-row-left": (rows, {"without": [1, 3], "first": 2012, "last": 2013}),
        "no-variance": (flat, {}),
        "few-treated": (rows, {"treated": [2]}),
        "few-others": (rows, {"treated": [0, 1, 2]}),
    }
    outcome = {
        "unit": "per 1,000",
        "source": "",
        "synthetic": False,
        "styles": {"number": "decimal2", "t": "decimal2"},
    }
    for name, (given, changed) in cases.items():
        result, said = page.evaluate(
            """([rows, setting, outcome]) => {
          const result = ExploreMath.estimate(rows, setting);
          const said = [ExploreWords.summary(result, outcome), ...ExploreWords.cautions(result, outcome)];
          return [result, said.join(" ")];
        }""",
            [given, usual | changed, outcome],
        )
        assert name in (result["problem"], result.get("errors"), result.get("crv1", {}).get("problem")), name
        sentence = page.evaluate("name => ExploreWords.PROBLEMS[name]", name)
        assert (
            sentence in said
            and sentence.endswith(".")
            and "NaN" not in said
            and "undefined" not in said
            and "Infinity" not in said
        )
    assert set(cases) == set(page.evaluate("() => Object.keys(ExploreWords.PROBLEMS)"))


def table_of(page, caption: str) -> list[list[str]]:
    """The body of the explorer's table with a caption."""
    box = page.locator("#explore table").filter(has=page.locator("caption", has_text=caption))
    return box.locator("tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.cells].map(cell => cell.firstChild.textContent))"
    )


def published(preset: str) -> list[list[float]]:
    """Coefficients and errors that the article prints in a table."""
    with (DATA / "published" / f"{preset.lower().replace(' ', '')}.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        return [
            [float(row[column].replace(",", "")) for column in ("coefficient", "std_error")]
            for row in csv.DictReader(file)
        ]


@pytest.mark.parametrize(("model", "preset"), [("inflow", "Table 2"), ("outflow", "Table 3")])
def test_the_article_s_settings_show_its_numbers(open_page, site, model, preset):
    """A button for each of its tables gives what the build prints."""
    page = open_page(PAGE)
    page.get_by_role("button", name=preset).click()
    assert page.get_by_role("button", name=preset).get_attribute("aria-pressed") == "true"
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    estimates = [row for row in results["estimates"] if row["model"] == model]
    rows = [row for row in estimates if row["method"] == "classical"]
    style, t_style = "decimal2", "decimal2" if model == "inflow" else "decimal3"
    wanted = [
        [
            format_number(row["estimate"], style),
            format_number(row["std_error"], style),
            format_number(row["t"], t_style),
            format_number(row["p"], "p"),
            f"{format_number(row['ci_low'], style)} to {format_number(row['ci_high'], style)}",
        ]
        for row in rows
    ]
    found = table_of(page, "All four coefficients")
    assert [row[1:] for row in found] == wanted
    assert [[float(as_typed(cell).replace(",", "")) for cell in row[1:3]] for row in found] == published(
        preset
    )
    p_values = {row["method"]: row["p"] for row in estimates if row["term"].endswith("_post")}
    assert [row[4] for row in table_of(page, "by classical errors")] == [
        format_number(p_values["classical"], "p")
    ]


def test_an_invented_panel_is_judged_by_classical_errors_alone(open_page):
    """Its counts are calibrated to these; official outcomes have all three methods."""
    page = open_page(PAGE)
    page.get_by_role("button", name="Table 2").click()
    said = page.locator("#explore").inner_text()
    assert "Of all" not in said and "clustered ones" not in said and "randomization 0." not in said
    assert "chance" not in said and "other choices" not in said
    assert "calibrated to the article's classical errors" in page.locator(".explore-cautions").inner_text()
    choose(page, outcome="net240")
    assert len(table_of(page, "by three methods")) == 3
    assert "Of all 8,008 choices" in page.locator(".explore-counted").inner_text()


def choose(page, **choices: str) -> None:
    for name, value in choices.items():
        page.locator(f"#explore-{name}").select_option(value)


def role(page, region: str, name: str):
    """The button of a role ("treated", "control", "left out") in a region's choice of three."""
    return page.get_by_role("radiogroup", name=region, exact=True).get_by_role("radio", name=name, exact=True)


def test_controls_lead_to_the_estimate_of_statsmodels(open_page, frames):
    """A few settings by hand: selects, treating, leaving out."""
    page = open_page(PAGE)
    choose(page, outcome="net245", launch="2016", first="2010", last="2021")
    role(page, "Akmola", "control").check()
    role(page, "Atyrau", "treated").check()
    role(page, "Astana city", "left out").check()
    role(page, "Pavlodar", "left out").check()
    assert not role(page, "Pavlodar", "treated").is_checked()
    setting = {
        "outcome": "net245",
        "without": ["Astana city", "Pavlodar"],
        "launch": 2016,
        "first": 2010,
        "last": 2021,
        "treated": ["Atyrau", "East Kazakhstan", "Karaganda", "Kostanay", "North Kazakhstan"],
    }
    wanted = expected(frames, setting)
    printed = [format_number(value, "decimal2") for value in wanted["classical"][3][:3]]
    assert table_of(page, "All four coefficients")[3][1:4] == printed
    assert table_of(page, "by three methods")[2][4] == format_number(wanted["p"], "p")
    assert (
        f"{wanted['choices']:,} choices of 5 among 14 regions"
        in page.locator(".explore-counted").inner_text()
    )
    page.get_by_role("button", name="Start again").click()
    assert starts(page)
    assert role(page, "Akmola", "treated").is_checked() and role(page, "Pavlodar", "treated").is_checked()


def starts(page) -> bool:
    """Whether the page has the choices that it opens on."""
    button = page.get_by_role("button", name="Official: net rate, six hosts")
    return button.get_attribute("aria-pressed") == "true"


def test_the_page_opens_on_the_official_net_rate_of_the_six_hosts(open_page, site):
    """Not on invented counts: the first button, the first outcome, and the build's own estimate."""
    page = open_page(PAGE)
    assert starts(page)
    assert page.locator(".explore-presets button").all_inner_texts() == [
        "Official: net rate, six hosts",
        "Official: net rate, five senders",
        "Table 2: arrivals, six hosts",
        "Table 3: departures, three senders",
        "Start again",
    ]
    options = page.locator("#explore-outcome option")
    assert options.evaluate_all("all => all.map(one => one.value)") == [
        "net240",
        "net245",
        "inflow",
        "outflow",
    ]
    assert page.locator("#explore-outcome").input_value() == "net240"
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    wanted = {
        row["method"]: row
        for row in results["estimates"]
        if (row["model"], row["term"]) == ("official_hosts_240", "program_post")
    }
    found = table_of(page, "by three methods")
    assert [row[4] for row in found] == [
        format_number(wanted[method]["p"], "p") for method in ("classical", "crv1", "ri")
    ]
    printed = format_number(wanted["crv1"]["estimate"], "decimal2")
    assert page.locator(".explore-headline strong").inner_text() == printed
    assert "synthetic" not in page.locator(".explore-answer").inner_text()


def test_each_region_has_one_role_of_three(open_page):
    page = open_page(PAGE)
    groups = page.get_by_role("radiogroup")
    assert groups.count() == 16
    for group in groups.all():
        assert group.locator("label").all_inner_texts() == ["treated", "control", "left out"]
        assert group.locator("input:checked").count() == 1
    role(page, "Akmola", "left out").check()
    assert not role(page, "Akmola", "treated").is_checked()
    assert "of five regions" in page.locator(".explore-summary").inner_text()
    role(page, "Akmola", "control").check()
    assert "among 16 regions" in page.locator(".explore-counted").inner_text()


def changes_of(frames, setting) -> dict[str, list[float]]:
    """Sums and numbers of rows before and after, by region of a setting."""
    rows = sample(frames, setting)
    found = {}
    for name, own in rows.groupby("cluster"):
        before, after = own.loc[own["after"] == 0, "y"], own.loc[own["after"] == 1, "y"]
        found[name] = [before.sum(), len(before), after.sum(), len(after)]
    return found


def sizes_of_all_choices(frames, setting) -> dict[frozenset[str], float]:
    """|b| of every choice of as many regions as a setting treats."""
    sums = changes_of(frames, setting)
    names = sorted(sums)
    everything = np.sum(list(sums.values()), axis=0)

    def size(chosen: tuple[str, ...]) -> float:
        own = np.sum([sums[name] for name in chosen], axis=0)
        change, others = ((s[2] / s[3] - s[0] / s[1]) for s in (own, everything - own))
        return abs(change - others)

    return {frozenset(chosen): size(chosen) for chosen in combinations(names, len(setting["treated"]))}


def others_that_do_as_much(sizes: dict[frozenset[str], float], treated: frozenset[str]) -> int:
    bar = sizes[treated] * (1 - 1e-9)
    return sum(size >= bar for chosen, size in sizes.items() if chosen != treated)


NUMBERS = {1: "one", 2: "two", 3: "three", 5: "five", 6: "six", 8: "eight"}
"""Sizes of groups below, where they are printed in words."""


def of_chance(alike: int, others: int, size: int) -> str:
    """The sentence for those who do not read p-values, as it should be."""
    share = (alike + 1) / (others + 1)
    regions = f"{NUMBERS.get(size, size)} region{'' if size == 1 else 's'}"
    count = f"{alike:,} of the {others:,} other choices of {regions}"
    if others == 1:
        count = f"the only other choice of {regions}"
    elif alike == 0:
        count = f"none of the {others:,} other choices of {regions}"
    does = f"{count} {'do' if alike > 1 else 'does'} as much, up or down"
    few = "region" if size == 1 else NUMBERS.get(size, size)
    lot = f"Had the {few} been drawn by lot, chance alone would seldom do this."
    if share < 0.05:
        return (
            f"{does[0].upper()}{does[1:]}. {lot}"
            if alike == 0
            else f"Few others do as much, up or down: {count}. {lot}"
        )
    could = "this could easily be chance" if share > 0.1 else "this could be chance"
    return f"With so few choices {could}, although {does}." if alike == 0 else f"T{could[1:]}: {does}."


HOSTS = ("Akmola", "East Kazakhstan", "Karaganda", "Kostanay", "North Kazakhstan", "Pavlodar")
WHOLE = {"outcome": "net240", "launch": 2014, "first": 2009, "last": 2023}


def with_rank(frames, size: int, low: float, high: float, without: tuple[str, ...] = ()) -> dict:
    """A setting of a size whose share of choices that do as much lies between two."""
    names = [name for name in sorted(frames["net240"]["cluster"].unique()) if name not in without]
    setting = WHOLE | {"without": list(without), "treated": names[:size]}
    sizes = sizes_of_all_choices(frames, setting)
    ranked = sorted(sizes, key=lambda chosen: -sizes[chosen])
    at = next(at for at in range(len(ranked)) if low <= (at + 1) / len(ranked) <= high)
    return setting | {"treated": sorted(ranked[at])}


def settings_of_chance(frames) -> dict[str, dict]:
    every = sorted(frames["net240"]["cluster"].unique())
    return {
        "easily": WHOLE | {"without": [], "treated": list(HOSTS)},
        "could": with_rank(frames, 3, 0.06, 0.09),
        "few": with_rank(frames, 6, 0.01, 0.04),
        "none of many": with_rank(frames, 5, 0, 1),
        "one of many": with_rank(frames, 3, 1.5 / comb(16, 3), 1),
        "a single region": with_rank(frames, 1, 0.3, 1),
        "none of fifteen": with_rank(frames, 1, 0, 1),
        "none of four": with_rank(frames, 1, 0, 1, tuple(every[:11])),
        "half of all": with_rank(frames, 8, 0.3, 0.5),
        "most of all": with_rank(frames, 13, 0.2, 1),
        "two regions": with_rank(frames, 1, 0, 1, tuple(every[:14])),
    }


@pytest.fixture(scope="module")
def of_frames(frames):
    return settings_of_chance(frames)


def test_a_sentence_says_whether_it_could_be_chance(open_page, frames, of_frames):
    """Against a count of all choices, in each way of saying it: of many and few choices, none or one."""
    page = open_page(PAGE)
    key = {region["name"]: region["id"] for region in explorer.content(load_panel())["regions"]}
    said = {}
    for name, setting in of_frames.items():
        sizes = sizes_of_all_choices(frames, setting)
        alike = others_that_do_as_much(sizes, frozenset(setting["treated"]))
        link = {part: ",".join(key[one] for one in setting[part]) for part in ("treated", "without")}
        page.evaluate(
            "hash => { location.hash = hash; }",
            f"outcome=net240&treated={link['treated']}&launch=2014&years=2009-2023"
            + (f"&without={link['without']}" if link["without"] else ""),
        )
        wanted = of_chance(alike, len(sizes) - 1, len(setting["treated"]))
        page.locator(".explore-summary").filter(has_text=wanted).wait_for()
        said[name] = page.locator(".explore-summary").inner_text().partition("). ")[2] or wanted
    assert (
        "could easily be chance: " in said["easily"]
        and "of the 8,007 other choices of six regions do" in said["easily"]
    )
    assert said["could"].startswith("This could be chance: ")
    assert said["few"].startswith("Few others do as much") and "Had the six been drawn by lot" in said["few"]
    assert said["none of many"].startswith("None of the 4,367 other choices of five regions does")
    assert "1 of the 559 other choices of three regions." in said["one of many"]
    assert "of the 15 other choices of one region do" in said["a single region"]
    assert said["none of fifteen"].startswith(
        "With so few choices this could be chance, although none of the 15"
    )
    assert "With so few choices this could easily be chance, although none of the 4" in said["none of four"]
    assert "of the 559 other choices of 13 regions do" in said["most of all"]
    assert "the only other choice of one region does as much" in said["two regions"]
    assert not any("significan" in sentence for sentence in said.values())


def test_the_2x2_holds_four_means_and_four_differences(open_page, frames):
    page = open_page(PAGE)
    choose(page, outcome="net240")
    rows = sample(
        frames,
        {
            "outcome": "net240",
            "first": 2009,
            "last": 2023,
            "launch": 2014,
            "without": [],
            "treated": ["Akmola", "East Kazakhstan", "Karaganda", "Kostanay", "North Kazakhstan", "Pavlodar"],
        },
    )
    mean = rows.groupby(["group", "after"])["y"].mean()
    wanted = [
        [mean[1, 0], mean[1, 1], mean[1, 1] - mean[1, 0]],
        [mean[0, 0], mean[0, 1], mean[0, 1] - mean[0, 0]],
    ]
    wanted.append([wanted[0][i] - wanted[1][i] for i in range(3)])
    found = [row[1:] for row in table_of(page, "four differences")]
    assert found == [[format_number(value, "decimal2") for value in row] for row in wanted]


def test_the_chart_has_the_means_of_every_year(open_page, frames):
    page = open_page(PAGE)
    page.get_by_role("button", name="Table 2").click()
    page.get_by_text("Means by year as a table").click()
    frame = frames["inflow"]
    by_year = frame.groupby(["program", "year"])["y"].mean()
    found = table_of(page, "Mean outcome by year")
    assert found == [
        [str(year), format_number(by_year[1, year], "decimal2"), format_number(by_year[0, year], "decimal2")]
        for year in range(STUDY_YEARS[0], STUDY_YEARS[1] + 1)
    ]
    assert page.locator(".explore-chart svg .chart-point").count() == 30


@pytest.mark.parametrize("outcome", ["outflow", "inflow", "net240", "net245"])
def test_the_value_axis_of_the_chart_holds_zero(open_page, outcome):
    """A line lies there, whether the means are on one side of it or on both."""
    page = open_page(PAGE)
    choose(page, outcome=outcome)
    zero = page.locator(".explore-chart svg text.end").filter(has_text=re.compile("^0(%|\\.0+)?$"))
    assert zero.count() == 1
    middle = zero.evaluate(
        "text => text.getBoundingClientRect().top + text.getBoundingClientRect().height / 2"
    )
    lines = page.locator(".explore-chart svg .chart-axis").evaluate_all(
        "all => all.map(line => line.getBoundingClientRect().top)"
    )
    assert min(abs(line - middle) for line in lines) < 4


def test_the_slowest_choice_is_quick(open_page):
    """All 12,870 choices of eight regions, with all that the page shows of them.

    The quickest of some, as others use the machine too.
    """
    eight = "akmola,aktobe,almaty_city,almaty_region,astana_city,atyrau,east_kazakhstan,karaganda"
    page = open_page(f"{PAGE}#outcome=inflow&treated={eight}&launch=2014&years=2009-2023")
    took = page.evaluate(
        """outcomes => outcomes.map(outcome => {
      const select = document.getElementById("explore-outcome"), from = performance.now();
      select.value = outcome;
      select.dispatchEvent(new Event("change", {bubbles: true}));
      document.body.getBoundingClientRect();
      return performance.now() - from;
    })""",
        ["net240", "inflow", "outflow", "net245"] * 3,
    )
    assert "12,870 choices of 8 among 16" in page.locator(".explore-counted").inner_text()
    assert min(took) < SLOWEST, took


def test_a_link_restores_the_choices(open_page, frames):
    page = open_page(PAGE)
    choose(page, outcome="outflow", launch="2017")
    role(page, "Turkestan", "treated").check()
    role(page, "Almaty city", "left out").check()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#explore-link").input_value() == page.url
    again = open_page(f"{PAGE}#{link.partition('#')[2]}")
    assert again.locator(".explore-summary").inner_text() == page.locator(".explore-summary").inner_text()
    assert role(again, "Turkestan", "treated").is_checked()
    assert role(again, "Almaty city", "left out").is_checked()
    assert again.locator("#explore-launch").input_value() == "2017"


def test_links_of_earlier_versions_keep_their_meaning(open_page):
    """What is neither treated nor left out is a control; a region named twice is left out."""
    page = open_page(
        f"{PAGE}#outcome=outflow&treated=kyzylorda,mangystau,zhambyl&launch=2015&years=2010-2020&without=aktobe,zhambyl"
    )
    roles = page.locator("#explore [type=radio]:checked").evaluate_all("all => all.map(one => one.id)")
    special = {name for name in roles if "-control-" not in name}
    assert len(roles) == 16 and special == {
        "explore-treated-kyzylorda",
        "explore-treated-mangystau",
        "explore-without-aktobe",
        "explore-without-zhambyl",
    }
    values = [
        page.locator(f"#explore-{name}").input_value() for name in ("outcome", "launch", "first", "last")
    ]
    assert values == ["outflow", "2015", "2010", "2020"]


@pytest.mark.parametrize(
    "held",
    [
        "outcome=nothing",
        "outcome=net240&treated=nowhere&launch=2014&years=2009-2023",
        "outcome=net240&treated=akmola&launch=1999&years=2009-2023",
        "outcome=net240&treated=akmola&launch=2014&years=x",
    ],
)
def test_a_link_that_is_not_understood_leaves_the_choices_of_the_start(open_page, held):
    page = open_page(f"{PAGE}#{held}")
    assert starts(page)
    assert "does not have" in page.locator(".explore-message").inner_text()


def test_an_address_of_a_section_is_no_link_to_choices(open_page):
    page = open_page(f"{PAGE}#sec-read")
    assert page.locator(".explore-message").inner_text() == ""
    assert starts(page)


def test_the_result_is_announced_once_after_a_series_of_choices(open_page):
    page = open_page(PAGE)
    page.evaluate("""() => {
      window.said = [];
      const status = document.querySelector("#explore [role=status].explore-quiet");
      const observer = new MutationObserver(() => window.said.push(status.textContent));
      observer.observe(status, {childList: true, characterData: true, subtree: true});
    }""")
    page.evaluate(
        """() => ["aktobe", "atyrau", "mangystau"].forEach(
            id => document.getElementById(`explore-treated-${id}`).click())"""
    )
    page.locator("#explore [role=status]").filter(has_text="Difference in differences").wait_for(
        state="attached"
    )
    page.wait_for_timeout(300)
    assert page.evaluate("window.said") == [page.locator(".explore-summary").inner_text()]


def test_the_keyboard_alone_reaches_and_changes_everything(open_page):
    """Every control is a stop of the Tab key with an outline (a choice of three is one); keys change it."""
    page = open_page(PAGE)
    page.locator("#explore button").first.focus()
    stops = []
    for _ in range(80):
        at = page.evaluate("""() => { const at = document.activeElement, style = getComputedStyle(at);
          const inside = document.getElementById("explore").contains(at);
          return [at.id || at.textContent.trim().slice(0, 30), inside, style.outlineStyle]; }""")
        if not at[1]:
            break
        stops.append(at)
        page.keyboard.press("Tab")
    names = {name for name, _, _ in stops}
    assert {
        "explore-outcome",
        "explore-launch",
        "explore-first",
        "explore-last",
        "explore-treated-akmola",
        "explore-control-zhambyl",
        "explore-link",
        "Copy link",
        "Start again",
    } <= names
    assert len([name for name in names if re.match("explore-(treated|control|without)-", name)]) == 16
    inputs = [
        style
        for name, _, style in stops
        if name.startswith("explore-") or name in ("Copy link", "Start again")
    ]
    assert all(style != "none" for style in inputs)
    page.locator("#explore-treated-akmola").focus()
    page.keyboard.press("ArrowRight")
    assert role(page, "Akmola", "control").is_checked()
    assert "of five regions" in page.locator(".explore-summary").inner_text()
    page.keyboard.press("ArrowDown")
    assert role(page, "Akmola", "left out").is_checked()
    assert "among 15 regions" in page.locator(".explore-counted").inner_text()
    page.keyboard.press("ArrowRight")
    assert role(page, "Akmola", "treated").is_checked() and starts(page)
    page.locator("#explore-launch").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#explore-launch").input_value() == "2015"


def test_the_map_chooses_regions_as_the_list_does(open_page):
    page = open_page(PAGE)
    on_map = page.locator(".explore-map [role=button]")
    assert on_map.count() == 16
    assert on_map.and_(page.locator("[aria-pressed=true]")).count() == 6
    aktobe = page.locator(".explore-map [role=button][aria-label^=Aktobe]")
    aktobe.click()
    assert role(page, "Aktobe", "treated").is_checked()
    aktobe.press("Enter")
    assert role(page, "Aktobe", "control").is_checked()
    role(page, "Zhambyl", "treated").check()
    assert (
        page.locator(".explore-map [role=button][aria-label^=Zhambyl]").get_attribute("aria-pressed")
        == "true"
    )
    role(page, "Zhambyl", "left out").check()
    zhambyl = page.locator(".explore-map [role=button][aria-label^=Zhambyl]")
    assert zhambyl.get_attribute("aria-pressed") == "false"
    assert "left out" in zhambyl.get_attribute("aria-label")
    zhambyl.click()
    assert role(page, "Zhambyl", "treated").is_checked()


LINES = """() => {
  const look = element => {
    const {stroke, strokeWidth, strokeDasharray, fill} = getComputedStyle(element);
    return {stroke, width: parseFloat(strokeWidth), dashed: strokeDasharray !== "none", fill};
  };
  const ring = document.querySelector(".explore-map .ring");
  const of = name => look(document.querySelector(`.explore-map [aria-label^="${name}"] .area`));
  return {treated: of("Karaganda"), control: of("Aktobe"), without: of("Pavlodar"),
    ring: {...look(ring), shape: ring.getAttribute("d")}};
}"""


@pytest.mark.parametrize("forced", ["none", "active"])
def test_treated_regions_of_the_map_can_be_told_from_the_one_pointed_at(open_page, forced):
    """A thick line and a fill here, dashes of another colour there; also where the system sets colours."""
    page = open_page(PAGE, reduced=True)
    page.emulate_media(forced_colors=forced)
    role(page, "Pavlodar", "left out").check()
    for reach in ("hover", "focus"):
        getattr(page.locator(".explore-map [aria-label^=Aktobe]"), reach)()
        seen = page.evaluate(LINES)
        treated, control, ring = seen["treated"], seen["control"], seen["ring"]
        assert treated["width"] >= 3 > control["width"] and not treated["dashed"]
        assert treated["fill"] not in (control["fill"], seen["without"]["fill"])
        assert seen["without"]["dashed"] and not control["dashed"]
        assert (
            ring["shape"] and ring["dashed"] and ring["stroke"] not in (treated["stroke"], control["stroke"])
        )


def colours_of_the_system(page, *names: str) -> list[str]:
    return page.evaluate(
        """names => names.map(name => {
          const made = document.createElement("i");
          made.style = `forced-color-adjust: none; background: ${name}`;
          document.body.append(made);
          const {backgroundColor} = getComputedStyle(made);
          made.remove();
          return backgroundColor;
        })""",
        names,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_forced_colours_keep_what_was_chosen(open_page, scheme):
    """On the map, in the list and among the buttons, in colours of the system."""
    page = open_page(PAGE, scheme=scheme, reduced=True)
    page.emulate_media(forced_colors="active", color_scheme=scheme)
    highlight, text, canvas = colours_of_the_system(page, "Highlight", "HighlightText", "Canvas")
    fill = "element => getComputedStyle(element.querySelector('.area')).fill"
    assert page.locator(".explore-map [aria-pressed=true]").first.evaluate(fill) == highlight
    assert page.locator(".explore-map [aria-pressed=false]").first.evaluate(fill) == canvas
    ground = "element => getComputedStyle(element).backgroundColor"
    treated, control = role(page, "Akmola", "treated"), role(page, "Aktobe", "control")
    assert treated.evaluate(ground) == highlight and control.evaluate(ground) == canvas
    ink = "element => getComputedStyle(element.parentElement).color"
    assert treated.evaluate(ink) == text and control.evaluate(ink) not in (canvas, highlight)
    border = "element => parseFloat(getComputedStyle(element).borderTopWidth)"
    assert control.evaluate(border) > role(page, "Aktobe", "treated").evaluate(border)
    pressed = page.get_by_role("button", name="Official: net rate, six hosts")
    assert pressed.evaluate("element => getComputedStyle(element).outlineColor") == highlight


def test_without_scripts_the_article_s_results_stand_there(open_page):
    page = open_page(PAGE, javaScript=False)
    assert "need JavaScript" in page.locator("#explore").inner_text()
    for label, rows in {
        "tbl-explore-inflow": 3,
        "tbl-explore-outflow": 3,
        "tbl-explore-inference": 2,
    }.items():
        assert page.locator(f"#{label} tbody tr").count() == rows
    assert (
        "0.79" in page.locator("#tbl-explore-inflow").inner_text()
        and "2,982.21" in page.locator("#tbl-explore-outflow").inner_text()
    )


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_nothing_is_wider_than_the_window(open_page, width):
    """Also not with the wide numbers of departures; tables that scroll can be reached."""
    page = open_page(PAGE, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Table 3").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("""() => [...document.querySelectorAll(".explore-table")]
      .every(box => box.scrollWidth <= box.clientWidth + 1 || box.tabIndex === 0)""")


def boxes(page, *places: str) -> list[dict[str, float]]:
    """Where parts of the page lie, from its top."""
    page.evaluate("scrollTo(0, 0)")
    return [page.locator(place).first.bounding_box() for place in places]


PARTS = (".explore-presets", ".explore-summary", ".explore-chart", ".explore-map", ".explore-regions")


def test_the_answer_stands_beside_the_choices_on_a_wide_screen(open_page):
    page = open_page(PAGE)
    presets, summary, chart, drawn, listed = boxes(page, *PARTS)
    for left in (presets, drawn, listed):
        assert left["x"] + left["width"] < min(summary["x"], chart["x"])
    assert summary["y"] < drawn["y"] and chart["y"] + chart["height"] < listed["y"]
    role(page, "Zhambyl", "left out").evaluate("radio => radio.scrollIntoView({block: 'end'})")
    role(page, "Zhambyl", "left out").check()
    for part in (".explore-headline", ".explore-summary", ".explore-chart"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900, f"{part} is out of sight at the last region"


@pytest.mark.parametrize("width", [360, 768])
def test_the_answer_stands_above_the_regions_on_a_narrow_screen(open_page, width):
    """Its line stays in sight down to the last region."""
    page = open_page(PAGE, width=width)
    tops = [box["y"] for box in boxes(page, *PARTS)]
    assert tops == sorted(tops)
    for region in ("Akmola", "Zhambyl"):
        role(page, region, "left out").check()
        box = page.locator(".explore-headline").bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= 900


def test_a_finger_finds_every_choice_on_a_phone(open_page):
    """Targets of 24 pixels and more, that do not overlap, with words that are neither cut nor tiny."""
    page = open_page(PAGE, width=360)
    found = (
        page.locator("#explore")
        .locator("button, select, input")
        .evaluate_all("""all => all.map(one => {
      const {x, y, width, height} = one.getBoundingClientRect();
      return [x, y + scrollY, width, height];
    })""")
    )
    assert len(found) == 5 + 4 + 3 * 16 + 2
    assert all(min(width, height) >= 24 and x >= 0 and x + width <= 360 for x, _, width, height in found)
    for (x, y, w, h), (x2, y2, w2, h2) in combinations(found, 2):
        assert x + w <= x2 + 1 or x2 + w2 <= x + 1 or y + h <= y2 + 1 or y2 + h2 <= y + 1
    words = page.locator(".explore-regions").locator("label, .explore-name")
    assert (
        words.evaluate_all("""all => all.filter(one =>
      one.clientWidth && one.scrollWidth > one.clientWidth + 1
      || parseFloat(getComputedStyle(one).fontSize) < 12).map(one => one.textContent)""")
        == []
    )


@pytest.mark.parametrize(
    ("width", "scheme"), [(width, scheme) for width in (360, 768, 1440) for scheme in ("light", "dark")]
)
def test_axe_finds_nothing_after_choices(open_page, width, scheme):
    """With a region left out, another outcome, and no estimate."""
    page = open_page(PAGE, width=width, scheme=scheme, reduced=True)
    role(page, "Pavlodar", "left out").check()
    assert not (found := violations(page)), "\n".join(found)
    page.get_by_role("button", name="Table 3").click()
    choose(page, launch="2009")
    assert not (found := violations(page)), "\n".join(found)


def test_print_has_the_answer_and_says_what_was_chosen(open_page):
    """The choices in words in the place of buttons; the chart is whole."""
    page = open_page(PAGE, scheme="dark")
    role(page, "Pavlodar", "left out").check()
    told = page.locator(".explore-told")
    assert not told.is_visible()
    page.set_viewport_size({"width": 650, "height": 900})
    page.emulate_media(media="print")
    assert told.is_visible() and told.inner_text() == (
        "Net migration per 1,000 (official; Shymkent with Turkestan), 2009 to 2023, launch in 2014. "
        "Treated: Akmola, East Kazakhstan, Karaganda, Kostanay, North Kazakhstan. Left out: Pavlodar. "
        "Control: all others."
    )
    assert (
        page.locator("#explore").locator("button, select, input").and_(page.locator(":visible")).count() == 0
    )
    assert (
        page.locator(".explore-summary").is_visible() and page.locator(".explore-table:visible").count() == 3
    )
    chart = page.locator(".explore-chart").bounding_box()
    assert page.locator(".explore-chart svg").bounding_box()["width"] <= chart["width"] <= 650
    assert page.locator(".explore-chart svg .chart-point").count() == 30


def test_opened_from_a_copied_folder_it_computes(chromium, site, tmp_path):
    """The page and its theme are all that it needs."""
    shutil.copy(site / PAGE, tmp_path)
    shutil.copytree(site / "paper" / "theme", tmp_path / "theme")
    page = chromium.new_page()
    page.goto((tmp_path / "explore.html").as_uri())
    before = page.locator(".explore-summary").inner_text()
    role(page, "Aktobe", "treated").check()
    after = page.locator(".explore-summary").inner_text()
    assert before != after and "other choices of seven regions" in after
    page.close()


def test_fractions_within_a_line_are_written_with_strokes(open_page):
    page = open_page(PAGE, javaScript=False)
    assert page.locator("main p math").count() >= 2 and page.locator("main p mfrac").count() == 0


def test_synthetic_outcomes_say_so_and_official_ones_do_not(open_page):
    page = open_page(PAGE)
    page.get_by_role("button", name="Table 2").click()
    assert "no evidence about migration" in page.locator(".explore-cautions").inner_text()
    choose(page, outcome="net240")
    assert "no evidence" not in page.locator("#explore").inner_text()


@pytest.fixture
def private_page(chromium, site, tmp_path):
    """The page as a build with an authors' panel has it, and without outlines for a map."""
    panel = load_panel()
    private = replace(panel, name="authors", shown_path="panel.csv", synthetic=False)
    text = (site / PAGE).read_text(encoding="utf-8")
    before, mark, rest = text.partition('id="explore-data">')
    written = before + mark + for_script(explorer.content(private)) + rest[rest.index("</script>") :]
    (tmp_path / "explore.html").write_text(written, encoding="utf-8")
    shutil.copytree(site / "paper" / "theme", tmp_path / "theme")
    page = chromium.new_page()
    page.goto((tmp_path / "explore.html").as_uri())
    yield page
    page.close()


def test_with_a_private_panel_the_net_rate_is_offered_and_the_rest_refused(private_page, site):
    assert private_page.locator("#explore-outcome option").evaluate_all(
        "options => options.map(option => option.value)"
    ) == ["net240", "net245"]
    assert private_page.locator(".explore-note").inner_text() == explorer.PRIVATE
    results = json.loads((site / "results.json").read_text(encoding="utf-8"))
    wanted = next(
        row
        for row in results["estimates"]
        if (row["model"], row["term"]) == ("official_hosts_240", "program_post")
    )
    assert table_of(private_page, "All four coefficients")[3][1] == format_number(
        wanted["estimate"], "decimal2"
    )
    assert private_page.locator(".explore-map svg").count() == 0
    role(private_page, "Aktobe", "treated").check()
    assert "among 16 regions" in private_page.locator(".explore-counted").inner_text()
