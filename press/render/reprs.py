"""What the repr of a value says that is not for readers: types of numbers, objects that plots return."""

import re

_TEXT = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_NUMPY = re.compile(
    r"\bnp\.(?:"
    rf"(?P<text>str_)\((?P<said>{_TEXT})\)"
    r"|(?P<truth>True|False)_"
    r"|(?:float|int|uint|complex|datetime)\d+\((?P<number>[^(),]*)\)"
    r"|(?:longdouble|clongdouble)\((?P<long>[^(),]*)\)"
    r"|bool_?\((?P<bool>True|False)\)"
    r")"
)
_TYPED = re.compile(r"(?:Decimal|Fraction|Timestamp|Timedelta|Period|datetime\.\w+|NAType)\(.*\)")
"""Reprs that are shown as they are, as in Quarto."""
_PLOT = re.compile(
    r"<(?:matplotlib\.|seaborn\.|ggplot:|Axes|Figure size|GridSpec|\w*Container object of)|<a list of \d+ "
    r"|^\[?(?:Text|Annotation)\([-\d]"
)
_COLLECTION = re.compile(r"^[<(\[].*[>)\]]$")
_SETS_LIMITS = re.compile(r"\.(?:axis|margins|(?:set_|get_)?[xyz](?:lim|bound|ticks))\(.*\)\s*$")
"""Calls that answer with the limits of a plot."""


def bare(text: str) -> str:
    """Return a repr whose NumPy values stand without their type: `1.5`, not `np.float64(1.5)`.

    A text is returned as it is.
    """
    if text[:1] in ("'", '"'):
        return text
    return _NUMPY.sub(_bare_value, text)


def _bare_value(found: re.Match[str]) -> str:
    number = next(filter(None, found.groups()[3:]), "").strip("'\"")
    return found["said"] or found["truth"] or number


def warning_of_value(expression: str, text: str) -> str:
    """Return what an author should know of a value's repr in the text; empty where it is fit to print."""
    if (plain := bare(text)) != text:
        return (
            f"`{expression}` gives {text}; press prints {plain}, Quarto the whole: "
            f"use float(...), int(...) or str(...), or a format"
        )
    if _TYPED.fullmatch(text):
        return f"`{expression}` is printed as {text}, with its type, as in Quarto: use str(...) or a format"
    return ""


def is_of_plot(text: str) -> bool:
    """Whether a repr is that of an object that a call of a plotting library returns, or holds such."""
    return _PLOT.search(text) is not None


def is_left_out_beside_picture(text: str) -> bool:
    """Whether Quarto leaves out a result with this repr where its cell shows a picture."""
    return is_of_plot(text) or "\n" not in text and _COLLECTION.match(text.strip()) is not None


def is_lost(text: str, code: str) -> bool:
    """Whether a result that is left out beside a picture may be something to be read.

    That is none of a plot's objects, and no answer of `code`'s last call with the limits of a plot.
    """
    last = (code.strip().splitlines() or [""])[-1]
    return not is_of_plot(text) and not text.startswith("<") and not _SETS_LIMITS.search(last)
