"""What the checks report."""

from dataclasses import dataclass
from pathlib import Path

from press.base.paths import shown
from press.proof.check_numbers.sentences import Sentence

WIDTH = 160
"""Characters of a sentence that a line of the report shows."""


@dataclass(frozen=True, slots=True)
class Find:
    """Something to mend.

    Attributes
    ----------
    file, line
        Where it stands.
    digits
        The words or digits in question.
    sentence
        The sentence, on one line.
    reason
        What is wrong with it, empty for a number that is simply typed.
    """

    file: Path
    line: int
    digits: str
    sentence: str
    reason: str = ""

    def __str__(self) -> str:
        """Return the line of the report."""
        reason = f" ({self.reason})" if self.reason else ""
        return f"{shown(self.file)}:{self.line}: {self.digits}{reason}: {trimmed(self.sentence, self.digits)}"


def find(sentence: Sentence, start: int, end: int, reason: str = "") -> Find:
    """Report a stretch of a sentence."""
    words = " ".join(sentence.source[start:end].split())
    return Find(sentence.file, sentence.line_of(start), words, sentence.shown, reason)


def trimmed(sentence: str, digits: str) -> str:
    """Return as much of a sentence as a line holds, around the digits."""
    if len(sentence) <= WIDTH:
        return sentence
    middle = max(sentence.find(digits), 0)
    start = min(max(0, middle - WIDTH // 2), len(sentence) - WIDTH)
    before, after = ("…" if start else ""), ("…" if start + WIDTH < len(sentence) else "")
    return f"{before}{sentence[start : start + WIDTH].strip()}{after}"
