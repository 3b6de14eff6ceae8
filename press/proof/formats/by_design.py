"""What belongs to one format by design: each rule with its reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from press.proof.formats.said import Kind, Part, Token

Runs = tuple[Sequence[Token], Sequence[Token]]


@dataclass(frozen=True, slots=True)
class Rule:
    """Something that one format prints and another does not, and rightly so.

    Attributes
    ----------
    name
        What it is.
    reason
        Why it is right.
    format
        The format that has it, or lacks it.
    holds_for
        Whether a difference is of this kind, by the words of that format and those of another.
    """

    name: str
    reason: str
    format: str
    holds_for: Callable[[Sequence[Token], Sequence[Token]], bool]

    def holds(self, formats: tuple[str, str], runs: Runs) -> bool:
        """Whether a difference between two formats is by this design."""
        if self.format not in formats:
            return False
        here = formats.index(self.format)
        return self.holds_for(runs[here], runs[1 - here])


TYPES = {"note", "tip", "warning", "important", "caution"}


def _label_of_callout(here: Sequence[Token], there: Sequence[Token]) -> bool:
    return not here and all(token.part is Part.CALLOUT for token in there)


def _number_of_bare_caption(here: Sequence[Token], there: Sequence[Token]) -> bool:
    kinds = [token.kind for token in here if token.part is Part.CAPTION]
    return not there and kinds == [Kind.WORD, Kind.NUMBER]


def _type_of_callout(here: Sequence[Token], there: Sequence[Token]) -> bool:
    return not there and len(here) == 1 and here[0].text.lower() in TYPES


def _head_of_traceback(here: Sequence[Token], there: Sequence[Token]) -> bool:
    return not here and any(token.text.endswith(("Error", "Exception", "Interrupt")) for token in there)


RULES = (
    Rule(
        "label of a box",
        'JATS has no labelled boxes: "Tip 1:" before the title of a box is left out.',
        "jats",
        _label_of_callout,
    ),
    Rule(
        "type of a box, in JATS",
        "With appearance minimal HTML and Word show the type by colour, JATS has no colours.",
        "jats",
        _type_of_callout,
    ),
    Rule(
        "type of a box, in PDF",
        "With appearance minimal HTML and Word show the type by colour, the PDF names it.",
        "typst",
        _type_of_callout,
    ),
    Rule(
        "number of a caption without label",
        "Typst numbers each figure that has a caption; nothing can refer to one without label.",
        "typst",
        _number_of_bare_caption,
    ),
    Rule(
        "head of a traceback",
        "HTML shows a traceback, which ends with the error; the others show the error before it too.",
        "html",
        _head_of_traceback,
    ),
)
"""What is compared, and is no fault. What is never compared is left out by the readers of the formats."""
