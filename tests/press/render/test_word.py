"""Word: title block, running head, pictures, equations, signs; and genuine Quarto's file in the same form."""

import io
import json
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from press.render import pandoc, word
from press.render.convert import convert
from press.render.document import EXTENSIONS
from tests.press.render.pages import executed

HERE = Path(__file__).parent
NORTH = HERE / "contract" / "fixtures" / "d2-subfigures" / "north.png"
FILTER = Path(word.__file__).with_name("word.lua")
QUARTO_FILTER = FILTER.parent / "filters" / "quarto_word.lua"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="10pt" height="10pt"><path d="M0 0L9 9"/></svg>'
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SVG_BLIP = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
PEOPLE = [
    {
        "name": "Ana Kim",
        "email": "a.kim@example.org",
        "orcid": "0000-0002-1825-0097",
        "affiliations": [
            {"name": "Institute of Rivers", "department": "Hydrology", "city": "Almaty"},
            "A Lab",
        ],
    },
    {"name": "Bo Li"},
    {"name": "Cy Do", "corresponding": True, "affiliations": ["Center for Tests"]},
]
BODY = """
It fell by -5.83, from [-4,213.41]{.num} (-7 to -3) in Serpin-2050, 2019-2023; `-1`, $-2$.

Before

$$x = 1$$ {#eq-one}

and @eq-one behind. $$y = -2$$

![The map](north.png){#fig-map fig-alt="Two regions"}
"""
LIKE_QUARTO = (
    '![Cap *x*](north.png){#fig-a fig-alt="Two regions"}\n\n'
    "| Variable | Coefficient |\n|---|--:|\n| One | 2 |\n\n: Results {#tbl-a}\n\n"
    "::: {.table-note}\n*Note.* Small print.\n:::\n\n"
    '::: {.callout-important title="The *data*"}\nText.\n\nMore.\n:::\n\n'
    "::: {.callout-note}\nPlain.\n:::\n\n"
    "Before\n\n$$x=1$$ {#eq-a}\n\nAfter.\n"
)
"""What stands in quarto_word.native."""
ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr", "shd", "tabs",
    "spacing", "ind", "contextualSpacing", "jc", "textAlignment", "outlineLvl", "rPr", "sectPr",
)  # fmt: skip
"""A paragraph's properties in the order of the standard (ECMA-376, part 1, CT_PPr)."""
TABLE_ORDER = (
    "tblStyle", "tblpPr", "tblOverlap", "bidiVisual", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders",
    "tblLayout", "tblCellMar", "tblLook", "tblCaption", "tblDescription",
)  # fmt: skip


def rendered(folder: Path, body: str = BODY, **metadata) -> Path:
    """The Word file of a document with the project's filter and template, as `_quarto.yml` names them."""
    shutil.copy(FILTER, folder)
    shutil.copy(NORTH, folder)
    (folder / "template.docx").write_bytes(word.template("Made from <invented> data"))
    stated = {"filters": [{"path": "word.lua", "at": "post-render"}], "reference-doc": "template.docx"}
    page = folder / f"index{EXTENSIONS['docx']}"
    convert(executed(folder, body, **stated, **metadata), "docx", page)
    return page


@pytest.fixture(scope="module")
def article(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("word")
    return rendered(folder, author=PEOPLE, abstract="We count.", keywords=["in situ", "moves"])


def part(docx: Path | bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx) if isinstance(docx, bytes) else docx) as packed:
        return etree.fromstring(packed.read(name))


def said(element: etree._Element) -> str:
    words = {
        W + "t": lambda one: one.text,
        M + "t": lambda one: one.text,
        W + "tab": lambda _: "\t",
        W + "br": lambda _: "\n",
    }
    return "".join(
        words[one.tag](one) or "" for one in element.iter(*words) if one.getparent().tag != W + "tabs"
    )


