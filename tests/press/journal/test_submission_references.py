"""The references of a submission: the cited ones, in RIS, and the authors' own without their names."""

from __future__ import annotations

import re

import pytest

from press.base.edition import Author, current_work
from press.base.errors import InputError
from press.base.paths import ROOT
from press.journal import references
from press.journal.people import Verdict

BIB = """\
% Torebekova in a comment
@article{smith2020,
  author = {Smith, Zoe and {de la Cruz}, Ana},
  title = {{Kazakhstan's} youth: A study},
  journaltitle = {Journal},
  date = {2020-03-05}, volume = {4}, number = {2}, pages = {10--19},
  doi = {10.1000/x}
}

@book{doe2020,
  author = {Doe, Z. and Torebekova, Z.},
  title = {Own work},
  publisher = {House},
  date = {2020}
}

@report{torebekova2020,
  author = {Torebekova, Zulfiya},
  title = {Another},
  institution = {Centre},
  date = {2020}
}

@article{torebekova2019,
  author = {Torebekova, Anna},
  title = {By another of the name},
  journaltitle = {Journal},
  date = {2019}
}
"""
AUTHORS = (Author("Zulfiya", "Torebekova"),)


def test_only_cited_works_are_taken_also_those_of_captions_and_those_only_listed():
    works = references.read_references(BIB)
    markdown = 'As @smith2020 says.\n\n::: {#fig-a fig-cap="After @doe2020."}\nx\n:::'
    assert [work.key for work in references.cited_in(works, markdown)] == ["smith2020", "doe2020"]
    assert [work.key for work in references.cited_in(works, "None.", "@torebekova2020")] == ["torebekova2020"]


def own_keys(works, authors):
    return [work.key for work in works if references.judge(work, authors) is Verdict.AUTHOR]


def test_own_works_are_those_with_the_name_and_the_initial():
    assert own_keys(references.read_references(BIB), AUTHORS) == ["doe2020", "torebekova2020"]


def test_own_works_become_author_and_year_with_keys_that_tell_nothing():
    made = references.make_anonymous(references.read_references(BIB), AUTHORS)
    assert made.keys == {"doe2020": "author2020", "torebekova2020": "author2020-2"}
    for written in (references.bibtex(made.references), references.ris(made.references)):
        assert not re.search(r"doe|Zulfiya|Own work|Another\b|Centre", written)
        assert written.count("Details withheld") == 2
    assert (
        references.cite_by(made.keys, "[@doe2020; -@torebekova2020, p. 2] @doe2020b @doe2020-b @{doe2020}.")
        == "[@author2020; -@author2020-2, p. 2] @doe2020b @doe2020-b @{author2020}."
    )


def test_bibtex_and_ris_hold_the_same_works():
    works = references.read_references((ROOT / "paper" / "references.bib").read_text(encoding="utf-8"))
    again = references.read_references(references.bibtex(works))
    assert [work.data for work in again] == [work.data for work in works]
    assert re.findall(r"^ID  - (.*)\r$", references.ris(works), re.M) == [work.key for work in works]


def test_a_record_in_ris_has_what_the_entry_has():
    record = references.ris(references.read_references(BIB)[:1])
    assert record.split("\r\n") == [
        "TY  - JOUR",
        "ID  - smith2020",
        "AU  - Smith, Zoe",
        "AU  - de la Cruz, Ana",
        "TI  - Kazakhstan’s youth: A study",
        "PY  - 2020",
        "DA  - 2020/03/05",
        "T2  - Journal",
        "VL  - 4",
        "IS  - 2",
        "DO  - 10.1000/x",
        "SP  - 10",
        "EP  - 19",
        "ER  - ",
        "",
    ]


def test_the_article_cites_works_of_its_authors():
    works = references.read_references((ROOT / "paper" / "references.bib").read_text(encoding="utf-8"))
    assert own_keys(works, current_work().authors) == ["bokayev2020", "bokayev2024"]


