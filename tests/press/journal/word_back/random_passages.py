"""Passages made at random, with what they print letter by letter, and how pandoc reads a source."""

import json
import subprocess
from dataclasses import dataclass, replace
from random import Random

from press.base.markdown_text import program
from press.journal.word_back.model import PLAIN, THING, Look, Match, Passage, Piece, Span

FROM = "markdown-example_lists+smart"
WORDS = (
    "arrivals", "rose", "by", "year", "regions", "Қазақстан", "өңірлері", "көші-қон", "миграция", "северных", "α",
    "2014", "(2012,", "x:", "one,", "two.", "three;", "U.S.", "co-author", "50%", "C#", "a/b", "т.", "i", "и",
)  # fmt: skip
SPELLED = (
    ("don't", "don’t"), (r"a\*b", "a*b"), (r"x\_y", "x_y"), ('"quoted"', "“quoted”"), ("1990--2000", "1990–2000"),
    ("so...", "so…"), (r"\[y\]", "[y]"), ("R&amp;D", "R&D"), (r"5\$", "5$"), ("e\\@f", "e@f"), ("p\\ 5", "p\u00a05"),
)  # fmt: skip
MADE = (
    ('`{python} num("a.b")`', "number a.b", "0.79"), ("[@smith2012; @doe]", "citation [@smith2012; @doe]", "(S, 2012)"),
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
    printed: list[tuple[str, Look]]
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


def passage(random: Random, head: tuple[str, str, str] | None = None) -> tuple[str, Match, list[tuple[str, Look]]]:
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


# How pandoc reads ---------------------------------------------------------------------------------

PRINTED = {"smith2012; doe": "(S, 2012)", "smith2012": "Smith (2012)", "tbl-x": "Table 2", "a.b": "0.79"}
LOOKS = {"Emph": "italic", "Strong": "bold", "Strikeout": "strike", "Superscript": "superscript"}
LOOKS |= {"Subscript": "subscript", "SmallCaps": "small_caps"}


def read(markdown: str) -> list[list[list[tuple[str, Look]]]]:
    """Return of each division the letters of its blocks, as pandoc reads them."""
    made = subprocess.run([program(), "--from", FROM, "--to", "json"], input=markdown, capture_output=True,
                          text=True, encoding="utf-8", check=True).stdout  # fmt: skip
    return [_blocks(block["c"][1]) for block in json.loads(made)["blocks"] if block["t"] == "Div"]


def _blocks(blocks: list) -> list[list[tuple[str, Look]]]:
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


def letters(inlines: list, look: Look) -> list[tuple[str, Look]]:
    """Return letters with their looks."""
    found: list[tuple[str, Look]] = []
    for one in inlines:
        kind, inner = one["t"], one.get("c")
        if kind in LOOKS:
            found += letters(inner, replace(look, **{LOOKS[kind]: True}))
        elif kind == "Str":
            found += [(letter, look) for letter in inner]
        elif kind in ("Space", "SoftBreak"):
            found.append((" ", look))
        elif kind == "LineBreak":
            found.append(("\n", look))
        elif kind == "Quoted":
            marks = "‘’" if inner[0]["t"] == "SingleQuote" else "“”"
            found += [(marks[0], look), *letters(inner[1], look), (marks[1], look)]
        elif kind == "Link":
            found += letters(inner[1], replace(look, link=inner[2][0]))
        elif kind == "Span":
            language = dict(inner[0][2]).get("lang", look.language)
            caps = look.small_caps or "smallcaps" in inner[0][1]
            found += letters(inner[1], replace(look, language=language, small_caps=caps))
        elif kind == "Cite":
            key = "; ".join(cited["citationId"] for cited in inner[0])
            found += [(letter, look) for letter in PRINTED.get(key, f"?{key}?")]
        elif kind == "RawInline" and inner[1] == "<!-- -->":
            continue
        elif kind in ("Math", "Note"):
            found.append((THING, look))
        elif kind == "Code":
            text = inner[1].removeprefix('{python} num("').removesuffix('")')
            shown = PRINTED.get(text, text) if text != inner[1] else text
            found += [(letter, look if text != inner[1] else replace(look, code=True)) for letter in shown]
        else:
            found += [(letter, look) for letter in f"<{kind}>"]
    return found


# Changes ------------------------------------------------------------------------------------------

TYPED = (
    "words", "сөз", "слово", "*", "_x_", "**y**", "@foo", "a@b.kz", "[a](b)", "[w]", "1.", "1)", "(a)", "i.", "-", "+",
    "#", "##", ">", ":::", "|", ":", "::", "{{<", ">}}", "`", "``c``", "R&amp;D", "&", "(@x)", "--", "---", "...", "....",
    "<b>", "</div>", "<!--", "$5", "$x$", "a^b^", "~~d~~", "~", "\\", "\\n", "’s", "isn’t", "“q”", "“", "”", "it's",
    '"', "–", "—", "…", "p.\u00a05", "!", "!?", "%", "{.x}", "{#y}", "[^n]", "=", "==", "Table:", "C:\\dir", "http://e.org",
    "a.b", "7", "x", ",", ".", ";", ")", "(", "s", "«так»", "½", "әлеуметтік", "*)", "a.", "A.", "'", "‘w’", "no–one",
)  # fmt: skip
TYPED_LOOKS = (
    PLAIN, PLAIN, PLAIN, PLAIN, Look(italic=True), Look(bold=True), Look(bold=True, italic=True), Look(strike=True),
    Look(small_caps=True), Look(code=True),
    Look(link="https://e.org/a"), Look(language="kk"), Look(link="https://k.kz/b_c", bold=True),
)  # fmt: skip


def change(
    random: Random, match: Match, printed: list[tuple[str, Look]]
) -> tuple[int, int, list[tuple[str, Look]]]:
    """Return a stretch of a text and what is to stand there; what is made stays."""
    text = "".join(letter for letter, _ in printed)
    borders = sorted(
        {0, len(text), *(span.start for span in match.spans), *(span.end for span in match.spans)}
    )
    start, end = sorted(
        random.choices(borders, k=2) if random.random() < 0.8 else random.choices(range(len(text) + 1), k=2)
    )
    if random.random() < 0.3:
        end = start
    within = [span for span in match.spans if span.piece.made_by and span.start < end and span.end > start]
    for span in within:
        start, end = min(start, span.start), max(end, span.end)
    new: list[tuple[str, Look]] = []
    at = start
    for border in [*(span.start for span in within), end]:
        new += _retyped(random, printed[at:border], at == start == end)
        made = next((span for span in within if span.start == border), None)
        if made:
            new += printed[made.start : made.end]
            at = made.end
    return start, end, new


def _retyped(random: Random, old: list[tuple[str, Look]], insertion: bool) -> list[tuple[str, Look]]:
    if not insertion and random.random() < 0.35:
        return list(old) if random.random() < 0.3 else []
    new: list[tuple[str, Look]] = [(" ", PLAIN)] * (random.random() < 0.4)
    for index in range(random.randint(1, 4)):
        look = random.choice(TYPED_LOOKS)
        if index and random.random() < 0.8:
            new.append((" ", random.choice((PLAIN, look))))
        new += [(letter, look) for letter in random.choice(TYPED)]
    if random.random() < 0.4:
        new.append((" ", PLAIN))
    return new + (old if random.random() < 0.3 else [])


def settled(letters: list[tuple[str, Look]]) -> list[tuple[str, Look]]:
    """Return letters with single blanks, none at the ends, and blanks of no look."""
    found: list[tuple[str, Look]] = []
    for letter, look in letters:
        if letter != " ":
            found.append((letter, look))
        elif found and found[-1][0] != " ":
            found.append((" ", PLAIN))
    return found[:-1] if found and found[-1][0] == " " else found


# In YAML --------------------------------------------------------------------------------------------

STYLES = {"plain": ("", ""), "single": ("'", "'"), "double": ('"', '"'), "folded": (">-\n    ", ""), "literal": ("|-\n    ", "")}


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
    passage = replace(match.passage, file="a.yml", first=2, last=line, start=text.index("\n") + 1, end=len(text),
                      holder=style, pieces=tuple(pieces.values()))  # fmt: skip
    return text + "\nmore: [1, 2]\n", Match(passage, tuple(replace(s, piece=pieces[s.piece]) for s in match.spans))


def _yaml(raw: str, style: str) -> str:
    if style == "double":
        return raw.replace("\\", "\\\\").replace('"', '\\"')
    return raw.replace("'", "''") if style == "single" else raw
