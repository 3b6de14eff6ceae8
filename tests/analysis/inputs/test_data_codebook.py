"""Codebook (data/README.md), schema (data/schema.yaml) and files say the same, in both directions."""

import csv
import re

import pytest

from press.base import project_files
from press.base.paths import DATA
from press.tables import schema
from press.tables.codebook import COLUMNS, PATH, codebook

RESOURCES = schema.package()["resources"]
PATHS = [table["path"] for table in RESOURCES]


def sections() -> dict[str, str]:
    """The codebook's sections by heading."""
    parts = re.split(r"^## (.+)$", PATH.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def documented(section: str) -> list[dict[str, str]]:
    """The rows of a section's table."""
    lines = [line for line in section.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def header(path: str) -> list[str]:
    with (DATA / path).open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file))


def test_the_codebook_is_the_schemas():
    assert PATH.read_text(encoding="utf-8") == codebook(), "run `python -m press codebook`"


def test_every_file_has_a_section_and_every_section_a_file():
    files = {
        name.removeprefix("data/")
        for name in project_files.names()
        if name.startswith("data/") and name.endswith(".csv")
    }
    assert files == set(PATHS)
    assert set(sections()) == {*PATHS, "The panel's variables"}


@pytest.mark.parametrize("path", PATHS)
def test_every_column_is_documented_in_the_files_order(path):
    assert [row["Column"].strip("`") for row in documented(sections()[path])] == header(path)


@pytest.mark.parametrize("path", PATHS)
def test_every_column_says_what_it_is(path):
    for row in documented(sections()[path]):
        assert set(row) == set(COLUMNS.values())
        assert all(row[word] for word in ("Type", "Meaning", "Source", "Years", "Gaps")), row


@pytest.mark.parametrize("table", RESOURCES, ids=lambda table: table["path"])
def test_every_file_keeps_to_its_schema(table):
    frame = schema.load(table["name"])
    assert list(frame.columns) == [field["name"] for field in table["schema"]["fields"]]


@pytest.mark.parametrize("table", RESOURCES, ids=lambda table: table["path"])
def test_years_and_gaps_are_as_documented(table):
    frame = schema.load(table["name"])
    for field in schema.fields(table):
        if field["gaps"] == "none":
            assert frame[field["name"]].notna().all(), field["name"]
        elif table["name"] in ("region_year", "national"):
            assert frame[field["name"]].isna().any(), field["name"]
    if "year" not in frame:
        return
    assert set(frame["year"].dropna()) <= years_of(table["years"])
    for field in schema.fields(table):
        assert set(frame.loc[frame[field["name"]].notna(), "year"].dropna()) <= years_of(field["years"]), (
            field["name"]
        )


def years_of(text: str) -> set[int]:
    """The years of "2009-2011, 2015"."""
    ends = [part.split("-") for part in text.split(", ")]
    return {year for end in ends for year in range(int(end[0]), int(end[-1]) + 1)}


@pytest.mark.parametrize(
    "table",
    [table for table in RESOURCES if table["path"].startswith("official/")],
    ids=lambda table: table["path"],
)
def test_the_bureau_is_cited_for_every_official_figure(table):
    assert all("Bureau of National Statistics" in field["source"] for field in schema.fields(table))


def test_every_figure_of_the_programme_has_its_source_and_address():
    serpin = schema.load("serpin")
    assert serpin["stated_by"].str.len().gt(5).all()
    assert serpin["source_url"].str.match(r"https?://[^\s/]+/\S+").all()


def test_table_1_names_the_articles_variables_in_its_order():
    assert [name for name, _, _ in schema.variables()] == [
        "year",
        "region",
        "population",
        "in_migration",
        "out_migration",
        "in_migration_rate",
        "Program",
        "Post",
        "Program × Post",
        "Sender",
        "Sender × Post",
    ]
