"""Passages made at random, with what they print letter by letter."""

from dataclasses import dataclass, replace
from random import Random

from press.journal.word_back.model import PLAIN, THING, Look, Match, Passage, Piece, Span

Letters = list[tuple[str, Look]]
"""Letters with their looks."""
WORDS = (
    "arrivals", "rose", "by", "year", "regions", "Қазақстан", "өңірлері", "көші-қон", "миграция",
    "северных", "α",
    "2014", "(2012,", "x:", "one,", "two.", "three;", "U.S.", "co-author", "50%", "C#", "a/b", "т.", "i",
    "и",
)  # fmt: skip
SPELLED = (
    ("don't", "don’t"), (r"a\*b", "a*b"), (r"x\_y", "x_y"), ('"quoted"', "“quoted”"), ("1990--2000",
    "1990–2000"),
    ("so...", "so…"), (r"\[y\]", "[y]"), ("R&amp;D", "R&D"), (r"5\$", "5$"), ("e\\@f", "e@f"), ("p\\ 5",
    "p\u00a05"),
)  # fmt: skip
MADE = (
    ('`{python} num("a.b")`', "number a.b", "0.79"), ("[@smith2012; @doe]",
    "citation [@smith2012; @doe]", "(S, 2012)"),
    ("@smith2012", "citation @smith2012", "Smith (2012)"), ("@tbl-x", "reference @tbl-x", "Table 2"),
    ("$y = a$", "math", THING), ("[^n]", "note n", THING),
)  # fmt: skip
MARKS = (
    ("*", "*", {"italic": True}), ("**", "**", {"bold": True}), ("_", "_", {"italic": True}),
    ("[", "](https://e.org/a)", {"link": "https://e.org/a"}), ("[", "]{lang=kk}", {"language": "kk"}),
    ("[", "]{.quoted}", {}), ("~~", "~~", {"strike": True}), ("[", "]{.smallcaps}", {"small_caps": True}),
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """A passage in the making."""

    source: str
    pieces: list[Piece]
    printed: Letters
    spans: list[Span]

    def mark(self, text: str) -> None:
        self.source += text

    def piece(self, raw: str, text: str, look: Look = PLAIN, made_by: str = "") -> None:
        start = len(self.source)
        self.source += raw
        piece = Piece(start, len(self.source), None if made_by else text, look, made_by)
        self.pieces.append(piece)
        self.spans.append(Span(len(self.printed), len(self.printed) + len(text), piece))
        self.printed += [(letter, look) for letter in text]


HEADS = (
    ("", "", "text"),
    ("- ", "  ", "item"),
    ("12. ", "    ", "item"),
    ("> ", "> ", "text"),
    ("## ", "", "heading"),
)


def passage(random: Random, head: tuple[str, str, str] | None = None) -> tuple[str, Match, Letters]:
    """Return a source, how it prints, and what it prints with its looks."""
    head, indent, kind = head or random.choice(HEADS)
    made = Made(head, [], [], [])
    for index in range(random.randint(1, 9)):
        if index:
            line = random.random() < 0.25 and kind != "heading"
            made.piece("\n" + indent if line else " ", " ")
        _group(made, random, PLAIN, 0)
    if kind == "heading":
        made.mark(" {#sec-x .y}")
    found = Passage("a.qmd", 1, 1 + made.source.count("\n"), 0, len(made.source), kind, tuple(made.pieces))
    return made.source, Match(found, tuple(made.spans)), made.printed


def _group(made: Made, random: Random, look: Look, depth: int) -> None:
    chance = random.random()
    if chance < 0.2 and depth < 2:
        opening, closing, adds = random.choice(MARKS)
        within = replace(look, **adds)
        if within == look and adds or (opening == "[" and depth):
            return _group(made, random, look, depth)
        made.mark(opening)
        for index in range(random.randint(1, 3)):
            if index:
                made.piece(" ", " ", within)
            if made.source[-1] in "*_~" and depth:
                made.piece("x", "x", within)
            else:
                _group(made, random, within, depth + 1 if not (opening in "**__" and index == 0) else 2)
        made.mark(closing)
        if random.random() < 0.3 and opening != "_" and look == PLAIN:
            made.piece("ly,", "ly,", look)
    elif chance < 0.32:
        raw, by, text = random.choice(MADE[2:] if depth else MADE)
        made.piece(raw, text, look, by)
        if random.random() < 0.5:
            made.piece(",", ",", look)
    elif chance < 0.45:
        raw, text = random.choice(SPELLED)
        made.piece(raw, text, look)
    else:
        word = random.choice(WORDS)
        made.piece(word, word, look)


def offset(text: str, match: Match, by: int, file: str = "a.qmd") -> Match:
    """Return a match of a passage that stands further behind in its file."""

    def moved(piece: Piece) -> Piece:
        return replace(piece, start=piece.start + by, end=piece.end + by)

    old = match.passage
    first = text.count("\n", 0, by) + 1
    new = replace(old, file=file, first=first, last=first + old.last - old.first, start=old.start + by,
                  end=old.end + by, pieces=tuple(map(moved, old.pieces)))  # fmt: skip
    return Match(new, tuple(replace(span, piece=moved(span.piece)) for span in match.spans))


# In YAML --------------------------------------------------------------------------------------------

STYLES = {"plain": ("", ""), "single": ("'", "'"), "double": ('"', '"')}
STYLES |= {"folded": (">-\n    ", ""), "literal": ("|-\n    ", "")}


def in_yaml(match: Match, source: str, style: str, key: str = "up") -> tuple[str, Match]:
    """Return a passage of one line as a value of YAML, and its match there."""
    opening, closing = STYLES[style]
    text = f"# words\n{key}: {opening}"
    pieces: dict[Piece, Piece] = {}
    at = match.passage.start
    for piece in match.passage.pieces:
        text += _yaml(source[at : piece.start], style)
        raw = source[piece.start : piece.end]
        start = len(text)
        text += "\n    " if raw.startswith("\n") else _yaml(raw, style)
        pieces[piece] = replace(piece, start=start, end=len(text))
        at = piece.end
    text += _yaml(source[at : match.passage.end], style) + closing
    line = text.count("\n") + 1
    passage = replace(
        match.passage, file="a.yml", first=2, last=line, start=text.index("\n") + 1, end=len(text),
        holder=style, pieces=tuple(pieces.values()),
    )  # fmt: skip
    spans = tuple(replace(span, piece=pieces[span.piece]) for span in match.spans)
    return text + "\nmore: [1, 2]\n", Match(passage, spans)


def _yaml(raw: str, style: str) -> str:
    if style == "double":
        return raw.replace("\\", "\\\\").replace('"', '\\"')
    return raw.replace("'", "''") if style == "single" else raw
