"""What is run again after which change, and what is not."""

from pathlib import Path

import pytest
from dulwich import porcelain

import press
from press.base.store import open_store
from press.render import build, digests, pandoc
from press.render.cache import Cache
from press.render.digests import name_of
from press.render.inputs import Inputs
from press.render.known_parts import KnownParts


def render(site, **options):
    """Build; what ran, and the page."""
    lines = []
    build.render(site, ("html",), report=lines.append, **options)
    ran = {
        name
        for name, mark in (("cells", "index.qmd run"), ("prepare", "study.prepare"), ("after", "after.py"))
        if any(mark in line and "(unchanged)" not in line for line in lines)
    }
    return ran, (site / "_site" / "paper" / "index.html").read_text()


def replace(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


def test_nothing_runs_when_nothing_or_only_prose_and_looks_have_changed(site, monkeypatch):
    assert render(site)[0] == {"cells", "prepare", "after"}
    monkeypatch.setattr("press.render.kernel.Kernel", None)  # a build that wanted a kernel would fail
    assert render(site)[0] == set()
    replace(site / "paper" / "index.qmd", "Old prose", "New prose")
    replace(site / "paper" / "index.qmd", "title: T", "title: New")
    replace(site / "paper" / "index.qmd", "echo: true", "echo: false")
    ran, page = render(site)
    assert ran == set() and "New prose kay, 2." in page and "total 4" in page and "print(" not in page
    assert (site / "_site" / "results.json").read_text() == "{}", (
        "what an unchanged command wrote into the output folder stands there again"
    )


@pytest.mark.long
@pytest.mark.parametrize(
    ("change", "ran", "words"),
    [
        (lambda site, _: replace(site / "paper" / "index.qmd", "'total'", "'sum'"), {"cells"}, "sum 4"),
        (lambda site, _: replace(site / "paper" / "index.qmd", "1 + 1", "1 + 2"), {"cells"}, "kay, 3."),
        (
            lambda site, _: replace(site / "paper" / "index.qmd", "#| echo: true", "#| fig-width: 3"),
            {"cells"},
            "total 4",
        ),
        (
            lambda site, _: replace(site / "paper" / "index.qmd", "title: T", "fig-width: 3"),
            {"cells"},
            "total 4",
        ),
        (
            lambda site, _: replace(site / "study" / "sums.py", "return sum", "return 10 + sum"),
            {"cells", "after"},
            "total 14",
        ),
        (lambda site, _: replace(site / "data" / "flows.csv", "3", "5"), {"cells", "after"}, "total 6"),
        (
            lambda site, _: (site / "data" / "more" / "b.csv").write_text("7\n"),
            {"cells", "prepare", "after"},
            "total 11",
        ),
        (
            lambda site, _: (site / "data" / "more" / "a.csv").unlink(),
            {"cells", "prepare", "after"},
            "total 3",
        ),
        (lambda site, patch: patch.setenv("SCALE", "2"), {"cells", "after"}, "total 8"),
        (
            lambda site, _: replace(site / "requirements.lock", "1", "2"),
            {"cells", "prepare", "after"},
            "total 4",
        ),
        (
            lambda site, patch: patch.setattr(digests, "packages", lambda: ["a-2.dist-info"]),
            {"cells", "prepare", "after"},
            "total 4",
        ),
        (lambda site, patch: patch.setattr("sys.version", "4.0"), {"cells", "prepare", "after"}, "total 4"),
        (
            lambda site, patch: patch.setattr(digests, "_press", lambda: {}),
            {"cells", "prepare", "after"},
            "total 4",
        ),
        (
            lambda site, _: replace(site / "study" / "prepare.py", "kay", "bee"),
            {"cells", "prepare", "after"},
            "prose bee",
        ),
        (lambda site, _: (site / "_variables.yml").write_text("k: changed\n"), {"prepare"}, "prose kay"),
        (lambda site, _: replace(site / "after.py", "{}", "[]"), {"after"}, "total 4"),
    ],
    ids=[
        "cell",
        "inline",
        "cell option",
        "document option",
        "module",
        "data",
        "new file",
        "lost file",
        "environment variable",
        "lock",
        "packages",
        "python",
        "press",
        "command",
        "what a command wrote",
        "command after",
    ],
)
def test_what_has_changed_runs_again(site, monkeypatch, change, ran, words):
    assert "total 4" in render(site)[1]
    change(site, monkeypatch)
    found, page = render(site)
    assert words in page
    assert found == ran


SUMS = (
    "import functools, os, pathlib\n\nSTART = 0\n\n\ndef total():\n"
    "    files = [pathlib.Path('data/flows.csv'), *pathlib.Path('data/more').glob('*.csv')]\n"
    "    return START + sum(map(value, files))\n\n\ndef value(file):\n    return int(file.read_text())\n"
    "\n\ndef other():\n    return 5\n"
)


@pytest.mark.parametrize(
    ("old", "new", "ran", "words"),
    [
        ("return 5", "return 6", set(), "total 4"),
        ("return 5", "number = 5\n    return number", set(), "total 4"),
        ("def other", "# a comment\ndef other", set(), "total 4"),
        ("def value", "\n\n\ndef value", set(), "total 4"),
        ("return int(", "return 2 * int(", {"cells", "after"}, "total 8"),
        ("START = 0", "START = 3", {"cells", "after"}, "total 7"),
        ("def other():", "def other(more=1):", {"cells", "after"}, "total 4"),
        (
            "\n\ndef other",
            "\n\ndef value(file):\n    return 7\n\n\ndef other",
            {"cells", "after"},
            "total 14",
        ),
    ],
    ids=["other", "its lines", "comment", "blank lines", "reached", "constant", "signature", "defined again"],
)
def test_a_function_concerns_those_who_entered_it(site, old, new, ran, words):
    (site / "study" / "sums.py").write_text(SUMS)
    assert "total 4" in render(site)[1]
    replace(site / "study" / "sums.py", old, new)
    found, page = render(site)
    assert words in page and found == ran


@pytest.mark.long
@pytest.mark.parametrize(
    "looks",
    [
        "import inspect; inspect.getsource(other)",
        "other.__code__.co_firstlineno",
        "import warnings; warnings.warn('look')",
        "open(__file__).read()",
        "__import__('subprocess').run(['true'])",
    ],
)
def test_a_module_that_is_looked_at_concerns_all_who_did(site, looks):
    (site / "study" / "sums.py").write_text(SUMS.replace("    files =", f"    {looks}\n    files ="))
    assert "total 4" in render(site)[1]
    replace(site / "study" / "sums.py", "return 5", "return 6")
    assert "cells" in render(site)[0]


def test_a_module_that_changed_after_it_was_loaded_leaves_no_record(site):
    (site / "study" / "sums.py").write_text(SUMS)
    change = (
        "import pathlib; file = pathlib.Path('study/sums.py')\n"
        "_ = file.write_text(file.read_text().replace('START = 0', 'START = 1'))\nprint('total', total())"
    )
    replace(site / "paper" / "index.qmd", "print('total', total())", change)
    assert "total 4" in render(site)[1]
    assert "total 5" in render(site)[1], "the cells ran again, with the module as it is now"


def test_figures_are_drawn_as_the_formats_need_them(site, monkeypatch):
    replace(
        site / "paper" / "index.qmd",
        "print('total', total())",
        "import matplotlib.pyplot as plt; _ = plt.plot([1, 2]); print('total', total())",
    )
    figures = set()

    def convert(executed, format, destination, memory):
        figures.update(file.suffix for file in executed.files.rglob("*") if file.is_file())
        destination.write_text("")
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)
    for formats, ran, kinds in (
        (("html", "typst"), True, {".svg"}),
        (("html", "docx"), True, {".svg", ".png"}),
        (("html",), False, set()),  # and the page itself is still good
    ):
        lines = []
        figures.clear()
        build.render(site, formats, report=lines.append)
        assert any("index.qmd run" in line for line in lines) == ran and figures == kinds


