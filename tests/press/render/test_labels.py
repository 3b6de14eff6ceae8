"""The words that a page prints of itself, in the language of its document."""

import pytest

from press.base.errors import PressError
from press.render import build
from press.render.document import EXTENSIONS
from press.render.labels import LANGUAGES, is_known, labels_in, main_language, words_of_kinds
from tests.press.render.contract.extract import extract

PAPER = """---
title: 'О "том"'
lang: ru
author: [{name: A B, affiliations: [X]}, {name: C D, affiliations: [Y]}]
date: 2026-03-05
date-format: long
abstract: Кратко.
keywords: [a]
number-sections: true
toc: true
---

## Глава {#sec-a}

Он сказал "да 'нет' да". @sec-a, @tbl-a, @eq-a, @nte-a.^["Сноска".]

| a |
|---|
| 1 |

: "Cap" {#tbl-a}

$$x$$ {#eq-a}

::: {.callout-warning}
x
:::

::: {#nte-a .callout-note}
y
:::
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("labels")
    (folder / "index.qmd").write_text(PAPER, encoding="utf-8")
    build.render(folder / "index.qmd", tuple(EXTENSIONS))
    return folder


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_russian_document_is_russian_in_every_format(folder, format):
    """Labels and dates are genuine Quarto's; all formats write Russian quotation marks."""
    found = extract(str(folder / f"index{EXTENSIONS[format]}"))
    told = str(found)
    assert "Он сказал «да „нет“ да». Глава 1, Таблица 1, Уравнение 1, Уведомление 1." in told
    assert "О «том»" in (str(found["front"]) if format == "typst" else found["title"])
    assert "«Сноска»." in str(found["footnotes"])
    assert [(table["label"], table["caption"]) for table in found["floats"]] == [("Таблица 1", "«Cap»")]
    assert "Предупреждение" in told
    assert format == "jats" or "Аннотация" in told and "5 марта 2026 г." in told
    for english in ("Abstract", "Table 1", "Note", "Section", "March", "Keywords", "Footnotes", "Published"):
        assert english not in str([value for name, value in found.items() if name != "formats"])


def test_a_russian_page_names_its_parts_in_russian(folder):
    page = (folder / "index.html").read_text("utf-8")
    for word in ("Авторы", "Принадлежности", "Дата публикации", "Ключевые слова", "Содержание", "Сноски"):
        assert f">{word}<" in page


@pytest.mark.parametrize("tag", ["en", "en-GB", "en-US", "EN-kz", "ru", "ru-KZ", "kk", "kk-Cyrl-KZ"])
def test_a_language_is_known_in_every_region(tag):
    assert is_known(tag) and labels_in(tag, {}) == LANGUAGES[main_language(tag)]


@pytest.mark.parametrize("tag", ["fr", "de-CH", "english", "en_GB", "", "ru-", None, 1])
def test_other_languages_are_not(tag):
    assert not is_known(tag)


def test_every_language_has_every_word():
    for words in LANGUAGES.values():
        assert words.keys() == LANGUAGES["en"].keys() and all(words.values())
        assert all(words_of_kinds(words).values())


def test_a_document_s_own_words_go_first_and_those_of_its_language_before_the_others():
    own = {"crossref-fig-title": "Plate", "ru": {"crossref-fig-title": "Илл."}, "unknown": "x"}
    assert labels_in("en", own)["crossref-fig-title"] == "Plate"
    assert labels_in("ru-KZ", own)["crossref-fig-title"] == "Илл."
    assert labels_in("en", own).keys() == LANGUAGES["en"].keys()


def test_a_corresponding_author_is_marked_where_a_document_has_words_for_it(tmp_path):
    """Quarto marks none, so that no language has a word of its own."""
    words = {"title-block-author-corresponding": "writes letters"}
    assert labels_in("en", words)["title-block-author-corresponding"] == "writes letters"
    source = tmp_path / "index.qmd"
    front = "title: T\nauthor:\n- {name: A Lee, corresponding: true, affiliations: [B]}\n- {name: C Ek}\n"
    for own, marked in (
        ("", False),
        ("language:\n  title-block-author-corresponding: writes letters\n", True),
    ):
        source.write_text(f"---\n{front}{own}---\n\nText.\n", encoding="utf-8")
        build.render(source, ("html",))
        page = (tmp_path / "index.html").read_text("utf-8")
        assert ("(writes letters)" in page) == marked and page.count("author-corresponding") == marked


def test_own_words_may_stand_in_a_file_which_must_be_there(tmp_path):
    source = tmp_path / "index.qmd"
    text = "---\ntitle: T\nlanguage: words.yml\n---\n\n::: {.callout-tip}\nx\n:::\n"
    source.write_text(text, encoding="utf-8")
    with pytest.raises(PressError, match=r"index.qmd:3: the file words.yml \(language\) does not exist"):
        build.render(source, ("html",))
    (tmp_path / "words.yml").write_text("callout-tip-title: By the way\n", encoding="utf-8")
    build.render(source, ("html",))
    assert "By the way" in source.with_suffix(".html").read_text("utf-8")
