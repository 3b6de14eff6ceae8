"""`make word-back` as an author runs it: on the article's Word file after a co-author edited it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path

import pytest

from tests.copies import Copy, copy_project
from tests.press.journal.word_back import word_comments, word_words
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_text import text
from tests.repositories import commit_all

pytestmark = [
    pytest.mark.long,
    pytest.mark.xdist_group("paper"),
    pytest.mark.skipif(shutil.which("git") is None, reason="git applies patches"),
]

PROSE = (
    "China shows how large internal migration can become",
    "China shows how great internal migration can be",
)
BRANCH = ("No effect on arrivals in the host regions", "No clear effect on arrivals in the host regions")


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A repository whose article is built from its one commit."""
    copy = copy_project(tmp_path_factory.mktemp("word") / "project")
    commit_all(copy.root)
    done = copy.make("paper", "ENGINE=press")
    assert done.returncode == 0, done.stderr
    return copy


@pytest.fixture(scope="module")
def reviewed(project: Copy) -> Path:
    """The Word file as it comes back, beside the project."""
    editor = WordEditor(project.article(".docx"), "Jane Doe", "2026-11-20T10:00:00Z")
    editor.replace(*PROSE)
    editor.replace(*BRANCH)
    cell = next(one for one in editor.paragraphs() if text(one) == "2,982.21")
    editor.by("Bolat", "2026-11-21T10:00:00Z")
    word_words.replace(cell, 0, 8, "2,999.99", editor._tracking)
    editor.move_paragraph("Push and pull.", after="Kazakhstan. Serpin-2050 has")
    editor.replace("hard living conditions", "harsh living conditions")
    editor.add_paragraph("State programmes that affect migration", "Nobody has asked this before.")
    first = word_comments.comment(editor, "A content analysis", "Of which?")
    word_comments.reply(editor, first, "Of all.")
    return editor.save(project.root.parent / "reviewed.docx")


def told(project: Copy) -> dict:
    return json.loads((project.root / "_word" / "changes.json").read_text(encoding="utf-8"))


def git(project: Copy, *words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=project.root, capture_output=True, text=True, check=True
    ).stdout


def test_edits_become_changes_of_the_sources_and_all_else_is_listed(project: Copy, reviewed: Path) -> None:
    done = project.make("word-back", "FILE=../reviewed.docx")
    assert done.returncode == 0, done.stderr
    assert git(project, "status", "--porcelain") == ""
    changes = {change["after"]: change for change in told(project)["changes"]}
    prose, branch, cell, paragraph = (
        next(change for after, change in changes.items() if words in after)
        for words in ("great", "No clear effect", "2,999.99", "Nobody has asked")
    )
    assert (prose["file"], branch["file"]) == ("paper/index.qmd", "paper/sentences.yml")
    assert {other["name"] for other in branch["beside"]} == {"finding_inflow: up", "finding_inflow: down"}
    assert cell["edits"] == [] and cell["author"] == "Bolat"
    assert (cell["where"], cell["reason"]) == (
        "Table 3, Sender × Post, Coefficient", "comes from outflow.sender_post.estimate",
    )  # fmt: skip
    assert paragraph["what"] == "paragraph added"
    moved = next(change for change in changes.values() if change["what"] == "paragraph moved")
    assert any("**Push and pull.** @lee1966" in edit["text"] for edit in moved["edits"])
    assert any("harsh\nliving conditions" in edit["text"] for edit in moved["edits"])
    comment = told(project)["comments"][0]
    assert comment["comment"]["text"] == "Of which?" and comment["replies"][0]["comment"]["text"] == "Of all."
    line = (project.root / comment["file"]).read_text(encoding="utf-8").splitlines()[comment["line"] - 1]
    assert "A content analysis" in line
    trip = told(project)["round_trip"]
    assert trip["others"] == [] and trip["alike"] + trip["named"] == trip["blocks"] > 250
    assert f"{trip['alike']} of {trip['blocks']} blocks say what the reviewer's file says" in done.stdout
    assert "<ins>" in (project.root / "_word" / "index.html").read_text(encoding="utf-8")


def test_the_patch_is_applied_to_files_that_git_holds_as_they_stand(project: Copy, reviewed: Path) -> None:
    done = project.make("word-back", "FILE=../reviewed.docx", "APPLY=1", "COMMENTS=into-source")
    assert done.returncode == 0, done.stderr
    changed = git(project, "diff", "--unified=0")
    added = [line for line in changed.splitlines() if re.match(r"\+[^+]", line)]
    assert any("great internal migration can be." in line for line in added)
    assert any("No clear effect on arrivals" in line for line in added)
    assert "+Nobody has asked this before." in added
    assert any("<!-- Bolat, 2026-11-21: Of which?" in line for line in added)
    again = project.make("word-back", "FILE=../reviewed.docx", "APPLY=1")
    assert again.returncode == 2 and "git" in again.stderr
    assert git(project, "diff", "--unified=0") == changed
    git(project, "checkout", "--", ".")


