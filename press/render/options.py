"""Which options cells and documents may carry, and of what type; a wrong one ends the build at its start."""

import re
from collections.abc import Callable
from typing import Any

from press.base.yaml12 import as_list
from press.render import features, other_formats

Check = Callable[[Any], bool]


def _of_type(*types: type) -> Check:
    return lambda value: isinstance(value, types) and (bool in types or not isinstance(value, bool))


def _or_word(check: Check, *words: str) -> Check:
    return lambda value: check(value) or value in words


def _list_of(*types: type) -> Check:
    """Return what checks for a text, or a list of these types."""
    return lambda value: (
        isinstance(value, str | list) and all(isinstance(item, types) for item in as_list(value))
    )


def _matches(pattern: str) -> Check:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _margin(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() <= {"x", "y", "top", "bottom", "left", "right"}
        and all(re.fullmatch(r"[0-9.]+(pt|em|mm|cm|in|%)", str(length)) for length in value.values())
    )


def _people(value: Any) -> bool:
    """Whether it is a person or an institution, or a list of them: texts, or fields of texts and fields."""
    return _fields(value if isinstance(value, list) else [value])


def _fields(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_fields, value.values()))
    return not isinstance(value, list) or all(isinstance(one, str | dict) and _fields(one) for one in value)


_family = _matches(r'[^"\\\n]{1,100}')
_bool, _int, _number, _str, _texts = (
    _of_type(bool),
    _of_type(int),
    _of_type(int, float),
    _of_type(str),
    _list_of(str),
)
_value = _of_type(str, int, float)
_place = _matches("top|bottom")
_classes = _matches(r"\.?[A-Za-z_][\w-]*( +\.[A-Za-z_][\w-]*)*")

#: What decides a run; the same for every format, since cells run once.
RUN = {"eval": _bool, "error": _bool, "fig-width": _number, "fig-height": _number, "fig-dpi": _int}
#: What decides how a run shows.
SHOW = {
    "echo": _or_word(_bool, "fenced"),
    "output": _or_word(_bool, "asis"),
    "warning": _bool,
    "include": _bool,
    "code-fold": _or_word(_bool, "show"),
    "code-summary": _str,
}
#: What only a cell may say.
CELL = {
    "label": _str,
    "fig-cap": _str,
    "fig-subcap": lambda value: value is True or _texts(value),
    "fig-alt": _texts,
    "tbl-cap": _str,
    "tbl-subcap": lambda value: value is True or _texts(value),
    "lst-label": _str,
    "lst-cap": _str,
    "layout": _of_type(str, list),
    "layout-ncol": _int,
    "layout-nrow": _int,
    "fig-align": _str,
    "fig-pos": _str,
    "column": _str,
    "classes": _classes,
    **{f"{kind}cap-location": _place for kind in ("", "fig-", "tbl-", "lst-")},
}
#: Options that Quarto knows and that change nothing here.
IDLE = {"tags", "id", "code-line-numbers", "code-overflow"}
#: Options of documents, of formats and (those of RUN and SHOW) of `execute:`.
DOCUMENT = {
    "number-sections": _bool,
    "number-depth": _int,
    "toc": _bool,
    "toc-depth": _int,
    "toc-title": _str,
    "citeproc": _bool,
    "link-citations": _bool,
    "title": _value,
    "subtitle": _value,
    "abstract": _str,
    "abstract-title": _str,
    "description": _value,
    "date": _value,
    "date-format": _str,
    "doi": _value,
    "keywords": _list_of(str, int, float),
    "bibliography": _texts,
    "csl": _str,
    "css": _texts,
    "reference-doc": _str,
    "template-partials": _texts,
    "output-file": _str,
    "papersize": _matches(r"[a-z0-9-]+"),
    "fontsize": _matches(r"[0-9.]+(pt|em|mm|cm|in)"),
    "mainfont": _family,
    "mathfont": _family,
    "codefont": _family,
    "font-paths": _texts,
    "margin": _margin,
    "references": _of_type(list),
    "author": _people,
    "authors": _people,
    "affiliations": _people,
    **dict.fromkeys(("license", "copyright", "funding"), _of_type(bool, str, int, float, list, dict)),
    "citation": _of_type(bool, dict),
    "thanks": _of_type(bool, str, int, float),
    "website": _of_type(dict),
    "lang": _str,
    "language": _of_type(str, dict),
    "format": _of_type(str, dict),
    "code-fold": _or_word(_bool, "show"),
    "code-summary": _str,
}
#: Keys of `website:` that show nothing, or what press shows too.
WEBSITE = {"title", "description", "site-url", "search", "favicon"}

