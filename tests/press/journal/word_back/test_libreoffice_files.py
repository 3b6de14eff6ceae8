"""Files that LibreOffice edited and saved: every edit comes back to its place or is listed.

`fixtures/edit_with_libreoffice.py` made the files; what it edited is told by the `.json` beside each.
"""

from __future__ import annotations

import json
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.press.journal.word_back.source_places import tokens
from tests.press.journal.word_back.word_back_run import (
    Ran,
    committed,
    first_paper,
    patched,
    press,
    second_paper,
    word_back,
)
from tests.press.journal.word_back.word_editor import WordEditor
from tests.press.journal.word_back.word_noise import renamed_styles, without_trace
from tests.press.journal.word_back.word_package import tag
from tests.press.journal.word_back.word_reading import plain_text

FIXTURES = Path(__file__).parent / "fixtures"
NAMES = [
    pytest.param(name, marks=pytest.mark.long if name.startswith("article") else ())
    for name in ("second-tracked", "second-untracked", "article-tracked", "article-untracked")
]


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a file: what was edited, what the command wrote, the sources before and after."""

    edits: list[dict]
    ran: Ran
    old: str
    new: str

    @property
    def listed(self) -> str:
        """All words of the changes that are on the list and not in the patch."""
        told = [change for change in self.ran.changes if not change["edits"]]
        return "\n".join(f"{change['what']}: {change['before']} | {change['after']}" for change in told)


def words(text: str) -> str:
    """The words of a text, each between blanks, whatever signs are drawn for quotation marks."""
    return f" {' '.join(token.word for token in tokens(text))} "


def texts(folder: Path) -> str:
    paths = [folder / "paper" / "index.qmd", *sorted((folder / "paper").glob("*.yml"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def came(folder: Path, name: str, docx: bytes, target: Path) -> Came:
    told = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    ran = word_back(folder, docx, f"{name}.docx", "--no-build")
    assert ran.status == 0, ran.said
    return Came(told["edits"], ran, texts(folder), texts(patched(folder, ran.patch, target)))


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The papers with their texts as they were when the files were made."""
    made = {}
    for name, copy in (("second", second_paper), ("article", first_paper)):
        folder = copy(tmp_path_factory.mktemp(name) / "paper")
        with tarfile.open(FIXTURES / f"{name}-sources.tar.xz") as archive:
            archive.extractall(folder)
        committed(folder)
        made[name] = folder
    return made


@pytest.mark.parametrize("name", NAMES)
def test_libreoffice_keeps_trace_and_bookmarks(name: str) -> None:
    editor = WordEditor(FIXTURES / f"{name}.docx")
    traces = [part for part in editor.package.parts if part.startswith("customXml/item")]
    assert any(b"urn:press:word-trace" in editor.package.parts[part] for part in traces)
    named = [mark.get(tag("w:name")) for mark in editor.body.iter(tag("w:bookmarkStart"))]
    assert sum(mark.startswith("_") for mark in named) > 10


@pytest.mark.parametrize("name", NAMES)
def test_edits_made_in_libreoffice_come_back(papers: dict[str, Path], tmp_path: Path, name: str) -> None:
    found = came(
        papers[name.partition("-")[0]], name, (FIXTURES / f"{name}.docx").read_bytes(), tmp_path / "new"
    )
    faults = [fault for edit in found.edits if (fault := _fault(found, edit))]
    assert not faults, "\n".join([*faults, found.listed])


@pytest.mark.parametrize("name", ["second-tracked", "second-untracked"])
def test_they_come_back_without_a_trace_where_the_paper_is_built(
    papers: dict[str, Path], tmp_path: Path, name: str
) -> None:
    folder = papers["second"]
    done = press(folder, "render")
    assert done.returncode == 0, done.stderr
    editor = WordEditor(FIXTURES / f"{name}.docx")
    without_trace(editor)
    renamed_styles(editor)
    found = came(folder, name, editor.content(), tmp_path / "new")
    faults = [fault for edit in found.edits if (fault := _fault(found, edit))]
    assert not faults, "\n".join([*faults, found.listed])


def _fault(found: Came, edit: dict) -> str:
    """Why an edit did not come back; empty where it did or is listed."""
    new, listed = words(found.new), words(found.listed)
    if edit["kind"] in ("replace", "delete"):
        old = words(edit["old"])
        is_gone = new.count(old) == words(found.old).count(old) - 1
        is_there = words(edit.get("new", "")).strip() in new
        ok = (is_gone and is_there) or _differing(edit) in listed
    elif edit["kind"] == "insert":
        ok = words(edit["after"] + edit["new"]) in new
    elif edit["kind"] == "look":
        star = {"bold": "**", "italic": "*"}[edit["look"]]
        ok = f"{star}{edit['words']}{star}" in " ".join(found.new.split())
    elif edit["kind"] == "comment":
        ok = any(
            one["comment"]["text"] == edit["says"] and one["file"] == "paper/index.qmd"
            for one in found.ran.comments
        )
    elif edit["kind"] == "row":
        ok = all(words(cell) in listed for cell in edit["new"])
    else:
        ok = words(edit["new"]) in new or words(edit["new"]) in listed
    return "" if ok else f"{edit}"


def _differing(edit: dict) -> str:
    """The words that an edit took away."""
    was, now = (edit["old"].split(), edit.get("new", "").split())
    return words(" ".join(word for word in was if word not in now))


@pytest.mark.parametrize("name", NAMES)
def test_what_nobody_edited_stays(papers: dict[str, Path], tmp_path: Path, name: str) -> None:
    docx = (FIXTURES / f"{name}.docx").read_bytes()
    found = came(papers[name.partition("-")[0]], name, docx, tmp_path / "new")
    assert len(found.ran.changes) <= len(found.edits) + 1, found.ran.changes
    lines, now = found.old.splitlines(), set(found.new.splitlines())
    gone = [line for line in lines if line not in now]
    assert len(gone) <= len(found.edits)


@pytest.mark.parametrize("name", NAMES)
def test_the_word_files_say_what_was_edited(name: str) -> None:
    told = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    said, was = ("\n".join(plain_text(FIXTURES / f"{name}.docx", accepted)) for accepted in (True, False))
    for edit in told["edits"]:
        if edit["kind"] in ("replace", "insert", "paragraph", "footnote"):
            assert edit["new"] in said and (edit["new"] not in was) is told["tracked"], edit
        if edit["kind"] in ("replace", "delete"):
            assert edit["old"] not in said and (edit["old"] in was) is (
                told["tracked"] and not edit.get("accepted")
            )
