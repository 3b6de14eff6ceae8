"""Expands Quarto's shortcodes: var, meta, env and pagebreak in text, include in `qmd`.

As in Quarto they are expanded in what the author wrote and in the Markdown that code gives, but there `env`
only for the variables that the author's own text names: data must not make a page print what the environment
holds.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from press.base.errors import PressError
from press.base.yaml12 import as_list

SHORTCODE = re.compile(r"(?P<escape>\{?)\{\{<\s*(?P<name>[^\s>]*)\s*(?P<argument>.*?)\s*>\}\}(?P<close>\}?)")
PAGEBREAKS = {
    "html": '```{=html}\n<div style="page-break-after: always;"></div>\n```',
    "docx": '```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```',
    "typst": "```{=typst}\n#pagebreak(weak: true)\n```",
    "jats": "",
}


@dataclass(slots=True)
class Shortcodes:
    """The values shortcodes may name, for one document in one format.

    `warnings` collects the names that are missing.

    Attributes
    ----------
    format : str
    variables, metadata : dict
        What `var` and `meta` look up.
    environment : frozenset of str or None
        The variables that `env` may name; None for any, in text that is the author's alone.
    """

    format: str
    variables: dict[str, Any]
    metadata: dict[str, Any]
    environment: frozenset[str] | None = None
    warnings: list[str] = field(default_factory=list)

    def expand(self, text: str) -> str:
        """Return `text` with its shortcodes replaced by their values, as Markdown.

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
            if not _stands_alone(match):
                raise PressError("a pagebreak must stand on a line of its own.")
            return PAGEBREAKS[self.format] + match["close"]
        if name not in ("var", "meta", "env"):
            raise PressError(f"shortcode `{name}` is not supported.")
        if name == "env" and self.environment is not None and _variable_of(argument) not in self.environment:
            self.warnings.append(
                f"{match[0]} in the output of code is printed as it is, "
                "since the document itself does not name that variable"
            )
            return match[0]
        return self._value(name, argument) + match["close"]

    def _value(self, name: str, argument: str) -> str:
        if name == "env":
            _, _, default = argument.partition(" ")
            value = os.environ.get(_variable_of(argument), default.strip("\"'") or None)
        else:
            value = look_up(self.variables if name == "var" else self.metadata, argument)
        if value is None or isinstance(value, dict | list):
            self.warnings.append(f"{{{{< {name} {argument} >}}}} has no value")
            return f"**?{name}:{argument}**"
        return str(value).lower() if isinstance(value, bool) else str(value)


def variables_named(texts: Iterable[str]) -> frozenset[str]:
    """Return the variables of the environment that the shortcodes of an author's texts name."""
    found = (match for text in texts if "{{<" in text for match in SHORTCODE.finditer(text))
    return frozenset(
        _variable_of(match["argument"].strip("\"'")) for match in found if match["name"] == "env"
    )


def _variable_of(argument: str) -> str:
    return argument.partition(" ")[0]


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line of a shortcode."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not (before.rpartition("\n")[2] + after.partition("\n")[0]).strip()


def look_up(values: Any, path: str) -> Any:
    """Return the value at a dotted path; list items count from 1; a key that itself holds dots is found too.

    None stands for what is absent.
    """
    if isinstance(values, list):
        values = {str(number): item for number, item in enumerate(values, 1)}
    if not isinstance(values, dict):
        return None
    if path in values:
        return values[path]
    head, _, rest = path.partition(".")
    return look_up(values.get(head), rest)


def texts_in(value: Any) -> Iterator[str]:
    """Yield every text in a YAML value."""
    for part in value.values() if isinstance(value, dict) else as_list(value):
        if isinstance(part, dict | list):
            yield from texts_in(part)
        elif isinstance(part, str):
            yield part


def map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a YAML value with `change` applied to every text in it."""
    if isinstance(value, dict):
        return {key: map_texts(item, change) for key, item in value.items()}
    if isinstance(value, list):
        return [map_texts(item, change) for item in value]
    return change(value) if isinstance(value, str) else value
