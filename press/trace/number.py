"""What a reviewer asks of one number, in the terminal: `make number KEY=…`.

Its value, computed anew and set beside the built site's; where pages print it; the function that made it; and
the first rows of the files that it comes from.
"""

from __future__ import annotations

import difflib
import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from press.base.edition import SHORT_HASH
from press.base.errors import InputError, PressError
from press.base.paths import ROOT
from press.base.plain_text import NUMBER, shortened, visible
from press.numbers.origins import Origin, Source
from press.numbers.results import SIGNIFICANT_DIGITS, plain
from press.paper import Paper, current
from press.tables import schema, table_file
from press.trace.built_site import values_of
from press.trace.known import line_of

SHOWN_ROWS = 5
NEAREST = 8
CLOSE = 5
"""So many of the nearest keys may be those that are spelled alike; the others begin alike."""
CELL = 24
"""The letters of a cell that are shown."""
GAP = "  "
WIDTH = 100
"""The width of lines where nothing tells that of the terminal."""

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Site:
    """What the built site says of a number.

    Attributes
    ----------
    values
        What its results.json has under the key: one value, or none.
    commit
        The commit that it was built from; empty where that is not known.
    records
        The records of its provenance.json that are about the number.
    checksums
        The SHA-256 of the files that its printed numbers came from, by path.
    """

    values: tuple[Value, ...]
    commit: str
    records: tuple[Mapping[str, Any], ...]
    checksums: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file that a number comes from.

    Attributes
    ----------
    path, sha256
        As results name it, and the SHA-256 that it has now.
    title
        What the schema calls it, if anything.
    header, rows, count
        Its columns, its first rows, and how many rows it has.
    private
        Whether its rows are not to leave the machine.
    fault
        Why no rows can be shown; else empty.
    """

    path: str
    sha256: str = ""
    title: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    count: int = 0
    private: bool = False
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that is told of a number.

    Attributes
    ----------
    key, value, origin, line
        The number, what made it, and the line of that function.
    data
        What pages call the data of the paper, where it comes from them; else empty.
    tables
        The files that it comes from.
    site
        What the built site says; None where there is none.
    """

    key: str
    value: Value
    data: str
    origin: Origin
    line: int
    tables: tuple[Table, ...]
    site: Site | None

    @property
    def agrees(self) -> bool:
        """Whether nothing that was built says otherwise."""
        return self.site is None or self.site.values == (self.value,)


def main(key: str) -> int:
    """Print what there is to tell of a number.

    Returns
    -------
    int
        The exit status: 1 where the built site has another value.

    Raises
    ------
    PressError
        When there is no number of this key; the nearest keys are named.
    """
    account = account_of(key.strip(), current(), ROOT / "_site")
    print(told(account, shutil.get_terminal_size((WIDTH, 24)).columns))
    return 0 if account.agrees else 1


# What is read ------------------------------------------------------------------------------------


def account_of(key: str, paper: Paper, site: Path) -> Account:
    """Compute the paper anew, and read what there is about one of its numbers."""
    if not key:
        raise PressError("no number is named: make number KEY=key tells of one, by its key.")
    anew = paper.compute()
    keys = anew.all_keys()
    if key not in keys:
        near = "\n".join(f"  {visible(one)}" for one in nearest(key, keys))
        raise PressError(f'there is no number "{visible(shortened(key))}"; the nearest are:', details=near)
    origin = anew.origin(key)
    return Account(
        key,
        plain(anew.value(key)),
        paper.panel.label if anew.panel.path in {one.path for one in origin.sources} else "",
        origin,
        line_of(origin.function, origin.file, ROOT),
        tuple(table_of(source, paper) for source in origin.sources),
        read_site(site, key),
    )


def nearest(key: str, keys: Sequence[str]) -> list[str]:
    """Return the keys that begin with a key, those that are spelled alike, those whose first parts agree."""
    longer = [one for one in keys if one.startswith(key)]
    alike = difflib.get_close_matches(key, keys, CLOSE)
    parts = key.split(".")
    starts = (".".join(parts[:size]) + "." for size in range(len(parts) - 1, 0, -1))
    family = next(filter(None, ([one for one in keys if one.startswith(start)] for start in starts)), [])
    return list(dict.fromkeys([*longer, *alike, *family]))[:NEAREST]


