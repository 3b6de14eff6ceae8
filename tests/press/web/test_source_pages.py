"""Pages of code: every name leads to its definition, every function to what it made, every page back."""

from __future__ import annotations

import dataclasses
import math
import os

import pytest
from lxml import html

from press.base import kept
from press.base.errors import InputError
from press.trace import calls
from press.web import source_pages
from press.web.source_pages import Target, Traced

TEXTS = {
    "study/yields.py": '"""Yields."""\nfrom study.tools import half\n\n\ndef mean(values):\n'
    '    """Return it."""\n    return half(sum(values)) < 1 & 2\n\n\ndef draw():\n    return mean([])\n',
    "study/tools.py": "def half(x):\n    return x / 2\n",
    "study/unused.py": "def half(x):\n    return x\n",
}
ROWS = {f"yield.{n}": Target(f"yield.{n}", "paper/numbers.html", f"num-yield-{n}") for n in range(7)}


def made_by(file: str, line: int, function: str) -> dict:
    return {"file": file, "line": line, "function": function, "sources": []}


TRACED = Traced(
    numbers={f"yield.{n}": made_by("study/yields.py", 5, "study.yields.mean") for n in range(9)},
    exhibits={
        "fig-plants": made_by("study/yields.py", 10, "study.yields.draw"),
        "fig-nowhere": made_by("study/yields.py", 10, "study.yields.draw"),
    },
    rows=ROWS,
    places={"fig-plants": Target("Figure 1", "paper/index.html", "fig-plants")},
    ways=(Target("Article", "paper/index.html"), Target("Numbers", "paper/numbers.html")),
)


def pages(texts: dict[str, str] = TEXTS, traced: Traced = TRACED) -> dict[str, html.HtmlElement]:
    return {name: html.document_fromstring(page) for name, page in source_pages.pages(texts, traced).items()}


@pytest.fixture
def yields() -> html.HtmlElement:
    return pages()["code/study/yields.py.html"]


def test_files_that_made_something_have_a_page_and_those_that_they_call():
    assert set(pages()) == {"code/study/yields.py.html", "code/study/tools.py.html"}


def test_a_line_has_its_address_and_its_text(yields):
    lines = TEXTS["study/yields.py"].splitlines()
    for number, line in enumerate(lines, 1):
        (shown,) = yields.xpath(f"//pre//span[@id='L{number}']")
        assert "".join(shown.xpath(".//text()[not(parent::a[@class='here'])]")).rstrip() == line


def test_called_names_lead_to_their_definitions(yields):
    assert yields.xpath("//span[@id='L7']/a[text()='half']/@href") == ["tools.py.html#L1"]
    assert yields.xpath("//span[@id='L11']/a[text()='mean']/@href") == ["#L5"]


def test_a_function_leads_to_the_rows_of_its_numbers_a_few_at_first(yields):
    (made,) = yields.xpath("//section[@id='made-L5']")
    assert made.xpath("h2/a/@href") == ["#L5"] and made.xpath("string(h2)") == "mean"
    addresses = [f"../../paper/numbers.html#num-yield-{n}" for n in range(7)]
    assert made.xpath(".//a[code]/@href") == addresses
    assert made.xpath(".//details//a/@href") == addresses[4:]
    assert made.xpath("string(.//summary)") == "3 more"
    assert "no row: 2." in made.text_content()
    assert yields.xpath("//span[@id='L5']/a[@class='here']/@href") == ["#made-L5"]


def test_a_function_that_draws_leads_to_its_exhibits_where_they_are_shown(yields):
    (made,) = yields.xpath("//section[@id='made-L10']")
    assert made.xpath(".//div//a/@href") == ["../../paper/index.html#fig-plants"]
    assert "Exhibits made here: Figure 1." in made.text_content() and "Numbers" not in made.text_content()


def test_every_page_leads_back_and_to_its_own_functions(yields):
    assert yields.xpath("//body/nav/a/@href") == ["../../paper/index.html", "../../paper/numbers.html"]
    assert yields.xpath("//body/nav//li/a/text()") == ["mean", "draw"]
    assert yields.xpath("//body/nav//li/a/@href") == ["#L5", "#L10"]


def ways_on(page: html.HtmlElement) -> list[tuple[str, str]]:
    return [(link.get("rel", ""), link.get("href")) for link in page.xpath("//footer/nav/a")]


def test_files_lead_on_and_back_those_of_a_folder_together():
    texts = {
        "study/b.py": "import study.a.z\nimport study.c\n\nstudy.a.z.f()\nstudy.c.f()\n",
        "study/a/z.py": "def f():\n    return 1\n",
        "study/c.py": "def f():\n    return 1\n",
    }
    made = pages(texts, Traced({"k": made_by("study/b.py", 1, "k")}, {}, {}, {}, ()))
    top = ("", "#top")
    assert ways_on(made["code/study/b.py.html"]) == [top, ("next", "c.py.html")]
    assert ways_on(made["code/study/c.py.html"]) == [("prev", "b.py.html"), top, ("next", "a/z.py.html")]
    last = made["code/study/a/z.py.html"]
    assert ways_on(last) == [("prev", "../c.py.html"), top]
    assert last.xpath("string(//footer//a[@rel='prev'])") == "Previous file: study/c.py"


