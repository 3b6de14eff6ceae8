"""`_quarto.yml`, `_metadata.yml` and the merging of options."""

import unicodedata

import pytest

from press.base.errors import PressError
from press.render import project as projects


@pytest.fixture
def site(tmp_path):
    (tmp_path / "_quarto.yml").write_text(
        "project:\n  type: website\n  output-dir: out\n  render: ['paper/*.qmd', '!paper/old.qmd']\n"
        "  execute-dir: project\n"
        "  pre-render: python -m x\nbibliography: refs.bib\nkeywords: [a]\nexecute:\n  echo: false\n"
        "format:\n  html:\n    toc: true\n  docx: default\n"
    )
    (tmp_path / "refs.bib").write_text("")
    (tmp_path / "paper").mkdir()
    for name in ("b", "a", "old", "_part"):
        (tmp_path / "paper" / f"{name}.qmd").write_text("x")
    return tmp_path


def test_a_project_is_found_from_below(site):
    project = projects.find_project(site / "paper" / "a.qmd")
    assert (project.root, project.type, project.output_dir) == (site, "website", site / "out")
    assert (project.execute_dir, project.pre_render) == ("project", ("python -m x",))


def test_pages_follow_the_globs_without_underscored_files(site):
    assert [page.name for page in projects.pages(projects.find_project(site))] == ["a.qmd", "b.qmd"]


def test_a_document_alone_stands_beside_its_source(tmp_path):
    project = projects.find_project(tmp_path / "x.qmd")
    assert (project.type, project.output_dir, project.file) == ("default", tmp_path, None)


def test_document_beats_folder_beats_project_key_by_key(site):
    (site / "paper" / "_metadata.yml").write_text("lang: en-US\ntoc: false\nexecute:\n  warning: false\n")
    levels = projects.levels_for(
        projects.find_project(site),
        site / "paper" / "a.qmd",
        {"lang": "en", "keywords": ["b"], "execute": {"echo": True}},
    )
    html = levels.of("html")
    assert (html["lang"], html["keywords"], html["execute"]) == (
        "en",
        ["a", "b"],
        {"echo": True, "warning": False},
    )
    assert html["toc"] is False, (
        "a general option nearer to the document beats a format's option farther away"
    )
    assert levels.names == ["html", "docx"]


def test_paths_of_the_project_are_rewritten_for_the_document(site):
    levels = projects.levels_for(projects.find_project(site), site / "paper" / "a.qmd", {})
    assert levels.general()["bibliography"] == "../refs.bib"


def test_the_documents_own_formats_replace_the_projects(site):
    levels = projects.levels_for(
        projects.find_project(site), site / "paper" / "a.qmd", {"format": {"html": {"toc": False}}}
    )
    assert levels.names == ["html"]
    assert levels.of("html")["toc"] is False and "toc" not in levels.of("docx")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("project:\n  type: book\n", 2, "project type `book` is not supported"),
        ("project:\n  type: manuscript\n", 2, "project type `manuscript` is not supported"),
        ("project:\n  type: website\n  profile: x\n", 3, "project option `profile` is not supported"),
        (
            "lang: en\nformat:\n  html: default\n  revealjs: default\n",
            4,
            "format `revealjs` is not supported",
        ),
        ("website:\n  title: T\n  navbar:\n    left: []\n", 3, "website option `navbar` is not supported"),
        ("filters:\n  - a.py\n", 2, "the filter `a.py` is not supported"),
        ("format:\n  html:\n    toc: maybe\n", 3, "`toc` cannot be `maybe`"),
        ("execute:\n  echo: sometimes\n", 2, "`echo` cannot be `sometimes`"),
    ],
)
def test_what_is_not_supported_is_refused_by_name_and_line(tmp_path, text, line, words):
    (tmp_path / "_quarto.yml").write_text(text)
    with pytest.raises(PressError) as caught:
        projects.find_project(tmp_path)
    assert caught.value.line == line and caught.value.file == tmp_path / "_quarto.yml"
    assert words in str(caught.value)


def test_a_document_that_is_a_link_out_of_the_project_is_refused(site, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "private.qmd"
    outside.write_text("Secret.", encoding="utf-8")
    (site / "paper" / "private.qmd").symlink_to(outside)
    with pytest.raises(
        PressError, match="private.qmd.*this document is a link that leads out of the project"
    ):
        projects.pages(projects.find_project(site))


def test_two_documents_of_one_name_are_refused(tmp_path):
    (tmp_path / "_quarto.yml").write_text("project: {type: website}\n")
    for form in ("NFC", "NFD"):
        (tmp_path / unicodedata.normalize(form, "é.qmd")).write_text("x")
    with pytest.raises(
        PressError,
        match="another document has this name, with a letter written in another normal form of Unicode",
    ):
        projects.pages(projects.find_project(tmp_path))


def test_a_folder_is_left_out_with_all_that_lies_in_it(tmp_path):
    """As Quarto's documentation has it: `!ignored-dir/`."""
    (tmp_path / "tests" / "paper").mkdir(parents=True)
    (tmp_path / "_quarto.yml").write_text("project:\n  type: website\n  render: ['**/*.qmd', '!tests/']\n")
    for name in ("index.qmd", "tests/a.qmd", "tests/paper/index.qmd"):
        (tmp_path / name).write_text("Text.\n")
    found = projects.pages(projects.find_project(tmp_path))
    assert [path.relative_to(tmp_path).as_posix() for path in found] == ["index.qmd"]
