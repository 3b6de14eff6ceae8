"""`make marked-up` between a tag and the working copy, as a user runs it."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from press.proof import pdf_file
from tests.copies import Copy, copy_project
from tests.press.journal.marked_up.word_marks import W, faults, said
from tests.repositories import SECONDS, commit_all, tag

pytestmark = pytest.mark.xdist_group("paper")

SENTENCE = ("The study combines methods.", "The study needs few methods.")
GRANTS = (",3903,grants", ",4003,grants")
DAY = 86_400


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def changed(tmp_path_factory) -> Copy:
    """A repository with a tag, then a sentence and a number by two people, and a paragraph not committed."""
    copy = copy_project(tmp_path_factory.mktemp("marked") / "repository")
    commit_all(copy.root)
    tag(copy.root, "submitted-v1")
    article = copy.root / "paper" / "index.qmd"
    replace_in(article, *SENTENCE)
    commit_all(copy.root, SECONDS + DAY, b"Bela Kis <b@example.org>")
    replace_in(copy.root / "data" / "serpin" / "press_figures.csv", *GRANTS)
    commit_all(copy.root, SECONDS + 2 * DAY, b"Dana Lee <d@example.org>")
    added = "\n\nA paragraph that a referee asked for.[^asked]\n\n[^asked]: In a note.\n"
    replace_in(article, "\n\n## Discussion", f"{added}\n## Discussion")
    return copy


def marks(docx: bytes, part: str) -> set[tuple[str, str, str]]:
    """Kind, author and words of each mark with words."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        root = etree.fromstring(archive.read(part))
    found = (
        (one.tag.removeprefix(W), one.get(W + "author"), "".join(one.itertext()).strip())
        for one in root.iter(W + "ins", W + "del")
    )
    return {one for one in found if one[2]}


@pytest.mark.long
def test_a_revision_with_its_changes_marked(changed: Copy, built: Copy):
    """Accepting all gives what a build says now, rejecting all what one of the tag does."""
    result = changed.make("marked-up", "SINCE=submitted-v1")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Word files of submitted-v1 are built." in result.stdout
    folder = changed.root / "_marked_up"
    docx = (folder / "index.docx").read_bytes()
    assert faults(docx) == []
    assert marks(docx, "word/document.xml") == {
        ("del", "Bela Kis", "combines"),
        ("ins", "Bela Kis", "needs few"),
        ("del", "Dana Lee", "21,972"),
        ("ins", "Dana Lee", "22,072"),
        ("ins", "uncommitted", "A paragraph that a referee asked for."),
    }
    notes = marks(docx, "word/footnotes.xml")
    assert ("ins", "Dana Lee", "22,072") in notes and ("ins", "uncommitted", "In a note.") in notes
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        assert b"Figure 2 was redrawn" in archive.read("word/comments.xml")
    text = " ".join(pdf_file.text_of((folder / "index.pdf").read_bytes()).split())
    for words in ("combines needs few", "21,972 22,072", "A paragraph that a referee asked for."):
        assert words in text
    numbers = (folder / "numbers.md").read_text(encoding="utf-8")
    assert "| `grants.allocated.total_2020_2024` | 21,972 | 22,072 |" in numbers
    assert "21,972" in (folder / "numbers.html").read_text(encoding="utf-8")
    assert changed.make("docx").returncode == 0
    now = (changed.root / "_draft" / "paper" / "index.docx").read_bytes()
    assert said(docx) == said(now)
    assert said(docx, accept=False) == said(built.article(".docx").read_bytes())
