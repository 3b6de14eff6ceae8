"""The audit in words, for the command line."""

from math import isinf
from textwrap import fill

from tabulate import tabulate

from analysis.audit.designs import PARAMETERS, Design
from analysis.audit.examine import Audit, Case, Slip
from analysis.audit.identities import Identity
from analysis.audit.printed import ROLES
from analysis.audit.statcheck import Check
from analysis.audit.values import value_range

WIDTH = 72
"""Characters in a line of text."""

SHOWN = 12
"""Designs and totals that are listed; of more, the first ones."""

SHORT = {
    "coefficient": "b",
    "std_error": "SE",
    "t_statistic": "t",
    "p_value": "p",
    "ci_low": "CI low",
    "ci_high": "CI high",
}
"""Columns as the report's table of checks calls them."""

ASSUMPTIONS = (
    "Saturated 2x2 model: intercept, group, post, group x post, and nothing else; "
    "no weights, no fixed effects.",
    "Ordinary least squares with classical (homoskedastic, unclustered) standard errors.",
    "p-values are two-sided and p-values and intervals use Student's t with N - 4 degrees of freedom.",
    "Numbers are rounded to the last printed digit, not cut off.",
)

CLUSTERED = (
    "Were the errors clustered by unit, no cell size could be read off. Typically SE(post) would fall below "
    "SE(intercept) and SE(interaction) below SE(group), which classical errors cannot do, and the intervals "
    "would show the degrees of freedom of the clusters. Errors robust to heteroskedasticity alone obey the "
    "same inequalities; then designs found here, if any, mean nothing."
)


def report(audit: Audit) -> str:
    """Return the whole report."""
    parts = (heading, rows, slips, classical, designs, *([totals] if audit.counts else []))
    return "\n\n".join([*(part(audit) for part in parts), assumptions()]) + "\n"


def heading(audit: Audit) -> str:
    """Return the table's name, what the rows were taken for, and the verdict."""
    table = audit.table
    taken = "; ".join(f"{role}: {row.name}" for role, row in zip(ROLES, table.rows, strict=True))
    return wrapped(
        f"Audit of {table.name}\nRows taken as {taken}. {len(table.cells)} printed numbers, "
        f"{100 * table.level:g}% confidence intervals.\n\n{verdict(audit)}"
    )


def verdict(audit: Audit) -> str:
    """Return the verdict in one or two sentences."""
    if not audit.row_slips:
        return "The rows contradict themselves in too many cells: this is no table of the kind assumed below."
    if not audit.classical:
        alternative = " Unless a cell under SLIPS is misprinted, the" if audit.cases else " The"
        return (
            "The standard errors cannot be classical ones of a saturated 2x2 model."
            f"{alternative} errors are clustered or otherwise not classical, or the model has more terms."
        )
    if not audit.most_rows:
        return (
            "The rows agree with themselves, but leave more than one standard error open: "
            "no design can be recovered."
        )
    if not audit.cases:
        but = " when the slips are set aside" if audit.row_slips[0] else ""
        return f"The rows agree with themselves{but}, but no design agrees with all of them{_bound(audit)}."
    if audit.perhaps_larger:
        return (
            f"No design agrees with every cell{_bound(audit)}: "
            "the panel is larger, or a cell under SLIPS is misprinted."
        )
    found = "All but the slips agree" if audit.cases[0].reading.aside else "Every printed number agrees"
    return f"{found} with a saturated 2x2 model with classical errors: {_count(audit.designs, audit)}."


def _bound(audit: Audit) -> str:
    searched = f"N = {audit.rows:,}" if audit.rows else f"N up to {audit.most_rows:,}"
    beyond = ", and larger panels are not excluded" if isinf(audit.rows_allowed[1]) and not audit.rows else ""
    return f" (searched: {searched}{', whole cell totals' if audit.counts else ''}{beyond})"


def _count(found: tuple[Design, ...], audit: Audit) -> str:
    if not all(case.reading.complete for case in audit.cases):
        return f"more than {len(found):,} designs, N from {found[0].n:,} on"
    sizes = sorted({design.n for design in found})
    span = f"N = {sizes[0]:,}" if len(sizes) == 1 else f"N from {sizes[0]:,} to {sizes[-1]:,}"
    return f"{len(found):,} {'design' if len(found) == 1 else 'designs'}, {span}"


def rows(audit: Audit) -> str:
    """Return the rows one by one, by statcheck's formulas."""
    body = [
        [
            audit.table.rows[check.cell[0]].name,
            SHORT[check.cell[1]],
            _judged(check),
            check.printed.text,
            _between(check.low, check.high, check.printed.decimals + 1),
        ]
        for check in audit.checks
    ]
    table = tabulate(body, ("row", "cell", "verdict", "printed", "from the others"), disable_numparse=True)
    names = [row.name for row in audit.table.rows]
    stars = [
        f"Row {names[first]} has more stars than {names[second]}, but a larger p."
        for first, second in audit.star_conflicts
    ]
    return "\n".join(["ROWS  each cell against what the others of its row give", table, *stars])


def _judged(check: Check) -> str:
    """Return the verdict; (5%) where the cell is on the other side of that line."""
    return "agrees" if check.agrees else "CONFLICT (5%)" if check.reverses else "CONFLICT"


