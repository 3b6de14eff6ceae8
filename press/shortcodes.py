"""Expands Quarto's shortcodes: var, meta, env and pagebreak in text, include in `qmd`."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import Any

from .errors import PressError

SHORTCODE = re.compile(r"(?P<escape>\{?)\{\{<\s*(?P<name>[^\s>]*)\s*(?P<argument>.*?)\s*>\}\}(?P<close>\}?)")
PAGEBREAKS = {
    "html": '```{=html}\n<div style="page-break-after: always;"></div>\n```',
    "docx": '```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```',
    "typst": "```{=typst}\n#pagebreak(weak: true)\n```",
    "jats": "",
}


@dataclass(slots=True)
class Shortcodes:
    """The values shortcodes may name, for one document in one format; `warnings` collects the names that are missing."""

    format: str
    variables: dict[str, Any]
    metadata: dict[str, Any]
    warnings: list[str] = field(default_factory=list)

    def expand(self, text: str) -> str:
        """`text` with its shortcodes replaced by their values, as Markdown.

        Raises
        ------
        PressError
            A shortcode that press does not know; the caller adds file and line.
        """
        return SHORTCODE.sub(self._replace, text) if "{{<" in text else text

    def _replace(self, match: re.Match[str]) -> str:
        name, argument = match["name"], match["argument"].strip("\"'")
        if match["escape"]:
            return match[0][1:-1] if match["close"] else match[0]
        if name == "pagebreak":
            if not _alone(match):
                raise PressError("a pagebreak must stand on a line of its own.")
            return PAGEBREAKS[self.format] + match["close"]
        if name not in ("var", "meta", "env"):
            raise PressError(f"shortcode `{name}` is not supported.")
        return self._value(name, argument) + match["close"]

    def _value(self, name: str, argument: str) -> str:
        if name == "env":
            key, _, default = argument.partition(" ")
            value = os.environ.get(key, default.strip("\"'") or None)
        else:
            value = look_up(self.variables if name == "var" else self.metadata, argument)
        if value is None or isinstance(value, dict | list):
            self.warnings.append(f"{{{{< {name} {argument} >}}}} has no value")
            return f"**?{name}:{argument}**"
        return str(value).lower() if isinstance(value, bool) else str(value)


def _alone(match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line of a shortcode."""
    text = match.string
    before, after = text[: match.start()].rpartition("\n")[2], text[match.end() :].partition("\n")[0]
    return not before.strip() and not after.strip()


def look_up(values: Any, path: str) -> Any:
    """The value at a dotted path; list items count from 1; a key that itself holds dots is found too; None if absent."""
    if isinstance(values, dict) and path in values:
        return values[path]
    head, _, rest = path.partition(".")
    if isinstance(values, list) and head.isdigit() and 0 < int(head) <= len(values):
        found = values[int(head) - 1]
    elif isinstance(values, dict) and head in values:
        found = values[head]
    else:
        return None
    return look_up(found, rest) if rest else found


def map_texts(value: Any, change: Any) -> Any:
    """A YAML value with `change` applied to every text in it."""
    if isinstance(value, dict):
        return {key: map_texts(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [map_texts(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
