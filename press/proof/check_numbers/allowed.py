"""When a typed number is structural: no result, but part of language, of a name or of the document's frame.

The rules are few and each is narrow; whatever they do not name has to be computed, cited or marked. A number
counts as structural where it lies in a match of a rule, or, if the rule has groups, in one of its groups.
"""

import re
from dataclasses import dataclass
from functools import cache

from press.paper import current

SIGN = r"(?:(?<![-–—])[-−+](?=[.\d]))?"
DIGITS = r"\d+(?:[.,\u00a0\u202f]\d+)*"
NUMBER = re.compile(
    rf"(?<![A-Za-z\d])(?:(?P<glued>[A-Za-z]+)(?P<behind>{DIGITS}(?:\s?%)?)|{SIGN}(?:{DIGITS}|\.\d+)(?:\s?%)?)"
    "|[½⅓⅔¼¾⅕-⅞⅐⅑⅒]"
)
"""A number, also one that is glued to the letters before it (which may be a name: x1, CO2)."""
CURRENCIES = (
    "AED|AMD|ARS|AUD|AZN|BDT|BGN|BHD|BRL|BYN|CAD|CHF|CLP|CNY|CZK|DKK|DZD|EGP|ETB|EUR|GBP|GEL|GHS|HKD|"
    "HUF|IDR|ILS|INR|IQD|IRR|ISK|JOD|JPY|KES|KGS|KRW|KWD|KZT|LBP|LKR|MDL|MKD|MMK|MNT|MXN|MYR|NGN|NOK|"
    "NPR|NZD|OMR|PHP|PKR|PLN|QAR|RMB|RON|RSD|RUB|SAR|SEK|SGD|THB|TJS|TMT|TND|TWD|TZS|UAH|UGX|USD|UYU|"
    "UZS|VND|ZAR|US|Rs|Tk|Fr|kr|Ft"
)
"""What stands before sums of money; codes that are names of other things as well (COP, TOP) are left out."""
FUNCTION_WORDS = (
    "of|to|by|in|at|as|is|was|were|are|be|from|with|than|and|or|about|around|over|under|above|below|"
    "up|down|only|just|some|nearly|almost|roughly|circa|ca|approx|approximately|least|most|plus|"
    "minus|times|between|until|per|total|mean"
)
"""Words that no name of digits begins with: what is glued to one is a number whose space was forgotten."""

YEAR = r"(?<![\d.,])(?<!\s[-−+])(?:19|20)\d\d(?!\d|[.,]\d|\s?%)"
DAY = r"(?<!\d)(?:[12]?\d|3[01])(?!\d)"
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
ONE = r"\d{1,2}(?:[a-z]\b)?(?![.,]?\d|\s?%)"
LIST = r"(?:(?:\s*,\s*|\s*[-–]\s*|\s+and\s+|\s+or\s+|\s+to\s+|,\s+and\s+){0}(?!\s*\d*%))*"
SMALL = r"\d{1,2}(?:\.\d{1,2})*(?![\d,]\d|\s?%)"
IN_BRACKETS = rf"\({SMALL}\)"
NUMBERED = (
    "step|stage|phase|wave|round|model|specification|scenario|experiment|task|goal|objective|"
    "question|equation|section|chapter|table|column|panel|example|article|paragraph|appendix|"
    "hypothesis|volume|issue|part|type|grade|lemma|theorem|proposition"
)
"""What authors number, so that the number behind it is a name."""
COUNTED = (
    *(r"per(?:sons?|\s?cent)", "people", "participants", "places", "rows?", "observations", "cases"),
    *("thousand", "million", "billion", "points", "km", "times"),
)
"""What any paper counts; its own words are those of `Claims.counted`."""
QUANTITIES = (
    *(rf"{word}\sof" for word in ("total", "sum", "mean", "average", "estimate", "number")),
    *("some", "nearly", "approximately"),
)
NOT_COUNTING = "".join(rf"(?<!\b{word}\s)" for word in QUANTITIES) + r"(?<!=)(?<!=\s)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of structural number: its name, why it is none of the results, and how it is recognised."""

    name: str
    reason: str
    pattern: re.Pattern[str]


def rule(name: str, reason: str, *patterns: str) -> Rule:
    """Build a rule; blanks in its patterns stand for any white space."""
    return Rule(name, reason, re.compile("|".join(pattern.replace(" ", r"\s+") for pattern in patterns)))


