"""Text of others comes out as text.

In Markdown, in a CSV, in JSON within a page, and in references, in every format.
"""

import csv
import io
import json
import re
import subprocess
import zipfile
from unittest import mock

import pandas as pd
import pdfplumber
import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree, html

from analysis.exhibits import article_tables, audit_tables as page, replication, validation_tables
from analysis.validation.check import Check
from press.archive.package import exhibits, readme
from press.base import checkout, plain_text
from press.base.errors import InputError
from press.journal import exhibit_files as submission_exhibits
from press.numbers.comparison import DIFFERS, Comparison
from press.numbers.formatter import spans_in
from press.numbers.prose import Prose
from press.render import build, pandoc
from press.render.word_tables import W
from press.tables import csv_file, schema
from press.tables.pipe_table import pipe_table
from press.web import numbers_page
from press.web.view import data_block

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</script><!--",
    "[x](javascript:alert(1))",
    "![x](http://e.vil/a.png)",
    "**b** *i* ~~s~~ `c` ^[n] H~2~O",
    "# h",
    "- l",
    "1. l",
    "> q",
    "| a | b |",
    "$x^2$",
    "\\input{/etc/passwd}",
    "\\textbf{b}",
    '#read("/etc/passwd")',
    "`ls`{=html}",
    "{{< env HOME >}}",
    "`{python} 1`",
    "@becker1964",
    "[@becker1964]",
    '[a]{.num data-key="x"}',
    "::: {.note}",
    "&lt;b&gt;",
    "a -- b ... 'c'",
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "<https://e.vil>",
    "$$\n\\frac{1}{2}\n$$",
    "% c",
    "~~~",
    "```",
    "---",
    "a\\",
    "(@ex)",
    "*[HTML]: x",
    "[^1]",
    ":smile:",
)


def as_read(markdown: list[str]) -> list[str]:
    """What pandoc makes of paragraphs: the text of each as a reader sees it; other things by their kind."""
    done = subprocess.run(
        pandoc.command("--from", "markdown", "--to", "json"),
        input="\n\n".join(markdown).encode(),
        capture_output=True,
        check=True,
    )
    return [_text(block) for block in json.loads(done.stdout)["blocks"]]


def _text(block: dict) -> str:
    if block["t"] != "Para":
        return f"[{block['t']}]"
    words = {"Space": " ", "SoftBreak": " "}
    return "".join(
        part["c"] if part["t"] == "Str" else words.get(part["t"], f"[{part['t']}]") for part in block["c"]
    )


def shown(text: str) -> str:
    return plain_text.visible(" ".join(text.split()))


def test_text_in_markdown_is_text():
    assert as_read([plain_text.markdown(text) for text in HOSTILE]) == [shown(text) for text in HOSTILE]


@settings(max_examples=15, deadline=None, database=None, derandomize=True)
@given(
    texts=st.lists(
        st.text(
            st.sampled_from("ab1 <>[](){}*_`~^$\\|#-+.!@&\"':=%/\u202e\n"), min_size=1, max_size=30
        ).filter(str.strip),
        min_size=20,
        max_size=20,
    )
)
def test_any_text_in_markdown_is_text(texts):
    assert as_read([plain_text.markdown(text) for text in texts]) == [shown(text) for text in texts]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_file_name_on_the_page_of_numbers_is_text(text):
    read = html.fromstring(f"<p>x {numbers_page.link(text, None)}</p>")
    assert read.text_content().split() == f"x {text}".split() and {one.tag for one in read} <= {"wbr"}


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+1+1",
        "-1+1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        " =1+1",
        "＝1+1",
        "=cmd|' /C calc'!A0",
        '=HYPERLINK("http://e.vil")',
    ],
)
def test_no_cell_of_a_csv_is_a_formula(text):
    written = csv_file.of_frame(pd.DataFrame({text: [text, "plain"], "n": [-1.5, 2.0]}))
    rows = list(csv.reader(io.StringIO(written, newline="")))
    assert rows[0][0] == rows[1][0] == "'" + re.sub(r"[\t\r]", " ", text)
    assert rows[1][1] == "-1.5", "a negative number stays a number"


@pytest.mark.parametrize("text", ["=1+1", "@SUM(1)", "+cmd|x", " =1"])
def test_no_table_of_the_project_holds_a_formula(text, tmp_path, monkeypatch):
    rows = (schema.DATA / "regions.csv").read_text(encoding="utf-8").replace("Астана", text)
    (tmp_path / "regions.csv").write_text(rows, encoding="utf-8")
    monkeypatch.setattr(schema, "table_path", lambda name: tmp_path / "regions.csv")
    with pytest.raises(
        InputError,
        match=(
            r"regions.csv, row \d+, column name_(ru|kk): found .*, "
            r"expected text that no spreadsheet takes for a formula"
        ),
    ):
        schema.load("regions")


@pytest.mark.parametrize("text", [*HOSTILE, "\u2028", "]]>"])
def test_json_within_a_page_ends_nothing_and_reads_back(text):
    (script,) = html.fragments_fromstring(data_block({text: [text]}, id="x"))
    assert json.loads(script.text) == {text: [text]}


