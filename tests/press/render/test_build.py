"""Rendering documents and projects: where pages go, commands before and after, all or nothing."""

import json
import os

import pytest

from press.__main__ import main
from press.base.errors import PressError
from press.render import build
from tests.repositories import commit_all


@pytest.fixture(autouse=True)
def plain_pages(monkeypatch, shared_kernel):
    """Let a page be the Markdown itself: what pandoc makes of it is tested elsewhere."""

    def convert(executed, format, destination, memory):
        if "BREAK" in executed.markdown(format):
            raise PressError("this cannot be converted.", executed.source, 1)
        destination.write_text(f"{executed.formats[format].get('title')}\n{executed.markdown(format)}")
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)


@pytest.fixture
def site(tmp_path):
    (tmp_path / "_quarto.yml").write_text(
        "project:\n  type: website\n  render: ['paper/*.qmd']\n  execute-dir: project\n"
        "  resources: [assets]\n"
        "  pre-render: python -m prepare once\n  post-render: python after.py\nformat:\n  html: default\n"
        "  docx: default\n"
    )
    (tmp_path / "prepare.py").write_text(
        "import pathlib, sys\npathlib.Path('_variables.yml').write_text('n: 5\\n')\n"
        "message = pathlib.Path('message')\nif message.exists(): sys.exit(message.read_text())\n"
    )
    (tmp_path / "after.py").write_text(
        "import os, pathlib\n"
        "pathlib.Path(os.environ['QUARTO_PROJECT_OUTPUT_DIR'], 'results.json').write_text('{}')\n"
    )
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "a.txt").write_text("a")
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper" / "index.qmd").write_text(
        "---\ntitle: Has {{< var n >}}\n---\n\n`{python} __import__('prepare').sys.argv is not None`\n"
    )
    (tmp_path / "paper" / "more.qmd").write_text("---\ntitle: More\nformat: html\n---\n\nMore.\n")
    return tmp_path


def files_in(folder):
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts
    )


def test_a_website_lands_in_its_output_folder_with_what_it_needs(site):
    build.render(site)
    assert files_in(site / "_site") == [
        ".made.json",
        "assets/a.txt",
        "index.html",
        "paper/index.docx",
        "paper/index.html",
        "paper/more.html",
        "results.json",
    ]
    assert "URL=paper/index.html" in (site / "_site" / "index.html").read_text()
    assert (site / "_site" / "paper" / "index.html").read_text().startswith("Has 5\n"), (
        "variables that the pre-render command wrote"
    )
    assert not [name for name in os.listdir(site) if name.startswith(".press-")]


def test_a_whole_build_leaves_nothing_of_an_older_one(site):
    (site / "paper" / "stale.qmd").write_text("Old.\n")
    build.render(site)
    (site / "paper" / "stale.qmd").unlink()
    build.render(site)
    assert "paper/stale.html" not in files_in(site / "_site")


def test_one_document_of_a_project_replaces_only_its_own_pages(site):
    build.render(site)
    (site / "_site" / "paper" / "index.docx").write_text("kept")
    (site / "paper" / "index.qmd").write_text("---\ntitle: New\n---\n")
    made = build.render(site / "paper" / "index.qmd", ("html",))
    assert site / "_site" / "paper" / "index.html" in made
    assert (site / "_site" / "paper" / "index.html").read_text().startswith("New")
    assert (site / "_site" / "paper" / "index.docx").read_text() == "kept"
    assert "paper/more.html" in files_in(site / "_site")


def test_another_output_folder(site, tmp_path):
    build.render(site, ("html",), tmp_path / "_draft")
    assert "paper/index.html" in files_in(tmp_path / "_draft") and not (site / "_site").exists()


@pytest.mark.parametrize(
    ("file", "text", "words"),
    [
        (
            "paper/more.qmd",
            "\n\n```{python}\n#| label: bad\n1 / 0\n```\n",
            r"more.qmd:5: cell `bad` failed: ZeroDivisionError",
        ),
        ("paper/more.qmd", "---\ntitle: [\n---\n", r"more.qmd:\d: broken YAML"),
        ("paper/more.qmd", "BREAK", "this cannot be converted"),
        ("paper/more.qmd", "A {{< video x >}}", "more.qmd:1: shortcode `video` is not supported"),
        ("message", "panel.csv, row 3: population is 0.", "^panel.csv, row 3: population is 0.$"),
        ("after.py", "raise ValueError('late')", "ValueError: late"),
    ],
)
def test_on_an_error_the_last_good_site_stays(site, file, text, words):
    build.render(site)
    before = {name: (site / "_site" / name).stat().st_mtime_ns for name in files_in(site / "_site")}
    (site / file).write_text(text)
    with pytest.raises(PressError, match=words):
        build.render(site)
    assert {name: (site / "_site" / name).stat().st_mtime_ns for name in files_in(site / "_site")} == before
    assert not [name for name in os.listdir(site) if name.startswith(".press-")]


