"""Bad documents, YAML and pictures are read right or refused, soon and with little memory.

A refusal is a sentence that names file and line.
"""

import os
from pathlib import Path

import documents
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from watch import MEGABYTES, SECONDS, problem, watched

from press.__main__ import main
from press.base import yaml12
from press.render import images, project, qmd
from press.render.document import Project


def judge(expected, action, *arguments):
    outcome = watched(action, *arguments)
    assert not problem(outcome, expected), problem(outcome, expected)


def read_document(folder):
    return qmd.read(folder / "index.qmd", Project(folder, "website", folder / "_site")).front


@pytest.mark.parametrize("case", documents.YAML_TEXTS)
def test_yaml(tmp_path, case):
    text, expected = documents.YAML_TEXTS[case]
    judge(expected, yaml12.parse, text, tmp_path / "_variables.yml")


@pytest.mark.parametrize("case", documents.FRONT)
def test_front_matter(tmp_path, case):
    text, expected = documents.FRONT[case]
    judge(expected and f"{expected}", read_document, documents.site(tmp_path, f"---\n{text}\n---\n"))


@pytest.mark.parametrize("case", documents.PROJECTS)
def test_projects(tmp_path, case):
    text, expected = documents.PROJECTS[case]
    documents.site(tmp_path, project=text)
    judge(expected, project.read_project, tmp_path / "_quarto.yml")


@pytest.mark.parametrize("case", documents.BODIES)
def test_bodies(tmp_path, case):
    text, expected = documents.BODIES[case]
    judge(expected, read_document, documents.site(tmp_path, text))


@pytest.mark.parametrize("case", documents.PICTURES)
def test_pictures(tmp_path, case):
    name, content, expected = documents.PICTURES[case]
    (tmp_path / name).write_bytes(content)
    judge(expected, images.check, tmp_path / name, name, (tmp_path / "index.qmd", 3))


def test_what_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.qmd")
    (tmp_path / "endless.qmd").symlink_to("/dev/zero")
    (tmp_path / "circle.qmd").symlink_to("circle.qmd")
    (tmp_path / "folder.qmd").mkdir()
    for name, expected in {
        "pipe": "no regular file",
        "endless": "no regular file",
        "circle": "",
        "folder": "no regular file",
        "none": "does not exist",
    }.items():
        judge(expected, qmd.read, tmp_path / f"{name}.qmd", Project(tmp_path, "website", tmp_path / "_site"))


def test_an_include_through_a_link_out_of_the_project(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (inside / "part.md").symlink_to(tmp_path / "secret.md")
    judge(
        "index.qmd:1: the included file part.md lies outside the project",
        read_document,
        documents.site(inside, "{{< include part.md >}}\n"),
    )


def test_includes_that_explode(tmp_path):
    for n in range(12):
        (tmp_path / f"{n}.md").write_text(f"{{{{< include {n + 1}.md >}}}}\n" * 10)
    (tmp_path / "12.md").write_text("x\n")
    judge("one include too many", read_document, documents.site(tmp_path, "{{< include 0.md >}}\n"))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "cp1251", "latin-1"])
def test_other_encodings(tmp_path, encoding):
    documents.site(tmp_path)
    (tmp_path / "index.qmd").write_bytes("é\n".encode(encoding, "replace").replace(b"?", b"\xff"))
    judge("index.qmd:1: this file is not UTF-8 text", read_document, tmp_path)
    (tmp_path / "_quarto.yml").write_bytes(b"title: \xff\xe9\n")
    judge("_quarto.yml:1: this file is not UTF-8 text", project.read_project, tmp_path / "_quarto.yml")


LIGHT = settings(
    max_examples=50, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SIGNS = st.sampled_from(
    [
        "---\n",
        "```{python}\n",
        "```\n",
        ":::",
        "{{< include ",
        " >}}",
        "#| ",
        "label: ",
        "> ",
        "- ",
        "\0",
        "\ufeff",
        "\r",
        "&a ",
        "*a",
        "!!int ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        "`{python} ",
        "`",
        "title: ",
        "format:\n",
        "\u202e",
        "\x1b[",
    ]
)
PIECES = st.lists(st.one_of(SIGNS, st.text(max_size=10)), max_size=30).map("".join)


@LIGHT
@given(text=PIECES)
def test_any_document(tmp_path, text):
    judge("", read_document, documents.site(tmp_path, text))


@pytest.mark.long
@LIGHT
@given(text=PIECES)
def test_any_yaml(text):
    judge("", yaml12.parse, text, Path("_variables.yml"))


@pytest.mark.long
@LIGHT
@given(
    key=st.sampled_from(
        ["type", "output-dir", "render", "resources", "pre-render", "execute-dir", "title", "preview"]
    ),
    value=st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8)),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
        ),
        max_leaves=6,
    ),
)
def test_any_project_option(tmp_path, key, value):
    documents.site(tmp_path, project=documents_yaml({"project": {key: value}}))
    judge("", lambda: project.pages(project.read_project(tmp_path / "_quarto.yml")))


