"""Two versions beside each other: numbers, conclusions and words."""

import json
import unicodedata
from html import escape
from pathlib import Path

import pytest
from lxml import html

from press.base.errors import InputError
from press.proof import clean_folder
from press.proof.diff import built, report
from press.proof.diff.conclusions import in_file, read_statements, statements_in
from press.proof.diff.numbers import ChangedNumber, changed_numbers
from press.proof.diff.page import page
from press.proof.diff.text import Block, blocks_in, compare_blocks, compare_pages, compare_words
from press.trace.built_site import BuiltSite

PAGE = """<!DOCTYPE html><html><head><title>T</title></head><body><nav>Menu</nav><main>
<header><h1>Title</h1><div class="abstract"><p>We find \
<span class="num" data-key="inflow.program_post.estimate">{b}</span>.</p></div></header>
<section id="s"><h2><span>1</span> Findings</h2>
<p>The estimate is <em>small</em>: \
<span class="num" data-key="inflow.program_post.estimate">{b}</span>{note}</p>
{extra}
<div id="tbl-x"><figure><figcaption>Table 1: Effects</figcaption>
<table><thead><tr><th>Term</th><th>b</th></tr></thead>
<tbody><tr><td>Program × Post</td>\
<td><span class="num" data-key="inflow.program_post.estimate">{b}</span></td></tr>
<tr><td>Post</td><td>1.79</td></tr></tbody></table></figure></div>
<ul><li>One thing.</li><li><p>Another \
<math><mi>x</mi><annotation encoding="application/x-tex">x^2</annotation></math>.</p></li></ul>
<img alt="A line that rises."><script>var unseen = 1;</script></section></main></body></html>"""


def a_site(folder: Path, b: float, p: float, **words) -> BuiltSite:
    row = {
        "model": "inflow",
        "term": "program_post",
        "method": "classical",
        "estimate": b,
        "std_error": 3.36,
        "t": b / 3.36,
        "p": p,
        "ci_low": None,
        "ci_high": None,
        "n": 245,
        "df": 241,
        "clusters": None,
    }
    (folder / "paper").mkdir(parents=True)
    document = {"panel": {"name": "stand-in"}, "estimates": [row], "scalars": {"grants.total": 5}}
    (folder / "results.json").write_text(json.dumps(document), encoding="utf-8")
    text = PAGE.format(b=f"{b:.2f}", **{"note": ".", "extra": ""} | words)
    (folder / "paper" / "index.html").write_text(text, encoding="utf-8")
    return BuiltSite(folder)


STATEMENTS = statements_in("""
answer = effect("inflow.program_post", up="It rose by {inflow.program_post.estimate}.", down="It fell.",
                none="Nothing can be shown.")
size = sign("inflow.program_post.estimate", positive="More.", negative="Less.")
order = compare("grants.total", "inflow.n", greater="Above.", less="Below.", equal="Level.")
other = text("Not a choice." if synthetic else "Nor this.")
""")


def test_statements_are_read_from_cells_and_from_entries():
    assert set(STATEMENTS) == {"answer", "size", "order"}
    assert STATEMENTS["answer"].part.branches["down"].text == "It fell."
    assert STATEMENTS["order"].part.asked == ("grants.total", "inflow.n")
    assert statements_in("this is no Python") == {}


NESTED = """
answer:
  - Well.
  - effect: inflow.program_post
    up: a
    down:
      when: grants.total > 3 and pattern.of == "mixed"
      yes: "few, {inflow.n}"
      no: many
    none: c
told: {synthetic: s, authors: a}
plain: no choice
other: {when: no.such > 1, yes: a, no: b}
"""


def test_nested_entries_are_told_by_their_branches_and_hang_on_what_decides(tmp_path):
    (tmp_path / "sentences.yml").write_text(NESTED)
    found = in_file(tmp_path / "sentences.yml")
    assert set(found) == {"answer", "told", "other"}
    fall, none = a_site(tmp_path / "old", -0.8, 0.01), a_site(tmp_path / "new", 0.8, 0.4)
    for site in (fall, none):
        site.results["texts"] = {"pattern.of": "mixed"}
    assert found["answer"].choose(fall) == "down/yes" and found["answer"].choose(none) == "none"
    asked = {"inflow.program_post.estimate", "inflow.program_post.p"}
    assert found["answer"].keys(none) == asked
    assert found["answer"].keys(fall) == asked | {"grants.total", "pattern.of", "inflow.n"}
    assert found["told"].choose(fall) == "synthetic" and found["other"].choose(fall) == ""
    assert found["other"].keys(fall) == set()
    told = changed_numbers(fall, none, found, found)
    conclusions = {number.key: number.conclusion for number in told}
    assert conclusions["inflow.program_post.p"] == "the conclusion changed: answer (down/yes → none)"


