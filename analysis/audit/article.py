"""The audit of the article's Tables 2 and 3 as numbers by key, with official statistics beside them."""

from collections.abc import Sequence
from fractions import Fraction
from math import gcd

import pandas as pd

from analysis.audit.designs import MOST_ROWS_OPEN, Design, Search
from analysis.audit.examine import MOST_ROWS, Audit, examine
from analysis.audit.printed import ROLES, Table
from analysis.audit.reading import read_table
from analysis.audit.student import Exact
from analysis.inputs import sources
from analysis.panel.load import official_panel
from analysis.study import FIRST_POST_YEAR, STUDY_YEARS
from press.base.paths import ROOT
from press.numbers.origins import Traced, made_from

TABLES = {2: "data/published/table2.csv", 3: "data/published/table3.csv"}
OFFICIAL = ("data/official/region_year.csv", "data/regions.csv")
CELLS = ("others_pre", "group_pre", "others_post", "group_post")
"""The four cells in the order of `Design.sizes`."""


def audit_scalars() -> Traced:
    """Return every number of the page on the audit."""
    return inflow() | outflow() | official_balance() | official_moves()


def printed_table(number: int) -> Table:
    """Read Table 2 or 3 as printed."""
    return read_table(ROOT / TABLES[number])


@made_from(*TABLES.values())
def inflow() -> dict[str, float]:
    """Audit Table 2: its slip, its cell means, and the designs that agree with the rest."""
    table = printed_table(2)
    audit = examine(table)
    rows = examine(printed_table(3)).designs[0].n
    (same,) = (design for design in audit.designs if design.n == rows)
    named = {f"design{number}": design for number, design in enumerate(audit.designs, start=1)} | {
        "same": same
    }
    numbers = {
        "audit.most_rows": MOST_ROWS,
        "audit.most_rows_open": MOST_ROWS_OPEN,
        "audit.table2.designs": len(audit.designs),
        **slips("audit.table2", audit),
        **by_cell("audit.table2.mean", printed_means(table)),
    }
    for name, design in named.items():
        numbers |= of_design(f"audit.table2.{name}", design)
    return numbers


@made_from(TABLES[3])
def outflow() -> dict[str, float]:
    """Audit Table 3: its slip, the one design, and the cell totals and means of whole persons."""
    table = printed_table(3)
    audit = examine(table, counts=True)
    (design,) = audit.designs
    (totals,) = audit.cases[0].totals
    sums = totals.sums
    return {
        **by_cell("audit.table3.ratio", ratio_of_errors(table)),
        **slips("audit.table3", audit),
        **of_design("audit.table3", design),
        "audit.table3.freedom": design.df,
        "audit.table3.quantile": float(Exact(design.df).enclosure(Fraction(1, 20))[0]),
        **range_by_key("audit.table3.whole.residual_sd", totals.design.residual_sd),
        **by_cell("audit.table3.sums", sums),
        **by_cell(
            "audit.table3.mean", [total / size for total, size in zip(sums, design.sizes, strict=True)]
        ),
        "audit.table3.a_year.pre": (sums[0] + sums[1]) / (FIRST_POST_YEAR - STUDY_YEARS[0]),
        "audit.table3.a_year.post": (sums[2] + sums[3]) / (STUDY_YEARS[1] + 1 - FIRST_POST_YEAR),
    }


def of_design(key: str, design: Design) -> dict[str, float]:
    """Return a design's sizes, rows, and ends of its residual variance and standard deviation."""
    return {
        f"{key}.rows": design.n,
        **by_cell(f"{key}.cells", design.sizes),
        **range_by_key(f"{key}.variance", [float(end) for end in design.variance]),
        **range_by_key(f"{key}.residual_sd", design.residual_sd),
    }


def printed_means(table: Table) -> tuple[float, float, float, float]:
    """Return the means of the cells as the printed coefficients give them."""
    a, b, c, d = (float(row.cells["coefficient"].text) for row in table.rows)
    return a, a + b, a + c, a + b + c + d


def ratio_of_errors(table: Table) -> tuple[int, ...]:
    """Return the cell sizes' ratio, in lowest terms, where the standard errors alone leave one.

    Raises
    ------
    ValueError
        They leave more than one.
    """
    found = Search(table, MOST_ROWS).designs([cell for cell in table.cells if cell[1] != "std_error"])
    ratios = {tuple(size // gcd(*design.sizes) for size in design.sizes) for design in found}
    if len(ratios) != 1:
        raise ValueError(f"The standard errors leave {len(ratios)} ratios of cell sizes.")
    return ratios.pop()


def slips(key: str, audit: Audit) -> dict[str, float]:
    """Return what the cells set aside should be, by row and column."""
    return {
        f"{key}.{ROLES[slip.cell[0]]}.{slip.cell[1]}.slip": float(slip.correct)
        for slip in audit.cases[0].slips
    }


@made_from(*OFFICIAL)
def official_balance() -> dict[str, float]:
    """Return official net migration per 1,000 in the cells of Table 2, and the least arrivals beside it."""
    panel = official_panel(layout=245)
    rate = 1000 * panel["net_migration"] / panel["population"]
    return {
        **cell_means("audit.official.balance", rate, panel["program"], panel["post"]),
        **cell_means("audit.official.least_arrivals", rate.clip(lower=0), panel["program"], panel["post"]),
    }


@made_from(*OFFICIAL)
def official_moves() -> dict[str, float]:
    """Return the first year's official moves between regions, and arrivals per 1,000 outside the hosts."""
    official = sources.load_official().dropna(subset=["interregional_arrivals"])
    first = official[official["year"] == official["year"].min()]
    rate = 1000 * first["interregional_arrivals"] / first["population"]
    others = first["region"].map(sources.load_regions().set_index("region")["program"]) == 0
    return {
        "audit.official.moves.first_year": int(first["year"].iloc[0]),
        "audit.official.moves.first": int(first["interregional_departures"].sum()),
        "audit.official.arrivals_between_regions.others": float(rate[others].mean()),
    }


def cell_means(key: str, values: pd.Series, group: pd.Series, post: pd.Series) -> dict[str, float]:
    """Average over the four cells."""
    means = values.groupby([post, group]).mean()
    return by_cell(key, [float(means[after, treated]) for after in (0, 1) for treated in (0, 1)])


def by_cell(key: str, values: Sequence[float]) -> dict[str, float]:
    """Key four numbers by cell."""
    return {f"{key}.{cell}": value for cell, value in zip(CELLS, values, strict=True)}


def range_by_key(key: str, values: Sequence[float]) -> dict[str, float]:
    """Key a lowest and a highest number."""
    return dict(zip((f"{key}.least", f"{key}.most"), values, strict=True))
