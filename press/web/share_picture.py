"""The picture of a shared link: title, authors, the finding in words, and its estimates with their intervals.

It has the measures that sites ask for, and the fonts of the pages; letters that these lack are set in a font
of matplotlib. The same words and numbers give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from itertools import count
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from press.base.paths import ROOT
from press.paper import Share, ShownEstimate

WIDTH, HEIGHT = 1200, 630
"""Pixels, as Open Graph's readers ask for."""
SCALE = 2
"""How much larger it is drawn than it becomes, so that edges are smooth."""
EDGE, RIGHT = 56, 1144
"""Where text begins and ends [pixels from the left, as all that follows]."""
LABELS_END, PLOT = 372, 400
"""Where the names of estimates end, and where their axis begins."""
ROW = 62
"""The height of an estimate, with name and number."""
TICKS = 7
"""How many steps an axis has at most."""
COLOURS = 64
PAPER, TEXT, SOFT, LINE, ACCENT, TINT = "#ffffff", "#1b1f24", "#545d67", "#d3d8de", "#0b6c7f", "#f4f6f8"
FONTS = ROOT / "press" / "render" / "assets" / "fonts"
SERIF, SANS = FONTS / "serif-latin-normal.woff2", FONTS / "sans-latin-normal.woff2"
FILES = (SERIF, SANS)
OTHER = "mpl-data/fonts/ttf/DejaVuSans.ttf"
"""Of matplotlib, for letters that the fonts of the pages lack."""
MINUS = "\N{MINUS SIGN}"
Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Style:
    """How text is set: file of the font, weight, size and distance of lines [pixels], colour."""

    file: Path
    weight: int
    size: int
    leading: int
    colour: str = TEXT


KIND = Style(SANS, 600, 23, 30, ACCENT)
TITLE = Style(SERIF, 640, 41, 50)
AUTHORS = Style(SANS, 400, 25, 33, SOFT)
FINDING = Style(SANS, 600, 31, 41)
LABEL = Style(SANS, 600, 22, 28)
VALUE = Style(SANS, 400, 20, 26, SOFT)


