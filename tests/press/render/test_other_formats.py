"""Links to other formats, as genuine Quarto makes them of `format-links` (its `format-html-links.ts`)."""

from types import SimpleNamespace

import pytest

from press.base.errors import PressError
from press.render import build, other_formats

FILES = {"html": "a.html", "typst": "a.pdf", "docx": "a.docx", "jats": "a.xml"}


def links(stated=None, formats=tuple(FILES)):
    executed = SimpleNamespace(formats=formats, output_name=FILES.get)
    page = SimpleNamespace(
        format="html",
        executed=executed,
        option=lambda name, default: default if stated is None else stated,
    )
    return [(link.text, link.href) for link in other_formats.links(page)]


UNWORDED = [("Typst", "a.pdf"), ("MS Word", "a.docx")]
PDF = {"format": "typst", "text": "PDF"}


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, UNWORDED),
        (True, UNWORDED),
        (False, []),
        ("docx", [("MS Word", "a.docx")]),
        (["jats", "typst"], [("JATS", "a.xml"), ("Typst", "a.pdf")]),
        (["html", PDF], [("PDF", "a.pdf")]),
        ([PDF], [("PDF", "a.pdf"), *UNWORDED]),  # no bare name: all formats but JATS follow
        ([{"href": "b.csv", "text": "Data", "icon": "file"}, "docx"], [("Data", "b.csv"), UNWORDED[1]]),
    ],
)
def test_links_are_worded_and_ordered_as_stated(stated, expected):
    assert other_formats.problem(stated) is None and links(stated) == expected


def test_a_page_has_no_links_to_formats_that_it_does_not_have():
    assert links(["html", PDF, {"format": "docx", "text": "Word"}], ("html", "typst")) == [("PDF", "a.pdf")]


def test_a_file_that_browsers_show_as_code_is_saved():
    executed = SimpleNamespace(formats=tuple(FILES), output_name=FILES.get)
    page = SimpleNamespace(format="html", executed=executed, option=lambda name, default: ["jats", "docx"])
    assert [link.download for link in other_formats.links(page)] == ["a.xml", ""]


@pytest.mark.parametrize(
    ("stated", "words"),
    [
        (["ipynb"], "names the format `ipynb`"),
        ([{"format": "pdf", "text": "PDF"}], "names the format `pdf`"),
        ([PDF | {"order": "1"}], "entry `order` is not supported"),
        ([{"href": "a.csv"}], "need a text"),
        ([PDF | {"href": "a.csv"}], "either a format or an href"),
        ([{"href": 1, "text": "One"}], "hold texts"),
        ([1], "cannot hold `1`"),
    ],
)
def test_what_is_not_supported_is_named(stated, words):
    name, sentence = other_formats.problem(stated)
    assert name == "format-links" and sentence.startswith("`format-links` ") and words in sentence


@pytest.mark.parametrize(("favicon", "words"), [("no.svg", "no.svg"), ("[a.svg]", "`favicon` cannot be")])
def test_a_favicon_that_is_not_there_is_named(tmp_path, favicon, words):
    (tmp_path / "_quarto.yml").write_text(f"project:\n  type: website\nwebsite:\n  favicon: {favicon}\n")
    (tmp_path / "index.qmd").write_text("Text.\n")
    with pytest.raises(PressError, match=words):
        build.render(tmp_path, ("html",))