EXPORTED = r"""% kept by somebody@example.org
@string{jw = {Journal of Words}}
@string{other = {Not used}}
@article{doe2018,
  title={Other people's work},
  author={Doe, Jane},
  journal=jw,
  file = {/home/somebody/doe.pdf},
  year={2018}}

@online{office2024,
  author = {{Office of Statistics}},
  title = {Migration of the population},
  url = {https://example.org/c\_d},
  urldate = {2024-03-01}
}
@misc{full, title={Data set}, author={Data, D.}, date={2022-05}, doi={https://doi.org/10.5281/archive\_1}}
@article{press, title={A}, author={Ann, A.}, year={in press}}
@article{letter, title={L}, author={Lee, L.}, year={2018a}}
@article{soon, title={B}, author={Bob, B.}, date={forthcoming}}
@article{undated, title={C}, author={Cat, C.}, year={n.d.}}
@book{years, title={D}, author={Dan, D.}, year={2010--2012}}
@book{on, title={E}, author={Eve, E.}, date={2010/}}
@article{untitled, author={Fay, F.}, journal=jw # { and Signs}, year=2001}
@misc{bare, note={A note}}
@inproceedings{child, author={Kid, A.}, title={Child}, crossref={volume}}
@proceedings{volume, title={The volume}, year={2011}, editor={Ed, Itor}, publisher={House}}
@book{inherits, author={Max, M.}, title={F}, xdata={house, other}, date={2000},
  owner = {somebody}}
@xdata{house, publisher={Other House}, xdata={city}}
@xdata{city, location={City}}
@report{roe2019, title={Of others}, author={Roe, Richard}, institution={Some}, year={2019}}"""
YEARS = {
    "doe2018": "2018", "office2024": "n.d.", "full": "2022", "press": "in press", "letter": "2018a",
    "soon": "forthcoming", "undated": "n.d.", "years": "2010-2012", "on": "2010-", "untitled": "2001",
    "bare": "n.d.", "child": "2011", "volume": "2011", "inherits": "2000", "roe2019": "2019",
}  # fmt: skip


def fields_in_ris(text):
    records = [record.split("\r\n") for record in text.split("ER  - ") if record.strip()]
    return {
        fields["ID"]: fields
        for fields in (dict(line.split("  - ", 1) for line in record if line) for record in records)
    }


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_entry_of_an_exported_bibliography_is_in_every_file(end):
    works = references.read_references(EXPORTED.replace("\n", end))
    assert {one.key for one in works} == set(YEARS)
    records = fields_in_ris(references.ris(works))
    assert {key: fields["PY"] for key, fields in records.items()} == YEARS
    again = references.read_references(references.bibtex(works))
    assert {one.key: one.data for one in again} == {one.key: one.data for one in works}


def test_an_entry_takes_along_what_it_needs_and_nothing_that_concerns_one_machine():
    works = references.read_references(EXPORTED)
    some = references.bibtex(references.cited_in(works, "@doe2018 and @child and @inherits"))
    assert "somebody" not in some and "Not used" not in some and "Roe" not in some
    again = {one.key: one.data for one in references.read_references(some)}
    assert again["doe2018"]["container-title"] == "Journal of Words"
    assert again["child"]["container-title"] == "The volume"
    assert (again["inherits"]["publisher"], again["inherits"]["publisher-place"]) == ("Other House", "City")


def test_all_works_are_taken_where_all_are_listed():
    works = references.read_references(EXPORTED)
    assert references.cited_in(works, "None.", "@*") == works
    assert references.cited_in(works, "somebody@*") == []


def test_an_own_work_without_a_year_tells_the_state_of_its_publication_alone():
    works = references.read_references(
        "@article{a, author={Torebekova, Z.}, title={A}, year={in press}}\n"
        "@article{b, author={Torebekova, Z.}, title={B}}\n"
        "@article{c, author={Torebekova, Z.}, title={C}, year={2018--2019}}\n"
        "@article{author2018, author={Doe, Z.}, title={D}, year={2018}}\n"
    )
    made = references.make_anonymous(works, AUTHORS)
    assert made.keys == {"a": "authorinpress", "b": "author-undated", "c": "author2018-2"}
    assert [one.key for one in made.references] == [
        "author-undated",
        "author2018",
        "author2018-2",
        "authorinpress",
    ]
    assert fields_in_ris(references.ris(made.references))["authorinpress"]["PY"] == "in press"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("@article{a, title={x}", r"refs\.bib:1: the bibliography cannot be read: unexpected end of input"),
        ("\n@article(a, title={x})", r"refs\.bib:2: the bibliography cannot be read: unexpected '\('"),
    ],
)
def test_a_bibliography_that_cannot_be_read_is_refused_with_its_line(tmp_path, text, sentence):
    (tmp_path / "refs.bib").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=sentence):
        references.read_file(tmp_path / "refs.bib")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", '[{"id": "a", "type": "book", "title": "T", "DOI": "https://doi.org/10.1/x"}]'),
        ("a.yaml", "references:\n- id: a\n  type: book\n  title: T\n  DOI: 10.1/x\n"),
        ("a.ris", "TY  - BOOK\nID  - a\nTI  - T\nDO  - 10.1/x\nER  - \n"),
    ],
)
def test_other_forms_of_bibliographies_are_read_too(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (work,) = references.read_file(tmp_path / name)
    assert (work.key, work.data["title"], work.data["DOI"]) == ("a", "T", "10.1/x")
    assert [one.key for one in references.read_references(references.bibtex([work]))] == ["a"]


def test_works_that_the_front_matter_lists_are_read():
    (work,) = references.read_listed(
        [{"id": "a", "type": "book", "title": "T", "author": [{"family": "Doe"}]}]
    )
    assert (work.key, work.data["title"], work.data["author"][0]["family"]) == ("a", "T", "Doe")