def test_only_pages_whose_text_options_or_files_have_changed_are_made_again(site, monkeypatch):
    made = []

    def convert(executed, format, destination, memory):
        made.append(f"{executed.source.stem}.{format}")
        destination.write_text(executed.markdown(format))
        (destination.parent / f"{executed.source.stem}.css").write_text("needed")
        return ["a warning"]

    def build_pages():
        made.clear()
        lines = []
        build.render(site, ("html", "docx"), report=lines.append)
        assert len([line for line in lines if "a warning" in line]) == 4, (
            "a copied page warns as it did when it was made"
        )
        assert (site / "_site" / "paper" / "more.css").read_text() == "needed"
        return sorted(made)

    monkeypatch.setattr("press.render.convert.convert", convert)
    monkeypatch.setattr("press.render.digests.CLOCK", 0)  # else a page is not kept that is made at once
    (site / "paper" / "more.qmd").write_text("More.\n")
    everything = ["index.docx", "index.html", "more.docx", "more.html"]
    assert build_pages() == everything
    assert build_pages() == []
    (site / "paper" / "more.qmd").write_text("---\nformat: {html: {toc: true}}\n---\nMore.\n")
    assert build_pages() == ["more.html"]
    (site / "paper" / "more.qmd").write_text("---\nformat: {html: {toc: true}}\n---\nMore words.\n")
    assert build_pages() == ["more.docx", "more.html"]
    (site / "references.bib").write_text("a new file")
    assert build_pages() == everything