# References -------------------------------------------------------------------------------------

ENTRY = (
    r"@article{a, title={<script>alert(1)</script> <b>bold</b> *stars* [l](javascript:alert(2)) `c`\{=html\} "
    r"\#sys \$x\$ =1+1 \includegraphics{http://e.vil/x.png} \input{/etc/passwd}},"
    r"""
  author={O'Neil <i>, Bob}, journal={\href{javascript:alert(3)}{Journal}},
  url={javascript:alert(4)}, year={2020}}
@online{b, title={\href{https://example.org/}{Data}}, author={B, A},
  url={data:text/html,<script>alert(5)</script>}, year={2021}}
"""
)
TITLE = r"T \<script\>alert(9)\</script\> \#read"


@pytest.fixture(scope="module")
def references(tmp_path_factory):
    folder = tmp_path_factory.mktemp("references")
    (folder / "refs.bib").write_text(ENTRY)
    (folder / "index.qmd").write_text(
        f'---\ntitle: "{TITLE}"\n'.replace("\\", "\\\\")
        + (
            "format: {html: default, typst: {citeproc: true}, docx: default, jats: default}\n"
            "bibliography: refs.bib\n---\n\n[@a; @b] `r`\n"
        )
    )
    build.render(folder / "index.qmd", ("html", "typst", "docx", "jats"))
    return folder


WANTED = ("alert(1)", "<b>bold</b>", "*stars*", "[l](javascript:alert(2))", "Journal", "=1+1")


def flat(text: str) -> str:
    return re.sub(
        r"[\s-]+", "", text
    ).lower()  # styles set capitals in titles, and lines may break at hyphens


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
    assert not [
        address
        for address in addresses
        if re.match(r"\s*(javascript|data|vbscript|file):", address, re.IGNORECASE) or "e.vil" in address
    ]


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


# What the pages print of data ---------------------------------------------------------------------

TEXTS = st.lists(
    st.text(
        st.characters(
            min_codepoint=32,
            max_codepoint=0x4FF,
            exclude_categories=("Cs", "Cc", "Cf", "Zs"),
            include_characters=" \n\t",
        ),
        min_size=1,
        max_size=40,
    ).filter(str.strip),
    min_size=4,
    max_size=4,
)
OFTEN = settings(max_examples=25, deadline=None, database=None, derandomize=True)


AS_WRITTEN = "markdown-smart"
"""For text that people read as a file too: its dashes and quotation marks may turn into a typographer's."""


def flat_text(text: str) -> str:
    return re.sub(r"\s+", "", shown(text))


def assert_read(markdown: str, texts: list[str], reader: str = "markdown"):
    """Some Markdown prints these texts, and nothing in it is raw, a picture or (unless asked for) a link."""
    done = subprocess.run(
        pandoc.command("--from", reader, "--to", "json"),
        input=markdown.encode(),
        capture_output=True,
        check=True,
    )
    assert not re.search(r'"t":"(RawInline|RawBlock|Image|Math|Cite|Note)"', done.stdout.decode())
    words = flat_text("".join(_strings(json.loads(done.stdout)["blocks"])))
    assert not [text for text in texts if flat_text(text) not in words], markdown


def _strings(node):
    if isinstance(node, dict):
        if node.get("t") in ("Str", "Code"):
            yield node["c"] if node["t"] == "Str" else node["c"][1]
        else:
            yield from _strings(list(node.values()))
    elif isinstance(node, list):
        for part in node:
            yield from _strings(part)


def in_pairs(test):
    """A test of four texts: of every hostile one in turn, and of any."""
    groups = [list(HOSTILE[start : start + 4]) for start in range(0, len(HOSTILE) - 3, 4)] + [
        list(HOSTILE[-4:])
    ]

    def each(texts):  # pytest collects no lambda
        test(texts)

    return pytest.mark.parametrize("texts", groups)(each), OFTEN(given(TEXTS)(lambda texts: test(texts)))


def compared(texts):
    where, printed, tolerance, reason = texts
    comparison = Comparison("text", where, printed, "1", tolerance, DIFFERS, reason, "study.hosts")
    cells = [
        replication.where(comparison),
        replication.verdict(comparison),
        replication.quoted(comparison),
        replication.rebuilt(comparison),
    ]
    assert_read(
        pipe_table(replication.HEADERS[:4], [cells], replication.ALIGNMENT[:4]),
        [where, printed],
    )
    assert_read(replication.entry([comparison], reason), [where, printed, reason])


def checked(texts):
    what, source, address, unit = texts
    check = Check("k", "printed", what, 1.0, 1.0, 1.0, source, address)
    assert_read(
        f"- {plain_text.link(validation_tables._words(check.source), check.address)}", [source, address]
    )
    assert_read(
        pipe_table(("A", "B"), [(validation_tables._words(what), "1")]),
        [what],
    )
    with mock.patch.object(schema, "variables", return_value=[("name", what, unit)]):
        assert_read(article_tables.variables_table(), [what, unit])


