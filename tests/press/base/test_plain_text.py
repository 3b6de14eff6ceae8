"""Text of others in a document comes out as itself in all four formats."""

import re
import zipfile

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings, strategies as st
from lxml import etree, html

from press.base import plain_text
from press.base.errors import PressError
from press.render import build

FORMATS = ("html", "typst", "docx", "jats")
HEAD = """---
title: T
jupyter: python3
execute: {echo: false}
format: {html: {}, typst: {}, docx: {}, jats: {}}
---

```{python}
class Given:
    def __init__(self, text, kind="text/markdown"):
        self.data = {kind: text, "text/plain": text}
    def _repr_mimebundle_(self, **others):
        return self.data
```

"""
MARKS = (
    "<script>alert(1)</script>",
    "<!-- c -->",
    "[x](javascript:alert(1))",
    "![x](http://e.vil/a.png)",
    "**b** *i* ~~s~~ `c` ^[n] H~2~O",
    "# h",
    "- l",
    "+ l",
    "* l",
    "1. l",
    "i) l",
    "(@) l",
    "> q",
    "| a | b |",
    "| a",
    "$x^2$ $$y$$",
    "\\input{x} \\n \\",
    '#read("x") #sys',
    "`ls`{=html}",
    "{{< env HOME >}}",
    "{{{< meta title >}}}",
    "{{< open",
    ">}} close",
    "`{python} 1`",
    "@key [@key; -@b]",
    '[a]{.num data-key="x"}',
    "::: {.note}",
    ":::",
    "&lt; &amp; &#60;",
    "a -- b --- c ... d.. 'c' \"d\" it's",
    "=1+1",
    "== h",
    "/ term: x",
    "/* c */ // c",
    "https://e.vil/a?b=c&d=e",
    "<https://e.vil>",
    "www.e.vil a@b.com",
    "% c",
    "~~~",
    "```",
    "---",
    "***",
    "a\\",
    "[^1]",
    ":smile:",
    "-? x",
    "a-?b",
    "<label> @ref",
    "a;b,c?d!e",
    "{#id .c}",
    "$HOME $(id)",
    "Mr. A e.g. b p. 3",
    ": d",
    "Table: t",
    "~ x",
    "a~b c",
    "^x^",
    "\N{NO-BREAK SPACE}n\N{NO-BREAK SPACE}",
)
LETTERS = st.sampled_from("ab1 <>[](){}*_`~^$\\|#-+.!@&\"':=%/;,?қЁ")


def as_document(texts):
    """Each text in a paragraph, a table's cell and a list's item, between marks of its beginning and end."""
    written = [plain_text.markdown(text) for text in texts]
    paragraphs = [f"```{{python}}\nGiven({f'Q{i}B{text}Q{i}E'!r})\n```" for i, text in enumerate(written)]
    table = "\n".join(
        ["|a|b|c|", "|---|---|---|", *(f"|R{i}B|{text}|R{i}E|" for i, text in enumerate(written))]
    )
    items = "\n".join(f"- {text} *S{i}E*" for i, text in enumerate(written))
    return (
        HEAD
        + "\n\n".join(
            [*paragraphs, f"```{{python}}\nGiven({table!r})\n```", f"```{{python}}\nGiven({items!r})\n```"]
        )
        + "\n"
    )


def texts_of(folder):
    """What readers of the four files see."""
    page = html.parse(str(folder / "x.html"), html.HTMLParser(encoding="utf-8")).find(".//main")
    with zipfile.ZipFile(folder / "x.docx") as packed:
        word = etree.fromstring(packed.read("word/document.xml"))
    with pdfplumber.open(folder / "x.pdf") as pdf:
        printed = "\n".join(page.extract_text() for page in pdf.pages)
    return {
        "html": page.text_content(),
        "docx": "".join(word.itertext()),
        "jats": "".join(etree.parse(folder / "x.xml").getroot().itertext()),
        "typst": printed,
    }


def flat(text, format):
    """Text without blanks; a minus sign, as the PDF sets it before a number, is a hyphen."""
    return re.sub(r"\s+", "", text.replace("\u2212", "-") if format == "typst" else text)


