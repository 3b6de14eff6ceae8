"""The title page of the PDF says of the edition what is known, and nothing where nothing is."""

import dataclasses
import datetime
import shutil
from pathlib import Path

import pdfplumber
import yaml

from press.base.checkout import Version
from press.base.edition import Author, Work, read_work
from press.base.paths import ROOT
from press.render.convert import convert
from press.render.document import Project
from press.web.prepared import title_page_typst
from tests.press.render.pages import executed

VERSION = Version("0123456789abcdef0123456789abcdef01234567", "2026-03-09T23:10:00+05:00")
PARTIALS = yaml.safe_load((ROOT / "_quarto.yml").read_text("utf-8"))["format"]["typst"]["template-partials"]
AUTHORS = [
    {"name": "Ann Lee", "email": "ann@example.org", "affiliations": [{"name": "One Institute"}]},
    {
        "name": "Bo Ray",
        "email": "bo@example.org",
        "corresponding": True,
        "affiliations": [{"name": "Another Institute"}],
    },
]
TRANSLATION = "::: {#abstract-ru lang=ru}\nПеревод.\n:::\n\n"
BODY = f"{TRANSLATION}The answer.\n\n# One\n\nThe text.\n"


def work(**changes) -> Work:
    return dataclasses.replace(read_work(ROOT, VERSION), **changes)


def pages(folder: Path, edition: Work, body: str = BODY, **metadata) -> list[str]:
    """The pages of a PDF in the theme of this paper."""
    for name in PARTIALS:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "title-page.typ").write_text(title_page_typst(edition, ["ru"]), encoding="utf-8")
    options = {
        "template-partials": PARTIALS,
        "include-in-header": "title-page.typ",
        "citeproc": True,
        **metadata,
    }
    project = Project(root=folder, type="default", output_dir=folder)
    convert(executed(folder, body, project, formats={"typst": options}), "typst", folder / "index.pdf")
    with pdfplumber.open(folder / "index.pdf") as document:
        return [page.extract_text() for page in document.pages]


def test_a_title_page_has_what_a_working_paper_s_has(tmp_path):
    edition = work(jel=("J61", "O15"), site="https://example.org/paper")
    title, *_ = pages(
        tmp_path, edition, author=AUTHORS, abstract="In short.", keywords=["one word", "another"]
    )
    for text in (
        "Ann Lee",
        "Another Institute",
        f"9 March 2026 · Version {edition.version}",
        "Abstract In short.",
        "Keywords: one word, another",
        "JEL codes: J61, O15",
        "Corresponding author: Bo Ray, bo@example.org",
        "Licence of the text: CC BY 4.0",
        "Online edition: https://example.org/paper",
    ):
        assert text in title, text


def test_what_nobody_gave_is_not_named(tmp_path):
    (text,) = pages(tmp_path, work(site="", jel=(), date=None), "# One\n\nThe text.\n", author=AUTHORS[:1])
    for word in ("JEL", "Online", "Corresponding", "Keywords", "Abstract", "·  Version", "none"):
        assert word not in text, word


def test_abstracts_in_other_languages_have_a_page_of_their_own_and_the_text_goes_on_before_it(tmp_path):
    title, translated, *_ = pages(tmp_path, work(), author=AUTHORS, abstract="In short.")
    assert "The text." in title and "Перевод" not in title
    assert "Перевод." in translated and "The" not in translated


def test_a_page_without_authors_names_the_makers_and_answers_before_its_contents(tmp_path):
    edition = work(editors=(Author("Eve", "Edit"),))
    title = " ".join(pages(tmp_path, edition, toc=True)[0].split())
    assert "Eve Edit" in title and "a study by" in title and edition.authors[0].name in title
    assert title.index("The answer.") < title.index("Table of contents") < title.index("The text.")
    assert datetime.date(2026, 3, 9).strftime("%B %Y") in title


def test_kazakhstan_is_not_parted(tmp_path):
    lines = "\n\n".join(f"{'x' * length} Kazakhstan and more words for the line." for length in range(40, 90))
    text = "\n".join(pages(tmp_path, work(), lines))
    assert text.count("Kazakhstan and") + text.count("Kazakhstan\n") == 50


def test_no_figure_or_table_stands_above_the_title(tmp_path):
    table = "Before.\n\n::: {#tbl-a}\n| a | b |\n|:--|--:|\n| x | 1 |\n\n: A table\n:::\n\nBehind.\n"
    front = {"title": "A Short Paper", "author": AUTHORS[:1], "abstract": "In short."}
    themed = pages(tmp_path, work(), table, **front)[0]
    project = Project(root=tmp_path, type="default", output_dir=tmp_path)
    plain = executed(tmp_path, table, project, formats={"typst": front})
    convert(plain, "typst", tmp_path / "plain.pdf")
    with pdfplumber.open(tmp_path / "plain.pdf") as document:
        texts = themed, document.pages[0].extract_text()
    for text in texts:
        places = [
            text.index(words) for words in ("A Short Paper", "Ann Lee", "In short.", "A table", "Before.")
        ]
        assert places == sorted(places), text
