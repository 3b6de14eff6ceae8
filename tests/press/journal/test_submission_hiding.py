"""Texts of the anonymous twin.

Names, funding and thanks are replaced, lines keep their places, and what cannot be decided is refused.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from press.base.errors import InputError
from press.journal import author_traces, thanks
from press.journal.hiding import Hiding
from press.journal.package import dated
from press.journal.passages import Passage, replace_passages, text_of_lines
from press.journal.people import Finder, Person
from press.journal.settings import Anonymity, read_settings
from press.render.document import Line

FUNDING = (
    "This research was funded by the Science Committee of the Ministry of Science and Higher Education "
    "(Grant No. AP19679999)."
)
THANKS = "We thank Aigerim Sadykova and Ivan Petrov for comments."
AUTHORS = (Person("Gulnaz", "Akhmetova"), Person("Zulfiya", "Torebekova"))


def hiding(funding=FUNDING, thanked=THANKS, **settings):
    stay = settings.get("may_stay", ())
    return Hiding(
        Finder(AUTHORS),
        thanks.read_thanks((thanked, funding), stay),
        frozenset(settings.get("scripts", {""})),
        stay,
    )


def lines(text):
    return [Line(line, Path("a.qmd"), number) for number, line in enumerate(text.split("\n"), 1)]


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"One. {FUNDING} Two.", "One. (Withheld for anonymous review.) Two."),
        (
            (
                "One. **Funding.** This research was funded by the *Science Committee* of the\n"
                "Ministry of Science and Higher Education (Grant No. AP19679999). Two."
            ),
            "One. **Funding.** (Withheld for anonymous review.) Two.",
        ),
        ("Работа выполнена по гранту AP 19679999. Далее.", "(Withheld for anonymous review.) Далее."),
        ("Авторы благодарят Айгерим Садыкову. Конец.", "(Withheld for anonymous review.) Конец."),
        ("Many thanks to I. Petrov. It ends.", "(Withheld for anonymous review.) It ends."),
        (
            '::: {#fig-a fig-cap="Rates. Funded by AP19679999. More." x="y"}',
            '::: {#fig-a fig-cap="Rates. (Withheld for anonymous review.) More." x="y"}',
        ),
        (
            "- Funded by AP19679999\n- Another",
            "- Funded by AP19679999\n- Another".replace(
                "- Funded by AP19679999", "(Withheld for anonymous review.)"
            ),
        ),
        ("Ministry of Science in 2019; 3,200 graduates; Petrov (2010).", None),
        ("Grants help. Nobody is named.", None),
        ("Г. Ахметова и G. Axmetova", "Автор и Author"),
        ("As Gulnaz\nAkhmetova wrote", "As Author wrote"),
        ("See [@akhmetova2019] and [it](x/Akhmetova.html).", None),
    ],
)
def test_what_tells_who_wrote_is_replaced_and_nothing_else(text, left):
    assert hiding().hide_in_text(text, "x") == (text if left is None else left)
    assert text_of_lines(hiding().hide_in_lines(lines(text))) == (text if left is None else left)


def test_lines_keep_their_places():
    made = replace_passages(lines("ab\ncd\nef\ngh"), [Passage(1, 4, "X"), Passage(7, 7, "Y")])
    assert [(line.text, line.number) for line in made] == [("aXd", 1), ("eYf", 3), ("gh", 4)]


def test_what_was_hidden_is_noted_once():
    made = hiding()
    made.hide_in_lines(lines("Ахметова and\nАхметова"))
    assert list(made.hidden) == ["Ахметова"]


@pytest.mark.parametrize(
    "text",
    [
        "The Science Committee of the Ministry of Science and Higher Education plans it.",
        "A man called Ivan Petrov left.",
    ],
)
def test_somebody_thanked_whom_another_sentence_names_is_asked_for(text):
    with pytest.raises(
        InputError,
        match=(
            "whom funding or thanks name too, expected no such name in the anonymous twin, "
            "or this one under may_stay"
        ),
    ):
        hiding().hide_in_text(text, "paper/index.qmd")
    stay = ("Science Committee of the Ministry of Science and Higher Education", "Ivan Petrov")
    assert hiding(may_stay=stay).hide_in_text(text, "x") == text


def test_a_word_in_unknown_letters_is_asked_for():
    with pytest.raises(
        InputError, match=r"^paper/index\.qmd: found 张伟, of which cannot be told whether it names an author"
    ):
        hiding().hide_in_text("By 张伟.", "paper/index.qmd")
    assert (
        hiding(may_stay=("张伟",)).hide_in_text("By 张伟.", "x")
        == hiding(scripts={"", "CJK"}).hide_in_text("By 张伟.", "x")
        == "By 张伟."
    )


def test_options_that_readers_see_are_made_anonymous_and_paths_are_not():
    made = hiding().hide_in_options(
        {"title": "By Akhmetova", "keywords": ["Ахметова", "x"], "csl": "Akhmetova.csl", "toc": True}, "front"
    )
    assert made == {"title": "By Author", "keywords": ["Автор", "x"], "csl": "Akhmetova.csl", "toc": True}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("anonymous: {name: [a]}", "found anonymous: name, expected one of names, own_works"),
        ("anonymous: {names: a}", "found names: a, expected a list of texts"),
        ("anonymous: [a]", "expected one of names"),
        ("exhibit: end", "found exhibit, expected one of journal, exhibits, limits"),
        (
            "conflicts: none",
            "found conflicts, expected it as competing_interests under statements in",
        ),
    ],
)
def test_wrong_settings_are_refused(text, found, tmp_path):
    file = tmp_path / "submission.yml"
    limits = "limits: {abstract_words: 1, highlights: 1, highlight_characters: 1, keywords: 1}\n"
    file.write_text(limits + text, encoding="utf-8")
    with pytest.raises(InputError, match=found):
        read_settings(file)
    file.write_text(f"{limits}anonymous:\n  names: [A B]\n  may_stay:\n", encoding="utf-8")
    assert read_settings(file).anonymity == Anonymity(names=("A B",))


# What is looked for in the finished files --------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        "Г. Ахметова".encode(),
        "Ахметовой".encode("utf-16"),
        b"<t>Akhme</t><t>tova</t>",
        b"<td>Table</td><td>Axmetova</td>",
        b"id='ref-axmetova2019'",
    ],
)
def test_a_name_in_other_letters_is_found_in_a_file(content, tmp_path):
    (tmp_path / "a.xml").write_bytes(content)
    assert author_traces.find_traces(tmp_path, (), Finder(AUTHORS))


def test_a_name_in_other_letters_is_found_in_a_files_name(tmp_path):
    (tmp_path / "Ахметова.txt").write_bytes(b"x")
    assert author_traces.find_traces(tmp_path, (), Finder(AUTHORS)) and not author_traces.find_traces(
        tmp_path, ()
    )


def test_short_names_and_those_of_others_are_no_words_to_look_for():
    from dataclasses import replace

    from press.base.edition import Author, current_work

    work = replace(current_work(), authors=(Author("Wei", "Li"), Author("Zulfiya", "Torebekova")))
    words = author_traces.telling_words(work, Finder(AUTHORS, [Person("Anna", "Torebekova")]))
    assert "zulfiya" in words and not {"li", "wei", "torebekova"} & set(words)


@pytest.mark.parametrize(
    "form", ["2026-01-02T03:04:05+00:00", "D:20260102030405Z", "20260102T030405Z", "1767323045"]
)
def test_the_second_of_the_commit_is_found_and_its_day_is_not(form, tmp_path):
    (tmp_path / "a.txt").write_text(form, encoding="utf-8")
    assert author_traces.find_traces(tmp_path, author_traces.forms_of_moment(1_767_323_045))
    (tmp_path / "a.txt").write_text("2026-01-02T00:00:00Z 20260102000000 1767312000", encoding="utf-8")
    assert not author_traces.find_traces(tmp_path, author_traces.forms_of_moment(1_767_323_045))


def test_what_is_made_is_dated_for_a_while(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "5")
    with dated(0):
        assert os.environ["SOURCE_DATE_EPOCH"] == "0"
    assert os.environ["SOURCE_DATE_EPOCH"] == "5"
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with dated(0):
        pass
    assert "SOURCE_DATE_EPOCH" not in os.environ
