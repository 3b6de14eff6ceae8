"""Lagged controls for the official panel: product per head and unemployment in the regions of 2014.

Both may respond to the programme, so that models with them are a sensitivity check.

Unemployment is published for the regions of each year. South Kazakhstan's rate is that of Turkestan and
Shymkent weighted by their populations (labour forces are not available). Abai, Zhetysu and Ulytau, split off
in 2022, have no population of their own in the official region-years, so that their rates and those of the
regions that they left cannot be weighted: a rule takes their plain mean, or one of the two, which bounds
what any weights could give.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.inputs import sources

PARTS: dict[str, Callable[[pd.DataFrame], float]] = {
    "mean": lambda parts: parts["unemployment_rate"].mean(),
    "old": lambda parts: parts.loc[~parts["split_off"], "unemployment_rate"].item(),
    "new": lambda parts: parts.sort_values("split_off")["unemployment_rate"].iloc[-1],
}
"""How the rates of a region and of the one split off from it in 2022 become one."""


def lagged_product() -> pd.DataFrame:
    """Return the log of last year's gross regional product per head (million KZT, current prices).

    Returns
    -------
    DataFrame
        year (the year that it is a control for), cluster, log_product.
    """
    frame = sources.load_official().assign(cluster=lambda rows: rows["region"].map(_clusters()))
    sums = (
        frame.groupby(["year", "cluster"])[["grp_mln_kzt", "population"]]
        .sum(min_count=1)
        .dropna()
        .reset_index()
    )
    return pd.DataFrame(
        {
            "year": sums["year"] + 1,
            "cluster": sums["cluster"],
            "log_product": np.log(sums["grp_mln_kzt"] / sums["population"]),
        }
    )


def lagged_unemployment(parts: str = "mean") -> pd.DataFrame:
    """Return last year's unemployment rate in % in the regions of 2014.

    Parameters
    ----------
    parts
        What stands for a region divided in 2022: "mean", "old" (the region that kept the name) or "new" (the
        one split off).

    Returns
    -------
    DataFrame
        year (the year that it is a control for), cluster, unemployment.
    """
    regions = sources.load_regions().set_index("region")["merged_into"]
    rates = sources.load_unemployment().assign(region=lambda rows: rows["region"].astype(str))
    merged = rates["region"].map(regions)
    rates = rates.assign(split_off=merged.notna(), region=merged.fillna(rates["region"]))
    rules = [(year, region, PARTS[parts](rows)) for (year, region), rows in rates.groupby(["year", "region"])]
    whole = pd.DataFrame(rules, columns=["year", "region", "rate"])
    population = sources.load_official()[["year", "region", "population"]]
    weighed = whole.merge(population, on=["year", "region"], how="left", validate="one_to_one").assign(
        cluster=lambda rows: rows["region"].map(_clusters()),
        people=lambda rows: rows["rate"] * rows["population"],
    )
    sums = weighed.groupby(["year", "cluster"], as_index=False)[["people", "population"]].sum()
    return pd.DataFrame(
        {
            "year": sums["year"] + 1,
            "cluster": sums["cluster"],
            "unemployment": sums["people"] / sums["population"],
        }
    )


def _clusters() -> dict[str, str]:
    return sources.load_regions().set_index("region")["cluster"].to_dict()
