"""`make reproduce`: build the paper from its data in a clean folder, read what it prints, compare that with the article."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

from lxml.html import HtmlElement

from analysis.inputs.published import STATISTICS, load_table
from analysis.panel.load import load_panel
from analysis.study import MODEL_OF_TABLE
from analysis.validation import reproduction as reproduce
from analysis.validation.reproduction import DIFFERS, Comparison, Form
from press.base import project_files
from press.proof import clean_folder
from press.render import engine
from press.trace.built_site import Site, numbers_in, table_rows


def main() -> int:
    """Rebuild, compare, print; 1 where something that should match does not."""
    asked, synthetic = os.environ.get("ENGINE") or "auto", load_panel().synthetic
    engine.choose(asked)
    project_files.say(project_files.find())
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        clean = Path(folder).resolve() / "project"
        clean.mkdir()
        clean_folder.copy_sources(clean)
        print("Building in a clean folder.", flush=True)
        clean_folder.build(clean, "paper", f"ENGINE={asked}", panel=clean_folder.panel_in_use())
        comparisons = compare_built(Site(clean / "_site"))
    print(reproduce.summary(comparisons, synthetic=synthetic))
    for comparison in comparisons:
        if comparison.verdict != reproduce.MATCH:
            print(line(comparison))
    return 1 if reproduce.fails(comparisons) else 0


def line(comparison: Comparison) -> str:
    """Return a comparison that is no match, in one line."""
    return (
        f"{comparison.verdict}: {comparison.where}: printed {comparison.printed}, rebuilt {comparison.rebuilt}. "
        f"{comparison.reason}"
    )


def compare_built(site: Site) -> list[Comparison]:
    """Compare the article with a built site: results.json, and what the article's page prints.

    A number that the page prints otherwise than results.json has it differs, whatever its digits.
    """
    page = site.main()
    cells = printed_cells(2, page) | printed_cells(3, page)
    forms = numbers_in(page)
    return [
        against_page(comparison, site.value(comparison.key), cells, forms)
        for comparison in reproduce.compare_all(site.value)
    ]


def printed_cells(number: int, page: HtmlElement) -> dict[str, str]:
    """Return the cells of Table 2 or 3 as the page prints them, by key.

    Empty where the page has no such table.
    """
    terms, rows = load_table(number).terms, table_rows(page, f"tbl-{MODEL_OF_TABLE[number]}")
    return {
        f"{MODEL_OF_TABLE[number]}.{term}.{statistic}": cell
        for term, row in zip(terms, rows)
        for statistic, cell in zip(STATISTICS.values(), row[1:])
    }


def against_page(
    comparison: Comparison, value: float, cells: dict[str, str], forms: dict[str, set[str]]
) -> Comparison:
    """Return the comparison, with what the page prints in the place of what results.json gives."""
    if comparison.part in ("Table 2", "Table 3"):
        cell = cells.get(comparison.key, "nothing")
        if cell == comparison.rebuilt or is_small_p(cell, value):
            return comparison
        return replace(
            comparison,
            rebuilt=cell,
            verdict=DIFFERS,
            reason=f"The page prints {cell}, but results.json gives {comparison.rebuilt}.",
        )
    wrong = sorted(form for form in forms.get(comparison.key, ()) if not prints(form, value))
    if wrong:
        return replace(
            comparison,
            rebuilt=wrong[0],
            verdict=DIFFERS,
            reason=f"The page prints {wrong[0]}, but results.json gives {comparison.rebuilt}.",
        )
    return comparison


def is_small_p(cell: str, value: float) -> bool:
    """Whether a cell prints p as smaller than a limit, and it is."""
    return cell.startswith("<") and value < Form.of(cell).value


def prints(form: str, value: float) -> bool:
    """Whether a number on the page is the value, rounded."""
    if form.startswith("<"):
        return is_small_p(form, value)
    return Form.of(form).write(value) == form.lstrip("+")
