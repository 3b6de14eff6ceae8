"""Text that others wrote, made safe at the border (`press.plain_text`), and shortened for messages."""

from __future__ import annotations

from analysis.limits import SHOWN_LETTERS
from press.plain_text import code, csv_text, is_formula, link, markdown, readable_markdown, shown, unexpanded, visible

__all__ = ["code", "csv_text", "is_formula", "link", "markdown", "readable_markdown", "shortened", "shown", "unexpanded", "visible"]


def shortened(text: str, most: int = SHOWN_LETTERS) -> str:
    """The beginning of a text for a message."""
    return text if len(text) <= most else f"{text[:most]}…"