def test_a_file_of_an_older_commit_finds_its_place(project: Copy, reviewed: Path) -> None:
    article = project.root / "paper" / "index.qmd"
    whole = article.read_text(encoding="utf-8")
    heading = "## Introduction {#sec-introduction}\n"
    below = whole.replace(heading, f"{heading}\nA new beginning.\n")
    article.write_text(below.replace("large internal migration", "vast internal migration"), encoding="utf-8")
    commit_all(project.root)
    done = project.make("word-back", "FILE=../reviewed.docx")
    assert done.returncode == 0, done.stderr
    changes = told(project)["changes"]
    prose = next(change for change in changes if "great" in change["after"])
    assert (prose["edits"], prose["reason"]) == (
        [],
        "the source has changed there since the Word file was made",
    )
    added = next(change for change in changes if "Nobody has asked" in change["after"])
    text_now = article.read_text(encoding="utf-8")
    assert text_now[: added["edits"][0]["start"]].rstrip().endswith("in\ninfrastructure beside it.")
    assert told(project)["round_trip"]["others"] == []
    article.write_text(whole, encoding="utf-8")
    commit_all(project.root)


def changes_of(
    project: Copy, name: str, edit: Callable[[WordEditor], object], tracked: bool = False
) -> list[dict]:
    """What the command finds in the article after an edit; the Word file lies where the command writes."""
    editor = WordEditor(project.article(".docx"), tracked=tracked)
    edit(editor)
    (project.root / "_word").mkdir(exist_ok=True)
    file = editor.save(project.root / "_word" / f"{name}.docx")
    command = [str(project.root / ".venv/bin/python"), "-m", "press", "word-back", str(file), "--no-build"]
    done = subprocess.run(command, cwd=project.root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert file.is_file()
    return told(project)["changes"]


def test_a_new_paragraph_behind_a_box_stands_behind_it(project: Copy) -> None:
    def edit(editor: WordEditor) -> None:
        heading = editor.find("1 Introduction").paragraph
        editor.add_paragraph("China shows how large", "It stands anew.")
        heading.addprevious(editor.find("It stands anew.").paragraph)

    (change,) = changes_of(project, "behind", edit)
    text = (project.root / "paper" / "index.qmd").read_text(encoding="utf-8")
    start = change["edits"][0]["start"]
    assert text[:start].rstrip().endswith("::::") and text[start:].lstrip().startswith("## Introduction")


def test_what_holds_a_citation_is_not_written_by_hand(project: Copy) -> None:
    def edit(editor: WordEditor) -> None:
        copied = deepcopy(editor.find("China shows how large").paragraph)
        editor.find("Governments of rich countries").paragraph.addnext(copied)

    (change,) = changes_of(project, "pasted", edit)
    assert change["edits"] == [] and "citation" in change["reason"]


def test_two_new_footnotes_have_two_names(project: Copy) -> None:
    def edit(editor: WordEditor) -> None:
        editor.add_footnote("where people live", "This is the first note.")
        editor.add_footnote("chiefly to the most", "This is another note.")

    names = [
        re.search(r"\[\^([^\]]+)\]", change["edits"][0]["text"])[1]
        for change in changes_of(project, "notes", edit)
        if change["what"] == "footnote added"
    ]
    assert len(names) == len(set(names)) == 2


def test_the_manuscript_of_a_submission_comes_back_too_and_its_twin_tells_nothing(project: Copy) -> None:
    done = project.make("submission", "ENGINE=press")
    assert done.returncode == 0, done.stderr
    folder = project.root / "_submission"
    twin = zipfile.ZipFile(next((folder / "anonymous").rglob("manuscript.docx")))
    parts = {name: twin.read(name) for name in twin.namelist()}
    assert not [name for name in parts if name.startswith("customXml")]
    assert not re.search(rb'w:name="(_src|num-)', parts["word/document.xml"])
    editor = WordEditor(folder / "manuscript.docx", "Jane Doe", "2026-11-20T10:00:00Z")
    editor.replace(*PROSE)
    editor.save(project.root.parent / "manuscript.docx")
    done = project.make("word-back", "FILE=../manuscript.docx")
    assert done.returncode == 0, done.stderr
    assert [(change["file"], bool(change["edits"])) for change in told(project)["changes"]] == [
        ("paper/index.qmd", True)
    ]


def test_what_is_no_file_of_this_paper_is_told_in_one_sentence(project: Copy, tmp_path: Path) -> None:
    none = project.make("word-back")
    assert none.returncode == 2
    assert "say which Word file came back: make word-back FILE=reviewed.docx." in none.stderr
    (tmp_path / "x.docx").write_text("no Word file")
    other = project.make("word-back", f"FILE={tmp_path / 'x.docx'}")
    assert other.returncode == 2
    assert "error: x.docx: found something else, expected a Word file (.docx)." in other.stderr
