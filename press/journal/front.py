"""What a journal asks for beside the manuscript: title page, abstract, highlights, how long all that is."""

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from press.base.edition import Author, Work
from press.base.markdown_text import without_notes
from press.base.paths import ROOT
from press.base.plain_text import markdown
from press.journal import parts, word
from press.journal.manuscript import TEMPLATE
from press.journal.references import pandoc_text
from press.journal.settings import Limits, Settings
from press.numbers import sentences
from press.numbers.formatter import without_keys
from press.numbers.statements import Statements
from press.render.convert import convert
from press.render.document import Executed, Line
from press.render.pandoc import READER

HIGHLIGHTS = ROOT / "paper" / "highlights.yml"
BODY = ("BodyText", "FirstParagraph", "Compact", "ListParagraph", "BlockText")


@dataclass(frozen=True, slots=True)
class Count:
    """How many of something there are, and how many there may be; None where nothing is said."""

    what: str
    found: int
    most: int | None = None

    def __str__(self) -> str:
        """Return it as a line that says whether the limit is kept."""
        line = f"{self.what}: {self.found:,}"
        if self.most is None:
            return line
        kept = "kept" if self.found <= self.most else f"{self.found - self.most} too many"
        return f"{line} (at most {self.most}: {kept})"


def abstract(article: Executed) -> str:
    """Return the abstract as plain text without notes, a paragraph a line."""
    return _plain(without_notes(str(article.formats["docx"].get("abstract", ""))))


def part_as_text(article: Executed, identifier: str) -> str:
    """Return a part of the article as plain text, a paragraph a line."""
    lines = article.body["docx"]
    start, end = parts.extent_of(lines, identifier)
    return _plain("\n".join(line.text for line in lines[start:end]).replace("**", ""))


def _plain(text: str) -> str:
    return pandoc_text(text, "--from", READER, "--to", "plain", "--wrap", "none")


def highlights(statements: Statements, file: Path = HIGHLIGHTS) -> list[str]:
    """Return the highlights, chosen by the results as the article's sentences are."""
    return [" ".join(without_keys(text).split()) for text in sentences.read(statements, file).all().values()]


def count_all(
    manuscript: bytes, abstract: str, highlights: list[str], keywords: int, limits: Limits
) -> list[Count]:
    """Return how long everything is, and how long it may be."""
    parts = [(word.style_of(part), word.text_of(part)) for part in word.body_of(manuscript)]
    words = sum(len(text.split()) for style, text in parts if style in BODY)
    styles = Counter(style for style, _ in parts)
    longest = max(map(len, highlights), default=0)
    return [
        Count("Words of the text, without abstract, exhibits, notes and references", words),
        Count("Words of the abstract", len(abstract.split()), limits.abstract_words),
        Count("Keywords", keywords, limits.keywords),
        Count("Highlights", len(highlights), limits.highlights),
        Count("Characters of the longest highlight", longest, limits.highlight_characters),
        Count("Figures", len(word.numbered_captions(word.body_of(manuscript), "ImageCaption"))),
        Count("Tables", len(word.numbered_captions(word.body_of(manuscript), "TableCaption"))),
        Count("References", styles["Bibliography"]),
    ]


def write_title_page(
    file: Path, article: Executed, work: Work, settings: Settings, found: list[Count]
) -> None:
    """Write the title page as Word."""
    wanted = ("title", "lang", "keywords", "author", "website")
    options = {name: value for name, value in article.formats["docx"].items() if name in wanted}
    text = "\n\n".join(['::: {custom-style="Front Matter"}', *_title_page(work, settings, found), ":::"])
    page = replace(
        article,
        metadata=options,
        formats={"docx": {**options, "author": [], "reference-doc": TEMPLATE}},
        body={"docx": (Line(text, article.source, 1),)},
    )
    convert(page, "docx", file)
    file.write_bytes(word.finish(file.read_bytes(), numbered=False))


def _title_page(work: Work, settings: Settings, found: list[Count]) -> list[str]:
    """Return the paragraphs of the title page."""
    corresponding = work.corresponding
    labelled = {
        "Correspondence": ", ".join(filter(None, map(markdown, (corresponding.name, corresponding.email)))),
        "Keywords": ", ".join(map(markdown, work.keywords)),
        **work.declared.labelled,
    }
    lengths = (f"{one.what}: {one.found:,}" for one in found if one.most is None or "Words" in one.what)
    return [
        *([f"Submitted to *{markdown(settings.journal)}*"] if settings.journal else []),
        *map(_author, work.authors),
        *(f"**{label}:** {text}" for label, text in labelled.items() if text),
        "\\\n".join(lengths),
    ]


def _author(author: Author) -> str:
    lines = [
        f"**{markdown(author.name)}**",
        *map(markdown, author.affiliations),
        markdown(author.email),
        f"ORCID {markdown(author.orcid)}" if author.orcid else "",
    ]
    return "\\\n".join(filter(None, lines))
