"""The sources that a Word file was made from: those of its commit, else those that stand here, else none."""

import hashlib
from pathlib import Path

import pytest

from press.base.checkout import current_version
from press.base.errors import InputError
from press.journal.word_back import origin
from press.journal.word_back.model import WordFile
from press.journal.word_back.word_file import embedding, reading
from press.journal.word_back.word_file.trace import Trace, Traced
from tests.press.journal.word_back import small_word_files
from tests.repositories import commit_all


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A checkout of one commit."""
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/index.qmd").write_text("As it was.\n")
    commit_all(tmp_path)
    return tmp_path


def trace(project: Path, text: str, **more: str) -> Trace:
    digest = hashlib.sha256(text.encode()).hexdigest()
    told = {
        "paper": "Shade",
        "document": "paper/index.qmd",
        "commit": current_version(project).commit,
    } | more
    return Trace(**told, panel="", panel_sha256="", sources={"paper/index.qmd": digest}, blocks=())


def test_the_sources_are_those_of_the_commit(project: Path) -> None:
    made = trace(project, "As it was.\n")
    (project / "paper/index.qmd").write_text("As it is.\n")
    assert origin.text_then(made, project)("paper/index.qmd") == "As it was.\n"
    assert origin.text_now(project)("paper/index.qmd") == "As it is.\n"


def test_sources_that_were_never_committed_are_those_that_stand_here(project: Path) -> None:
    (project / "paper/index.qmd").write_text("Not committed.\n")
    assert (
        origin.text_then(trace(project, "Not committed.\n"), project)("paper/index.qmd") == "Not committed.\n"
    )


def test_an_unknown_commit_leaves_what_stands_here(project: Path) -> None:
    made = trace(project, "Long gone.\n", commit="0" * 40)
    assert origin.text_then(made, project)("paper/index.qmd") == "As it was.\n"
    assert origin.text_then(made, project)("paper/other.qmd") is None


def test_nothing_outside_the_project_is_read(project: Path) -> None:
    (project.parent / "secret.qmd").write_text("secret")
    assert origin.text_now(project)("../secret.qmd") is None


def said(docx: bytes) -> WordFile:
    return reading.read(embedding.parts_in(docx), "x")


def with_trace(made: Trace) -> bytes:
    docx = small_word_files.make()
    blocks = tuple(Traced(block) for block in embedding.blocks_of(docx, ()))
    told = Trace(made.paper, made.document, made.commit, "", "", made.sources, blocks)
    return embedding.marked(docx, told)


def of(docx: bytes, project: Path, title: str = "Shade") -> Trace:
    return origin.origin_of(embedding.parts_in(docx), said(docx), "a.docx", project, title)


def test_a_file_with_its_trace_tells_itself(project: Path) -> None:
    found = of(with_trace(trace(project, "As it was.\n")), project)
    assert (found.document, found.commit) == ("paper/index.qmd", current_version(project).commit)


def test_a_file_of_another_paper_is_refused(project: Path) -> None:
    other = with_trace(trace(project, "As it was.\n", commit="1" * 40, paper="Roses"))
    with pytest.raises(
        InputError, match="a.docx: found the Word file of another paper, “Roses”, expected one of “Shade”"
    ):
        of(other, project)


def test_a_paper_whose_title_changed_is_known_by_its_commit(project: Path) -> None:
    made = with_trace(trace(project, "As it was.\n", paper="An older title"))
    assert of(made, project).paper == "An older title"


def test_a_document_that_is_not_here_is_named(project: Path) -> None:
    elsewhere = with_trace(trace(project, "As it was.\n", document="../../etc/passwd.qmd"))
    with pytest.raises(InputError, match="which is not here"):
        of(elsewhere, project)


def test_a_file_whose_text_was_lost_is_refused(project: Path) -> None:
    parts = embedding.parts_in(with_trace(trace(project, "As it was.\n")))
    with pytest.raises(InputError, match="a.docx: found next to nothing of the text that it was made with"):
        origin.origin_of(parts, WordFile(()), "a.docx", project, "Shade")


def test_a_file_without_a_trace_is_compared_with_the_one_built_here(project: Path) -> None:
    (project / "_site/paper").mkdir(parents=True)
    (project / "_site/paper/index.docx").write_bytes(with_trace(trace(project, "As it was.\n")))
    found = of(small_word_files.make(), project)
    assert found.document == "paper/index.qmd"
    with pytest.raises(InputError, match="a text that is not this paper's"):
        of(small_word_files.make("Wholly different words stand in here, none of them known.\n"), project)


def test_without_trace_and_without_build_it_says_what_to_do(project: Path) -> None:
    with pytest.raises(InputError, match="run make paper first"):
        of(small_word_files.make(), project)
