"""Dates of the front matter in words, as Quarto's `date-format` gives them."""

from __future__ import annotations

import datetime
import os
import re

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
    """`text` (ISO 8601, "today" or anything) in a style or a pattern such as "D MMMM YYYY".

    Text that is no date stays as it is.
    """
    date = _read(text)
    if date is None:
        return text
    values = _values(date)
    return _TOKENS.sub(
        lambda match: match[1] if match[1] is not None else values[match[0]], STYLES.get(style, style)
    )


def typed_date(text: str, style: str | None) -> str:
    """Return a date as Word and PDF print it.

    In the style that is asked for, else as typed, "today" and the like as ISO 8601.
    """
    style = style or ("iso" if text in TODAY else None)
    return format_date(text, style) if style else text


def is_date(text: str) -> bool:
    """Whether a text is a date that press reads: ISO 8601, or "today" and the like."""
    return _read(text) is not None


def is_format(style: str) -> bool:
    """Whether a `date-format` holds no letters but those of dates and those in brackets."""
    return style in STYLES or not re.search("[A-Za-z]", _TOKENS.sub("", style))


def _read(text: str) -> datetime.date | None:
    if text in TODAY:
        return build_time().date()
    try:
        return datetime.date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


def build_time() -> datetime.datetime:
    """SOURCE_DATE_EPOCH where it is set, so that a build can be repeated; else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    return (
        datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        if epoch
        else datetime.datetime.now(datetime.UTC)
    )


def _values(date: datetime.date) -> dict[str, str]:
    month, weekday = _MONTHS[date.month - 1], _DAYS[date.weekday()]
    return {
        "YYYY": f"{date.year:04d}",
        "YY": f"{date.year % 100:02d}",
        "MMMM": month,
        "MMM": month[:3],
        "MM": f"{date.month:02d}",
        "M": str(date.month),
        "DD": f"{date.day:02d}",
        "D": str(date.day),
        "Do": _ordinal(date.day),
        "dddd": weekday,
        "ddd": weekday[:3],
    }


def _ordinal(n: int) -> str:
    ending = "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
    return f"{n}{ending}"


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
