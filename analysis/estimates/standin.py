"""The synthetic stand-in panel: 245 region-years on which OLS gives back every digit of Tables 2 and 3.

The authors' panel is not public. For each outcome the printed table and the sizes of its four cells fix the
cells' means and the spread about them (`implied`). The rest of the stand-in is a choice, and it follows
official statistics: within a group

    y = floor + (a + b year) level^g (pull / level)^h

where pull is positive and follows the official balance of migration of the region and year, and level is its
mean over the region's years. a and b give the group its means before and after 2014 by one straight line,
hence without a break; g, common to both groups, gives the spread; h damps the years' ups and downs. Nothing
is drawn at random. Rounded to persons, the panel is held against the tables before it is handed over.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from analysis.estimates.implied_cells import Implied, implied
from analysis.estimators.did import DidResult, did
from analysis.inputs.published import load_table
from analysis.panel.load import STANDIN, official_panel

COLUMNS = ["year", "region", "population", "in_migration", "out_migration"]

FLOOR = 1.0
"""Migrants per 1,000 inhabitants, added in every region and year: none is without arrivals or departures."""

ARRIVALS_SOFTNESS, DEPARTURES_SOFTNESS = 6.0, 4.0
"""Per 1,000 inhabitants: how slowly the pull fades out where the balance has the other sign."""

YEARS_EXPONENT = 0.2
"""h: the share (in logarithms) of the official ups and downs about a region's level that is kept."""


def calibrate(official: pd.DataFrame) -> pd.DataFrame:
    """Build the stand-in.

    Parameters
    ----------
    official : DataFrame
        The 245 region-years: year, region, population and net_migration (persons), program, sender and post
        (0/1).

    Returns
    -------
    DataFrame
        year, region, population, in_migration, out_migration (whole persons), sorted by year and region.

    Raises
    ------
    ValueError
        The result misses a printed digit of Table 2 or 3.
    """
    frame = official.sort_values(["year", "region"], ignore_index=True)
    frame["in_migration"] = arrivals(frame)
    frame["out_migration"] = departures(frame)
    if missed := misses(frame):
        raise ValueError(f"The stand-in misses printed digits: {missed}.")
    return frame[COLUMNS]


def write_panel(path: Path = STANDIN) -> None:
    """Calibrate the stand-in to the official region-years and write it as CSV."""
    calibrate(official_panel(layout=245)).to_csv(path, index=False, lineterminator="\n")


def misses(frame: pd.DataFrame) -> list[tuple[int, str, str]]:
    """Return each (table, term, column) in which OLS does not give the published digit, slips corrected."""
    return [
        (table.number, term, column)
        for table, result in ((load_table(2), inflow(frame)), (load_table(3), outflow(frame)))
        for term, column in table.disagreements(result.rows())
    ]


def inflow(frame: pd.DataFrame) -> DidResult:
    """Estimate Table 2's model: arrivals per 1,000 inhabitants, hosts against others."""
    rate = 1000 * frame["in_migration"] / frame["population"]
    return did(frame.assign(in_migration_rate=rate), "in_migration_rate", "program", model="inflow")


def outflow(frame: pd.DataFrame) -> DidResult:
    """Estimate Table 3's model: departures in persons, senders against others."""
    return did(frame, "out_migration", "sender", model="outflow")


def arrivals(frame: pd.DataFrame) -> np.ndarray:
    """Make whole numbers of arrivals whose rates agree with Table 2."""
    goal = implied(load_table(2), np.bincount(cell_numbers(frame, "program"), minlength=4))
    pull = softplus(smoothed_balance(frame), ARRIVALS_SOFTNESS)
    rate = shaped(frame, "program", pull, np.full(len(frame), FLOOR), goal)
    return np.rint(rate * frame["population"] / 1000).astype(int).to_numpy()


def departures(frame: pd.DataFrame) -> np.ndarray:
    """Make whole numbers of departures that agree with Table 3."""
    cells = cell_numbers(frame, "sender")
    goal = implied(load_table(3), np.bincount(cells, minlength=4), whole_totals=True)
    thousands = frame["population"].to_numpy() / 1000
    pull = softplus(-smoothed_balance(frame), DEPARTURES_SOFTNESS) * thousands
    persons = shaped(frame, "sender", pull, FLOOR * thousands, goal)
    counts = pd.Series(persons).groupby(cells).transform(lambda cell: rounded_to_total(cell.to_numpy()))
    return settled(counts.to_numpy(int), cells, goal.squares)


