"""Who made a change: the commit whose sources have its words, that of data or code, or nobody yet."""

from __future__ import annotations

import pytest

from press.journal.marked_up.authorship import Authorship
from press.journal.marked_up.history import steps_since
from press.journal.marked_up.tracking import Stretch
from press.journal.word_back.model import By
from tests.repositories import SECONDS, commit_all, tag

DAY = 86_400
DOCUMENT = "paper/index.qmd"
TEXT = """# Rivers

The study combines methods that others have tried before. It found 17 rivers
in the north, and none of them was long.

The second paragraph tells of `{python} num("rivers.count")` rivers that are short and of lakes
that are deep, which is why nobody went there.
"""


@pytest.fixture(scope="module")
def authors(tmp_path_factory: pytest.TempPathFactory) -> Authorship:
    """Of a repository in which five people changed something since a tag, and something is uncommitted."""
    folder = tmp_path_factory.mktemp("history")
    for name, text in {DOCUMENT: TEXT, "data/rivers.csv": "name\nIrtysh\n", "press/x.py": "1"}.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    commit_all(folder)
    tag(folder, "v1")
    for number, (author, file, old, new) in enumerate(
        (
            (b"Bela Kis <b@x>", DOCUMENT, "combines methods", "needs few methods"),
            (b"Dana Lee <d@x>", "data/rivers.csv", "Irtysh", "Ishim"),
            (b"Ed \x1b Itor <e@x>", DOCUMENT, "long.\n", "long.\n\nA paragraph that is new to all of us.\n"),
            (b"Flo Wrap <f@x>", DOCUMENT, "17 rivers\nin the north, and", "17 rivers in the\nnorth, and"),
            (b"Gus Code <g@x>", DOCUMENT, 'num("rivers.count")', 'num("rivers.short")'),
            (b"Hal Cut <h@x>", DOCUMENT, ", which is why nobody went there", ""),
            (b"Ina Press <i@x>", "press/x.py", "1", "2"),
        ),
        start=1,
    ):
        text = (folder / file).read_text()
        assert text.count(old) == 1
        (folder / file).write_text(text.replace(old, new))
        commit_all(folder, SECONDS + number * DAY, author)
    path = folder / DOCUMENT
    path.write_text(path.read_text().replace("# Rivers", "# Rivers and lakes"))
    return Authorship(steps_since(folder, "v1", [DOCUMENT, "data/rivers.csv"]))


def came(words: str, before: str = "", after: str = "", made: bool = False) -> Stretch:
    return Stretch(words, before, after, inserted=True, made=made)


def went(words: str, before: str = "", after: str = "") -> Stretch:
    return Stretch(words, before, after, inserted=False)


STUDY = "methods that others have tried before. It found 17 rivers in the north"


@pytest.mark.parametrize(
    ("change", "author"),
    [
        (came("needs few", "The study ", STUDY), "Bela Kis"),
        (went("combines", "The study ", STUDY), "Bela Kis"),
        (came("A paragraph that is new to all of us."), "Ed \\x1b Itor"),
        (went(", which is why nobody went there", "lakes that are deep", "."), "Hal Cut"),
        (came("and lakes", "Rivers "), "uncommitted"),
        (came("12", "The second paragraph tells of ", "rivers that are short and of lakes"), "Gus Code"),
        (came("0.81", made=True), "Dana Lee"),
        (came("0.81", "On the whole they carried ", " cubic metres of it"), "Dana Lee"),
    ],
)
def test_the_author_is_who_changed_the_source(authors: Authorship, change: Stretch, author: str) -> None:
    assert authors(change).author == author


def test_the_date_is_that_of_the_commit(authors: Authorship) -> None:
    """2026-01-02 03:04:05 of Greenwich, a day later."""
    assert authors(came("needs few", "The study ", STUDY)) == By("Bela Kis", "2026-01-03T03:04:05Z")


def test_what_is_not_committed_bears_the_day_of_the_build(
    authors: Authorship, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(SECONDS))
    assert Authorship([])(came("anything")) == By("uncommitted", "2026-01-02T00:00:00Z")


def test_text_that_only_breaks_its_lines_elsewhere_is_nobodys(authors: Authorship) -> None:
    wrapped = next(step for step in authors.steps if step.by.author == "Flo Wrap")
    assert [hunk for hunk in wrapped.hunks if hunk.come or hunk.gone] == []
