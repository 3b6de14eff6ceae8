"""Every known spelling of a region's name is recognised, and nothing else is."""

import csv
import re

import pytest
from hypothesis import given, settings, strategies as st

from analysis.inputs.regions import UnknownRegion, all_regions, resolve_all
from press.base.paths import DATA
from press.tables import schema

SPELLINGS = list(csv.DictReader((DATA / "region_names.csv").open(encoding="utf-8", newline="")))
AMBIGUOUS = {"Almaty", "Алматы", "Alma-Ata", "SKO"}
PLAIN = [row for row in SPELLINGS if row["name"] not in AMBIGUOUS]

HOSTS = {"Akmola", "Kostanay", "North Kazakhstan", "Pavlodar", "East Kazakhstan", "Karaganda"}
TEXT_SENDERS = {"Almaty region", "Turkestan", "Zhambyl", "Kyzylorda", "Mangystau"}


def resolve(name):
    """The region that a name alone means."""
    found = resolve_all([name])[name]
    if isinstance(found, UnknownRegion):
        raise found
    return found


@pytest.mark.parametrize("row", PLAIN, ids=lambda row: row["name"])
def test_every_listed_spelling_is_its_region(row):
    assert resolve(row["name"]).name == row["region"]


@pytest.mark.parametrize("row", schema.load("regions").to_dict("records"), ids=lambda row: row["region"])
def test_a_regions_own_names_are_its_names(row):
    for column in ("region", "name_ru", "name_kk"):
        assert resolve(row[column]).name == row["region"]


@pytest.mark.parametrize(
    ("name", "region"),
    [
        ("г. Астана", "Astana city"),
        ("Нур-Султан", "Astana city"),
        ("NUR SULTAN", "Astana city"),
        ("Нұр‑Сұлтан қ.", "Astana city"),
        ("Akmola city", "Astana city"),
        ("Nur-Sultan (Astana)", "Astana city"),
        ("Акмолинская обл.", "Akmola"),
        ("Akmola", "Akmola"),
        ("akmola  REGION", "Akmola"),
        ("South Kazakhstan", "Turkestan"),
        ("Южно-Казахстанская область", "Turkestan"),
        ("Оңтүстік Қазақстан облысы", "Turkestan"),
        ("Turkestan (South Kazakhstan)", "Turkestan"),
        ("Turkistan / South Kazakhstan", "Turkestan"),
        ("Turkestan*", "Turkestan"),
        ("Шымкент қаласы", "Shymkent city"),
        ("Chimkent oblast", "Turkestan"),
        ("г.Шымкент", "Shymkent city"),
        ("ВКО", "East Kazakhstan"),
        ("Шығыс Қазақстан облысы", "East Kazakhstan"),
        ("East-Kazakhstan Region", "East Kazakhstan"),
        ("Восточно - Казахстанская", "East Kazakhstan"),
        ("Алматы қ.", "Almaty city"),
        ("Алма-Ата", "Almaty city"),
        ("ALMATY (CITY)", "Almaty city"),
        ("Almaty oblysy", "Almaty region"),
        ("Алматинская", "Almaty region"),
        ("Kyzyl-Orda", "Kyzylorda"),
        ("Jambyl", "Zhambyl"),
        ("Кызылординская Область", "Kyzylorda"),
        ("Kostanai", "Kostanay"),
        ("Qostanai oblysy", "Kostanay"),
        ("Мангистауская", "Mangystau"),
        ("Mangystau oblast", "Mangystau"),
        ("Aqtöbe oblysy", "Aktobe"),
        ("Актобе", "Aktobe"),
        ("область Абай", "Abai"),
        ("Абай облысы", "Abai"),
        ("Semey region", "Abai"),
        ("область Жетiсу", "Zhetysu"),
        ("Ұлытау", "Ulytau"),
        ("СКО", "North Kazakhstan"),
        ("СҚО", "North Kazakhstan"),
    ],
)
def test_names_as_people_write_them(name, region):
    assert resolve(name).name == region


