"""A key is a citation or a reference wherever it stands, or the build ends with a sentence.

Pandoc's Markdown would take `(@key)` and `@key.` at the start of a block for the number of an example, and
every later `@key` with it.
"""

import pytest

from press.base.errors import PressError
from press.render.document import EXTENSIONS
from tests.press.render.contract.extract import extract
from tests.press.render.pages import made
from tests.press.render.test_signs import texts_in

WORKS = """
@article{reed2001, title={On rain}, author={Reed, Ida and Moss, Tom}, year={2001}, journal={Weather}}
@article{fern2002, title={On snow}, author={Fern, Una}, year={2002}, journal={Weather}}
"""
BODY = """
# @reed2001. in a head {#sec-a}

$$ y = x $$ {#eq-a}

(@eq-a) is fitted. Later @reed2001 answered, and so did @fern2002.[^n]

(@fern2002) opens a paragraph. [@reed2001]: too.

@tbl-a. opens another.

[^n]: @fern2002.

- (@reed2001) in an item

> @reed2001. in a quote

Term
:   (@fern2002, p. 3) in a definition

::: {.callout-note title="(@reed2001) in a title"}
(@fern2002) in a callout.
:::

+----------------------+------------------+
| Work                 | Place            |
+======================+==================+
| (@reed2001) in cells | @fern2002. too   |
+----------------------+------------------+

: (@fern2002) in a caption {#tbl-a}

::: {#tbl-b tbl-cap="@reed2001. in an attribute"}
| a |
|---|
| 1 |
:::
"""
SEEN = (
    "After Reed and Moss (2001)", "(Fern (2002)) in the abstract", "Reed and Moss (2001). in a head",
    "(Equation 1) is fitted. Later Reed and Moss (2001) answered, and so did Fern (2002).",
    "(Fern (2002)) opens a paragraph. (Reed and Moss 2001): too.", "Table 1. opens another.",
    "(Reed and Moss (2001)) in an item", "Reed and Moss (2001). in a quote",
    "(Fern (2002), p. 3) in a definition", "(Reed and Moss (2001)) in a title", "(Fern (2002)) in a callout.",
    "(Reed and Moss (2001)) in cells", "Fern (2002). too", "(Fern (2002)) in a caption",
    "Reed and Moss (2001). in an attribute", "On Rain", "On Snow",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "works.bib").write_text(WORKS)
    return tmp_path


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_key_is_cited_wherever_it_stands_and_its_work_is_listed(folder, format):
    page = made(
        folder, format, BODY,
        title="After @reed2001", abstract="(@fern2002) in the abstract.", bibliography="works.bib",
    )  # fmt: skip
    found = extract(str(page))
    text = " ".join(" ".join(texts_in(found)).replace("\xa0", " ").split())
    assert [seen for seen in SEEN if seen.lower() not in text.lower()] == []
    assert "Fern (2002)." in found["footnotes"]
    assert "@" not in text.replace("After @reed2001", "")  # as typed in the properties of the PDF


@pytest.mark.parametrize(
    ("body", "line", "key"),
    [
        ("Text.\n\n(@fren2002) begins.", 3, "fren2002"),
        ("@fren2002. ends.", 1, "fren2002"),
        ("Text.[^n]\n\n[^n]: @fren2002.", 3, "fren2002"),
        ("# Heads\n\n- (@fren2002) item", 3, "fren2002"),
        ('::: {.callout-note title="(@fren2002)"}\nText.\n:::', 1, "fren2002"),
    ],
)
@pytest.mark.parametrize("options", [{"bibliography": "works.bib"}, {}])
def test_an_unknown_key_ends_the_build_wherever_it_stands(folder, body, line, key, options):
    with pytest.raises(PressError) as refusal:
        made(folder, "html", body, **options)
    assert f"index.qmd:{line}: no entry of the bibliography has the key {key}" in str(refusal.value)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("(@eq-a) is fitted.", "index.qmd:1: nothing has the label eq-a"),
        ("Text.\n\n(@) The first.", "index.qmd:3: press does not support example lists ((@))"),
        ("- @. The first.", "index.qmd:1: press does not support example lists (@.)"),
        ("A[^a]\n\n[^a]: x\n\n[^b]: @fern2002", "index.qmd:5: the note b is referred to nowhere"),
        ("A[^a]\n\n[^a]: x ^[inner]", "index.qmd:3: the note “inner” stands within a note"),
        ("A[^a]\n\n[^a]: x\n\n[^a]: @fern2002", "index.qmd:5: the note a is written twice"),
    ],
)
def test_what_would_vanish_besides_is_refused_with_its_line(folder, body, sentence):
    with pytest.raises(PressError) as refusal:
        made(folder, "html", body, bibliography="works.bib")
    assert sentence in str(refusal.value)
