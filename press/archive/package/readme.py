"""The README of the replication package.

A template (paper/package/readme.md) filled from schema, lock, provenance and a measured run.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import Any

from press.archive.package import exhibits
from press.archive.package.measured import Measured
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


def markdown(root: Path, work: Work, measured: Measured) -> str:
    """Return the README of a package that was built in the folder `root`."""
    records = json.loads((root / "_site" / "provenance.json").read_text(encoding="utf-8"))
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        **of_work(work),
        **of_run(measured),
        sources=source_sections(),
        datasets=dataset_table(),
        packages=package_list(root),
        seeds=seeds(root),
        exhibits=exhibit_tables(exhibits.rows(root)),
        numbers=number_rows(exhibits.in_text(records)),
        count=f"{sum(len(record['places']) for record in records):,}",
        references=references(work),
    )


def of_work(work: Work) -> dict[str, str]:
    """Title, people, version, licences."""
    return {
        "title": f"**{readable_markdown(citation.edition_title(work))}**",
        "authors": ", ".join(readable_markdown(author.name) for author in work.authors),
        "version": readable_markdown(work.version),
        "commit": f", commit {readable_markdown(work.short_commit)}" if work.commit else "",
        "day": f"{work.date.day} {work.date:%B %Y}" if work.date else "undated",
        "text_licence": readable_markdown(work.text_licence.name),
        "code_licence": readable_markdown(work.code_licence.name),
    }


def of_run(measured: Measured) -> dict[str, str]:
    """Run time, memory and sizes in words."""
    minutes, seconds = divmod(measured.seconds, 60)
    return {
        "runtime": f"{minutes} min {seconds} s" if minutes else f"{seconds} s",
        "memory": f"{measured.peak_mb:,} MB of memory",
        "package_size": f"{measured.package_mb} MB",
        "built_size": f"{measured.built_mb} MB",
        "environment_size": f"{measured.environment_mb:,} MB",
        "day_measured": measured.day,
        "python": measured.python,
        "machine": f"{measured.system}, {measured.processor}, {measured.cores} cores, {measured.memory_gb} GB of memory",
        "load": f"load average {measured.load}"
        + (
            " (the machine was busy with other work, which slowed the run down)"
            if measured.load > measured.cores
            else ""
        ),
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
    """Every table with what it is, its source and years."""
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
            yield article_reference(work)
        elif kind == "tables":
            yield from table_references(source)
        else:
            yield from row_references(kind)


def row_references(kind: Mapping[str, str]) -> list[str]:
    """Return a citation for each report that the rows of a table name, and for each report all who state something there."""
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


def article_reference(work: Work) -> str:
    """Return the published article, as far as it is known where."""
    where = (
        f" {readable_markdown(citation.published_reference(work.published))}" if work.published.known else ""
    )
    return f"{sentence(', '.join(author.name for author in work.authors))} *{readable_markdown(work.title)}*.{where}"


def address_link(address: str) -> str:
    """Return an address as a link to itself."""
    return f"<{address}>" if PLAIN_ADDRESS.fullmatch(address) else link(readable_markdown(address), address)


def sentence(text: str) -> str:
    """Return some words as a sentence of Markdown, with one full stop, and at the start of a line no number of a list."""
    return readable_markdown(f"{_unstopped(text)}.")


def _unstopped(text: str) -> str:
    return text.strip().rstrip(".")


# Programs ------------------------------------------------------------------------------------------


def package_list(root: Path) -> str:
    """Return the packages that the project names, with the versions of the lock and their reasons."""
    lock = dict(
        re.findall(
            r"^([\w.-]+)==([^\s;\\]+)",
            (root / "requirements" / "paper.lock").read_text(encoding="utf-8"),
            re.M,
        )
    )
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    reasons = dict(re.findall(r'^\s+"([\w.-]+)[^"]*",\s+# (.+)$', text, re.M))
    wanted = [re.match(r"[\w.-]+", one)[0] for one in tomllib.loads(text)["project"]["dependencies"]]
    return "\n".join(
        f"    - {name} {lock[name.lower()]}: {reasons.get(name, '')}".rstrip(": ") for name in wanted
    )


def seeds(root: Path) -> str:
    """Where random numbers are drawn, and with which seed."""
    found = [
        (path, text[: match.start()].count("\n") + 1, match[1])
        for path in sorted((root / science()).rglob("*.py"))
        for text in [path.read_text(encoding="utf-8")]
        for match in SEED.finditer(text)
    ]
    places = "\n".join(
        f"- Random seed {seed} is set at line {line} of `{path.relative_to(root).as_posix()}`."
        for path, line, seed in found
    )
    return places or "None is set."


def exhibit_tables(rows: Iterable[exhibits.Row]) -> str:
    """One table for each page."""
    pages: dict[str, list[exhibits.Row]] = {}
    for row in rows:
        pages.setdefault(row.page, []).append(row)
    return "\n\n".join(
        f"`_site/{page}`:\n\n"
        + pipe_table(
            ("exhibit", "cell", "program and line", "output", "data"),
            map(exhibit_row, of_page),
            "l",
            (14, 22, 28, 30, 28),
        )
        for page, of_page in pages.items()
    )


def exhibit_row(row: exhibits.Row) -> tuple[str, ...]:
    """Return a table or figure as a row of the README."""
    return (
        f"{readable_markdown(row.title)} ({in_code(row.label)})",
        in_code(row.cell),
        code(row.programs),
        code(row.outputs) or "in the page",
        code(row.data),
    )


def number_rows(numbers: Iterable[tuple[str, str, str, str, str]]) -> str:
    """Return the rows of the numbers in the sentences."""
    return "\n".join(
        f"| {readable_markdown(section)} | {readable_markdown(printed)} | {in_code(key)} | {in_code(program)} | {code(data.split(', '))} |"
        for section, printed, key, program, data in numbers
    )


def code(names: Iterable[str]) -> str:
    """File names in code type."""
    return ", ".join(in_code(name) for name in names if name)
