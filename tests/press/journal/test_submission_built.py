"""`make submission` in a clean copy.

Complete, the same to the byte when made again, and its twin without a trace of the authors.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile

import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from press.base.checkout import current_version
from press.journal import author_traces, references, word
from press.proof.publish_check.machine import unpacked
from press.render.word_tables import W
from tests.copies import Copy, copy_project
from tests.repositories import SECONDS, commit_all

pytestmark = pytest.mark.long

NAMES = (
    "akhmetova",
    "davletbayeva",
    "ismailova",
    "torebekova",
    "gulnaz",
    "zhuldyz",
    "rymkul",
    "zulfiya",
    "apa.kz",
    "astanait",
    "zulfiya1978",
    "academyofpublicadministration",
    "astanaituniversity",
    "centerforresearchandevaluation",
    "preventingbraindrain",
    "economicfactorsofinternalmigration",
)
"""What the twin must not hold: people, addresses, employers, and words of the works that they wrote."""


def make(copy: Copy) -> dict[str, bytes]:
    done = copy.make("submission")
    assert done.returncode == 0, done.stderr
    folder = copy.root / "_submission"
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    copy = copy_project(tmp_path_factory.mktemp("submission") / "project")
    commit_all(copy.root)
    return copy


@pytest.fixture(scope="module")
def made(copy: Copy) -> dict[str, bytes]:
    return make(copy)


def document(docx: bytes, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return etree.fromstring(archive.read(name))


def pdf_text(pdf: bytes) -> str:
    read = pypdfium2.PdfDocument(pdf)
    pages = "".join(page.get_textpage().get_text_bounded() for page in read)
    return pages.replace("\ufffe", "") + " ".join(read.get_metadata_dict().values())


def everything(files: dict[str, bytes]) -> str:
    """All that the files hold, unpacked, and the text that PDFs show; letters and signs alone."""
    parts = []
    for name, content in files.items():
        for _, inner in unpacked(name, content):
            parts += [inner.decode(code, errors="ignore") for code in ("utf-8", "utf-16-le", "utf-16-be")]
            if inner.startswith(b"%PDF"):
                parts.append(pdf_text(inner))
    return author_traces.squeezed("".join([*files, *parts]))


def test_the_twin_holds_no_trace_of_the_authors(made: dict[str, bytes], copy: Copy):
    commit = current_version(copy.root).commit
    twin = everything({name: content for name, content in made.items() if name.startswith("anonymous")})
    assert [word for word in (*NAMES, commit[:12], str(copy.root).casefold()) if word in twin] == []


def test_the_named_manuscript_holds_what_the_twin_must_not(made: dict[str, bytes]):
    named = everything({name: content for name, content in made.items() if not name.startswith("anonymous")})
    assert [word for word in NAMES if word not in named] == []
    for name in ("manuscript.docx", "manuscript.pdf"):
        assert "torebekova" in everything({name: made[name]})


def test_the_twin_cites_the_authors_works_as_author_and_year(made: dict[str, bytes]):
    text = word.text_of(document(made["anonymous/manuscript.docx"]))
    assert "Author, 2020" in text and "Author. (2020)." in text and "Author. (2024)." in text
    assert (
        "Author" in made["anonymous/references.bib"].decode()
        and "AU  - Author\r\n" in made["anonymous/references.ris"].decode()
    )


def test_the_archive_holds_the_twin(made: dict[str, bytes]):
    with zipfile.ZipFile(io.BytesIO(made["anonymous.zip"])) as archive:
        packed = {f"anonymous/{name}": archive.read(name) for name in archive.namelist()}
    assert packed == {name: content for name, content in made.items() if name.startswith("anonymous/")}


def test_word_has_a_title_a_language_descriptions_equations_and_references_by_field(made: dict[str, bytes]):
    body = document(made["manuscript.docx"])
    core = etree.tostring(document(made["manuscript.docx"], "docProps/core.xml")).decode()
    assert "Education as an Economic Instrument" in core and "<dc:language>en" in core
    assert all(len(picture.get("descr")) > 50 for picture in body.iter("{*}docPr"))
    assert len(list(body.iter("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"))) > 10
    codes = [code.text.split() for code in body.iter(W + "instrText")]
    marks = {mark.get(W + "name") for mark in body.iter(W + "bookmarkStart")}
    assert sum(code[0] == "SEQ" for code in codes) == 9
    assert {code[1] for code in codes if code[0] == "REF"} <= marks and sum(
        code[0] == "REF" for code in codes
    ) > 10


def test_figures_are_files_of_their_own_in_three_forms(made: dict[str, bytes]):
    for number in range(1, 6):
        assert pdf_text(made[f"figures/figure-{number}.pdf"]) is not None
        assert etree.fromstring(made[f"figures/figure-{number}.svg"]).tag.endswith("svg")
        image = Image.open(io.BytesIO(made[f"figures/figure-{number}.tiff"]))
        assert image.format == "TIFF" and image.mode == "RGB" and image.info["dpi"] == (600, 600)
        assert image.width > 6 * 600
    assert "figures/figure-6.pdf" not in made


def test_tables_are_files_of_their_own_with_the_cells_of_the_manuscript(made: dict[str, bytes]):
    tables = [
        table
        for table in document(made["manuscript.docx"]).iter(W + "tbl")
        if table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    ]
    assert len(tables) == 4
    for number, table in enumerate(tables, 1):
        alone = document(made[f"tables/table-{number}.docx"])
        assert word.text_of(alone).startswith(f"Table\u00a0{number}:")
        rows = list(csv.reader(io.StringIO(made[f"tables/table-{number}.csv"].decode())))
        assert len(rows) == len(table.findall(W + "tr")) and len({len(row) for row in rows}) == 1
        assert word.text_of(next(alone.iter(W + "tbl"))) == word.text_of(table)


def test_references_are_the_cited_ones_in_both_forms(made: dict[str, bytes]):
    works = references.read_references(made["references.bib"].decode())
    listed = [
        part
        for part in document(made["manuscript.docx"]).iter(W + "p")
        if word.style_of(part) == "Bibliography"
    ]
    assert (
        len(works) == len(listed) == len(re.findall(r"^TY  - ", made["references.ris"].decode(), re.M)) > 50
    )


def test_jats_names_figures_that_lie_beside_it(made: dict[str, bytes]):
    article = etree.fromstring(made["jats/article.xml"])
    pictures = {
        graphic.get("{http://www.w3.org/1999/xlink}href") for graphic in article.iter("graphic", "{*}graphic")
    }
    assert pictures and {f"jats/{name}" for name in pictures} <= set(made)


def test_a_second_run_gives_the_same_bytes(made: dict[str, bytes], copy: Copy):
    again = make(copy)
    assert [name for name in made.keys() | again.keys() if made.get(name) != again.get(name)] == []


def test_exhibits_can_stand_at_the_end(made: dict[str, bytes], copy: Copy):
    settings = copy.root / "paper" / "submission.yml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace("exhibits: place", "exhibits: end"), encoding="utf-8"
    )
    moved = make(copy)
    styles = [word.style_of(part) for part in document(moved["manuscript.docx"]).iter(W + "p")]
    last = len(styles) - styles[::-1].index("Bibliography")
    assert styles[last:].count("TableCaption") == 4 and styles[last:].count("ImageCaption") == 5
    assert "[Table\u00a02 about here]" in word.text_of(document(moved["manuscript.docx"]))
    assert (
        moved["tables/table-2.csv"] == made["tables/table-2.csv"]
        and moved["figures/figure-1.svg"] == made["figures/figure-1.svg"]
    )
    assert "about here" in pdf_text(moved["manuscript.pdf"])


# Planted traces ------------------------------------------------------------------------------------

GRANT = "AP19679999"
PLANTED_NAMES = (
    "ахметов",
    "давлетбаев",
    "дәулетбаев",
    "axmetov",
    "dauletbayev",
    "sadykova",
    "садыков",
    GRANT.casefold(),
    "исмаилов",
)
"""What was planted of the authors, the grant and those who are thanked."""
CASE = """
@article{vestnik2018,
  author = {Ахметова, Гульназ},
  title = {Образовательные гранты и миграция},
  journaltitle = {Вестник},
  date = {2018}
}

