"""A page in the making: what the four formats share on the way from an executed document to a file."""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import bibliography, pandoc, problems
from .authors import Author, read_authors
from .document import Executed
from .errors import PressError
from .files import is_inside

SECTION_DEPTH = 6
LINKED = ("html", "jats")      # where citations link to their entries unless `link-citations` says otherwise
INCLUDES = {      # option -> the template's variable
    "header-includes": "header-includes", "include-in-header": "header-includes",
    "include-before-body": "include-before", "include-after-body": "include-after",
}
ESCAPED_FENCE = re.compile(r"(?:\\:){3,}")
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
        """An option's value; `default` where it is absent or null."""
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
            found["abstract"] = f"{found['abstract']}\n"      # paragraphs, also where there is but one
        return {"lang": "en", "link-citations": self.format in LINKED, **found, **self._bibliography()}

    @property
    def keywords(self) -> list[str]:
        """The keywords; a string is a list with commas."""
        given = self.option("keywords", [])
        return [str(word) for word in given] if isinstance(given, list) else [word.strip() for word in str(given).split(",")]

    def pandoc(self, *arguments: str, meanwhile: Callable[[], object] = lambda: None, **metadata: Any) -> bytes:
        """Run pandoc with a writer's arguments and metadata, and do something else meanwhile; return what pandoc wrote.

        Raises
        ------
        PressError
            For whatever pandoc or the filter finds wrong.
        """
        text = {**self.text, **metadata}
        citeproc = "bibliography" in text or "references" in text
        wild = "references" in text or any(bibliography.is_wild(Path(file)) for file in text.get("bibliography", ()))
        job = pandoc.Job(self.executed.markdown(self.format), text, self._filter_options(), arguments, citeproc, wild)
        try:
            output, warnings = pandoc.run(job, meanwhile)
        except pandoc.PandocFailed as failure:
            raise problems.from_failure(failure, self.executed) from None
        problems.check_warnings(warnings, self.executed, self.format)
        return output

    def includes(self) -> list[str]:
        """Pandoc's arguments for the raw text that `include-in-header`, `-before-body`, `-after-body` and `header-includes` add."""
        arguments = []
        for option, variable in INCLUDES.items():
            for text in self._included(option):
                arguments += ["--variable", f"{variable}={text}"]
        return arguments

    def find(self, name: str) -> Path | None:
        """The file that a path in the text or an option names: from the project for "/x", else from the document's folder, else made by a cell."""
        folders = [self.executed.root] if name.startswith("/") else self._folders()
        return next((path for folder in folders if (path := folder / name.lstrip("/")).is_file()), None)

    def need(self, name: str, option: str) -> Path:
        """The file that an option names (also from the project's folder, where its `_quarto.yml` named it).

        Raises
        ------
        PressError
            If there is none.
        """
        path = self.find(name) or self.find("/" + name)
        if path is None:
            file, line = self.executed.find(name)
            raise PressError(f"the file {name} ({option}) does not exist", file, line)
        self._keep_inside(path, name)
        return path

    def publish(self, file: Path) -> str:
        """Copy a file to the place beside the page that it has beside the source; return the relative link."""
        self._keep_inside(file, file.name)
        folder = self.executed.source.parent
        base = self.executed.files if file.is_relative_to(self.executed.files) else folder
        link = os.path.relpath(file, base)
        copy(file, Path(os.path.normpath(self.destination.parent / link)))
        return Path(link).as_posix()

    def _keep_inside(self, path: Path, name: str) -> None:
        """Refuse a file outside the project, also one that a link leads to: what is published is the project's own."""
        if not is_inside(path, self.executed.root, self.executed.files):
            raise PressError(f"the file {name} lies outside the project", *self.executed.find(name))

    def _included(self, option: str) -> list[str]:
        """Texts of an include option: a file's name, {file: ...} or {text: ...}, or a list of these."""
        given = self.option(option, [])
        texts = []
        for entry in given if isinstance(given, list) else [given]:
            if isinstance(entry, dict) and "text" in entry:
                texts.append(str(entry["text"]))
            elif option == "header-includes":
                texts.append(str(entry))
            else:
                name = entry["file"] if isinstance(entry, dict) else entry
                texts.append(self.need(str(name), option).read_text(encoding="utf-8"))
        return texts

    def _folders(self) -> list[Path]:
        return [self.executed.source.parent, self.executed.files]

    def _bibliography(self) -> dict[str, Any]:
        files = self.option("bibliography", [])
        files = [str(self.need(str(name), "bibliography")) for name in (files if isinstance(files, list) else [files])]
        for file in files:
            bibliography.check(Path(file))
        style = {"csl": str(self.need(str(self.options["csl"]), "csl"))} if self.option("csl") else {}
        return {**({"bibliography": files} if files else {}), **style}

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


def copy(source: Path, target: Path) -> None:
    """Copy a file, making folders; nothing happens if it is there already under the same name."""
    if target.exists() and target.samefile(source):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
