"""PDF: pandoc writes Typst in a template of Quarto's form, the Typst library sets it.

It is tagged, and PDF/UA-1 where nothing lacks an alternative text.
"""

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typst

from press.base.authors import Author
from press.base.errors import PressError
from press.base.markdown_text import plain
from press.base.plain_text import markdown, typst_string
from press.render import fonts, matter_pages, typst_template
from press.render.dates import build_time, format_date, typed_date
from press.render.labels import main_language, number_of
from press.render.page import Page
from press.render.pandoc import address
from press.render.svg_words import with_words
from press.render.table_widths import wide_table

COLUMNS_OF_AUTHORS = {1: 1, 2: 2, 4: 2}  # three abreast otherwise


def make(page: Page) -> list[str]:
    """Write the .pdf."""
    with typst_template.staged(page) as template:
        text = page.run_pandoc(
            *("--to", "typst", "--template", address(template)),
            *("--syntax-highlighting", "pygments", *page.include_arguments(), *_variables(page)),
            **typst_template.own_values(page) | _template_values(page),
        )
    with _compiler(_bare_tables(text), page) as compiler:
        page.destination.write_bytes(_compile(compiler, page))
        return _warnings_of_wide_tables(compiler, page) if b"#press-fit(" in text else []


def _bare_tables(text: bytes) -> bytes:
    """Free tables from the figure that pandoc sets each in: a caption then belongs to its table."""
    return re.sub(
        rb"#figure\(\n  align\(center\)\[(#table\((?:(?!\n  \)\]\n).)*\n  \))\]\n  , kind: table\n  \)",
        rb"#align(center)[\1]",
        text,
        flags=re.DOTALL,
    )


def _variables(page: Page) -> list[str]:
    """Return what goes into the template as Typst code, not as text."""
    parts = format_date(str(page.option("date", "")), "iso").split("-")
    dated = len(parts) == 3 and all(part.isdigit() for part in parts)
    date = "datetime(year: {}, month: {}, day: {})".format(*map(int, parts)) if dated else "none"
    values = {
        "document-title": typst_string(plain(str(page.option("title", page.executed.source.stem)))),
        "document-lang": main_language(page.language),
        "document-date": date,
        "papersize": page.option("papersize", "a4"),
        "by-press": "true",
        "page-numbering": "1",
        "section-numbering": "1.1.a",
        "author-columns": str(COLUMNS_OF_AUTHORS.get(len(page.authors), 3)),
        **{name: page.option(name) for name in ("fontsize", *fonts.FAMILIES) if page.option(name)},
        **({"toc": "true", "toc-depth": str(page.option("toc-depth", 3))} if page.option("toc") else {}),
    }
    pairs = [
        *values.items(),
        *(("document-authors", typst_string(plain(author.name))) for author in page.authors),
        *(("document-keywords", typst_string(plain(word))) for word in page.keywords),
    ]
    return [argument for name, value in pairs for argument in ("--variable", f"{name}={value}")]


def _template_values(page: Page) -> dict[str, Any]:
    """Return the texts of the title block, by the names that they have in Quarto's templates."""
    labels = page.labels
    margin = page.option("margin", {})
    return {
        "labels": {
            "abstract": page.option("abstract-title", labels["section-title-abstract"]),
            "authors": labels[f"title-block-author-{number_of(page.authors)}"],
        },
        "toc-title": page.option("toc-title", labels["toc-title-document"]),
        "by-author": [_author(author) for author in page.authors],
        "keywords": [markdown(word) for word in page.keywords],
        "own-author-heading": page.names_its_authors,
        "corresponding-label": markdown(labels.get("title-block-author-corresponding", "")),
        "thanks": matter_pages.thanks(page),
        "date": typed_date(str(page.option("date", "")), page.option("date-format"), page.language),
        **({"margin": {side: str(length) for side, length in margin.items()}} if margin else {}),
    }


def _author(author: Author) -> dict[str, Any]:
    return {
        "name": {"literal": author.name},
        "attributes": {"corresponding": author.corresponding},
        "email": markdown(author.email),
        "affiliations": [{"name": item.name} for item in author.affiliations],
    }


@contextmanager
def _compiler(text: bytes, page: Page) -> Iterator[typst.Compiler]:
    """Yield what sets a text, and keeps it set for whoever asks of it.

    Images are named by their full path, so the root is the file system's; packages are looked for in an
    empty folder, so that none is fetched.
    """
    with (
        tempfile.TemporaryDirectory(prefix="press-") as empty,
        tempfile.TemporaryDirectory(prefix="press-") as scratch,
    ):
        file, fonts_there = Path(scratch, "page.typ"), Path(scratch, "fonts")
        fonts_there.mkdir()
        file.write_bytes(_with_words_in_figures(text, page, Path(scratch)))
        try:
            compiler = typst.Compiler(
                str(file),
                root="/",
                package_path=empty,
                package_cache_path=empty,
                font_paths=fonts.fonts_of(page, fonts_there),
            )
        except RuntimeError:  # Typst takes a backslash for a separator
            raise PressError(
                "a PDF cannot be set in a folder whose path holds a backslash; rename the file or the folder",
                page.executed.source,
                1,
            ) from None
        yield compiler


def _with_words_in_figures(text: bytes, page: Page, folder: Path) -> bytes:
    """Return the text with figures of cells whose letters are words; these are written into a folder."""
    for number, figure in enumerate(sorted(page.executed.files.rglob("*.svg"))):
        if (named := typst_string(str(figure)).encode()) in text:
            worded = folder / f"{number}.svg"
            worded.write_bytes(with_words(figure.read_bytes()))
            text = text.replace(named, typst_string(str(worded)).encode())
    return text


def _warnings_of_wide_tables(compiler: typst.Compiler, page: Page) -> list[str]:
    """Name the tables that are too wide for their page in type that can be read."""
    found = json.loads(compiler.query("<press-too-wide>", field="value"))
    return [wide_table(page, one["label"], one["width"], one["room"], one["size"]) for one in found]


def _compile(compiler: typst.Compiler, page: Page) -> bytes:
    """Set the text; without PDF/UA where it lacks something that standard asks for."""
    try:
        return _bytes_of(compiler, pdf_standards=["ua-1"])
    except typst.TypstError as error:
        fonts.check_letters(error.diagnostic, page)
    try:
        return _bytes_of(compiler)
    except typst.TypstError as error:
        if "must not contain a backslash" in str(error):
            raise PressError(
                "a picture whose path holds a backslash cannot be set; rename the file or the folder",
                page.executed.source,
                1,
            ) from None
        if "pagebreaks are not allowed" in str(error):
            raise PressError(
                "a pagebreak inside a list, a quote or a callout cannot be set",
                *page.executed.place_of("{{< pagebreak"),
            ) from None
        raise PressError("Typst could not set the PDF", page.executed.source, 1, str(error)) from None


def _bytes_of(compiler: typst.Compiler, **how: Any) -> bytes:
    made = compiler.compile(timestamp=int(build_time().timestamp()), **how)
    assert isinstance(made, bytes)  # a list where pages are pictures
    return made
