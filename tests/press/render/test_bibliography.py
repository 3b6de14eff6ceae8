"""Bibliographies as programs export them and people write them: what the list of references makes of them."""

from __future__ import annotations

import json
import re

import pytest
from pages import executed

from press.base.errors import PressError
from press.render import bibliography
from press.render.convert import convert

EXPORTED = r"""% Encoding: UTF-8, kept by jane@example.org, who wrote @article{old, title={x}}
A sentence between entries means nothing.
@string{jx = {Journal}}
@Comment{jabref-meta: databaseType:biblatex;}
 @article{Doe_2018, title={Escaped \{ brace}, month=jan, year={2018}, DOI={10.1234/one}, author={Doe, Jane} }
@article{escaped, title={Under\_score}, author={Doe, Jane}, year=2020, doi={10.1007/978-3-319-00000-3\_16}}
@misc{full, title={Data set}, author={Data, D.}, date={2022-05}, doi={https://doi.org/10.5281/archive.123}}
@misc{old-address, title={Older}, author={Data, D.}, date={2021}, doi = "http://dx.doi.org/10.1002/%28SICI%29%3C1",}
@misc{twice, title={Doubled}, author={Data, D.}, date={2020}, doi = {https://doi.org/https://doi.org/10.5281/x.9}}
@misc{labelled, title={Labelled}, author={Data, D.}, date={2019}, doi = {DOI: 10.5281/x.10}}
@online{page, title={Page}, author={{Office of Words}}, url={https://example.org/c\_d?x=1\%20y}}
@article{press-year, title={A}, author={Ann, A.}, year={in press}}
@article{press-date, title={B}, author={Bob, B.}, date={forthcoming}}
@article{state, title={C}, author={Cat, C.}, pubstate={inpress}}
@article{undated, title={D}, author={Dan, D.}, year={n.d.}}
@article{empty, title={E}, author={Eve, E.}, year={}}
@book{years, title={F}, author={Fay, F.}, year={2010--2012}}
@book{years-date, title={G}, author={Gus, G.}, date={2010–2012}, edition={2}}
@book{both, title={H}, author={Hal, H.}, date={unknown}, year={2011}}
@book{zero, title={I}, author={Ida, I.}, date={2018-00-00}}
@book{month, title={K}, author={Kay, K.}, date={05/2017}}
@article{untitled, author={Lee, L.}, journal={J}, year=2001}
@article{nobody, title={Nobody}, journal=jx, year=2002}
@proceedings{volume, title={The volume}, year={2011}, editor={Ed, Itor}, publisher={House}}
@inproceedings{child, author={Kid, A.}, title={Child}, crossref={volume}, pages={1--3}}
@xdata{house, publisher={Other House}}
@book{inherits, author={Max, M.}, title={With data of another}, xdata={house}, date={2000}}"""
KEYS = [key for key in re.findall(r"(?m)^ ?@\w+\{([\w-]+),", EXPORTED) if key not in ("old", "house")]


def page(folder, format, text, body, name="refs.bib", **options):
    (folder / name).write_text(text, encoding="utf-8", newline="")
    document = executed(folder, body, bibliography=name, **options)
    warnings = convert(document, format, folder / "page")
    return (folder / "page").read_text(encoding="utf-8"), warnings


@pytest.fixture(scope="module", params=["\n", "\r\n"], ids=["lines of Unix", "lines of Windows"])
def html(request, tmp_path_factory):
    text = EXPORTED.replace("\n", request.param)
    body = " and ".join("@" + key for key in KEYS)
    return page(tmp_path_factory.mktemp("exported"), "html", text, body)[0]


def entry(html, key):
    """The words of an entry in the list of references."""
    found = re.search(rf'<div id="ref-{key}".*?</div>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", "", found[0]).split())


def test_every_entry_that_is_cited_is_listed(html):
    assert {key for key in KEYS if f'id="ref-{key}"' in html} == set(KEYS)


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("Doe_2018", "Doe, Jane. 2018."),
        ("page", "Office of Words. n.d."),
        ("press-year", "Ann, A. In press."),
        ("press-date", "Bob, B. Forthcoming."),
        ("state", "Cat, C. In press."),
        ("undated", "Dan, D. n.d."),
        ("empty", "Eve, E. n.d."),
        ("years", "Fay, F. 2010–2012."),
        ("years-date", "Gus, G. 2010–2012."),
        ("both", "Hal, H. 2011."),
        ("zero", "Ida, I. 2018."),
        ("month", "Kay, K. 05/2017."),
        ("untitled", "Lee, L. 2001. J."),
        ("nobody", "“Nobody.” 2002."),
        ("child", "Kid, A. 2011. “Child.” In The Volume, edited by Itor Ed. House."),
        ("inherits", "Max, M. 2000. With Data of Another. Other House."),
    ],
)
def test_a_date_is_printed_as_the_entry_has_it_and_as_n_d_where_there_is_none(html, key, words):
    assert entry(html, key).startswith(words)


