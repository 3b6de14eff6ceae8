"""Finds in Markdown what a reader does not see, what code prints, what is cited and what is marked.

`mark` returns a text of the same length in which markup, code, addresses and attributes are blanks, and in
which `COMPUTED`, `CITED` and `BREAK` stand for what is printed by code, for citations and for ends of a text
within a text (an alternative text in attributes, say).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from press.numbers.statements import KEY_IN_BRACES
from press.proof.check_numbers.texts import blank

COMPUTED, CITED, BREAK = "\ue000", "\ue001", "\ue002"
CROSS_REFERENCES = (
    "fig-",
    "tbl-",
    "sec-",
    "eq-",
    "lst-",
    "nte-",
    "tip-",
    "wrn-",
    "imp-",
    "cau-",
    "thm-",
    "exm-",
)
TEXT_ATTRIBUTES = {
    "alt",
    "fig-alt",
    "title",
    "caption",
    "fig-cap",
    "tbl-cap",
    "lst-cap",
    "fig-subcap",
    "tbl-subcap",
    "aria-label",
    "description",
    "summary",
}

KEY = re.compile(r"[a-z]\w*(?:\.\w+)+")
INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
COMMENT = re.compile(r"<!--.*?-->", re.S)
SHORTCODE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}", re.S)
CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)(\{=\w+\})?", re.S)
MATH = re.compile(r"(?<!\\)\$\$(.+?)\$\$|(?<![\\$])\$(?=\S)((?:[^$\n]|\n(?!\s*\n))+?)(?<=\S)\$(?!\d)", re.S)
TEX = re.compile(r"\\[A-Za-z]+|\\.|[_^](?:\{[^{}]*\}|[\w*])|[{}&]|(?<![\d.,])[012](?![\d.,])")
FOOTNOTE_LABEL = re.compile(r"\[\^[^\]\s]+\]:?")
ADDRESS = re.compile(
    r"(?<=\]\()[^)\s]+|<(?:https?|mailto):[^>]*>|\bhttps?://[^\s)\]}>\"]+|"
    r"\b(?:doi:\s*)?10\.\d{4,9}/\S+|\w[\w.+-]*@[\w-]+\.[\w.-]*\w",
    re.I,
)
ATTRIBUTES = re.compile(r"\{(?=\s*(?:[#.=]|-\s*\}|[\w-]+=))(?:\"[^\"]*\"|[^{}\"])*\}")
ATTRIBUTE = re.compile(r"([\w:-]+)=(?:\"([^\"]*)\"|'([^']*)'|([^\s}]+))")
TAG = re.compile(r"</?[A-Za-z][^<>]*>")
CITATIONS = re.compile(r"\[[^\[\]]*@\w[^\[\]]*\]")
CITATION = re.compile(r"(?<![\w\\])-?@(\w[\w:.#$%&+?~/-]*\w|\w)")
MARKUP = re.compile(r"&#?\w+;|\\(?=[^\w\s])|\*+|~~")


@dataclass(frozen=True, slots=True)
class Span:
    """A marked stretch, `[text]{.class key=value}`: where its text stands, its classes and attributes."""

    start: int
    end: int
    classes: frozenset[str]
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """A place where code prints.

    The keys that it names, the names of sentences, and inline code as it stands.
    """

    start: int
    keys: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    code: str | None = None


@dataclass(slots=True)
class Marked:
    """Markdown with everything but its visible text made blank.

    Attributes
    ----------
    text
        Of the same length as the source.
    printed
        The places where code prints.
    spans
        The marked stretches.
    """

    text: str
    printed: list[Printed] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)


def mark(source: str) -> Marked:
    """Mark a piece of Markdown."""
    marked = Marked(source)
    replace(marked, COMMENT, lambda match: blank(match[0]))
    for pattern, read in ((INLINE, inline), (SHORTCODE, shortcode), (KEY_IN_BRACES, template_key)):
        printed_by_code(marked, pattern, read)
    replace(marked, CODE, code)
    replace(marked, MATH, math)
    replace(
        marked, FOOTNOTE_LABEL, lambda match: blank(match[0][:-1]) + (BREAK if match[0][-1] == ":" else " ")
    )
    replace(marked, ADDRESS, lambda match: blank(match[0]))
    marked.spans += [
        span for match in ATTRIBUTES.finditer(marked.text) if (span := span_before(marked.text, match))
    ]
    replace(marked, ATTRIBUTES, visible_attributes)
    replace(marked, TAG, visible_attributes)
    replace(marked, CITATIONS, lambda match: filled(match[0], CITED) if cites(match[0]) else match[0])
    replace(marked, CITATION, lambda match: filled(match[0], CITED) if cites(match[0]) else blank(match[0]))
    replace(marked, MARKUP, lambda match: blank(match[0]))
    return marked


def replace(marked: Marked, pattern: re.Pattern[str], written: Callable[[re.Match[str]], str]) -> None:
    """Write something of the same length over every match."""
    marked.text = pattern.sub(written, marked.text)


def printed_by_code(
    marked: Marked, pattern: re.Pattern[str], read: Callable[[re.Match[str]], Printed]
) -> None:
    """Note what code prints at every match, and write `COMPUTED` over it."""
    marked.printed += [read(match) for match in pattern.finditer(marked.text)]
    replace(marked, pattern, lambda match: filled(match[0], COMPUTED))


def inline(match: re.Match[str]) -> Printed:
    """Inline code: the keys in its strings, and its names."""
    try:
        nodes = list(ast.walk(ast.parse(match[1].strip(), mode="eval")))
    except SyntaxError:
        nodes = []
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    keys = tuple(string for string in strings if KEY.fullmatch(string))
    names = tuple(node.id for node in nodes if isinstance(node, ast.Name))
    return Printed(match.start(), keys, names, match[1])


def shortcode(match: re.Match[str]) -> Printed:
    """Return a shortcode: the key of `var num.KEY`, the name of `var sentence.NAME`."""
    words = match[1].split()
    variable = words[1] if len(words) == 2 and words[0] == "var" else ""
    if variable.startswith("num."):
        return Printed(match.start(), keys=(variable.removeprefix("num."),))
    return Printed(match.start(), names=(variable,))


def template_key(match: re.Match[str]) -> Printed:
    """Return a key in braces, as the branches of chosen sentences hold it."""
    return Printed(match.start(), keys=(match[1],))


def filled(text: str, sign: str) -> str:
    """Return the sign in the place of every character, line breaks kept."""
    return re.sub(r"[^\n]", sign, text)


def code(match: re.Match[str]) -> str:
    """Return a code span: nothing to read, unless it is raw text of an output format."""
    if match[3] is None:
        return blank(match[0])
    ticks = blank(match[1])
    return f"{ticks}{match[2]}{ticks}{blank(match[3])}"


def math(match: re.Match[str]) -> str:
    """Return a formula: its numbers, without subscripts, exponents and the constants 0, 1 and 2."""
    sign = "$$" if match[1] is not None else "$"
    body = TEX.sub(lambda part: blank(part[0]), match[1] or match[2])
    return f"{blank(sign)}{body}{blank(sign)}"


def span_before(text: str, attributes: re.Match[str]) -> Span | None:
    """Return the bracketed text to which attributes belong."""
    end = attributes.start() - 1
    if end < 0 or text[end] != "]":
        return None
    depth = 0
    for start in range(end, -1, -1):
        depth += {"]": 1, "[": -1}.get(text[start], 0)
        if depth == 0:
            values = {name: a or b or c for name, a, b, c in ATTRIBUTE.findall(attributes[0])}
            bare = ATTRIBUTE.sub("", attributes[0])
            return Span(start + 1, end, frozenset(re.findall(r"\.([\w-]+)", bare)), values)
    return None


def visible_attributes(match: re.Match[str]) -> str:
    """Attributes or a tag: what is left are the texts that readers see or hear."""
    written = list(blank(match[0]))
    for attribute in ATTRIBUTE.finditer(match[0]):
        group = next(i for i in (2, 3, 4) if attribute[i] is not None)
        if attribute[1] in TEXT_ATTRIBUTES:
            start, end = attribute.span(group)
            written[start:end] = match[0][start:end]
            written[start - 1] = BREAK
    if any(character not in " \n" for character in written):
        written[-1] = BREAK
    return "".join(written)


def cites(text: str) -> bool:
    """Whether a text cites a work, and does not only refer to an exhibit or section."""
    return any(not key.startswith(CROSS_REFERENCES) for key in CITATION.findall(text))
