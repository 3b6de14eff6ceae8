"""The numbers on built pages: each computed number shows the value of its key."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from lxml import html

from press.numbers.languages import ENGLISH, as_typed
from press.proof.check_numbers.finds import Find
from press.proof.check_numbers.rounding import SLACK, is_printed
from press.trace.built_site import language_of, values_of

EXPONENT = re.compile(r"-?\d(?:\.0)?e(?P<power>-?\d+)")
"""A number with one digit before a power of ten: 2e-5."""


def find_wrong_numbers(site: Path) -> Iterator[Find]:
    """Yield the numbers of a built site that its own results.json does not bear out.

    Parameters
    ----------
    site
        The folder of a build; nothing is found where it holds none.
    """
    results = site / "results.json"
    if not results.is_file():
        return
    values = values_of(json.loads(results.read_text(encoding="utf-8")))
    for page in sorted(site.rglob("*.html")):
        for shown in html.parse(page, html.HTMLParser(encoding="utf-8")).xpath(
            "//*[contains(concat(' ', normalize-space(@class), ' '), ' num ')][@data-key]"
        ):
            key, words = shown.get("data-key"), shown.text_content().strip()
            if not is_shown_by(as_typed(words, language_of(shown) or ENGLISH), values.get(key)):
                reason = f"{key} is {values.get(key)}"
                yield Find(
                    page, shown.sourceline, words, " ".join(shown.getparent().text_content().split()), reason
                )


def is_shown_by(words: str, value: float | None) -> bool:
    """Whether a printed number is a value rounded to its last digit."""
    if value is None:
        return False
    if words.startswith("<"):
        return abs(value) < float(words[1:])
    if match := EXPONENT.fullmatch(words):
        return abs(float(words) - value) <= 10.0 ** int(match["power"]) * (0.5 + SLACK)
    return is_printed(words, value)
