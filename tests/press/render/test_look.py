"""What a reader sees: small print, signs, whole words, callouts, page numbers, fonts, pages on a phone."""

import zipfile
from pathlib import Path

import pdfplumber
import pytest
from lxml import etree, html

from tests.press.render.pages import made

PICTURE = (Path(__file__).parent / "contract" / "fixtures" / "d2-subfigures" / "north.png").read_bytes()
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = """
| Variable       | Estimate | Std. Error | t-Statistic | p-Value | 95% CI (Min) | 95% CI (Max) |
|----------------|---------:|-----------:|------------:|--------:|-------------:|-------------:|
| Program × Post |     0.79 |       3.36 |        0.24 |   0.814 |        -5.83 |         7.42 |

: Results {#tbl-x}

::: {.table-note}
*Note.* Small print.
:::

Then the text goes on.
"""


def words(pdf: Path) -> list[dict]:
    with pdfplumber.open(pdf) as document:
        return [word for page in document.pages for word in page.extract_words(extra_attrs=["size"])]


def part(docx: Path, name: str) -> etree._Element:
    with zipfile.ZipFile(docx) as packed:
        return etree.fromstring(packed.read(name))


def test_a_note_stands_close_below_its_table_in_small_print(tmp_path):
    found = {word["text"]: word for word in words(made(tmp_path, "typst", TABLE))}
    note, row, text = found["Small"], found["Program"], found["Then"]
    assert note["size"] == pytest.approx(0.85 * text["size"], abs=0.01)
    assert note["top"] - row["bottom"] < text["top"] - note["bottom"]


def test_a_note_has_a_style_in_word_and_a_class_in_html(tmp_path):
    document = part(made(tmp_path, "docx", TABLE), "word/document.xml")
    styles = {
        "".join(paragraph.itertext()): paragraph.xpath("string(.//*[local-name()='pStyle']/@*)")
        for paragraph in document.iter(W + "p")
    }
    assert styles["Note. Small print."] == "Note"
    assert (
        html.parse(str(made(tmp_path, "html", TABLE))).xpath("string(//div[@class='table-note'])").strip()
        == "Note. Small print."
    )


def test_a_hyphen_before_a_number_is_a_minus_in_the_pdf_and_any_other_stays(tmp_path):
    body = (
        "It is -5.83 (-4213.41 to [-7]{.num}), [-3, 4] in **Serpin**-2050, Serpin-2050, 2019-2023 and `-1`; "
        "see <https://example.org/(-5)>."
    )
    text = "".join(word["text"] for word in words(made(tmp_path, "typst", body)))
    printed = (
        "It is −5.83 (−4213.41 to −7), [−3, 4] in Serpin-2050, Serpin-2050, 2019-2023 and -1; "
        "see https://example.org/(-5)."
    )
    assert printed.replace(" ", "") in text


@pytest.mark.parametrize("word", ["p-value", "*p*-value", "(p-value)"])
def test_a_word_does_not_break_behind_its_first_letter(tmp_path, word):
    body = "\n\n".join(
        f"{'x' * length} {word} of some words that fill up the line and go on for a while"
        for length in range(60, 90)
    )
    found = [found["text"].strip("()") for found in words(made(tmp_path, "typst", body))]
    assert sum(text.endswith("-value") and len(text) == len("p-value") for text in found) == 30


def test_an_address_breaks_behind_a_slash_only(tmp_path):
    address = "https://doi.org/10.1257/jep.23.3.3"
    body = "\n\n".join(f"{'x' * length} <{address}>" for length in range(50, 90))
    pieces = {
        word["text"]
        for word in words(made(tmp_path, "typst", body))
        if not word["text"].startswith(("x", "A", "title"))
    }
    pieces -= {str(page) for page in range(10)}
    assert address in pieces and len(pieces) > 1
    assert (
        all(piece.endswith("/") or address.endswith(piece) for piece in pieces) and "https://" not in pieces
    )


def test_word_numbers_its_pages_and_tells_callouts_apart(tmp_path):
    docx = made(tmp_path, "docx", "::: {.callout-important}\nOne.\n:::\n\n::: {.callout-note}\nTwo.\n:::\n")
    assert "PAGE" in "".join(part(docx, "word/footer.xml").itertext())
    footer = part(docx, "word/document.xml").find(f".//{W}footerReference").values()
    relations = {
        relation.get("Id"): relation.get("Target") for relation in part(docx, "word/_rels/document.xml.rels")
    }
    assert [relations[value] for value in footer if value in relations] == ["footer.xml"]
    assert "/word/footer.xml" in {entry.get("PartName") for entry in part(docx, "[Content_Types].xml")}
    tables = part(docx, "word/document.xml").findall(f".//{W}tbl")
    assert len({table.find(f".//{W}left").get(W + "color") for table in tables}) == 2
    assert tables[0].getnext().tag == W + "p"  # tables that touch are one table to Word


def test_short_cells_stay_on_one_line_in_word(tmp_path):
    columns = part(made(tmp_path, "docx", TABLE), "word/document.xml").findall(f".//{W}gridCol")
    widths = [int(column.get(W + "w")) for column in columns]
    assert widths[0] >= 105 * len("Program × Post") + 180  # a letter in 9.5 points, and the cell's margins
    assert sum(widths) <= 9072 + 220


def test_pages_bring_their_fonts_and_the_licence_of_these(tmp_path):
    style = made(tmp_path, "html", "Text.").parent / "index_files" / "libs" / "press"
    named = {piece.split('"')[1] for piece in (style / "press.css").read_text().split("src: url")[1:]}
    files = {f"fonts/{file.name}": file for file in (style / "fonts").iterdir()}
    assert set(files) == named | {"fonts/OFL.txt"}
    assert all(files[name].read_bytes()[:4] == b"wOF2" for name in named)


def test_pictures_scroll_by_keyboard_and_the_contents_fold(tmp_path):
    (tmp_path / "map.png").write_bytes(PICTURE)
    page = html.parse(
        str(made(tmp_path, "html", "## One\n\n![A map](map.png){#fig-map fig-alt='Two regions'}\n", toc=True))
    ).getroot()
    (box,) = page.xpath("//figure//img/ancestor::div[@class='picture-box']")
    assert (box.get("tabindex"), box.get("aria-label")) == ("0", "Figure 1")
    (folded,) = page.xpath("//nav[@id='TOC']/details")
    assert folded.get("open") is None and [link.get("href") for link in folded.iter("a")] == ["#one"]
