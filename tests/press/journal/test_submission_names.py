"""An author is known in any letters, with initials, patronymics and endings.

Who only bears a like name is not, and what cannot be told is asked.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from press.base.edition import Author
from press.base.errors import InputError
from press.journal import references
from press.journal.manuscript import without_authors
from press.journal.people import Finder, Person, Verdict, forms_of, judge
from press.journal.romanised import initials, sounds
from press.journal.settings import read_settings
from tests.press.render.pages import executed

AUTHORS = (
    Person("Gulnaz", "Akhmetova"),
    Person("Zhuldyz", "Davletbayeva"),
    Person("Rymkul", "Ismailova"),
    Person("Zulfiya", "Torebekova"),
    Person("Ana María", "de la Cruz"),
    Person("Wei", "Li"),
    Person("", "World Statistics Office"),
    Person("伟", "张"),
    Person("Jean-Luc", "Picard-Léger"),
)
CYRILLIC = (
    Person("Гульназ", "Ахметова"),
    Person("Жұлдыз", "Дәулетбаева"),
    Person("Рымкул", "Исмаилова"),
    Person("Зульфия", "Төребекова"),
)


@pytest.mark.parametrize(
    "forms",
    [
        "Ахметова Akhmetova Ahmetova Axmetova Achmetowa Äkhmetova",
        "Жулдыз Жұлдыз Zhuldyz Juldız Zhuldiz",
        "Щербаков Shcherbakov Scherbakov",
        "Давлетбаева Дәулетбаева Davletbayeva Davletbaeva Dauletbayeva Davletbajewa",
        "Исмаилова Исмайлова Ismailova Ismayilova Ismaïlova",
        "Зульфия Zulfiya Zulfia Zul'fiya Zulfiia",
        "Әбілқасымов Абилкасымов Abilkassymov Äbilqasymov Abilqasımov",
        "Юлия Yulia Julia Iuliia",
        "Хачатурян Khachaturyan Hachaturian",
        "Ерлан Yerlan Erlan",
        "Цой Tsoi Tsoy",
        "Жамбул Zhambul Jambul Dzhambul",
        "Жанна Zhanna Janna",
        "Müller Muller",
    ],
)
def test_every_writing_of_a_name_sounds_alike(forms):
    first, *others = forms.split()
    assert [other for other in others if not sounds(first) & sounds(other)] == []


def test_other_names_sound_otherwise():
    names = [
        "Ахметова",
        "Иванов",
        "Smith",
        "Davletbayeva",
        "Исмаилова",
        "Torebekova",
        "Ли",
        "Li",
        "Цой",
        "Ким",
    ]
    alike = {(a, b) for a in names for b in names if a < b and sounds(a) & sounds(b)}
    assert alike == {("Li", "Ли")} and sounds("123 –") == frozenset()


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Жулдыз", "Z"),
        ("Жулдыз", "Zh"),
        ("Zhuldyz", "Ж"),
        ("Халида", "Kh"),
        ("Юрий", "Y"),
        ("Yerlan", "Е"),
        ("Қанат", "K"),
        ("Қанат", "Q"),
    ],
)
def test_an_initial_stands_for_a_name_in_other_letters(name, initial):
    assert initials(name) & initials(initial) and not initials(name) & initials("Б")


@pytest.mark.parametrize("authors", [AUTHORS, CYRILLIC], ids=["latin", "cyrillic"])
@pytest.mark.parametrize(
    ("given", "family", "verdict"),
    [
        ("Гульназ", "Ахметова", Verdict.AUTHOR),
        ("G.", "Axmetova", Verdict.AUTHOR),
        ("Г. Н.", "Ахметова", Verdict.AUTHOR),
        ("Gulnaz Nurlanovna", "Ahmetova", Verdict.AUTHOR),
        ("", "Akhmetova", Verdict.AUTHOR),
        ("Ж.", "Давлетбаева", Verdict.AUTHOR),
        ("Z.", "Dauletbayeva", Verdict.AUTHOR),
        ("Gulnaz", "Akhmetova-Smith", Verdict.AUTHOR),
        ("Иван", "Иванов", Verdict.OTHER),
        ("A.", "Akhmetova", Verdict.OTHER),
        ("Rymkul", "Smith", Verdict.OTHER),
        ("Anna", "Torebekova", Verdict.OTHER),
        ("Anna", "Akhmatova", Verdict.OTHER),
        ("Zara", "Torebekova", Verdict.UNCLEAR),
        ("Р.", "Исмаилов", Verdict.UNCLEAR),
        ("G.", "Akhmetova-Smith", Verdict.UNCLEAR),
        ("G.", "Akmetova", Verdict.UNCLEAR),
        ("علی", "رضایی", Verdict.UNCLEAR),
    ],
)
def test_somebody_in_a_bibliography_is_an_author_or_not_or_cannot_be_told(authors, given, family, verdict):
    assert judge(authors, Person(given, family)) is verdict


@pytest.mark.parametrize(
    ("given", "family", "verdict"),
    [
        ("伟", "张", Verdict.AUTHOR),
        ("芳", "王", Verdict.OTHER),
        ("A. M.", "de la Cruz", Verdict.AUTHOR),
        ("", "World Statistics Office", Verdict.AUTHOR),
    ],
)
def test_names_of_several_words_and_in_other_scripts_are_compared_as_they_are_written(given, family, verdict):
    assert judge(AUTHORS, Person(given, family)) is verdict


BIB = """\
@article{own, author = {Ахметова, Гульназ}, title = {A}, journaltitle = {V}, date = {2018}
}