def test_a_page_ends_with_what_it_is_given_and_has_the_sign_of_the_site():
    traced = dataclasses.replace(TRACED, foot="<p>Code: free</p>", icon="paper/theme/sign.svg")
    page = pages(traced=traced)["code/study/yields.py.html"]
    assert page.xpath("string(//footer/p)") == "Code: free"
    assert page.xpath("//link[@rel='icon']/@href") == ["../../paper/theme/sign.svg"]
    assert any("img-src 'self'" in policy for policy in page.xpath("//meta/@content"))
    assert "img-src" not in "".join(pages()["code/study/yields.py.html"].xpath("//meta/@content"))


def test_every_link_leads_to_a_place_of_a_page():
    made = pages()
    for name, page in made.items():
        for address in page.xpath("//a/@href"):
            file, _, anchor = address.partition("#")
            target = os.path.normpath(os.path.join(os.path.dirname(name), file)) if file else name
            place = f"//*[@id='{anchor}']" if anchor else "//main"
            assert target.startswith("paper/") or made[target].xpath(place), address


def test_odd_names_and_signs_are_text():
    file = 'study/a "b"#<i>&.py'
    page = pages(
        {file: "x = '<script>\u202e'\n\tdef\n"},
        Traced(
            {"k": made_by(file, 1, "k.<lambda>")},
            {},
            {"k": Target("k<b>", "paper/n#1.html", "num-k")},
            {},
            (),
        ),
    )[f"code/{file}.html"]
    assert page.xpath("string(//h1)") == file
    assert not page.xpath("//script | //i | //b") and "\\u202e" in page.xpath("string(//pre)")
    assert page.xpath("//section//code/../@href") == ["../../paper/n%231.html#num-k"]
    assert page.xpath("//link/@href") == ["../source.css"]


def test_pages_are_written_where_names_have_odd_signs(tmp_path, monkeypatch):
    monkeypatch.setattr(source_pages, "science", lambda: "study")
    texts = {
        "study/a#b.py": "from study.tools import half\nhalf(1)\n",
        "study/tools.py": TEXTS["study/tools.py"],
    }
    for name, text in texts.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "study" / "latin.py").write_bytes(b"# caf\xe9\n")
    traced = Traced({"k": made_by("study/a#b.py", 1, "k")}, {}, {}, {}, ())
    source_pages.write(tmp_path, tmp_path / "out", [*texts, "study/latin.py"], traced)
    page = html.parse(str(tmp_path / "out" / "code" / "study" / "a#b.py.html"))
    assert page.xpath("//pre//a[text()='half']/@href") == ["tools.py.html#L1"]
    assert (tmp_path / "out" / "code" / "study" / "tools.py.html").is_file()
    assert (tmp_path / "out" / "code" / "source.css").is_file()


def test_code_that_is_a_link_out_of_the_project_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source_pages, "science", lambda: "study")
    (tmp_path / "secret.py").write_text("KEY = 1\n")
    root = tmp_path / "project"
    (root / "study").mkdir(parents=True)
    (root / "study" / "yields.py").symlink_to(tmp_path / "secret.py")
    with pytest.raises(InputError, match=r"study/yields\.py: found a link or name that leads out"):
        source_pages.write(
            root,
            root / "out",
            ["study/yields.py"],
            Traced({"k": made_by("study/yields.py", 1, "k")}, {}, {}, {}, ()),
        )
    assert not (root / "out").exists()


def test_code_is_read_again_only_where_it_changed(tmp_path, monkeypatch):
    def written(texts):
        for name, text in texts.items():
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(text)
        source_pages.write(tmp_path, tmp_path / "out", list(texts), TRACED)
        code = (tmp_path / "out" / "code").rglob("*.html")
        return {file.relative_to(tmp_path / "out").as_posix(): file.read_text() for file in code}

    monkeypatch.setattr(source_pages, "science", lambda: "study")
    monkeypatch.setattr(kept, "BEGUN", math.inf)
    reads = []
    monkeypatch.setattr(calls, "reached", lambda *given, read=calls.reached: reads.append(1) or read(*given))
    assert written(TEXTS) == written(TEXTS) == source_pages.pages(TEXTS, TRACED) and len(reads) == 1
    changed = TEXTS | {"study/tools.py": f"\n{TEXTS['study/tools.py']}"}
    assert written(changed) == source_pages.pages(changed, TRACED) and len(reads) == 2
