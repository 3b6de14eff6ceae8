"""Which panel is found, what follows from it, and what is said about it."""

import csv
import hashlib
import shutil
import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from analysis.inputs import sources
from analysis.inputs.regions import all_regions
from analysis.panel import load as panels
from analysis.panel.load import (
    COLUMNS,
    STANDIN,
    TEMPLATE,
    describe,
    load_panel,
    load_publishable_panel,
    locate_panel,
    official_panel,
)
from press.base.errors import InputError
from press.base.paths import ROOT

SENDERS = ["Kyzylorda", "Mangystau", "Zhambyl"]
HOSTS = ["Akmola", "East Kazakhstan", "Karaganda", "Kostanay", "North Kazakhstan", "Pavlodar"]


@pytest.fixture
def standin():
    return pd.read_csv(STANDIN)


@pytest.fixture
def load(tmp_path):
    """Write a frame as a panel file and load it."""

    def load(frame: pd.DataFrame) -> panels.Panel:
        frame.to_csv(tmp_path / "own.csv", index=False)
        return load_panel(tmp_path / "own.csv")

    return load


def other(frame: pd.DataFrame) -> pd.DataFrame:
    """A panel with other migrants than the stand-in's."""
    return frame.assign(in_migration=frame["in_migration"] + 1)


# Where the panel is


@pytest.fixture
def empty_shelf(monkeypatch, tmp_path):
    """No PANEL, and a folder of the authors that holds nothing yet."""
    monkeypatch.delenv("PANEL", raising=False)
    monkeypatch.delenv("PANEL_FROM", raising=False)
    monkeypatch.setattr(panels, "AUTHORS", tmp_path)
    return tmp_path


@pytest.mark.parametrize("value", [None, "", "  "])
def test_without_any_other_the_stand_in_is_found(monkeypatch, empty_shelf, value):
    if value is not None:
        monkeypatch.setenv("PANEL", value)
    assert locate_panel() == (STANDIN, "data/standin/panel.csv")


@pytest.mark.parametrize("name", ["panel.csv", "panel.xlsx", "panel.xls"])
def test_the_authors_own_panel_comes_before_the_stand_in(empty_shelf, name):
    (empty_shelf / name).touch()
    assert locate_panel()[0] == empty_shelf / name


def test_two_panels_of_the_authors_are_refused(empty_shelf):
    (empty_shelf / "panel.csv").touch()
    (empty_shelf / "panel.xlsx").touch()
    with pytest.raises(InputError, match="found panel.csv and panel.xlsx, expected one panel"):
        locate_panel()


def test_panel_counts_from_where_make_was_called(monkeypatch, empty_shelf):
    monkeypatch.setenv("PANEL", "folder/my panel.csv")
    assert locate_panel() == (ROOT / "folder/my panel.csv", "folder/my panel.csv")
    monkeypatch.setenv("PANEL_FROM", "/elsewhere")
    assert locate_panel() == (Path("/elsewhere/folder/my panel.csv"), "folder/my panel.csv")
    monkeypatch.setenv("PANEL", "/whole/way.csv")
    assert locate_panel() == (Path("/whole/way.csv"), "/whole/way.csv")


@pytest.mark.parametrize(("typed", "stored"), [("NFC", "NFD"), ("NFD", "NFC"), ("NFC", "NFC")])
def test_a_name_may_write_its_letters_otherwise_than_the_folder(tmp_path, monkeypatch, typed, stored):
    name = "қазақ й/панель é.csv"
    file = tmp_path / unicodedata.normalize(stored, name)
    file.parent.mkdir()
    file.touch()
    monkeypatch.setenv("PANEL_FROM", str(tmp_path))
    monkeypatch.setenv("PANEL", unicodedata.normalize(typed, name))
    assert locate_panel()[0] == file


