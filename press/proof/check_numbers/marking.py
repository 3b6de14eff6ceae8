"""Finds in Markdown what a reader does not see, what code prints, what is cited and what is marked.

`mark` returns a text of the same length in which markup, code, addresses and attributes are blanks, and in
which `COMPUTED`, `CITED` and `BREAK` stand for what is printed by code, for citations and for ends of a text
within a text (an alternative text in attributes, say).
"""

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
    "aria-description",
    "aria-valuetext",
    "placeholder",
    "label",
    "description",
    "summary",
}

KEY = re.compile(r"[a-z]\w*(?:\.\w+)+")
INLINE = re.compile(r"(?<!`)`\{python\}[ \t]([^`]+)`")
COMMENT = re.compile(r"<!--.*?-->|<style\b.*?</style>", re.S)
VALUED = re.compile(r"<(?:meter|progress|data|input|option)\b", re.I)
"""Elements that show their value."""
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
ATTRIBUTES = re.compile(r"\{(?=\s*(?:[#.=]|-\s*\}|[\w-]+=))(?:\"(?:\\.|[^\"\\])*\"|[^{}\"])*\}", re.S)
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"((?:\\.|[^\"\\])*)\"|'([^']*)'|([^\s}]+))", re.S)
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
class PrintedByCode:
    """A place where code prints: keys that it names, names of sentences, inline code as it stands."""

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
    printed: list[PrintedByCode] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)

    def write_over(self, pattern: re.Pattern[str], written: Callable[[re.Match[str]], str]) -> None:
        """Write something of the same length over every match."""
        self.text = pattern.sub(written, self.text)


def mark(source: str) -> Marked:
    """Mark a piece of Markdown."""
    marked = Marked(source)
    marked.write_over(COMMENT, blank_match)
    for pattern, read in (
        (INLINE, read_inline_code),
        (SHORTCODE, read_shortcode),
        (KEY_IN_BRACES, read_template_key),
    ):
        marked.printed += map(read, pattern.finditer(marked.text))
        marked.write_over(pattern, lambda match: blank(match[0], COMPUTED))
    marked.write_over(CODE, visible_code)
    marked.write_over(MATH, visible_math)
    marked.write_over(
        FOOTNOTE_LABEL, lambda match: blank(match[0][:-1]) + (BREAK if match[0][-1] == ":" else " ")
    )
    marked.write_over(ADDRESS, blank_match)
    spans = (span_before(marked.text, match) for match in ATTRIBUTES.finditer(marked.text))
    marked.spans += filter(None, spans)
    marked.write_over(ATTRIBUTES, visible_attributes)
    marked.write_over(TAG, visible_attributes)
    marked.write_over(CITATIONS, lambda match: blank(match[0], CITED) if cites(match[0]) else match[0])
    marked.write_over(CITATION, lambda match: blank(match[0], CITED if cites(match[0]) else " "))
    marked.write_over(MARKUP, blank_match)
    return marked


def blank_match(match: re.Match[str]) -> str:
    """Return blanks for all of a match."""
    return blank(match[0])


def read_inline_code(match: re.Match[str]) -> PrintedByCode:
    """Return the keys in the strings of inline code, and its names."""
    try:
        nodes = list(ast.walk(ast.parse(match[1].strip(), mode="eval")))
    except SyntaxError:
        nodes = []
    strings = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    keys = tuple(filter(KEY.fullmatch, strings))
    names = tuple(node.id for node in nodes if isinstance(node, ast.Name))
    said = tuple(f"sentence.{name}" for node in nodes if (name := said_by(node)))
    return PrintedByCode(match.start(), keys, names + said, match[1])


def said_by(node: ast.AST) -> str:
    """Return the name of the sentence that a call `say("NAME")` prints; nothing for any other code."""
    match node:
        case ast.Call(func=ast.Name(id="say"), args=[ast.Constant(value=str(name))]):
            return name
    return ""


def read_shortcode(match: re.Match[str]) -> PrintedByCode:
    """Return what a shortcode names: the key of `var num.KEY`, the name of `var sentence.NAME`."""
    words = match[1].split()
    variable = words[1] if len(words) == 2 and words[0] == "var" else ""
    if variable.startswith("num."):
        return PrintedByCode(match.start(), keys=(variable.removeprefix("num."),))
    return PrintedByCode(match.start(), names=(variable,))


def read_template_key(match: re.Match[str]) -> PrintedByCode:
    """Return a key in braces, as the branches of chosen sentences hold it."""
    return PrintedByCode(match.start(), keys=(match[1],))


def visible_code(match: re.Match[str]) -> str:
    """Return what is seen of a code span: nothing, unless it is raw text of an output format."""
    ticks, text, raw = match.groups()
    return f"{blank(ticks)}{text}{blank(ticks)}{blank(raw)}" if raw else blank(match[0])


def visible_math(match: re.Match[str]) -> str:
    """Return the numbers of a formula, without subscripts, exponents and the constants 0, 1 and 2."""
    sign = "$$" if match[1] is not None else "$"
    return f"{blank(sign)}{TEX.sub(blank_match, match[1] or match[2])}{blank(sign)}"


def span_before(text: str, attributes: re.Match[str]) -> Span | None:
    """Return the bracketed text to which attributes belong."""
    if (end := attributes.start() - 1) < 0 or text[end] != "]":
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
    """Return of attributes or a tag the texts that readers see or hear."""
    written = list(blank(match[0]))
    for attribute in ATTRIBUTE.finditer(match[0]):
        if attribute[1] in TEXT_ATTRIBUTES or (attribute[1] == "value" and VALUED.match(match[0])):
            start, end = attribute.span(attribute.lastindex)
            written[start:end] = match[0][start:end]
            written[start - 1] = written[-1] = BREAK
    return "".join(written)


def cites(text: str) -> bool:
    """Whether a text cites a work, and does not only refer to an exhibit or section."""
    return any(not key.startswith(CROSS_REFERENCES) for key in CITATION.findall(text))
