"""The official figures and the programme's, held to totals that were published elsewhere."""

import pandas as pd
import pytest

from analysis.inputs import sources
from press.base.errors import InputError
from press.tables import schema

# National totals of the Bureau of National Statistics (stat.gov.kz).
NATIONAL_BALANCE = {
    2009: 7_526,
    2010: 15_516,
    2011: 5_096,
    2012: -1_426,
    2013: -279,
    2014: -12_162,
    2015: -13_466,
    2016: -21_145,
    2017: -22_130,
    2018: -29_121,
    2019: -32_970,
    2020: -17_718,
    2021: -21_217,
    2022: -6_722,
    2023: 9_293,
    2024: 16_550,
}
NATIONAL_POPULATION = {2009: 15_982_370, 2014: 17_160_855, 2023: 19_766_807}
INTERREGIONAL_MOVES = {
    2010: 189_941,
    2015: 233_503,
    2020: 356_613,
    2021: 330_739,
    2023: 472_227,
    2024: 689_497,
}


def test_balances_sum_to_the_national_balance():
    assert sources.load_official().groupby("year")["net_migration"].sum().to_dict() == NATIONAL_BALANCE


def test_populations_sum_to_the_national_population():
    sums = sources.load_official().groupby("year")["population"].sum()
    assert sums[list(NATIONAL_POPULATION)].to_dict() == NATIONAL_POPULATION


def test_flows_sum_to_the_national_moves():
    flows = sources.load_flows()
    assert flows.groupby("year")["persons"].sum().to_dict() == INTERREGIONAL_MOVES
    assert (flows["origin"] != flows["destination"]).all()


def test_sixteen_regions_in_every_year_and_shymkent_from_2018():
    regions = sources.load_official().groupby("year")["region"].agg(set)
    assert len(sources.load_official()) == 263
    assert all(len(of_year - {"Shymkent city"}) == 16 for of_year in regions)
    assert [year for year in regions.index if "Shymkent city" in regions[year]] == list(range(2018, 2025))


@pytest.mark.parametrize("year", [2013, 2015, 2016, 2018, 2019, 2020, 2022])
def test_population_grows_by_births_deaths_and_balance(year):
    """The identity by which 2009-2012 were computed holds where the balance is published."""
    frame = sources.load_official().set_index(["year", "region"])
    now, following = frame.loc[year], frame.loc[year + 1]
    growth = now["births"] - now["deaths"] + now["net_migration"]
    misses = (following["population"] - now["population"] - growth).dropna()
    assert len(misses) >= 15
    assert (misses == 0).all()


@pytest.mark.parametrize(
    ("column", "end"), [("interregional_arrivals", "destination"), ("interregional_departures", "origin")]
)
def test_flows_sum_to_the_regions_arrivals_and_departures(column, end):
    """In the geography of the year: moves between the parts of one region are not moves between regions."""
    official = (
        sources.load_official().dropna(subset=[column]).set_index(["year", "region"])[column].astype(int)
    )
    parents = (
        sources.load_regions().dropna(subset=["merged_into"]).set_index("region")["merged_into"].to_dict()
    )
    flows = sources.load_flows().replace({"origin": parents, "destination": parents})
    before_shymkent = flows["year"] < 2018
    joined = flows[["origin", "destination"]].replace("Shymkent city", "Turkestan")
    flows[["origin", "destination"]] = flows[["origin", "destination"]].mask(before_shymkent, joined)
    between = flows[flows["origin"] != flows["destination"]]
    sums = between.groupby(["year", end])["persons"].sum().rename_axis(["year", "region"])
    pd.testing.assert_series_equal(sums.sort_index(), official.sort_index(), check_names=False)


@pytest.mark.parametrize(
    ("indicator", "figures"),
    [  # as the press reports, and the article for 2022
        ("graduates", {2019: 931, 2020: 4123, 2021: 2653, 2022: 3200}),
        ("graduates_employed", {2019: 875, 2020: 3238, 2021: 1413, 2022: 1600}),
        ("grants_allocated", {2020: 5107, 2021: 5656, 2022: 3653, 2023: 3653, 2024: 3903}),
        ("grants_taken_up", {2020: 979, 2021: 2102}),
    ],
)
def test_grants_and_graduates(indicator, figures):
    serpin = sources.load_serpin()
    assert serpin[serpin["indicator"] == indicator].set_index("year")["value"].to_dict() == figures


