"""What is read of a Word file: compared with what pandoc reads, and with what was put in."""

import pytest
from lxml import etree

from press.base.errors import InputError
from press.journal.word_back.model import Block, By, Look, WordFile
from press.journal.word_back.round_trip import accepted
from press.journal.word_back.word_file import archive, embedding, reading
from tests.press.journal.word_back import small_word_files, word_comments, word_noise
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_reading import plain_text


def read(docx: bytes) -> WordFile:
    return reading.read(embedding.parts_in(docx), "test.docx")


def block(said: WordFile, words: str) -> Block:
    return next(one for one in said.blocks if words in one.text)


@pytest.fixture
def editor() -> WordEditor:
    return WordEditor(small_word_files.make(), "Ann Reviewer", "2026-03-04T05:06:00Z")


def test_paragraphs_say_what_they_are(editor: WordEditor) -> None:
    said = read(editor.content())
    assert [(one.kind, one.level) for one in said.blocks if one.text][:3] == [
        ("title", 0), ("heading", 1), ("text", 0),
    ]  # fmt: skip
    assert block(said, "first item").kind == "item"
    assert block(said, "Дополнение").level == 2
    cell = block(said, "two")
    assert cell.kind == "cell" and (cell.cell.table, cell.cell.row, cell.cell.column) == (1, 3, 1)
    note = block(said, "As the sun does")
    assert note.text == "As the sun does." and note.note


def test_looks_links_and_things_are_told(editor: WordEditor) -> None:
    said = read(editor.content())
    looks = {run.text: run.look for run in block(said, "Six plants").runs}
    assert looks["under a net"] == Look(bold=True) and looks["others"] == Look(italic=True)
    runs = block(said, "The sun shone").runs
    assert next(run.look.link for run in runs if run.text == "the field") == "https://example.org/field"
    assert [run.thing for run in runs if run.thing] == ["math n"]
    assert next(run.thing for run in block(said, "Six plants").runs if run.thing).startswith("note ")


def test_tracked_changes_bear_author_and_date(editor: WordEditor) -> None:
    editor.replace("all summer", "all year")
    editor.look("had the sun", "bold")
    runs = block(read(editor.content()), "Six plants").runs
    by = By("Ann Reviewer", "2026-03-04T05:06:00Z")
    assert "".join(run.text for run in runs if run.deleted == by) == "all summer"
    assert "".join(run.text for run in runs if run.inserted == by) == "all year"
    relooked = next(run for run in runs if run.relooked)
    assert (relooked.text, relooked.was, relooked.look, relooked.relooked) == (
        "had the sun", Look(), Look(bold=True), by,
    )  # fmt: skip


def test_ends_of_paragraphs_that_were_put_in_or_taken_out_are_told(editor: WordEditor) -> None:
    editor.split("all summer")
    editor.delete_paragraph("Шесть растений")
    said = read(editor.content())
    assert block(said, "Six plants").inserted and not block(said, "all summer").inserted
    gone = block(said, "Шесть растений")
    assert gone.deleted and all(run.deleted for run in gone.runs)


def test_moves_are_named(editor: WordEditor) -> None:
    editor.move_paragraph("The end is near", after="The sun shone")
    said = [one for one in read(editor.content()).blocks if "The end is near" in one.text]
    assert [bool(one.runs[0].inserted) for one in said] == [True, False]
    assert all(one.runs[0].moved == "move9001" for one in said)


def test_comments_bear_replies_and_the_words_they_hang_on(editor: WordEditor) -> None:
    first = word_comments.comment(editor, "a net", "Which net?")
    word_comments.reply(editor, first, "A green one.")
    word_comments.resolve(editor, first)
    said = read(editor.content())
    top, answer = said.comments
    assert (top.text, top.done, answer.text, answer.parent) == (
        "Which net?",
        True,
        "A green one.",
        top.identifier,
    )
    one = block(said, "Six plants")
    spans = {name: one.text[start:end] for name, start, end in one.comments}
    assert spans == {top.identifier: "a net", answer.identifier: "a net"}


@pytest.mark.parametrize("seed", range(5))
def test_what_word_puts_in_by_itself_changes_nothing(seed: int) -> None:
    plain = read(small_word_files.make())
    editor = WordEditor(small_word_files.make())
    word_noise.noise(editor, seed)
    noisy = read(editor.content())
    assert [one.text for one in noisy.blocks] == [one.text for one in plain.blocks]
    assert [one.kind for one in noisy.blocks] == [one.kind for one in plain.blocks]


def test_all_changes_accepted_it_says_what_another_reader_reads(editor: WordEditor) -> None:
    editor.replace("all summer", "all year")
    editor.split("had the sun")
    editor.join("The sun shone")
    editor.delete("first")
    editor.add_row("10", ("three", "30"))
    content = editor.content()
    ours = [" ".join(one.text.split()) for one in accepted(read(content).blocks)]
    assert ours == [" ".join(line.split()) for line in plain_text(content) if line.strip()]


def test_the_strict_kind_of_word_file_is_read_too(editor: WordEditor) -> None:
    parts = {
        name: part.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
        for name, part in embedding.parts_in(editor.content()).items()
    }
    assert [one.text for one in reading.read(parts, "x").blocks] == [
        one.text for one in read(editor.content()).blocks
    ]


def test_a_file_that_is_none_is_refused(tmp_path) -> None:
    file = tmp_path / "notes.docx"
    file.write_text("no archive")
    with pytest.raises(InputError, match=r"notes.docx: found something else, expected a Word file \(.docx\)"):
        archive.parts_of(file, "notes.docx")


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def with_run(editor: WordEditor, content: str) -> Block:
    """The first paragraph of text with a run behind its words."""
    paragraph = editor.find("Six plants").paragraph
    paragraph.append(etree.fromstring(f'<w:r xmlns:w="{W}">{content}</w:r>'))
    return block(read(editor.content()), "Six plants")


@pytest.mark.parametrize("code", ["zz", "FFFFFFFF", "-1", "0", "F062", "D800"])
def test_a_sign_that_no_text_has_is_a_thing(editor: WordEditor, code: str) -> None:
    assert (
        with_run(editor, f'<w:sym w:font="Symbol" w:char="{code}"/>').runs[-1].thing == "sign of another font"
    )


def test_an_endnote_is_no_footnote(editor: WordEditor) -> None:
    assert with_run(editor, '<w:endnoteReference w:id="2"/>').runs[-1].thing.startswith("endnote")


def test_the_words_of_a_text_box_are_told(editor: WordEditor) -> None:
    inner = "<w:pict><w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></w:pict>"
    assert with_run(editor, inner).runs[-1].thing == "box In a box."


def test_a_cell_over_so_many_columns_that_nobody_can_count_is_read(editor: WordEditor) -> None:
    cell = next(editor.body.iter(f"{{{W}}}tc"))
    properties = cell.find(f"{{{W}}}tcPr")
    if properties is None:
        properties = etree.Element(f"{{{W}}}tcPr")
        cell.insert(0, properties)
    properties.append(etree.fromstring(f'<w:gridSpan xmlns:w="{W}" w:val="two"/>'))
    assert block(read(editor.content()), "Name").cell
