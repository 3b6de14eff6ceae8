"""When the formats of a page are proved against each other: `site` is a project of two formats."""

import pytest

from press.base.errors import PressError
from press.render import build

FORMATS = ("html", "docx")


@pytest.fixture
def site(tmp_path, monkeypatch):
    def convert(executed, format, destination, memory):
        destination.write_text(executed.markdown(format))
        return []

    monkeypatch.setattr("press.render.convert.convert", convert)
    monkeypatch.setattr("press.render.digests.CLOCK", 0)  # such pages are made faster than the clock lags
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    root = tmp_path / "site"
    root.mkdir()
    (root / "_quarto.yml").write_text("project:\n  type: website\n  render: ['*.qmd']\n")
    (root / "index.qmd").write_text("---\ntitle: T\n---\n\nWords.\n")
    return root


class Proof:
    """Notes what it is asked, and answers as it is told."""

    def __init__(self, warnings=(), error=None):
        self.asked, self.warnings, self.error = [], list(warnings), error

    def __call__(self, executed, pages):
        self.asked.append({format: file.read_text() for format, file in pages.items()})
        if self.error:
            raise PressError(self.error, executed.source, 5)
        return self.warnings


def render(site, proof, formats=FORMATS):
    lines = []
    build.render(site, formats, None, lines.append, prove=proof)
    return lines


def test_a_page_is_proved_when_all_its_formats_are_made(site):
    proof = Proof(["line 5: something."])
    assert "warning: index.qmd: line 5: something." in render(site, proof)
    assert [list(pages) for pages in proof.asked] == [list(FORMATS)]
    assert all("Words." in page for page in proof.asked[0].values())


def test_what_is_unchanged_is_not_proved_again_and_its_warnings_are_told_again(site):
    render(site, Proof(["line 5: something."]))
    proof = Proof()
    assert "warning: index.qmd: line 5: something." in render(site, proof)
    assert proof.asked == []


def test_a_changed_page_is_proved_again(site):
    render(site, Proof())
    (site / "index.qmd").write_text("---\ntitle: T\n---\n\nOther words.\n")
    proof = Proof()
    render(site, proof)
    assert len(proof.asked) == 1


def test_a_page_of_one_format_has_nothing_to_be_proved_against(site):
    proof = Proof()
    render(site, proof, ("html",))
    assert proof.asked == []


def test_a_failed_proof_ends_this_build_and_the_next(site):
    for _ in range(2):  # the second finds the pages as the first kept them
        with pytest.raises(PressError, match="index.qmd:5: no"):
            render(site, Proof(error="no"))
        assert not (site / "_site").exists()


def test_without_a_proof_pages_are_made_as_they_are(site):
    render(site, None)
    assert (site / "_site" / "index.docx").exists()
