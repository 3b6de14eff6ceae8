"""What the marks of a revision look like to whoever opens the Word file."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from press.base.markdown_text import program
from press.journal.marked_up.marked import has_marks, marked
from press.journal.marked_up.tracking import Stretch
from press.journal.word_back.model import By
from tests.press.journal.marked_up.word_marks import W, bookmarks, faults, said

ANA = By("Ana Kim", "2026-01-02T03:04:05Z")
BEFORE = (
    "First paragraph with a few words.\n\nThe middle one, which is about rivers.\n\nThe last one ends here.\n"
)


def word(folder: Path, text: str, grey: int = 128) -> bytes:
    """A Word file as pandoc makes it; grey.png is a picture that it may show."""
    Image.new("L", (20, 10), grey).save(folder / "grey.png")
    subprocess.run([program(), "-o", "made.docx"], input=text, text=True, cwd=folder, check=True)
    return (folder / "made.docx").read_bytes()


def by_ana(_change: Stretch) -> By:
    return ANA


def part(docx: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def marks(docx: bytes, name: str = "word/document.xml") -> list[tuple[str, str]]:
    """The kind and the words of each mark; those of a paragraph's end have no words."""
    kinds = (W + "ins", W + "del", W + "rPrChange", W + "pPrChange")
    return [
        (one.tag.removeprefix(W), "".join(one.itertext()).strip()) for one in part(docx, name).iter(*kinds)
    ]


def both(folder: Path, old: str, new: str, greys: tuple[int, int] = (128, 128)) -> bytes:
    """The marked file of two texts, of which accepting and rejecting give these."""
    versions = [word(folder, text, grey) for text, grey in zip((old, new), greys, strict=True)]
    docx = marked(*versions, by_ana)
    assert said(docx) == said(versions[1])
    assert said(docx, accept=False) == said(versions[0])
    assert bookmarks(versions[1]).items() <= bookmarks(docx).items()
    assert faults(docx) == []
    return docx


def test_only_the_words_that_changed_are_marked(tmp_path: Path) -> None:
    docx = both(tmp_path, BEFORE, BEFORE.replace("a few words", "a few good words").replace("rivers", "seas"))
    assert marks(docx) == [("ins", "good"), ("del", "rivers"), ("ins", "seas")]
    mark = next(part(docx).iter(W + "ins"))
    assert (mark.get(W + "author"), mark.get(W + "date")) == (ANA.author, ANA.date)


def test_versions_that_say_the_same_have_no_marks(tmp_path: Path) -> None:
    """Other quotation marks, no-break blanks and line breaks in the source are no change."""
    old = '"Quoted" isn\'t 5 km\nor two lines.\n'
    new = "“Quoted” isn’t 5\u00a0km or\ntwo lines.\n"
    docx = marked(word(tmp_path, old), word(tmp_path, new), by_ana)
    assert not has_marks(docx)
    assert "“Quoted” isn’t 5\u00a0km" in "".join(part(docx).itertext())


def test_a_number_in_a_cell_and_a_row(tmp_path: Path) -> None:
    old = "| Variable | Coefficient |\n|---|--:|\n| Program | 0.79 |\n| Post | 1.5 |\n"
    new = old.replace("0.79", "0.81") + "| Program × Post | −2.5 |\n"
    docx = both(tmp_path, old, new)
    assert marks(docx)[:2] == [("del", "0.79"), ("ins", "0.81")]
    rows = list(part(docx).iter(W + "tr"))
    assert [row.find(f"{W}trPr/{W}ins") is not None for row in rows] == [False, False, False, True]


def test_a_row_that_went_can_be_had_back(tmp_path: Path) -> None:
    old = "| Variable | Coefficient |\n|---|--:|\n| Program | 0.79 |\n| Post | 1.5 |\n"
    docx = both(tmp_path, old, old.replace("| Program | 0.79 |\n", ""))
    assert len(list(part(docx).iter(W + "tr"))) == 3


def test_a_table_of_other_columns_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    old = "| A | B |\n|---|---|\n| one | 1 |\n"
    new = "| A | B | C |\n|---|---|---|\n| one | 1 | 2 |\n"
    docx = both(tmp_path, old, new)
    first, second = part(docx).iter(W + "tbl")
    assert len(first.findall(f"{W}tr/{W}trPr/{W}del")) == 2
    assert len(second.findall(f"{W}tr/{W}trPr/{W}ins")) == 2


