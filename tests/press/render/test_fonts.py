"""Letters come from fonts that come with the packages, or that the document names as files.

One that none of them has ends the build, on every machine alike.
"""

import os
import re
import subprocess
import sys
import zlib

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from press.base.errors import PressError
from press.render import build
from tests.copies import ROOT
from tests.press.render.pages import made

COVERED = {
    "Latin": "Aa Ññ Øø Łł Şş Ğğ Ưư ß ﬁ",
    "Cyrillic": "Бб Щщ Ыы Ёё Єє Ўў",
    "Kazakh": "Әә Ғғ Ққ Ңң Өө Ұұ Үү Һһ Іі",
    "Greek": "Αα Ωω ϑ ϕ ἀ ῆ",
    "arrows": "← ↑ → ↓ ↔ ⇒ ⇔ ↦ ⟶",
    "mathematics": "− × ÷ ± ≤ ≥ ≠ ≈ ∞ ∑ ∏ ∫ √ ∂ ∇ ∈ ∉ ∪ ∩ ⊂ ∀ ∃ ℝ ½ ⅓",
    "currencies": "€ £ ¥ $ ¢ ₸ ₽ ₴ ₹ ₿",
    "check boxes": "☐ ☑ ☒",
    "marks": "✓ ✗ ★ ☆ ● ○ ■ □ ▲ † ‡ § ¶ № ° ′ ″ … – — « » „ “",
    "superscripts": "x² x³ x⁴ x⁻¹ H₂O",
}
CHARACTER = "王"
FIGURE = """
```{python}
import matplotlib.pyplot as plt

plt.plot([1, 2])
plt.title("%s")
```
"""


def write_font(file, family="Names"):
    """A font of one letter, 王, and the Latin ones that spell its family; every glyph a square."""
    letters = [CHARACTER, *sorted(set(family))]
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    pen = TTGlyphPen(None)
    (
        pen.moveTo((100, 0)),
        pen.lineTo((100, 700)),
        pen.lineTo((800, 700)),
        pen.lineTo((800, 0)),
        pen.closePath(),
    )
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(dict(zip(map(ord, letters), names[1:], strict=True)))
    builder.setupGlyf(dict.fromkeys(names, pen.glyph()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (900, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"{family}-Regular"})
    builder.setupOS2(sTypoAscender=800, usWinAscent=800, usWinDescent=200)
    builder.setupPost()
    file.parent.mkdir(parents=True, exist_ok=True)
    builder.save(file)


@pytest.fixture
def machine(tmp_path):
    """The environment of a machine whose user has installed the font of 王.

    It goes under the names of those that press and matplotlib use too.
    """
    folder = tmp_path / "home" / ".local" / "share" / "fonts"
    for family in ("Names", "DejaVu Sans", "Libertinus Serif"):
        write_font(folder / f"{family}.ttf", family)
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{folder}</dir>'
        f"<cachedir>{tmp_path}/c</cachedir></fontconfig>"
    )
    return os.environ | {
        "HOME": str(tmp_path / "home"),
        "XDG_DATA_HOME": str(folder.parent),
        "FONTCONFIG_FILE": str(settings),
        "MPLCONFIGDIR": str(tmp_path / "mpl"),
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONPATH": str(ROOT),
    }


@pytest.fixture
def bare_machine(tmp_path):
    """The environment of a machine without fonts."""
    settings = tmp_path / "none.conf"
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>'
    )
    (tmp_path / "empty").mkdir()
    return os.environ | {
        "HOME": str(tmp_path / "empty"),
        "XDG_DATA_HOME": str(tmp_path / "empty"),
        "FONTCONFIG_FILE": str(settings),
        "MPLCONFIGDIR": str(tmp_path / "empty"),
        "SOURCE_DATE_EPOCH": "0",
        "PYTHONPATH": str(ROOT),
    }


def press(environment, source, format):
    command = [sys.executable, "-m", "press", "render", source, "--to", format]
    return subprocess.run(
        command, cwd=source.parent, env=environment, capture_output=True, text=True, check=False
    )


def page(folder, text, front=""):
    source = folder / "paper" / "index.qmd"
    source.parent.mkdir(exist_ok=True)
    source.write_text(f"---\ntitle: Letters\n{front}---\n\n{text}\n", encoding="utf-8")
    return source