def documents_yaml(value):
    import yaml

    return yaml.safe_dump(value, allow_unicode=True)


# Through the whole of press ---------------------------------------------------------------------

FRONT = "---\ntitle: T\nformat: {}\n"  # the format goes into the brackets
ENDLESS = "html"
FOUR = "{html: default, typst: {citeproc: true}, docx: default, jats: default}"
WHOLE = {
    "nested brackets": "[" * 40 + "\n",
    "3,000 links that never close": "[a](" * 3000 + "\n",
    "20,000 tags that never close": "<a " * 20_000 + "\n",
    "20,001 backticks": "`" * 20_001 + "\n",
    "2,000 pictures that never close": "![[" * 2000 + "\n",
    "2,000 divs": "<div>" * 2000 + "\n",
    "300 lists": "- " * 300 + "x\n",
    "a picture outside": "![](../secret.png)\n",
    "a picture through a link": "![](link.png)\n",
    "a picture that is a folder": "![](folder)\n",
    "a picture on the network": "![](https://example.org/a.png)\n",
    "a picture that is broken": "![](broken.png)\n",
    "a script in an SVG": "![](script.svg)\n",
}
REFUSALS = {
    "a picture outside": "index.qmd:6: the image ../secret.png lies outside the project",
    "a picture through a link": "index.qmd:6: the image link.png lies outside the project",
    "a picture that is a folder": "folder",
    "a picture on the network": "lies on the network",
    "a picture that is broken": "index.qmd:6: the image broken.png is cut short",
    "a script in an SVG": "index.qmd:6: the image script.svg holds `script`",
}


def files_of(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def build(folder, monkeypatch, capfd, expected):
    """Render a project as the command line does; a refusal leaves its site as it was."""
    before = files_of(folder / "_site")
    monkeypatch.chdir(folder)
    outcome = watched(lambda: main(["render"]))
    said = [
        line
        for line in capfd.readouterr().err.splitlines()
        if not line.startswith(("warning", "index.qmd ->"))
    ]
    assert outcome.verdict == "read", outcome.words
    assert outcome.seconds < SECONDS and outcome.megabytes < MEGABYTES, outcome
    if outcome.words == "0":
        assert expected in ("", "read"), f"was built: {said}"
        return
    assert expected != "read" and expected in said[-1], said
    assert files_of(folder / "_site") == before
    assert not list(folder.glob(".press-*"))
    assert not any("Traceback" in line for line in said)


@pytest.mark.long
@pytest.mark.parametrize("case", WHOLE)
def test_whole_builds(tmp_path, monkeypatch, capfd, case):
    folder = tmp_path / "project"
    (folder / "folder").mkdir(parents=True)
    (tmp_path / "secret.png").write_bytes(documents.png())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "broken.png").write_bytes(documents.png()[:40])
    (folder / "script.svg").write_text(documents.SVG.format("<script>alert(1)</script>"))
    formats = FOUR if case in REFUSALS else ENDLESS
    documents.site(folder, f"{FRONT.format(formats)}---\n\n{WHOLE[case]}")
    build(folder, monkeypatch, capfd, REFUSALS.get(case, ""))


@pytest.mark.long
@pytest.mark.parametrize("case", documents.BIBLIOGRAPHIES)
def test_bibliographies(tmp_path, monkeypatch, capfd, case):
    content, expected = documents.BIBLIOGRAPHIES[case]
    documents.site(tmp_path, f"{FRONT.format('html')}bibliography: refs.bib\n---\n\n[@a]\n")
    (tmp_path / "refs.bib").write_bytes(content)
    build(tmp_path, monkeypatch, capfd, expected)


@pytest.mark.long
def test_a_resource_through_a_link_out_of_the_project(tmp_path, monkeypatch, capfd):
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (folder / "data.txt").symlink_to(tmp_path / "secret.txt")
    documents.site(
        folder,
        project="project: {type: website, output-dir: _site, render: ['*.qmd'], resources: ['*.txt']}\n",
    )
    build(folder, monkeypatch, capfd, "the resource data.txt leads out of the project")