def test_a_paragraph_parted_in_two_has_no_word_marked(tmp_path: Path) -> None:
    sentences = "A first sentence about rivers.", "A second sentence about seas and lakes."
    docx = both(tmp_path, " ".join(sentences) + "\n", "\n\n".join(sentences) + "\n")
    assert [text for _, text in marks(docx) if text] == []
    assert part(docx).find(f".//{W}pPr/{W}rPr/{W}ins") is not None


def test_paragraphs_joined_have_no_word_marked(tmp_path: Path) -> None:
    sentences = "A first sentence about rivers.", "A second sentence about seas and lakes."
    docx = both(tmp_path, "\n\n".join(sentences) + "\n", " ".join(sentences) + "\n")
    assert [text for _, text in marks(docx) if text] == []
    assert part(docx).find(f".//{W}pPr/{W}rPr/{W}del") is not None


def test_a_paragraph_added_at_the_end_leaves_no_empty_one(tmp_path: Path) -> None:
    """The end of the last paragraph cannot come: that of the one before does."""
    docx = both(tmp_path, "Alone.\n", "Alone.\n\nNot alone any more.\n")
    ends = [one.find(f"{W}pPr/{W}rPr/{W}ins") is not None for one in part(docx).iter(W + "p")]
    assert ends == [True, False]


def test_a_heading_of_another_level_keeps_its_words(tmp_path: Path) -> None:
    docx = both(tmp_path, "# Rivers\n\nText.\n", "## Rivers\n\nText.\n")
    assert marks(docx) == [("pPrChange", "")]


def test_words_that_only_look_otherwise(tmp_path: Path) -> None:
    docx = both(tmp_path, "Some plain words here.\n", "Some *plain* words here.\n")
    assert marks(docx) == [("rPrChange", "")]


def test_footnotes_that_changed_came_and_went(tmp_path: Path) -> None:
    old = "One.[^a] Two.[^b]\n\n[^a]: A note about rivers and seas.\n[^b]: A note to be taken out.\n"
    new = "One.[^a] Two. Three.[^c]\n\n[^a]: A note about rivers and lakes.\n[^c]: Something else entirely.\n"
    docx = both(tmp_path, old, new)
    texts = marks(docx, "word/footnotes.xml")
    assert ("del", "seas") in texts and ("ins", "lakes") in texts
    assert ("del", "A note to be taken out.") in texts and ("ins", "Something else entirely.") in texts


def test_a_picture_that_was_redrawn_has_a_note_in_the_margin(tmp_path: Path) -> None:
    text = "Before.\n\n![Figure 3: A grey thing](grey.png)\n\nAfter.\n"
    docx = both(tmp_path, text, text, (128, 90))
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        pictures = [name for name in archive.namelist() if name.endswith(".png")]
    assert len(pictures) == 2
    assert part(docx).find(f".//{W}del//{W}drawing") is not None
    assert "Figure 3 was redrawn" in "".join(part(docx, "word/comments.xml").itertext())


def test_a_link_that_went_leads_where_it_led(tmp_path: Path) -> None:
    old = "See [the page](https://example.org/old) and go on reading this.\n"
    docx = both(tmp_path, old, "See and go on reading this.\n")
    targets = [one.get("Target") for one in part(docx, "word/_rels/document.xml.rels")]
    assert "https://example.org/old" in targets


def test_a_formula_that_changed(tmp_path: Path) -> None:
    docx = both(tmp_path, "It is $a+b$ here.\n", "It is $a+c$ here.\n")
    assert marks(docx) == [("del", "a+b"), ("ins", "a+c")]


def test_items_of_a_list_that_went_stand_in_it(tmp_path: Path) -> None:
    docx = both(tmp_path, "1. one\n2. two\n3. three\n", "1. one\n2. three\n")
    numbers = {one.get(W + "val") for one in part(docx).iter(W + "numId")}
    assert len(numbers) == 1


def test_a_style_and_a_list_that_only_the_old_version_has(tmp_path: Path) -> None:
    old = 'Text.\n\n1. one step\n2. another step\n\n::: {custom-style="Odd Style"}\nOdd words.\n:::\n\nEnd.\n'
    docx = both(tmp_path, old, "Text.\n\nEnd.\n")
    assert "Odd Style" in {one.get(W + "val") for one in part(docx, "word/styles.xml").iter(W + "name")}


