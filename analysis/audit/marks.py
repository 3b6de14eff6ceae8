r"""Takes from a printed cell the marks that programs set behind numbers: they are no part of the number.

    R                                 "." and stars behind a space
    modelsummary, estout, stargazer   "+", `^{***}`, `$^{**}$`, `\sym{*}`, "<sup>*</sup>", `\*`
    journals                          daggers, "#", "ns", "n.s.", raised letters and digits, "a" to "d"

Stars are counted, since their number says something.
"""

import html
import re

STARS = str.maketrans(dict.fromkeys("⁎∗＊✱﹡٭", "*"))
WRAPPED = re.compile(
    r"\\(?:sym|textsuperscript)\{([^{}]*)\}|<sup>([^<>]*)</sup>|\^\{([^{}]*)\}|\^([^\s^]+)\^?", re.IGNORECASE
)
"""What raises a mark in LaTeX, HTML and Markdown."""
RAISED_DIGITS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SIGN = r"\s|[*+⁺†‡§¶#]|[(\[](?:\*+|[+†‡]|n\.?s\.?)[)\]]|n\.?s\.?|ⁿˢ|[⁰¹²³⁴-⁹ᵃ-ᶻⁿˢʰʲʳʷʸˡˣ]|[.·]"
MARKS = rf"(?:{SIGN}|[a-d](?:,[a-d])*)*+"
MARKED = re.compile(rf"(?s)(.*[0-9])({MARKS})([)\]]?)({MARKS})", re.IGNORECASE)
NOTHING_ELSE = re.compile(rf"(?:{SIGN})*+", re.IGNORECASE)
POWER = re.compile(r"(?:^|[^0-9.,])10\s*[⁰¹²³⁴-⁹]")
"""A raised number behind 10 may be meant: such a cell is left as it is."""


def without_marks(cell: str) -> tuple[str, str]:
    """Return a cell without the marks behind its number, and the stars among them.

    Parameters
    ----------
    cell
        The cell as printed. Of one that holds marks alone nothing is left; one that ends with anything else
        is returned as it is.
    """
    text = html.unescape(cell).translate(STARS).replace("$", "").replace("\\*", "*")
    text = WRAPPED.sub(_on_the_line, text).strip()
    if NOTHING_ELSE.fullmatch(text):
        return "", "*" * text.count("*")
    match = MARKED.fullmatch(text)
    if not match or POWER.search(text):
        return cell, ""
    number, inside, bracket, behind = match.groups()
    return number + bracket, "*" * (inside + behind).count("*")


def _on_the_line(match: re.Match[str]) -> str:
    """Return a raised mark as it stands on the line: digits stay raised, letters fall away."""
    mark = next(group for group in match.groups() if group is not None).strip()
    if re.fullmatch(r"[a-z](?:,?\s?[a-z])*|[(\[][a-z][)\]]", mark, re.IGNORECASE):
        return ""
    if NOTHING_ELSE.fullmatch(mark) or re.fullmatch("[0-9]+", mark):
        return mark.translate(RAISED_DIGITS)
    return match[0]
