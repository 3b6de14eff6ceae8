import pytest

from press.base.authors import read_authors, taken_for_bodies
from press.render.dates import format_date


def test_equal_affiliations_are_one_and_references_are_followed():
    metadata = {
        "author": [
            {
                "name": "Ann Lee",
                "affiliations": [{"ref": "b"}, "Institute"],
                "corresponding": True,
                "orcid": "https://orcid.org/0000-0001",
            },
            {
                "name": {"given": "Bo", "family": "de Wit"},
                "affiliations": [{"id": "b", "name": "Bureau", "city": "Astana"}],
            },
            "Institute of Nobody",
        ]
    }
    ann, bo, body = read_authors(metadata)
    assert [item.name for item in ann.affiliations] == ["Bureau", "Institute"]
    assert ann.affiliations[0] == bo.affiliations[0]
    assert (ann.given, ann.family, ann.orcid, ann.corresponding) == ("Ann", "Lee", "0000-0001", True)
    assert (bo.name, bo.given, bo.family) == ("Bo de Wit", "Bo", "de Wit")
    assert body.affiliations == ()


@pytest.mark.parametrize(
    ("style", "printed"),
    [
        ("long", "March 5, 2026"),
        ("full", "Thursday, March 5, 2026"),
        ("iso", "2026-03-05"),
        ("D MMMM YYYY", "5 March 2026"),
        ("Do [of] MMM YY", "5th of Mar 26"),
    ],
)
def test_dates_are_printed_in_a_style_or_a_pattern(style, printed):
    assert format_date("2026-03-05", style) == printed


@pytest.mark.parametrize(
    ("language", "style", "printed"),
    [
        ("en-GB", "long", "5 March 2026"),
        ("en-GB", "short", "05/03/2026"),
        ("en-AU", "full", "Thursday, 5 March 2026"),
        ("en-CA", "long", "March 5, 2026"),
        ("en-KZ", "short", "3/5/26"),
        ("en-ZA", "medium", "05 Mar 2026"),
        ("ru", "full", "четверг, 5 марта 2026 г."),
        ("ru-KZ", "medium", "5 мар. 2026 г."),
        ("ru", "short", "05.03.2026"),
        ("ru", "MMMM YYYY", "март 2026"),
        ("ru", "D MMMM", "5 марта"),
        ("ru", "iso", "2026-03-05"),
        ("kk", "long", "2026 ж. 5 наурыз"),
        ("kk", "full", "2026 ж. 5 наурыз, бейсенбі"),
    ],
)
def test_dates_are_those_of_the_language_and_its_region(language, style, printed):
    """The expected dates are those of the CLDR, as genuine Quarto 1.10.18 prints English and Russian ones."""
    assert format_date("2026-03-05", style, language) == printed


def test_text_that_is_no_date_stays_and_today_is_the_build_s_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert format_date("Spring 2026", "long") == "Spring 2026"
    assert format_date("today", "iso") == "1970-01-01"


@pytest.mark.parametrize(
    ("name", "given", "family"),
    [
        ("Ana María de la Cruz", "Ana María", "de la Cruz"),
        ("Ludwig van der Berg", "Ludwig", "van der Berg"),
        ("Smith, John", "John", "Smith"),
        ("de la Cruz, Ana", "Ana", "de la Cruz"),
        ("Smith, Jr., John", "John", "Smith Jr."),
        ("John Smith, Jr.", "John", "Smith Jr."),
        ("Otto von und zu Guttenberg", "Otto", "von und zu Guttenberg"),
        ("Gerard 't Hooft", "Gerard", "'t Hooft"),
        ("Abd al-Rahman", "Abd", "al-Rahman"),
        ("Van Morrison", "Van", "Morrison"),
        ("Jean-Paul  Sartre", "Jean-Paul", "Sartre"),
        ("Гульназ Нурлановна Ахметова", "Гульназ Нурлановна", "Ахметова"),
        ("Людвиг ван дер Берг", "Людвиг", "ван дер Берг"),
        ("王 小明", "王", "小明"),
        ("Madonna", "", "Madonna"),
        ("Ann Lee^[We thank the referees.]", "Ann", "Lee"),
        ({"given": "Қанат Нұрланұлы", "family": "Әбілқасымов"}, "Қанат Нұрланұлы", "Әбілқасымов"),
        ({"given": "Anna", "family": "Berg", "non-dropping-particle": "van den"}, "Anna", "van den Berg"),
        ({"given": "Plato"}, "", "Plato"),
        ({"literal": "J. Doe", "given": "Jane", "family": "Doe"}, "Jane", "Doe"),
        ({"literal": "World Statistics Office"}, "", ""),
        ("World Statistics Office", "", ""),
        ("Министерство образования", "", ""),
    ],
)
def test_a_name_is_parted_with_its_small_words_and_a_body_s_is_not(name, given, family):
    (author,) = read_authors({"author": [{"name": name}]})
    assert (author.given, author.family) == (given, family)


def test_a_name_is_printed_as_it_is_written():
    names = ["Smith, John", {"literal": "World Statistics Office"}, {"given": "Ann", "family": "Lee"}]
    authors = read_authors({"author": [{"name": name} for name in names]})
    assert [author.name for author in authors] == ["Smith, John", "World Statistics Office", "Ann Lee"]


def test_a_text_that_is_taken_for_a_body_can_be_told_from_what_is_one():
    assert taken_for_bodies(
        {"author": ["Institute of Words", "Union, Ann", {"name": {"literal": "Council"}}, "Ann Lee"]}
    ) == ["Institute of Words"]