def read_site(folder: Path, key: str) -> Site | None:
    """Read what a built site says of a number; None where there is no built site."""
    files = [folder / name for name in ("results.json", "provenance.json")]
    if not all(file.is_file() for file in files):
        return None
    try:
        results, records = (json.loads(file.read_text(encoding="utf-8")) for file in files)
        values = values_of(results)
        return Site(
            (values[key],) if key in values else (),
            next((record["commit"] for record in records), ""),
            tuple(record for record in records if record["key"] == key),
            {one["path"]: one["sha256"] for record in records for one in record["sources"]},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(
            f"{folder.name}: found a results.json or provenance.json that no build wrote, "
            "expected what make paper writes."
        ) from None


def table_of(source: Source, paper: Paper) -> Table:
    """Read the file of a source as it is now."""
    panel = paper.results.panel
    path = paper.data_file()[0] if source.path == panel.path else ROOT / source.path
    private = (source.path == panel.path and not panel.public) or path.resolve() in {
        file.resolve() for file in paper.private_files()
    }
    if not path.is_file():
        return Table(source.path, private=private, fault="the file is not there")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    if path.suffix.lower() not in table_file.SUFFIXES:
        return Table(source.path, sha256, private=private, fault="it is no table")
    try:
        known = () if path.suffix.lower() == ".csv" else (schema.required_columns(), schema.key_columns())
        cells = table_file.read(path, source.path, *known).cells
    except InputError as error:
        return Table(source.path, sha256, private=private, fault=str(error).rstrip("."))
    rows = tuple(map(tuple, cells.head(SHOWN_ROWS).itertuples(index=False, name=None)))
    return Table(source.path, sha256, title_of(source.path), tuple(cells.columns), rows, len(cells), private)


def title_of(path: str) -> str:
    """Return what the schema of the data calls a file; empty where it does not know it."""
    return next(
        (
            str(entry.get("title", ""))
            for entry in schema.package()["resources"]
            if f"data/{entry['path']}" == path
        ),
        "",
    )


# What is told ------------------------------------------------------------------------------------


def told(account: Account, width: int) -> str:
    """Return what is told of a number, in lines of at most a width where they hold a table."""
    origin, site = account.origin, account.site
    lines = [
        f"{account.key} = {account.value}",
        "",
        comparison(account),
        *(printed(site) if site else []),
        "",
        "Made by",
        f"{GAP}{origin.function}, in {origin.file}, line {account.line}",
        "",
        "From" if account.tables else "From no file",
    ]
    for table in account.tables:
        lines += [*described(table, site), *drawn(table, width), ""]
    return "\n".join(visible(line).rstrip() for line in lines).rstrip()


def comparison(account: Account) -> str:
    """Say whether the number that was computed anew is that of the built site."""
    anew = f"Computed anew{f' from {account.data}' if account.data else ''}"
    if account.site is None:
        return (
            f"{anew}; there is no built site to compare it with or to say where it is printed (make paper)."
        )
    if account.agrees:
        return f"{anew}: equal to what the built site says, to {SIGNIFICANT_DIGITS} digits."
    says = f"says {account.site.values[0]}" if account.site.values else "has no such number"
    return f"{anew}: not equal, the built site {says}."


def printed(site: Site) -> list[str]:
    """Return the forms in which pages print a number, each with its places, a line each."""
    commit = f", as built from commit {site.commit[:SHORT_HASH]}" if site.commit else ""
    lines = ["", f"Printed{commit}"]
    for record in site.records:
        lines.append(f"{GAP}{record['printed']}")
        for words, times in Counter(map(place, record["places"])).items():
            lines.append(f"{GAP * 2}{words}{f' ({times} times)' if times > 1 else ''}")
    return lines if site.records else [*lines, f"{GAP}on no page"]


def place(found: Mapping[str, Any]) -> str:
    """Return a place of provenance.json in words."""
    in_cell = found["where"] == "table cell"
    where = "" if in_cell or found["where"] == "text" else found["where"]
    cell = [f'{name} "{found[name]}"' for name in ("row", "column") if in_cell and found[name]]
    return ", ".join(filter(None, (found["page"], found["section"], found["exhibit"], where, *cell)))


def described(table: Table, site: Site | None) -> list[str]:
    """Say what a file is, and whether it is the one that the site was built from."""
    lines = [f"{GAP}{table.path}{f': {table.title}' if table.title else ''}"]
    if table.sha256:
        lines.append(f"{GAP}SHA-256 {table.sha256}")
    if table.sha256 and site is not None:
        lines.append(f"{GAP}{since_built(table.sha256, site.checksums.get(table.path, ''))}")
    if table.private:
        lines.append(f"{GAP}private: its rows are shown in this terminal alone, and stand on no page")
    return lines


def since_built(now: str, before: str) -> str:
    """Say whether a file has changed since the site was built."""
    if not before:
        return "the built site names no checksum of it"
    return (
        "the same as when the site was built"
        if now == before
        else f"CHANGED since the site was built, when it was {before}"
    )


def drawn(table: Table, width: int) -> list[str]:
    """Return the first rows of a table, with as many columns as the width holds."""
    if table.fault:
        return [f"{GAP}no rows are shown: {table.fault}"]
    columns = [column(cells) for cells in zip(table.header, *table.rows, strict=True)]
    shown = fitting(columns, width - 3 * len(GAP))
    hidden, more = len(columns) - len(shown), table.count - len(table.rows)
    end = f"{GAP}…" if hidden else ""
    left_out = [f"{more} more rows"] * bool(more) + [f"{hidden} more columns"] * bool(hidden)
    return [
        f"{GAP}{table.count} rows, {len(columns)} columns",
        *(f"{GAP * 2}{GAP.join(cells)}{end}" for cells in zip(*shown, strict=True)),
        *([f"{GAP * 2}and {' and '.join(left_out)}"] if left_out else []),
    ]


def fitting(columns: Sequence[Sequence[str]], width: int) -> Sequence[Sequence[str]]:
    """Return the first columns that a width holds, at least one."""
    ends = accumulate(len(cells[0]) + len(GAP) for cells in columns)
    return columns[: max(1, sum(end <= width for end in ends))]


def column(cells: Sequence[str]) -> list[str]:
    """Return a column, its name first, every cell as wide as the widest; numbers stand to the right."""
    shown = [visible(shortened(cell, CELL)) for cell in cells]
    width = max(map(len, shown))
    numeric = all(not cell or NUMBER.fullmatch(cell) for cell in shown[1:])
    return [cell.rjust(width) if numeric else cell.ljust(width) for cell in shown]
