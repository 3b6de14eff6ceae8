"""The explorer in a real browser: its arithmetic against statsmodels, its controls, links and words."""

from __future__ import annotations

import csv
import json
import random
import shutil
from dataclasses import replace
from itertools import combinations

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
    """The page starts with Table 2; a button has Table 3. Both are what the build prints."""
    page = open_page(PAGE)
    if model != "inflow":
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
    said = page.locator("#explore").inner_text()
    assert "Of all" not in said and "clustered ones" not in said and "randomization 0." not in said
    assert "calibrated to the article's classical errors" in page.locator(".explore-cautions").inner_text()
    choose(page, outcome="net240")
    assert len(table_of(page, "by three methods")) == 3
    assert "Of all 8,008 choices" in page.locator(".explore-summary").inner_text()


def choose(page, **choices: str) -> None:
    for name, value in choices.items():
        page.locator(f"#explore-{name}").select_option(value)


def test_controls_lead_to_the_estimate_of_statsmodels(open_page, frames):
    """A few settings by hand: selects, boxes, leaving out."""
    page = open_page(PAGE)
    choose(page, outcome="net245", launch="2016", first="2010", last="2021")
    page.get_by_role("checkbox", name="Akmola treated").uncheck()
    page.get_by_role("checkbox", name="Atyrau treated").check()
    page.get_by_role("checkbox", name="Astana city left out").check()
    page.get_by_role("checkbox", name="Pavlodar left out").check()
    assert not page.get_by_role("checkbox", name="Pavlodar treated").is_checked()
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
        in page.locator(".explore-summary").inner_text()
    )
    page.get_by_role("button", name="Reset").click()
    assert page.get_by_role("button", name="Table 2").get_attribute("aria-pressed") == "true"
    assert page.get_by_role("checkbox", name="Akmola treated").is_checked()


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
    page.get_by_text("Means by year as a table").click()
    frame = frames["inflow"]
    by_year = frame.groupby(["program", "year"])["y"].mean()
    found = table_of(page, "Mean outcome by year")
    assert found == [
        [str(year), format_number(by_year[1, year], "decimal2"), format_number(by_year[0, year], "decimal2")]
        for year in range(STUDY_YEARS[0], STUDY_YEARS[1] + 1)
    ]
    assert page.locator(".explore-chart svg .chart-point").count() == 30


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
    assert "12,870 choices of 8 among 16" in page.locator(".explore-summary").inner_text()
    assert min(took) < SLOWEST, took


def test_a_link_restores_the_choices(open_page, frames):
    page = open_page(PAGE)
    choose(page, outcome="outflow", launch="2017")
    page.get_by_role("checkbox", name="Turkestan treated").check()
    page.get_by_role("checkbox", name="Almaty city left out").check()
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied.").wait_for()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#explore-link").input_value() == page.url
    again = open_page(f"{PAGE}#{link.partition('#')[2]}")
    assert again.locator(".explore-summary").inner_text() == page.locator(".explore-summary").inner_text()
    assert again.get_by_role("checkbox", name="Turkestan treated").is_checked()
    assert again.get_by_role("checkbox", name="Almaty city left out").is_checked()
    assert again.locator("#explore-launch").input_value() == "2017"


@pytest.mark.parametrize(
    "held",
    [
        "outcome=nothing",
        "outcome=net240&treated=nowhere&launch=2014&years=2009-2023",
        "outcome=net240&treated=akmola&launch=1999&years=2009-2023",
        "outcome=net240&treated=akmola&launch=2014&years=x",
    ],
)
def test_a_link_that_is_not_understood_leaves_the_article_s_choices(open_page, held):
    page = open_page(f"{PAGE}#{held}")
    assert page.get_by_role("button", name="Table 2").get_attribute("aria-pressed") == "true"
    assert "does not have" in page.locator(".explore-message").inner_text()


def test_an_address_of_a_section_is_no_link_to_choices(open_page):
    page = open_page(f"{PAGE}#sec-read")
    assert page.locator(".explore-message").inner_text() == ""
    assert page.get_by_role("button", name="Table 2").get_attribute("aria-pressed") == "true"


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
    """Every control is a stop of the Tab key with an outline; keys change a choice."""
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
        "explore-without-zhambyl",
        "explore-link",
        "Copy link",
        "Reset to the article",
    } <= names
    inputs = [
        style
        for name, _, style in stops
        if name.startswith("explore-") or name in ("Copy link", "Reset to the article")
    ]
    assert all(style != "none" for style in inputs)
    before = page.locator(".explore-summary").inner_text()
    page.locator("#explore-treated-akmola").focus()
    page.keyboard.press("Space")
    assert page.locator(".explore-summary").inner_text() != before
    page.locator("#explore-launch").focus()
    page.keyboard.press("ArrowDown")
    assert page.locator("#explore-launch").input_value() == "2015"


def test_the_map_chooses_regions_as_the_boxes_do(open_page):
    page = open_page(PAGE)
    on_map = page.locator(".explore-map [role=button]")
    assert on_map.count() == 16
    assert on_map.and_(page.locator("[aria-pressed=true]")).count() == 6
    aktobe = page.locator(".explore-map [role=button][aria-label^=Aktobe]")
    aktobe.click()
    assert page.get_by_role("checkbox", name="Aktobe treated").is_checked()
    aktobe.press("Enter")
    assert not page.get_by_role("checkbox", name="Aktobe treated").is_checked()
    page.get_by_role("checkbox", name="Zhambyl treated").check()
    assert (
        page.locator(".explore-map [role=button][aria-label^=Zhambyl]").get_attribute("aria-pressed")
        == "true"
    )


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
    page.get_by_role("button", name="Table 3").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("""() => [...document.querySelectorAll(".explore-table")]
      .every(box => box.scrollWidth <= box.clientWidth + 1 || box.tabIndex === 0)""")


def test_synthetic_outcomes_say_so_and_official_ones_do_not(open_page):
    page = open_page(PAGE)
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
    ) == ["net245", "net240"]
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
    private_page.get_by_role("checkbox", name="Aktobe treated").check()
    assert "among 16 regions" in private_page.locator(".explore-summary").inner_text()
