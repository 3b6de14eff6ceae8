"""Text of others comes out as text: in Markdown, in a CSV, in JSON within a page, and in references, in every format."""

import csv
import io
import json
import re
import subprocess
import zipfile

import pandas as pd
import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from analysis import plain_text, provenance, schema
from analysis.errors import InputError
from analysis.online.view import data_block
from press import build, pandoc

HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</script><!--", "[x](javascript:alert(1))", "![x](http://e.vil/a.png)",
    "**b** *i* ~~s~~ `c` ^[n] H~2~O", "# h", "- l", "1. l", "> q", "| a | b |", "$x^2$", "\\input{/etc/passwd}", "\\textbf{b}", "#read(\"/etc/passwd\")",
    "`ls`{=html}", "{{< env HOME >}}", "`{python} 1`", "@becker1964", "[@becker1964]", "[a]{.num data-key=\"x\"}", "::: {.note}", "&lt;b&gt;", "a -- b ... 'c'",
    "=1+1", "+1+1", "-1+1", "@SUM(1)", "<https://e.vil>", "$$\n\\frac{1}{2}\n$$", "% c", "~~~", "```", "---", "a\\", "(@ex)", "*[HTML]: x", "[^1]", ":smile:",
)


def as_read(markdown: list[str]) -> list[str]:
    """What pandoc makes of paragraphs: the text of each as a reader sees it; other things by their kind."""
    done = subprocess.run(pandoc.command("--from", "markdown", "--to", "json"), input="\n\n".join(markdown).encode(), capture_output=True, check=True)
    return [_text(block) for block in json.loads(done.stdout)["blocks"]]


def _text(block: dict) -> str:
    if block["t"] != "Para":
        return f"[{block['t']}]"
    words = {"Space": " ", "SoftBreak": " "}
    return "".join(part["c"] if part["t"] == "Str" else words.get(part["t"], f"[{part['t']}]") for part in block["c"])


def shown(text: str) -> str:
    return plain_text.visible(" ".join(text.split()))


def test_text_in_markdown_is_text():
    assert as_read([plain_text.markdown(text) for text in HOSTILE]) == [shown(text) for text in HOSTILE]


@settings(max_examples=15, deadline=None, database=None, derandomize=True)
@given(texts=st.lists(st.text(st.sampled_from("ab1 <>[](){}*_`~^$\\|#-+.!@&\"':=%/\u202e\n"), min_size=1, max_size=30).filter(str.strip), min_size=20, max_size=20))
def test_any_text_in_markdown_is_text(texts):
    assert as_read([plain_text.markdown(text) for text in texts]) == [shown(text) for text in texts]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_name_in_the_appendix_is_text(text):
    (read,) = as_read([f"x {provenance.breakable(text)}"])
    assert read.replace(provenance.BREAK, "").split() == f"x {plain_text.visible(text)}".split()


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", "=cmd|' /C calc'!A0", '=HYPERLINK("http://e.vil")'])
def test_no_cell_of_a_csv_is_a_formula(text):
    written = provenance.to_csv(pd.DataFrame({text: [text, "plain"], "n": [-1.5, 2.0]}))
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0][0] == rows[1][0] == "'" + re.sub(r"[\t\r]", " ", text)
    assert rows[1][1] == "-1.5", "a negative number stays a number"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "+cmd|x", " =1"])
def test_no_table_of_the_project_holds_a_formula(text, tmp_path, monkeypatch):
    rows = (schema.DATA / "regions.csv").read_text(encoding="utf-8").replace("Астана", text)
    (tmp_path / "regions.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr(schema, "table_path", lambda name: tmp_path / "regions.csv")
    with pytest.raises(InputError, match=r"regions.csv, row \d+, column name_(ru|kk): found .*, expected text that no spreadsheet takes for a formula"):
        schema.load("regions")


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028", "]]>"])
def test_json_within_a_page_ends_nothing_and_reads_back(text):
    (script,) = html.fragments_fromstring(data_block({text: [text]}, id="x"))
    assert json.loads(script.text) == {text: [text]}


# References -------------------------------------------------------------------------------------

ENTRY = r"""@article{a, title={<script>alert(1)</script> <b>bold</b> *stars* [l](javascript:alert(2)) `c`\{=html\} \#sys \$x\$ =1+1 \includegraphics{http://e.vil/x.png} \input{/etc/passwd}},
  author={O'Neil <i>, Bob}, journal={\href{javascript:alert(3)}{Journal}},
  url={javascript:alert(4)}, year={2020}}
@online{b, title={\href{https://example.org/}{Data}}, author={B, A}, url={data:text/html,<script>alert(5)</script>}, year={2021}}
"""
TITLE = r"T \<script\>alert(9)\</script\> \#read"


@pytest.fixture(scope="module")
def references(tmp_path_factory):
    folder = tmp_path_factory.mktemp("references")
    (folder / "refs.bib").write_text(ENTRY)
    (folder / "index.qmd").write_text(f'---\ntitle: "{TITLE}"\n'.replace("\\", "\\\\") + "format: {html: default, typst: {citeproc: true}, docx: default, jats: default}\nbibliography: refs.bib\n---\n\n[@a; @b] `r`\n")
    build.render(folder / "index.qmd", ("html", "typst", "docx", "jats"))
    return folder


WANTED = ("alert(1)", "<b>bold</b>", "*stars*", "[l](javascript:alert(2))", "Journal", "=1+1")


def flat(text: str) -> str:
    return re.sub(r"[\s-]+", "", text).lower()      # styles set capitals in titles, and lines may break at hyphens


def assert_text(text: str):
    assert not [words for words in WANTED if flat(words) not in flat(text)], text
    assert "root:x:0" not in text


def test_references_in_html(references):
    page = html.parse(str(references / "index.html"), html.HTMLParser(encoding="utf-8"))
    assert_text(page.getroot().text_content())
    assert "<script>alert(9)</script> #read" in page.findtext(".//h1")
    assert not page.xpath("//script[not(@src)] | //b | //img | //@*[starts-with(name(), 'on')]")
    addresses = [str(address) for address in page.xpath("//@href | //@src")]
    assert "https://example.org/" in addresses
    assert not [address for address in addresses if re.match(r"\s*(javascript|data|vbscript|file):", address, re.IGNORECASE) or "e.vil" in address]


def test_references_in_pdf(references):
    with pdfplumber.open(references / "index.pdf") as pdf:
        assert_text("\n".join(page.extract_text() for page in pdf.pages))
        links = [link.get("uri") or "" for page in pdf.pages for link in page.hyperlinks]
    assert "https://example.org/" in links and not [link for link in links if not link.startswith("https://")]


def test_references_in_word(references):
    with zipfile.ZipFile(references / "index.docx") as packed:
        document = etree.fromstring(packed.read("word/document.xml"))
        relations = packed.read("word/_rels/document.xml.rels").decode()
    assert_text("".join(document.itertext()))
    assert "https://example.org/" in relations
    assert not re.search(r'Target="\s*(javascript|data|file|http:)', relations)


def test_references_in_jats(references):
    article = etree.parse(references / "index.xml")
    text = "".join(article.getroot().itertext())
    assert "alert(1)" in text and "root:x:0" not in text
    targets = article.xpath("//@x:href", namespaces={"x": "http://www.w3.org/1999/xlink"})
    assert not [target for target in targets if re.match(r"\s*(javascript|data|file):", target)]
    assert not article.xpath("//graphic | //script")
