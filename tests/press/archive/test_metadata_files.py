"""Descriptions for archives and libraries say the same, keep to their formats, and fit this checkout."""

import dataclasses
import datetime
import html
import json
import re
import shutil

import frictionless
import jsonschema
import pytest
import yaml

from press.archive import metadata
from press.archive.metadata import data_package, ro_crate, zenodo
from press.archive.metadata.release import Release, abstract, current_release, day_of
from press.base import citation, edition, markdown_text
from press.base.declarations import Declarations, Grant
from press.base.edition import Author, Published
from press.base.errors import InputError
from press.base.paths import ROOT
from press.tables import schema
from press.trace.page_record import Page
from press.web import head
from press.web.view import View

CFF_SCHEMA = ROOT / "tests" / "press" / "archive" / "schemas" / "cff-1.2.0.json"
REQUIRED_OF_ZENODO = {
    "upload_type",
    "publication_type",
    "title",
    "creators",
    "description",
    "publication_date",
    "access_right",
    "license",
}


DECLARED = Declarations(
    {"data_availability": "The folder `data/` is *public*.", "funding": "Science Fund."},
    {},
    (Grant("Science Fund", "https://ror.org/01abc"), Grant("Town")),
)


@pytest.fixture(scope="module")
def edited() -> Release:
    """This version, whose editors are not the authors of the study."""
    return current_release()


@pytest.fixture(scope="module")
def release(edited) -> Release:
    """The same, were its authors to answer for it themselves."""
    return dataclasses.replace(edited, work=dataclasses.replace(edited.work, editors=()))


@pytest.fixture(scope="module", params=["as it is", "all known"])
def described(request, release) -> tuple[Release, dict[str, str]]:
    """A version and its files: this one, and one of which everything is known."""
    if request.param == "all known":
        first, *others = release.work.authors
        first = dataclasses.replace(
            first, orcid="0000-0002-1825-0097", affiliations=(*first.affiliations, "A & B <Institute>")
        )
        release = dataclasses.replace(
            release,
            abstract="One & two.\n\nThree < four.",
            work=dataclasses.replace(
                release.work,
                authors=(first, *others),
                site="https://example.org/serpin",
                repository="https://example.org/code",
                published=Published("Journal of X", "2025", "12", "3", "1-20", "10.1000/x"),
                declared=DECLARED,
            ),
        )
    texts = {name: text.decode("utf-8") for name, text in metadata.texts(release).items()}
    return release, texts | {ro_crate.DESCRIPTOR: ro_crate.text(release, ROOT)}


# This checkout -------------------------------------------------------------------------------------


def test_the_files_are_those_of_this_checkout(edited):
    stale = [
        name
        for name, text in metadata.texts(edited).items()
        if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != text
    ]
    assert not stale, "run `make metadata`"


def test_the_day_is_that_of_the_version(release, tmp_path):
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## Version {release.work.version}, {release.work.date.day} {release.work.date:%B %Y}" in changes
    assert release.work.commit == ""
    (tmp_path / "changes.md").write_text(
        "## Version 2.0.0, 3 May 2027\n\n## Version 1.9, 1 April 2026\n", encoding="utf-8"
    )
    assert day_of("1.9", tmp_path / "changes.md") == datetime.date(2026, 4, 1)
    with pytest.raises(InputError, match="found no heading of version 3, expected"):
        day_of("3", tmp_path / "changes.md")


def test_the_abstract_is_plain_text_with_the_numbers_of_this_build(release, tmp_path):
    assert not re.search(r"[{}\[\]<>*\\]|data-key", release.abstract)
    assert "−5.83" in release.abstract and release.abstract.startswith("The south of Kazakhstan")
    (tmp_path / "a.qmd").write_text(
        "---\nabstract: |\n  *One* {{< var a.b >}}\n  [two](x) [three]{.quoted}.\n\n  **Four** a_b_c.\n---\n",
        encoding="utf-8",
    )
    numbers = {"a": {"b": '[0.79]{.num data-key="x.y"}'}}
    assert abstract(tmp_path / "a.qmd", numbers) == "One 0.79 two three.\n\nFour a_b_c."


def test_writing_twice_changes_nothing(tmp_path, capsys):
    shutil.copytree(ROOT / "data", tmp_path / "data")
    (tmp_path / "docs").mkdir()
    metadata.write_all(tmp_path)
    first = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert (tmp_path / metadata.CFF).read_bytes() == (ROOT / metadata.CFF).read_bytes()
    capsys.readouterr()
    metadata.write_all(tmp_path)
    assert capsys.readouterr().out == "" and first == {
        path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()
    }