def packed(texts):
    title, source, address, section = texts
    row = exhibits.Row("p", "tbl-x", title, source, (section,), (), ())
    assert_read(
        pipe_table(("a", "b", "c", "d", "e"), [readme.exhibit_row(row)], "l", (9,) * 5),
        [title, plain_text.visible(source), plain_text.visible(section)],
        AS_WRITTEN,
    )
    assert_read(
        f"- {readme.sentence(source)} {readme.address_link(address)}",
        [source.strip().rstrip("."), address],
        AS_WRITTEN,
    )


test_hostile_text_of_a_comparison, test_any_text_of_a_comparison = in_pairs(compared)
test_hostile_text_of_a_check, test_any_text_of_a_check = in_pairs(checked)
test_hostile_text_in_the_package, test_any_text_in_the_package = in_pairs(packed)


@pytest.mark.parametrize("text", ["https://e.vil/x.md", "secret.txt", "."])
def test_prose_is_the_text_that_it_is_given_and_names_no_file_or_address(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "secret.txt").write_text("hushhush")
    assert Prose(text)._repr_markdown_() == str(Prose(text)) == text


@pytest.mark.parametrize("text", HOSTILE)
def test_a_listing_of_the_page_on_the_audit_is_text(text):
    opened, _, rest = page.Listing(text)._repr_markdown_().partition("\n")
    fence, _, options = opened.partition("{")
    assert options == 'shortcodes="false"}' and set(fence) == {"`"} and fence not in text
    assert rest == f"{text}\n{fence}" and repr(page.Listing(text)) == text


@pytest.mark.parametrize("text", ["{{< env HOME >}}", '[a]{.num data-key="x"}', "{{{< meta title >}}}"])
def test_a_name_in_an_alternative_text_is_no_shortcode_and_no_number(text):
    parted = plain_text.unexpanded(text)
    assert parted.replace("\u200b", "") == text
    assert not spans_in(parted) and "{{<" not in parted and ">}}" not in parted


@pytest.mark.parametrize(
    "note",
    [
        "<script> 2026-01-01",
        "0f3a yesterday",
        "v1 2026-01-01",
        "0f3a <b>",
        '0f3a"> 2026-01-01T00:00:00+00:00',
    ],
)
def test_a_note_of_a_commit_that_is_none_is_not_believed(note, tmp_path):
    (tmp_path / checkout.ARCHIVE_NOTE).write_text(note)
    assert checkout.current_version(tmp_path) == checkout.UNKNOWN


# What a spreadsheet opens -------------------------------------------------------------------------

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n+x",
    " =1",
    "\N{NO-BREAK SPACE}@x",
    "＝1",
    "－cmd",
    "-a",
    "+",
    "-",
    "=",
    "@",
    "-1 to =2",
    "+1e5x",
    "--1",
)
NUMBERS = ("-1", "+1", "-0.81", "-1,234.50", "0.002**", "-0.002**", "-1e-05", "+3.5%", "-.5", "1", "")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_would_be_a_formula_gets_an_apostrophe_in_every_csv(text):
    records = [
        {
            "key": text,
            "printed": text,
            "value": -1.5,
            "file": text,
            "line": 1,
            "function": text,
            "sources": [{"path": text}],
            "places": [{"page": text, "section": text, "exhibit": text, "where": text}],
        }
    ]
    for written in (
        csv_file.text([text], [[text]]),
        exhibits.numbers_csv(records),
        csv_file.of_frame(pd.DataFrame({text: [text]})),
        word_csv(text),
    ):
        for row in list(csv.reader(io.StringIO(written, newline="")))[1:]:
            assert not [cell for cell in row if cell.lstrip()[:1] in plain_text_signs() and cell != "-1.5"], (
                written
            )


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number_stays_a_number_in_every_csv(text):
    for written in (
        csv_file.text(["n"], [[text]]),
        csv_file.of_frame(pd.DataFrame({"n": [text]})),
        word_csv(text),
    ):
        assert list(csv.reader(io.StringIO(written, newline="")))[1:] == [[text]] or text == ""


def word_csv(text):
    """A table of one column as the submission writes it."""
    table = etree.Element(W + "tbl")
    for content in ("n", text):
        cell = etree.SubElement(etree.SubElement(table, W + "tr"), W + "tc")
        etree.SubElement(cell, W + "t").text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", content)
    return submission_exhibits.table_as_csv(table)


def plain_text_signs():
    return tuple("=+-@＝＋－＠")


@pytest.mark.parametrize("name", [table["path"] for table in schema.package()["resources"]])
@pytest.mark.parametrize("text", ["=1+1", "-cmd|x"])
def test_no_table_that_is_published_may_hold_a_formula(name, text, tmp_path, monkeypatch):
    package = schema.package()
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    rows = list(csv.reader((schema.DATA / name).open(encoding="utf-8", newline="")))
    rows[-1][0] = text
    with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    monkeypatch.setattr(schema, "DATA", tmp_path)
    monkeypatch.setattr(
        schema,
        "package",
        lambda: package | {"resources": [table for table in package["resources"] if table["path"] == name]},
    )
    with pytest.raises(InputError, match="expected text that no spreadsheet takes for a formula"):
        schema.refuse_formulas()


def test_the_projects_own_tables_hold_none():
    schema.refuse_formulas()
