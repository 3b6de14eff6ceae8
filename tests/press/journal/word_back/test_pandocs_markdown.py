"""Documents are read as pandoc's own Markdown reads them, which makes the Word file."""

import json
import random
import subprocess
from collections.abc import Iterator
from typing import Any

import pytest

from press.base.markdown_text import program
from press.journal.word_back.match.comparable import comparable
from press.journal.word_back.source import sources

MADE = "<>"
TEXTS = {"Str", "Space", "SoftBreak", "LineBreak"}
PARTS = [
    "word", "a", "*em*", "**bold**", "`code`", "'ted'", "it's", "--", "...", "- dash", "1. x", "2014. y",
    "A. Smith", "(b) z", "# hash", "> gt", "x_y_z", "_u_", "@k", "[@k; @l]", "$x$", "$5", "[l](http://a.b)",
    "[s]{.x}", "a\\*b", "&amp;", "a\\ b", "^[note]", "x^2^", "~~s~~", "H~2~O", "i. z", "+ plus", "C.", "===",
    "![i](p.png)", "{x}", "/", "http://x.y/@z", "e@f.g", "***b***", "a*b*c", "~x y~", "^x y^", "---", "Б",
    "#tag", "=", "!", "[br]", '"quoted"',
]  # fmt: skip


def inlines(nodes: list[dict[str, Any]]) -> str:
    """Return the text of pandoc's inlines."""
    return "".join(map(inline, nodes))


def inline(node: dict[str, Any]) -> str:
    kind, content = node["t"], node.get("c")
    if kind in TEXTS:
        return content or " "
    if kind in ("Emph", "Strong", "Strikeout", "Superscript", "Subscript"):
        return inlines(content)
    if kind == "Quoted":
        sign = '"' if content[0]["t"] == "DoubleQuote" else "'"
        return sign + inlines(content[1]) + sign
    if kind in ("Link", "Span"):
        return inlines(content[1])
    if kind == "Code":
        return content[1]
    return "" if kind == "RawInline" else MADE


def blocks(nodes: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Yield kind and text of every block that is a paragraph."""
    for node in nodes:
        kind, content = node["t"], node.get("c")
        if kind in ("Para", "Plain"):
            yield "text", inlines(content)
        elif kind == "Header":
            yield "heading", inlines(content[2])
        elif kind in ("BlockQuote", "Div"):
            yield from blocks(content if kind == "BlockQuote" else content[1])
        elif kind in ("BulletList", "OrderedList"):
            for item in content if kind == "BulletList" else content[1]:
                yield from blocks(item)
        elif kind == "Figure":
            yield "text", MADE
            yield from blocks(content[1][1])
        elif kind != "RawBlock":
            yield kind, ""


def compared(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, comparable(text).text.strip()) for kind, text in pairs if text.strip()]


def by_pandoc(markdown: str) -> list[tuple[str, str]]:
    made = subprocess.run(
        [program(), "--from", "markdown-example_lists", "--to", "json"],
        input=markdown, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    return compared(list(blocks(json.loads(made)["blocks"])))


def by_sources(markdown: str) -> list[tuple[str, str]]:
    passages = sources.read("index.qmd", {"index.qmd": markdown}.get)
    return compared(
        [
            (
                "heading" if one.kind == "heading" else "text",
                "".join(MADE if piece.text is None else piece.text for piece in one.pieces),
            )
            for one in passages
            if one.kind != "note"
        ]
    )


@pytest.mark.parametrize(
    "markdown",
    [
        "It rose\n- a little\n- and more.\n",
        "It rose in\n1. the north\n",
        "It rose\n# and fell\n> and stayed\n",
        "- an item\n# no heading\n- another\n  - within\n",
        "- one\n\n  more\n- two\n\n  more\n  - within\n",
        "B. Russell wrote.\n\nB.  an item\n",
        "A path~1 and ~x y~ and H~2~O, x^2^ and ^x y^.\n",
        "A\\ b <!-- c\nd --> e\n<!-- f -->\ng\n",
        "A stray ` sign.\n\nAnd @one ` more.\n",
        "> One\n> - two\n\n> - three\n> - four\n",
        "One\n---\n\nTwo\nthree\n---\n\n***\n- four\n",
        "One\ntwo\n: three\n\nfour\n",
        "As @one\n[p. 3] says, and @two [see; @three] too, and @four [it](b.c).\n",
        "See http://x.y/z_w and [a](http://x.y/_z_) @k [p. 3].\n",
    ],
)
def test_signs_mean_what_they_mean_in_pandocs_markdown(markdown: str) -> None:
    assert by_sources(markdown) == by_pandoc(markdown)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100))
def test_random_paragraphs_are_read_alike(seed: int) -> None:
    chance = random.Random(seed)
    lines = [" ".join(chance.choices(PARTS, k=chance.randint(1, 5))) for _ in range(chance.randint(2, 6))]
    text = "Begin.\n\n" + "".join(line + chance.choice(["\n", "\n\n"]) for line in lines) + "\n\nEnd.\n"
    assert by_sources(text) == by_pandoc(text)
