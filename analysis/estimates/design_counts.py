"""Whole numbers of the study's design that the article states in words or lists.

Regions, years of grants, the launch.
"""

from __future__ import annotations

import pandas as pd

from analysis.inputs import sources
from analysis.panel.load import Panel


def counts(panel: Panel) -> dict[str, int]:
    """How many regions are hosts and senders, and which years the programme's figures cover, by key.

    Parameters
    ----------
    panel
        The panel: its Program, Sender and Post tell the groups, which are counted as regions of 2014.
    """
    frame = panel.frame
    serpin = sources.load_serpin()
    return {
        "study.hosts": clusters(frame, "program"),
        "study.senders": clusters(frame, "sender"),
        "study.launch_year": int(frame.loc[frame["post"] == 1, "year"].min()),
        **years(serpin, "grants_allocated", "study.grants"),
        **years(serpin, "graduates", "study.graduates"),
    }


def clusters(frame: pd.DataFrame, group: str) -> int:
    """Return the regions of 2014 that carry a 1 in the group's column."""
    return int(frame.loc[frame[group] == 1, "cluster"].nunique())


def years(serpin: pd.DataFrame, indicator: str, prefix: str) -> dict[str, int]:
    """First year, last year and number of years for which a figure of the programme is known."""
    known = serpin.loc[(serpin["indicator"] == indicator) & serpin["year"].notna(), "year"]
    return {
        f"{prefix}.first_year": int(known.min()),
        f"{prefix}.last_year": int(known.max()),
        f"{prefix}.years": int(known.nunique()),
    }
