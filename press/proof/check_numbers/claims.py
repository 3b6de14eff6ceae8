"""Claims of significance that contradict the p-value.

A claim says of an estimate that it is significant, perhaps in which direction, or that it is not. In a
branch of `effect`, about the estimate that chooses it, it is held to the case of the branch, and so for
every panel; elsewhere to the results of this panel at the paper's level. What a condition chooses speaks of
the panels that fulfil it, and is no claim. What it speaks of is read from
the keys in its sentence, then from its words (the paper's `Claims.subjects`), then from the keys of its
paragraph. It is contradicted when all estimates of which it may speak contradict it. Conditions ("if it is
significant"), definitions ("an estimate that is not significant"), and what others are cited for or the
article is said to say, are no claims.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from press.numbers.keys import STATISTICS
from press.paper import current
from press.proof.check_numbers.finds import Find, find
from press.proof.check_numbers.sentences import Sentence
from press.proof.check_numbers.values import Values


def words(*phrases: str) -> re.Pattern[str]:
    """Return a pattern of whole words, any of some phrases, in which a blank stands for any white space."""
    return re.compile("|".join(rf"\b(?:{phrase})\b".replace(" ", r"\s+") for phrase in phrases), re.I)


CLAUSE = re.compile(r"(?:[^;:,—]|,(?=\d))+")
UP = r"(?:r[oi]se[sn]?|rais(?:ed?|es)|increas(?:ed?|es)|gain(?:ed|s)?|gr[eo]wn?|higher|positive|boost(?:ed)?)"
DOWN = (
    r"(?:f[ae]ll(?:en|s)?|lower(?:ed|s)?|decreas(?:ed?|es)|declin(?:ed?|es)|drop(?:ped|s)?|reduc(?:ed?|tion|es)|"
    r"negative|lost)"
)
CHANGE = (
    r"(?:effect|impact|influence|change[sd]?|difference|differ(?:ed|s)?|different|affect(?:ed|s)?|trace|more|"
    rf"less|fewer|larger|smaller|greater|{UP}|{DOWN})"
)
SIGNIFICANT = words(
    r"(?:\w+ly|very) significant",
    "significant at the",
    "by a significant amount",
    rf"(?:is|was|are|were|be|and|proved|remains?|not|nor|also|{UP}) "
    "significant(?! (?:role|part|number|share))",
    rf"significant(?:ly)? (?:\w+ )?{CHANGE}",
    rf"{CHANGE} (?:\w+ )?significantly",
    "(?:reach|attain)(?:e[sd])? (?:statistical )?significance",
    rf"measurabl[ey] {CHANGE}",
    r"(?:is|was|proved|has been|not) (?:\w+ )?effective",
)
NONE = words(
    "insignificant",
    "non-?significant",
    r"(?:no|without|without an?) (?:\w+ )?(?:effect|impact|influence)",
    r"no (?:measurable|discernible|detectable) \w+",
    "(?:cannot be told|(?:in|not )distinguishable) from zero",
)
BELOW, ABOVE = (re.compile(rf"\bp\b(?:\s*-?value)?\s*{sign}\s*0?(\.\d+)") for sign in ("[<≤]", "[>≥]"))
NEGATION = re.compile(
    r"\b(?:no|not|nor|never|neither|none|without|cannot|hardly|fail\w*|far from|nothing)\b|n[’']t\b", re.I
)

RULE_OF_READING = words("where", "when", "means?", "counts?", "calls?", "called", "marks?")
REPORTED = words("article", "authors", "published")
CONDITION = words("if", "whether", "unless", "would", "could", "should", "may", "might", "suppose", "until")
DEFINITION = re.compile(
    r"\b(?:an?|any|every)\s(?:[^,;]*?\s)?(?:that|which|above|below)\s[^,;]*significan", re.I
)


def level() -> float:
    """Return the p-value below which the paper calls an estimate significant."""
    return current().claims.level


@cache
def subject_words() -> dict[str, re.Pattern[str]]:
    """Return, for models of the paper, the words that speak of their outcomes."""
    return {model: words(*phrases) for model, phrases in current().claims.subjects.items()}


@cache
def study_words() -> re.Pattern[str]:
    """Return the words of a sentence that speaks of the paper's estimates without saying which."""
    return words(*current().claims.study)


@dataclass(frozen=True, slots=True)
class Claim:
    """What a clause says of an estimate: its place, whether it is significant, and in which direction."""

    start: int
    end: int
    significant: bool
    direction: int

    def contradicts(self, p: float, *, positive: bool) -> bool:
        """Whether an estimate of this p-value and sign makes the claim false."""
        if (p < level()) != self.significant:
            return True
        return self.significant and self.direction != 0 and (self.direction > 0) != positive