@misc{undated, author = {Smith, John}, editor = {{Ахметова Г. Н.}}, title = {B}
}

@article{other, author = {Иванов, Иван}, title = {C}, journaltitle = {V}, date = {2017}
}

@book{translated, author = {Smith, John}, translator = {Torebekova, Z.}, title = {D}, date = {2016}
}
"""


@pytest.mark.parametrize(
    "authors",
    [AUTHORS, CYRILLIC, (Author("Gulnaz", "Akhmetova"), Author("Zulfiya", "Torebekova"))],
    ids=["latin", "cyrillic", "front matter"],
)
def test_own_works_are_withheld_in_every_part_and_script_and_nobody_elses(authors):
    made = references.make_anonymous(references.read_references(BIB), authors)
    assert made.keys == {"own": "author2018", "undated": "author-undated", "translated": "author2016"}
    assert "Иванов" in references.bibtex(made.references) and "Ахметова" not in references.bibtex(
        made.references
    ) + references.ris(made.references)


def test_an_unclear_work_is_asked_for_by_its_key_and_settled_by_the_settings():
    works = references.read_references(
        "@misc{m2019, author = {Исмаилов, Р.}, title = {A}, date = {2019}\n}\n"
    )
    with pytest.raises(
        InputError,
        match=(
            r"^the anonymous manuscript: found m2019, .+ expected each under own_works or works_of_others "
            r"in paper/submission\.yml, anonymous\.$"
        ),
    ):
        references.make_anonymous(works, AUTHORS)
    assert references.make_anonymous(works, AUTHORS, own=["m2019"]).keys == {"m2019": "author2019"}
    assert references.make_anonymous(works, AUTHORS, of_others=["m2019"]).keys == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Как показала Г. Ахметова, рост", ["Г. Ахметова"]),
        ("работы Ахметовой Г. Н. и Жұлдыз Дәулетбаеваның", ["Ахметовой Г. Н.", "Жұлдыз Дәулетбаеваның"]),
        ("Гульназ Нурлановна Ахметова", ["Гульназ Нурлановна Ахметова"]),
        ("By Akhmetova's rule and G. N. Axmetova (2018)", ["Akhmetova", "G. N. Axmetova"]),
        ("Gulnaz\nAkhmetova did it", ["Gulnaz\nAkhmetova"]),
        ("AKHMETOVA et al.", ["AKHMETOVA"]),
        ("Tore\u00adbekova", ["Tore\u00adbekova"]),
        ("Rymkul ran it", ["Rymkul"]),
        ("A. M. de la Cruz and De La Cruz", ["A. M. de la Cruz", "De La Cruz"]),
        ("Li says, W. Li and Wei Li", ["W. Li", "Wei Li"]),
        ("the World Statistics Office", ["World Statistics Office"]),
        ("张伟 said", ["张伟"]),
        ("Picard-Léger and J.-L. Picard‐Leger", ["Picard-Léger", "J.-L. Picard‐Leger"]),
        ("Ахметов Б. и Ахметова Г.", ["Ахметова Г."]),
        ("I. Ismailova", []),
        ("Анна Ахматова", []),
        ("an author, a list", []),
    ],
)
def test_authors_are_found_in_running_text(text, found):
    assert [text[one.start : one.end] for one in Finder(AUTHORS).find(text)] == found


def test_a_name_that_others_have_too_is_the_authors_with_the_given_name_alone():
    finder, text = (
        Finder(AUTHORS, [Person("Anna", "Torebekova")]),
        "Torebekova (2019), Z. Torebekova, Torebekova, Zulfiya",
    )
    assert [text[one.start : one.end] for one in finder.find(text)] == [
        "Z. Torebekova",
        "Torebekova, Zulfiya",
    ]


def test_names_in_small_letters_are_seen_in_identifiers():
    assert (
        Finder(AUTHORS).is_named_in("ref-akhmetova2019")
        and Finder(AUTHORS).is_named_in("torebekova_draft.doc")
        and not Finder(AUTHORS).is_named_in("a word like li")
    )


WRITTEN_BY_OTHERS = r"""
@misc{one, author={Cruz, Ana María de la}, title={A}, date={2018}}
@misc{two, author={de la Cruz, A. M.}, title={B}, date={2018}}
@misc{three, author={Cruz, A.}, title={C}, date={2018}}
@misc{four, author={{World Statistics Office}}, title={D}, date={2018}}
@misc{five, author={Axmetova, G. N.}, title={E}, date={2018}}
@misc{six, author={Ахметова, Гульназ Нурлановна}, title={F}, date={2018}}
@misc{seven, author={Picard-L\'eger, J.-L.}, title={G}, date={2018}}
@misc{not-a, author={Cruz, Pedro}, title={H}, date={2018}}
@misc{not-b, author={{World Bank}}, title={I}, date={2018}}
@misc{not-c, author={Иванов, Иван}, title={K}, date={2018}}
@misc{not-d, author={{Office of Statistics}}, title={L}, date={2018}}
"""


def test_small_words_before_a_name_and_words_of_a_body_mislead_nobody():
    authors = [form for author in AUTHORS for form in forms_of(author)]
    made = references.make_anonymous(references.read_references(WRITTEN_BY_OTHERS), authors)
    assert [*made.keys] == ["one", "two", "three", "four", "five", "six", "seven"]
    left = references.bibtex(made.references) + references.ris(made.references)
    assert not [
        name for name in ("María", "Axmetova", "Ахметова", "Picard", "World Statistics") if name in left
    ]


def test_the_anonymous_title_has_no_note_that_thanks(tmp_path):
    (tmp_path / "refs.bib").write_text(WRITTEN_BY_OTHERS, encoding="utf-8")
    article = executed(
        tmp_path, "As @six and @not-c say.", title="Moves^[We thank Ann.]", bibliography="refs.bib"
    )
    settings = replace(read_settings(), leave_out=(), leave_out_anonymous=(), texts_apart=())
    twin = without_authors(article, settings, (Author("Гульназ", "Ахметова"),))
    assert twin.article.metadata["title"] == twin.article.formats["docx"]["title"] == "Moves"
    assert [one.key for one in twin.manuscript.references] == ["author2018", "not-c"]
    assert "@author2018 and @not-c" in twin.article.markdown("docx")
