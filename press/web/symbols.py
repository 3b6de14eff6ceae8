"""Symbols of formulas that lead to their rows in the table of variables (`symbols.js`).

Which table that is, and which symbols are called otherwise than their rows, paper/edition.yml says under
`variables`. A script finds the symbols in the formulas of the table's page; without it they are formulas.
"""

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from press.base.edition import SETTINGS, settings_of
from press.base.errors import InputError
from press.base.paths import ROOT
from press.trace.page_record import HEAD, Piece
from press.web.view import View, data_block

ID = "variable-symbols"


def pieces(view: View) -> Iterator[Piece]:
    """Yield what the page with the table gets."""
    named = settings_of(ROOT / SETTINGS).get("variables") or {}
    if (table := named.get("table")) in view.page.exhibits:
        symbols = symbols_of(named, view)
        own = view.style("symbols.css") + view.script("symbols.js")
        told = {"table": table, "name": view.page.exhibits[table].title, "symbols": symbols}
        yield HEAD, data_block(told, id=ID) + "\n" + own


def symbols_of(named: Mapping[str, Any], view: View) -> dict[str, str]:
    """Return the rows of symbols that are called otherwise.

    Raises
    ------
    InputError
        When the table has no row of a name.
    """
    symbols = dict(named.get("symbols") or {})
    file = view.prepared / "exhibits" / f"{named['table']}.csv"
    if symbols and file.is_file():
        with file.open(encoding="utf-8", newline="") as lines:
            rows = {row[0] for row in list(csv.reader(lines))[1:] if row}
        for symbol, row in symbols.items():
            if row not in rows:
                raise InputError.at(SETTINGS, f"{row} for the symbol {symbol}", f"a row of {named['table']}")
    return symbols
