"""What the index of the search holds, and where it comes from."""

import json

import pytest

from press.render.rewording import between
from press.trace.page_record import PrintedNumber, Section, fill, read_page, read_texts
from press.web import search
from tests.recorded_pages import QUARTO, figure, number, recorded, table

REFERENCES = """
---
references:
- {id: lee, type: book, title: 'On moves', author: [{family: Lee, given: A.}], issued: {date-parts: [[2020]]}}
---
"""
ROWS = "| A | B |\n|---|---|\n| cell | 1 |"
BODY = f"""
Opening words.

::: {{#abstract-ru .translation lang="ru"}}
**О переездах**

Люди уезжают.
:::

# First {{#sec-a}}

Says @lee that $\\beta_3$ is {number("a.n", "0.79")}.^[A note on *this*.]

- An item

## Within {{#sec-b}}

{table("tbl-a", "Table 1: Moves", ROWS)}

{figure("fig-a", "Figure 1: A map", "a.svg", "Regions")}

::: table-note
Below it.
:::

# Empty {{#sec-c}}
{REFERENCES}"""
NAME = "paper/index.html"


@pytest.fixture(params=["press", QUARTO])
def page(request):
    return recorded(BODY, request.param, title="Moves", abstract="In short.")


def indexed(page, earlier=None, name=NAME):
    record = read_page(page)
    return search.index({name: record}, {name: read_texts(page)}, {name: record.numbers}, earlier or {})


def test_every_section_is_told_with_its_own_words_notes_and_authors_cited(page):
    assert indexed(page)["pages"][0]["sections"] == [
        ["", "Moves", "In short. Opening words."],
        ["sec-a", "First", "Says (Lee, A. 2020) that beta_3 is 0.79. A note on this. An item"],
        ["sec-b", "Within", "Below it."],
        ["sec-c", "Empty", ""],
        ["abstract-ru", "О переездах", "Люди уезжают."],
    ]


def test_tables_and_figures_are_told_by_captions_and_alternative_texts_without_cells(page):
    assert indexed(page)["pages"][0]["exhibits"] == [
        ["tbl-a", "Table 1", "Table 1: Moves"],
        ["fig-a", "Figure 1", "Figure 1: A map Regions"],
    ]


def test_a_number_is_told_once_for_each_place():
    page = read_page(recorded("# A {#sec-a}\n\n# B {#sec-b}\n"))
    here, there = Section("sec-a", "1 A", 1), Section("sec-b", "2 B", 1)
    found = [
        PrintedNumber("k", "0.79", "text", here, id="number-1"),
        PrintedNumber("k", "0.79", "text", here, id="number-2"),
        PrintedNumber("k", "0.8", "text", there, id="number-3"),
    ]
    places = search.numbers([NAME], {NAME: page}, {NAME: found})
    assert places == [["k", [["0.79", 0, "number-1", "§\xa01"], ["0.8", 0, "number-3", "§\xa02"]]]]


def test_a_finished_page_has_its_words_once(page):
    assert page.count("Opening words") == 2
    finished = fill(page, [])
    assert finished.count("Opening words") == 1 and read_texts(finished) is None
    assert read_page(finished) == read_page(page)


def test_of_a_page_that_was_finished_before_the_earlier_index_tells(page, tmp_path):
    def write(text, whole):
        record = read_page(text)
        search.write(tmp_path, {NAME: record}, {NAME: read_texts(text)}, {NAME: record.numbers}, whole=whole)
        return search.read(tmp_path / search.FILE)

    assert write(page, False) == {}, "a part of a site tells of no whole"
    first = write(page, True)
    assert first["pages"][0]["sections"][3][0] == "sec-c"
    assert write(fill(page, []), False) == first
    assert write(recorded("Other words.", title="Moves"), False)["pages"][0]["sections"] == [
        ["", "Moves", "Other words."]
    ]


def test_the_index_is_a_script_of_one_statement_that_ends_no_element(tmp_path):
    page = recorded("`</script><!--` and words", title="Moves")
    search.write(tmp_path, {NAME: read_page(page)}, {NAME: read_texts(page)}, {}, whole=True)
    written = (tmp_path / search.FILE).read_text(encoding="utf-8")
    assert "<" not in written and written.startswith("window.EditionSearch = {") and written.endswith("};\n")
    assert "</script><!-- and words" in json.dumps(search.read(tmp_path / search.FILE))


def test_words_of_a_paragraph_may_change_without_the_filter():
    """What `rewording` makes of a page is what pandoc and the filter make of its new text."""
    words = "Many of the young people in the south move on, and few of them stay"
    before = (
        f"# A {{#sec-a}}\n\nMore than *this*.^[A note.]\n\n{words} {number('a.n', '0.79')}.\n\n- An item\n"
    )
    after = before.replace("young people", "students")
    found = between(before, after)
    assert found and found.of(recorded(before).encode()) == recorded(after).encode()
    assert read_texts(recorded(before)) != read_texts(recorded(after))