RULES = (
    rule(
        "name",
        "Part of a name: of a licence, a standard, a piece of software.",
        r"\bCC BY(?:-[A-Z]+)* \d\.\d(?!\d)",
        r"\bSHA-(?:1|256|512)\b",
        r"\bUTF-8\b",
        r"\bISO(?:/[A-Z]+)? \d{3,5}(?:-\d)?(?![\d,])",
        r"\b(?:PDF/UA|PDF/A)-\d\w?\b",
        r"(?i:\bcovid-?19\b)",
        rf"\b(?!(?:{CURRENCIES})-)(?:[A-Z]{{1,5}}s?)(?:-[A-Z]\w*)*-\d{{1,3}}(?![.,]?\d|\s?%)",
        r"\b(?:EU|BRICS|ICD|NUTS|ISCED|ISIC|ISCO|SITC|NACE|SDGs?|Windows|Ubuntu) \d{1,2}(?![.,]?\d|\s?%)",
        r"\b(?:Industry|Society|Web|Education|Work|Agriculture) \d\.0(?!\d|[.,]\d|\s?%)",
        r"(?<![\d.,])(?:24/7|9/11)(?![\d.,/]?\d|\s?%)",
        r"\b(?:Python|Quarto|Stata|WCAG|HTML|Jupyter|JATS) \d{1,2}(?:\.\d{1,2}){0,2}(?!\d|,\d|\s?%)",
    ),
    rule(
        "version",
        "The number of a version: Version 1.0.0.",
        r"\b[Vv]ersion \d{1,3}\.\d{1,3}\.\d{1,3}(?!\d|[.,]\d|\s?%)",
    ),
    rule(
        "ordinal",
        "A place in an order: the 90th percentile, the 21st century.",
        r"(?<![\d.,])\d{1,3}(?:,\d{3})*-?\^?\s*(?:st|nd|rd|th)\b",
        r"(?<![\d.,])\d{1,3}-(?:[йяехм]|го|му|ый|ой|ая|ое|ые|ых|ым|ші|шы|[іы]?нші|[іы]?ншы)\b",
    ),
    rule(
        "date",
        "A day of the calendar: 1 January, March 3, 2024-11-30.",
        rf"{DAY} {MONTH}(?: {YEAR})?\b",
        rf"\b{MONTH} {DAY}(?:, {YEAR})?",
        rf"{YEAR}-\d\d-\d\d(?!\d)",
    ),
    rule(
        "period",
        "Years joined to a period or an academic year: 2014/15, 2009-2023.",
        rf"{YEAR}\s?[-–—/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d.,]?\d|\s?%)",
    ),
    rule(
        "reference",
        "The number of a table, figure, section, equation, page, law or the like.",
        r"\b(?:Tables?|Figures?|Figs?\.|Sections?|Secs?\.|Equations?|Eqs?\.|Chapters?|Appendix|Appendices|"
        r"Examples?|Exercises?|Panels?|Questions?|Steps?|Articles?|Models?|Columns?|Stud(?:y|ies)|Groups?|"
        r"Class(?:es)?|Levels?|[Ff]ootnotes?)"
        rf" {SMALL}{LIST.format(SMALL)}",
        rf"\b(?:[Ee]quations?|[Ee]qs?\.|[Mm]odels?|[Cc]olumns?) {IN_BRACKETS}{LIST.format(IN_BRACKETS)}",
        rf"\b(?i:{NUMBERED}) {ONE}",
        rf"\b(?i:(?:{NUMBERED})s) {ONE}{LIST.format(ONE)}",
        rf"\b(?i:eqs?|figs?|secs?|chs?|tabs?|cols?|arts?|paras?|vols?|app)\. {ONE}",
        r"\b(?:[Nn]o\.|[Nn]os\.) \d{1,4}(?!\d|[.,]\d|\s?%)(?:-[A-Z]+)?",
        r"[№§]\s?\d{1,4}(?!\d|[.,]\d|\s?%)(?:-[A-Z]+)?",
        r"\b(?:p\.|pp\.|pages?) \d{1,4}(?:\s?[-–]\s?\d{1,4})?(?![\d.,]?\d|\s?%)",
    ),
    rule(
        "confidence",
        "The level of a confidence interval or of a test.",
        r"\b(?:90|95|99)(?:\s?%| per cent) (?:confidence|CIs?\b|intervals?\b)",
        r"\b(?:90|95|99)-процентн\w+ доверительн",
        r"\b(?:90|95|99) пайыздық сенім",
        r"\b[Tt]ests? at (?:10|5|1)(?:\s?%| per cent)",
        r"(?<![\d.,])(?:10|5|1|0?\.1)(?:\s?%| per cent)[-\s](?:significance[-\s])?level\b",
    ),
    rule(
        "threshold",
        "The level to which a p-value is held: p < .05, below 0.05; or how often a test rejects: below 5%.",
        r"(?:\bp\b|\bP\b)\s*(?:-value)?\s*[<>≤≥]\s*0?\.(?:1|10|05|01|001)(?!\d)",
        r"\b[pP](?:-values?)? (?:below|under) 0?\.(?:1|10)(?!\d)",
        r"\b(?:below|under) 0?\.(?:05|01|001)(?!\d)",
        r"\breject[^.;]*;[^.;]* below (?:10|5|1)(?:\s?%| per cent)",
    ),
    rule(
        "base",
        "What a rate is counted by: per 1,000 inhabitants.",
        r"\b[Pp]er (?:100|1,?000|10,?000|100,?000)(?![\d.,]?\d|\s?%)",
        r"\bна (?:100|1000) жител",
        r"\b(?:100|1000) тұрғынға",
    ),
    rule(
        "design",
        "The 2 × 2 of a difference in differences.",
        r"(?<![\d.,])2(?:\s?[×x]\s?|[-\s]by[-\s])2(?![\d.,]?\d|\s?%)",
    ),
    rule(
        "indicator",
        "The two values of an indicator: 1 for a member of a group and 0 for any other.",
        r"(?<![\d.,])(1) (?:for|from|if|where)\b[^.;]*(?<![\d.,])(0) (?:for|before|otherwise|elsewhere)\b",
        r"\b(0 or 1|0/1)(?![\d.,%])",
    ),
)


