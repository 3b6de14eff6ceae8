"""Numbers typed by hand that are neither cited nor structural nor marked; and number words, as hints."""

import re
from collections.abc import Iterator

from press.proof.check_numbers.allowed import Number, counted, numbers
from press.proof.check_numbers.finds import Find, find
from press.proof.check_numbers.sentences import Sentence

MARKED = {"quoted", "cited", "rounded"}
"""Classes of what says where a number comes from.

`[35.8%]{.quoted}` stands so in the article or the press, the source of `[247 million]{.cited}` elsewhere, and
`rounding` holds `[about 36%]{.rounded data-key="..."}` to the computed number.
"""

NUMBER_WORD = (
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|"
    r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|half|thirds?|quarters?)"
)


def find_typed(sentence: Sentence) -> Iterator[Find]:
    """Yield the typed numbers of a sentence that have to be computed, cited or marked."""
    for number in numbers(sentence.text):
        if not (number.structural or sentence.cited or is_marked(number, sentence)):
            yield find(sentence, number.start, number.end)


def is_marked(number: Number, sentence: Sentence) -> bool:
    """Whether a number stands in a stretch that says where it comes from."""
    return any(
        span.start <= number.start and number.end <= span.end and span.classes & MARKED
        for span in sentence.spans
    )


def hints(sentence: Sentence) -> Iterator[Find]:
    """Yield number words before what the paper counts, which may stand for a result where none is cited."""
    if not sentence.cited:
        before = rf"{NUMBER_WORD}(?=(?:\s+of)?(?:\s+\w+)?\s+{counted()})"
        for match in re.finditer(before, sentence.text, re.I):
            yield find(sentence, *match.span(), "a number word")