def missing(folder, texts):
    """The texts that do not stand where they were put, by format and place."""
    found = []
    for format, whole in texts_of(folder).items():
        whole = flat(whole, format)
        for i, text in enumerate(texts):
            wanted = flat(plain_text.shown(plain_text.BLANKS.sub(" ", text)), format)
            places = {"paragraph": f"Q{i}B{wanted}Q{i}E", "item": f"{wanted}S{i}E"} | (
                {} if format == "typst" else {"cell": f"R{i}B{wanted}R{i}E"}
            )
            found += [(format, place, text) for place, around in places.items() if around not in whole]
    return found


def assert_text(folder, texts):
    folder.mkdir(exist_ok=True)
    (folder / "x.qmd").write_text(as_document(texts), encoding="utf-8")
    build.render(folder / "x.qmd", FORMATS)
    assert not missing(folder, texts)
    page = html.parse(str(folder / "x.html")).find(".//main")
    assert not page.xpath(
        ".//script | .//img | .//a[not(starts-with(@href, 'x.'))] | .//em[not(starts-with(., 'S'))] | "
        ".//strong | .//h2[not(ancestor::nav)] | .//math | .//del"
    )
    with pdfplumber.open(folder / "x.pdf") as pdf:
        assert not [link for page in pdf.pages for link in page.hyperlinks]


@pytest.mark.long
def test_marks_come_out_as_themselves_in_every_format(tmp_path):
    assert_text(tmp_path, MARKS)


@pytest.mark.long
@settings(
    max_examples=4,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.data_too_large],
)
@given(texts=st.lists(st.text(LETTERS, min_size=1, max_size=20).filter(str.strip), min_size=30, max_size=30))
def test_any_text_comes_out_as_itself_in_every_format(tmp_path, texts):
    assert_text(tmp_path, texts)


def test_blanks_are_single_and_other_spaces_are_kept():
    assert plain_text.markdown(" a\r\n b\t \u2028c\u00a0\u2009d ") == "a b c\u00a0\u2009d"
    assert plain_text.markdown("a\u202eb\x07\ud800") == r"a\\u202eb\\x07\\ud800"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        " https://e.org",
        "file:///etc/passwd",
        "//e.org",
        "https://",
    ],
)
def test_only_addresses_of_the_web_become_links(address):
    assert plain_text.link("w", address) == f"w ({plain_text.markdown(address)})"


def test_an_address_is_kept_as_it_is(tmp_path):
    address = "https://e.org/a_b?c=1&copy=2&d=*x*#y"
    strange = plain_text.link("v", 'https://e.org/{{< env HOME >}}<">')
    (tmp_path / "x.qmd").write_text(
        f"---\ntitle: T\nformat: html\n---\n\n{plain_text.link('w', address)} {strange}\n"
    )
    build.render(tmp_path / "x.qmd", ("html",))
    links = html.parse(str(tmp_path / "x.html")).xpath("//main//a/@href")
    assert links == [address, "https://e.org/%7B%7B%3C%20env%20HOME%20%3E%7D%7D%3C%22%3E"]


@pytest.mark.parametrize("text", ["a`b", "``a``", "`", " a ", "a|b", "{{< env HOME >}}", "a\\b*c*"])
def test_text_in_code_type_is_text(tmp_path, text):
    (tmp_path / "x.qmd").write_text(
        f"---\ntitle: T\nformat: html\n---\n\n| A |\n|---|\n| Q{plain_text.code(text)}Q |\n"
    )
    build.render(tmp_path / "x.qmd", ("html",))
    (cell,) = html.parse(str(tmp_path / "x.html")).xpath("//tbody//td")
    assert flat(cell.text_content(), "html") == f"Q{flat(text, 'html')}Q"


def test_a_string_of_typst_holds_any_text():
    assert plain_text.typst_string('a"\\b\n\x07#x') == '"a\\"\\\\b\\u{a}\\u{7}#x"'


# Fences and shortcodes ------------------------------------------------------------------------------


