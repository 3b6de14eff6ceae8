"""What a journal asks for beside the manuscript.

Title page, abstract, highlights, and how long all that is.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from press.base.edition import Author, Work
from press.base.paths import ROOT
from press.base.plain_text import markdown
from press.journal import parts, word
from press.journal.manuscript import TEMPLATE
from press.journal.settings import Limits, Settings
from press.journal.word import style_of
from press.numbers.formatter import without_keys
from press.numbers.sentences import choose_sentences
from press.numbers.statements import Statements
from press.render.convert import convert
from press.render.document import Executed, Line
from press.render.pandoc import command

HIGHLIGHTS = ROOT / "paper" / "highlights.yml"
BODY = ("BodyText", "FirstParagraph", "Compact", "ListParagraph", "BlockText")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something there are, and how many there may be; None where nothing is said."""

    what: str
    found: int
    most: int | None = None

    def __str__(self) -> str:
        limit = (
            ""
            if self.most is None
            else f" (at most {self.most}: {'kept' if self.kept else f'{self.found - self.most} too many'})"
        )
        return f"{self.what}: {self.found:,}{limit}"

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.most is None or self.found <= self.most


def abstract(article: Executed) -> str:
    """Return the abstract as plain text, a paragraph a line."""
    return _plain(str(article.formats["docx"].get("abstract", "")))


def text_apart(article: Executed, identifier: str) -> str:
    """Return a part of the article as plain text, a paragraph a line."""
    lines = article.body["docx"]
    start, end = parts.extent(lines, identifier)
    return _plain("\n".join(line.text for line in lines[start:end]).replace("**", ""))


def _plain(text: str) -> str:
    to_plain = command("--from", "markdown", "--to", "plain", "--wrap", "none")
    return subprocess.run(
        to_plain, input=text, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout


def highlights(statements: Statements, file: Path = HIGHLIGHTS) -> list[str]:
    """Return the highlights, chosen by the results as the article's sentences are."""
    return [" ".join(without_keys(text).split()) for text in choose_sentences(statements, file).values()]


def counts(
    manuscript: bytes, abstract: str, highlights: list[str], keywords: int, limits: Limits
) -> list[Count]:
    """How long things are."""
    body = word.body_of(manuscript)
    return [
        Count("Words of the text, without abstract, exhibits, notes and references", _words(body)),
        Count("Words of the abstract", len(abstract.split()), limits.abstract_words),
        Count("Keywords", keywords, limits.keywords),
        Count("Highlights", len(highlights), limits.highlights),
        Count(
            "Characters of the longest highlight",
            max(map(len, highlights), default=0),
            limits.highlight_characters,
        ),
        Count("Figures", sum(style_of(part) == "ImageCaption" for part in body)),
        Count("Tables", sum(style_of(part) == "TableCaption" for part in body)),
        Count("References", sum(style_of(part) == "Bibliography" for part in body)),
    ]


def _words(body: etree._Element) -> int:
    return sum(len(word.text_of(part).split()) for part in body if style_of(part) in BODY)


def write_title_page(
    file: Path, article: Executed, work: Work, settings: Settings, found: list[Count]
) -> None:
    """Write the title page as Word."""
    options = {
        name: value
        for name, value in article.formats["docx"].items()
        if name in ("title", "lang", "keywords", "author", "website")
    }
    lines = tuple(Line(text, article.source, 1) for text in _title_page(work, settings, found))
    page = replace(
        article,
        metadata=options,
        formats={"docx": {**options, "author": [], "reference-doc": TEMPLATE}},
        body={"docx": lines},
    )
    convert(page, "docx", file)
    file.write_bytes(word.finish(file.read_bytes(), numbered=False))


def _title_page(work: Work, settings: Settings, found: list[Count]) -> Iterator[str]:
    yield '::: {custom-style="Front Matter"}'
    yield from _front_matter(work, settings, found)
    yield ":::"


def _front_matter(work: Work, settings: Settings, found: list[Count]) -> Iterator[str]:
    if settings.journal:
        yield from ("", f"Submitted to *{markdown(settings.journal)}*", "")
    for author in work.authors:
        yield from ("", _author(author), "")
    corresponding = work.corresponding
    yield from (
        "",
        f"**Correspondence:** {markdown(corresponding.name)}, {markdown(corresponding.email)}",
        "",
    )
    yield from ("", f"**Keywords:** {', '.join(map(markdown, work.keywords))}", "")
    for heading, text in (
        ("Acknowledgements", settings.acknowledgements),
        ("Funding", settings.funding),
        ("Declaration of interests", settings.conflicts),
    ):
        if text:
            yield from ("", f"**{heading}:** {text}", "")
    yield "\\\n".join(
        f"{count.what}: {count.found:,}" for count in found if count.most is None or "Words" in count.what
    )


def _author(author: Author) -> str:
    lines = [
        f"**{markdown(author.name)}**",
        *map(markdown, author.affiliations),
        markdown(author.email),
        f"ORCID {markdown(author.orcid)}" if author.orcid else "",
    ]
    return "\\\n".join(filter(None, lines))
