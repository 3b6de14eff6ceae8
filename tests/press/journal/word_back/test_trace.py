"""The trace: what goes into a file comes out of it, readers see nothing, and nothing else changes."""

import io
import subprocess
import zipfile
from dataclasses import replace

from hypothesis import given, strategies as st
from lxml import etree

from press.base import markdown_text
from press.journal.word_back.model import THING, Block, Cell, Look, Run
from press.journal.word_back.word_file import embedding, reading, trace
from press.journal.word_back.word_file.trace import Trace, Traced
from tests.press.journal.word_back import small_word_files
from tests.press.journal.word_back.word_editor import WordEditor

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), min_size=1, max_size=20
)
LOOK = st.builds(
    Look, bold=st.booleans(), code=st.booleans(), subscript=st.booleans(), link=st.sampled_from(["", "#a"])
)
RUN = st.builds(Run, TEXT, LOOK, key=st.sampled_from(["", "a.b.c"])) | st.just(Run(THING, Look(), "note 3"))
BLOCK = st.builds(
    Block, st.sampled_from(["text", "item", "cell"]), st.lists(RUN).map(tuple), st.integers(0, 3),
    cell=st.none() | st.builds(Cell, st.integers(1, 9), st.integers(1, 9), st.integers(1, 9)),
    ordered=st.booleans(), marks=st.sampled_from([(), ("_src1",)]),
)  # fmt: skip
TRACED = st.builds(Traced, BLOCK, TEXT, st.integers(0, 9), st.integers(0, 9))


@given(st.lists(TRACED, max_size=4).map(tuple), TEXT)
def test_a_trace_comes_out_of_xml_as_it_went_in(blocks: tuple[Traced, ...], paper: str) -> None:
    paper = " ".join(paper.split())
    blocks = tuple(replace(one, file=" ".join(one.file.split())) for one in blocks)
    made = Trace(paper, "paper/index.qmd", "ab" * 20, "panel", "cd", {"paper/index.qmd": "ef"}, blocks)
    allowed = trace.NOT_XML.search(repr(made)) is None
    assert not allowed or trace.from_xml(trace.to_xml(made), "x") == made


def marked() -> tuple[bytes, Trace]:
    docx = small_word_files.make()
    blocks = embedding.blocks_of(docx, ())
    traced = tuple(
        Traced(
            replace(block, marks=(f"_src{n}",) if block.text and not block.note else ()),
            "paper/index.qmd",
            n,
            n,
        )
        for n, block in enumerate(blocks)
    )
    made = Trace("Shade", "paper/index.qmd", "", "panel", "", {}, traced)
    return embedding.marked(docx, made), made


def test_a_word_file_bears_it_and_says_the_same() -> None:
    docx, made = marked()
    assert embedding.trace_in(embedding.parts_in(docx), "x") == made
    before, after = (
        reading.read(embedding.parts_in(one), "x").blocks for one in (small_word_files.make(), docx)
    )
    assert [one.text for one in before] == [one.text for one in after]
    assert [one.marks[-1] for one in after if one.text and not one.note] == [
        one.mark for one in made.blocks if one.mark
    ]
    assert _as_markdown(small_word_files.make()) == _as_markdown(docx)


def test_each_bookmark_is_closed_and_has_a_number_of_its_own() -> None:
    docx, _ = marked()
    starts, ends = [], []
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for part in ("word/document.xml", "word/footnotes.xml"):
            tree = etree.fromstring(archive.read(part))
            starts += [one.get(W + "id") for one in tree.iter(W + "bookmarkStart")]
            ends += [one.get(W + "id") for one in tree.iter(W + "bookmarkEnd")]
    assert len(starts) == len(set(starts)) and sorted(starts) == sorted(ends)


def test_word_is_told_of_the_part() -> None:
    docx, _ = marked()
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        related = archive.read("word/_rels/document.xml.rels").decode()
        kinds = archive.read("[Content_Types].xml").decode()
        assert '"../customXml/item1.xml"' in related and "/customXml/itemProps1.xml" in kinds
        assert "itemProps1.xml" in archive.read("customXml/_rels/item1.xml.rels").decode()


NUMBERS = """\
The estimate is [0.79]{.num #num-1-DIGEST data-key="a.b"} here.
"""


def test_marks_of_numbers_give_keys_and_are_taken_out() -> None:
    import hashlib

    digest = hashlib.sha1(b"a.b").hexdigest()[:16]
    docx = small_word_files.make(NUMBERS.replace("DIGEST", digest))
    blocks = embedding.blocks_of(docx, ["a.b", "c.d"])
    assert [(run.text, run.key) for run in blocks[0].runs] == [
        ("The estimate is ", ""), ("0.79", "a.b"), (" here.", ""),
    ]  # fmt: skip
    clean = embedding.unmarked(docx)
    assert b"num-" not in embedding.parts_in(clean)["word/document.xml"]
    assert _as_markdown(clean).strip() == "The estimate is 0.79 here."


def test_it_is_found_by_whatever_name_its_part_goes() -> None:
    docx, made = marked()
    parts = embedding.parts_in(docx)
    parts["customXml/item7.xml"] = parts.pop("customXml/item1.xml")
    assert embedding.trace_in(parts, "x") == made
    assert embedding.trace_in(embedding.parts_in(small_word_files.make()), "x") is None


def test_an_edited_file_keeps_it() -> None:
    docx, made = marked()
    editor = WordEditor(docx)
    editor.replace("all summer", "all year")
    assert embedding.trace_in(embedding.parts_in(editor.content()), "x") == made


def _as_markdown(docx: bytes) -> str:
    command = [markdown_text.program(), "-f", "docx", "-t", "markdown"]
    return subprocess.run(command, input=docx, capture_output=True, check=True).stdout.decode()
