"""Expands Quarto's shortcodes: var, meta, env, kbd and pagebreak in text, include in `qmd`.

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
from press.base.plain_text import code, markdown
from press.base.yaml12 import as_list

SHORTCODE = re.compile(
    r"""
    (?P<escape>\{?)\{\{<
    (?: (?P<shown>/\*(?:(?!>\}\}).)*\*/)
      | \s*(?P<name>[^\s>{]*)\s*
        (?P<argument>(?:\{\{<(?:(?!\{\{<|>\}\}).)*>\}\}|(?!\{\{<|>\}\}|\n[ \t]*\n).)*?)\s*
    )
    >\}\}(?P<close>\}?)
    """,
    re.VERBOSE | re.DOTALL,
)
_ARGUMENT = re.compile(
    r"""(?:(?P<key>[^\s"':/?=]+)\s*=\s*)?(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s"']\S*))"""
)
_VERBATIM = re.compile(
    r"(?<![`\\])(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`)|(?<![\\$])\$(?=\S)[^$]+?(?<=\S)\$(?!\d)|\$\$[^$]+\$\$",
    re.DOTALL,
)
"""Code and formulas, in which Markdown would be seen as it is written."""
_MARKUP = re.compile(
    r"\[(?P<span>[^\]]*)\](?:\{[^}]*\}|\([^)]*\))|(?P<mark>\*{1,3}|(?<!\w)_{1,3})(?P<marked>\S(?:.*?\S)?)(?P=mark)"
    r"|\\(?P<sign>[^\w\s])"
)
SYSTEMS = {"mac": "mac", "win": "windows", "linux": "linux"}
PAGEBREAKS = {
    "html": '```{=html}\n<div style="page-break-after: always;"></div>\n```',
    "docx": '```{=openxml}\n<w:p><w:r><w:br w:type="page"/></w:r></w:p>\n```',
    "typst": "```{=typst}\n#pagebreak(weak: true)\n```",
    "jats": "",
}
NEAREST = {
    "brand": "keep the value in _variables.yml and ask for it with var",
    "contents": "write the content where it shall stand",
    "embed": "put the cell, or an include, in its place",
    "lipsum": "write the text",
    "placeholder": "name a picture, ![](file.png)",
    "version": "keep it in _variables.yml and ask for it with var",
    "video": "link to it, [title](address)",
}
"""What to write in place of a shortcode that press does not have."""


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

    def expand(self, text: str, verbatim: bool = False) -> str:
        """Return `text` with its shortcodes replaced by their values, as Markdown.

        In code and formulas they are the values' words alone; `verbatim` text is code as a whole.

        Raises
        ------
        PressError
            A shortcode that press does not know; the caller adds file and line.
        """
        if "{{<" not in text:
            return text
        places = [found.span() for found in _VERBATIM.finditer(text)]

        def replace(match: re.Match[str]) -> str:
            inside = verbatim or any(start < match.start() < end for start, end in places)
            return self._replace(match, inside)

        return SHORTCODE.sub(replace, text)

    def _replace(self, match: re.Match[str], verbatim: bool) -> str:
        if match["escape"]:
            return match[0][1:-1] if match["close"] else match[0]
        if match["shown"]:
            return f"{{{{<{match['shown'][2:-2]}>}}}}{match['close']}"
        if match["name"] == "pagebreak":
            if not _stands_alone(match):
                raise PressError("a pagebreak must stand on a line of its own.")
            return PAGEBREAKS[self.format] + match["close"]
        text = self._text_of(match, verbatim)
        if verbatim:
            text = plain(text)
        elif not _stands_alone(match):
            text = re.sub(r"\n\s*\n", r"\\\n", text.strip("\n"))  # paragraphs within a line are its lines
        return text + match["close"]

    def _text_of(self, match: re.Match[str], verbatim: bool) -> str:
        name = match["name"]
        words, named = arguments_in(self.expand(match["argument"]))
        if name == "kbd":
            return self._keys(words, named, verbatim)
        if name not in ("var", "meta", "env"):
            raise PressError(f"shortcode `{name}` is not supported{_nearest(name)}.")
        if not words:
            raise PressError(f"shortcode `{name}` names nothing: write {{{{< {name} NAME >}}}}.")
        if name == "env":
            return self._environment_value(words, match[0])
        return self._value(name, words)

    def _environment_value(self, words: list[str], written: str) -> str:
        if self.environment is not None and words[0] not in self.environment:
            self.warnings.append(
                f"{written} in the output of code is printed as it is, "
                "since the document itself does not name that variable"
            )
            return written
        value = os.environ.get(words[0], words[1] if len(words) > 1 else None)
        return self._missing("env", " ".join(words)) if value is None else value

    def _value(self, name: str, words: list[str]) -> str:
        value = look_up(self.variables if name == "var" else self.metadata, words[0])
        while isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict | list):
            self.warnings.append(f"{{{{< {name} {words[0]} >}}}} is no text but holds others")
            return f"**?invalid {name} type:{words[0]}**"
        if value is None:
            return self._missing(name, words[0] if name == "meta" else " ".join(words))
        return str(value).lower() if isinstance(value, bool) else str(value)

    def _missing(self, name: str, path: str) -> str:
        self.warnings.append(f"{{{{< {name} {path} >}}}} has no value")
        return f"**?{name}:{path}**"

    def _keys(self, words: list[str], named: dict[str, str], verbatim: bool) -> str:
        """Return keys to press: one set for all systems, then those of single systems in brackets."""
        plain_only = named.pop("mode", "") == "plain"
        if unknown := [system for system in named if system not in SYSTEMS]:
            raise PressError(f"shortcode `kbd` knows no `{unknown[0]}`, only {', '.join(SYSTEMS)}.")
        if len(words) > 1 or not words and not named or plain_only and (named or not words):
            raise PressError("shortcode `kbd` needs one set of keys, or one for each system.")
        if verbatim:
            return next(iter([*words, *named.values()]))
        single = [(SYSTEMS[system], self._key(keys)) for system, keys in named.items()]
        if not words:
            return ", ".join(f"{keys} ({system})" for system, keys in single)
        others = f" ({'; '.join(f'{system}: {keys}' for system, keys in single)})" if single else ""
        return self._key(words[0]) + others

    def _key(self, keys: str) -> str:
        return f"[{markdown(keys)}]{{.kbd}}" if self.format == "html" else code(keys)


def arguments_in(text: str) -> tuple[list[str], dict[str, str]]:
    """Return the arguments of a shortcode: those without a name in order, and the others by their names."""
    words: list[str] = []
    named: dict[str, str] = {}
    for found in _ARGUMENT.finditer(text):
        value = next(found[kind] for kind in ("double", "single", "bare") if found[kind] is not None)
        if found["key"]:
            named[found["key"]] = value
        else:
            words.append(value)
    return words, named


def plain(text: str) -> str:
    """Return the words of a value without the marks of Markdown."""
    return _MARKUP.sub(
        lambda found: next(
            text
            for text in (found["span"], found["marked"] and plain(found["marked"]), found["sign"])
            if text is not None
        ),
        text,
    )


def _nearest(name: str) -> str:
    return f": {NEAREST[name]}" if name in NEAREST else ", only var, meta, env, kbd, include and pagebreak"


def variables_named(texts: Iterable[str]) -> frozenset[str]:
    """Return the variables of the environment that the shortcodes of an author's texts name."""
    found = (match for text in texts if "{{<" in text for match in SHORTCODE.finditer(text))
    return frozenset(
        name for match in found if match["name"] == "env" for name in arguments_in(match["argument"])[0][:1]
    )


def is_open(text: str) -> bool:
    """Whether a shortcode begins in a text and does not end there."""
    return text.rfind("{{<") > text.rfind(">}}")


def _stands_alone(match: re.Match[str]) -> bool:
    """Whether nothing else stands on the line of a shortcode."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return not (before.rpartition("\n")[2] + after.partition("\n")[0]).strip()


def look_up(values: Any, path: str) -> Any:
    r"""Return the value at a dotted path.

    List items count from 1. A key that itself holds dots is found too; a backslash before a dot (`a\.b`) says
    that it belongs to its key. None stands for what is absent.
    """
    parts = [part.replace("\\", "") for part in re.split(r"(?<!\\)\.", path)]
    return _look_up(values, parts)


def _look_up(values: Any, parts: list[str]) -> Any:
    if not parts:
        return values
    if isinstance(values, list):
        values = {str(number): item for number, item in enumerate(values, 1)}
    if not isinstance(values, dict):
        return None
    for length in range(len(parts), 0, -1):
        key = ".".join(parts[:length])
        if key in values and (found := _look_up(values[key], parts[length:])) is not None:
            return found
    return None


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