def test_a_page_is_made_again_if_a_file_was_saved_while_it_was_made(site, monkeypatch):
    made = []

    def convert(executed, format, destination, memory):
        made.append((site / "references.bib").read_text())
        (site / "references.bib").write_text("saved meanwhile")
        destination.write_text(made[-1])
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)
    (site / "references.bib").write_text("old")
    build.render(site, ("html",))
    build.render(site, ("html",))
    assert made == ["old", "saved meanwhile"]


def test_a_command_after_other_pages_runs_again(site):
    (site / "after.py").write_text(
        "import os, pathlib\nout = pathlib.Path(os.environ['QUARTO_PROJECT_OUTPUT_DIR'])\n"
        "(out / 'results.json').write_text(' '.join(sorted(page.name for page in out.glob('paper/*'))))\n"
    )
    found = []
    for formats in (("docx",), ("html",), ("html",), ("docx", "html")):
        build.render(site, formats)
        found.append((site / "_site" / "results.json").read_text())
    assert found == ["index.docx", "index.html", "index.html", "index.docx index.html"]


def test_fresh_runs_everything(site):
    render(site)
    assert render(site, fresh=True)[0] == {"cells", "prepare", "after"}


def test_a_failing_cell_leaves_no_record(site):
    replace(site / "paper" / "index.qmd", "print('total', total())", "1 / 0")
    for _ in range(2):
        with pytest.raises(build.PressError, match="ZeroDivisionError"):
            render(site)


def test_damaged_records_count_as_none(site):
    render(site)
    for record in (site / ".press").rglob("*.json"):
        record.write_text("{")
    assert render(site)[0] == {"cells", "prepare", "after"}


def test_without_a_project_nothing_is_kept(tmp_path, site):
    (tmp_path / "alone.qmd").write_text("`{python} 1 + 1`\n")
    build.render(tmp_path / "alone.qmd")
    assert not (tmp_path / ".press").exists()


def test_a_quick_command_that_reads_the_pages_needs_no_kernel(site, monkeypatch):
    (site / "after.py").write_text(
        "import os, pathlib, subprocess, sys\nfrom study import stamp\n"
        "page = pathlib.Path(os.environ['QUARTO_PROJECT_OUTPUT_DIR'], 'paper', 'index.html')\n"
        "subprocess.run([sys.executable, '-c', ''], check=True)\n"
        "page.write_text(page.read_text() + stamp.TEXT)\n"
    )
    (site / "study" / "stamp.py").write_text("TEXT = 'stamped'\n")
    monkeypatch.setattr("press.render.cache.QUICK", 60)
    assert render(site)[1].count("stamped") == 1
    monkeypatch.setattr("press.render.kernel.Kernel", None)  # a build that wanted a kernel would fail
    replace(site / "paper" / "index.qmd", "Old prose", "New prose")
    ran, page = render(site)
    assert ran == {"after"} and "New prose" in page and page.count("stamped") == 1
    replace(site / "study" / "stamp.py", "stamped", "sealed")
    assert render(site)[1].count("sealed") == 1, "no module of an earlier build is left"


