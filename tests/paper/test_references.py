"""The bibliography: complete, unambiguous, and all of it used."""

import csv
import re
from collections import Counter

import pytest
import yaml

from press.base.paths import DATA, ROOT

PAPER = ROOT / "paper"
ENTRIES = 60  # as many as the published article lists
REQUIRED = {
    "article": {"author", "title", "journaltitle", "date"},
    "book": {"author", "title", "publisher", "date"},
    "incollection": {"author", "title", "booktitle", "pages", "date"},
    "online": {"author", "title", "url", "date"},
    "report": {"author", "title", "date"},  # and the institution, see below
}
CROSS_REFERENCES = ("fig-", "tbl-", "eq-", "sec-")
CITED = re.compile(r"(?<![\w.])@([a-z][\w-]*)")
# Words that a style in sentence case would lower.
NAMES = re.compile(
    r"\b(Kazakhstan\w*|Norway|Germany|Canada|England|Scandinavia|Asia|China|Chinese|Nepal|Lesotho|Mthatha"
    r"|South Africa|United States|Soviet|Afghan|Europe|OECD|Erasmus|Foucauldian|Bolashak|Serp\w+)\b"
)


def parse(text):
    """Type, key and fields of each entry; a field is one `name = {...}` per comma, as the file writes it."""
    for kind, key, body in re.findall(r"^@(\w+)\{([^,]+),\n(.*?)^\}", text, flags=re.M | re.S):
        fields = re.findall(r"(\w+) = \{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}", body)
        yield kind, key, dict(fields)


@pytest.fixture(scope="module")
def entries():
    return list(parse((PAPER / "references.bib").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def methods():
    """The sources of methods, which only the further pages cite."""
    return list(parse((PAPER / "methods.bib").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def press():
    """The reports of the press that this edition quotes beyond the article."""
    return list(parse((PAPER / "press.bib").read_text(encoding="utf-8")))


def prose(path):
    """A document without its comments."""
    return re.sub(r"<!--[\s\S]*?-->", "", path.read_text(encoding="utf-8"))


def cited(pages="*.qmd"):
    keys = {key for path in PAPER.glob(pages) for key in CITED.findall(prose(path))}
    return {key for key in keys if not key.startswith(CROSS_REFERENCES)}


def nocite():
    header = (PAPER / "index.qmd").read_text(encoding="utf-8").split("---\n")[1]
    return set(CITED.findall(yaml.safe_load(header)["nocite"]))


def test_as_many_entries_as_the_article_lists(entries):
    text = (PAPER / "references.bib").read_text(encoding="utf-8")
    assert len(entries) == text.count("\n@") == ENTRIES


def test_keys_and_dois_are_unique(entries):
    for values in (
        [key for _, key, _ in entries],
        [fields["doi"] for _, _, fields in entries if "doi" in fields],
    ):
        assert [value for value, count in Counter(values).items() if count > 1] == []


def test_the_doi_that_the_article_prints_twice_is_given_to_the_journal_that_it_names(entries):
    """Its "repam" is Research in Educational Policy and Management, the journal of Tamang and Shrestha."""
    found = [key for _, key, fields in entries if fields.get("doi") == "10.46303/repam.2021.1"]
    assert found == ["tamang2021"]


def test_dois_are_bare(entries):
    assert all(re.fullmatch(r"10\.\d{4,}/\S+", fields["doi"]) for _, _, fields in entries if "doi" in fields)


def test_every_cited_key_is_listed(entries, methods, press):
    assert cited("index.qmd") - {key for _, key, _ in [*entries, *press]} == set()
    assert cited() - {key for _, key, _ in [*entries, *methods, *press]} == set()


def test_every_source_of_this_edition_is_cited_and_stands_in_one_list(entries, methods, press):
    keys = [key for _, key, _ in [*methods, *press]]
    assert set(keys) - cited() == set() and len({*keys}) == len(keys)
    assert {*keys} & {key for _, key, _ in entries} == set()


def test_every_report_of_the_press_has_the_address_of_a_row_of_data(press):
    addresses = {
        row["source_url"]
        for table in ("serpin", "resettlement")
        for row in csv.DictReader((DATA / table / "press_figures.csv").open(encoding="utf-8", newline=""))
    }
    assert {fields["url"] for _, _, fields in press} - addresses == set()


def test_every_entry_is_cited_in_the_text_or_named_in_nocite(entries):
    assert {key for _, key, _ in entries} - cited() == set()
    in_text = set(CITED.findall(prose(PAPER / "index.qmd").split("---\n", 2)[2]))
    assert {key for _, key, _ in entries} - in_text == nocite()


def test_each_type_has_its_fields(entries, methods, press):
    lacking = {key: REQUIRED[kind] - fields.keys() for kind, key, fields in [*entries, *methods, *press]}
    assert {key: fields for key, fields in lacking.items() if fields} == {}


def test_a_report_names_its_institution_unless_its_author_is_one(entries):
    for kind, key, fields in entries:
        if kind == "report":
            assert "institution" in fields or fields["author"].startswith("{"), key


def test_dates_are_years_months_or_days(entries, press):
    dates = [fields["date"] for _, _, fields in [*entries, *press]]
    assert all(re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", date) for date in dates)


def test_proper_nouns_in_titles_are_braced(entries, press):
    for _, key, fields in [*entries, *press]:
        bare = re.sub(r"\{[^{}]*\}", "", fields["title"])
        assert NAMES.findall(bare) == [], key


def test_ranges_of_pages_use_two_hyphens(entries):
    assert all("-" not in fields.get("pages", "").replace("--", "") for _, _, fields in entries)
