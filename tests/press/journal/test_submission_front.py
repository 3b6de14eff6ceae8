"""What front matter says of its authors beside their names stays out of the anonymous twin."""

import shutil
from dataclasses import replace
from pathlib import Path

from press.base.declarations import Declarations, as_markdown
from press.base.edition import Author
from press.journal import manuscript
from press.journal.settings import read_settings
from tests.press.render.pages import executed

WORKS = Path(__file__).parents[1] / "render" / "contract" / "common" / "refs.bib"
TELLING = {
    "thanks": "We thank Dana Kim.",
    "funding": {"awards": {"id": "A-1", "recipient": "Dana Kim"}},
    "copyright": {"holder": "Dana Kim", "year": 2026},
    "citation": {"author": "Dana Kim", "url": "https://example.org/kim"},
}


def test_thanks_funding_copyright_and_citation_are_withheld(tmp_path):
    shutil.copy(WORKS, tmp_path)
    options = {"bibliography": "refs.bib", "license": "CC BY", **TELLING}
    article = executed(tmp_path, "Water moves [@harris1970].", **options)
    settings = replace(read_settings(), leave_out=(), leave_out_anonymous=(), texts_apart=())
    twin = manuscript.without_authors(article, settings, [Author("Dana", "Kim")]).article
    for stated in (twin.metadata, *twin.formats.values()):
        assert not TELLING.keys() & stated.keys()
        assert stated["license"] == "CC BY"


def test_statements_that_tell_who_wrote_are_left_out(tmp_path):
    shutil.copy(WORKS, tmp_path)
    names = ("data_availability", "contributions", "funding", "competing_interests", "acknowledgements")
    told = {name: f"It was {name} that the Garden Fund paid." for name in names[1:]}
    declared = Declarations(told | {names[0]: "All data are public."})
    text = as_markdown(declared, "Free.") + "\n\nWe are grateful to the Garden Fund."
    article = executed(tmp_path, text, bibliography="refs.bib")
    settings = replace(read_settings(), leave_out=(), leave_out_anonymous=(), texts_apart=())
    twin = manuscript.without_authors(article, settings, [Author("Dana", "Kim")], declared).article
    left = twin.markdown("docx")
    assert "**Licence.** Free." in left and "**Data availability.**" in left
    assert not [name for name in names[1:] if name in left] and "Garden Fund" not in left
    assert "(Withheld for anonymous review.)" in left


def test_the_title_page_of_the_edition_is_none_of_the_manuscript(tmp_path):
    shutil.copy(WORKS, tmp_path)
    article = executed(tmp_path, "Water moves.", bibliography="refs.bib")
    heads = ["../_results/title-page.typ", "../_results/running-head.typ"]
    typst = {**article.formats["typst"], "include-in-header": heads}
    article = replace(article, formats={**article.formats, "typst": typst})
    settings = replace(read_settings(), leave_out=(), leave_out_anonymous=(), texts_apart=())
    for made in (
        manuscript.without_authors(article, settings, [Author("Dana", "Kim")]).manuscript,
        manuscript.with_authors(article, settings),
    ):
        left = made.executed.formats["typst"]["include-in-header"]
        assert left == ["../_results/running-head.typ", {"file": manuscript.REVIEW}]
