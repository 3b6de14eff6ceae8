"""What a page lets run: its own files and what its author's source spells.

What came in through data, cells or names is text, or does not run.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from press.base.errors import PressError
from press.render import build
from press.render.convert import convert
from press.render.document import Line, Project
from press.render.html_policy import without_scripts
from press.render.publish import add_resources
from tests.press.render.pages import executed, made

SCRIPT = "document.title = 'ran'"


def digest(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def converted(folder, body, source, stated=None, **metadata):
    """The page of a document whose author spelled `source`, from which cells and values made `body`.

    With it the warnings.
    """
    document = executed(folder, body, **metadata)
    lines = tuple(
        Line(text, folder / "index.qmd", number) for number, text in enumerate(source.split("\n"), 1)
    )
    document = replace(document, lines=lines, stated=document.stated if stated is None else {"html": stated})
    warnings = convert(document, "html", folder / "out" / "index.html")
    return html.document_fromstring(
        (folder / "out" / "index.html").read_bytes(), parser=html.HTMLParser(encoding="utf-8")
    ), warnings


def policy_of(page):
    first = page.find("head")[0]
    assert first.get("http-equiv") == "Content-Security-Policy"
    return dict(part.split(" ", 1) for part in first.get("content").split("; "))


RAW = f"```{{=html}}\n<script>{SCRIPT}</script>\n```"
BROUGHT = {  # what a cell, a value or a variable makes of `source`
    "a cell's HTML": (
        "```{python}\nHTML(x)\n```",
        f"::: {{.cell}}\n::: {{.cell-output .cell-output-display}}\n{RAW}\n:::\n:::",
    ),
    "a cell's Markdown as it is": (
        "```{python}\n#| output: asis\nprint(x)\n```",
        f"<script>{SCRIPT}</script>",
    ),
    "an inline value": ("A `{python} x`.", f"A <script>{SCRIPT}</script>."),
    "a variable": ("A {{< var x >}}.", f"A `<script>{SCRIPT}</script>`{{=html}}."),
    "code that the author shows": (
        f"```html\n<script>{SCRIPT}</script>\n```\n\nA `{{python}} x`.",
        f"```html\n<script>{SCRIPT}</script>\n```\n\nA <script>{SCRIPT}</script>.",
    ),
    "a value within a script": ("<script>`{python} x`</script>", f"<script>{SCRIPT}</script>"),
    "a script of a module": ("`{python} x`", f"<script type='module'>{SCRIPT}</script>"),
    "a drawing in the page": ("`{python} x`", f"<svg><script>{SCRIPT}</script></svg>"),
}


@pytest.mark.parametrize("way", BROUGHT)
def test_a_script_that_came_in_is_not_let_through(tmp_path, way):
    source, body = BROUGHT[way]
    page, warnings = converted(tmp_path, body, source)
    assert digest(SCRIPT) not in policy_of(page)["script-src"]
    assert len(warnings) == 1 and "does not run" in warnings[0] and "ran" in warnings[0]


SPELLED = {
    "raw HTML": RAW,
    "HTML in Markdown": f"<script>{SCRIPT}</script>",
    "within a paragraph": f"A `<script>{SCRIPT}</script>`{{=html}}.",
    "in a div": f"::: {{.x}}\n{RAW}\n:::",
    "with an attribute": f'<script type="text/javascript">{SCRIPT}</script>',
}


@pytest.mark.parametrize("way", SPELLED)
def test_what_the_source_spells_is(tmp_path, way):
    front = "---\ntitle: T\n---\n\n"
    page, warnings = converted(tmp_path, SPELLED[way], front + SPELLED[way])
    assert policy_of(page)["script-src"] == f"'self' {digest(SCRIPT)}" and not warnings


def test_includes_are_the_author_s_unless_a_value_was_put_in(tmp_path):
    (tmp_path / "head.html").write_text("<script>file</script>")
    options = {
        "include-in-header": ["head.html", {"text": "<script>text</script>"}],
        "header-includes": "<script>value</script>",
    }
    page, warnings = converted(
        tmp_path, "x", "x", stated={**options, "header-includes": "<script>{{< var x >}}</script>"}, **options
    )
    assert policy_of(page)["script-src"].split() == ["'self'", *sorted([digest("file"), digest("text")])]
    assert len(warnings) == 1 and "value" in warnings[0]


ADDRESSES = {
    "script-src": "<script src='{}'></script>",
    "style-src": "<link rel='stylesheet' href='{}'>",
    "img-src": "<img src='{}' alt=''>",
    "frame-src": "<iframe src='{}'></iframe>",
    "media-src": "<video src='{}'></video>",
}


@pytest.mark.parametrize("directive", ADDRESSES)
def test_places_on_the_network_are_let_through_only_where_the_source_names_them(tmp_path, directive):
    element = ADDRESSES[directive].format("https://example.org/x")
    page, _ = converted(tmp_path, element, "`{python} x`")
    assert "example.org" not in page.find("head")[0].get("content")
    page, _ = converted(tmp_path, element, element)
    policy = policy_of(page)
    assert [name for name, value in policy.items() if "https://example.org" in value] == [directive]


def test_no_address_writes_into_the_policy(tmp_path):
    for address in (
        "https://a;script-src/x",
        "https://a 'unsafe-inline'/x",
        "//'unsafe-inline'/x",
        "https://*/x",
    ):
        body = f'<img src="{address}" alt="">'
        page, _ = converted(tmp_path, body, body)
        assert policy_of(page)["script-src"] == "'self'" and policy_of(page)["img-src"] == "'self' data:"


def test_a_script_file_that_came_in_is_laid_to_rest(tmp_path):
    """The site's own files may run, so that it could be one that holds data."""
    for element in (
        "<script src='data.csv'></script>",
        "<svg><script href='data.csv'></script></svg>",
        "<script async src=' data.csv'></script>",
    ):
        page, warnings = converted(tmp_path, element, "`{python} x`")
        assert [
            script.get("type") for script in page.iter("script") if "data.csv" in str(script.items())
        ] == ["text/plain"] and len(warnings) == 1
        page, warnings = converted(tmp_path, element, element)
        assert [
            script.get("type") for script in page.iter("script") if "data.csv" in str(script.items())
        ] == [None] and not warnings