def draw(share: Share, title: str, authors: Sequence[str]) -> bytes:
    """Return the picture as a PNG.

    Parameters
    ----------
    share
        What it says of the paper's results.
    title, authors
        Those of the paper.
    """
    large = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = Pen(ImageDraw.Draw(large))
    pen.box(0, 0, 14, HEIGHT, ACCENT)
    below = pen.text(EDGE, 40, share.kind, KIND, lines=1)
    below = pen.text(EDGE, below + 6, title, TITLE, lines=3)
    below = pen.text(EDGE, below + 8, ", ".join(authors), AUTHORS, lines=2)
    chart = HEIGHT - 80 - ROW * len(share.estimates)
    pen.box(14, chart - 18, WIDTH, HEIGHT, TINT)
    pen.text(EDGE, below + 20, share.finding, FINDING, lines=int(chart - 40 - below) // FINDING.leading)
    chart_of(pen, share, chart)
    small = large.resize((WIDTH, HEIGHT), Image.Resampling.BOX).quantize(COLOURS)
    stream = io.BytesIO()
    small.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def alternative(share: Share) -> str:
    """Return in words what the picture shows besides title and authors, which stand with it."""
    shown = "; ".join(f"{one.label}: {one.printed}" for one in share.estimates)
    return f"{share.finding} {shown}. {share.unit}."


@dataclass(frozen=True, slots=True)
class Pen:
    """Draws in pixels of the finished picture."""

    on: ImageDraw.ImageDraw

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        self.on.rectangle([SCALE * left, SCALE * top, SCALE * right - 1, SCALE * bottom - 1], fill=colour)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle."""
        ends = [SCALE * (x - radius), SCALE * (y - radius), SCALE * (x + radius), SCALE * (y + radius)]
        self.on.ellipse(ends, fill=colour)

    def text(self, left: float, top: float, words: str, style: Style, lines: int) -> float:
        """Set text in at most so many lines, smaller where it must be; return where it ends."""
        font, broken = fitted(words, style, lines, SCALE * (RIGHT - left))
        for number, line in enumerate(broken):
            place = (SCALE * left, SCALE * (top + number * style.leading))
            self.on.text(place, line, fill=style.colour, font=font)
        return top + len(broken) * style.leading

    def line(self, x: float, y: float, words: str, style: Style, anchor: str, width: float) -> None:
        """Set one line at a point, its `anchor` as Pillow names it, smaller where it would be wider."""
        font, _ = fitted(words, style, 1, SCALE * width)
        self.on.text((SCALE * x, SCALE * y), words, fill=style.colour, font=font, anchor=anchor)


def chart_of(pen: Pen, share: Share, top: float) -> None:
    """Draw each estimate as a point with its interval, over a common axis with zero."""
    low, high, ticks = axis(share.estimates)
    bottom = top + ROW * len(share.estimates)

    def place(value: float) -> float:
        return PLOT + (value - low) / (high - low) * (RIGHT - PLOT)

    for tick in ticks:
        pen.box(place(tick) - 0.5, top, place(tick) + 0.5, bottom, LINE)
        pen.line(place(tick), bottom + 8, as_printed(tick), VALUE, "mt", 90)
    pen.box(place(0) - 1, top, place(0) + 1, bottom, SOFT)
    for row, one in enumerate(share.estimates):
        estimate_at(pen, one, top + ROW * row + ROW / 2, place)
    pen.line((PLOT + RIGHT) / 2, bottom + 38, share.unit, VALUE, "mt", RIGHT - PLOT)


def estimate_at(pen: Pen, one: ShownEstimate, y: float, place: Callable[[float], float]) -> None:
    """Draw one estimate at its height."""
    pen.line(LABELS_END, y - 12, one.label, LABEL, "rm", LABELS_END - EDGE)
    pen.line(LABELS_END, y + 13, one.printed, VALUE, "rm", LABELS_END - EDGE)
    if one.low is not None and one.high is not None:
        pen.box(place(one.low), y - 2, place(one.high), y + 2, ACCENT)
        for end in (one.low, one.high):
            pen.box(place(end) - 2, y - 9, place(end) + 2, y + 9, ACCENT)
    pen.dot(place(one.value), y, 9, ACCENT)


def axis(estimates: Sequence[ShownEstimate]) -> tuple[float, float, list[float]]:
    """Return the ends of the axis, which holds zero, and its ticks."""
    given = (value for one in estimates for value in (one.value, one.low, one.high))
    values = [0.0, *(value for value in given if value is not None)]
    low, high = min(values), max(values)
    if low == high:
        low, high = -1, 1
    step = next(step for step in steps() if step * TICKS >= (high - low))
    ticks = [step * n for n in range(round(low / step) - 1, round(high / step) + 2)]
    room = 0.06 * (high - low)
    return low - room, high + room, [tick for tick in ticks if low - room <= tick <= high + room]


def steps() -> Iterator[float]:
    """Yield 1, 2, 5, 10, ... from one thousandth on."""
    return (factor * 10.0**power for power in count(-3) for factor in (1, 2, 5))


def as_printed(tick: float) -> str:
    """Return a tick as pages print numbers."""
    return f"{tick:,.6g}".replace("-", MINUS)


def fitted(words: str, style: Style, lines: int, width: float) -> tuple[Font, list[str]]:
    """Return the largest font in which words fit, and the lines into which they break."""
    for size in range(style.size, style.size // 2, -1):
        font = font_for(words, style, size)
        if len(broken := wrapped(words, font, width)) <= max(lines, 1):
            break
    return font, broken


def wrapped(words: str, font: Font, width: float) -> list[str]:
    """Break words into lines no wider than a width, as far as single words let."""
    lines = [""]
    for word in words.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def font_for(words: str, style: Style, size: int = 0) -> Font:
    """Return the font of a style, or the one that has all letters where it lacks any."""
    font = loaded(style.file, style.weight, size or style.size)
    if all(has(style.file, letter) for letter in set(words)):
        return font
    return loaded(other_font(), 0, size or style.size)


@cache
def loaded(file: Path, weight: int, size: int) -> Font:
    """Return a font of a weight, where it has several."""
    font = ImageFont.truetype(file, SCALE * size, layout_engine=ImageFont.Layout.BASIC)
    if weight:
        font.set_variation_by_axes([weight])
    return font


@cache
def has(file: Path, letter: str) -> bool:
    """Whether a font has a letter: one that it lacks looks as one that no font has."""
    font = loaded(file, 400, 20)
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff"))


def other_font() -> Path:
    """Return the font file of matplotlib, which is not imported for it."""
    package = find_spec("matplotlib")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / OTHER
