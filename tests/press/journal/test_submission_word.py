"""Word files become what Word's users expect: fields, styles, descriptions, numbered lines."""

from __future__ import annotations

import io
import subprocess
import zipfile

import pytest
from lxml import etree

from press.journal import exhibit_files, template, word
from press.render.pandoc import program
from press.render.word_tables import W

MARKDOWN = """\
See [Table\u00a01](#tbl-a){.x} and [Section\u00a02](#sec-b).

- item

::: {#tbl-a}
::: {custom-style="Table Caption"}
**Table\u00a01:** Caption
:::

| a | b |
|---|---|
| 1 | \u22122 |
:::

::: {custom-style="Note"}
Note to [Table\u00a01](#tbl-a), see [there](https://example.org).
:::

# Last {#sec-b}

Words.[^1]

[^1]: A note elsewhere.
"""


@pytest.fixture(scope="module")
def plain() -> bytes:
    command = [
        program(),
        "--from",
        "markdown",
        "--to",
        "docx",
        "--output",
        "-",
        "--metadata",
        "title=T",
        "--reference-doc",
        str(template.FILE),
    ]
    return subprocess.run(command, input=MARKDOWN.encode(), capture_output=True, check=True).stdout


@pytest.fixture(scope="module")
def finished(plain: bytes) -> bytes:
    return word.finish(plain, numbered=True)


def part(docx: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def codes(document: etree._Element) -> list[str]:
    return [code.text.strip() for code in document.iter(W + "instrText")]


def test_captions_are_numbered_and_referred_to_by_fields(finished: bytes):
    document = part(finished)
    assert codes(document) == ["REF _Ref_tbl_a \\h", "SEQ Table \\* ARABIC", "REF _Ref_tbl_a \\h"]
    mark = next(mark for mark in document.iter(W + "bookmarkStart") if mark.get(W + "name") == "_Ref_tbl_a")
    assert word.text_of(mark.getparent()).startswith("Table\u00a01: Caption")
    kinds = [field.get(W + "fldCharType") for field in document.iter(W + "fldChar")]
    assert kinds == ["begin", "separate", "end"] * 3


def test_other_links_stay(finished: bytes, plain: bytes):
    assert [link.get(W + "anchor") for link in part(finished).iter(W + "hyperlink")] == ["sec-b", None]
    assert word.text_of(part(finished)) == word.text_of(part(plain))


def test_heads_lists_and_lines_have_what_they_should(finished: bytes):
    document = part(finished)
    head = next(document.iter(W + "tr"))
    assert head.find(f"{W}trPr/{W}tblHeader") is not None
    assert {word.style_of(paragraph) for paragraph in head.iter(W + "p")} == {"TableHeader"}
    assert "ListParagraph" in {word.style_of(paragraph) for paragraph in document.iter(W + "p")}
    section = document.find(f"{W}body/{W}sectPr")
    assert section.find(W + "lnNumType").getprevious().tag == W + "pgMar"


def test_every_style_that_is_used_is_defined(finished: bytes):
    known = {style.get(W + "styleId") for style in part(finished, "word/styles.xml").iter(W + "style")}
    used = {
        style.get(W + "val")
        for name in ("pStyle", "rStyle", "tblStyle")
        for style in part(finished).iter(W + name)
    }
    assert used <= known


def test_lines_are_not_numbered_where_nobody_asks(plain: bytes):
    assert part(word.finish(plain, numbered=False)).find(f".//{W}lnNumType") is None


def test_a_table_alone_keeps_caption_number_and_note(finished: bytes, tmp_path):
    assert exhibit_files.write_tables(tmp_path, finished) == 1
    alone = (tmp_path / "table-1.docx").read_bytes()
    document = part(alone)
    assert word.text_of(document) == "Table\u00a01: Captionab1\u22122Note to Table\u00a01, see there."
    assert document.find(f".//{W}hyperlink") is None
    assert codes(document) == []
    assert "elsewhere" not in etree.tostring(part(alone, "word/footnotes.xml")).decode()
    assert (tmp_path / "table-1.csv").read_bytes() == b"a,b\r\n1,-2\r\n"


def test_the_template_is_what_its_script_makes(tmp_path):
    template.write_template(tmp_path / "again.docx")
    assert (tmp_path / "again.docx").read_bytes() == template.FILE.read_bytes()


def test_the_template_has_double_spacing_and_our_styles():
    styles = {
        style.get(W + "styleId"): style
        for style in part(template.FILE.read_bytes(), "word/styles.xml").iter(W + "style")
    }
    assert styles["BodyText"].find(f"{W}pPr/{W}spacing").get(W + "line") == template.DOUBLE
    assert {
        "Title",
        "Author",
        "Abstract",
        "Heading1",
        "Caption",
        "TableHeader",
        "Bibliography",
        "FrontMatter",
    } <= set(styles)
