"""What front matter says of its authors beside their names stays out of the anonymous twin."""

import shutil
from dataclasses import replace
from pathlib import Path

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
