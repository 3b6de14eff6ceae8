"""Dates of the front matter in words of the document's language, as Quarto's `date-format` gives them."""

import datetime
import os
import re
import time
from dataclasses import dataclass

from press.render.labels import main_language

TODAY = ("today", "now", "last-modified")
_TOKENS = re.compile(r"\[([^\]]*)\]|YYYY|YY|MMMM|MMM|MM|M|DD|Do|D|dddd|ddd")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language names days and months.

    Attributes
    ----------
    months, short_months : tuple of str
        As they stand behind a day.
    days, short_days : tuple of str
        From Monday on.
    styles : dict of str to str
        The patterns of the styles.
    alone : tuple of str
        The months without a day, where they are other words.
    """

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]
    styles: dict[str, str]
    alone: tuple[str, ...] = ()


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _styles(full: str, long: str, medium: str, short: str) -> dict[str, str]:
    return {"full": full, "long": long, "medium": medium, "short": short, "iso": "YYYY-MM-DD"}


_DAY_FIRST = ("dddd, D MMMM YYYY", "D MMMM YYYY", "D MMM YYYY")
_MONTH_FIRST = ("dddd, MMMM D, YYYY", "MMMM D, YYYY", "MMM D, YYYY")
_REGIONS = {
    "AU": _styles(*_DAY_FIRST, "D/M/YY"),
    "CA": _styles(*_MONTH_FIRST, "YYYY-MM-DD"),
    "GB": _styles(*_DAY_FIRST, "DD/MM/YYYY"),
    "HK": _styles(*_DAY_FIRST, "D/M/YYYY"),
    "IE": _styles("dddd D MMMM YYYY", *_DAY_FIRST[1:], "DD/MM/YYYY"),
    "IN": _styles(*_DAY_FIRST, "DD/MM/YY"),
    "NZ": _styles(*_DAY_FIRST, "DD/MM/YYYY"),
    "SG": _styles(*_DAY_FIRST, "D/M/YY"),
    "ZA": _styles("dddd, DD MMMM YYYY", "DD MMMM YYYY", "DD MMM YYYY", "YYYY/MM/DD"),
}
"""English of regions that do not write dates as the United States do (CLDR)."""
_AMERICAN = _styles(*_MONTH_FIRST, "M/D/YY")
_ENGLISH = Calendar(
    months=_words("January February March April May June July August September October November December"),
    short_months=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    days=_words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    short_days=_words("Mon Tue Wed Thu Fri Sat Sun"),
    styles=_AMERICAN,
)
_RUSSIAN = Calendar(
    months=_words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    short_months=_words("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    days=_words("понедельник вторник среда четверг пятница суббота воскресенье"),
    short_days=_words("пн вт ср чт пт сб вс"),
    styles=_styles("dddd, D MMMM YYYY [г.]", "D MMMM YYYY [г.]", "D MMM YYYY [г.]", "DD.MM.YYYY"),
    alone=_words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
)
_KAZAKH = Calendar(
    months=_words("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"),
    short_months=_words("қаң. ақп. нау. сәу. мам. мау. шіл. там. қыр. қаз. қар. жел."),
    days=_words("дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі"),
    short_days=_words("дс сс ср бс жм сб жс"),
    styles=_styles("YYYY [ж.] D MMMM, dddd", "YYYY [ж.] D MMMM", "YYYY [ж.] D MMM", "DD.MM.YY"),
)
_CALENDARS = {"en": _ENGLISH, "ru": _RUSSIAN, "kk": _KAZAKH}


def format_date(text: str, style: str, language: str = "en") -> str:
    """Return a date (ISO 8601, "today") in a style or a pattern such as "D MMMM YYYY"; other text as is."""
    if (date := _parse(text)) is None:
        return text
    calendar = _CALENDARS[main_language(language)]
    pattern = _styles_of(language, calendar).get(style, style)
    values = _values(date, calendar, bool(re.search("D", re.sub(r"\[[^\]]*\]", "", pattern))))
    return _TOKENS.sub(lambda match: match[1] if match[1] is not None else values[match[0]], pattern)


def _styles_of(language: str, calendar: Calendar) -> dict[str, str]:
    region = language.upper().rpartition("-")[2]
    return _REGIONS.get(region, calendar.styles) if calendar is _ENGLISH else calendar.styles


def typed_date(text: str, style: str | None, language: str = "en") -> str:
    """Return a date as Word and PDF print it: in the style that is asked for, else as typed or ISO 8601."""
    style = style or ("iso" if text in TODAY else None)
    return format_date(text, style, language) if style else text


def is_date(text: str) -> bool:
    """Whether a text is a date that press reads: ISO 8601, or "today" and the like."""
    return _parse(text) is not None


def is_format(style: str) -> bool:
    """Whether a `date-format` holds no letters but those of dates and those in brackets."""
    return style in _AMERICAN or not re.search("[A-Za-z]", _TOKENS.sub("", style))


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


def _values(date: datetime.date, calendar: Calendar, with_day: bool) -> dict[str, str]:
    """Return what the letters of a pattern stand for."""
    ending = "th" if 10 <= date.day <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(date.day % 10, "th")
    months = calendar.months if with_day or not calendar.alone else calendar.alone
    return {
        "YYYY": f"{date.year:04d}",
        "YY": f"{date.year % 100:02d}",
        "MMMM": months[date.month - 1],
        "MMM": calendar.short_months[date.month - 1],
        "MM": f"{date.month:02d}",
        "M": str(date.month),
        "DD": f"{date.day:02d}",
        "D": str(date.day),
        "Do": f"{date.day}{ending}" if calendar is _ENGLISH else str(date.day),
        "dddd": calendar.days[date.weekday()],
        "ddd": calendar.short_days[date.weekday()],
    }