def paragraphs(docx: Path | bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph."""
    return [
        (one.xpath("string(*[local-name()='pPr']/*[local-name()='pStyle']/@*)"), said(one))
        for one in part(docx).iter(W + "p")
    ]


def wrong_order(docx: Path | bytes) -> list[list[str]]:
    """The properties of paragraphs and tables that stand in an order, or a number, that Word refuses."""
    wrong = []
    for tag, order in (("pPr", ORDER), ("tblPr", TABLE_ORDER)):
        for one in part(docx).iter(W + tag):
            names = [etree.QName(child).localname for child in one]
            if names != sorted(set(names), key=order.index):
                wrong.append(names)
    twice = [one for one in part(docx).iter(W + "p") if len(one.findall(W + "pPr")) > 1]
    return wrong + [["pPr", "pPr"]] * len(twice)


def test_institutions_and_addresses_stand_below_their_names_and_keywords_behind_the_abstract(article):
    assert paragraphs(article)[:8] == [
        ("Title", "A title"),
        ("Author", "Ana Kim"),
        (
            "Affiliation",
            "Hydrology, Institute of Rivers, Almaty\nA Lab\na.kim@example.org · ORCID 0000-0002-1825-0097",
        ),
        ("Author", "Bo Li"),
        ("Author", "Cy Do"),
        ("Affiliation", "Center for Tests\ncorresponding author"),
        ("AbstractTitle", "Abstract"),
        ("Abstract", "We count."),
    ]
    assert paragraphs(article)[8] == ("Keywords", "Keywords: in situ, moves")
    targets = {one.get("Target") for one in part(article, "word/_rels/document.xml.rels")}
    assert {"mailto:a.kim@example.org", "https://orcid.org/0000-0002-1825-0097"} <= targets
    marks = [one.get(W + "name") for one in part(article).iter(W + "bookmarkStart")]
    assert not [mark for mark in marks if mark.startswith("author-")]


def test_a_page_without_people_and_keywords_gets_no_block_and_one_in_russian_its_own_word(tmp_path):
    assert [style for style, _ in paragraphs(rendered(tmp_path, "Text."))] == ["Title", "FirstParagraph"]
    russian = paragraphs(rendered(tmp_path, "Text.", keywords=["реки"], lang="ru"))
    assert ("Keywords", "Ключевые слова: реки") in russian


def test_the_running_head_tells_of_the_data_on_every_page(article):
    relations = {one.get("Id"): one for one in part(article, "word/_rels/document.xml.rels")}
    sections = list(part(article).iter(W + "sectPr"))
    for section in sections:
        (head,) = section.findall(W + "headerReference")
        target = relations[head.get(OFFICE + "id")].get("Target")
        assert said(part(article, f"word/{target}")) == "Made from <invented> data"
        (foot,) = section.findall(W + "footerReference")
        assert "PAGE" in "".join(
            part(article, f"word/{relations[foot.get(OFFICE + 'id')].get('Target')}").itertext()
        )
    assert sections


def test_a_numbered_equation_has_its_number_at_the_margin(article):
    (line,) = [text for style, text in paragraphs(article) if style == "Equation"]
    assert line == "\tx=1\t(1)"
    (style,) = part(article, "word/styles.xml").xpath("//*[local-name()='style'][@*[.='Equation']]")
    tabs = {one.get(W + "val"): int(one.get(W + "pos")) for one in style.iter(W + "tab")}
    section = part(article).find(f".//{W}body/{W}sectPr")
    paper, margins = section.find(W + "pgSz"), section.find(W + "pgMar")
    room = int(paper.get(W + "w")) - int(margins.get(W + "left")) - int(margins.get(W + "right"))
    assert tabs == {"center": room // 2, "right": room}
    marks = {one.get(W + "name"): one.getparent() for one in part(article).iter(W + "bookmarkStart")}
    assert said(marks["eq-one"]) == line
    assert ("Equation 1", "eq-one") in [
        (said(one).replace("\u00a0", " "), one.get(W + "anchor"))
        for one in part(article).iter(W + "hyperlink")
    ]


def test_a_hyphen_before_a_number_is_a_minus_and_any_other_stays(article):
    (text,) = [text for _, text in paragraphs(article) if text.startswith("It fell")]
    assert text == "It fell by −5.83, from −4,213.41 (−7 to −3) in Serpin-2050, 2019-2023; -1, −2."


def test_a_picture_has_its_alternative_text_where_word_reads_it(article):
    (picture,) = part(article).iter(WP + "docPr")
    assert (picture.get("descr"), picture.get("title")) == ("Two regions", "")
    assert "north.png" not in etree.tostring(part(article)).decode()


def test_no_line_is_stretched(article):
    assert not part(article, "word/styles.xml").xpath("//*[local-name()='jc'][@*='both']")


def test_properties_stand_in_the_order_that_word_asks_for(article, tmp_path):
    table = "| A | B |\n|---|--:|\n| 1 | 2 |\n\n: T {#tbl-a}\n\n::: {.callout-note}\nText.\n:::\n"
    assert wrong_order(article) == wrong_order(rendered(tmp_path, table)) == []


def test_columns_leave_words_and_what_no_space_may_part_whole(tmp_path):
    body = (
        "| What | *p*,\u00a0randomization | Estimate |\n|---|--:|--:|\n"
        + "| Moves from hosts to senders, in log points of their flow | 0.042 | [−7.10,\u00a04.20] |\n"
        + ": T {#tbl-a}\n"
    )
    columns = [int(one.get(W + "w")) for one in part(rendered(tmp_path, body)).iter(W + "gridCol")]
    assert sum(columns) <= 9072 + 220
    # 7.33 and 5.23 em in the font metrics of Times Bold and Times, at 11 points, and the margins of a cell
    assert columns[1] >= 180 + 7.33 * 11 * 20 and columns[2] >= 180 + 5.23 * 11 * 20
    assert columns[0] > 4000  # what is left goes to the text that needs it


def docx_of_pandoc(native: str, *filters: Path) -> bytes:
    """What pandoc makes of a document in its own notation."""
    words = [word for one in filters for word in ("--lua-filter", str(one))]
    call = pandoc.command("--from", "native", "--to", "docx", "--output", "-", *words)
    return subprocess.run(
        call, input=native.encode(), cwd=NORTH.parent, capture_output=True, check=True
    ).stdout


def test_a_drawing_stands_beside_its_pixels_and_their_paths_are_gone():
    picture = 'Para [ Image ( "", [], [] ) [ Str "Two", Space, Str "regions" ] ( "north.png", "" ) ]'
    docx, _ = word.finished(docx_of_pandoc(f"[ {picture} ]"), {"north.png": SVG}.get)
    (blip,) = part(docx).iter(SVG_BLIP)
    relations = {one.get("Id"): one.get("Target") for one in part(docx, "word/_rels/document.xml.rels")}
    with zipfile.ZipFile(io.BytesIO(docx)) as packed:
        assert packed.read("word/" + relations[blip.get(OFFICE + "embed")]) == SVG
        (pixels,) = [one.get(OFFICE + "embed") for one in part(docx).xpath("//*[local-name()='blip']")]
        assert packed.read("word/" + relations[pixels]) == NORTH.read_bytes()
    kinds = {one.get("Extension"): one.get("ContentType") for one in part(docx, "[Content_Types].xml")}
    assert kinds["svg"] == "image/svg+xml"
    assert [one.get("descr") for one in part(docx).xpath("//*[@descr]")] == ["Two regions"] * 2


def test_a_picture_without_a_drawing_stays_as_it_is():
    plain = docx_of_pandoc('[ Para [ Image ( "", [], [] ) [] ( "north.png", "" ) ] ]')
    docx, _ = word.finished(plain, {}.get)
    assert list(part(docx).iter(SVG_BLIP)) == []
    assert not [one for one in part(docx, "[Content_Types].xml") if one.get("Extension") == "svg"]


@pytest.fixture(scope="module")
def quarto() -> bytes:
    """The Word file of what genuine Quarto 1.10.18 hands to pandoc (quarto_word.native), finished."""
    native = (HERE / "quarto_word.native").read_text("utf-8")
    return word.finished(docx_of_pandoc(native, QUARTO_FILTER, FILTER), {}.get)[0]


def test_quarto_s_floats_and_callouts_take_the_form_of_press_s(quarto, tmp_path):
    press = rendered(tmp_path, LIKE_QUARTO)
    assert paragraphs(quarto) == paragraphs(press)[1:]  # there is no title in what pandoc was given
    assert ("ImageCaption", "Figure\u00a01: Cap x") in paragraphs(quarto)
    assert ("TableCaption", "Table\u00a01: Results") in paragraphs(quarto)
    assert ("Note", "Note. Small print.") in paragraphs(quarto)
    looks = [
        [etree.tostring(one, method="c14n") for one in part(docx).iter(W + "tblPr", W + "tblGrid")]
        for docx in (quarto, press)
    ]
    assert looks[0] == looks[1]


def test_quarto_s_file_names_no_folder_of_the_machine_and_keeps_its_alternative_texts(quarto):
    described = [one.get("descr") for one in part(quarto).xpath("//*[@descr]")]
    assert described == ["Two regions"] * 2
    with zipfile.ZipFile(io.BytesIO(quarto)) as packed:
        assert not [name for name in packed.namelist() if b"formats/docx" in packed.read(name)]
    assert wrong_order(quarto) == []


@pytest.mark.long
@pytest.mark.skipif(shutil.which("quarto") is None, reason="genuine Quarto is not installed")
def test_genuine_quarto_and_press_write_the_same_file(tmp_path):
    front = {
        "title": "A title",
        "author": PEOPLE,
        "abstract": "We count.",
        "keywords": ["in situ"],
        "number-sections": True,
        "filters": [{"path": one, "at": "post-render"} for one in ("quarto_word.lua", "word.lua")],
        "format": {"docx": {"reference-doc": "template.docx"}},
    }
    text = f"---\n{json.dumps(front)}\n---\n{LIKE_QUARTO}"
    for folder in ("quarto", "press"):
        (tmp_path / folder).mkdir()
        for file in (FILTER, QUARTO_FILTER, QUARTO_FILTER.with_name("writer_docx.lua"), NORTH):
            shutil.copy(file, tmp_path / folder)
        (tmp_path / folder / "template.docx").write_bytes(word.template("A head"))
    (tmp_path / "quarto" / "index.qmd").write_text(text)
    subprocess.run(
        ["quarto", "render", "index.qmd"], cwd=tmp_path / "quarto", capture_output=True, check=True
    )
    made, _ = word.finished((tmp_path / "quarto" / "index.docx").read_bytes(), {}.get)
    stated = {name: value for name, value in front.items() if name not in ("filters", "format", "title")}
    press = rendered(tmp_path / "press", LIKE_QUARTO, **stated)
    assert paragraphs(made) == paragraphs(press)
    assert [said(one) for one in part(made, "word/header.xml").iter(W + "p")] == ["A head"]
    assert wrong_order(made) == []


def test_filters_find_people_by_quarto_s_names(tmp_path):
    (tmp_path / "look.lua").write_text(
        "function Pandoc(doc)\n"
        "  local one = doc.meta['by-author'][1]\n"
        "  local place = one.affiliations[1]\n"
        "  local found = { one.name.literal, one.email, place.name, place.city }\n"
        "  for i, value in ipairs(found) do found[i] = pandoc.utils.stringify(value) end\n"
        "  doc.blocks:insert(pandoc.Para(pandoc.Str(pandoc.json.encode(found))))\n"
        "  return doc\nend\n"
    )
    page = tmp_path / "index.docx"
    document = executed(tmp_path, "Text.", author=PEOPLE, filters=[{"path": "look.lua", "at": "post-render"}])
    convert(document, "docx", page)
    found = json.loads(paragraphs(page)[-1][1])
    assert found == ["Ana Kim", "a.kim@example.org", "Institute of Rivers", "Almaty"]