def test_the_articles_own_sentences_are_all_read():
    found = read_statements(Path(__file__).resolve().parents[3] / "paper")
    assert {"inflow_effect", "outflow_effect", "hosts_share", "verdict", "panel", "drift"} <= set(found)


@pytest.mark.parametrize(
    ("b", "p", "chosen"),
    [
        (0.8, 0.01, {"answer": "up", "size": "positive", "order": "less"}),
        (-0.8, 0.01, {"answer": "down", "size": "negative", "order": "less"}),
        (0.8, 0.4, {"answer": "none", "size": "positive", "order": "less"}),
    ],
)
def test_the_branch_is_the_one_that_the_paper_chooses(tmp_path, b, p, chosen):
    site = a_site(tmp_path, b, p)
    assert {name: statement.choose(site) for name, statement in STATEMENTS.items()} == chosen


def changes(tmp_path, before, after):
    sites = a_site(tmp_path / "old", **before), a_site(tmp_path / "new", **after)
    return {number.key: number for number in changed_numbers(*sites, STATEMENTS, STATEMENTS)}


def test_a_changed_number_says_how_it_was_and_is_and_where(tmp_path):
    found = changes(tmp_path, {"b": 0.79, "p": 0.81}, {"b": 0.84, "p": 0.81})
    number = found["inflow.program_post.estimate"]
    assert (number.old, number.new) == ("0.79", "0.84")
    assert number.places == ("abstract", "1 Findings", "1 Findings, table")
    assert number.conclusion == "the conclusion is the same" and number.visible
    assert (
        set(found) == {"inflow.program_post.estimate", "inflow.program_post.t"}
        and not found["inflow.program_post.t"].visible
    )


def test_a_conclusion_that_changes_is_told_at_the_numbers_that_it_hangs_on(tmp_path):
    found = changes(tmp_path, {"b": 0.79, "p": 0.81}, {"b": -0.79, "p": 0.01})
    for key in ("inflow.program_post.estimate", "inflow.program_post.p"):
        assert "answer (none → down)" in found[key].conclusion
    assert "size (positive → negative)" in found["inflow.program_post.estimate"].conclusion
    assert "size" not in found["inflow.program_post.p"].conclusion


def test_nothing_changed_is_nothing_found(tmp_path):
    assert changes(tmp_path, {"b": 0.79, "p": 0.81}, {"b": 0.79, "p": 0.81}) == {}


def test_a_page_is_read_as_its_blocks():
    main = html.document_fromstring(PAGE.format(b="0.79", note="<sup>1</sup>", extra="")).xpath("//main")[0]
    assert list(blocks_in(main)) == [
        Block("h1", ("Title",)),
        Block("p", ("We find 0.79.",)),
        Block("h2", ("1 Findings",)),
        Block("p", ("The estimate is small: 0.791",)),
        Block("caption", ("Table 1: Effects",)),
        Block("head", ("Term", "b")),
        Block("row", ("Program × Post", "0.79")),
        Block("row", ("Post", "1.79")),
        Block("li", ("One thing.",)),
        Block("li", ("Another $x^2$.",)),
        Block("image", ("A line that rises.",)),
    ]


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "The aim is plain.",
            "The goal is plain.",
            [("same", "The "), ("old", "aim"), ("new", "goal"), ("same", " is plain.")],
        ),
        (
            "It is -0.81 (p 0.770).",
            "It is -0.84 (p 0.770).",
            [("same", "It is "), ("old", "-0.81"), ("new", "-0.84"), ("same", " (p 0.770).")],
        ),
        (
            "About 18,077 grants",
            "About 21,972 grants",
            [("same", "About "), ("old", "18,077"), ("new", "21,972"), ("same", " grants")],
        ),
        ("One. Two.", "One. Two. Three.", [("same", "One. Two."), ("new", " Three.")]),
        ("red fish here", "blue bird here", [("old", "red fish"), ("new", "blue bird"), ("same", " here")]),
        ("", "All new", [("new", "All new")]),
        ("Same.", "Same.", [("same", "Same.")]),
    ],
)
def test_words_and_numbers_are_marked_whole(old, new, marked):
    assert [(piece.version, piece.text) for piece in compare_words(old, new)] == marked