def slips(audit: Audit) -> str:
    """Return the cells set aside, and what they should be."""
    title = "SLIPS  the smallest set of cells without which the others agree"
    if not audit.cases:
        return f"{title}\n{_row_slips(audit)}"
    if not audit.cases[0].slips:
        return f"{title}\nNone is needed."
    return f"{title}\n" + "\nor\n".join(
        "\n".join(
            f"{audit.name(slip.cell)}: printed {slip.printed.text}{_should_be(slip)}." for slip in case.slips
        )
        for case in audit.cases
    )


def _row_slips(audit: Audit) -> str:
    if not audit.row_slips:
        return "More cells than are tried; see the conflicts above."
    if not audit.row_slips[0]:
        return "No cell contradicts its row. Setting one aside does not make the rows agree with each other."
    return "\nor ".join("; ".join(map(audit.name, aside)) for aside in audit.row_slips)


def _should_be(slip: Slip) -> str:
    if slip.correct is not None:
        return f", should be {slip.correct}"
    return "" if isinf(slip.low) or isinf(slip.high) else ", should be from {} to {}".format(*slip.bounds)


def classical(audit: Audit) -> str:
    """Return the inequalities of classical errors."""
    lines = [
        f"{identity.statement}: {_obeyed(identity)}\n  left side less right side: "
        f"{_between(identity.low, identity.high, None)}"
        for identity in audit.identities
    ]
    return "\n".join(["CLASSICAL ERRORS  inequalities that they cannot break", *(lines or ["Not judged."])])


def _obeyed(identity: Identity) -> str:
    return "BROKEN" if identity.broken else "holds" if identity.holds else "open: the digits allow either"


def designs(audit: Audit) -> str:
    """Return the designs, with the coefficients that go with them."""
    title = "DESIGNS  rows in the cells (n10: the group before, n01: others after)"
    if not audit.cases:
        return wrapped(f"{title}\nNone agrees{_bound(audit)}.{_rows_want(audit)}")
    return "\n".join([title, *(_case_designs(audit, case) for case in audit.cases)])


def _rows_want(audit: Audit) -> str:
    low, high = audit.rows_allowed
    if low == PARAMETERS + 1 and isinf(high):
        return ""
    n, df = _span("N", low, high), _span("df", low - PARAMETERS, high - PARAMETERS)
    return f" By their intervals and p-values the rows are of a panel with {n}, hence {df}."


def _span(name: str, low: float, high: float) -> str:
    if isinf(high):
        return f"{name} above the bound" if isinf(low) else f"{name} of {low:,.0f} or more"
    return f"{name} = {low:,.0f}" if low == high else f"{name} from {low:,.0f} to {high:,.0f}"


def _case_designs(audit: Audit, case: Case) -> str:
    found, aside, searched = case.reading.designs, case.reading.aside, case.reading.most_rows
    body = [
        [*design.sizes, design.n, design.df, _between(*design.residual_sd, None)] for design in found[:SHOWN]
    ]
    lines = [f"With {'; '.join(map(audit.name, aside))} set aside:"] if aside else []
    lines.append(tabulate(body, ("n00", "n10", "n01", "n11", "N", "df", "residual s")))
    if len(found) > SHOWN or not case.reading.complete:
        lines.append(f"... {_count(found, audit)}; --rows N narrows it.")
    if searched < audit.most_rows:
        lines.append(f"(These cells leave a standard error open: searched up to N = {searched:,} only.)")
    if len(found) == 1:
        lines.append(_coefficients(audit, case, found[0]))
    return "\n".join(lines)


def _coefficients(audit: Audit, case: Case, design: Design) -> str:
    body = []
    for number, row in enumerate(audit.table.rows):
        used = [column for column in row.cells if (number, column) not in case.reading.aside]
        spans = [
            value_range(audit.table, design, number, used, column) for column in ("coefficient", "std_error")
        ]
        body.append([row.name, *(_between(*span, None) if span else "open" for span in spans)])
    return "\n" + tabulate(body, ("unrounded", "coefficient", "standard error"), disable_numparse=True)


def totals(audit: Audit) -> str:
    """Return the cell totals of a whole-number outcome."""
    title = "TOTALS  sums of a whole-number outcome in the four cells"
    found = [total for case in audit.cases for total in case.totals or ()]
    if any(case.totals is None for case in audit.cases):
        return f"{title}\nNot computed, since too many designs agree; --rows N narrows them."
    if not found:
        return f"{title}\nNo whole totals agree."
    body = [
        [*(f"{total:,}" for total in each.sums), each.design.n, _between(*each.design.residual_sd, None)]
        for each in found[:SHOWN]
    ]
    table = tabulate(
        body, ("n00", "n10", "n01", "n11", "N", "residual s"), disable_numparse=True, stralign="right"
    )
    return f"{title}\n{table}" + (f"\n... {len(found):,} sets or more" if len(found) > SHOWN else "")


def assumptions() -> str:
    """Return what all of it rests on."""
    lines = [fill(f"- {line}", WIDTH, subsequent_indent="  ") for line in (*ASSUMPTIONS, CLUSTERED)]
    return "\n".join(["ASSUMPTIONS", *lines])


def wrapped(text: str) -> str:
    """Return a text in lines of the report's width."""
    return "\n".join(fill(line, WIDTH) for line in text.splitlines())


def _between(low: float, high: float, decimals: int | None) -> str:
    """Return a range; without decimals, as many digits as tell its ends apart."""
    if decimals is None:
        decimals = next((d for d in range(2, 8) if abs(high - low) * 10**d >= 20), 8)
    first, second = f"{low:.{decimals}f}", f"{high:.{decimals}f}"
    return first if first == second else f"{first} to {second}"
