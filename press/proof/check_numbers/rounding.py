"""Prose that gives a computed number in rounded form, and rounds it wrongly.

Three forms are read:

* `[about 36%]{.rounded data-key="obligation.broken_share"}`, a rounding that is typed on purpose (also in
  words, `[a third]{.rounded ...}`), and the span of a computed number, `{.num data-key=...}`, typed by hand;
* a number in a cited sentence that comes within a tenth of a result, where its paragraph prints a result of
  the same family (`obligation.graduates` and `obligation.broken_share` are one family);
* number words that a computed number follows in brackets, as in "more than half (`57%`)".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from press.proof.check_numbers.allowed import NUMBER, numbers
from press.proof.check_numbers.finds import Find, find
from press.proof.check_numbers.marking import COMPUTED, Span
from press.proof.check_numbers.sentences import Sentence
from press.proof.check_numbers.typed import is_marked
from press.proof.check_numbers.values import Values

FRACTIONS = {
    "a tenth": 0.1,
    "a fifth": 0.2,
    "a quarter": 0.25,
    "a third": 1 / 3,
    "half": 0.5,
    "two thirds": 2 / 3,
    "three quarters": 0.75,
    "four fifths": 0.8,
    "nine tenths": 0.9,
}
"""What words call a share; a share is rightly called by the nearest of them."""

MORE, LESS = ("more than", "over", "above"), ("less than", "under", "below", "nearly", "almost", "not quite")
WORDS = re.compile(
    rf"\b(?:({'|'.join(MORE + LESS)})\s+)?({'|'.join(FRACTIONS).replace(' ', '[- ]')})\b".replace(
        " ", r"\s+"
    ).replace(r"[-\s+]", r"[-\s]+"),
    re.I,
)
COMPUTED_IN_BRACKETS = re.compile(rf"[^.;:()]{{0,40}}\(\s*({COMPUTED}+)\s*\)")
MULTIPLES = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
DECIMAL = re.compile(r"(-?(?:\d{1,3}(?:[,\u00a0\u202f]\d{3})+|\d*))(?:\.(\d+))?")
NEAR = 0.1
SLACK = 1e-9


def find_wrong_roundings(sentence: Sentence, values: Values) -> Iterator[Find]:
    """Yield the wrong roundings of a sentence."""
    yield from marked_roundings(sentence, values)
    if sentence.cited and sentence.block_keys:
        yield from near_numbers(sentence, values)
    yield from wrong_words(sentence, values)


def marked_roundings(sentence: Sentence, values: Values) -> Iterator[Find]:
    """Yield spans that name a key and do not round its number rightly."""
    for span in sentence.spans:
        key = span.attributes.get("data-key")
        if "rounded" in span.classes and key is None:
            yield find(sentence, span.start, span.end, "rounds a number without naming its data-key")
        elif key is not None and span.classes & {"rounded", "num"}:
            yield from wrong_rounding(sentence, span, key, values)


def wrong_rounding(sentence: Sentence, span: Span, key: str, values: Values) -> Iterator[Find]:
    """Yield the find of one span, if it rounds wrongly."""
    value = values.get(key)
    words = sentence.text[span.start : span.end]
    if value is None:
        yield find(sentence, span.start, span.end, f"the results have no {key}")
    elif not (is_printed if "num" in span.classes else is_right)(words, value):
        yield find(sentence, span.start, span.end, f"{key} is {value:.6g}")


def near_numbers(sentence: Sentence, values: Values) -> Iterator[Find]:
    """Yield typed numbers that come near a result of their paragraph's families, and round none of those."""
    typed = [
        number for number in numbers(sentence.text) if not (number.structural or is_marked(number, sentence))
    ]
    if not typed:
        return
    known = values.of_families({key.split(".")[0] for key in sentence.block_keys})
    for number in typed:
        words = sentence.text[number.start : number.end + len(" thousand")]
        near = [key for key, value in known.items() if is_near(words, value)]
        if near and not any(is_rounding(words, abs(known[key])) for key in near):
            yield find(sentence, number.start, number.end, f"{near[0]} is {known[near[0]]:.6g}")


def wrong_words(sentence: Sentence, values: Values) -> Iterator[Find]:
    """Yield number words that do not fit the computed number in brackets behind them."""
    for match in WORDS.finditer(sentence.text):
        bracket = COMPUTED_IN_BRACKETS.match(sentence.text, match.end())
        key = next(iter(sentence.printed.get(bracket.start(1), ())), None) if bracket else None
        value = values.get(key) if key else None
        if value is not None and not is_right_word(match[0], value):
            yield find(sentence, *match.span(), f"{key} is {value:.6g}")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in prose.

    Attributes
    ----------
    value
        A fraction where it is a percentage.
    unit
        Of its last digit.
    coarse_unit
        The same, but of a whole number the unit of the last digit that is not 0.
    """

    value: float
    unit: float
    coarse_unit: float

    @classmethod
    def of(cls, words: str) -> Quantity | None:
        """Read the first number in some words."""
        if (match := NUMBER.search(words)) is None or not (
            digits := DECIMAL.fullmatch(match[0].rstrip(" %").replace("−", "-").lstrip("+"))
        ):
            return None
        behind = words[match.end() :]
        scale = next((size for name, size in MULTIPLES.items() if re.match(rf"\s*{name}\b", behind)), 1.0)
        is_percentage = "%" in match[0] or re.match(r"\s*per\s?cent\b", behind) is not None
        scale /= 100 if is_percentage else 1
        whole, decimals = re.sub(r"[^\d-]", "", digits[1]), digits[2] or ""
        zeros = 0 if decimals or is_percentage else len(whole) - len(whole.rstrip("0"))
        unit = scale * 10.0 ** -len(decimals)
        return cls(float(f"{whole or 0}.{decimals or 0}") * scale, unit, unit * 10.0**zeros)


def is_rounding(words: str, value: float) -> bool:
    """Whether the number in some words is a value rounded, a whole number perhaps to tens and more."""
    quantity = Quantity.of(words)
    return quantity is not None and is_within(quantity.coarse_unit / 2, quantity.value, value)


def is_printed(words: str, value: float) -> bool:
    """Whether the number in some words is a value rounded to its last digit."""
    quantity = Quantity.of(words)
    return quantity is not None and is_within(quantity.unit / 2, quantity.value, value)


def is_within(distance: float, first: float, second: float) -> bool:
    """Whether two numbers lie no further apart than a distance, but for what floats cannot hold."""
    return abs(first - second) <= distance + SLACK * max(1.0, abs(second))


def is_right(words: str, value: float) -> bool:
    """Whether some words, digits or not, round a value rightly."""
    return is_rounding(words, value) or is_right_word(words, value)


def is_near(words: str, value: float) -> bool:
    """Whether the number in some words comes within a tenth of a value, whatever the sign."""
    quantity = Quantity.of(words)
    return quantity is not None and abs(abs(quantity.value) - abs(value)) <= NEAR * abs(value)


def is_right_word(words: str, value: float) -> bool:
    """Whether some words name the fraction nearest to a share, on the side that they say."""
    if (match := WORDS.search(words)) is None:
        return False
    named = FRACTIONS[re.sub(r"[-\s]+", " ", match[2].lower())]
    bound = " ".join((match[1] or "").lower().split())
    if (bound in MORE and value <= named) or (bound in LESS and value >= named):
        return False
    return min(FRACTIONS.values(), key=lambda fraction: abs(fraction - value)) == named
