"""The author's own filters: what they find, what is refused, what a changed one makes anew.

What they make of documents is compared with Quarto in test_contract.py (the fixtures n1 to n7).
"""

import json
import re
import shutil

import pdfplumber
import pytest

from press.base.errors import PressError
from press.render import build
from press.render.convert import convert
from press.render.document import EXTENSIONS
from tests.press.render.pages import executed, made
from tests.press.render.test_contract import CONTRACT

FORMATS = tuple(EXTENSIONS)
#: What Quarto 1.10.18 makes of the fixture n5-filter-paths.
QUARTO_PATHS = [
    "Text.",
    "../common/one.lua reads the words",
    "beside.lua reads the words",
    "../common/four.lua reads the words",
    "own/three.lua is 1, with a part, .., paper/index.qmd, index.html, paper/own/x",
    "../common/two.lua reads the words",
]
SAY = "function Pandoc(doc) doc.blocks:insert(pandoc.Para({})) return doc end\n"


@pytest.fixture
def write(tmp_path):
    """Writes filters and a document with these entries; returns the document."""

    def write(entries: str, body: str = "Text.\n", front: str = "", **filters: str):
        for name, text in filters.items():
            (tmp_path / f"{name}.lua").write_text(text)
        source = tmp_path / "index.qmd"
        source.write_text(f"---\ntitle: T\n{front}filters:\n{entries}---\n\n{body}")
        return source

    return write


def paragraphs(page) -> list[str]:
    return re.findall(r"<p>(.*?)</p>", page.read_text("utf-8"))


def rendered(source, format="html"):
    return next(file for file in build.render(source, (format,)) if file.suffix == EXTENSIONS[format])


def refusal(source, format="html") -> str:
    page = source.with_suffix(EXTENSIONS[format])
    page.write_text("an earlier page")
    with pytest.raises(PressError) as caught:
        build.render(source, (format,))
    assert page.read_text() == "an earlier page"
    return f"{caught.value.file.name}:{caught.value.line}: {caught.value.message}"


def test_paths_count_from_the_file_that_names_them_as_in_quarto(tmp_path):
    shutil.copytree(CONTRACT / "fixtures" / "n5-filter-paths", tmp_path / "site")
    build.render(tmp_path / "site" / "paper" / "index.qmd", ("html",))
    assert paragraphs(tmp_path / "site" / "out" / "paper" / "index.html") == QUARTO_PATHS


@pytest.mark.parametrize(
    ("format", "answers"),
    [
        ("html", "html html:js | html | true"),
        ("typst", "typst | typst | false"),
        ("docx", "docx | docx | false"),
        ("jats", "jats | jats | false"),
    ],
)
def test_a_filter_is_told_the_format_as_quarto_calls_it(write, format, answers):
    names = '{ "html", "html:js", "html5", "pdf", "latex", "typst", "docx", "jats", "markdown", "epub" }'
    source = write(
        "  - a.lua\n",
        a=f"local yes = pandoc.List({names}):filter(quarto.doc.is_format)\n"
        'print(table.concat(yes, " ") .. " | " .. FORMAT .. " | " .. tostring(quarto.doc.has_bootstrap()))\n',
    )
    lines = []
    build.render(source, (format,), report=lines.append)
    assert f"warning: index.qmd ({format}): a filter says: {answers}" in lines


def test_what_a_filter_prints_is_reported_and_no_part_of_the_page(write):
    source = write(
        "  - a.lua\n",
        a='print("printed") io.write("written\\n") io.stderr:write("aside\\n") pandoc.log.warn("logged")\n'
        'quarto.log.output("said", { 1 }) quarto.log.warning("warned") quarto.log.debug("hidden")\n',
    )
    lines = []
    build.render(source, ("html",), report=lines.append)
    said = "\n".join(line for line in lines if "a filter says" in line)
    for word in ("printed", "written", "aside", "logged", "said {", "(W) warned"):
        assert f"a filter says: {word}" in said
    assert "hidden" not in said
    assert paragraphs(source.with_suffix(".html")) == ["Text."]