def finds(sentence: Sentence, values: Values) -> Iterator[Find]:
    """Yield the claims of a sentence that the results, or the case in which it is printed, contradict."""
    if sentence.branch and not sentence.branch.term:
        return
    for claim in claims(sentence):
        if sentence.branch and about_its_branch(sentence):
            reason = against_branch(claim, sentence)
        else:
            reason = against_results(claim, sentence, values)
        if reason:
            yield find(sentence, claim.start, claim.end, reason)


def claims(sentence: Sentence) -> Iterator[Claim]:
    """Yield what a sentence says of significance."""
    if not terms_in(sentence.keys) and not sentence.branch and is_about_others(sentence):
        return
    for clause in CLAUSE.finditer(sentence.text):
        if not (CONDITION.search(clause[0]) or DEFINITION.search(clause[0])):
            yield from in_clause(clause)


def is_about_others(sentence: Sentence) -> bool:
    """Whether a sentence without a number of its own cites, reports or defines instead of claiming."""
    return sentence.cited or any(pattern.search(sentence.text) for pattern in (DEFINITION, REPORTED))


def in_clause(clause: re.Match[str]) -> Iterator[Claim]:
    """Yield the claim of a clause, if it makes one, in words or by holding p to a level."""
    said = clause[0]
    if match := NONE.search(said):
        yield claim_at(clause, match, significant=False)
    elif match := SIGNIFICANT.search(said):
        negated = NEGATION.search(said[: match.end()]) is not None
        yield claim_at(clause, match, significant=not negated, direction=0 if negated else direction(said))
    elif RULE_OF_READING.search(said):
        return
    elif (match := BELOW.search(said)) and float(match[1]) <= level():
        yield claim_at(clause, match, significant=True)
    elif (match := ABOVE.search(said)) and float(match[1]) >= level():
        yield claim_at(clause, match, significant=False)


def claim_at(clause: re.Match[str], match: re.Match[str], *, significant: bool, direction: int = 0) -> Claim:
    """Return a claim at its place in the sentence."""
    return Claim(clause.start() + match.start(), clause.start() + match.end(), significant, direction)


def direction(said: str) -> int:
    """Return 1 where only words of rising stand, -1 where only words of falling do, else 0."""
    up, down = (re.search(rf"\b{way}\b", said, re.I) is not None for way in (UP, DOWN))
    return int(up) - int(down)


def terms_in(keys: tuple[str, ...]) -> list[str]:
    """Return the estimates to which keys belong: `MODEL.TERM` or `MODEL.TERM.METHOD`."""
    parts = [key.rpartition(".") for key in keys]
    return list(
        dict.fromkeys(term for term, _, statistic in parts if statistic in STATISTICS and "." in term)
    )


def about_its_branch(sentence: Sentence) -> bool:
    """Whether a sentence of a branch speaks of the estimate that chooses it."""
    return not (terms := terms_in(sentence.keys)) or sentence.branch.term in terms


def against_branch(claim: Claim, sentence: Sentence) -> str:
    """Say why a claim is false where its branch is printed, if it is."""
    case, term = sentence.branch.case, sentence.branch.term
    p = 1.0 if case == "none" else 0.0
    if not claim.contradicts(p, positive=case == "up"):
        return ""
    return f"the branch {case} is printed where {term} is {CASES[case]}"


CASES = {"up": "significantly positive", "down": "significantly negative", "none": "not significant"}


def against_results(claim: Claim, sentence: Sentence, values: Values) -> str:
    """Say why a claim is false in the results, if it is."""
    known = [(term, p) for term in subjects(sentence, values) if (p := values.p(term)) is not None]
    if not known or not all(claim.contradicts(p, positive=values.is_positive(term)) for term, p in known):
        return ""
    term, p = known[0]
    sign = "positive" if values.is_positive(term) else "negative"
    return f"p of {term} is {p:.3g}, its estimate {sign}"


def subjects(sentence: Sentence, values: Values) -> list[str]:
    """Return the estimates of which a sentence may speak."""
    if terms := terms_in(sentence.keys):
        return terms
    models = [model for model, outcome in subject_words().items() if outcome.search(sentence.text)]
    if terms := [term for model in models if (term := values.interaction(model))]:
        return terms
    if terms := terms_in(sentence.block_keys):
        return terms
    return values.interactions() if study_words().search(sentence.text) else []
