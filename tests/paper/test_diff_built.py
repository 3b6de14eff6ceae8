"""`make diff` between a commit and the working copy, as a user runs it."""

from __future__ import annotations

import pytest
from lxml import html
from simulated import INFLOW_EFFECT, write_panel

from tests.copies import copy_project
from tests.repositories import commit_all, tag

pytestmark = pytest.mark.xdist_group("paper")

SENTENCE = ("The study combines methods.", "The study needs few methods.")
GRANTS = ("3903", "4003")


def replace_in(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def changed(tmp_path_factory):
    """A repository with a tag, and after it a new number, sentence and panel that are not committed."""
    copy = copy_project(tmp_path_factory.mktemp("diff") / "repository")
    commit_all(copy.root)
    tag(copy.root, "v1")
    replace_in(
        copy.root / "data" / "serpin" / "press_figures.csv", f",{GRANTS[0]},grants", f",{GRANTS[1]},grants"
    )
    replace_in(copy.root / "paper" / "index.qmd", *SENTENCE)
    write_panel(copy.root / "data" / "authors" / "panel.csv")
    return copy


@pytest.mark.long
def test_numbers_conclusions_and_words_since_a_tag(changed):
    result = changed.make("diff", "REF=v1")
    assert result.returncode == 0, result.stdout + result.stderr
    lines = {line.split(":")[0]: line for line in result.stdout.splitlines()}
    assert "21,972 -> 22,072" in lines["grants.allocated.total_2020_2024"]
    estimate = lines["inflow.program_post.estimate"]
    assert (
        f"0.79 -> {INFLOW_EFFECT:.2f}" in estimate
        and "abstract" in estimate
        and "inflow_effect (none → up)" in estimate
    )
    page = html.parse(str(changed.root / "_diff" / "index.html"), parser=html.HTMLParser(encoding="utf-8"))
    passage = next(node for node in page.xpath("//section/p") if "needs few" in node.text_content())
    assert (passage.xpath("del/text()"), passage.xpath("ins/text()")) == (["combines"], ["needs few"])
    assert not page.xpath("//@src | //link/@href")
    assert not (changed.root / "_site").exists() and not (changed.root / "_draft").exists()
