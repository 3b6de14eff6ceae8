"""Finds what one format of a page says and another does not."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from press.proof.formats.by_design import RULES
from press.proof.formats.said import Kind, Part, Passage, Token, plain, tokens_of

STREAMS = (
    (Part.TITLE, Part.BYLINE, Part.ABSTRACT, Part.TEXT, Part.CALLOUT, Part.REFERENCES, Part.APPENDIX),
    (Part.CAPTION,),
    (Part.NOTE,),
)
"""The parts that are read in a row: captions stand above or below, notes wherever a format has them."""
AROUND = 6  # words of the passage that a find shows on either side
_HYPHEN = re.compile(r"(?<=[^\W\d_])-\s*(?=[^\W\d_])")


@dataclass(frozen=True, slots=True)
class Difference:
    """What stands in one format where another has something else, or nothing.

    Attributes
    ----------
    formats
        The two formats.
    runs
        The words and numbers in which they differ.
    passages
        The same with some words around them.
    part
        The part of the page.
    """

    formats: tuple[str, str]
    runs: tuple[tuple[Token, ...], tuple[Token, ...]]
    passages: tuple[str, str]
    part: Part

    @property
    def counts(self) -> bool:
        """Whether a number differs."""
        return any(token.counts for run in self.runs for token in run)


def differences(one: tuple[str, Sequence[Passage]], other: tuple[str, Sequence[Passage]]) -> list[Difference]:
    """Return what two formats of a page, each with its passages, say otherwise, but for what is by design."""
    formats = one[0], other[0]
    left, right = _comparable(one[1], other[1], formats), _comparable(other[1], one[1], formats)
    return [
        difference
        for parts in STREAMS
        for difference in _of_stream(
            [passage for passage in left if passage.part in parts],
            [passage for passage in right if passage.part in parts],
            formats,
        )
        if not any(rule.holds(formats, difference.runs) for rule in RULES)
    ]


def _comparable(
    passages: Sequence[Passage], others: Sequence[Passage], formats: tuple[str, str]
) -> list[Passage]:
    """Leave out the list of references, with its heading: JATS has it as fields of a library's."""
    listed = [place for place, passage in enumerate(passages) if passage.part is Part.REFERENCES]
    if "jats" not in formats or not listed:
        return list(passages)
    first, end = listed[0], listed[-1] + 1
    if first and passages[first - 1].text not in {passage.text for passage in others}:
        first -= 1
    return [*passages[:first], *passages[end:]]


def _of_stream(left: list[Passage], right: list[Passage], formats: tuple[str, str]) -> list[Difference]:
    if all(passage.part is Part.CAPTION for passage in left + right):
        left, right = _without_equal(left, right)
    left = _with_appendix_in_place(left, right)
    found = list(_by_passage(left, right, formats))
    if any(difference.counts for difference in found):
        wholly = list(_by_word(list(tokens_of(left)), list(tokens_of(right)), formats))
        if sum(one.counts for one in wholly) < sum(one.counts for one in found):
            return wholly
    return found


