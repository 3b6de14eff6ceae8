"""Dates of the front matter in words, as Quarto's `date-format` gives them."""

import datetime
import os
import re
import time

STYLES = {
    "full": "dddd, MMMM D, YYYY",
    "long": "MMMM D, YYYY",
    "medium": "MMM D, YYYY",
    "short": "M/D/YY",
    "iso": "YYYY-MM-DD",
}
TODAY = ("today", "now", "last-modified")
_TOKENS = re.compile(r"\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd")


def format_date(text: str, style: str) -> str:
    """Return a date (ISO 8601, "today") in a style or a pattern such as "D MMMM YYYY"; other text as is."""
    if (date := _parse(text)) is None:
        return text
    values = _values(date)
    return _TOKENS.sub(
        lambda match: match[1] if match[1] is not None else values[match[0]], STYLES.get(style, style)
    )


def typed_date(text: str, style: str | None) -> str:
    """Return a date as Word and PDF print it: in the style that is asked for, else as typed or ISO 8601."""
    style = style or ("iso" if text in TODAY else None)
    return format_date(text, style) if style else text


def is_date(text: str) -> bool:
    """Whether a text is a date that press reads: ISO 8601, or "today" and the like."""
    return _parse(text) is not None


def is_format(style: str) -> bool:
    """Whether a `date-format` holds no letters but those of dates and those in brackets."""
    return style in STYLES or not re.search("[A-Za-z]", _TOKENS.sub("", style))


def _parse(text: str) -> datetime.date | None:
    if text in TODAY:
        return build_time().date()
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def build_time() -> datetime.datetime:
    """Return SOURCE_DATE_EPOCH where it is set, so that a build can be repeated; else now."""
    return datetime.datetime.fromtimestamp(
        int(os.environ.get("SOURCE_DATE_EPOCH") or time.time()), datetime.UTC
    )


def _values(date: datetime.date) -> dict[str, str]:
    """Return what the letters of a pattern stand for; names are English, for nothing here sets a locale."""
    ending = "th" if 10 <= date.day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
    return {
        "YYYY": f"{date.year:04d}",
        "YY": f"{date.year % 100:02d}",
        "MMMM": f"{date:%B}",
        "MMM": f"{date:%b}",
        "MM": f"{date.month:02d}",
        "M": str(date.month),
        "DD": f"{date.day:02d}",
        "D": str(date.day),
        "Do": f"{date.day}{ending}",
        "dddd": f"{date:%A}",
        "ddd": f"{date:%a}",
    }