@cache
def counted() -> str:
    """Return the pattern of what a number before it counts, in any paper or in this one."""
    return rf"(?:{'|'.join((*COUNTED, *current().claims.counted))})\b"


@cache
def rules() -> tuple[Rule, ...]:
    """Return the rules, with those that follow the paper's own words."""
    year = rule(
        "year",
        "A year between 1900 and 2099, unless what follows is counted by it.",
        rf"(?:\b[Ii]n|\b[Ss]ince|\b[Aa]fter|\b[Bb]efore|\b[Uu]ntil) {YEAR}",
        rf"{NOT_COUNTING}{YEAR}(?!\s+{counted()})",
        r"(?<!\d)(?:19|20)\d0s\b",
    )
    names = current().claims.names
    own = [rule("name", "Part of a name that the paper uses.", *names)] if names else []
    return (*own, *RULES, year)


@dataclass(frozen=True, slots=True)
class Number:
    """A typed number in a sentence.

    Its places, how it stands there, and the rule that makes it structural, if any.
    """

    start: int
    end: int
    digits: str
    structural: str | None


def numbers(text: str) -> list[Number]:
    """Find the numbers typed in a sentence.

    Parameters
    ----------
    text
        As `marking.mark` leaves it.
    """
    places = [
        (start, end, kind.name)
        for kind in rules()
        for match in kind.pattern.finditer(text)
        for start, end in spans_of(match)
    ]
    found = []
    for match in NUMBER.finditer(text):
        if match["glued"] and is_name(match["glued"], match["behind"]):
            continue
        first, end = match.start("behind") if match["glued"] else match.start(), match.end()
        start = first + (text[first] in "-−+")
        names = (name for begin, last, name in places if begin <= start and end <= last)
        found.append(Number(first, end, text[first:end], next(names, None)))
    return found


def is_name(letters: str, digits: str) -> bool:
    """Whether letters and the digits behind them are a name (CO2, H1, EU27) and no number (USD5, x10)."""
    if "%" in digits or re.match(r"\d{1,3}(?:,\d{3})+(?!\d)", digits):
        return False
    if letters == "x":
        return digits in ("0", "1", "2")
    return not (re.fullmatch(CURRENCIES, letters) or re.fullmatch(FUNCTION_WORDS, letters, re.I))


def spans_of(match: re.Match[str]) -> list[tuple[int, int]]:
    """Return the groups of a match, or the whole where the rule has none."""
    if not match.re.groups:
        return [match.span()]
    return [match.span(group) for group in range(1, match.re.groups + 1) if match[group] is not None]
