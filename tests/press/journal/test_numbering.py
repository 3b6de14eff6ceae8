"""Figures and tables have the numbers of the manuscript in every file, whoever made them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from lxml import etree
from PIL import Image

from press.journal import exhibit_files, word
from press.journal.jats import body, pictures
from press.journal.numbering import Numbered, Picture, read_numbered
from press.render.convert import convert
from press.render.document import Executed, Line, Project

TEXT = """\
![A picture, *ours*](own.png){#fig-own fig-alt="Own picture"}

![Without a number](own.png){fig-alt="Nothing"}

| x |
|---|
| 0 |

: Without a number

::: {#fig-ours .cell fig-cap="Of the paper" fig-alt="Drawn by the paper"}
::: {.cell-output .cell-output-display}
![](a_files/figure/fig-ours-output-1.png){fig-alt="Drawn by the paper"}
:::
:::

| a | b |
|---|---|
| 1 | \u22122 |

: Typed {#tbl-typed}

::: {#fig-pair layout-ncol=2}
![North](own.png){#fig-north fig-alt="Of the north"}

![South](own.png){#fig-south}

Both sides
:::

::: {#tbl-picture}
![](own.png){fig-alt="A table as a picture"}

As a picture
:::

::: {#tbl-both layout-ncol=2}
| e |
|---|
| 5 |

: First {#tbl-first}

| f |
|---|
| 6 |

: Second {#tbl-second}

Two tables
:::

::: {.callout-note}
| g |
|---|
| 7 |

: In a box {#tbl-box}
:::

See @fig-pair, @fig-south, @tbl-both and @tbl-box.
"""
NUMBERS = [
    ("figure", 1, "fig-own", ["figure-1"]),
    ("figure", 2, "fig-ours", ["figure-2"]),
    ("table", 1, "tbl-typed", []),
    ("figure", 3, "fig-pair", ["figure-3a", "figure-3b"]),
    ("table", 2, "tbl-picture", ["table-2"]),
    ("table", 3, "tbl-both", []),
    ("table", 4, "tbl-box", []),
]
"""What the text above says, counted by hand."""


@pytest.fixture(scope="module")
def article(tmp_path_factory: pytest.TempPathFactory) -> Executed:
    folder = tmp_path_factory.mktemp("numbering")
    drawn = folder / "files" / "a_files" / "figure"
    drawn.mkdir(parents=True)
    dots = Image.new("RGBA", (30, 20), (255, 0, 0, 128))
    dots.save(folder / "own.png", dpi=(200, 200))
    dots.save(drawn / "fig-ours-output-1.png")
    (drawn / "fig-ours-output-1.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="72pt" height="36pt" viewBox="0 0 72 36">'
        '<rect width="72" height="36" fill="#00ff00"/></svg>'
    )
    source = folder / "a.qmd"
    source.write_text(TEXT)
    lines = tuple(Line(text, source, number) for number, text in enumerate(TEXT.split("\n"), 1))
    return Executed(
        source,
        Project(folder, "default", folder),
        {"title": "A"},
        {"docx": {}, "jats": {}},
        {"docx": lines, "jats": lines},
        folder / "files",
        lines,
    )


@pytest.fixture(scope="module")
def manuscript(article: Executed, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    file = tmp_path_factory.mktemp("word") / "a.docx"
    convert(article, "docx", file)
    return word.finish(file.read_bytes(), numbered=True)


def test_numbers_are_those_of_the_manuscript(article: Executed, manuscript: bytes):
    found = read_numbered(article)
    assert [(one.kind, one.number, one.label, [name for name, _ in one.names()]) for one in found] == NUMBERS
    for kind, style in (("figure", "ImageCaption"), ("table", "TableCaption")):
        captions = word.numbered_captions(word.body_of(manuscript), style)
        said = [word.text_of(one).partition(":") for one in captions.values()]
        assert [(before.replace("\u00a0", " "), after.strip()) for before, _, after in said] == [
            (f"{kind.capitalize()} {one.number}", one.caption) for one in found if one.kind == kind
        ]


def test_the_authors_own_pictures_are_files_by_their_numbers(article: Executed, tmp_path: Path):
    exhibit_files.write_figures(tmp_path, read_numbered(article), SimpleNamespace(exhibits={}), article)
    names = ("figure-1", "figure-2", "figure-3a", "figure-3b", "table-2")
    endings = {name: ("pdf", "svg" if name == "figure-2" else "png", "tiff") for name in names}
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        "alternative-texts.txt",
        *(f"{name}.{ending}" for name in names for ending in endings[name]),
    ]
    own, drawn = (Image.open(tmp_path / f"figure-{number}.tiff") for number in (1, 2))
    assert own.size == (30, 20) and round(own.info["dpi"][0]) == 200 and own.mode == "RGB"
    assert drawn.size == (600, 300) and drawn.info["dpi"] == (600, 600)
    assert drawn.getpixel((300, 150)) == (0, 255, 0) and own.getpixel((1, 1))[0] == 255
    assert (tmp_path / "figure-2.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "alternative-texts.txt").read_text() == (
        "Figure 1\nOwn picture\n\nFigure 2\nDrawn by the paper\n\nFigure 3a\nOf the north\n\n"
        "Figure 3b\nBoth sides\n\nTable 2\nA table as a picture\n"
    )


def test_the_twin_has_the_numbers_of_its_own_manuscript(tmp_path: Path):
    def figure(number: int, label: str) -> Numbered:
        return Numbered("figure", number, label, "", (Picture(Path("a.png"), f"Of {label}"),))

    (tmp_path / "named").mkdir()
    for number in (1, 2):
        (tmp_path / "named" / f"figure-{number}.pdf").write_text(f"{number}")
    hiding = SimpleNamespace(hide_in_text=lambda text, name: text.replace("fig-b", "B"))
    exhibit_files.copy_figures(
        tmp_path / "named",
        tmp_path / "figures",
        [figure(1, "fig-a"), figure(2, "fig-b")],
        [figure(1, "fig-b")],
        hiding,
    )
    assert (tmp_path / "figures" / "figure-1.pdf").read_text() == "2"
    assert (tmp_path / "figures" / "alternative-texts.txt").read_text() == "Figure 1\nOf B\n"


def test_tables_are_files_by_their_numbers(manuscript: bytes, tmp_path: Path):
    assert exhibit_files.write_tables(tmp_path, manuscript) == 4
    assert sorted(file.name for file in tmp_path.iterdir()) == [
        *("table-1.csv", "table-1.docx", "table-3.docx", "table-3a.csv", "table-3b.csv"),
        *("table-4.csv", "table-4.docx"),
    ]
    texts = {
        name: word.text_of(word.body_of((tmp_path / name).read_bytes()))
        for name in ("table-1.docx", "table-4.docx")
    }
    assert texts["table-1.docx"] == "Table\u00a01: Typedab1\u22122"
    assert texts["table-4.docx"] == "Table\u00a04: In a boxg7"
    assert (tmp_path / "table-1.csv").read_bytes() == b"a,b\r\n1,-2\r\n"
    assert (tmp_path / "table-3b.csv").read_bytes() == b"f\r\n6\r\n"


def test_jats_names_pictures_by_the_same_numbers(article: Executed, tmp_path: Path):
    convert(article, "jats", tmp_path / "a.xml")
    tree = etree.parse(tmp_path / "a.xml", etree.XMLParser(remove_comments=True)).getroot()
    body.rearrange_body(tree)
    assert list(pictures.name_by_numbers(tree)) == [
        *("figure-1.png", "picture-1.png", "figure-2.png", "figure-3a.png", "figure-3b.png", "table-2.png"),
    ]
    labels = [(one.tag, one.getparent().get("id")) for one in tree.iter("label")]
    assert [place for _, place in labels] == [
        *("fig-own", "fig-ours", "tbl-typed", "fig-pair", "fig-north", "fig-south", "tbl-picture"),
        *("tbl-both", "tbl-first", "tbl-second", "tbl-box"),
    ]
    assert [one.text.replace("\u00a0", " ") for one in tree.iter("label")] == [
        *("Figure 1", "Figure 2", "Table 1", "Figure 3", "(a)", "(b)", "Table 2", "Table 3", "(a)", "(b)"),
        "Table 4",
    ]
    kinds = {one.getparent().get("id"): one.getparent().tag for one in tree.iter("label")}
    assert kinds["fig-pair"] == "fig-group" and kinds["tbl-both"] == "table-wrap-group"
    assert kinds["tbl-picture"] == kinds["tbl-first"] == "table-wrap"
