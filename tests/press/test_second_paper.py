"""A second paper, of half a page, goes through every command of press from a clean copy.

So press knows nothing of the first.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from press.base import project_files
from press.journal.word_back.match.matching import locate
from press.journal.word_back.source import sources
from press.journal.word_back.word_file import reading
from tests.copies import ROOT
from tests.press.render.test_preview import previewing
from tests.repositories import commit_all, tag

SOURCES = Path(__file__).parent / "second_paper"
SHARED = ("press/", "Makefile", "requirements/")
"""What every paper has of the machinery: copied beside its own files."""


def run(folder: Path, *words: str, status: int = 0) -> str:
    """Run a command of press there, as a user does, and return what it printed."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(
            ("MAKE", "MFLAGS", "PYTEST", "PANEL", "QUARTO", "ENGINE", "SOURCE_DATE_EPOCH", "PYTHON")
        )
    }
    command = [str(folder / ".venv" / "bin" / "python"), "-m", "press", *words]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The second paper with the machinery beside it, committed and built once."""
    folder = tmp_path_factory.mktemp("second") / "paper"
    shutil.copytree(SOURCES, folder)
    for name in (name for name in project_files.names() if name.startswith(SHARED)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / "README.md").write_text("# Shade and tomatoes\n")
    commit_all(folder)
    for command in ("codebook", "metadata", "file-list"):
        run(folder, command)
    commit_all(folder)
    run(folder, "file-list")
    commit_all(folder)
    tag(folder, "v1")
    run(folder, "render")
    return folder


def results(paper: Path) -> dict:
    return json.loads((paper / "_site" / "results.json").read_text())


@pytest.mark.long
def test_the_second_build_of_a_clean_copy_reuses_every_page(paper: Path, tmp_path: Path) -> None:
    made = shutil.ignore_patterns("_site", "_results", "_variables.yml", ".press", "__pycache__")
    shutil.copytree(paper, tmp_path / "copy", symlinks=True, ignore=made)
    first, second = (run(tmp_path / "copy", "render").splitlines() for _ in range(2))
    pages = [line.partition(" (unchanged)") for line in second if " -> " in line]
    assert len(pages) == 5 and all(unchanged for _, unchanged, _ in pages), second
    assert not any("(unchanged)" in line for line in first)


def test_its_pages_say_what_its_data_say(paper: Path) -> None:
    """The estimate follows from the twelve weights: 8210 / 6 less 9585 / 6 grams."""
    assert results(paper)["estimates"][0]["estimate"] == pytest.approx((8210 - 9585) / 6, abs=1e-9)
    page = (paper / "_site" / "paper" / "index.html").read_text()
    assert "Shade cost a plant" in page and "−229" in page and "924" in page
    for ending in ("pdf", "docx", "xml"):
        assert (paper / "_site" / "paper" / f"index.{ending}").stat().st_size > 4000


def test_p_is_the_share_of_assignments_that_differ_as_much(paper: Path) -> None:
    """Of 924 assignments only this one and its mirror image differ by as much.

    Every shaded plant bore less than every other.
    """
    assert results(paper)["estimates"][0]["p"] == pytest.approx(2 / 924, abs=1e-12)


def test_its_word_file_is_found_in_its_sources(paper: Path) -> None:
    def text_of(name: str) -> str | None:
        return (paper / name).read_text() if (paper / name).is_file() else None

    blocks = reading.read_file(paper / "_site" / "paper" / "index.docx", "index.docx").blocks
    found = locate(sources.read("paper/index.qmd", text_of), [block.text for block in blocks])
    lost = {block.style for block, match in zip(blocks, found, strict=True) if match is None}
    assert lost == {"author", "affiliation", "abstract title", "bibliography"}
    cells = [match.passage.made_by for match in found if match and match.passage.made_by]
    assert [cells.count(name) for name in ("cell tbl-yield", "cell fig-plants")] == [8, 1]
    chosen = [branch.name for match in found if match for _, branch in match.branches]
    assert chosen == ["shade: down", "shade: down"]


def test_each_number_leads_to_its_function_and_file(paper: Path) -> None:
    records = {
        record["key"]: record for record in json.loads((paper / "_site" / "provenance.json").read_text())
    }
    assert records["yield.shade.estimate"]["function"] == "study.yields.difference_in_means"
    assert [source["path"] for source in records["plants.count"]["sources"]] == ["data/plants.csv"]
    assert (paper / "_site" / "code" / "study" / "yields.py.html").is_file()


def test_nothing_of_the_first_paper_shows(paper: Path) -> None:
    for page in (paper / "_site").rglob("*.html"):
        text = page.read_text().casefold()
        assert not [word for word in ("serpin", "kazakh", "migration", "stand-in") if word in text], page


def test_its_numbers_are_checked(paper: Path) -> None:
    assert "Nothing to mend" in run(paper, "check-numbers")
    document = paper / "wrong.qmd"
    document.write_text("---\ntitle: A\n---\n\nShade changed the weight by 17 grams.\n")
    assert "17" in run(paper, "check-numbers", "wrong.qmd", status=1)
    document.unlink()


def test_its_site_can_be_published(paper: Path) -> None:
    assert "to mend" not in run(paper, "publish-check").replace("Nothing to mend", "")


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("quarto"), reason="genuine Quarto is not installed")
def test_its_formats_agree_as_genuine_quarto_makes_them(paper: Path, tmp_path: Path) -> None:
    copy = tmp_path / "paper"
    shutil.copytree(paper, copy, symlinks=True, ignore=shutil.ignore_patterns("_site", ".press"))
    run(copy, "build")
    assert "quarto" in (copy / "_site" / "paper" / "index.html").read_text()
    first = run(copy, "publish-check", str(copy / "_site")).splitlines()[0].split()
    assert first == ["pages", "in", "several", "formats", "1", "good"]


@pytest.mark.long
def test_it_reproduces_what_was_printed(paper: Path) -> None:
    said = run(paper, "reproduce")
    assert "Of 3 published values 3 match" in said and "The trial is all there is." in said


def test_its_numbers_are_told_in_the_terminal(paper: Path) -> None:
    said = run(paper, "number", "yield.shade.estimate")
    assert said.startswith(f"yield.shade.estimate = {results(paper)['estimates'][0]['estimate']}\n")
    assert "Computed anew from the trial of 1930: equal to what the built site says" in said
    assert "  −229\n" in said and "tbl-yield" in said and "study.yields.difference_in_means" in said
    assert "data/plants.csv" in said and "  12 rows, 3 columns" in said
    assert "yield.shade.estimate" in run(paper, "number", "yield.shade.estimates", status=1)


def test_its_code_leads_to_its_numbers_and_to_what_it_calls(paper: Path) -> None:
    page = (paper / "_site" / "code" / "study" / "yields.py.html").read_text()
    assert "num-yield-shade-estimate" in page and "origins.py.html#L" in page
    assert (paper / "_site" / "code" / "press" / "numbers" / "origins.py.html").is_file()


@pytest.mark.long
def test_it_is_set_beside_an_earlier_version(paper: Path) -> None:
    plants = paper / "data" / "plants.csv"
    before = plants.read_text()
    plants.write_text(before.replace("7,1,1320", "7,1,1920"))
    try:
        run(paper, "diff", "v1")
    finally:
        plants.write_text(before)
    page = (paper / "_diff" / "index.html").read_text()
    assert "yield.shade.estimate" in page and "the conclusion changed: shade (down \u2192 none)" in page


@pytest.mark.long
def test_its_changes_are_marked(paper: Path) -> None:
    plants, document = paper / "data" / "plants.csv", paper / "paper" / "index.qmd"
    before = plants.read_text(), document.read_text()
    plants.write_text(before[0].replace("7,1,1320", "7,1,1920"))
    document.write_text(before[1] + "\nA sentence that nobody had read before.\n")
    try:
        run(paper, "marked-up", "v1")
    finally:
        plants.write_text(before[0])
        document.write_text(before[1])
    with zipfile.ZipFile(paper / "_marked_up" / "index.docx") as docx:
        text = docx.read("word/document.xml").decode()
    deleted = re.findall(r"<w:delText[^>]*>([^<]*)", text)
    assert "−229" in deleted and "A sentence that nobody had read before." in text
    assert set(re.findall(r'<w:(?:ins|del) [^>]*w:author="([^"]*)"', text)) == {"uncommitted"}
    assert "yield.shade.estimate" in (paper / "_marked_up" / "numbers.md").read_text()
    assert (paper / "_marked_up" / "index.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.long
def test_a_journal_gets_its_files(paper: Path) -> None:
    said = run(paper, "submission")
    assert "edition.yml leaves empty: code_availability, competing_interests, ethics, generative_ai" in said
    made = paper / "_submission"
    assert {"manuscript.docx", "manuscript.pdf", "highlights.txt", "title-page.docx"} <= {
        file.name for file in made.iterdir()
    }
    assert "by −229 grams" in (made / "highlights.txt").read_text()
    with zipfile.ZipFile(made / "anonymous.zip") as twin:
        assert not [name for name in twin.namelist() if b"Ada" in twin.read(name)]
        text = zipfile.ZipFile(BytesIO(twin.read("manuscript.docx"))).read("word/document.xml")
    assert b"Data availability" in text and b"Garden Fund" not in text and b"contributions" not in text
    named = zipfile.ZipFile(made / "manuscript.docx").read("word/document.xml")
    assert b"Garden Fund (award G-1930)" in named and b"Ada Field: Conceptualization" in named


@pytest.mark.long
def test_a_data_editor_gets_a_package(paper: Path) -> None:
    run(paper, "package")
    with zipfile.ZipFile(paper / "_package" / "replication-package.zip") as package:
        names = {name.partition("/")[2] for name in package.namelist()}
        assert {
            "README.md",
            "study/yields.py",
            "data/plants.csv",
            "ro-crate-metadata.json",
            "output/numbers.csv",
        } <= names
        readme = package.read("replication-package/README.md").decode()
    assert "Shade and the weight of tomatoes" in readme and "Made up for this test." in readme


OWN = """
![A plant](plant.png){#fig-plant fig-alt="One plant"}

```{python}
#| label: fig-line
#| fig-cap: "A line of our own"
#| fig-alt: "A line that rises"
import matplotlib.pyplot as plt
plt.plot([1, 2]); plt.show()
```

```{python}
#| label: tbl-own
#| tbl-cap: "A table of our own"
import pandas as pd
pd.read_csv("data/plants.csv").groupby("shade")["grams"].mean().round(2).reset_index()
```

See @fig-plant, @fig-line, @tbl-own and @fig-plants.

"""


@pytest.mark.long
def test_figures_and_tables_of_the_authors_own_are_numbered_everywhere(paper: Path, tmp_path: Path) -> None:
    """They stand before the paper's own, in an included file: Figures 1 and 2, Table 1."""
    folder = tmp_path / "own"
    shutil.copytree(paper, folder, symlinks=True)
    document = folder / "paper" / "index.qmd"
    text = document.read_text()
    place = text.index("```{python}\n#| label: tbl-yield")
    document.write_text(f"{text[:place]}{{{{< include _own.md >}}}}\n\n{text[place:]}")
    (folder / "paper" / "_own.md").write_text(OWN)
    Image.new("RGB", (20, 10), "green").save(folder / "paper" / "plant.png")
    commit_all(folder)
    run(folder, "file-list")
    commit_all(folder)
    run(folder, "render")
    assert "Nothing to mend" in run(folder, "check-numbers")
    assert "Figures: 3\nTables: 2\n" in run(folder, "submission")
    made = folder / "_submission"
    assert "Figure 1\nOne plant\n\nFigure 2\nA line that rises\n\nFigure 3\nDot plot of 12 plants" in (
        made / "figures" / "alternative-texts.txt"
    ).read_text(encoding="utf-8")
    for name in ("figure-1.png", "figure-2.svg", "figure-3.svg", "figure-3.pdf"):
        assert (made / "figures" / name).is_file() and (made / "anonymous" / "figures" / name).is_file()
    assert Image.open(made / "figures" / "figure-1.tiff").getpixel((5, 5)) == (0, 128, 0)
    assert (made / "tables" / "table-1.csv").read_text().startswith(",shade,grams")
    page = (folder / "_site" / "paper" / "index.html").read_text()
    for label, title, line in (
        ("fig-plant", "Figure 1", 2),
        ("fig-line", "Figure 2", 5),
        ("tbl-own", "Table 1", 13),
    ):
        assert re.search(
            rf'id="origin-{label}" aria-label="Origin of {title}">Source: paper/_own.md, line {line}\b', page
        )
    run(folder, "package")
    with zipfile.ZipFile(folder / "_package" / "replication-package.zip") as package:
        readme = package.read("replication-package/README.md").decode()
        assert "replication-package/output/exhibits/fig-plant.png" in package.namelist()
    assert "| Figure 1 (`fig-plant`) | `paper/_own.md:2` | | `paper/plant.png` | |" in re.sub(
        " +", " ", readme
    )


def test_libraries_get_its_description(paper: Path) -> None:
    assert "Shade and the weight of tomatoes" in (paper / "CITATION.cff").read_text()
    assert "Weight of its fruit" in (paper / "data" / "README.md").read_text()
    assert run(paper, "metadata") == ""


@pytest.mark.long
def test_it_is_previewed(paper: Path, tmp_path: Path) -> None:
    with previewing(paper, tmp_path) as (_, browser, _log):
        assert "Shade and the weight of tomatoes" in browser.page("/paper/index.html")