def test_a_fence_that_an_author_left_open_is_refused_beside_one_that_is_text(tmp_path):
    body = f"{plain_text.markdown(':::')}\n\nText\n::: {{.note}}\nmore\n:::\n"
    (tmp_path / "x.qmd").write_text(f"---\ntitle: T\nformat: html\n---\n\n{body}")
    with pytest.raises(PressError, match="a line of ::: opens and closes no div"):
        build.render(tmp_path / "x.qmd", ("html",))


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setenv("PRESS_SECRET", "hushhush")
    monkeypatch.setenv("PRESS_OPEN", "spoken")


OUTPUTS = (
    "```{{python}}\nGiven({0!r})\n```",
    "```{{python}}\nprint({0!r})\n```",
    "```{{python}}\n#| output: asis\nprint({0!r})\n```",
    "```{{python}}\n{0!r}\n```",
    "```{{python}}\nGiven({0!r}, 'text/html')\n```",
    "A `{{python}} Given({0!r})` b.",
    "A `{{python}} {0!r}` b.",
    "A `{{python}} [{0!r}]` b.",
    '::: {{.note title="x"}}\n`{{python}} Given({0!r})`\n:::',
)


@pytest.mark.long
@pytest.mark.parametrize(
    "shortcode", ["{{< env {} >}}", "{{<env {}>}}", "{{< env '{}' >}}", "{{<  env  {} 'x' >}}"]
)
def test_what_code_gives_names_no_variable_of_the_environment(tmp_path, secret, shortcode):
    spelled = f"{shortcode!r}.replace('{{}}', bytes({[*b'PRESS_SECRET']}).decode())"
    outputs = (output.format("SPELLED").replace("'SPELLED'", spelled) for output in OUTPUTS)
    (tmp_path / "x.qmd").write_text(HEAD + "\n\n".join(outputs) + "\n")
    build.render(tmp_path / "x.qmd", FORMATS)
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [data for data in files if b"hushhush" in data] and not any(
        "hushhush" in text for text in texts_of(tmp_path).values()
    )


def test_what_the_author_names_is_printed_also_by_code(tmp_path, secret):
    (tmp_path / "x.qmd").write_text(
        HEAD + "{{< env PRESS_OPEN >}} `{python} Given('{{< env PRESS_OPEN >}}')`\n"
    )
    build.render(tmp_path / "x.qmd", ("html",))
    assert "spoken spoken" in html.parse(str(tmp_path / "x.html")).find(".//main").text_content()


def test_front_matter_names_what_it_spells_and_no_more(tmp_path, secret):
    front = (
        "---\ntitle: \"{{< env PRESS_OPEN >}} `{python} chr(123) * 2 + chr(60) + ' env PRESS_' + 'SECRET ' "
        '+ chr(62) + chr(125) * 2`"\njupyter: python3\nformat: html\n---\n\nx\n'
    )
    (tmp_path / "x.qmd").write_text(front)
    build.render(tmp_path / "x.qmd", ("html",))
    text = (tmp_path / "x.html").read_text()
    assert "spoken" in text and "hushhush" not in text


@pytest.mark.parametrize(
    "value",
    [
        "['<script>alert(1)</script>']",
        "['[l](javascript:alert(1))', '$x$', '*b*']",
        "{'a': '<b>c</b>'}",
        "('@key', '_b_')",
    ],
)
def test_the_repr_of_a_value_within_a_line_is_text(tmp_path, value):
    (tmp_path / "x.qmd").write_text(
        f"---\ntitle: T\njupyter: python3\nformat: html\n---\n\nA `{{python}} {value}` B\n"
    )
    build.render(tmp_path / "x.qmd", ("html",))
    (paragraph,) = html.parse(str(tmp_path / "x.html"), html.HTMLParser(encoding="utf-8")).xpath("//main/p")
    assert len(paragraph) == 0
    # quotes are made typographic, as by Quarto
    assert flat(re.sub("[\u2018\u2019]", "'", paragraph.text), "html") == flat(f"A {value} B", "html")
