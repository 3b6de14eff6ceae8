"""The variables of Table 1 that follow from year, region and the counts of migrants."""

import pandas as pd

from analysis.inputs.regions import all_regions
from analysis.study import FIRST_POST_YEAR

OUTCOMES = {"program": "in_migration_rate", "sender": "out_migration"}
"""Each treated group and the outcome by which it is compared with the others."""


def with_rate(frame: pd.DataFrame) -> pd.DataFrame:
    """Add in_migration_rate, arrivals per 1,000 inhabitants, unless the frame holds it."""
    if "in_migration_rate" in frame:
        return frame
    return frame.assign(in_migration_rate=1000 * frame["in_migration"] / frame["population"])


def with_roles(frame: pd.DataFrame) -> pd.DataFrame:
    """Add cluster, program, post, sender and the interactions.

    program, post and sender are kept where the frame holds them. By default the six hosts and the regions
    split off from them carry program = 1, and the three regions of data/regions.csv carry sender = 1.

    Parameters
    ----------
    frame
        With year and region (English names).
    """
    regions = [all_regions()[name] for name in frame["region"]]
    roles = {
        "program": [int(region.program) for region in regions],
        "post": (frame["year"] >= FIRST_POST_YEAR).astype("int64"),
        "sender": [int(region.sender_table3) for region in regions],
    }
    frame = frame.assign(
        cluster=[region.cluster for region in regions],
        **{name: values for name, values in roles.items() if name not in frame},
    )
    return frame.assign(**{f"{group}_post": frame[group] * frame["post"] for group in OUTCOMES})
