import pytest

from press.base.authors import read_authors
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


def test_text_that_is_no_date_stays_and_today_is_the_build_s_day(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert format_date("Spring 2026", "long") == "Spring 2026"
    assert format_date("today", "iso") == "1970-01-01"
