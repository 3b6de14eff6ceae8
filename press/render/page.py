"""A page in the making: what the four formats share on the way from an executed document to a file."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from press.base.authors import Author, read_authors
from press.base.errors import PressError
from press.base.files import is_inside
from press.base.plain_text import markdown
from press.render import bibliography, images, pandoc, pandoc_problems
from press.render.document import Executed
from press.render.shortcodes import map_texts

SECTION_DEPTH = 6
LINKED = ("html", "jats")  # where citations link to their entries unless `link-citations` says otherwise
INCLUDES = {  # option -> the template's variable
    "header-includes": "header-includes",
    "include-in-header": "header-includes",
    "include-before-body": "include-before",
    "include-after-body": "include-after",
}
ESCAPED_FENCE = re.compile(r"(?:\\:){3,}")
NO_NAMES = ("abstract", "references", "nocite")  # the abstract is part of the text
LETTERS = ("sub", "sup", "em", "strong", "i", "b", "small")  # marks of letters, as HTML
_MARKUP = re.compile(
    r"""
    (?P<kept> \\. | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | \$[^$]+\$ | <(?P<mark>%s)>[^<>]*</(?P=mark)> | <w?br\s*/?> | <[A-Za-z][\w.+-]*(?::/|@)[^\s<>]*> )
    | <!--.*?--> | <!-- | <[/!?A-Za-z][^<>]*> | <(?=[/!?A-Za-z])
    """
    % "|".join(LETTERS),
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
TEMPLATES = Path(__file__).parent / "templates"


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """One document in one format, on its way to `destination`.

    Attributes
    ----------
    executed : Executed
    format : str
        html, typst, docx or jats.
    options : dict
        The document's metadata and the format's options, merged.
    destination : Path
        The file to write.
    """

    executed: Executed
    format: str
    options: dict[str, Any]
    destination: Path

    def option(self, name: str, default: Any = None) -> Any:
        """Return an option's value; `default` where it is absent or null."""
        value = self.options.get(name)
        return default if value is None else value

    @property
    def authors(self) -> tuple[Author, ...]:
        """The authors in order."""
        try:
            return read_authors(self.options)
        except LookupError as unknown:
            file, line = self.executed.find(f"ref: {unknown}")
            raise PressError(f"no affiliation has the id {unknown}", file, line) from None

    @property
    def text(self) -> dict[str, Any]:
        """The metadata that is Markdown or that pandoc itself reads, as strings."""
        names = ("title", "subtitle", "abstract", "abstract-title", "nocite", "lang", "references", "link-citations", "suppress-bibliography",
                 "link-bibliography", "notes-after-punctuation")  # fmt: skip
        found = {name: self.options[name] for name in names if self.option(name) is not None}
        if "abstract" in found:
            found["abstract"] = f"{found['abstract']}\n"  # paragraphs, also where there is but one
        return {"lang": "en", "link-citations": self.format in LINKED, **found}

    @property
    def keywords(self) -> list[str]:
        """The keywords; a string is a list with commas."""
        given = self.option("keywords", [])
        return (
            [str(word) for word in given]
            if isinstance(given, list)
            else [word.strip() for word in str(given).split(",")]
        )

    def pandoc(
        self, *arguments: str, meanwhile: Callable[[], object] = lambda: None, **metadata: Any
    ) -> bytes:
        """Run pandoc with a writer's arguments and metadata, and do something else meanwhile.

        Return what pandoc wrote.

        Raises
        ------
        PressError
            For whatever pandoc or the filter finds wrong.
        """
        text = {
            name: value if name in NO_NAMES else map_texts(value, without_tags)
            for name, value in {**self.text, **metadata}.items()
        }
        works = self._bibliography()
        citeproc = bool(works) or "references" in text
        wild = "references" in text or any(map(bibliography.is_wild, works))
        words = (
            *arguments,
            *(word for file in works for word in ("--bibliography", pandoc.address(file))),
            *self._style(),
        )
        job = pandoc.Job(
            self.executed.markdown(self.format), text, self._filter_options(), words, citeproc, wild
        )
        try:
            output, warnings = pandoc.run(job, meanwhile)
        except pandoc.PandocFailed as failure:
            raise pandoc_problems.from_failure(failure, self.executed) from None
        pandoc_problems.check_warnings(warnings, self.executed, self.format)
        return output

    def includes(self) -> list[str]:
        """Pandoc's arguments for the raw text that `include-in-header`, `-before-body`, `-after-body` and `header-includes` add."""
        arguments = []
        for option, variable in INCLUDES.items():
            for text in self._included(option):
                arguments += ["--variable", f"{variable}={text}"]
        return arguments

    def find(self, name: str) -> Path | None:
        """Return the file that a path in the text or an option names.

        From the project for "/x", else from the document's folder, else made by a cell.
        """
        folders = [self.executed.root] if name.startswith("/") else self._folders()
        return next((path for folder in folders if (path := folder / name.lstrip("/")).is_file()), None)

    def need(self, name: str, option: str) -> Path:
        """Return the file that an option names (also from the project's folder, where its `_quarto.yml` named it).

        Raises
        ------
        PressError
            If there is none.
        """
        path = self.find(name) or self.find("/" + name)
        if path is None:
            file, line = self.executed.find(name)
            raise PressError(f"the file {name} ({option}) does not exist", file, line)
        if not os.access(path, os.R_OK):
            raise PressError(f"the file {name} ({option}) cannot be read", *self.executed.find(name))
        self._keep_inside(path, name)
        return path

    def publish(self, file: Path) -> str:
        """Copy a file to the place beside the page that it has beside the source.

        Return the relative link.
        """
        self._keep_inside(file, file.name)
        folder = self.executed.source.parent
        base = self.executed.files if file.is_relative_to(self.executed.files) else folder
        link = os.path.relpath(file, base)
        images.publish(
            file,
            Path(os.path.normpath(self.destination.parent / link)),
            file.name,
            self.executed.find(file.name),
        )
        return Path(link).as_posix()

    def _keep_inside(self, path: Path, name: str) -> None:
        """Refuse a file outside the project, also one that a link leads to.

        What is published is the project's own.
        """
        if not is_inside(path, self.executed.root, self.executed.files):
            raise PressError(f"the file {name} lies outside the project", *self.executed.find(name))

    def included_as_spelled(self) -> list[str]:
        """Return the texts of the include options into which no value of a cell or a shortcode was put."""
        stated = self.executed.stated.get(self.format, {})
        texts = []
        for option in INCLUDES:
            as_stated = _listed(stated.get(option))
            texts += [
                self._text_of(entry, option)
                for entry in _listed(self.option(option))
                if entry in as_stated or not _is_text(entry, option)
            ]
        return texts

    def _included(self, option: str) -> list[str]:
        """Texts of an include option: a file's name, {file: ...} or {text: ...}, or a list of these."""
        return [self._text_of(entry, option) for entry in _listed(self.option(option))]

    def _text_of(self, entry: Any, option: str) -> str:
        if _is_text(entry, option):
            return str(entry["text"] if isinstance(entry, dict) else entry)
        name = entry["file"] if isinstance(entry, dict) else entry
        return self.need(str(name), option).read_text(encoding="utf-8")

    def _folders(self) -> list[Path]:
        return [self.executed.source.parent, self.executed.files]

    def _bibliography(self) -> list[Path]:
        names = self.option("bibliography", [])
        files = [
            self.need(str(name), "bibliography") for name in (names if isinstance(names, list) else [names])
        ]
        for file in files:
            bibliography.check(file)
        return files

    def _style(self) -> list[str]:
        """Pandoc's argument for the citation style: it would take a path among the metadata for Markdown."""
        return (
            ["--csl", pandoc.address(self.need(str(self.options["csl"]), "csl"))]
            if self.option("csl")
            else []
        )

    def _filter_options(self) -> dict[str, Any]:
        known = {
            "format": self.format,
            "crossref": self.option("crossref", {}),
            "number-sections": self.option("number-sections", False),
            "number-depth": self.option("number-depth", SECTION_DEPTH),
            "callout-appearance": self.option("callout-appearance"),
            "callout-icon": self.option("callout-icon"),
            "metadata": self.options,
            "root": str(self.executed.root),
            "folders": [str(folder) for folder in self._folders()],
            "escaped-fences": len(ESCAPED_FENCE.findall(self.executed.markdown(self.format))),
        }
        return {name: value for name, value in known.items() if value is not None}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _is_text(entry: Any, option: str) -> bool:
    """Whether an entry of an include option is the text itself and not a file's name."""
    return "text" in entry if isinstance(entry, dict) else option == "header-includes"


def copy(source: Path, target: Path) -> None:
    """Copy a file, making folders; nothing happens if it is there already under the same name."""
    if target.exists() and target.samefile(source):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def without_tags(markdown_text: str) -> str:
    """Markdown whose raw HTML is text, but for marks of letters (`x<sub>2</sub>`).

    Code, formulas and addresses in brackets stay.
    """
    return _MARKUP.sub(lambda found: found[0] if found["kept"] else markdown(found[0]), markdown_text)