@article{ivanov2017ru,
  author = {Иванов, Иван},
  title = {О миграции},
  journaltitle = {Вестник},
  date = {2017}
}
"""


def change(file, *pairs: tuple[str, str]) -> None:
    text = file.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    file.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The submission of an article that tells everywhere who wrote it."""
    copy = copy_project(tmp_path_factory.mktemp("submission") / "planted")
    paper = copy.root / "paper"
    with (paper / "references.bib").open("a", encoding="utf-8") as file:
        file.write(CASE)
    change(
        paper / "abstracts.yml",
        ("Юг Казахстана", "Г. Н. Ахметова показала: юг Казахстана"),
        ("внутренняя миграция,", "внутренняя миграция по Давлетбаевой,"),
        ("Қазақстанның оңтүстігі", "Ж. Дәулетбаеваның айтуынша, Қазақстанның оңтүстігі"),
    )
    change(
        paper / "index.qmd",
        ("  The south of Kazakhstan", "  Axmetova holds: the south of Kazakhstan"),
        ("[internal migration,", "[migration after Dauletbayeva,"),
        (
            "# Introduction",
            (
                "# Funding {.unnumbered}\n\nWe thank Aigerim Sadykova. This research was funded by the\n"
                "Science Fund (grant AP 19679999). R. Ismailova and Г. Ахметова [@vestnik2018; "
                "@ivanov2017ru] drew it.\n\n# Introduction"
            ),
        ),
    )
    change(
        paper / "edition.yml",
        ('acknowledgements: ""', 'acknowledgements: "We thank Aigerim Sadykova."'),
        ('funding: ""', f'funding: "Funded by the Science Fund, Grant No. {GRANT}."'),
    )
    commit_all(copy.root)
    return make(copy)


