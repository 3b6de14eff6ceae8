"""`make reproduce`: build the paper in a clean folder, read what it prints, compare that with the article."""

import tempfile
from dataclasses import replace
from pathlib import Path

from lxml.html import HtmlElement

from press.base import project_files
from press.numbers.comparison import DIFFERS, MATCH, Comparison, compare_all, fails, summary
from press.numbers.printed import PrintedNumber
from press.paper import Paper, current
from press.proof import clean_folder
from press.render import engine
from press.trace.built_site import BuiltSite, numbers_in, visible


def main() -> int:
    """Rebuild, compare, print; return 1 where something that should match does not."""
    asked, paper = engine.asked_for(), current()
    engine.choose(asked)
    project_files.say(project_files.find())
    with tempfile.TemporaryDirectory(prefix="reproduce-") as folder:
        clean = Path(folder).resolve() / "project"
        clean.mkdir()
        clean_folder.copy_sources(clean)
        print("Building in a clean folder.", flush=True)
        clean_folder.build(clean, "paper", f"ENGINE={asked}", panel=clean_folder.panel_in_use())
        comparisons = compare_built(BuiltSite(clean / "_site"), paper)
    print(summary(comparisons, synthetic=paper.results.panel.synthetic, worth=paper.panel.agreement))
    for comparison in comparisons:
        if comparison.verdict != MATCH:
            print(line(comparison))
    return 1 if fails(comparisons) else 0


def line(comparison: Comparison) -> str:
    """Return a comparison that is no match, in one line."""
    return (
        f"{comparison.verdict}: {comparison.where}: printed {comparison.printed}, "
        f"rebuilt {comparison.rebuilt}. {comparison.reason}"
    )


def compare_built(site: BuiltSite, paper: Paper) -> list[Comparison]:
    """Compare what was published with a built site: results.json, and what the article's page prints.

    A number that the page prints otherwise than results.json has it differs, whatever its digits.
    """
    page = site.main()
    cells = printed_cells(page)
    forms = numbers_in(page)
    return [
        against_page(comparison, site.value(comparison.key), cells, forms) if one.retold else comparison
        for one, comparison in zip(paper.published, compare_all(paper.published, site.value), strict=True)
    ]


def printed_cells(page: HtmlElement) -> dict[str, str]:
    """Return the cells of tables that print one number each, by its key: the first cell for each."""
    cells: dict[str, str] = {}
    for cell in page.xpath(".//*[starts-with(@id, 'tbl-')]//tbody/tr/*[count(.//*[@data-key]) = 1]"):
        cells.setdefault(cell.xpath("string(.//@data-key)"), visible(cell))
    return cells


def against_page(
    comparison: Comparison, value: float, cells: dict[str, str], forms: dict[str, set[str]]
) -> Comparison:
    """Return the comparison, with what the page prints in the place of what results.json gives."""
    if comparison.part.startswith("Table "):
        cell = cells.get(comparison.key, "nothing")
        wrong = [] if is_same(cell, comparison.rebuilt) or is_small_p(cell, value) else [cell]
    else:
        wrong = sorted(form for form in forms.get(comparison.key, ()) if not prints(form, value))
    if not wrong:
        return comparison
    reason = f"The page prints {wrong[0]}, but results.json gives {comparison.rebuilt}."
    return replace(comparison, rebuilt=wrong[0], verdict=DIFFERS, reason=reason)


def is_same(cell: str, rebuilt: str) -> bool:
    """Tell whether a cell prints a number digit for digit, with or without commas and parentheses."""
    return cell.strip("()").replace(",", "") == rebuilt.replace(",", "")


def is_small_p(cell: str, value: float) -> bool:
    """Tell whether a cell prints p as smaller than a limit, and it is."""
    return cell.startswith("<") and value < PrintedNumber.first_in(cell).value


def prints(form: str, value: float) -> bool:
    """Tell whether a number on the page is the value, rounded."""
    if form.startswith("<"):
        return is_small_p(form, value)
    return PrintedNumber.first_in(form).write(value) == form.lstrip("+")
