"""The editor that stands in for Word and LibreOffice, judged by pandoc and by its own reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.press.journal.word_back import small_word_files as small
from tests.press.journal.word_back.word_comments import comment, reply, resolve
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_noise import noise, renamed_styles, typographer, without_trace
from tests.press.journal.word_back.word_package import WordPackage, tag
from tests.press.journal.word_back.word_reading import plain_text
from tests.press.journal.word_back.word_revisions import accept, by_author, reject

Act = Callable[[WordEditor], object]


@pytest.fixture(scope="module")
def original() -> bytes:
    return small.make()


def edited(original: bytes, act: Act, tracked: bool) -> bytes:
    editor = WordEditor(original, tracked=tracked)
    act(editor)
    return editor.content()


EDITS: dict[str, tuple[Act, str, str]] = {
    "replace across a border of looks": (
        lambda word: word.replace("stood under", "grew below"),
        "Six plants stood **under a net** all",
        "Six plants grew below **a net** all",
    ),
    "replace the first word": (
        lambda word: word.replace("Six plants", "6 plants"),
        "Six plants stood",
        "6 plants stood",
    ),
    "insert at the start": (
        lambda word: word.insert_before("The sun", "Lo! ", looks=()),
        "The sun shone",
        "Lo! The sun shone",
    ),
    "insert at the end": (
        lambda word: word.insert_after("is near.", " Or not."),
        "is near.",
        "is near. Or not.",
    ),
    "delete words": (lambda word: word.delete("all summer"), "net** all summer;", "net** ;"),
    "delete the words of a link": (
        lambda word: word.delete("the field"),
        "on [the field](https://example.org/field) for",
        "on for",
    ),
    "make italic": (
        lambda word: word.look("plants", "italic"),
        "Six plants stood **under",
        "Six *plants* stood **under",
    ),
    "make plain": (
        lambda word: word.look("others", "italic", on=False),
        "the *others* had",
        "the others had",
    ),
    "split a paragraph": (
        lambda word: word.split("others"),
        "summer; the *others*",
        "summer; the\n\n*others*",
    ),
    "join two": (
        lambda word: (word.insert_before("The sun shone", " "), word.join("had the sun.")),
        "[^1]\n\nThe sun",
        "[^1] The sun",
    ),
    "add a paragraph": (
        lambda word: word.add_paragraph("is near.", "After it."),
        "The end is near.\n",
        "The end is near.\n\nAfter it.\n",
    ),
    "add a heading": (
        lambda word: word.add_paragraph("is near.", "After it", "Heading2"),
        "near.\n",
        "near.\n\n## After it\n",
    ),
    "delete a paragraph": (
        lambda word: word.delete_paragraph("Шесть растений"),
        "Шесть растений стояли под сеткой всё лето.\n\n",
        "## Дополнение\n\n ---",
    ),
    "add an item": (
        lambda word: word.add_paragraph("second item", "third"),
        "-   second item\n",
        "-   second item\n\n-   third\n",
    ),
    "change a cell": (lambda word: word.replace("20", "21"), "20", "21"),
    "delete a footnote": (lambda word: word.delete_footnote("As the sun does"), "sun.[^1]", "sun.\n\nThe"),
    "change a footnote": (
        lambda word: word.replace("sun does", "moon does"),
        "As the sun does.",
        "As the moon does.",
    ),
}
PANDOC_KEEPS = ("make italic", "make plain", "split a paragraph", "add a heading", "add an item")
"""Which tracked changes pandoc rejects not at all, or not as Word does."""


def loose(text: str) -> str:
    """Without how pandoc sets items and blanks."""
    return " ".join(re.sub(r"\n\s*\n(?!-)", " ¶ ", text.replace("\n\n-", "\n-")).split())


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("tracked", [True, False], ids=["tracked", "untracked"])
def test_pandoc_reads_what_was_edited_and_what_was_there(
    original: bytes, tmp_path: Path, name: str, tracked: bool
) -> None:
    act, old, new = EDITS[name]
    docx = edited(original, act, tracked)
    before = small.read(original, "accept", tmp_path)
    assert loose(old) in loose(before)
    after = small.read(docx, "accept", tmp_path)
    assert after != before and loose(new) in loose(after), after
    if not tracked:
        return
    if name not in PANDOC_KEEPS:
        assert loose(small.read(docx, "reject", tmp_path)) == loose(before)
    editor = WordEditor(docx)
    reject(editor)
    assert loose(small.read(editor.content(), "accept", tmp_path)) == loose(before)


@pytest.mark.parametrize("name", EDITS)
def test_accepting_and_rejecting_give_what_the_reader_says(original: bytes, name: str) -> None:
    docx = edited(original, EDITS[name][0], tracked=True)
    for settle, accepted in ((accept, True), (reject, False)):
        editor = WordEditor(docx)
        settle(editor)
        settled = editor.content()
        assert not re.search(
            rb"<w:(ins|del|move|[rp]PrChange)", WordPackage(settled).parts["word/document.xml"]
        )
        assert plain_text(settled, True) == plain_text(settled, False) == plain_text(docx, accepted)
    assert plain_text(docx, False) == plain_text(original)


def test_one_authors_changes_are_accepted_and_the_others_stay(original: bytes) -> None:
    editor = WordEditor(original, author="Ann")
    editor.replace("all summer", "all winter")
    editor.by("Bob", "2026-03-05T00:00:00Z")
    editor.replace("second item", "last item")
    accept(editor, by_author("Ann"))
    docx = editor.content()
    assert any("winter" in line for line in plain_text(docx, False))
    assert "second item" in plain_text(docx, False) and "last item" in plain_text(docx, True)
    people = WordPackage(docx).xml("word/people.xml")
    assert [person.get(tag("w15:author")) for person in people] == ["Ann", "Bob"]


def test_a_moved_paragraph_is_gone_there_and_here_now(original: bytes) -> None:
    editor = WordEditor(original)
    editor.move_paragraph("The end is near.", after="The trial")
    docx = editor.content()
    accepted, rejected = plain_text(docx), plain_text(docx, False)
    assert accepted.index("The end is near.") == accepted.index("The trial") + 1
    assert rejected == plain_text(original)


def test_rows_and_notes_come_and_go(original: bytes, tmp_path: Path) -> None:
    editor = WordEditor(original)
    editor.add_row("two", ("three", "30"))
    editor.delete_row("10")
    editor.add_footnote("is near.", "So they say.")
    docx = editor.content()
    assert "10" not in plain_text(docx) and "three" in plain_text(docx)
    assert plain_text(docx, False) == plain_text(original)
    assert "So they say." in small.read(docx, "accept", tmp_path)


def test_a_link_and_its_address_are_added(original: bytes, tmp_path: Path) -> None:
    editor = WordEditor(original, tracked=False)
    editor.link("second item", "https://example.org/second")
    assert "[second item](https://example.org/second)" in small.read(editor.content(), "accept", tmp_path)


def test_a_comment_has_a_reply_and_is_resolved(original: bytes, tmp_path: Path) -> None:
    editor = WordEditor(original, author="Ann")
    first = comment(editor, "under a net", "Which net?")
    editor.by("Bob", "2026-03-05T00:00:00Z")
    reply(editor, first, "The green one.")
    resolve(editor, first)
    docx = editor.content()
    assert plain_text(docx) == plain_text(original)
    read = small.read(docx, "all", tmp_path)
    assert "Which net?" in read and 'author="Bob"' in read
    entries = list(WordPackage(docx).xml("word/commentsExtended.xml"))
    assert [entry.get(tag("w15:done")) for entry in entries] == ["1", "0"]
    assert entries[1].get(tag("w15:paraIdParent")) == entries[0].get(tag("w15:paraId"))


def test_noise_changes_no_text(original: bytes, tmp_path: Path) -> None:
    editor = WordEditor(original)
    noise(editor)
    renamed_styles(editor)
    without_trace(editor)
    docx = editor.content()
    assert docx != original and plain_text(docx) == plain_text(original)
    read, was = (loose(small.read(file, "accept", tmp_path)) for file in (docx, original))
    assert read.count("¶") == was.count("¶")


def test_words_typographer_changes_signs_alone(original: bytes) -> None:
    editor = WordEditor(small.make('Table 2 has 5 percent, it\'s `"said"`.\n'))
    assert typographer(editor) >= 3
    assert plain_text(editor.content()) == [
        "Table\u00a02\u00a0has 5\u00a0percent, it\u2019s \u201csaid\u201d."
    ]


def test_what_one_deletes_of_ones_own_insertion_leaves_no_trace(original: bytes) -> None:
    editor = WordEditor(original)
    editor.insert_after("is near", " and nearer")
    editor.delete(" and nearer")
    assert plain_text(editor.content(), False) == plain_text(editor.content()) == plain_text(original)
    editor.insert_after("is near", " and nearer")
    editor.by("Bob", "2026-03-05T00:00:00Z")
    editor.replace("nearer", "dear")
    assert "The end is near and dear." in plain_text(editor.content())
    assert plain_text(editor.content(), False) == plain_text(original)
