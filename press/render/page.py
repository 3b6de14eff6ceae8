"""A page in the making: what the four formats share on the way from an executed document to a file."""

import dataclasses
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from press.base import yaml12
from press.base.authors import Author, read_authors, taken_for_bodies
from press.base.errors import PressError
from press.base.files import is_inside
from press.base.plain_text import markdown
from press.base.yaml12 import as_list
from press.render import bibliography, images, pandoc, pandoc_problems, user_filters
from press.render.document import Executed
from press.render.labels import labels_in, main_language, number_of, words_of_kinds
from press.render.rewording import Conversion, Memory
from press.render.shortcodes import map_texts

LINKED = ("html", "jats")  # where citations link to their entries unless `link-citations` says otherwise
INCLUDES = {  # option -> the template's variable
    "header-includes": "header-includes",
    "include-in-header": "header-includes",
    "include-before-body": "include-before",
    "include-after-body": "include-after",
}
TEXTS = (
    "title", "subtitle", "abstract", "abstract-title", "nocite", "lang", "references", "link-citations",
    "suppress-bibliography", "link-bibliography", "notes-after-punctuation",
)  # fmt: skip
"""Options that are Markdown or that pandoc itself reads."""
NO_NAMES = ("abstract", "references", "nocite")  # the abstract is part of the text
LETTERS = ("sub", "sup", "em", "strong", "i", "b", "small")  # marks of letters, as HTML
_MARKUP = re.compile(
    rf"""
    (?P<kept>
        \\. | (?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`) | \$[^$]+\$
        | <(?P<mark>{"|".join(LETTERS)})>[^<>]*</(?P=mark)> | <w?br\s*/?>
        | <[A-Za-z][\w.+-]*(?::/|@)[^\s<>]*>
    )
    | <!--.*?--> | <!-- | <[/!?A-Za-z][^<>]*> | <(?=[/!?A-Za-z])
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
EXAMPLE = re.compile(r"^[^\w\\]*@[.)](?:\s|$)", re.MULTILINE)
"""The mark of an item of pandoc's example lists; as text it is written with a stroke before the sign."""
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
    said : list of str
        Warnings: doubtful names in the bibliography, and what the author's filters had to say.
    memory : Memory
        What pandoc made of the page before, and what it makes now.
    """

    executed: Executed
    format: str
    options: dict[str, Any]
    destination: Path
    said: list[str] = dataclasses.field(default_factory=list)
    memory: Memory = dataclasses.field(default_factory=Memory)

    def option(self, name: str, default: Any = None) -> Any:
        """Return an option's value; `default` where it is absent or null."""
        return default if (value := self.options.get(name)) is None else value

    @property
    def authors(self) -> tuple[Author, ...]:
        """The authors in order."""
        try:
            return read_authors(self.options)
        except LookupError as unknown:
            raise PressError(
                f"no affiliation has the id {unknown}", *self.executed.place_of(f"ref: {unknown}")
            ) from None

    @property
    def texts(self) -> dict[str, Any]:
        """The metadata that is Markdown or that pandoc itself reads, as strings."""
        found = {name: self.options[name] for name in TEXTS if self.option(name) is not None}
        if "abstract" in found:
            found["abstract"] = f"{found['abstract']}\n"  # paragraphs, also where there is but one
        if "references" in found:
            found["references"] = bibliography.mended_works(found["references"])
        return {"lang": "en", "link-citations": self.format in LINKED, **found}

    @property
    def language(self) -> str:
        """The document's language, as a tag."""
        return str(self.option("lang", "en"))

    @property
    def labels(self) -> dict[str, str]:
        """The words that the page prints of itself, by their names in Quarto."""
        own = self.option("language", {})
        if isinstance(own, str):
            own = yaml12.read(self.required_file(own, "language"))
        return labels_in(self.language, own)

    @property
    def names_its_authors(self) -> bool:
        """Whether the document words the heading of its authors itself (`language:`)."""
        name = f"title-block-author-{number_of(self.authors)}"
        return self.labels[name] != labels_in(self.language, {})[name]

    @property
    def keywords(self) -> list[str]:
        """The keywords; a string is a list with commas."""
        given = self.option("keywords", [])
        return (
            [str(word) for word in given]
            if isinstance(given, list)
            else [word.strip() for word in str(given).split(",")]
        )

    def run_pandoc(
        self, *arguments: str, meanwhile: Callable[[], object] = lambda: None, **metadata: Any
    ) -> bytes:
        """Return what pandoc writes with a writer's arguments and metadata; something else is done meanwhile.

        Raises
        ------
        PressError
            For whatever pandoc or the filter finds wrong.
        """
        text = {
            name: value if name in NO_NAMES else map_texts(value, _as_line)
            for name, value in {**self.texts, **metadata}.items()
        }
        works = [
            self.required_file(str(name), "bibliography") for name in as_list(self.option("bibliography"))
        ]
        marked = [bibliography.may_hold_markup(file) for file in works]
        self.said.extend(self._doubtful_names_in(works))
        self.said.extend(
            f"the author {name} is taken for an organisation; write name: {{literal: {name}}} if it is one, "
            "given and family if it is a person"
            for name in taken_for_bodies(self.options)
        )
        # the style goes by an argument: among the metadata pandoc would take its path for Markdown
        styles = [self.required_file(str(self.options["csl"]), "csl")] if self.option("csl") else []
        sources = [pandoc.SOURCES] if "references" in text or any(marked) else []
        known, seen = user_filters.for_lua(self, metadata)
        if self._reworded(known):
            meanwhile()
            return self._noted()
        try:
            with bibliography.mended_files(works) as mended:
                files = [
                    *(("--bibliography", file) for file in mended),
                    *(("--csl", file) for file in styles),
                ]
                converted = pandoc.run(
                    self.executed.markdown(self.format),
                    text | ({"press-document": seen} if seen else {}),
                    [*arguments, *(word for name, file in files for word in (name, pandoc.address(file)))],
                    self._filter_options() | ({"filters": known} if known else {}),
                    citeproc=bool(works) or "references" in text,
                    last=[*sources, *([pandoc.SIGNS] if self.format == "typst" else [])],
                    folder=self.executed.source.parent,
                    meanwhile=meanwhile,
                )
        except pandoc.PandocFailed as failure:
            raise pandoc_problems.from_failure(failure, self.executed) from None
        pandoc_problems.check_warnings(converted.warnings, self.executed, self.format)
        said = pandoc_problems.words_of_filters(converted.warnings, converted.printed) if known else []
        self.memory.now = Conversion(self.executed.markdown(self.format), converted.output, said)
        return self._noted()

    def _reworded(self, filters: dict[str, Any]) -> bool:
        """Whether at most words of a paragraph changed, so that what pandoc would make is known."""
        before, text = self.memory.before, self.executed.markdown(self.format)
        if before and (text == before.text or not user_filters.may_look_at_prose(filters)):
            self.memory.now = before.of(text)
        return self.memory.now is not None

    def _noted(self) -> bytes:
        assert self.memory.now is not None
        self.said.extend(self.memory.now.said)
        return self.memory.now.output

    def _doubtful_names_in(self, works: list[Path]) -> Iterator[str]:
        """Yield a sentence for each author of a cited work who looks like a body and reads as a person."""
        cited = self.executed.markdown(self.format) + str(self.option("nocite", ""))
        for file in works:
            for doubt in bibliography.read_doubts(file):
                if doubt.key in cited or "@*" in cited:
                    yield (
                        f"{file.name}:{doubt.line}: {doubt.name} is read as a person, the last word as the "
                        f"family name; if it is an organisation, write {{{{{doubt.name}}}}}"
                    )

    def include_arguments(self) -> list[str]:
        """Return pandoc's arguments for the raw text that the include options add."""
        return [
            word
            for option, variable in INCLUDES.items()
            for entry in as_list(self.option(option))
            for word in ("--variable", f"{variable}={self._text_of(entry, option)}")
        ]

    def find_file(self, name: str) -> Path | None:
        """Return the file that a path in the text or an option names.

        It is looked for from the project for "/x", else from the document's folder and where cells put files.
        """
        folders = [self.executed.project.root] if name.startswith("/") else self._folders()
        return next((path for folder in folders if (path := folder / name.lstrip("/")).is_file()), None)

    def required_file(self, name: str, option: str) -> Path:
        """Return the file that an option names, also from the project's folder, as in its `_quarto.yml`.

        Raises
        ------
        PressError
            If there is none.
        """
        if (path := self.find_file(name) or self.find_file("/" + name)) is None:
            raise PressError(f"the file {name} ({option}) does not exist", *self.executed.place_of(name))
        if not os.access(path, os.R_OK):
            raise PressError(f"the file {name} ({option}) cannot be read", *self.executed.place_of(name))
        self._keep_inside(path, name)
        return path

    def publish_file(self, file: Path) -> str:
        """Copy a file to the place beside the page that it has beside the source; return the link to it."""
        self._keep_inside(file, file.name)
        made = file.is_relative_to(self.executed.files)
        link = os.path.relpath(file, self.executed.files if made else self.executed.source.parent)
        target = Path(os.path.normpath(self.destination.parent / link))
        images.publish(file, target, file.name, self.executed.place_of(file.name))
        return Path(link).as_posix()

    def _keep_inside(self, path: Path, name: str) -> None:
        """Refuse a file outside the project, also one that a link leads to: what is published is its own."""
        if not is_inside(path, self.executed.project.root, self.executed.files):
            raise PressError(f"the file {name} lies outside the project", *self.executed.place_of(name))

    def included_as_spelled(self) -> list[str]:
        """Return the texts of the include options into which no value of a cell or a shortcode was put."""
        stated = self.executed.stated.get(self.format, {})
        return [
            self._text_of(entry, option)
            for option in INCLUDES
            for entry in as_list(self.option(option))
            if entry in as_list(stated.get(option)) or not _is_text(entry, option)
        ]

    def _text_of(self, entry: Any, option: str) -> str:
        """Return the text of an entry of an include option: a file's name, {file: ...} or {text: ...}."""
        if _is_text(entry, option):
            return str(entry["text"] if isinstance(entry, dict) else entry)
        name = entry["file"] if isinstance(entry, dict) else entry
        return self.required_file(str(name), option).read_text(encoding="utf-8")

    def _folders(self) -> list[Path]:
        """Return where files are looked for: what cells drew first, which an earlier page may lie beside."""
        return [self.executed.files, self.executed.source.parent]

    def _filter_options(self) -> dict[str, Any]:
        labels = self.labels
        known = {
            "format": self.format,
            "language": main_language(self.language),
            "words": words_of_kinds(labels) | {"code": labels["code-summary"]},
            "crossref": self.option("crossref", {}),
            "number-sections": self.option("number-sections", False),
            "number-depth": self.option("number-depth", 6),
            "callout-appearance": self.option("callout-appearance"),
            "callout-icon": self.option("callout-icon"),
            "metadata": self.options,
            "root": str(self.executed.project.root),
            "folders": [str(folder) for folder in self._folders()],
            "has-examples": bool(EXAMPLE.search(self.executed.markdown(self.format))),
            "escaped-fences": len(re.findall(r"(?:\\:){3,}", self.executed.markdown(self.format))),
        }
        return {name: value for name, value in known.items() if value is not None}


def _is_text(entry: Any, option: str) -> bool:
    """Whether an entry of an include option is the text itself and not a file's name."""
    return "text" in entry if isinstance(entry, dict) else option == "header-includes"


def _as_line(markdown_text: str) -> str:
    """Return Markdown whose first sign opens no list and no heading; front.lua takes the empty span away."""
    return f"[]{{}}{without_tags(markdown_text.lstrip())}" if markdown_text.strip() else markdown_text


def without_tags(markdown_text: str) -> str:
    """Return Markdown whose raw HTML is text, but for marks of letters (`x<sub>2</sub>`).

    Code, formulas and addresses in brackets stay.
    """
    return _MARKUP.sub(lambda found: found[0] if found["kept"] else markdown(found[0]), markdown_text)