def empty_boxes(pdf):
    """How often a PDF shows glyph 0 of a font, which every font keeps for the letters that it has not."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf.read_bytes(), re.DOTALL)
    shown = []
    for stream in streams:
        try:
            shown += re.findall(rb"\(((?:\\.|[^\\()])*)\)", zlib.decompress(stream), re.DOTALL)
        except zlib.error:
            continue
    return sum(text.startswith(rb"\000\000") for text in shown)


@pytest.mark.parametrize("kind", COVERED)
def test_letters_of_a_paper_are_printed(kind, tmp_path):
    pdf = made(
        tmp_path, "typst", f"# {COVERED[kind]}\n\n{COVERED[kind]}, **{COVERED[kind]}**, *{COVERED[kind]}*"
    )
    assert empty_boxes(pdf) == 0


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"Text.\n\nA name, {CHARACTER}.", 3),
        (f"## A name, {CHARACTER}", 1),
        (f"| a |\n|---|\n| {CHARACTER} |", 3),
        (f"Note.[^a]\n\n[^a]: {CHARACTER}", 3),
        (f"$$ {CHARACTER} $$", 1),
        (f"`{CHARACTER}`", 1),
        (f"[{CHARACTER}](https://example.org)", 1),
        (f"- a\n- **{CHARACTER}**", 2),
    ],
)
def test_a_letter_without_font_ends_the_pdf_with_its_name_and_place(body, line, tmp_path):
    with pytest.raises(
        PressError,
        match=(
            rf"index.qmd:{line}: the PDF has no font for {CHARACTER} \(U\+738B, "
            r"CJK UNIFIED IDEOGRAPH-738B\); put a font"
        ),
    ):
        made(tmp_path, "typst", body)
    assert CHARACTER in made(tmp_path, "html", body).read_text(encoding="utf-8")


def test_a_letter_that_a_cell_prints_is_found_at_the_cell(tmp_path, shared_kernel):
    source = page(tmp_path, "Text.\n\n```{python}\nprint(chr(0x738B))\n```")
    with pytest.raises(PressError, match=r"index.qmd:7: the PDF has no font for 王"):
        build.render(source, ("typst",))


def test_a_letter_in_the_title_and_in_a_picture_is_found(tmp_path):
    with pytest.raises(PressError, match="the PDF has no font for 王"):
        made(tmp_path, "typst", "Text.", title=f"On {CHARACTER}")
    (tmp_path / "p.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30">'
        f'<text x="5" y="20">{CHARACTER}</text></svg>'
    )
    with pytest.raises(PressError, match="the PDF has no font for 王"):
        made(tmp_path, "typst", '![A picture](p.svg){fig-alt="A picture"}')


def test_a_font_that_the_document_names_is_used(tmp_path):
    write_font(tmp_path / "fonts" / "names.ttf")
    pdf = made(tmp_path, "typst", f"A name, {CHARACTER}.", formats={"typst": {"font-paths": "fonts"}})
    assert empty_boxes(pdf) == 0 and b"Names-Regular" in pdf.read_bytes()
    pdf = made(
        tmp_path, "typst", "Names.", formats={"typst": {"font-paths": ["/fonts"], "mainfont": "Names"}}
    )
    assert b"Names-Regular" in pdf.read_bytes()


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (
            {"mainfont": "Georgia"},
            (
                r"no font Georgia \(mainfont\) is here: press has DejaVu Sans, .*Libertinus Serif, "
                r".*takes none of the machine's"
            ),
        ),
        ({"mathfont": "Cambria"}, r"no font Cambria \(mathfont\) is here"),
        ({"codefont": ["DejaVu Sans Mono", "Fira"]}, "`codefont` cannot be|no font Fira"),
        ({"font-paths": ["nowhere"]}, r"the folder nowhere \(font-paths\) does not exist"),
    ],
)
def test_a_font_that_is_not_there_is_refused_by_name(options, sentence, tmp_path):
    with pytest.raises(PressError, match=sentence):
        made(tmp_path, "typst", "Text.", formats={"typst": options})


@pytest.mark.long
def test_a_pdf_and_a_figure_are_the_same_bytes_whatever_fonts_a_machine_has(tmp_path, machine, bare_machine):
    source = page(
        tmp_path,
        (
            f"DejaVu Sans: Names, {COVERED['Kazakh']} {COVERED['check boxes']} $x$ `code`\n"
            f"{FIGURE % 'Names ₸ ☐'}"
        ),
        "format: {typst: default, html: default}\n",
    )
    outputs = []
    for environment in (machine, bare_machine):
        for format in ("typst", "html"):
            assert (done := press(environment, source, format)).returncode == 0, done.stderr
        outputs.append(
            {
                file.name: file.read_bytes()
                for file in sorted(source.parent.rglob("*"))
                if file.suffix in (".pdf", ".html", ".svg", ".png")
            }
        )
    assert outputs[0] == outputs[1] and {".pdf", ".html", ".svg"} <= {
        name[name.index(".") :] for name in outputs[0]
    }


@pytest.mark.long
def test_fonts_of_the_machine_hide_no_missing_letter(tmp_path, machine):
    for text, format, place in (
        (f"A name, {CHARACTER}.", "typst", "5: the PDF has no font for"),
        (FIGURE % CHARACTER, "html", "10: a cell without label draws"),
    ):
        done = press(machine, page(tmp_path, text), format)
        assert (
            done.returncode == 1
            and f"index.qmd:{place} {CHARACTER} (U+738B, " in done.stderr
            and "Traceback" not in done.stderr
        )


@pytest.mark.long
def test_a_figure_takes_letters_from_a_file_that_the_cell_adds(tmp_path, shared_kernel):
    write_font(tmp_path / "names.ttf")
    added = (
        "import matplotlib.font_manager as fonts\n"
        f"fonts.fontManager.addfont({str(tmp_path / 'names.ttf')!r})\n"
        "plt.rcParams['font.family'] = ['DejaVu Sans', 'Names']"
    )
    source = page(tmp_path, FIGURE.replace("pyplot as plt\n", f"pyplot as plt\n{added}\n") % CHARACTER)
    build.render(source, ("html",))
    assert source.with_suffix(".html").exists()
    with pytest.raises(PressError, match="draws 王"):
        build.render(page(tmp_path, FIGURE % CHARACTER), ("html",))
