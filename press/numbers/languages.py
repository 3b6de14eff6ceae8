"""Numbers as other languages print them, and back.

English groups digits in threes by commas from four on. Russian and Kazakh set a decimal comma, group digits
by narrow spaces from five on, and part the percent sign by a space; their spaces do not break. The minus sign
of all three is U+2212. Data files and programs write a hyphen, which whatever reads numbers takes as well.
"""

import re

ENGLISH = "en"
WITH_COMMA = ("ru", "kk")
THIN, WIDE, MINUS = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}", "\N{MINUS SIGN}"
WHOLE = re.compile(r"\d[\d,]*")
UNGROUPED = 4
"""The most digits of a whole number that stand together."""


def localised(printed: str, language: str) -> str:
    """Return a number as a language prints it.

    Parameters
    ----------
    printed
        As `numbers.format_number` prints it.
    language
        As a language tag, of any region; English leaves the number as it is.

    Raises
    ------
    KeyError
        When it is not known how the language prints numbers.
    """
    language = language.split("-")[0]
    if language == ENGLISH:
        return printed
    if language not in WITH_COMMA:
        raise KeyError(
            f"It is not known how {language!r} prints numbers; known are {ENGLISH}, {', '.join(WITH_COMMA)}."
        )
    whole, point, decimals = printed.partition(".")
    whole = WHOLE.sub(lambda match: grouped(match[0].replace(",", "")), whole, count=1)
    return f"{whole}{',' if point else ''}{decimals}".replace("%", f"{WIDE}%")


def grouped(digits: str) -> str:
    """Return the digits of a whole number, in threes where there are many."""
    return digits if len(digits) <= UNGROUPED else f"{int(digits):,}".replace(",", THIN)


def as_typed(printed: str, language: str = ENGLISH) -> str:
    """Return a printed number as a data file has it: a hyphen for minus, and the decimal point of English."""
    typed = printed.replace(MINUS, "-")
    if language.split("-")[0] not in WITH_COMMA:
        return typed
    return typed.replace(THIN, "").replace(WIDE, "").replace(",", ".")
