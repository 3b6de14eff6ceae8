"""Small pages as the filter `press/trace/places.lua` leaves them, in the frames of the two engines."""

from __future__ import annotations

import json
from functools import cache
from tempfile import NamedTemporaryFile

import pypandoc

from press.base.paths import ROOT

FILTER = ROOT / "press" / "trace" / "places.lua"
PRESS, QUARTO = "press", "quarto"
CONTENTS = {
    PRESS: ("", '<nav id="TOC"><h2>Contents</h2></nav>', "</main></body></html>"),
    QUARTO: (
        '<div id="quarto-margin-sidebar"><nav id="TOC"><h2 id="toc-title">On this page</h2></nav></div>',
        "",
        "</main></div><script>var a = 1 < 2;</script></body></html>",
    ),
}
TITLE_BLOCK = """<main class="content" id="quarto-document-content">
<header id="title-block-header" class="quarto-title-block default">
<h1 class="title">{title}</h1><div class="abstract">{abstract}</div></header>
"""


def number(key: str, printed: str) -> str:
    """A printed number in Markdown, as cells give it."""
    return f'[{printed}]{{.num data-key="{key}"}}'


def table(label: str, caption: str, rows: str) -> str:
    """A table as both engines' floats are when the filter sees them."""
    return (
        f"::: {{#{label} .quarto-float}}\n```{{=html}}\n<figure>\n```\n```{{=html}}\n<figcaption>\n```\n"
        f"[{caption}]{{}}\n\n```{{=html}}\n</figcaption>\n```\n\n{rows}\n\n"
        "```{=html}\n</figure>\n```\n:::\n"
    )


def figure(label: str, caption: str, image: str, alternative: str) -> str:
    """A figure likewise."""
    return (
        f"::: {{#{label} .quarto-float}}\n```{{=html}}\n<figure>\n```\n![{alternative}]({image})\\\n\n"
        f"```{{=html}}\n<figcaption>\n```\n{caption}\n\n```{{=html}}\n</figcaption>\n```\n"
        "```{=html}\n</figure>\n```\n:::\n"
    )


@cache
def recorded(markdown: str, engine: str = PRESS, title: str = "A & B", abstract: str = "") -> str:
    """Return the page of a document: its head, its title block, its text, marks and record.

    Parameters
    ----------
    markdown
        The body.
    engine
        Whose frame stands around it: `PRESS` or `QUARTO`.
    title, abstract
        Markdown.
    """
    said = {"title": title, "abstract": f"{abstract}\n"} if abstract else {"title": title}
    front = f"---\n{json.dumps(said)}\n---\n\n"
    template = "$title$\n=====\n$abstract$\n=====\n$body$\n"
    with NamedTemporaryFile("w", suffix=".html", encoding="utf-8") as file:
        file.write(template)
        file.flush()
        made = pypandoc.convert_text(
            front + markdown,
            "html5",
            "markdown",
            extra_args=[
                "--standalone",
                "--section-divs",
                f"--template={file.name}",
                f"--lua-filter={FILTER}",
                "--wrap=none",
            ],
        )
    shown_title, shown_abstract, body = made.split("\n=====\n", 2)
    opening, contents, closing = CONTENTS[engine]
    return (
        f'<!DOCTYPE html><html lang="en"><head><title>A</title></head><body>{opening}'
        + TITLE_BLOCK.format(title=shown_title.strip(), abstract=shown_abstract.strip())
        + body.replace("<!--edition:title-->", f"<!--edition:title-->{contents}")
        + closing
    )