PIECES = (
    ("a few", "many"),
    ("Noted", "Noted well"),
    ("| x | 1 |", "| x | 2 |"),
    ("The middle one, which is about rivers.\n\n", ""),
    ("- another", "- another\n- a third"),
    ("See $x$", "A new paragraph.\n\nSee $y$"),
)


@pytest.mark.parametrize("way", ["accept", "reject"])
def test_pandoc_reads_the_same(tmp_path: Path, way: str) -> None:
    """It leaves an empty item where the end of one is rejected."""
    table = "| A | B |\n|---|---|\n| x | 1 |"
    old = new = f"{BEFORE}\n- an item\n- another\n\n{table}\n\nSee $x$.[^n]\n\n[^n]: Noted.\n"
    for before, after in PIECES:
        new = new.replace(before, after)
    versions = word(tmp_path, old), word(tmp_path, new)
    (tmp_path / "marked.docx").write_bytes(marked(*versions, by_ana))
    (tmp_path / "wanted.docx").write_bytes(versions[way == "accept"])

    def lines(name: str) -> list[str]:
        command = [program(), name, f"--track-changes={way}", "--to", "markdown"]
        said = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        return [line for line in said.splitlines() if line.strip() not in ("", "-")]

    assert lines("marked.docx") == lines("wanted.docx")


def test_a_reference_that_went_leads_to_what_went(tmp_path: Path) -> None:
    """Bookmarks of the old version are kept where its links lead to them, and nowhere else."""
    heading = "# A part about rivers {#sec-rivers}\n\n# Another part {#sec-other}\n\n"
    docx = both(tmp_path, f"See [part one](#sec-rivers) of it.\n\n{heading}End.\n", "See of it.\n\nEnd.\n")
    names = [one.get(W + "name") for one in part(docx).iter(W + "bookmarkStart")]
    assert names == ["sec-rivers"]


ROWS = "| A | B |\n|---|---|\n| one | 1 |\n"
CELL = """Text.

+--------------------+---------------+
| []{#in-cell}Words  | ::: {#around} |
|                    | - item        |
|                    |               |
|                    | # Head        |
|                    | :::           |
+--------------------+---------------+

End.
"""


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("Text.\n\nEnd.\n", CELL, {"in-cell", "around", "head"}),
        ("Text.\n", "Text.[^a]\n\n[^a]: First.\n\n    ::: {#in-note}\n    Words.\n    :::\n", {"in-note"}),
        (ROWS, ROWS + "| []{#in-row}two | 2 |\n", {"in-row"}),
        ("Text.\n", "Text.\n\n::: {#last}\nMore.\n:::\n", {"last"}),
    ],
    ids=["a table", "a footnote", "a row", "a last paragraph"],
)
def test_bookmarks_of_what_came_are_there(tmp_path: Path, old: str, new: str, names: set[str]) -> None:
    assert names <= bookmarks(both(tmp_path, old, new)).keys()


@pytest.mark.parametrize("way", ["a table", "a cell"])
def test_bookmarks_of_what_went_are_there_if_links_lead_to_them(tmp_path: Path, way: str) -> None:
    """Each once, and none that stands elsewhere now."""
    old = f"See [that](#in-cell) and [this](#around).\n\n{CELL}"
    new = "See this.\n\nText.\n\n# Head\n\nEnd.\n" if way == "a table" else old.replace("{#around}", "")
    names = [one.get(W + "name") for one in part(both(tmp_path, old, new)).iter(W + "bookmarkStart")]
    assert sorted(names) == ["around", "head", "in-cell"]


def test_footnotes_stand_in_the_order_of_their_marks(tmp_path: Path) -> None:
    """LibreOffice takes the first footnote for the first mark."""
    old = "One.[^a] Two.[^b] Three.[^c]\n\n[^a]: First.\n[^b]: Second note.\n[^c]: Third one of all.\n"
    docx = both(tmp_path, old, "One.[^a] Three.[^c]\n\n[^a]: First.\n[^c]: Third one of all.\n")
    marked_as = [one.get(W + "id") for one in part(docx).iter(W + "footnoteReference")]
    notes = part(docx, "word/footnotes.xml")
    assert marked_as == ["1", "2", "3"]
    assert [one.get(W + "id") for one in notes if not one.get(W + "type")] == marked_as
    assert "Second note." in "".join(notes[-2].itertext())