@pytest.mark.parametrize(
    ("key", "doi"),
    [
        ("escaped", "10.1007/978-3-319-00000-3_16"),
        ("full", "10.5281/archive.123"),
        ("twice", "10.5281/x.9"),
        ("labelled", "10.5281/x.10"),
        ("Doe_2018", "10.1234/one"),
    ],
)
def test_a_doi_is_a_link_and_text_in_one_form_however_it_was_exported(html, key, doi):
    found = re.search(rf'<div id="ref-{key}".*?</div>', html, re.DOTALL)[0]
    assert f'href="https://doi.org/{doi}"' in found and f">https://doi.org/{doi}<" in found


def test_a_doi_in_jats_is_the_bare_one(tmp_path):
    xml, _ = page(tmp_path, "jats", EXPORTED, "@escaped, @full, @old-address")
    found = re.findall(r'<pub-id pub-id-type="doi">(.*?)</pub-id>', xml)
    assert found == ["10.1007/978-3-319-00000-3_16", "10.5281/archive.123", "10.1002/(SICI)&lt;1"]


def test_an_address_of_the_web_has_none_of_tex_s_signs(html):
    assert 'href="https://example.org/c_d?x=1%20y"' in html


def test_dois_of_other_forms_are_bare_too(tmp_path):
    works = [{"id": "a", "type": "book", "title": "T", "DOI": "https://doi.org/10.1234/five"}]
    for options in ({"text": json.dumps(works), "name": "refs.json"}, {"text": "", "references": works}):
        html, _ = page(tmp_path, "html", options.pop("text"), "@a", **options)
        assert 'href="https://doi.org/10.1234/five"' in html and "org/https" not in html


def test_what_needs_no_mending_stays_as_it_is():
    plain = "@book{a,\n  title = {T\\_x},\n  doi = {10.1234/a_b},\n  date = {2010/2012},\n}\n"
    assert bibliography.mended(plain) == plain


def test_lines_stay_where_they_are_so_that_messages_name_the_right_one(tmp_path):
    text = "@book{a, year =\n\n {n.d.},\n doi = {https://doi.org/10.1/x\\_y}}\n@book{b,\n title = {x\n"
    assert bibliography.mended(text).count("\n") == text.count("\n")
    with pytest.raises(PressError, match=r"refs\.bib:7: the bibliography cannot be read") as error:
        page(tmp_path, "html", text, "@a")
    assert str(tmp_path / "refs.bib") in str(error.value)


BODIES = """@book{council, title={A}, author={European Statistics Council}, year={2023}}
@book{braces, title={B}, author={{European Statistics Council}}, year={2023}}
@book{person, title={C}, author={Group, Ann and Jane Doe and Centre, Bob}, year={2023}}
@book{second,
  title={D},
  author={Jane Doe and World Bank and {Ministry of Words} and Министерство образования},
  year={2023}}
@book{editor, title={E}, editor="Office of Words", year={2023}}
@book{uncited, title={F}, author={Institute of Words}, year={2023}}
"""


def test_a_body_that_reads_as_a_person_is_named_with_its_line():
    assert [(one.name, one.line) for one in bibliography.doubts(BODIES)] == [
        ("European Statistics Council", 1),
        ("World Bank", 6),
        ("Министерство образования", 6),
        ("Office of Words", 8),
        ("Institute of Words", 9),
    ]


def test_a_warning_is_given_for_works_that_are_cited(tmp_path):
    _, warnings = page(tmp_path, "html", BODIES, "@council and @braces and @person")
    assert warnings == [
        "refs.bib:1: European Statistics Council is read as a person, the last word as the family name; "
        "if it is an organisation, write {{European Statistics Council}}"
    ]