def test_metadata_and_variables_are_as_the_document_says_and_press_s_own_are_not_seen(write, tmp_path):
    (tmp_path / "_quarto.yml").write_text("project: {type: default}\n")
    (tmp_path / "_variables.yml").write_text("place: {name: North}\n")
    source = write(
        "  - a.lua\n",
        front=(
            "author: [A B, {name: C D}]\ndate: 2026-03-05\n"
            "deep: {list: [one, '*two*'], yes: true, count: 3}\n"
        ),
        a="function Pandoc(doc)\n"
        "  local text = pandoc.utils.stringify\n"
        "  local get = quarto.metadata.get\n"
        '  local said = { text(doc.meta.author), text(doc.meta.date), get("deep.list.2")[1].t,\n'
        '    tostring(get("deep.yes")), text(doc.meta.deep.count), quarto.variables.get("place.name"),\n'
        '    tostring(doc.meta.press), tostring(doc.meta["press-document"]), tostring(doc.meta.filters) }\n'
        '  doc.blocks:insert(pandoc.Para(table.concat(said, "; ")))\n'
        "  return doc\n"
        "end\n",
    )
    expected = "A BC D; March 5, 2026; Emph; true; 3; North; nil; nil; nil"
    assert paragraphs(rendered(source))[-1] == expected


def test_what_a_filter_makes_of_title_date_and_includes_is_printed(write):
    source = write(
        "  - a.lua\n",
        front="author: A B\ndate: 2026-03-05\ninclude-before-body: {text: '<p>first</p>'}\n",
        a="function Meta(meta)\n"
        '  meta.title, meta.date = "New", "yesterday"\n'
        '  meta.abstract = pandoc.Blocks { pandoc.Para("Short.") }\n'
        '  meta["header-includes"]:insert(pandoc.RawBlock("html", "<style>.q { color: teal; }</style>"))\n'
        '  quarto.doc.include_text("before-body", "<p>before</p>")\n'
        '  quarto.doc.include_text("before-body", "<p>before</p>")\n'
        '  quarto.doc.includeText("after-body", "<p>after</p>")\n'
        "  return meta\n"
        "end\n",
    )
    page = rendered(source)
    assert paragraphs(page) == ["first", "before", "A B", "Short.", "Text.", "after"]
    text = page.read_text()
    assert '<h1 class="title">New</h1>' in text and '<p class="date">yesterday</p>' in text
    assert "<title>New</title>" in text and "<style>.q { color: teal; }</style>" in text


def test_the_pdf_has_the_title_that_a_filter_gave_it(tmp_path):
    (tmp_path / "a.lua").write_text("function Meta(meta) meta.title = 'A \"new\" title' return meta end")
    with pdfplumber.open(made(tmp_path, "typst", "Text.", filters=["a.lua"])) as pdf:
        assert pdf.metadata["Title"] == 'A "new" title'


def test_a_picture_that_a_filter_puts_in_late_is_looked_for_like_others(tmp_path):
    (tmp_path / "a.lua").write_text(
        'return { Str = function(str) if str.text == "N" then return pandoc.Image("x", "map.png") end end }'
    )
    shutil.copy(CONTRACT / "fixtures" / "d2-subfigures" / "north.png", tmp_path / "map.png")
    page = made(tmp_path, "html", "Text N there.", filters=["quarto", "a.lua"])
    assert 'src="map.png"' in page.read_text() and (page.parent / "map.png").is_file()
    (tmp_path / "map.png").unlink()
    with pytest.raises(PressError, match=r"the image map\.png does not exist"):
        made(tmp_path, "docx", "Text N there.", filters=["quarto", "a.lua"])


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ("lightbox", "the filter `lightbox` is not supported: press runs filters written in Lua only"),
        ("run.py", "the filter `run.py` is not supported: press runs filters written in Lua only"),
        (
            "{path: a.lua, type: json}",
            "the filter `a.lua` is of type json: press runs filters written in Lua",
        ),
        (
            "citeproc",
            "`citeproc` cannot be a filter: citations are resolved after all filters, as in Quarto.",
        ),
        ("{type: citeproc}", "`citeproc` cannot be a filter: citations are resolved after all filters"),
        (
            "{path: a.lua, at: noon}",
            "the filter `a.lua` cannot run at `noon`, only at pre-ast, post-ast, pre-qua",
        ),
        ("{path: a.lua, as: x}", "a filter has no option `as`, only path, at and type."),
        ("/a.lua", "the filter `/a.lua` is named from the root: name it from the file that lists it."),
        ("none.lua", "the filter none.lua does not exist"),
        ("../a.lua", "the filter ../a.lua lies outside the project"),
    ],
)
def test_an_entry_that_press_cannot_run_is_refused_by_name_and_line(write, entry, sentence, tmp_path):
    (tmp_path.parent / "a.lua").write_text("")
    source = write(f"  - quarto\n  - {entry}\n", a="")
    assert refusal(source).startswith(f"index.qmd:5: {sentence}")


