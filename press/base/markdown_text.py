"""What Markdown of the front matter says, as plain text: for properties of files, citations, descriptions."""

import functools
import json
import re
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

COMPUTED = re.compile(r"\{\{<[^>]*>\}\}|`\{\w+\}[^`]*`")
"""A shortcode, or code within the text: what they say is known only when a page is built."""
NOTE = re.compile(r"(?<!\\)\^\[")
MARKS = re.compile(r"[*_^~`$\\<\[&]")
"""Signs without which text is nothing but text."""
BLOCKS = re.compile(r"\n\s*\n|^\s*[-+>#|:]|^\s*\w+[.)]\s", re.MULTILINE)
"""Where text may be more than one paragraph."""
MARKS_OF_LETTERS = re.compile(r"<(sub|sup|em|strong|i|b|small)>([^<>]*)</\1>|<w?br\s*/?>()()", re.IGNORECASE)
"""Raw HTML that marks letters; all other stands as it was typed."""
READER = "markdown-smart-raw_html-raw_tex-native_divs-native_spans"
BLANKS = ("Space", "SoftBreak", "LineBreak")
PARAGRAPHS = ("Para", "Plain", "Header", "LineBlock", "CodeBlock")


@functools.cache
def program() -> str:
    """Return the path of the pandoc that pypandoc brings; one found on the machine may be too old."""
    package = find_spec("pypandoc")  # not imported: that takes longer than a run of pandoc
    assert package is not None and package.origin is not None
    bundled = Path(package.origin).parent / "files" / "pandoc"
    return str(bundled) if bundled.is_file() else "pandoc"


def plain(markdown: str) -> str:
    """Return the words of Markdown in one line, without marks, links and notes."""
    return " ".join(paragraphs(markdown)) if MARKS.search(markdown) else " ".join(markdown.split())


@functools.lru_cache(maxsize=256)
def paragraphs(markdown: str) -> tuple[str, ...]:
    """Return the words of Markdown by paragraph and item of a list, each in one line."""
    if not (MARKS.search(markdown) or BLOCKS.search(markdown)):
        return (" ".join(markdown.split()),) if markdown.strip() else ()
    made = subprocess.run(
        [program(), "--sandbox", "--from", READER, "--to", "json"],
        input=markdown, capture_output=True, text=True, encoding="utf-8", check=True,
    ).stdout  # fmt: skip
    lines = (
        " ".join(MARKS_OF_LETTERS.sub(r"\2", text).split())
        for text in _paragraphs(json.loads(made)["blocks"])
    )
    return tuple(line for line in lines if line)


def without_notes(markdown: str) -> str:
    """Return Markdown without its notes of the form `^[text]`; one that does not end stays."""
    start = 0
    while found := NOTE.search(markdown, start):
        depth, start = 1, found.end()
        for bracket in re.compile(r"\\.|[\[\]]").finditer(markdown, found.end()):
            depth += {"[": 1, "]": -1}.get(bracket[0], 0)
            if depth == 0:
                markdown, start = markdown[: found.start()] + markdown[bracket.end() :], found.start()
                break
    return markdown


def _paragraphs(content: Any) -> Iterator[str]:
    """Yield the text of every paragraph below some blocks."""
    if isinstance(content, list):
        for part in content:
            yield from _paragraphs(part)
    elif isinstance(content, dict) and content.get("t") in PARAGRAPHS:
        yield "".join(_words(content["c"]))
    elif isinstance(content, dict) and content.get("t") == "DefinitionList":
        for term, meanings in content["c"]:
            yield "".join(_words(term))
            yield from _paragraphs(meanings)
    elif isinstance(content, dict):
        yield from _paragraphs(content.get("c", []))


def _words(content: Any) -> Iterator[str]:
    """Yield the pieces of text below some inlines; attributes and addresses are none."""
    if isinstance(content, list):
        for part in content:
            yield from _words(part)
    elif isinstance(content, dict):
        kind, inner = content.get("t"), content.get("c", [])
        if kind == "Str":
            yield str(inner)
        elif kind in BLANKS:
            yield " "
        elif kind in ("Code", "Math"):
            yield str(inner[1])
        elif kind != "Note":
            yield from _words(inner)