# Field by field ------------------------------------------------------------------------------------


def fields_of(release: Release) -> dict:
    """What every file must say."""
    work = release.work
    return {
        "title": work.title,
        "authors": [(one.family, one.given) for one in work.authors],
        "version": work.version,
        "affiliations": [one.affiliations for one in work.authors],
        "emails": [one.email for one in work.authors],
        "orcids": [one.orcid for one in work.authors],
        "keywords": list(work.keywords),
        "date": work.date.isoformat(),
        "language": work.language,
        "abstract": release.abstract,
        "licence": work.text_licence.spdx,
        "site": work.site,
        "repository": work.repository,
        "doi": work.published.doi,
    }


def of_cff(text: str) -> dict:
    said = yaml.load(text, Loader=yaml.BaseLoader)
    cited, article = said["preferred-citation"], said["references"][0]
    assert all(
        cited[name] == said[name] for name in ("title", "authors", "keywords", "version", "date-released")
    )
    assert article["authors"] == said["authors"] and article["title"] in said["title"]
    return {
        "title": said["title"].removesuffix(" (automated edition)"),
        "authors": [(one["family-names"], one["given-names"]) for one in said["authors"]],
        "affiliations": [tuple(one["affiliation"].split("; ")) for one in said["authors"]],
        "emails": [one["email"] for one in said["authors"]],
        "orcids": [one.get("orcid", "").removeprefix("https://orcid.org/") for one in said["authors"]],
        "keywords": said["keywords"],
        "version": said["version"],
        "date": said["date-released"],
        "abstract": said["abstract"],
        "language": cited["languages"][0],
        "licence": cited["license"],
        "site": said.get("url", ""),
        "repository": said.get("repository-code", ""),
        "doi": article.get("doi", ""),
    }


def of_zenodo(text: str) -> dict:
    said = json.loads(text)
    related = {one["relation"]: one["identifier"] for one in said.get("related_identifiers", [])}
    return {
        "title": said["title"].removesuffix(" (automated edition)"),
        "authors": [tuple(one["name"].split(", ")) for one in said["creators"]],
        "affiliations": [tuple(one["affiliation"].split("; ")) for one in said["creators"]],
        "orcids": [one.get("orcid", "") for one in said["creators"]],
        "keywords": said["keywords"],
        "version": said["version"],
        "date": said["publication_date"],
        "language": {"eng": "en"}[said["language"]],
        "abstract": "\n\n".join(
            html.unescape(part) for part in re.findall("<p>(.*?)</p>", said["description"])
        ),
        "licence": said["license"].upper(),
        "site": related.get("isIdenticalTo", ""),
        "repository": related.get("isSupplementedBy", ""),
        "doi": related.get("isVariantFormOf", ""),
    }


def of_crate(text: str) -> dict:
    entities = {one["@id"]: one for one in json.loads(text)["@graph"]}
    root = entities["./"]
    authors = [entities[one["@id"]] for one in root["author"]]
    assert entities[root["mainEntity"]["@id"]]["name"] == root["name"].removesuffix(" (automated edition)")
    return {
        "title": root["name"].removesuffix(" (automated edition)"),
        "authors": [(one["familyName"], one["givenName"]) for one in authors],
        "affiliations": [tuple(entities[at["@id"]]["name"] for at in one["affiliation"]) for one in authors],
        "emails": [one["email"] for one in authors],
        "orcids": [
            one["@id"].removeprefix("https://orcid.org/") if "orcid" in one["@id"] else "" for one in authors
        ],
        "keywords": root["keywords"].split(", "),
        "version": root["version"],
        "date": root["datePublished"],
        "language": root["inLanguage"],
        "abstract": root["description"],
        "licence": entities[root["license"]["@id"]]["identifier"],
        "site": root.get("url", ""),
        "doi": entities[root["isBasedOn"]["@id"]].get("identifier", "").removeprefix("https://doi.org/"),
    }


def of_data_package(text: str) -> dict:
    said = json.loads(text)
    return {
        "authors": [tuple(reversed(one["title"].rsplit(" ", 1))) for one in said["contributors"]],
        "affiliations": [tuple(one["organization"].split("; ")) for one in said["contributors"]],
        "emails": [one["email"] for one in said["contributors"]],
        "keywords": said["keywords"],
        "version": said["version"],
        "date": said["created"].removesuffix("T00:00:00Z"),
        "licence": said["licenses"][0]["name"],
        "site": said.get("homepage", ""),
    }


