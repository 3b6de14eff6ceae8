"""Letters in place of what CommonMark does not know: citations, references, shortcodes, code, formulas.

What is masked keeps its length, so that all places stay. Each mask begins and ends with a letter of its own,
which no text has, and which counts as a letter of a word.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from press.journal.word_back.source.interruptions import interruptions
from press.numbers.statements import KEY_IN_BRACES

FIRST = 0xF0000
"""The letters of masks, in a plane that is nobody's."""
MOST = 0xFFFD
EXHIBIT = (
    r"(?:tbl|fig|sec|eq|lst|thm|lem|cor|prp|cnj|def|exm|exr|sol|rem|alg|nte|tip|wrn|imp|cau|suppfig|supptbl)-"
)
KEY = r"@(?:\{[^}\s]+\}|\w(?:\w|[:.#$%&\-+?<>~/](?=\w))*)"
SPECIAL = re.compile(
    rf"""
    (?P<fence>^[ \t>]*(?P<ticks>`{{3,}}|~{{3,}})(?P<info>[^\n`]*)\n
      (?P<inside>.*?)(?:^[ \t>]*(?P=ticks)[`~]*[ \t]*$|\Z))
  | (?P<comment><!--(?:(?!\n[ \t]*\n).)*?-->)
  | (?P<long><!--.*?-->)
  | (?P<blank>\\[ ])
  | (?P<escape>\\[^\w\s])
  | (?P<tex>\\[A-Za-z]+\*?(?:\[[^\]\n]*\]|\{{[^{{}}\n]*\}})*)
  | (?P<code>(?<!`)(?P<tick>`+)(?!`)(?P<said>(?:(?!\n[ \t]*\n).)*?)(?<!`)(?P=tick)(?!`))
  | (?P<address>\]\(\s*[^()\s{{]*|<\w+:[^>\s]*>)
  | (?P<display>\$\$(?:(?!\n[ \t]*\n).)*?\$\$)
  | (?P<math>\$(?![\s$])(?:\\.|(?!\n[ \t]*\n)[^\\$])*?(?<!\s)\$(?!\d))
  | (?P<shortcode>\{{\{{<(?:(?!\n[ \t]*\n).)*?>\}}\}})
  | (?P<note>\^\[)
  | (?P<definition>^[ \t>]*\[\^[^\]\s]+\]:)
  | (?P<mark>\[\^[^\]\s]+\])
  | (?P<group>\[(?=[^\[\]]*?(?<!\w)-?{KEY})(?:(?!\n[ \t]*\n)[^\[\]])*\](?![\[({{]))
  | (?P<key>(?<!\w)-?{KEY}(?:[ \t]*\n?[ \t>]*\[(?!\^)(?:(?!\n[ \t]*\n)[^\[\]])*\](?![\[({{]))?)
  | (?P<raised>(?<!~)~[^~\s]+~(?!~)|\^[^\^\s\[]+\^)
  | (?P<sign>(?<!~)~(?!~)|\^)
  | (?P<number>{KEY_IN_BRACES.pattern})
    """,
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
MADE_IN_CODE = re.compile(rf"\{{\{{<.*?>\}}\}}|(?P<number>{KEY_IN_BRACES.pattern})", re.DOTALL)
ENGINES = re.compile(r"\{(?:python|r|julia|ojs)\b")
INLINE = re.compile(r"\{(?:python|r|julia)\}\s*")
CALL = re.compile(r"(num|say)\(\s*[\"']([^\"']+)[\"']")
ARGUMENTS = re.compile(r"\{\{<\s*(\S+)\s+(.*?)\s*>\}\}$", re.DOTALL)
REFERENCE = re.compile(rf"\[?-?@\{{?{EXHIBIT}", re.IGNORECASE)


HIDDEN = re.compile(r"(\n[ \t>]*|[ \t])|[^ \t\n]+")
LOWEST = chr(FIRST)
HIGHEST = chr(FIRST + MOST)
MASK = re.compile(f"([{LOWEST}-{HIGHEST}])(?:[^{LOWEST}-{HIGHEST}]*\\1)?")


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch of a text that stands for something made; `text` is what it prints, where that is known.

    `inside` is the stretch of an inline note's text.
    """

    start: int
    end: int
    made_by: str
    text: str | None = None
    inside: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Fence:
    """A block of code between fences: its info string, and the stretch of what stands inside."""

    start: int
    end: int
    info: str
    inside: tuple[int, int]

    @property
    def is_cell(self) -> bool:
        """Whether it is code that runs."""
        return bool(ENGINES.match(self.info))


@dataclass(frozen=True, slots=True)
class Masked:
    """A text of the same length without what CommonMark does not know.

    Attributes
    ----------
    text : str
    masks : tuple of Mask
        The n-th begins and ends with the letter `chr(FIRST + n)`.
    fences : tuple of Fence
    """

    text: str
    masks: tuple[Mask, ...]
    fences: tuple[Fence, ...]

    def mask(self, letter: str) -> int | None:
        """Return the number of the mask that a letter belongs to."""
        number = ord(letter) - FIRST
        return number if 0 <= number < len(self.masks) else None

    def unmasked(self, text: str, source: str) -> str:
        """Return a text of pandoc's in which masks stand as they are in the source."""
        return (
            MASK.sub(lambda run: self._source(run[1], source), text) if text and max(text) >= LOWEST else text
        )

    def _source(self, letter: str, source: str) -> str:
        number = self.mask(letter)
        return "" if number is None else source[self.masks[number].start : self.masks[number].end]


def masked(text: str, numbers: bool = False, marks: bool = False) -> Masked:
    """Mask a text.

    Parameters
    ----------
    text
        Markdown.
    numbers
        Whether a key in braces is its number, as in sentences.
    marks
        Whether marks of notes are masked as well, where the notes themselves stand elsewhere.
    """
    found = list(_special(text, numbers, marks))
    fences = tuple(one for one in found if isinstance(one, Fence))
    masks = sorted(
        (*(one for one in found if isinstance(one, Mask)), *_signs(text, found)), key=lambda mask: mask.start
    )[:MOST]
    parts, done = [], 0
    for number, mask in enumerate(masks):
        parts += [text[done : mask.start], _covered(text[mask.start : mask.end], chr(FIRST + number))]
        done = mask.end
    return Masked("".join((*parts, text[done:])), tuple(masks), fences)


def _signs(text: str, found: list[Mask | Fence]) -> Iterator[Mask]:
    """Yield masks of signs that are text where they stand, though they look like a list or a heading."""
    starts = [one.start for one in found]
    for start, end in interruptions(text):
        before = bisect_right(starts, start) - 1
        if before < 0 or found[before].end <= start:
            yield Mask(start, end, "", text[start:end].replace("---", "—").replace("--", "–"))


def _covered(text: str, letter: str) -> str:
    """Return what stands in place of a text: blanks stay, and what begins a line in a quotation."""
    if len(text) == 1:
        return letter
    inside = HIDDEN.sub(lambda found: found[1] or "x" * len(found[0]), text[1:-1])
    return f"{letter}{inside}{letter}"


def _special(text: str, numbers: bool, marks: bool) -> Iterator[Mask | Fence]:
    at = 0
    while found := SPECIAL.search(text, at):
        at = found.end()
        kind = _kind(found)
        if kind == "fence":
            yield Fence(found.start(), at, found["info"].strip(), found.span("inside"))
        elif kind == "note":
            mask = _note(text, found.start())
            at = mask.end if mask else at
            if mask:
                yield mask
        elif kind == "code" and not INLINE.match(found["said"]):
            yield from _in_code(found, numbers)
        elif kind not in UNMASKED and (numbers or kind != "number") and (marks or kind != "mark"):
            yield _mask(kind, found)


def _in_code(code: re.Match[str], numbers: bool) -> Iterator[Mask]:
    """Yield what is made within code: shortcodes and, in sentences, numbers."""
    for found in MADE_IN_CODE.finditer(code.string, *code.span("said")):
        if numbers or found["number"] is None:
            kind = "shortcode" if found["number"] is None else "number"
            yield _mask(kind, found)


UNMASKED = ("long", "escape", "address", "definition", "raised")
KINDS = (
    "fence", "comment", "long", "blank", "escape", "tex", "code", "address", "display", "math", "shortcode",
    "note", "definition", "mark", "group", "key", "raised", "sign", "number",
)  # fmt: skip


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in KINDS if found[kind] is not None)