def test_cumulative_figures_belong_to_no_single_year():
    serpin = sources.load_serpin()
    assert serpin.loc[serpin["indicator"].str.contains("cumulative"), "year"].isna().all()


def test_people_resettled_as_officials_told_the_press():
    """Each report stands at the address of its row; in 2023 the 6,492, not the 2,337, moved inside."""
    persons = sources.load_resettlement().dropna(subset=["persons"]).set_index("figure")["persons"]
    assert persons.to_dict() == {
        "road_map": 19_000,
        "enbek": 32_000,
        "strong_regions_2023": 6_492,
        "voluntary_2024": 2_978,
        "voluntary_2025": 3_488,
        "voluntary": 66_200,
    }


@pytest.mark.parametrize(
    ("figure", "column", "value", "sentence"),
    [
        ("quota_2016", "families", pd.NA, "column persons: found neither persons nor families, expected one"),
        ("enbek", "last_year", 2016, "column last_year: found a period that ends before it begins"),
    ],
)
def test_a_figure_that_counts_nothing_or_ends_before_it_begins_is_refused(
    monkeypatch, figure, column, value, sentence
):
    changed = schema.load("resettlement").copy()
    changed.loc[changed["figure"] == figure, column] = value
    monkeypatch.setattr(schema, "load", lambda name: changed)
    with pytest.raises(InputError, match=f"resettlement/press_figures.csv, row [35], {sentence}"):
        sources.load_resettlement.__wrapped__()


@pytest.mark.parametrize(
    ("loader", "table", "column", "total"),
    [
        (sources.load_official, "region_year", "population", 15_982_370),
        (sources.load_official, "region_year", "net_migration", 7_526),
        (sources.load_flows, "flows", "persons", 189_941),
    ],
)
def test_a_figure_that_breaks_the_national_sum_is_refused(monkeypatch, loader, table, column, total):
    changed = schema.load(table)
    changed.loc[0, column] += 1
    load = schema.load
    monkeypatch.setattr(schema, "load", lambda name: changed if name == table else load(name))
    with pytest.raises(
        InputError, match=f"found {total + 1} as the sum of 20.., expected the national .* {total}"
    ):
        loader.__wrapped__()


def test_a_missing_pair_of_regions_is_refused(monkeypatch):
    whole = schema.load("flows")
    changed = whole.drop(index=0)
    changed.loc[1, "persons"] += whole.loc[0, "persons"]  # so that the national sum holds
    load = schema.load
    monkeypatch.setattr(schema, "load", lambda name: changed if name == "flows" else load(name))
    with pytest.raises(InputError, match="found 379 pairs of regions in 2010, expected 380"):
        sources.load_flows.__wrapped__()


def test_an_unknown_region_is_refused(monkeypatch):
    changed = schema.load("unemployment").replace({"region": {"Akmola": "Atlantis"}})
    monkeypatch.setattr(schema, "load", lambda name: changed)
    with pytest.raises(
        InputError,
        match='official/unemployment.csv, row 2, column region: found "Atlantis", expected a region',
    ):
        sources.load_unemployment.__wrapped__()