def of_bibtex(text: str) -> dict:
    said = dict(re.findall(r"^  (\w+) = \{(.*)\},?$", text, re.M))
    return {
        "title": said["title"].strip("{}").removesuffix(" (automated edition)"),
        "authors": [tuple(one.split(", ")) for one in said["author"].split(" and ")],
        "version": said["version"],
        "keywords": said["keywords"].split(", "),
        "language": said["language"],
        "site": said.get("url", ""),
    }


def of_ris(text: str) -> dict:
    said = [(line[:2], line[6:]) for line in text.splitlines()]
    only = dict(said)
    return {
        "title": only["TI"].removesuffix(" (automated edition)"),
        "keywords": [value for tag, value in said if tag == "KW"],
        "authors": [tuple(value.split(", ")) for tag, value in said if tag == "AU"],
        "version": only["ET"],
        "date": only["DA"].replace("/", "-"),
        "language": only["LA"],
        "site": only.get("UR", ""),
    }


READERS = {
    metadata.CFF: of_cff,
    metadata.ZENODO: of_zenodo,
    ro_crate.DESCRIPTOR: of_crate,
    metadata.DATA_PACKAGE: of_data_package,
    metadata.BIBTEX: of_bibtex,
    metadata.RIS: of_ris,
}


@pytest.mark.parametrize("name", READERS)
def test_every_file_says_the_same_field_by_field(described, name):
    release, texts = described
    said, wanted = READERS[name](texts[name]), fields_of(release)
    assert said == {field: wanted[field] for field in said}


def test_every_file_has_a_reader(release):
    assert {*metadata.texts(release), ro_crate.DESCRIPTOR} == set(READERS)


def test_the_page_says_the_same_in_the_words_of_schema_org(described, tmp_path):
    release, _ = described
    page = Page(release.work.title, release.abstract)
    (tmp_path / "paper").mkdir()
    said, wanted = (
        head.schema_org(
            View("paper/index.html", tmp_path, tmp_path, {"paper/index.html": page}), release.work
        ),
        fields_of(release),
    )
    found = {
        "title": said["name"],
        "authors": [(one["familyName"], one["givenName"]) for one in said["author"]],
        "affiliations": [tuple(at["name"] for at in one["affiliation"]) for one in said["author"]],
        "emails": [one["email"] for one in said["author"]],
        "orcids": [one.get("@id", "").removeprefix("https://orcid.org/") for one in said["author"]],
        "keywords": said["keywords"],
        "version": said["version"],
        "date": said["datePublished"],
        "language": said["inLanguage"],
        "abstract": said["abstract"],
        "repository": said.get("codeRepository", ""),
        "doi": said["isBasedOn"].get("@id", "").removeprefix("https://doi.org/"),
    }
    assert found == {field: wanted[field] for field in found}
    assert said["license"] == release.work.text_licence.url


# Formats -------------------------------------------------------------------------------------------


def cff_errors(text: str) -> list[str]:
    rules = json.loads(CFF_SCHEMA.read_text(encoding="utf-8"))
    judge = jsonschema.Draft7Validator(rules, format_checker=jsonschema.FormatChecker())
    return [error.message for error in judge.iter_errors(yaml.safe_load(text))]


def test_citation_cff_keeps_to_its_schema(described):
    _, texts = described
    said = yaml.safe_load(texts[metadata.CFF])
    assert isinstance(said["version"], str) and isinstance(said["date-released"], str)
    assert cff_errors(texts[metadata.CFF]) == []


@pytest.mark.parametrize(
    "change",
    [
        ("type: software", "type: paper"),
        ("license: MIT", "license: MIT licence"),
        ("date-released: '2", "date-released: 'x2"),
        ("contact:", "contacts:"),
        ("title:", "tittle:"),
    ],
)
def test_the_schema_of_citation_cff_finds_faults(release, change):
    text = metadata.texts(release)[metadata.CFF].decode()
    assert change[0] in text and cff_errors(text.replace(*change))


def test_zenodo_has_every_field_that_it_asks_for(described):
    said = json.loads(described[1][metadata.ZENODO])
    assert all(said.get(name) for name in REQUIRED_OF_ZENODO)
    assert all(
        set(one) <= {"name", "affiliation", "orcid"} and "," in one["name"] for one in said["creators"]
    )