# The shape, from official statistics


def smoothed_balance(frame: pd.DataFrame) -> np.ndarray:
    """Average official net migration per 1,000 over neighbouring years of the region (weights 1, 2, 1).

    It takes the edge off single years in which a balance jumps (Astana 2016, Turkestan 2018).
    """
    rate = 1000 * frame["net_migration"] / frame["population"]
    by_region = rate.groupby(frame["region"])
    before, after = by_region.shift(1).fillna(rate), by_region.shift(-1).fillna(rate)
    return ((before + 2 * rate + after) / 4).to_numpy()


def softplus(rate: np.ndarray, softness: float) -> np.ndarray:
    """Return positive numbers, about the rate where it is large, towards 0 where it is negative."""
    return softness * np.logaddexp(0, rate / softness)


def shaped(frame: pd.DataFrame, group: str, pull: np.ndarray, floor: np.ndarray, goal: Implied) -> np.ndarray:
    """Return the outcome before rounding: the module's formula with the means and the spread aimed at."""
    from scipy.optimize import brentq  # takes long to load

    level = pd.Series(pull).groupby(frame["region"]).transform("mean").to_numpy()
    years = (pull / level) ** YEARS_EXPONENT
    cells = cell_numbers(frame, group)

    def at(power: float) -> np.ndarray:
        basis = level**power * years
        outcome = floor.copy()
        for pre, post in ((0, 2), (1, 3)):
            rows = np.isin(cells, (pre, post))
            before, after = (goal.means[cell] - floor[cells == cell].mean() for cell in (pre, post))
            outcome[rows] += grown(basis[rows], frame["year"][rows], cells[rows] == post, before, after)
        return outcome

    wanted = np.mean(goal.squares)
    return at(brentq(lambda power: squares(at(power), cells) - wanted, 1, 6, xtol=1e-15))


def grown(basis: np.ndarray, year: pd.Series, post: np.ndarray, before: float, after: float) -> np.ndarray:
    """Multiply by a straight line in time that makes the means `before` and, where `post`, `after`."""
    moving = basis * (year - year.min()).to_numpy()
    # Two equations: level mean(basis) + slope mean(moving), over the years before and over those after.
    sums = [[basis[rows].mean(), moving[rows].mean()] for rows in (~post, post)]
    level, slope = np.linalg.solve(sums, [before, after])
    return level * basis + slope * moving


# Whole persons


def rounded_to_total(values: np.ndarray) -> np.ndarray:
    """Round to whole numbers with the same, whole, total: down, then one more for the largest remainders."""
    whole = np.floor(values).astype(int)
    missing = round(values.sum()) - whole.sum()
    whole[np.argsort(whole - values, kind="stable")[:missing]] += 1
    return whole


def settled(counts: np.ndarray, cells: np.ndarray, allowed: tuple[float, float]) -> np.ndarray:
    """Move single persons within a cell until the squares about the means are in the range allowed."""
    counts = counts.copy()
    movable = (cells[:, None] == cells[None, :]) & ~np.eye(len(cells), dtype=bool)
    for _ in range(len(counts)):
        found = squares(counts, cells)
        if allowed[0] <= found <= allowed[1]:
            break
        # One person from row j to row i of the same cell raises the sum of squares by 2 (y_i - y_j + 1).
        change = np.where(movable, 2 * (counts[:, None] - counts[None, :] + 1), 0)
        taker, giver = np.unravel_index(np.argmin(np.abs(change - (np.mean(allowed) - found))), change.shape)
        counts[taker] += 1
        counts[giver] -= 1
    return counts


# The four cells


def cell_numbers(frame: pd.DataFrame, group: str) -> np.ndarray:
    """Return the number of each row's cell, 0 to 3, in the order of `DidResult.cells`."""
    return (frame[group] + 2 * frame["post"]).to_numpy()


def squares(values: np.ndarray, cells: np.ndarray) -> float:
    """Sum the squares about the means of the cells."""
    parts = [values[cells == cell] for cell in np.unique(cells)]
    return float(sum(((part - part.mean()) ** 2).sum() for part in parts))
