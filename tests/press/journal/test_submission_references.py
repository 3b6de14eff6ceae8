"""The references of a submission: the cited ones, in RIS, and the authors' own without their names."""

from __future__ import annotations

import re

from press.base.edition import Author, current_work
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