def test_filters_are_a_list(write):
    source = write("  - a.lua\n", a="")
    source.write_text("---\nfilters: a.lua\n---\n\nText.\n")
    assert refusal(source) == "index.qmd:2: `filters` must be a list."


def test_a_missing_filter_of_the_project_is_named_where_it_is_listed(write, tmp_path):
    (tmp_path / "_quarto.yml").write_text("project: {type: default}\n\nfilters:\n  - parts/none.lua\n")
    source = write("  - a.lua\n", a="")
    assert refusal(source) == "_quarto.yml:4: the filter parts/none.lua does not exist"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("local x =\nfunction", "2: this filter is not valid Lua: '(' expected near <eof>"),
        (
            "function Str(str)\n  return str.no.where\nend",
            "2: this filter fails: attempt to index a nil value (field 'no')",
        ),
        ("\nerror('Mind the gap')", "2: this filter fails: Mind the gap"),
        ("return 3", "1: this filter fails: it returns no filter"),
        ("\nlocal part = require('nowhere')", "2: this filter fails: module 'nowhere' not found"),
        (
            "function Para(para)\n  return para:walk { Str = function()\n    return nil + 1 end }\nend",
            "3: this filter fails: attempt to perform arithmetic on a nil value",
        ),
        ("os.exit(0)", "1: os.exit in a filter is not supported by press"),
        (
            "\n\nquarto.doc.add_html_dependency({ name = 'x' })",
            "3: `quarto.doc.add_html_dependency` is not supported by press",
        ),
        ("local made = quarto.FloatRefTarget", "1: `quarto.FloatRefTarget` is not supported by press"),
        ("quarto.utils.render(1)", "1: `quarto.utils.render` is not supported by press"),
        (
            "function Para()\n  quarto.shortcode.read_arg() end",
            "2: `quarto.shortcode` is not supported by press",
        ),
        (
            "return {\n  { FloatRefTarget = function(float) end } }",
            "2: this filter handles FloatRefTarget, a node of Quarto's own that press does not have",
        ),
        (
            "\nfunction Callout(callout) end",
            "2: this filter handles Callout, a node of Quarto's own that press does not have",
        ),
        (
            "\nfunction Meta(meta) meta.author = 'X' return meta end",
            "2: this filter changes the metadata author, which press takes from the document itself",
        ),
        (
            "quarto.doc.include_text('nowhere', 'x')",
            "1: the place nowhere for included text is not supported by press",
        ),
    ],
)
def test_a_filter_that_cannot_run_is_named_with_its_line(write, text, sentence):
    assert refusal(write("  - a.lua\n", a=text)) == f"a.lua:{sentence}"


@pytest.mark.parametrize("format", ["docx", "jats"])
def test_text_for_the_frame_of_a_page_is_refused_where_there_is_none(write, format):
    source = write("  - a.lua\n", a="quarto.doc.include_text('in-header', 'x')")
    assert (
        refusal(source, format) == f"a.lua:1: `quarto.doc.include_text` in {format} is not supported by press"
    )


def test_an_error_in_a_module_is_named_in_the_module(write):
    source = write("  - a.lua\n", a="require('part')()", part="return function()\n  error('no') end")
    assert refusal(source) == "part.lua:2: this filter fails: no"


