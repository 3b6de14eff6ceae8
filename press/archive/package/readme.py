"""The README of the replication package: a template filled from schema, lock, provenance and a run."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from string import Template
from typing import Any

from press.archive.lock import read_lock
from press.archive.package import exhibits
from press.archive.package.measured import Measured
from press.archive.parts import reasons
from press.base import citation, yaml_file
from press.base.edition import Work, science
from press.base.paths import ROOT
from press.base.plain_text import code as in_code, link, readable_markdown
from press.tables import schema
from press.tables.pipe_table import pipe_table

FOLDER = ROOT / "paper" / "package"
TEMPLATE = FOLDER / "readme.md"
SOURCES = FOLDER / "sources.yml"
PLAIN_ADDRESS = re.compile(r"https?://[\w./?=&%:~+#,-]+", re.ASCII)
SEED = re.compile(r"^SEED = (\d+)", re.M)


def readme_text(root: Path, work: Work, measured: Measured, engine: str = "press") -> str:
    """Return the README of a package that an engine built in the folder `root`."""
    records = json.loads((root / "_site" / "provenance.json").read_text(encoding="utf-8"))
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        **words_of_work(work),
        **words_of_run(measured),
        engine=engine,
        sources=source_sections(),
        datasets=dataset_table(),
        packages=package_list(root),
        seeds=seeds(root),
        exhibits=exhibit_tables(exhibits.list_exhibits(root)),
        numbers=number_rows(exhibits.numbers_in_text(records)),
        count=f"{sum(len(record['places']) for record in records):,}",
        references=references(work),
    )


def engine_named(root: Path) -> str:
    """Return the engine that the README of a package tells to build it with."""
    found = re.search(r"`make paper ENGINE=(\w+)`", (root / "README.md").read_text(encoding="utf-8"))
    return found[1] if found else "press"


def words_of_work(work: Work) -> dict[str, str]:
    """Return title, people, version and licences."""
    return {
        "title": f"**{readable_markdown(citation.edition_title(work))}**",
        "authors": ", ".join(readable_markdown(author.name) for author in work.authors),
        "version": readable_markdown(work.version),
        "commit": f", commit {readable_markdown(work.short_commit)}" if work.commit else "",
        "day": f"{work.date.day} {work.date:%B %Y}" if work.date else "undated",
        "text_licence": readable_markdown(work.text_licence.name),
        "code_licence": readable_markdown(work.code_licence.name),
    }


def words_of_run(measured: Measured) -> dict[str, str]:
    """Return run time, memory and sizes in words."""
    minutes, seconds = divmod(measured.seconds, 60)
    busy = " (the machine was busy with other work, which slowed the run down)"
    return {
        "runtime": f"{minutes} min {seconds} s" if minutes else f"{seconds} s",
        "memory": f"{measured.peak_mb:,} MB of memory",
        "package_size": f"{measured.package_mb} MB",
        "built_size": f"{measured.built_mb} MB",
        "environment_size": f"{measured.environment_mb:,} MB",
        "day_measured": measured.day,
        "python": measured.python,
        "machine": f"{measured.system}, {measured.processor}, {measured.cores} cores, "
        f"{measured.memory_gb} GB of memory",
        "load": f"load average {measured.load}{busy if measured.load > measured.cores else ''}",
    }


# Data ----------------------------------------------------------------------------------------------


def sources() -> list[dict[str, Any]]:
    """Return the sources of data, as sources.yml describes them."""
    return yaml_file.read_list(SOURCES)


def source_sections() -> str:
    """Return a section for each source: how others get it, which files hold it, what they keep."""
    parts = []
    for source in sources():
        files = ", ".join(f"`data/{path}`" for path in source["tables"])
        parts += [
            f"#### {source['name']}",
            source["access"].strip(),
            f"Data files: {files}. Provided: {source['provided']}.",
        ]
    return "\n\n".join(parts)


def dataset_table() -> str:
    """Return every table with what it is, its source and years."""
    given = {path: source["provided"] for source in sources() for path in source["tables"]}
    rows = [
        (
            f"`data/{table['path']}`",
            readable_markdown(table["title"]),
            readable_markdown(_unstopped(table["source"])),
            readable_markdown(str(table["years"])),
            given[table["path"]],
        )
        for table in schema.package()["resources"]
    ]
    return pipe_table(
        ("data file", "what it is", "source", "years", "provided"), rows, "l", (26, 26, 34, 12, 8)
    )


def references(work: Work) -> str:
    """Return the data citations, one a paragraph."""
    written = [text for source in sources() for text in cited(source, work)]
    return "\n\n".join(f"- {text}" for text in dict.fromkeys(filter(None, written)))


def cited(source: Mapping[str, Any], work: Work) -> Iterator[str]:
    """Yield what is cited for one source: its own words, or what its `cite` lists."""
    if isinstance(source["cite"], str):
        yield source["cite"].strip()
        return
    for kind in source["cite"]:
        if kind == "article":
            yield from article_references(work)
        elif kind == "tables":
            yield from table_references(source)
        else:
            yield from row_references(kind)


def row_references(kind: Mapping[str, str]) -> list[str]:
    """Return a citation for each report that the rows of a table name: all who state something there."""
    what = f"{kind['what']} " if "what" in kind else ""
    reports = schema.load(kind["table"]).groupby(kind["address"], sort=False)
    return [
        f"{sentence(', '.join(dict.fromkeys(rows[kind['who']])))} {what}{address_link(address)}."
        for address, rows in reports
    ]


def table_references(source: Mapping[str, Any]) -> list[str]:
    """Return what the schema names as the sources of tables, but for those whose rows name their own."""
    by_rows = {kind["table"] for kind in source["cite"] if isinstance(kind, dict)}
    return [
        sentence(table["source"])
        for table in schema.package()["resources"]
        if table["path"] in source["tables"] and table["name"] not in by_rows
    ]


def article_references(work: Work) -> list[str]:
    """Return the published article, as far as it is known where."""
    authors = sentence(", ".join(author.name for author in work.authors))
    where = readable_markdown(citation.published_reference(work.published)) if work.published.known else ""
    return [f"{authors} *{readable_markdown(work.title)}*. {where}".rstrip()]


def address_link(address: str) -> str:
    """Return an address as a link to itself."""
    return f"<{address}>" if PLAIN_ADDRESS.fullmatch(address) else link(readable_markdown(address), address)


def sentence(text: str) -> str:
    """Return some words as a sentence of Markdown with one full stop, which begins no list."""
    return readable_markdown(f"{_unstopped(text)}.")


def _unstopped(text: str) -> str:
    return text.strip().rstrip(".")


# Programs ------------------------------------------------------------------------------------------


def package_list(root: Path) -> str:
    """Return the packages that the project names, with the versions of the lock and their reasons."""
    pins = read_lock((root / "requirements" / "paper.lock").read_text(encoding="utf-8"))
    versions, why = {pin.name: pin.version for pin in pins}, reasons(root)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.match(r"[\w.-]+", wanted)[0] for wanted in project["dependencies"]]
    return "\n".join(f"    - {name} {versions[name.lower()]}: {why[name.lower()]}" for name in names)


def seeds(root: Path) -> str:
    """Say where random numbers are drawn, and with which seed."""
    texts = {path: path.read_text(encoding="utf-8") for path in sorted((root / science()).rglob("*.py"))}
    places = [
        f"- Random seed {found[1]} is set at line {exhibits.line_at(text, found.start())} "
        f"of `{path.relative_to(root).as_posix()}`."
        for path, text in texts.items()
        for found in SEED.finditer(text)
    ]
    return "\n".join(places) or "None is set."


def exhibit_tables(rows: Iterable[exhibits.Row]) -> str:
    """Return one table for each page, whose exhibits stand together."""
    head, widths = ("exhibit", "cell", "program and line", "output", "data"), (14, 22, 28, 30, 28)
    return "\n\n".join(
        f"`_site/{page}`:\n\n{pipe_table(head, map(exhibit_row, of_page), 'l', widths)}"
        for page, of_page in groupby(rows, key=attrgetter("page"))
    )


def exhibit_row(row: exhibits.Row) -> tuple[str, ...]:
    """Return a table or figure as a row of the README."""
    return (
        f"{readable_markdown(row.title)} ({in_code(row.label)})",
        in_code(row.cell),
        as_code(row.programs),
        as_code(row.outputs) or "in the page",
        as_code(row.data),
    )


def number_rows(numbers: Iterable[tuple[str, str, str, str, str]]) -> str:
    """Return the rows of the numbers in the sentences."""
    return "\n".join(
        f"| {readable_markdown(section)} | {readable_markdown(printed)} | {in_code(key)} "
        f"| {in_code(program)} | {as_code(data.split(', '))} |"
        for section, printed, key, program, data in numbers
    )


def as_code(names: Iterable[str]) -> str:
    """Return file names in code type."""
    return ", ".join(in_code(name) for name in names if name)