DEFAULTS: dict[str, Any] = {
    "eval": True,
    "error": False,
    "echo": True,
    "output": True,
    "warning": True,
    "include": True,
    "fig-width": 7,
    "fig-height": 5,
    "fig-dpi": 192,
}


def problem_in_cell(options: dict[str, Any]) -> tuple[str, str] | None:
    """Return the first wrong option of a cell as (name, sentence), or None."""
    known = RUN | SHOW | CELL
    for name, value in options.items():
        if name not in known and name not in IDLE:
            return name, f"cell option `{name}` is not supported."
        if name in known and not known[name](value):
            return name, f"cell option `{name}` cannot be {_show(value)}."
        if any("`{python}" in str(text) for text in as_list(value)):
            return name, (
                f"cell option `{name}` holds inline code, which runs in text only: it would be printed. "
                "Use {{< var x >}} or {{< meta x >}}, or put the caption into a div around the cell."
            )
    return _lost_caption(options)


def _lost_caption(options: dict[str, Any]) -> tuple[str, str] | None:
    """Return a caption that would be shown nowhere, since the cell's label is of another kind or absent."""
    label = str(options.get("label", ""))
    for kind, other in (("fig", "tbl"), ("tbl", "fig")):
        if f"{kind}-cap" in options and label.startswith(f"{other}-"):
            return f"{kind}-cap", f"cell option `{kind}-cap` does not go with the label `{label}`."
        if f"{kind}-subcap" in options and not label.startswith(f"{kind}-"):
            return f"{kind}-subcap", f"cell option `{kind}-subcap` needs a label that begins with `{kind}-`."
    if "lst-cap" in options and not str(options.get("lst-label", label)).startswith("lst-"):
        return "lst-cap", "cell option `lst-cap` needs a `lst-label` that begins with `lst-`."
    return None


def problem_in_document(options: dict[str, Any]) -> tuple[str, str] | None:
    """Return the first wrong option of front matter, format or project as (name, sentence), or None."""
    for name, value in options.items():
        if name in DOCUMENT and value is not None and not DOCUMENT[name](value):
            return name, f"`{name}` cannot be {_show(value)}."
    return (
        features.problem(options)
        or _problem_in_execute(options.get("execute"))
        or _problem_in_website(options.get("website") or {})
        or other_formats.problem(options.get("format-links"))
    )


def _problem_in_execute(execute: Any) -> tuple[str, str] | None:
    if not isinstance(execute, dict | None):
        return "execute", f"`execute` cannot be {_show(execute)}."
    known = RUN | SHOW
    for name, value in (execute or {}).items():
        if name == "enabled" and value is False:
            return name, (
                "`enabled: false` is not supported: cells always run, or their unchanged results are reused."
            )
        if name not in known and name not in features.EXECUTE_NO_EFFECT:
            return name, f"execute option `{name}` is not supported."
        if name in known and not known[name](value):
            return name, f"`{name}` cannot be {_show(value)}."
    return None


def _problem_in_website(website: dict[str, Any]) -> tuple[str, str] | None:
    unknown = [name for name in website if name not in WEBSITE]
    if unknown:
        return unknown[0], f"website option `{unknown[0]}` is not supported."
    favicon = website.get("favicon")
    return None if favicon is None or _str(favicon) else ("favicon", f"`favicon` cannot be {_show(favicon)}.")


def _show(value: Any) -> str:
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


def defaults_for_cells(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the cell options that a document's merged metadata sets, below `execute:` or beside it."""
    stated = metadata | (metadata.get("execute") or {})
    return DEFAULTS | {name: value for name, value in stated.items() if name in RUN | SHOW}