def test_names_in_every_script_funding_and_thanks_are_in_no_part_of_the_twin(planted: dict[str, bytes]):
    twin = everything({name: content for name, content in planted.items() if name.startswith("anonymous")})
    named = everything(
        {name: content for name, content in planted.items() if not name.startswith("anonymous")}
    )
    assert [word for word in (*NAMES, *PLANTED_NAMES) if word in twin] == []
    assert [word for word in PLANTED_NAMES[:5] if word not in named] == [] and GRANT.casefold() in named
    assert "withheldforanonymousreview" in twin and "автор" in twin


def test_the_first_work_of_the_case_is_withheld_and_the_second_stays(planted: dict[str, bytes]):
    text = word.text_of(document(planted["anonymous/manuscript.docx"]))
    assert "Author, 2018" in text and "Иванов, 2017" in text and "Образовательные гранты" not in text
    assert (
        "vestnik2018" not in planted["anonymous/references.bib"].decode()
        and "Иванов" in planted["anonymous/references.ris"].decode()
    )


def test_the_twin_tells_the_day_and_not_the_second(made: dict[str, bytes], planted: dict[str, bytes]):
    for files in (made, planted):
        twin = everything({name: content for name, content in files.items() if name.startswith("anonymous")})
        assert [
            form for form in ("03:04:05", "20260102030405", "20260102t030405", str(SECONDS)) if form in twin
        ] == []
        core = etree.tostring(document(files["anonymous/manuscript.docx"], "docProps/core.xml")).decode()
        assert "2026-01-02T00:00:00Z" in core
        for name in (name for name in files if name.startswith("anonymous/") and name.endswith(".pdf")):
            about = pypdfium2.PdfDocument(files[name]).get_metadata_dict()
            assert {about["CreationDate"], about["ModDate"]} <= {"", "D:20260102000000Z"}, name