def test_the_crate_has_what_version_1_1_requires(described):
    said = json.loads(described[1][ro_crate.DESCRIPTOR])
    entities = {one["@id"]: one for one in said["@graph"]}
    assert said["@context"] == "https://w3id.org/ro/crate/1.1/context" and len(entities) == len(
        said["@graph"]
    )
    descriptor, root = entities["ro-crate-metadata.json"], entities["./"]
    assert descriptor["@type"] == "CreativeWork" and descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    assert root["@type"] == "Dataset" and all(root[name] for name in ("name", "description", "license"))
    assert datetime.date.fromisoformat(root["datePublished"])
    assert all(one.get("@type") and one["@id"] for one in entities.values())


def references(value) -> list[str]:
    """Every identifier that a value refers to."""
    if isinstance(value, list):
        return [found for one in value for found in references(one)]
    return [value["@id"]] if isinstance(value, dict) else []


def test_the_crate_refers_to_nothing_that_it_does_not_describe(described):
    graph = json.loads(described[1][ro_crate.DESCRIPTOR])["@graph"]
    known = {one["@id"] for one in graph}
    missing = (
        {name for one in graph for field in one.values() for name in references(field)}
        - known
        - {ro_crate.PROFILE}
    )
    assert not missing
    parts = {one["@id"] for one in next(one for one in graph if one["@id"] == "./")["hasPart"]}
    files = {
        one["@id"]
        for one in graph
        if {"File", "Dataset"} & set(one["@type"] if isinstance(one["@type"], list) else [one["@type"]])
    }
    assert files == parts | {"./"} and all((ROOT / name).exists() for name in parts)


def test_the_crate_lists_every_table(release):
    names = {part["@id"] for part in ro_crate.parts(release, ROOT)}
    assert {f"data/{table['path']}" for table in schema.package()["resources"]} <= names


# The data ------------------------------------------------------------------------------------------


def test_frictionless_takes_the_descriptor_and_every_table():
    report = frictionless.Package(str(ROOT / metadata.DATA_PACKAGE)).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "message"])
    assert report.stats["tasks"] == len(schema.package()["resources"])


@pytest.mark.long
@pytest.mark.parametrize(
    "table, old, new, kind",
    [
        ("regions.csv", "Akmola,", "Akmolla,", "hash-count"),
        ("official/unemployment.csv", "Akmola", "Atlantis", "foreign-key"),
        ("derived/size.csv", "classical,", "magical,", "constraint-error"),
    ],
)
def test_frictionless_finds_faults(tmp_path, release, table, old, new, kind):
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    text = (data / table).read_text(encoding="utf-8")
    assert old in text
    (data / table).write_text(text.replace(old, new, 1), encoding="utf-8")
    if kind != "hash-count":
        (data / "datapackage.json").write_text(data_package.text(release, data), encoding="utf-8")
    report = frictionless.Package(str(data / "datapackage.json")).validate()
    assert kind in {row[0] for row in report.flatten(["type"])}


def test_the_descriptor_says_of_each_column_what_the_schema_says():
    resources = json.loads((ROOT / metadata.DATA_PACKAGE).read_text(encoding="utf-8"))["resources"]
    for table, described in zip(schema.package()["resources"], resources, strict=True):
        fields = {field["name"]: field for field in described["schema"]["fields"]}
        assert described["schema"]["primaryKey"] == table["schema"]["primaryKey"]
        for field in schema.fields(table):
            assert {"source", "years", "gaps"} <= set(fields[field["name"]])
            assert fields[field["name"]].get("constraints") == field.get("constraints")


# Names and marks of the front matter ----------------------------------------------------------------


FRONT = """\
---
title: "Grants and *moves*^[We thank the referees; all errors are ours.]"
author:
  - name: Ana María de la Cruz
  - name: "Smith, John"
  - name: {literal: World Statistics Office}
    email: office@example.org
    affiliations: [Somewhere]
keywords: ["*in situ*", moves]
abstract: |
  We *count* {{< var many >}}.^[A note.]

  - one
  - two
---
"""


@pytest.fixture
def marked(tmp_path, release) -> Release:
    """A version whose front matter holds notes, marks, particles and an office."""
    (tmp_path / "index.qmd").write_text(FRONT, encoding="utf-8")
    front = edition.front_matter(tmp_path / "index.qmd")
    work = dataclasses.replace(
        release.work,
        title=markdown_text.plain(front["title"]),
        authors=edition.authors_of(front),
        keywords=tuple(map(markdown_text.plain, front["keywords"])),
    )
    told = abstract(tmp_path / "index.qmd", {"many": '[5]{.num data-key="x"} moves'})
    return dataclasses.replace(release, work=work, abstract=told)