def _mask(kind: str, found: re.Match[str]) -> Mask:
    """Return the mask of what was found."""
    start, end, said = found.start(), found.end(), found[0]
    if kind in ("comment", "sign"):
        return Mask(start, end, "", said if kind == "sign" else "")
    if kind == "blank":
        return Mask(start, end, "", "\xa0")
    if kind == "code":
        return Mask(start, end, _expression(INLINE.sub("", found["said"], count=1)))
    if kind == "shortcode":
        return Mask(start, end, _shortcode(said))
    if kind == "number":
        name = said[1:-1]
        is_other = name.startswith("sentence.")
        return Mask(
            start, end, f"sentence {name.removeprefix('sentence.')}" if is_other else f"number {name}"
        )
    made_by = {
        "display": "math",
        "math": "math",
        "mark": f"note {said[2:-1]}",
        "tex": "raw",
    }.get(kind) or f"{'reference' if REFERENCE.match(said) else 'citation'} {said}"
    return Mask(start, end, made_by)


def _expression(code: str) -> str:
    call = CALL.match(code.strip())
    if call is None:
        return f"code {code.strip()}"
    return f"{'number' if call[1] == 'num' else 'sentence'} {call[2]}"


def _shortcode(said: str) -> str:
    found = ARGUMENTS.match(said)
    if found is None:
        return f"variable {said[3:-3].strip()}"
    kind, name = found.groups()
    if kind == "include":
        return "include " + name.strip("\"'")
    if kind == "var" and name.startswith("num."):
        return f"number {name.removeprefix('num.')}"
    if kind == "var" and name.startswith("sentence."):
        return f"sentence {name.removeprefix('sentence.')}"
    return f"variable {name}"


def _note(text: str, start: int) -> Mask | None:
    """Return the mask of a note within the text, to the bracket that ends it."""
    depth = 0
    for sign in re.compile(r"\\.|[\[\]]|\n[ \t]*\n").finditer(text, start):
        if sign[0][0] == "\n":
            return None
        depth += {"[": 1, "]": -1}.get(sign[0], 0)
        if depth == 0:
            return Mask(start, sign.end(), "note", None, (start + 2, sign.start()))
    return None