def test_two_files_of_one_name_are_refused_in_a_sentence(tmp_path, monkeypatch):
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.csv")).touch()
    monkeypatch.setenv("PANEL_FROM", str(tmp_path))
    monkeypatch.setenv("PANEL", "é.csv")
    with pytest.raises(
        InputError,
        match=(
            r"é.csv: found 2 files of this name, which differ in how Unicode writes a letter, "
            r"expected one of them\.$"
        ),
    ):
        locate_panel()


def test_panel_counts_from_the_project_where_the_caller_has_no_such_file(monkeypatch, tmp_path):
    """A program that starts make in the project's folder may pass on another PWD."""
    monkeypatch.setattr(panels, "ROOT", tmp_path)
    monkeypatch.setenv("PANEL_FROM", "/elsewhere")
    monkeypatch.setenv("PANEL", "own.csv")
    (tmp_path / "own.csv").touch()
    assert locate_panel() == (tmp_path / "own.csv", "own.csv")


def test_errors_name_the_file_as_it_was_typed(monkeypatch, tmp_path):
    (tmp_path / "a").mkdir()
    monkeypatch.setenv("PANEL_FROM", str(tmp_path / "a"))
    monkeypatch.setenv("PANEL", "../bad.csv")
    (tmp_path / "bad.csv").write_text("year\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"^\.\./bad\.csv: found one column"):
        load_panel()


def test_a_private_file_is_recorded_without_its_name(load, standin):
    assert load(other(standin)).shown_path == "the authors' panel"
    assert load(standin).shown_path == "a copy of the project's invented rows"
    assert load_panel(STANDIN).shown_path == "data/standin/panel.csv"
    assert load_panel(STANDIN).sha256 == hashlib.sha256(STANDIN.read_bytes()).hexdigest()


# Whose migrants they are


def test_the_stand_in_is_synthetic():
    panel = load_panel(STANDIN)
    assert (panel.name, panel.synthetic) == ("stand-in", True)


@pytest.mark.parametrize("source", [STANDIN, TEMPLATE], ids=["stand-in", "template"])
def test_invented_migrants_stay_synthetic_under_another_name(tmp_path, source):
    shutil.copy(source, tmp_path / "copy.csv")
    panel = load_panel(tmp_path / "copy.csv")
    assert panel.synthetic
    assert "invented" in panel.notes[0]


def test_a_panel_of_other_migrants_is_the_authors(load, standin):
    panel = load(other(standin))
    assert (panel.name, panel.synthetic) == ("authors", False)
    assert panel.notes == ()


def test_the_template_is_a_form_that_can_be_read():
    with TEMPLATE.open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["year", "region", "population", "in_migration", "out_migration"]
    frame = load_panel(TEMPLATE).frame
    official = sources.load_official()[["year", "region", "population"]]
    assert len(frame.merge(official)) == len(frame)


# What follows from the five columns


def test_the_frame_holds_table_1s_variables():
    frame = load_panel(STANDIN).frame
    assert tuple(frame.columns) == COLUMNS
    assert len(frame) == 245
    assert (
        frame["in_migration_rate"].tolist() == (1000 * frame["in_migration"] / frame["population"]).tolist()
    )
    assert sorted(frame.loc[frame["program"] == 1, "region"].unique()) == HOSTS
    assert sorted(frame.loc[frame["sender"] == 1, "region"].unique()) == SENDERS
    assert (
        frame.loc[frame["post"] == 1, "year"].min() == 2014 == frame.loc[frame["post"] == 0, "year"].max() + 1
    )
    assert (frame["program_post"] == frame["program"] * frame["post"]).all()
    assert (frame["sender_post"] == frame["sender"] * frame["post"]).all()
    assert frame["cluster"].nunique() == 16


@pytest.mark.parametrize("language", ["name_ru", "name_kk"])
def test_names_in_russian_and_kazakh_give_the_same_frame(load, standin, language):
    names = sources.load_regions().set_index("region")[language]
    panel = load(standin.assign(region=standin["region"].map(names)))
    pd.testing.assert_frame_equal(panel.frame, load_panel(STANDIN).frame)
    assert (
        dict(panel.renamed)["Акмолинская область" if language == "name_ru" else "Ақмола облысы"] == "Akmola"
    )


def test_names_may_change_over_the_years(load, standin):
    names = [
        "South Kazakhstan"
        if region == "Turkestan" and year < 2018
        else "Nur-Sultan"
        if region == "Astana city" and 2019 <= year <= 2022
        else region
        for region, year in zip(standin["region"], standin["year"], strict=True)
    ]
    panel = load(standin.assign(region=names))
    pd.testing.assert_frame_equal(panel.frame, load_panel(STANDIN).frame)
    assert panel.renamed == (("South Kazakhstan", "Turkestan"), ("Nur-Sultan", "Astana city"))


def test_regions_split_off_take_role_and_cluster_of_their_parents(load, standin):
    parents = {"Abai": "East Kazakhstan", "Ulytau": "Karaganda", "Zhetysu": "Almaty region"}
    parts = standin[(standin["year"] >= 2022) & standin["region"].isin(parents.values())]
    parts = parts.assign(region=parts["region"].map({parent: part for part, parent in parents.items()}))
    panel = load(pd.concat([other(standin), parts]))
    rows = panel.frame[panel.frame["region"].isin(parents)].drop_duplicates("region").set_index("region")
    assert rows["cluster"].to_dict() == parents
    assert rows["program"].to_dict() == {"Abai": 1, "Ulytau": 1, "Zhetysu": 0}
    assert panel.notes == (
        "Split off in 2022, with the role and cluster of the region in brackets: "
        "Abai (East Kazakhstan), Ulytau (Karaganda), Zhetysu (Almaty region).",
    )


# What is given is used, and said


def test_roles_that_are_given_are_used_and_differences_listed(load, standin):
    five = {"Almaty region", "Turkestan", *SENDERS}
    panel = load(other(standin).assign(Sender=standin["region"].isin(five).astype(int)))
    assert set(panel.frame.loc[panel.frame["sender"] == 1, "region"]) == five
    assert panel.notes == (
        "sender is used as given; it differs from the derived one in 30 of 245 rows: "
        "Almaty region 2009-2023; Turkestan 2009-2023.",
    )


def test_post_that_is_given_makes_the_interactions(load, standin):
    panel = load(other(standin).assign(POST=(standin["year"] >= 2015).astype(int)))
    assert panel.frame.loc[panel.frame["program_post"] == 1, "year"].min() == 2015
    assert panel.notes[0].startswith(
        "post is used as given; it differs from the derived one in 16 of 245 rows: Akmola 2014; "
    )


@pytest.mark.parametrize(
    ("decimals", "changed", "note"),
    [
        (2, 0, "it agrees with the derived one."),
        (12, 0, "it agrees with the derived one."),
        (2, 1, "it differs from the derived one in 1 of 245 rows: Akmola 2009."),
    ],
)
def test_a_rate_that_is_given_is_used_as_rounded(load, standin, decimals, changed, note):
    panel = other(standin)
    rate = (1000 * panel["in_migration"] / panel["population"]).round(decimals)
    rate[panel.index[(panel["region"] == "Akmola") & (panel["year"] == 2009)]] += changed
    loaded = load(panel.assign(in_migration_rate=rate))
    assert loaded.frame["in_migration_rate"].tolist() == rate.tolist()
    assert loaded.notes == (f"in_migration_rate is used as given; {note}",)


def test_absent_region_years_are_a_note(load, standin):
    gone = (standin["region"] == "Atyrau") & standin["year"].isin([2009, 2011, 2012, 2013])
    gone |= standin["region"] == "Shymkent city"
    panel = load(other(standin)[~gone])
    assert len(panel.frame) == 236
    assert panel.notes == (
        "9 of the 245 region-years taken for those of the published tables are absent: "
        "Atyrau 2009, 2011-2013; Shymkent city 2019-2023.",
    )


def test_region_years_besides_the_articles_are_a_note(load, standin):
    more = standin[(standin["region"] == "Shymkent city") & (standin["year"] == 2019)]
    panel = load(
        pd.concat([other(standin), more.assign(year=2018), more.assign(year=2017), more.assign(year=2024)])
    )
    assert panel.notes == (
        "Years outside the study's 2009-2023 are used as well: 2024.",
        "Used besides the 245 region-years taken for those of the published tables: Shymkent city 2017-2018.",
        "Used although the region did not yet stand alone: Shymkent city 2017.",
    )


def test_columns_that_are_not_used_are_a_note(load, standin):
    panel = load(other(standin).assign(Balance=0, comment="x"))
    assert panel.notes == ("Columns that are not used: balance, comment.",)


# The official panel


@pytest.mark.parametrize(("layout", "sizes"), [(245, (80, 165)), (240, (80, 160))])
def test_the_official_panel_has_the_articles_rows(layout, sizes):
    frame = official_panel(layout)
    assert (len(frame[frame["post"] == 0]), len(frame[frame["post"] == 1])) == sizes
    assert not frame.duplicated(["year", "region"]).any()
    assert frame["cluster"].nunique() == 16


def test_the_articles_layout_keeps_turkestan_2018_without_shymkent():
    """Balances of BNS, 2018: Turkestan -37,266, Shymkent +34,456."""
    balance = official_panel(245).set_index(["year", "region"])["net_migration"]
    assert balance[2018, "Turkestan"] == -37_266
    assert (2018, "Shymkent city") not in balance.index
    assert (
        official_panel(240).set_index(["year", "region"])["net_migration"][2018, "Turkestan"]
        == -37_266 + 34_456
    )


def test_south_kazakhstan_together_sums_to_the_nation():
    """National balances of BNS: 2018 -29,121, 2023 9,293."""
    balance = official_panel(240).groupby("year")["net_migration"].sum()
    assert (balance[2018], balance[2023]) == (-29_121, 9_293)


def test_the_texts_five_senders_stand_beside_the_three():
    frame = official_panel()
    assert set(frame.loc[frame["sender_text"] == 1, "region"]) == {"Almaty region", "Turkestan", *SENDERS}
    assert frame["net_rate"].tolist() == (1000 * frame["net_migration"] / frame["population"]).tolist()


def test_another_layout_is_refused():
    with pytest.raises(ValueError, match="expected 240 or 245"):
        official_panel(263)


# What is said


def test_the_description_says_what_was_read():
    text = describe(load_panel(STANDIN))
    assert "data/standin/panel.csv (synthetic; SHA-256 " in text
    assert "CSV, UTF-8, commas between columns, no decimals" in text
    assert "245 region-years; 17 regions in 16 clusters; 2009-2023" in text
    assert "Program = 1:   30 rows with Post = 0, 60 with Post = 1: " + ", ".join(HOSTS) + "\n" in text
    assert "Program = 0:   50 rows with Post = 0, 105 with Post = 1: Aktobe, " in text
    assert "Sender = 1:    15 rows with Post = 0, 30 with Post = 1: " + ", ".join(SENDERS) + "\n" in text
    assert "Sender = 0:    65 rows with Post = 0, 135 with Post = 1: Akmola, " in text
    assert "invented" in text


def test_the_description_lists_names_and_notes(load, standin):
    panel = load(other(standin)[standin["year"] > 2009].replace({"region": {"Akmola": "Ақмола облысы"}}))
    text = describe(panel)
    assert '"Ақмола облысы" = Akmola' in text
    assert all(f"- {note}" in text for note in panel.notes)
    assert "authors' panel" in text


def test_every_region_has_a_cluster_that_is_a_region():
    assert all(region.cluster in all_regions() for region in all_regions().values())


def test_the_form_itself_is_not_built_from(monkeypatch):
    monkeypatch.setenv("PANEL", str(TEMPLATE))
    with pytest.raises(
        InputError,
        match=r"template\.csv: found the example rows of the form, expected the authors' own figures",
    ):
        load_publishable_panel()