def test_handlers_and_script_addresses_are_named_and_have_no_word_in_the_policy(tmp_path):
    for body, named in (
        ('<p onclick="x()">a</p>', "onclick="),
        ("[a](javascript:x)", "javascript:x"),
        ("<a href=' JavaScript:x'>a</a>", "JavaScript:x"),
    ):
        page, warnings = converted(tmp_path, body, body)
        assert policy_of(page)["script-src"] == "'self'" and named in warnings[0]


def test_blocks_of_data_are_no_scripts(tmp_path):
    page, warnings = converted(tmp_path, '<script type="application/json">{"a": 1}</script>', "`{python} x`")
    assert not warnings and [script.get("type") for script in page.iter("script") if script.text] == [
        "application/json"
    ]


def test_what_else_the_policy_says(tmp_path):
    policy = policy_of(converted(tmp_path, "x", "x")[0])
    assert {policy[name] for name in ("default-src", "object-src", "base-uri", "form-action")} == {"'none'"}


def test_the_front_door_of_a_site_runs_nothing(tmp_path):
    project, staged = (
        Project(root=tmp_path, type="website", output_dir=tmp_path / "_site"),
        tmp_path / "staged",
    )
    (staged / "paper").mkdir(parents=True)
    (staged / "paper" / "index.html").write_text("x")
    add_resources(project, [tmp_path / "paper" / "index.qmd"], staged)
    assert (
        without_scripts() in (staged / "index.html").read_text()
        and "script-src" not in without_scripts()
        and "default-src 'none'" in without_scripts()
    )


def test_in_a_browser(chromium, tmp_path):
    for number, (body, source, ran) in enumerate(
        [
            *((body, source, False) for source, body in BROUGHT.values()),
            *((text, text, True) for text in SPELLED.values()),
            ("<img src='x' onerror=\"document.title='ran'\">", "x", False),
        ]
    ):
        folder = tmp_path / str(number)
        folder.mkdir()
        converted(folder, body, source)
        page = chromium.new_page()
        page.goto((folder / "out" / "index.html").as_uri())
        assert (page.title() == "ran") is ran, body
        page.close()


