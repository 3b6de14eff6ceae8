"""Moves between regions on a map that does not change: later regions are merged with those they left."""

import pandas as pd


def region_map(regions: pd.DataFrame, layout: int) -> dict[str, str]:
    """Return what each of the 20 regions counts as.

    Parameters
    ----------
    regions
        The table of regions.
    layout
        16: the regions of 2014, Shymkent in Turkestan; 17: Shymkent by itself; 20: as today.

    Raises
    ------
    ValueError
        For another layout.
    """
    names = regions.set_index("region")
    today = names.index.to_series()
    counts_as = {16: names["cluster"], 17: names["merged_into"].fillna(today), 20: today}
    if layout not in counts_as:
        raise ValueError(f"There is no layout of {layout} regions; there are {tuple(counts_as)}.")
    return counts_as[layout].to_dict()


def merged_flows(flows: pd.DataFrame, regions: pd.DataFrame, layout: int = 16) -> pd.DataFrame:
    """Add up the flows between merged regions; moves inside a merged region are dropped.

    Returns
    -------
    DataFrame
        year, origin, destination, persons: one row per year and ordered pair, sorted.
    """
    counts_as = region_map(regions, layout)
    merged = flows.assign(
        origin=flows["origin"].map(counts_as), destination=flows["destination"].map(counts_as)
    )
    between = merged[merged["origin"] != merged["destination"]]
    return between.groupby(["year", "origin", "destination"], as_index=False)["persons"].sum()


def role_of(regions: pd.DataFrame, role: str, layout: int = 16) -> frozenset[str]:
    """Return the merged regions that hold a role ("program", "sender_text" or "sender_table3")."""
    counts_as = region_map(regions, layout)
    return frozenset(counts_as[region] for region in regions.loc[regions[role] == 1, "region"])


def shares(flows: pd.DataFrame, senders: frozenset[str], hosts: frozenset[str]) -> pd.DataFrame:
    """Add up each year's moves from senders to hosts, and the other way, beside all moves.

    Returns
    -------
    DataFrame
        year, moves, sender_host, host_sender, from_senders (to anywhere), to_hosts (from anywhere), all in
        persons; and the shares of these four in all moves, as sender_host_share and so on.
    """
    origin, destination = flows["origin"], flows["destination"]
    parts = {
        "sender_host": origin.isin(senders) & destination.isin(hosts),
        "host_sender": origin.isin(hosts) & destination.isin(senders),
        "from_senders": origin.isin(senders),
        "to_hosts": destination.isin(hosts),
    }
    counted = {name: flows["persons"] * inside for name, inside in parts.items()}
    frame = pd.DataFrame({"year": flows["year"], "moves": flows["persons"], **counted})
    sums = frame.groupby("year", as_index=False).sum()
    return sums.assign(**{f"{name}_share": sums[name] / sums["moves"] for name in parts})