FIELDS = [
    {"name": "year", "type": "year", "constraints": {"required": True, "minimum": 2009, "maximum": 2024}},
    {"name": "region", "type": "string", "constraints": {"required": True, "enum": ["A", "B"]}},
    {"name": "persons", "type": "integer", "constraints": {"minimum": 0}},
]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [["2009", "A", "1.5"]],
            't.csv, row 2, column persons: found "1.5", expected a whole number of at least 0.',
        ),
        (
            [["2009", "A", "x"]],
            't.csv, row 2, column persons: found "x", expected a whole number of at least 0.',
        ),
        (
            [["2009", "A", "1"], ["2010", "A", "-1"]],
            't.csv, row 3, column persons: found "-1", expected a whole number of at least 0.',
        ),
        ([["2008", "A", "1"]], 't.csv, row 2, column year: found "2008", expected a year from 2009 to 2024.'),
        ([["2009", None, "1"]], "t.csv, row 2, column region: found an empty cell, expected A or B."),
        (
            [["2009", "A", ""]],
            't.csv, row 2, column persons: found "", expected a whole number of at least 0.',
        ),
        (
            [["2009", "A", "1_0"]],
            't.csv, row 2, column persons: found "1_0", expected a whole number of at least 0.',
        ),
        (
            [["2009", "A", "9223372036854775808"]],
            't.csv, row 2, column persons: found "9223372036854775808", '
            "expected a whole number of at least 0.",
        ),
        (
            [["2009", "A", "1"], ["2010", "A", "x"], ["2009", "C", "1"]],
            't.csv, row 3, column persons: found "x", expected a whole number of at least 0.',
        ),
        ([["2009", "C", "1"]], 't.csv, row 2, column region: found "C", expected A or B.'),
        (
            [["2009", "A", "1"], ["2010", "A", "1"], ["2009", "A", "2"]],
            "t.csv, row 4, column year: found a row that repeats another, expected each row once.",
        ),
    ],
)
def test_a_table_that_breaks_its_schema_gives_one_sentence(rows, sentence):
    frame = pd.DataFrame(rows, range(2, 2 + len(rows)), ["year", "region", "persons"])
    with pytest.raises(InputError) as error:
        schema.check(frame, FIELDS, "t.csv", unique=["year", "region"])
    assert str(error.value) == sentence


def test_other_columns_than_the_schemas_are_refused():
    frame = pd.DataFrame([["2009", "A"]], [2], ["year", "place"])
    with pytest.raises(
        InputError, match="t.csv, row 1: found the columns year, place, expected year, region, persons."
    ):
        schema.check(frame, FIELDS, "t.csv")


def test_gaps_are_allowed_where_the_schema_allows_them():
    frame = pd.DataFrame([["2009", "A", None]], [2], ["year", "region", "persons"])
    assert schema.check(frame, FIELDS, "t.csv")["persons"].isna().all()


@pytest.mark.parametrize("text", ["inf", "-Infinity", "nan", "1e999", "one"])
def test_a_number_is_a_finite_one(text):
    fields = [{"name": "rate", "type": "number", "constraints": {"required": True}}]
    with pytest.raises(InputError, match=f't.csv, row 2, column rate: found "{text}", expected a number.'):
        schema.check(pd.DataFrame({"rate": [text]}, [2]), fields, "t.csv")


def test_a_column_that_tells_rows_apart_holds_nothing_twice():
    fields = [
        {"name": "name", "type": "string", "constraints": {"required": True, "unique": True}},
        {"name": "code", "type": "string", "constraints": {"pattern": "[a-z]{2}"}},
    ]
    frame = pd.DataFrame([["A", "aa"], ["B", None], ["A", "bb"]], [2, 3, 4], ["name", "code"])
    with pytest.raises(InputError, match="row 4, column name: found a row that repeats another"):
        schema.check(frame, fields, "t.csv")
    frame.loc[3, "code"] = "abc"
    with pytest.raises(InputError, match='row 3, column code: found "abc", expected text of the form'):
        schema.check(frame, fields, "t.csv")


def test_columns_get_the_types_of_their_fields():
    fields = [
        {"name": "year", "type": "year", "constraints": {"required": True}},
        {"name": "persons", "type": "integer"},
        {"name": "rate", "type": "number"},
        {"name": "region", "type": "string"},
    ]
    frame = pd.DataFrame([["2009", None, "-1.5", "A"], ["2010", "7", None, None]], columns=[*"yprg"])
    frame.columns = [field["name"] for field in fields]
    checked = schema.check(frame, fields, "t.csv")
    assert [str(kind) for kind in checked.dtypes] == ["int64", "Int64", "float64", "str"]
    assert checked.loc[0, "rate"] == -1.5
    assert checked.isna().sum(axis=None) == 3
