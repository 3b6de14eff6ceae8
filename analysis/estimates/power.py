"""What each design could have seen, beside what the programme could move at most."""

from collections.abc import Iterable, Mapping

import pandas as pd
from scipy.special import stdtrit

from analysis.estimates.descriptive import grants_stated
from analysis.estimators.inference import CONFIDENCE_LEVEL
from analysis.inputs import sources
from analysis.panel.load import official_panel
from press.numbers.origins import made_from

POWER = 0.8
ERRORS = ("crv1", "two_way")
"""The methods whose standard errors the detectable effects rest on: of the 2x2 models and of gravity."""


def detectable(std_error: float, df: int) -> float:
    """Return the smallest effect that a two-sided test at 5% finds with 80% power.

    It is (t(.975) + t(.80)) times the standard error, the multiple of Bloom (1995), "Minimum detectable
    effects", Evaluation Review 19, 547-556, with Student's t of `df` degrees of freedom; with sixteen
    clusters it is 3.0.
    """
    return float((stdtrit(df, (1 + CONFIDENCE_LEVEL) / 2) + stdtrit(df, POWER)) * std_error)


def detectable_effects(rows: Iterable[Mapping]) -> dict[str, float]:
    """Return the detectable effect of each model's change after the launch, as `mde.MODEL`.

    It follows from the clustered error; models without one (too few regions in a group) have none.
    """
    return {
        f"mde.{row['model']}": detectable(row["std_error"], row["df"])
        for row in rows
        if row["method"] in ERRORS and row["term"].endswith("_post") and row["std_error"] is not None
    }


@made_from("data/serpin/press_figures.csv", "data/official/region_year.csv", "data/regions.csv")
def programme_size() -> dict[str, float]:
    """Return the grants of a year per 1,000 inhabitants of the host regions.

    Were every grant a person who would otherwise not have come, and who registers, the hosts' yearly rate
    would be higher by `programme.taken_up.YEAR` or `programme.allocated.YEAR`; `programme.most` is the
    largest of all, `programme.most_senders` the same for the five senders' regions.
    """
    return _rates(_population("program")) | {
        "programme.most_senders": _rates(_population("sender_text"))["programme.most"]
    }


def _rates(population: pd.Series) -> dict[str, float]:
    rates = {
        f"programme.{name}.{year}": float(1000 * number / population[year])
        for name, by_year in grants_stated(sources.load_serpin()).items()
        for year, number in by_year.items()
        if year in population
    }
    return rates | {"programme.most": max(rates.values())}


def _population(group: str) -> pd.Series:
    """Return the inhabitants of a group's regions on 1 January, by year."""
    frame = official_panel(240)
    return frame[frame[group] == 1].groupby("year")["population"].sum()