def test_wrong_options_of_any_document_stop_the_build_before_a_cell_runs(site):
    (site / "paper" / "index.qmd").write_text("```{python}\nopen('ran', 'w').close()\n```\n")
    (site / "paper" / "more.qmd").write_text("```{python}\n#| echo: perhaps\n1\n```\n")
    with pytest.raises(PressError, match="more.qmd:2: cell option `echo` cannot be `perhaps`"):
        build.render(site)
    assert not (site / "ran").exists()


def test_commands_see_quartos_variables_and_cells_only_the_root(site):
    (site / "after.py").write_text(
        "import os, json; json.dump({k: v for k, v in os.environ.items() if "
        "k.startswith('QUARTO_PROJECT')}, open('seen.json', 'w'))\n"
    )
    (site / "paper" / "index.qmd").write_text(
        "`{python} [name for name in __import__('os').environ if name.startswith('QUARTO_PROJECT')]`\n"
    )
    build.render(site, ("html",))
    seen = json.loads((site / "seen.json").read_text())
    assert (
        seen["QUARTO_PROJECT_INPUT_FILES"] == "paper/index.qmd\npaper/more.qmd"
        and seen["QUARTO_PROJECT_RENDER_ALL"] == "1"
    )
    assert (
        seen["QUARTO_PROJECT_OUTPUT_FILES"].endswith("/paper/more.html") and seen["QUARTO_PROJECT_OUTPUT_DIR"]
    )
    assert "['QUARTO_PROJECT_ROOT']" in (site / "_site" / "paper" / "index.html").read_text()


def test_names_without_a_value_are_warned_of(site):
    (site / "paper" / "index.qmd").write_text(
        "---\ntitle: '{{< meta nothere >}}'\n---\n\n{{< var neither >}}\n"
    )
    lines = []
    build.render(site, ("docx",), report=lines.append)
    for name in ("meta nothere", "var neither"):
        assert any(line.startswith("warning: paper/index.qmd (docx): {{< " + name) for line in lines)


def test_a_command_of_the_standard_library_runs_in_press_itself_and_concerns_no_cell(site):
    (site / "_quarto.yml").write_text("project:\n  type: website\n  pre-render: python -S -m list_pages\n")
    (site / "list_pages.py").write_text(
        "import os, pathlib\npathlib.Path('paper/index.qmd').read_text()\n"
        "pathlib.Path('_seen').write_text(str(os.getpid()))\n"
    )
    (site / "paper" / "index.qmd").write_text("```{python}\nopen('runs', 'a').write('x')\n```\n\nOne.\n")
    build.render(site)
    (site / "paper" / "index.qmd").write_text("```{python}\nopen('runs', 'a').write('x')\n```\n\nTwo.\n")
    build.render(site)
    assert (site / "_seen").read_text() == str(os.getpid()) and (site / "paper" / "runs").read_text() == "x"


def test_a_program_that_fails_ends_the_build_with_its_own_words(site):
    (site / "_quarto.yml").write_text(
        "project:\n  type: website\n  pre-render: [\"sh -c 'echo said >&2; exit 3'\"]\n"
    )
    with pytest.raises(PressError, match="^said$"):
        build.render(site)


def test_what_a_failing_command_of_a_python_command_says_is_told(site):
    (site / "_quarto.yml").write_text("project:\n  type: website\n  pre-render: call.py\n")
    (site / "call.py").write_text(
        "import subprocess\nsubprocess.run(['sh', '-c', 'echo said below >&2; exit 3'], check=True)\n"
    )
    with pytest.raises(PressError, match=r"^said below\n(?s:.*)CalledProcessError"):
        build.render(site)


def test_a_document_alone_is_rendered_beside_its_source(tmp_path):
    (tmp_path / "a.qmd").write_text(
        "---\ntitle: A\nformat: {html: default, jats: default}\noutput-file: named.html\n---\n"
    )
    build.render(tmp_path / "a.qmd")
    assert files_in(tmp_path) == ["a.qmd", "named.html", "named.xml"]


def test_the_date_of_the_commit_dates_the_build(tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    (tmp_path / "a.qmd").write_text("---\ntitle: A\n---\n")
    commit_all(tmp_path, 1767312000)
    build.render(tmp_path / "a.qmd")
    assert os.environ["SOURCE_DATE_EPOCH"] == "1767312000"


def test_the_command_line_says_one_sentence_and_exits_1(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["render", "none.qmd"]) == 1
    assert capsys.readouterr().err == "none.qmd:1: this file does not exist.\n"
    assert main(["render"]) == 1
    assert "no _quarto.yml" in capsys.readouterr().err
    (tmp_path / "a.qmd").write_text("Text.\n")
    assert main(["render", "a.qmd", "--to", "html,docx"]) == 0
    assert "Output created: " in capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["render", "a.qmd", "--to", "pdf"])
