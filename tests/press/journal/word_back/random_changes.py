"""Changes of printed texts made at random, as a reviewer may make them and worse."""

from itertools import groupby
from random import Random

from press.journal.word_back.model import PLAIN, Look, Match, Run
from tests.press.journal.word_back.random_passages import Letters

TYPED = (
    "words", "сөз", "слово", "*", "_x_", "**y**", "@foo", "a@b.kz", "[a](b)", "[w]", "1.", "1)", "(a)",
    "i.", "-", "+",
    "#", "##", ">", ":::", "|", ":", "::", "{{<", ">}}", "`", "``c``", "R&amp;D", "&", "(@x)", "--",
    "---", "...", "....",
    "<b>", "</div>", "<!--", "$5", "$x$", "a^b^", "~~d~~", "~", "\\", "\\n", "’s", "isn’t", "“q”", "“",
    "”", "it's",
    '"', "–", "—", "…", "p.\u00a05", "!", "!?", "%", "{.x}", "{#y}", "[^n]", "=", "==", "Table:",
    "C:\\dir", "http://e.org",
    "a.b", "7", "x", ",", ".", ";", ")", "(", "s", "«так»", "½", "әлеуметтік", "*)", "a.", "A.", "'",
    "‘w’", "no–one",
)  # fmt: skip
TYPED_LOOKS = (
    PLAIN, PLAIN, PLAIN, PLAIN, Look(italic=True), Look(bold=True), Look(bold=True, italic=True),
    Look(strike=True), Look(small_caps=True), Look(code=True),
    Look(link="https://e.org/a"), Look(language="kk"), Look(link="https://k.kz/b_c", bold=True),
)  # fmt: skip


def change(random: Random, match: Match, printed: Letters) -> tuple[int, int, Letters]:
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
    new: Letters = []
    at = start
    for border in [*(span.start for span in within), end]:
        new += retyped(random, printed[at:border], at == start == end)
        made = next((span for span in within if span.start == border), None)
        if made:
            new += printed[made.start : made.end]
            at = made.end
    return start, end, new


def retyped(random: Random, old: Letters, insertion: bool) -> Letters:
    """Return what is typed in place of letters."""
    if not insertion and random.random() < 0.35:
        return list(old) if random.random() < 0.3 else []
    new: Letters = [(" ", PLAIN)] * (random.random() < 0.4)
    for index in range(random.randint(1, 4)):
        look = random.choice(TYPED_LOOKS)
        if index and random.random() < 0.8:
            new.append((" ", random.choice((PLAIN, look))))
        new += [(letter, look) for letter in random.choice(TYPED)]
    if random.random() < 0.4:
        new.append((" ", PLAIN))
    return new + (old if random.random() < 0.3 else [])


def settled(letters: Letters) -> Letters:
    """Return letters with single blanks, none at the ends, and blanks of no look."""
    found: Letters = []
    for letter, look in letters:
        if letter != " ":
            found.append((letter, look))
        elif found and found[-1][0] != " ":
            found.append((" ", PLAIN))
    return found[:-1] if found and found[-1][0] == " " else found


def runs_of(letters: Letters) -> tuple[Run, ...]:
    """Return letters as runs."""
    return tuple(
        Run("".join(letter for letter, _ in group), look)
        for look, group in groupby(letters, key=lambda one: one[1])
    )


def text_of(letters: Letters) -> str:
    """Return the text of letters."""
    return "".join(letter for letter, _ in letters)
