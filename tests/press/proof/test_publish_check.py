"""The check before publishing finds what was planted, and nothing in a good site of either engine."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from press.base.edition import current_work
from press.base.errors import InputError
from press.base.paths import ROOT
from press.proof import publish_check
from press.proof.publish_check import budgets, sizes
from press.proof.publish_check.site import SiteFiles

ARTICLE = """<!DOCTYPE html><html lang="en"><head><title>A</title>\
<meta property="og:image" content="files/a.svg">
<link rel="canonical" href="https://example.org/paper/">\
<link rel="stylesheet" href="../site_libs/press/a.css">
<script src="../site_libs/press/a.js" defer></script></head><body><main id="m"><p id="été">Text</p>
<a href="#m">1</a><a href="other.html#x">2</a><a href="../">3</a><a href="#%C3%A9t%C3%A9">4</a>\
<a href="#">5</a>
<a href="https://example.org/home/x">6</a><a href="mailto:a@example.org">7</a><a href="../table.csv">8</a>
<img src="files/a.svg" srcset="files/a.svg 1x, files/a.svg 2x" alt="a">\
<img src="data:image/gif;base64,AAAA" alt="b"></main></body></html>"""
FILES = {
    "index.html": (
        '<!DOCTYPE html><html lang="en"><head><meta http-equiv="refresh" content="0;URL=paper/index.html">'
        "</head></html>"
    ),
    "paper/index.html": ARTICLE,
    "paper/other.html": '<!DOCTYPE html><html lang="en"><body><h1 id="x">X</h1></body></html>',
    "paper/files/a.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg"><style>p{fill:url(#g)}</style><use href="#g"/></svg>'
    ),
    "site_libs/press/a.css": (
        '/* url(http://x.org) */ @font-face { font-family: A; src: url("a.woff2"); unicode-range: U+41-5A, '
        "U+4??; }"
    ),
    "site_libs/press/a.woff2": "font",
    "site_libs/press/a.js": 'const NAMES = "http://www.w3.org/2000/svg"; location.assign("#m");',
    "table.csv": "region,n\nAkmola,1\n",
}


def make_site(folder, changed=()):
    for name, text in (FILES | dict(changed)).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def finds_in(folder):
    return [find for outcome in publish_check.check(folder) for find in outcome.finds]


def packed(part):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", part)
    return file.getvalue()


def test_a_good_site_has_nothing_to_mend(tmp_path, capsys):
    assert finds_in(make_site(tmp_path)) == []
    assert publish_check.run(tmp_path) == 0
    said = capsys.readouterr().out
    assert "Nothing to mend." in said and current_work().declared.told_empty() in said


IN_PAGE = {
    '<a href="missing.html">x</a>': "the link missing.html leads to no file",
    '<a href="Other.html">x</a>': "the link Other.html leads to no file",
    '<a href="other.html#lost">x</a>': "the link other.html#lost leads to no place in paper/other.html",
    '<a href="#lost">x</a>': "the link #lost leads to no place in paper/index.html",
    '<a href="/paper/other.html">x</a>': "begins at the root of the server",
    '<a href="../../x.html">x</a>': "leads out of the site",
    '<a href="javascript:go()">x</a>': "works in no browser but the author's",
    '<img src="lost.png" alt="">': "lost.png leads to no file",
    '<img src="files/a.svg" srcset="files/a.svg 1x, lost.png 2x" alt="">': "lost.png leads to no file",
    '<meta property="og:image" content="lost.png">': "lost.png leads to no file",
    '<img src="https://example.org/a.png" alt="">': "asks another host for https://example.org/a.png",
    '<img src="//example.org/a.png" alt="">': "asks another host for //example.org/a.png",
    '<script src="HTTPS://example.org/a.js"></script>': "asks another host",
    '<link rel="preconnect" href="https://fonts.example.org">': "asks another host",
    '<link rel="Stylesheet" href="https://example.org/a.css">': "asks another host",
    '<p style="background: url(https://example.org/a.png)">x</p>': "asks another host",
    '<style>@import "https://example.org/a.css";</style>': "asks another host",
    '<svg><image xlink:href="https://example.org/a.png"/></svg>': "asks another host",
    '<iframe src="https://example.org/"></iframe>': "asks another host",
    '<script>fetch("https://example.org/a.json")</script>': "asks another host",
    '<meta http-equiv="Refresh" content="0; url=https://example.org/">': "asks another host",
    "<p>/home/author/paper/data.csv</p>": "names /home/author, a place on the machine",
    f"<p>{ROOT}/data/x.csv</p>": "a place on the machine",
    r"<p>C:\Users\author\data.csv</p>": "a place on the machine",
    '<a href="file:///srv/x">x</a>': "a place on the machine",
}


@pytest.mark.parametrize(("planted", "said"), IN_PAGE.items(), ids=list(IN_PAGE))
def test_an_error_planted_in_a_page_is_found_and_named(tmp_path, capsys, planted, said):
    site = make_site(tmp_path, {"paper/index.html": ARTICLE.replace("</main>", f"{planted}</main>")})
    finds = finds_in(site)
    assert [find for find in finds if find.startswith("paper/index.html") and said in find]
    assert publish_check.run(site) == 1 and finds[0] in capsys.readouterr().out


IN_FILES = {
    "imported style": (
        "site_libs/press/a.css",
        "@import url(https://fonts.example.org/css);",
        "asks another host",
    ),
    "font": (
        "site_libs/press/a.css",
        "@font-face{src:url('https://example.org/a.woff2')}",
        "asks another host",
    ),
    "lost font": ("site_libs/press/a.css", "@font-face{src:url(b.woff2)}", "b.woff2 leads to no file"),
    "script": ("site_libs/press/a.js", 'new WebSocket("wss://example.org")', "asks another host"),
    "imported script": ("site_libs/press/a.js", "import('https://example.org/a.js')", "asks another host"),
    "picture": (
        "paper/files/a.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://example.org/a.png"/></svg>',
        "asks another host",
    ),
    "JSON": ("results.json", '{"path": "/root/panel.csv"}', "names /root/panel.csv"),
    "Word": ("paper/index.docx", packed("<w>/Users/author</w>"), "names /Users/author"),
    "PDF": (
        "paper/index.pdf",
        b"%PDF-1.7\n1 0 obj stream\n" + zlib.compress(b"(/tmp/build/a.typ)") + b"endstream",
        "names /tmp/build",
    ),
}


@pytest.mark.parametrize(("name", "text", "said"), IN_FILES.values(), ids=list(IN_FILES))
def test_an_error_planted_in_another_file_is_found_and_named(tmp_path, name, text, said):
    finds = finds_in(make_site(tmp_path, {name: text}))
    assert [find for find in finds if find.startswith(name) and said in find]


def figure(folder, start):
    return next(outcome.figure for outcome in publish_check.check(folder) if outcome.name.startswith(start))


def test_a_page_costs_what_it_loads_and_of_fonts_what_its_letters_need(tmp_path):
    site = SiteFiles(make_site(tmp_path, {"site_libs/press/a.woff2": b"0" * 100_000}))
    once = sum(
        len(FILES[name].encode())
        for name in ("paper/index.html", "paper/files/a.svg", "site_libs/press/a.css", "site_libs/press/a.js")
    )
    assert sizes.cost(site, "paper/index.html") == once + 100_000
    style = FILES["site_libs/press/a.css"].replace("U+41-5A", "U+100-200")
    assert (
        sizes.cost(SiteFiles(make_site(tmp_path, {"site_libs/press/a.css": style})), "paper/index.html")
        < 10_000
    )
    cyrillic = ARTICLE.replace("Text", "Text Ж")
    assert (
        sizes.cost(
            SiteFiles(make_site(tmp_path, {"site_libs/press/a.css": style, "paper/index.html": cyrillic})),
            "paper/index.html",
        )
        > once
    )


def test_a_picture_counts_where_no_chart_replaces_it_and_scripts_where_they_run(tmp_path):
    figure = '<figure>{}<img src="files/b.svg" {} alt="b"></figure></main>'
    costs = []
    for chart, loading in (
        ("", ""),
        ('<div class="chart" hidden></div>', ""),
        ('<div class="chart" hidden></div>', 'loading="lazy"'),
    ):
        page = ARTICLE.replace("</main>", figure.format(chart, loading))
        site = SiteFiles(
            make_site(
                tmp_path,
                {
                    "paper/index.html": page,
                    "paper/files/b.svg": b"0" * 50_000,
                    "site_libs/press/a.js": b"0" * 7_000,
                },
            )
        )
        costs.append(
            [round(sizes.cost(site, "paper/index.html", scripts=scripts), -3) for scripts in (True, False)]
        )
    assert costs == [[58_000, 51_000], [58_000, 51_000], [8_000, 51_000]]


@pytest.mark.parametrize(
    ("name", "size", "said"),
    [
        ("paper/files/a.svg", budgets.ARTICLE_BYTES, "paper/index.html is 45"),
        (
            "paper/index.pdf",
            budgets.FILE_BYTES + 1000,
            "paper/index.pdf is 5,001 kB, and the budget is 5,000 kB",
        ),
        ("site_libs/quarto-html/quarto.js", budgets.ENGINE_BYTES + 1, "site_libs/ is"),
    ],
)
def test_too_large_a_page_or_file_is_found(tmp_path, name, size, said):
    finds = finds_in(
        make_site(
            tmp_path, {name: f"<svg>{'x' * size}</svg>".encode() if name.endswith("svg") else b"0" * size}
        )
    )
    assert any(find.startswith(said) for find in finds), finds


def test_an_article_of_too_many_elements_is_found(tmp_path):
    planted = ARTICLE.replace("</main>", "<b>x</b>" * budgets.ARTICLE_NODES + "</main>")
    finds = finds_in(make_site(tmp_path, {"paper/index.html": planted}))
    assert [find for find in finds if find.startswith("paper/index.html has 3,0") and "is 3,000." in find]


@pytest.mark.parametrize(
    ("fonts", "said"),
    [
        (["a"], None),
        (["cyrillic"], "asks for ../site_libs/press/cyrillic.woff2 ahead, and none of its letters needs"),
        (["a", "a", "a"], "asks for 3 fonts ahead, and the budget is 2"),
    ],
)
def test_fonts_are_asked_for_ahead_only_where_the_page_has_their_letters(tmp_path, fonts, said):
    links = "".join(
        f'<link rel="preload" as="font" href="../site_libs/press/{font}.woff2">' for font in fonts
    )
    face = "@font-face{src:url(cyrillic.woff2);unicode-range:U+400-45F}"
    site = {
        "paper/index.html": ARTICLE.replace("<head>", f"<head>{links}"),
        "site_libs/press/a.css": FILES["site_libs/press/a.css"] + face,
        "site_libs/press/cyrillic.woff2": b"0",
    }
    finds = finds_in(make_site(tmp_path, site))
    assert [find for find in finds if said in find] if said else finds == []


def test_what_quarto_brings_counts_in_no_page(tmp_path):
    page = ARTICLE.replace("../site_libs/press/a.js", "../site_libs/quarto-html/quarto.js")
    site = make_site(tmp_path, {"paper/index.html": page, "site_libs/quarto-html/quarto.js": b"0" * 900_000})
    assert finds_in(site) == [] and figure(site, "Quarto's own").startswith("900 of")


def test_a_folder_without_a_page_is_refused(tmp_path):
    with pytest.raises(InputError, match="holds no page"):
        publish_check.check(tmp_path)


def test_the_built_site_can_be_published(built):
    assert finds_in(built.site) == []