@pytest.mark.parametrize("version", ["old", "new"])
def test_both_texts_can_be_read_back_from_the_marks(version):
    texts = {
        "old": "South, 5 regions; p = 0.415 (not significant).",
        "new": "In the south, three regions: p < 0.05 (significant).",
    }
    kept = "".join(
        piece.text
        for piece in compare_words(texts["old"], texts["new"])
        if piece.version in ("same", version)
    )
    assert kept == texts[version]


def test_a_changed_paragraph_keeps_its_partner_beside_new_and_gone_ones():
    old = [
        Block("p", (text,))
        for text in ("Opening words stay.", "The estimate is 0.79 per thousand.", "This will go.")
    ]
    new = [
        Block("p", (text,))
        for text in (
            "Opening words stay.",
            "Something else altogether came in.",
            "The estimate is 0.84 per thousand.",
        )
    ]
    shown = [[(piece.version, piece.text) for piece in block.cells[0]] for block in compare_blocks(old, new)]
    assert shown == [
        [("same", "Opening words stay.")],
        [("new", "Something else altogether came in.")],
        [("same", "The estimate is "), ("old", "0.79"), ("new", "0.84"), ("same", " per thousand.")],
        [("old", "This will go.")],
    ]


def test_the_page_marks_changes_and_needs_nothing_else(tmp_path):
    old = a_site(tmp_path / "old", 0.79, 0.81)
    new = a_site(tmp_path / "new", 0.84, 0.81, note=" & <b>sure</b>.", extra="<p>An added paragraph.</p>")
    (new.folder / "paper" / "more.html").write_text(PAGE.format(b="1", note="", extra=""), encoding="utf-8")
    texts = compare_pages(old, new)
    document = page("v<1>", changed_numbers(old, new, STATEMENTS, STATEMENTS), texts)
    tree = html.document_fromstring(document)
    removed, added = (
        [node.text_content() for node in tree.xpath(f"//section//{tag}")] for tag in ("del", "ins")
    )
    assert removed == ["0.79", "0.79", "0.79"]
    assert added == [
        "0.84",
        "0.84 & sure",
        "An added paragraph.",
        "0.84",
        "The earlier version does not have this page.",
    ]
    links = tree.xpath("//nav//a/@href")
    assert links and all(tree.xpath(f"//*[@id='{link[1:]}']") for link in links)
    assert not tree.xpath("//@src | //link/@href") and "v&lt;1&gt;" in document


HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</del></p></main><script>alert(1)</script>",
    '" onload="alert(1)',
    "&lt;b&gt; &amp;amp;",
    "<!-- c -->",
    "</style><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{< env HOME >}}",
    "[x](javascript:x)",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("version", ["old", "new"])
def test_text_of_either_version_is_text_wherever_it_stands(tmp_path, text, version):
    """In a paragraph, a heading, a cell, a caption, an alternative text, a key and a printed number.

    Also in the name of a page and of the version.
    """
    words = {
        "extra": (
            f"<p>{escape(text)}</p><h2>{escape(text)}</h2><table><tr><td>{escape(text)}</td><td>b</td></tr>"
            f"</table><figcaption>{escape(text)}</figcaption>"
            f'<img alt="{escape(text)}"><span class="num" data-key="grants.total">{escape(text)}</span>'
        )
    }
    sites = {
        name: a_site(tmp_path / name, 0.79, 0.81, **(words if name == version else {}))
        for name in ("old", "new")
    }
    results = sites[version].folder / "results.json"
    document = json.loads(results.read_text())
    document["scalars"] |= {text: 1.5, "grants.total": 6}
    results.write_text(json.dumps(document))
    name = text.replace("/", "\u2215") + ".html"
    (sites[version].folder / "paper" / name).write_text("<main><p>x</p></main>")
    tree = html.document_fromstring(
        page(
            text,
            changed_numbers(sites["old"], sites["new"], STATEMENTS, STATEMENTS),
            compare_pages(sites["old"], sites["new"]),
        )
    )
    assert not tree.xpath(
        "//script | //img | //@*[starts-with(name(), 'on')] | //a[not(starts-with(@href, '#'))]"
    )
    assert tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "style-src 'unsafe-inline'"
    ]
    marked = " ".join("".join(tree.xpath(f"//{'del' if version == 'old' else 'ins'}//text()")).split())
    assert marked.count(" ".join(text.split())) >= 5
    assert (
        text in tree.xpath("string(//h1)")
        and name in tree.xpath("//section/@aria-label")
        and text in tree.xpath("//code/text()")
    )