def _without_equal(left: list[Passage], right: list[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Return the captions that only one side has, word for word: a format may set them above or below."""
    both = Counter(map(_key, left)) & Counter(map(_key, right))
    return _less(left, both.copy()), _less(right, both)


def _less(passages: list[Passage], counted: Counter[str]) -> list[Passage]:
    rest = []
    for passage in passages:
        if counted[key := _key(passage)] > 0:
            counted[key] -= 1
        else:
            rest.append(passage)
    return rest


def _with_appendix_in_place(left: list[Passage], right: list[Passage]) -> list[Passage]:
    """Put the sections that HTML moves to its end where the other format has them."""
    moved = [passage for passage in left if passage.part is Part.APPENDIX]
    if not moved:
        return left
    others, keys = [one for one in left if one.part is not Part.APPENDIX], list(map(_words, right))
    before = keys[: keys.index(_words(moved[0]))] if _words(moved[0]) in keys else keys
    places = {_words(passage): place for place, passage in enumerate(others, 1)}
    place = next((places[key] for key in reversed(before) if key in places), 0)
    return [*others[:place], *moved, *others[place:]]


def _words(passage: Passage) -> tuple[str, ...]:
    return tuple(token.text for token in tokens_of([passage]))


def _by_passage(left: list[Passage], right: list[Passage], formats: tuple[str, str]) -> Iterator[Difference]:
    """Compare whole passages first: most are alike, and only the others are taken apart into words.

    With them go some that are alike, as what stands around a difference.
    """
    keys = list(map(_key, left)), list(map(_key, right))
    turns = SequenceMatcher(None, *keys, autojunk=False).get_opcodes()
    for before, turn, after in zip([None, *turns], turns, [*turns[1:], None], strict=False):
        tag, a, b, c, d = turn
        if tag != "equal":
            back, on = (min(AROUND, one[2] - one[1]) if one else 0 for one in (before, after))
            ours, theirs = left[a - back : b + on], right[c - back : d + on]
            yield from _by_word(list(tokens_of(ours)), list(tokens_of(theirs)), formats)


def _key(passage: Passage) -> str:
    """Return the same for passages whose words and numbers are the same."""
    if passage.part is Part.BYLINE:
        return ""
    return " ".join(_HYPHEN.sub("", plain(passage.text)).split())


def _by_word(left: list[Token], right: list[Token], formats: tuple[str, str]) -> Iterator[Difference]:
    texts = [token.text for token in left], [token.text for token in right]
    for tag, a, b, c, d in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
        runs = tuple(left[a:b]), tuple(right[c:d])
        if tag == "equal" or _say_the_same(*runs):
            continue
        around = (*left[max(a - 1, 0) : b + 1], *right[max(c - 1, 0) : d + 1])
        if _is_on_title_page(left, a, b, formats[1]) or _is_on_title_page(right, c, d, formats[0]):
            continue
        alone = not all(map(_without_byline, runs))
        if alone and any(token.kind is Kind.BYLINE for token in around):
            continue
        passages = _shown(left, a, b), _shown(right, c, d)
        yield Difference(formats, (runs[0], runs[1]), passages, (runs[0] or runs[1])[0].part)


def _is_on_title_page(tokens: list[Token], first: int, end: int, other: str) -> bool:
    """Whether a page has nothing behind its title where the PDF tells makers, date, version and licence."""
    return other == "typst" and first == end > 0 and tokens[first - 1].part is Part.TITLE


def _without_byline(run: Sequence[Token]) -> list[Token]:
    return [token for token in run if token.kind is not Kind.BYLINE]


def _say_the_same(one: Sequence[Token], other: Sequence[Token]) -> bool:
    """Whether two runs differ in blanks and hyphens alone, or in the order in which a formula is read."""
    if any(token.kind is Kind.FORMULA for token in (*one, *other)):
        return _digits(one) == _digits(other)
    letters, points, ends = _taken_apart(one)
    others, other_points, other_ends = _taken_apart(other)
    return (
        letters == others
        and points <= other_points | other_ends
        and other_points <= points | ends
        and (ends <= other_ends | other_points or other_ends <= ends | points)
    )


def _digits(run: Sequence[Token]) -> list[str]:
    return sorted(letter for token in run for letter in token.text if letter.isdigit() or letter == "-")


def _taken_apart(run: Sequence[Token]) -> tuple[str, set[int], set[int]]:
    """Return the letters of a run, the places of points in numbers, and those where two numbers meet.

    A line may end behind a point, as in an address, and a PDF prints no blank there.
    """
    letters, points, ends, before = "", set[int](), set[int](), Kind.WORD
    for token in run:
        if before is token.kind is Kind.NUMBER:
            ends.add(len(letters))
        for letter in token.text:
            if letter in ".,":
                points.add(len(letters))
            else:
                letters += letter
        before = token.kind
    return letters, points, ends


def _shown(tokens: Sequence[Token], first: int, end: int) -> str:
    return " ".join(token.shown for token in tokens[max(first - AROUND, 0) : end + AROUND] if token.text)