def test_filters_keep_their_names_to_themselves_but_share_modules(write):
    source = write(
        "  - a.lua\n  - b.lua\n",
        a="kept = 1\nrequire('part').count = 1\nreturn {}",
        b=SAY.format("tostring(kept) .. require('part').count"),
        part="return {}",
    )
    assert paragraphs(rendered(source)) == ["Text.", "nil1"]


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A project whose filter reads a module, files in and outside the project, and a variable."""
    monkeypatch.setattr(
        "press.render.digests.CLOCK", 0
    )  # the build's own folder is made just before the page
    root = tmp_path / "site"
    (root / ".hidden").mkdir(parents=True)
    files = {
        "_quarto.yml": "project:\n  type: website\n  render: [index.qmd]\nfilters: [a.lua]\n",
        "index.qmd": "---\ntitle: T\n---\n\nText.\n",
        "part.lua": "return 'part'\n",
        "data.txt": "data\n",
        ".hidden/more.txt": "more\n",
        "../elsewhere.txt": "else\n",
        "a.lua": (
            "local said = pandoc.List { require('part'), os.getenv('PLACE') or 'nowhere' }\n"
            "local names = { 'data.txt', '.hidden/more.txt', '../elsewhere.txt', '../absent.txt' }\n"
            "for _, name in ipairs(names) do\n"
            "  local file = io.open(name)\n"
            "  said:insert(file and file:read('l') or 'none')\n"
            "end\n" + SAY.format("table.concat(said, ' ')")
        ),
    }
    for name, text in files.items():
        (root / name).write_text(text)
    return root


def remade(site) -> tuple[bool, str]:
    lines = []
    build.render(site, ("html",), report=lines.append)
    return not any("index.html (unchanged)" in line for line in lines), paragraphs(
        site / "_site" / "index.html"
    )[-1]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.lua", SAY.format("'other'"), "other"),
        ("part.lua", "return 'new'\n", "new nowhere data more else none"),
        ("data.txt", "new\n", "part nowhere new more else none"),
        (".hidden/more.txt", "new\n", "part nowhere data new else none"),
        ("../elsewhere.txt", "new\n", "part nowhere data more new none"),
        ("../absent.txt", "new\n", "part nowhere data more else new"),
    ],
)
def test_a_changed_filter_or_a_file_it_asked_for_makes_the_page_anew(site, monkeypatch, name, text, words):
    monkeypatch.delenv("PLACE", raising=False)
    assert remade(site) == (True, "part nowhere data more else none")
    assert remade(site) == (False, "part nowhere data more else none")
    (site / name).write_text(text)
    assert remade(site) == (True, words)


def test_a_variable_that_a_filter_asked_for_makes_the_page_anew(site, monkeypatch):
    monkeypatch.delenv("PLACE", raising=False)
    remade(site)
    monkeypatch.setenv("OTHER", "x")
    assert not remade(site)[0]
    monkeypatch.setenv("PLACE", "north")
    assert remade(site) == (True, "part north data more else none")


def test_what_a_filter_writes_beside_the_page_comes_and_stays_with_it(site):
    (site / "a.lua").write_text(
        "local file = io.open(quarto.project.output_directory .. '/seen.json', 'w')\n"
        "file:write(quarto.json.encode { title = quarto.doc.input_file:match('[^/]+$') }) file:close()\n"
        + SAY.format("'written'")
    )
    for new in (True, False):
        assert remade(site) == (new, "written")
        assert json.loads((site / "_site" / "seen.json").read_text()) == {"title": "index.qmd"}


def test_a_page_converted_by_hand_runs_filters_too(tmp_path):
    (tmp_path / "a.lua").write_text(SAY.format("'from the filter'"))
    for format in FORMATS:
        destination = tmp_path / "out" / ("index" + EXTENSIONS[format])
        document = executed(tmp_path, "Text.", formats={format: {"citeproc": True}}, filters=["a.lua"])
        assert convert(document, format, destination) == []
        assert destination.is_file()
    assert "from the filter" in (tmp_path / "out" / "index.html").read_text()
