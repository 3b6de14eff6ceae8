"""How pandoc reads Markdown: letters with their looks, what is made as if it were printed."""

import json
import subprocess
from dataclasses import replace
from typing import Any

from press.base.markdown_text import program
from press.journal.word_back.model import PLAIN, THING, Look
from tests.press.journal.word_back.random_passages import Letters

FROM = "markdown-example_lists+smart"
PRINTED = {"smith2012; doe": "(S, 2012)", "smith2012": "Smith (2012)", "tbl-x": "Table 2", "a.b": "0.79"}
LOOKS = {"Emph": "italic", "Strong": "bold", "Strikeout": "strike", "Superscript": "superscript"}
LOOKS |= {"Subscript": "subscript", "SmallCaps": "small_caps"}


def divisions(sources: list[str]) -> str:
    """Return a document of one division for each source."""
    parts = (f"::::::: {{#p{n}}}\n\n{source}\n\n:::::::\n\n" for n, source in enumerate(sources))
    return "".join(parts) + "[^n]: A note.\n"


def read(markdown: str) -> list[list[Letters]]:
    """Return of each division the letters of its blocks, as pandoc reads them."""
    made = subprocess.run([program(), "--from", FROM, "--to", "json"], input=markdown, capture_output=True,
                          text=True, encoding="utf-8", check=True).stdout  # fmt: skip
    return [_blocks(block["c"][1]) for block in json.loads(made)["blocks"] if block["t"] == "Div"]


def _blocks(blocks: list[Any]) -> list[Letters]:
    found = []
    for block in blocks:
        match block["t"]:
            case "Para" | "Plain":
                found.append(letters(block["c"], PLAIN))
            case "Header":
                found.append(letters(block["c"][2], PLAIN))
            case "BulletList":
                found += [part for item in block["c"] for part in _blocks(item)]
            case "OrderedList":
                found += [part for item in block["c"][1] for part in _blocks(item)]
            case "BlockQuote":
                found += _blocks(block["c"])
            case "Div":
                found += _blocks(block["c"][1])
            case other:
                found.append([(other, PLAIN)])
    return found


def letters(inlines: list[Any], look: Look) -> Letters:
    """Return letters with their looks."""
    return [letter for one in inlines for letter in _letters(one["t"], one.get("c"), look)]


def _letters(kind: str, inner: Any, look: Look) -> Letters:
    if kind in LOOKS:
        return letters(inner, replace(look, **{LOOKS[kind]: True}))
    if kind in ("Str", "Space", "SoftBreak", "LineBreak"):
        return [(letter, look) for letter in {"Str": inner, "LineBreak": "\n"}.get(kind, " ")]
    if kind == "RawInline" and inner[1] == "<!-- -->":
        return []
    if kind in ("Math", "Note"):
        return [(THING, look)]
    within = {"Quoted": _quoted, "Link": _link, "Span": _span, "Cite": _cite, "Code": _code}.get(kind)
    return within(inner, look) if within else [(letter, look) for letter in f"<{kind}>"]


def _quoted(inner: Any, look: Look) -> Letters:
    marks = "‘’" if inner[0]["t"] == "SingleQuote" else "“”"
    return [(marks[0], look), *letters(inner[1], look), (marks[1], look)]


def _link(inner: Any, look: Look) -> Letters:
    return letters(inner[1], replace(look, link=inner[2][0]))


def _span(inner: Any, look: Look) -> Letters:
    language = dict(inner[0][2]).get("lang", look.language)
    caps = look.small_caps or "smallcaps" in inner[0][1]
    return letters(inner[1], replace(look, language=language, small_caps=caps))


def _cite(inner: Any, look: Look) -> Letters:
    key = "; ".join(cited["citationId"] for cited in inner[0])
    return [(letter, look) for letter in PRINTED.get(key, f"?{key}?")]


def _code(inner: Any, look: Look) -> Letters:
    key = inner[1].removeprefix('{python} num("').removesuffix('")')
    if key != inner[1]:
        return [(letter, look) for letter in PRINTED.get(key, key)]
    return [(letter, replace(look, code=True)) for letter in key]