def test_files_hold_plain_words_where_the_front_matter_has_notes_and_marks(marked):
    assert marked.abstract == "We count 5 moves.\n\none\n\ntwo"
    texts = [text.decode("utf-8") for text in metadata.texts(marked).values()] + [ro_crate.text(marked, ROOT)]
    assert not [text for text in texts if re.search(r"thank|\*(moves|in situ|count)|A note", text)]
    assert all("Grants and moves" in text for text in texts[:2])


def test_an_office_is_no_person_in_any_file(marked):
    cff = yaml.safe_load(metadata.texts(marked)[metadata.CFF])
    jsonschema.validate(cff, json.loads(CFF_SCHEMA.read_text(encoding="utf-8")))
    assert cff["authors"] == [
        {"family-names": "de la Cruz", "given-names": "Ana María"},
        {"family-names": "Smith", "given-names": "John"},
        {"name": "World Statistics Office", "email": "office@example.org"},
    ]
    names = [one["name"] for one in zenodo.document(marked)["creators"]]
    assert names == ["de la Cruz, Ana María", "Smith, John", "World Statistics Office"]
    crate = {one["@id"]: one for one in ro_crate.document(marked, ROOT)["@graph"]}
    office = crate["#World-Statistics-Office"]
    assert office["@type"] == "Organization" and "familyName" not in office
    assert " and {World Statistics Office}" in citation.bibtex(marked.work, "data")
    assert "AU  - World Statistics Office\r\n" in citation.ris(marked.work, "data")
    assert "Smith, J., & World Statistics Office" in citation.apa(marked.work, "data")


@pytest.mark.parametrize(
    "editor", [Author("", "Automated edition", is_body=True), Author("Ann", "Lee", email="a@example.org")]
)
def test_editors_are_told_from_the_authors_of_the_study_in_every_file(edited, editor):
    """No file names the authors as those of a text that they did not write, or offers their addresses."""
    release = dataclasses.replace(edited, work=dataclasses.replace(edited.work, editors=(editor,)))
    cff = yaml.safe_load(metadata.texts(release)[metadata.CFF])
    jsonschema.validate(cff, json.loads(CFF_SCHEMA.read_text(encoding="utf-8")))
    assert len(cff["authors"]) == len(cff["preferred-citation"]["authors"]) == 1
    (article,) = cff["references"]
    assert [one["family-names"] for one in article["authors"]] == [one.family for one in release.work.authors]
    assert [one["email"] for one in cff.get("contact", ())] == ([editor.email] if editor.email else [])
    assert not re.search(r"apa\.kz|mail\.ru|astanait", metadata.texts(release)[metadata.CFF].decode())
    assert [one["name"] for one in zenodo.document(release)["creators"]] == [editor.sorted_name]
    assert "by Gulnaz Akhmetova" in zenodo.document(release)["notes"]
    crate = {one["@id"]: one for one in ro_crate.document(release, ROOT)["@graph"]}
    named = [crate[one["@id"]]["name"] for one in crate["./"]["author"]]
    assert named == [editor.name] and len(crate["#published-article"]["author"]) == 4


def test_an_abstract_that_code_computes_is_refused_in_one_sentence(tmp_path):
    (tmp_path / "a.qmd").write_text("---\nabstract: Of `{python} n` places.\n---\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"found `\{python\} n` in the abstract, expected words and variables"
    ):
        abstract(tmp_path / "a.qmd", {})


def test_what_the_paper_declares_stands_where_there_is_a_field(described):
    release, texts = described
    crate = {one["@id"]: one for one in json.loads(texts[ro_crate.DESCRIPTOR])["@graph"]}
    notes = json.loads(texts[metadata.ZENODO])["notes"]
    assert "Data availability: The folder data/ " in notes and "Competing interests" not in notes
    assert crate["./"]["conditionsOfAccess"].startswith("The folder data/ ")
    if release.work.declared.grants:
        assert "Funding: Science Fund." in notes
        funders = [crate[one["@id"]] for one in crate["./"]["funder"]]
        assert [one["name"] for one in funders] == ["Science Fund", "Town"]
        assert funders[0]["@id"] == "https://ror.org/01abc"
    else:
        assert "funder" not in crate["./"] and "Funding" not in notes