def test_a_page_is_made_again_when_the_source_no_longer_spells_what_it_shows(
    tmp_path, monkeypatch, shared_kernel
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    (tmp_path / "_quarto.yml").write_text("project: {type: website, render: ['*.qmd']}\n")
    found = []
    for text in (
        f"<script>{SCRIPT}</script>",
        "`{python} M()`\n\n```{python}\n#| include: false\n```".replace(
            "M()", "__import__('IPython.display').display.Markdown(X)"
        ).replace("X", repr(f"<script>{SCRIPT}</script>").replace("`", "")),
    ):
        (tmp_path / "index.qmd").write_text(f"---\ntitle: T\n---\n\n{text}\n")
        build.render(tmp_path, ("html",))
        found.append(digest(SCRIPT) in (tmp_path / "_site" / "index.html").read_text())
    assert found == [True, False]


# The title block --------------------------------------------------------------------------------

HOSTILE = [
    "A </script><script>alert(1)</script> B",
    "<script>alert(1)</script>",
    "A <!-- B",
    "A <!-- c --> B",
    "A --> B",
    "A ]]> B <![CDATA[ c ]]>",
    "A <img src=x onerror=alert(1)> B",
    'A " onmouseover="alert(1)" x="',
    "A ' onmouseover='alert(1)",
    "</title><svg onload=alert(1)>",
    "</h1></main><iframe src=x>",
    "<b onclick=alert(1)>B</b>",
    "<style>*{}</style> A",
    "A <?php x ?> B",
    "A &lt;script&gt; B",
    "A </textarea></noscript><base href=//example.org>",
    "<div>A</div>",
    "<!DOCTYPE x> A",
]


def plain(text):
    """What is read of a text: entities as signs, quotation marks and dashes of any kind."""
    text = re.sub(
        '[“”"]',
        '"',
        re.sub("[‘’']", "'", html.fromstring(f"<p>{text.replace('<', '&lt;')}</p>").text_content()),
    )
    return " ".join(text.replace("–", "--").split())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("format", ["html", "jats"])
def test_title_names_and_keywords_are_text(tmp_path, format, text):
    known = dict(
        subtitle=text,
        keywords=[text, "word"],
        description=text,
        author=[
            {
                "name": text,
                "email": f"a{text.replace(' ', '')}@b.org",
                "orcid": text,
                "affiliations": [{"name": text}],
            }
        ],
        doi=f"10.1/{text}",
        **{"abstract-title": text, "abstract": "x"},
    )
    hostile = made(tmp_path, format, "x", title=text, **known)
    harmless = {
        "subtitle": "w",
        "keywords": ["w", "word"],
        "description": "w",
        "author": [{"name": "w", "email": "a@b.org", "orcid": "w", "affiliations": [{"name": "w"}]}],
        "doi": "w",
        "abstract-title": "w",
        "abstract": "x",
    }
    if format == "jats":
        from lxml import etree

        tree = etree.parse(hostile)
        assert plain(text) in plain("".join(tree.find(".//article-title").itertext())) and plain(
            text
        ) in plain("".join(tree.find(".//kwd").itertext()))
        assert not tree.xpath("//*[local-name()='script' or local-name()='img']") and not tree.xpath(
            "//comment()"
        )
        return
    page, other = (
        html.document_fromstring(file.read_bytes(), parser=html.HTMLParser(encoding="utf-8"))
        for file in (
            hostile,
            made(tmp_path / "other", format, "x", title="w", **harmless)
            if (tmp_path / "other").mkdir() is None
            else hostile,
        )
    )
    assert [(element.tag, sorted(element.keys())) for element in page.iter()] == [
        (element.tag, sorted(element.keys())) for element in other.iter()
    ], "not one element or attribute more"
    for path in (
        "//h1",
        "//p[@class='subtitle']",
        "//p[@class='author']",
        "//p[@class='affiliation']",
        "//div[@class='keywords']/p",
        "//div[@class='description']",
        "//title",
    ):
        assert plain(text) in plain(page.xpath(path)[0].text_content()), path
    for name in ("author", "description", "keywords"):
        assert plain(text) in plain(page.xpath(f"//meta[@name='{name}']/@content")[0])
    assert all(
        plain(text) in plain(label)
        for label in page.xpath("//a[starts-with(@class, 'quarto-title-author')]/@aria-label")
    )
    assert all(
        re.match(r"mailto:a|https://(doi|orcid)\.org/", link) for link in page.xpath("//header//a/@href")
    )


def test_marks_of_letters_stay_what_they_are(tmp_path):
    page = made(
        tmp_path, "html", "x", title="H<sub>2</sub>O, *a* `<b>` $a<b$ <https://example.org> a \\<b"
    ).read_text()
    assert (
        "H<sub>2</sub>O, <em>a</em> <code>&lt;b&gt;</code>" in page
        and '<a href="https://example.org"' in page
        and "a &lt;b</h1>" in page
        and "<mo>&lt;</mo>" in page
    )


URLS = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:x",
    "java\tscript:x",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "//example.org",
    "example.org",
    "ftp://example.org",
    "https://a b",
    'https://a"onclick="x',
    "https://a<script>",
    "https:alert(1)",
    "mailto:",
    "blob:x",
]


@pytest.mark.parametrize("url", URLS)
def test_other_addresses_than_those_of_web_and_mail_are_refused(tmp_path, url):
    for people in ({"name": "A", "url": url}, {"name": "A", "affiliations": [{"name": "U", "url": url}]}):
        with pytest.raises(PressError, match="does not begin with https://, http:// or mailto:"):
            made(tmp_path, "html", "x", author=[people])


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/a?b=1&c='d'#e",
        "http://example.org",
        "mailto:a@example.org",
        "HTTPS://example.org/(a)_*b*",
    ],
)
def test_those_of_web_and_mail_are_linked_as_they_are(tmp_path, url):
    page = html.parse(
        str(
            made(
                tmp_path,
                "html",
                "x",
                author=[{"name": "A", "url": url, "affiliations": [{"name": "U", "url": url}]}],
            )
        )
    ).getroot()
    assert page.xpath("//p[@class='author' or @class='affiliation']/a/@href") == [url, url]


def test_the_repository_s_file_names_the_policy_nowhere_else():
    """Pages that the analysis writes by itself take their policy from one place."""
    root = Path(__file__).parents[3]
    for file in (*(root / "analysis").rglob("*.py"), *(root / "press").rglob("*.py")):
        text = file.read_text(encoding="utf-8")
        assert (
            "<!DOCTYPE html>" not in text
            or "without_scripts" in text
            or "of_one_file" in text
            or file.name in ("html_tree.py", "serve.py")
        ), file
