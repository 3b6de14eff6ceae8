"""Where a document asks for sentences, and the text before and after each place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from press.base import qmd_text
from press.base.errors import InputError
from press.numbers.sentences import Sentences
from press.proof.proofread.branches import bare

PRINTED = re.compile(
    r"`\{python\}\s+(?:say|num)\(\s*[\"'](?P<code>[\w.]+)[\"'][^`]*\)\s*`|"
    r"\{\{<\s*var\s+(?P<variable>[\w.]+)\s*>\}\}|\{(?P<braces>[\w.]+\.\w+)\}"
)
"""What prints a sentence or a number in a document."""
OPTION = re.compile(r"^#\|\s*(?P<shown>label: (?:tbl|fig)-.*|(?:tbl|fig)-cap:.*)$")
FENCE = re.compile(r"^(`{3,}|~{3,})")
FRAME = re.compile(r"^:::.*$|\s*\{#[^}]*\}$")
"""Signs of Markdown around a text and behind a heading."""
SHOWN = 260
"""About how many characters of the neighbours are shown on each side."""
SENTENCE = "sentence."


@dataclass(frozen=True, slots=True)
class Place:
    """A place where a sentence is printed: its name, its line, and what stands before and after."""

    name: str
    line: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, a heading or a caption, and the line on which it begins."""

    text: str
    line: int


def places_in(document: Path, said: Sentences) -> list[Place]:
    """Return the places of a document, in its order."""
    parts = qmd_text.split(document.read_text(encoding="utf-8-sig"))
    front = [Paragraph(*found) for found in values_of(parts.front, parts.front_line)]
    return [
        place
        for stretch in (*([one] for one in front), paragraphs(parts.body, parts.body_line))
        for place in places_among(stretch, said)
    ]


def places_in_text(text: str, said: Sentences) -> list[Place]:
    """Return the places of a text that holds entries in braces and stands before them in their file."""
    first = min(said.entries.lines.values(), default=1)
    above = said.entries.source.split("\n")[: first - 1]
    places = places_among([Paragraph(text, 1)], said)
    return [replace(place, line=line_of(f"{{sentence.{place.name}}}", above)) for place in places]


def line_of(words: str, lines: list[str]) -> int:
    """Return the last of some lines that holds some words."""
    return max((number for number, line in enumerate(lines, 1) if words in line), default=1)


def values_of(front: str, line: int) -> Iterator[tuple[str, int]]:
    """Yield the values of a front matter, with their lines."""
    for match in re.finditer(r"^[\w-]+:(.*(?:\n(?![\w-]+:).*)*)", front, re.M):
        yield match[1].strip().lstrip("|>-").strip('"'), line + front.count("\n", 0, match.start())


def paragraphs(body: str, first_line: int) -> list[Paragraph]:
    """Part a body at empty lines; of cells only labels and captions are left."""
    found: list[Paragraph] = []
    text, start, fence = "", first_line, ""
    for line, words in enumerate([*body.split("\n"), ""], first_line):
        if match := FENCE.match(words):
            fence = "" if fence else match[1]
            words = ""
        elif fence:
            if option := OPTION.match(words):
                found.append(Paragraph(f"[{option['shown']}]", line))
            continue
        words = FRAME.sub("", words)
        if words.strip():
            start, text = (start, f"{text}\n{words}") if text else (line, words)
        elif text:
            found.append(Paragraph(text, start))
            text = ""
    return found


def places_among(stretch: list[Paragraph], said: Sentences) -> Iterator[Place]:
    """Yield the places in some paragraphs that follow each other."""
    for number, paragraph in enumerate(stretch):
        for match in PRINTED.finditer(paragraph.text):
            if not (name := sentence_of(match)):
                continue
            before = filled(paragraph.text[: match.start()], said)
            after = filled(paragraph.text[match.end() :], said)
            if not before.strip() and number:
                before = filled(stretch[number - 1].text, said)
            if not after.strip(" .") and number + 1 < len(stretch):
                after = f"{after} {filled(stretch[number + 1].text, said)}"
            line = paragraph.line + paragraph.text.count("\n", 0, match.start())
            yield Place(name, line, end_of(before), beginning_of(after))


def sentence_of(match: re.Match[str]) -> str:
    """Return the name of the sentence that is printed; nothing where it is a number."""
    if match["code"]:
        return match["code"] if "say(" in match[0] else ""
    name = match["variable"] or match["braces"]
    return name.removeprefix(SENTENCE) if name.startswith(SENTENCE) else ""


def filled(text: str, said: Sentences) -> str:
    """Return a text with the numbers and sentences that it prints now; what cannot be told stays as it is."""

    def printed(match: re.Match[str]) -> str:
        try:
            if name := sentence_of(match):
                return bare(said.say(name))
            key = match["code"] or match["variable"] or match["braces"]
            return bare(said.statements.num(key.removeprefix("num.")))
        except (KeyError, InputError):
            return match[0]

    return " ".join(PRINTED.sub(printed, text).split())


def end_of(text: str) -> str:
    """Return the end of a text, as much of it as is shown."""
    if len(text) <= SHOWN:
        return text
    return f"… {text[-SHOWN:].partition(' ')[2]}"


def beginning_of(text: str) -> str:
    """Return the beginning of a text, as much of it as is shown."""
    text = text.strip() if not text.startswith((".", ",", ";", ":", ")")) else text
    if len(text) <= SHOWN:
        return text
    return f"{text[:SHOWN].rpartition(' ')[0]} …"