def test_a_page_after_the_whole_site_needs_no_kernel(site, monkeypatch):
    (site / "study" / "prepare.py").write_text(
        "from pathlib import Path\nfrom press.base.checkout import current_version\n"
        "Path('_variables.yml').write_text(f'k: kay{len(current_version(Path(\".\")).commit)}\\n')\n"
    )
    (site / "paper" / "other.qmd").write_text("Another page.\n")
    porcelain.init(str(site))
    monkeypatch.setenv("PYTHONPATH", str(Path(press.__file__).parents[1]))
    monkeypatch.setattr("press.render.cache.QUICK", 60)
    assert "kay0" in render(site)[1]
    monkeypatch.setattr("press.render.kernel.Kernel", None)  # a build that wanted a kernel would fail
    replace(site / "paper" / "index.qmd", "Old prose", "New prose")
    build.render(site / "paper" / "index.qmd", ("html",))
    assert "New prose" in (site / "_site" / "paper" / "index.html").read_text()


def test_what_reads_front_matter_alone_runs_again_only_where_that_has_changed(site, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(press.__file__).parents[1]))
    (site / "study" / "prepare.py").write_text(
        "from pathlib import Path\nfrom press.base.qmd_text import read_front\n"
        "front = read_front(Path('paper/index.qmd')).front\n"
        "Path('_variables.yml').write_text('k: kay ' + front.split(': ')[1].strip())\n"
    )
    assert "kay T" in render(site)[1]
    replace(site / "paper" / "index.qmd", "Old prose", "New prose")
    assert render(site)[0] == set()
    replace(site / "paper" / "index.qmd", "title: T", "title: New")
    ran, page = render(site)
    assert "prepare" in ran and "kay New" in page


@pytest.mark.parametrize(("pages", "quick"), [(0, True), (1, True), (2, False), (6, False)])
def test_how_long_a_command_will_take_goes_by_the_number_of_pages(tmp_path, pages, quick):
    store = open_store(tmp_path, print)
    store.keep(name_of("deliver"), {"seconds": 9.0, "pages": 6})
    outputs = [f"{tmp_path}/{number}.html" for number in range(pages)]
    variables = {"QUARTO_PROJECT_OUTPUT_FILES": "\n".join([*outputs, f"{tmp_path}/style.css"])}
    inputs = Inputs(tmp_path, tmp_path, tmp_path, KnownParts(store))
    assert Cache(store, False, inputs).is_quick("deliver", variables) is quick


def test_a_command_that_replaces_what_it_has_read_is_spared_the_next_time(site):
    prepare = site / "study" / "prepare.py"
    prepare.write_text(
        "import pathlib\nfile = pathlib.Path('_variables.yml')\n"
        "if not file.exists() or file.read_text() != 'k: kay\\n':\n    file.write_text('k: kay\\n')\n"
    )
    (site / "_variables.yml").write_text("k: of an earlier build\n")
    assert "prepare" in render(site)[0]
    assert "prepare" not in render(site)[0]


def test_pandoc_is_asked_again_only_where_something_that_it_is_given_has_changed(site, monkeypatch):
    monkeypatch.undo()  # pages are made by pandoc
    monkeypatch.setenv("SCALE", "1")
    asked = []
    run = pandoc.run
    monkeypatch.setattr(
        "press.render.pandoc.run", lambda *given, **named: asked.append(1) or run(*given, **named)
    )
    page = site / "paper" / "index.qmd"
    (site / "study" / "drawn.py").write_text(
        "import matplotlib.pyplot as plt\n\ndef draw():\n    plt.plot([1, 2], color='#123456')\n"
    )
    (site / "references.bib").write_text("@book{doe, title={On People}, author={Doe, Jane}, year={2001}}\n")
    replace(page, "title: T", "title: T\nbibliography: ../references.bib\nformat: html")
    replace(page, "print('total', total())", "from study.drawn import draw\ndraw()")
    replace(page, "Old prose", "As @doe holds, old prose")

    def build_page():
        asked.clear()
        build.render(page, ("html",), report=lambda line: None)
        picture = next((site / "_site").rglob("*.svg")).read_text()
        return len(asked), (site / "_site/paper/index.html").read_text(), picture

    times, first, picture = build_page()
    assert times == 1 and "#123456" in picture
    replace(site / "study" / "drawn.py", "#123456", "#654321")
    times, now, picture = build_page()
    assert (times, now) == (0, first) and "#654321" in picture, "the picture is new, its page is not"
    replace(site / "references.bib", "2001", "2002")
    times, now, _ = build_page()
    assert times == 1 and "2002" in now
    replace(page, "#| echo: true", "#| echo: true\n#| fig-alt: A line")
    assert build_page()[0] == 1