@settings(deadline=None)
@given(
    row=st.sampled_from(PLAIN),
    upper=st.booleans(),
    gap=st.sampled_from([" ", "  ", "-", "\u2011", "\u00a0", " - "]),
)
def test_case_hyphens_and_spaces_do_not_matter(row, upper, gap):
    name = re.sub(r"[\s-]+", gap, row["name"])
    assert resolve(f" {name.upper() if upper else name.lower()} ").name == row["region"]


@pytest.mark.parametrize("name", sorted(AMBIGUOUS))
def test_a_name_of_two_regions_is_refused_with_both(name):
    regions = sorted({row["region"] for row in SPELLINGS if row["name"] == name})
    with pytest.raises(UnknownRegion, match="the name fits both") as error:
        resolve(name)
    assert all(f'"{region}"' in error.value.expected for region in regions)


@pytest.mark.parametrize(
    ("names", "region"),
    [
        (["Almaty", "Almaty city"], "Almaty region"),
        (["Алматы", "г. Алматы"], "Almaty region"),
        (["Almaty", "Almaty oblast"], "Almaty city"),
        (["Алматы", "Алматинская область"], "Almaty city"),
        (["SKO", "South Kazakhstan"], "North Kazakhstan"),
        (["SKO", "Северо-Казахстанская"], "Turkestan"),
    ],
)
def test_the_other_names_of_a_file_settle_a_name_of_two_regions(names, region):
    assert resolve_all(names)[names[0]].name == region


@pytest.mark.parametrize(
    "names", [["Almaty"], ["Almaty", "Алматы"], ["Almaty", "Almaty city", "Almaty region"]]
)
def test_a_name_of_two_regions_stays_refused_where_nothing_settles_it(names):
    assert isinstance(resolve_all(names)["Almaty"], UnknownRegion)


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        ("Kostaanay", '"Kostanay"'),
        ("Аклоинская область", '"Акмолинская область"'),
        ("Pavlodr", '"Pavlodar"'),
        ("Karaganda city", '"Karaganda"'),
        ("Astana region", '"Astana city"'),
    ],
)
def test_a_near_miss_is_refused_with_a_suggestion(name, suggestion):
    with pytest.raises(UnknownRegion, match=re.escape(f"did you mean {suggestion}?")):
        resolve(name)


@pytest.mark.parametrize("name", ["Atlantis", "", "17", "Moscow"])
def test_what_is_no_region_is_refused(name):
    with pytest.raises(UnknownRegion, match="a region of Kazakhstan$"):
        resolve(name)


@pytest.mark.parametrize(
    "name",
    [
        "Republic of Kazakhstan",
        "Республика Казахстан",
        "Қазақстан Республикасы",
        "Total",
        "ВСЕГО",
        "Итого",
        "Барлығы",
    ],
)
def test_the_national_total_is_refused_as_such(name):
    with pytest.raises(UnknownRegion, match="without the national total"):
        resolve(name)


def test_roles_are_those_of_the_article():
    standing = {region.name: region for region in all_regions().values() if region.merged_into is None}
    assert len(standing) == 17
    assert {name for name, region in standing.items() if region.program} == HOSTS
    assert {name for name, region in standing.items() if region.sender_text} == TEXT_SENDERS
    assert {name for name, region in standing.items() if region.sender_table3} == {
        "Zhambyl",
        "Kyzylorda",
        "Mangystau",
    }


def test_sixteen_clusters_and_shymkent_in_south_kazakhstan():
    assert len({region.cluster for region in all_regions().values()}) == 16
    assert all_regions()["Shymkent city"].cluster == "Turkestan"


@pytest.mark.parametrize(
    ("part", "parent"), [("Abai", "East Kazakhstan"), ("Ulytau", "Karaganda"), ("Zhetysu", "Almaty region")]
)
def test_a_region_split_off_has_its_parents_roles(part, parent):
    part, parent = all_regions()[part], all_regions()[parent]
    assert (part.cluster, part.merged_into) == (parent.name, parent.name)
    assert (part.program, part.sender_text, part.sender_table3) == (
        parent.program,
        parent.sender_text,
        parent.sender_table3,
    )