def test_signs_that_nobody_sees_are_seen_on_the_page(tmp_path):
    old = a_site(tmp_path / "old", 0.79, 0.81, extra="<p>a\u202eb\u200bc\u00a0d\u2009e</p>")
    document = page("v", [], compare_pages(old, a_site(tmp_path / "new", 0.79, 0.81)))
    assert "a\\u202eb\\u200bc" in document and "\u202e" not in document


def test_the_terminal_gets_no_control_sign_of_a_version(tmp_path, capsys):
    report([ChangedNumber("k\x1b[2J", "1\x1b]0;t\x07", "2\u202e", ("p\r",), "c\n")], 0)
    assert not set(capsys.readouterr().out) & set("\x1b\x07\r\u202e")


def test_two_ways_to_write_a_letter_are_no_change_and_one_page(tmp_path):
    forms = {
        name: unicodedata.normalize(form, "Қызылорда й é Å")
        for name, form in (("old", "NFD"), ("new", "NFC"))
    }
    sites = [a_site(tmp_path / name, 0.79, 0.81, extra=f"<p>{text}</p>") for name, text in forms.items()]
    for site, text in zip(sites, forms.values(), strict=True):
        (site.folder / "paper" / f"{text}.html").write_text("<main><p>x</p></main>")
    texts = compare_pages(*sites)
    assert [(text.versions, text.changes) for text in texts] == [("both", 0), ("both", 0)]


@pytest.mark.parametrize(
    "sentences",
    ["- a\n", "a: b\n", "a: {effect: [1], up: 2}\n", "a: {synthetic: 1}\n", "a: {effect: x.y, no: z}\n"],
)
def test_sentences_of_another_form_in_an_earlier_version_are_no_statements_or_choose_nothing(
    tmp_path, sentences
):
    (tmp_path / "sentences.yml").write_text(sentences)
    site = a_site(tmp_path / "site", 0.79, 0.81)
    for statement in read_statements(tmp_path).values():
        assert isinstance(statement.choose(site), str) and isinstance(statement.keys(site), set)


@pytest.mark.parametrize("reference", ["no-such-tag", "--output=x", "HEAD:README.md"])
def test_an_unknown_reference_is_refused_in_a_sentence(tmp_path, reference):
    if not (clean_folder.ROOT / ".git").exists():
        pytest.skip("an unpacked archive has no history")
    with pytest.raises(InputError, match="git knows no tag or commit of this name"):
        clean_folder.export(reference, tmp_path)


def test_a_version_that_cannot_be_built_is_named_in_a_sentence(tmp_path):
    with pytest.raises(InputError, match=r"^v0: the build in a clean folder failed \(.*html.*\)\.$"):
        built(tmp_path, "v0")


@pytest.mark.parametrize(
    ("output", "told"),
    [
        ("x\nerror: the panel is bad.\nmake: *** [Makefile:3: paper] Error 1\n", "the panel is bad"),
        ("Traceback\nKeyError: 'a'\nmake: *** [Makefile:3: paper] Error 1\n", "KeyError: 'a'"),
        ("make: *** No rule to make target 'html'.  Stop.\n", "No rule to make target 'html'.  Stop"),
        ("", "it said nothing"),
    ],
)
def test_a_failed_build_is_told_by_its_own_words(output, told):
    assert clean_folder.last_error(output) == told


def test_without_git_there_is_no_earlier_version(tmp_path, monkeypatch):
    monkeypatch.setattr(clean_folder, "ROOT", tmp_path)
    with pytest.raises(InputError, match="git checkout"):
        clean_folder.export("HEAD", tmp_path / "old")
