"""What `make number` tells of a number: composed from an account, and read from a paper and its site."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from types import SimpleNamespace

import pytest

from press.base.errors import InputError, PressError
from press.numbers.origins import Origin, Source
from press.trace import number
from press.trace.number import Account, Site, Table, nearest, place, told

ORIGIN = Origin("study.yields.counts", "study/yields.py")
PLANTS = Table(
    "data/plants.csv",
    "a" * 64,
    "The plants",
    ("plant", "grams"),
    (("first", "1320"), ("second", "-7.5")),
    12,
)
TEXT = {"page": "paper/index.html", "section": "1 Trial", "where": "text", "exhibit": None}
CELL = TEXT | {"where": "table cell", "exhibit": "tbl-yield", "row": "Sun", "column": "Grams"}
SITE = Site(
    (0.1234,),
    "0123456789abcdef",
    ({"printed": "0.12", "places": [TEXT, CELL, TEXT]},),
    {"data/plants.csv": "a" * 64},
)
ACCOUNT = Account("plants.share", 0.1234, "the trial", ORIGIN, 38, (PLANTS,), SITE)


def test_an_account_is_told_in_this_order():
    assert told(ACCOUNT, 80).split("\n") == [
        "plants.share = 0.1234",
        "",
        "Computed anew from the trial: equal to what the built site says, to 12 digits.",
        "",
        "Printed, as built from commit 0123456789ab",
        "  0.12",
        "    paper/index.html, 1 Trial (2 times)",
        '    paper/index.html, 1 Trial, tbl-yield, row "Sun", column "Grams"',
        "",
        "Made by",
        "  study.yields.counts, in study/yields.py, line 38",
        "",
        "From",
        "  data/plants.csv: The plants",
        f"  SHA-256 {'a' * 64}",
        "  the same as when the site was built",
        "  12 rows, 2 columns",
        "    plant   grams",
        "    first    1320",
        "    second   -7.5",
        "    and 10 more rows",
    ]


@pytest.mark.parametrize(
    ("site", "agrees", "sentence"),
    [
        (SITE, True, "equal to what the built site says"),
        (replace(SITE, values=(0.1235,)), False, "not equal, the built site says 0.1235."),
        (replace(SITE, values=()), False, "not equal, the built site has no such number."),
        (replace(SITE, values=(None,)), False, "not equal, the built site says None."),
        (None, True, "there is no built site to compare it with"),
    ],
)
def test_one_line_compares_with_the_built_site(site, agrees, sentence):
    account = replace(ACCOUNT, site=site)
    assert account.agrees == agrees
    lines = [line for line in told(account, 80).split("\n") if line.startswith("Computed anew")]
    assert len(lines) == 1 and sentence in lines[0]


def test_without_a_site_value_function_and_rows_are_told_all_the_same():
    said = told(replace(ACCOUNT, site=None), 80)
    assert "0.1234" in said and "study/yields.py, line 38" in said and "first    1320" in said
    assert "Printed" not in said and "when the site was built" not in said


@pytest.mark.parametrize(
    ("before", "sentence"),
    [
        ({"data/plants.csv": "b" * 64}, f"CHANGED since the site was built, when it was {'b' * 64}"),
        ({}, "the built site names no checksum of it"),
    ],
)
def test_a_file_that_is_not_the_sites_is_said_to_be_so(before, sentence):
    assert sentence in told(replace(ACCOUNT, site=replace(SITE, checksums=before)), 80)


def test_private_rows_are_said_to_be_private():
    assert "private" not in told(ACCOUNT, 80)
    said = told(replace(ACCOUNT, tables=(replace(PLANTS, private=True),)), 80)
    assert "private: its rows are shown in this terminal alone" in said and "first    1320" in said


def test_a_wide_table_keeps_to_the_width_and_counts_what_it_leaves_out():
    wide = Table("data/wide.csv", "a" * 64, "", tuple(f"column{n}" for n in range(9)), (("1",) * 9,), 1)
    for width in (30, 42, 60, 80, 200):
        said = told(replace(ACCOUNT, tables=(wide,), site=None), width).split("\n")
        table = said[said.index("  1 rows, 9 columns") + 1 :]
        shown = table[0].count("column")
        assert max(map(len, table[:2])) <= width and shown == min(9, (width - 6) // 9)
        assert table[2:] == ([f"    and {9 - shown} more columns"] if shown < 9 else [])


def test_nothing_of_a_file_moves_the_terminals_cursor():
    evil = replace(PLANTS, rows=(("\x1b[2Jx", "\u202e1"),))
    said = told(replace(ACCOUNT, tables=(evil,)), 80)
    assert "\\x1b[2Jx" in said and "\x1b" not in said and "\u202e" not in said


def test_where_something_stands_is_named_once():
    assert (
        place(TEXT | {"where": "alt text", "exhibit": "fig-a"})
        == "paper/index.html, 1 Trial, fig-a, alt text"
    )
    assert place(TEXT | {"where": "abstract", "section": ""}) == "paper/index.html, abstract"


KEYS = [
    *(f"yield.shade.{name}" for name in ("estimate", "std_error", "t", "p")),
    *(f"yield.mean.{name}" for name in ("sun", "shade")),
    "plants.count",
    "water.litres",
]


@pytest.mark.parametrize(
    ("asked", "first", "others"),
    [
        ("yield.shade.estimat", "yield.shade.estimate", {"yield.shade.p"}),
        ("yield.shade", "yield.shade.estimate", {"yield.shade.p", "yield.shade.t"}),
        ("plant.counts", "plants.count", set()),
        ("yield.mean.qqqqqqqq", "yield.mean.sun", {"yield.mean.shade"}),
    ],
)
def test_the_nearest_keys_are_alike_or_of_one_family(asked, first, others):
    found = nearest(asked, KEYS)
    assert found[0] == first and others <= set(found) and "water.litres" not in found
    assert len(found) == len(set(found)) <= number.NEAREST


# From a paper and its site -----------------------------------------------------------------------


@pytest.fixture
def paper(tmp_path, monkeypatch):
    """A paper of one number from two public files and a private one, and its site, built from the same."""
    monkeypatch.setattr(number, "ROOT", tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "yields.py").write_text("import os\n\n\ndef counts():\n    return 7\n")
    (tmp_path / "data" / "plants.csv").write_text("plant,grams\n" + "a,1\n" * 7)
    (tmp_path / "data" / "notes.txt").write_text("No table.\n")
    (tmp_path / "mine.csv").write_text("Year;Value\n2020;1,5\n")
    paths = ("data/plants.csv", "data/notes.txt", "data/absent.csv", "the owner's data")
    sources = tuple(Source(path, "0" * 64) for path in paths)
    results = SimpleNamespace(
        panel=SimpleNamespace(path="the owner's data", public=False),
        all_keys=lambda: ["plants.count"],
        value={"plants.count": 7.0}.__getitem__,
        origin={"plants.count": replace(ORIGIN, sources=sources)}.__getitem__,
    )
    site = tmp_path / "_site"
    site.mkdir()
    (site / "results.json").write_text(json.dumps({"estimates": [], "scalars": {"plants.count": 7}}))
    digest = hashlib.sha256((tmp_path / "data" / "plants.csv").read_bytes()).hexdigest()
    record = {
        "key": "plants.count",
        "printed": "7",
        "sources": [{"path": "data/plants.csv", "sha256": digest}],
        "commit": "c" * 40,
        "places": [TEXT],
    }
    (site / "provenance.json").write_text(json.dumps([record, record | {"key": "another", "sources": []}]))
    return SimpleNamespace(
        results=results,
        compute=lambda: results,
        panel=SimpleNamespace(label="the owner's panel"),
        data_file=lambda: (tmp_path / "mine.csv", False),
        private_files=lambda: [],
        site=site,
    )


def test_files_are_read_as_they_are_now(paper):
    account = number.account_of("plants.count", paper, paper.site)
    plants, notes, absent, mine = account.tables
    assert account.line == 4
    assert account.agrees and account.value == 7 and account.data == "the owner's panel"
    assert [record["printed"] for record in account.site.records] == ["7"]
    assert (plants.count, plants.header, plants.rows) == (7, ("plant", "grams"), (("a", "1"),) * 5)
    assert account.site.checksums["data/plants.csv"] == plants.sha256
    assert not plants.private and (notes.fault, absent.fault) == ("it is no table", "the file is not there")
    assert mine.private and mine.header == ("year", "value") and mine.rows == (("2020", "1,5"),)


def test_a_changed_file_and_a_changed_number_are_found(paper, tmp_path):
    (tmp_path / "data" / "plants.csv").write_text("plant,grams\na,2\n")
    (paper.site / "results.json").write_text(json.dumps({"estimates": [], "scalars": {"plants.count": 8}}))
    account = number.account_of("plants.count", paper, paper.site)
    assert not account.agrees and "the built site says 8." in told(account, 80)
    assert "CHANGED" in told(account, 80)


def test_a_private_file_of_the_projects_folder_is_private(paper, tmp_path):
    paper.private_files = lambda: [tmp_path / "data" / "plants.csv"]
    assert number.account_of("plants.count", paper, paper.site).tables[0].private


def test_no_site_and_a_spoilt_one(paper, tmp_path):
    assert number.account_of("plants.count", paper, tmp_path / "none").site is None
    (paper.site / "provenance.json").write_text("[{}]")
    with pytest.raises(InputError, match=r"^_site: found .* that no build wrote, expected"):
        number.account_of("plants.count", paper, paper.site)


def test_an_unknown_key_and_none(paper):
    with pytest.raises(PressError, match=r'no number "plants.cuont"; the nearest are:\n  plants.count'):
        number.account_of("plants.cuont", paper, paper.site)
    with pytest.raises(PressError, match=r'no number "\\x1b\[2J"'):
        number.account_of("\x1b[2J", paper, paper.site)
    with pytest.raises(PressError, match="no number is named"):
        number.account_of("", paper, paper.site)
