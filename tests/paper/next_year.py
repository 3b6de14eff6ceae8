"""A copy of the project whose official statistics go on: rows of years that nobody has published yet."""

import csv
from pathlib import Path


def add_years(data: Path) -> None:
    """Complete 2024, so that the balance ends with it, and begin 2025: balances and moves, no product."""
    _change(data / "official" / "region_year.csv", _product_of_2024)
    _append(data / "official" / "unemployment.csv", "2023", "2024", {})
    _append(data / "official" / "region_year.csv", "2024", "2025", {"grp_mln_kzt": ""})
    _append(data / "official" / "flows.csv", "2024", "2025", {})
    totals = {"population": "", "interregional_moves": _sum(data, "flows", "persons", "2025")}
    totals["net_migration"] = _sum(data, "region_year", "net_migration", "2025")
    _append(data / "official" / "national.csv", "2024", "2025", totals)


def _product_of_2024(row: dict[str, str]) -> dict[str, str]:
    return row | {"grp_mln_kzt": "4000000.5"} if row["year"] == "2024" else row


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _change(path: Path, change) -> None:
    _write(path, [change(row) for row in _read(path)])


def _append(path: Path, pattern: str, year: str, other: dict[str, str]) -> None:
    """Add a year whose rows are those of another, but for some cells."""
    rows = _read(path)
    _write(path, [*rows, *(row | {"year": year} | other for row in rows if row["year"] == pattern)])


def _sum(data: Path, table: str, column: str, year: str) -> str:
    rows = _read(data / "official" / f"{table}.csv")
    return str(sum(int(row[column]) for row in rows if row["year"] == year))