def test_a_field_that_went_has_the_form_of_deleted_text(tmp_path: Path) -> None:
    field = "".join(
        f"<w:r>{inside}</w:r>"
        for inside in (
            '<w:fldChar w:fldCharType="begin"/>',
            "<w:instrText> PAGE </w:instrText>",
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>7</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    docx = both(tmp_path, f"It is on page `{field}`{{=openxml}} of it.\n", "It is on page one of it.\n")
    deleted = next(part(docx).iter(W + "del"))
    assert [one.tag.removeprefix(W) for one in deleted.iter(W + "instrText", W + "t")] == []
    assert next(deleted.iter(W + "delInstrText")).text == " PAGE "


ODD = 'Text.\n\n::: {custom-style="Odd Style"}\nOdd words that stay.\n:::\n\nEnd.\n'
ODDER = ODD.replace("that stay.", "that stay.\n\nOdd words to be taken out, all of them.")


def rewritten(docx: bytes, **instead: str) -> bytes:
    """A Word file with other letters in its text and styles."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode("utf-8", "surrogateescape")
            for before, after in instead.items() if name in ("word/document.xml", "word/styles.xml") else ():
                content = content.replace(f'"{before.replace("_", " ")}"', f'"{after}"')
            new.writestr(name, content.encode("utf-8", "surrogateescape"))
    return packed.getvalue()


def names_of_styles(docx: bytes) -> dict[str, list[str]]:
    """The identifiers of the styles of each name."""
    found: dict[str, list[str]] = {}
    for style in part(docx, "word/styles.xml").iter(W + "style"):
        found.setdefault(style.find(W + "name").get(W + "val").casefold(), []).append(
            style.get(W + "styleId")
        )
    return found


def test_a_style_of_one_name_is_one_style_whatever_its_identifiers(tmp_path: Path) -> None:
    """Nothing but the paragraph that went is marked."""
    old, new = word(tmp_path, ODDER), word(tmp_path, ODD)
    docx = marked(rewritten(old, OddStyle="Strange"), new, by_ana)
    assert said(docx, accept=False) == said(old) and said(docx) == said(new)
    assert [text for _, text in marks(docx) if text] == ["Odd words to be taken out, all of them."]
    assert {kind for kind, _ in marks(docx)} == {"del"}
    assert names_of_styles(docx) == names_of_styles(new)


def test_styles_of_one_identifier_and_two_names_are_two_styles(tmp_path: Path) -> None:
    old, new = rewritten(word(tmp_path, ODDER), Odd_Style="Former Style"), word(tmp_path, ODD)
    docx = marked(old, new, by_ana)
    names = names_of_styles(docx)
    assert all(len(one) == 1 for one in names.values()) and names["odd style"] == ["OddStyle"]
    change = part(docx).find(f".//{W}pPrChange/{W}pPr/{W}pStyle")
    assert [change.get(W + "val")] == names["former style"]


def test_a_name_of_a_paragraphs_style_that_is_one_of_letters_now(tmp_path: Path) -> None:
    """Word knows a name once, whatever kind of style has it."""
    new = word(tmp_path, 'Text with [some]{custom-style="Odd Style"} odd words.\n\nEnd.\n')
    docx = marked(word(tmp_path, ODD), new, by_ana)
    names = names_of_styles(docx)
    assert all(len(one) == 1 for one in names.values()) and "odd style (earlier)" in names


def test_the_style_of_all_paragraphs_stays_the_only_one(tmp_path: Path) -> None:
    old = rewritten(word(tmp_path, ODD.replace("Odd Style", "Normal")), Normal="Standard")
    docx = marked(old, word(tmp_path, "Text.\n\nEnd.\n"), by_ana)
    defaults = [
        one.get(W + "styleId")
        for one in part(docx, "word/styles.xml").iter(W + "style")
        if one.get(W + "type") == "paragraph" and one.get(W + "default")
    ]
    assert "standard" in names_of_styles(docx) and defaults == ["Normal"]
