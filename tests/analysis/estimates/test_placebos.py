"""Placebo launches, regions left out and placebo groups, each by hand from the official balances."""

from itertools import combinations

import numpy as np
import pytest

from analysis.estimates import placebos
from analysis.estimators.did import did
from analysis.panel.load import official_panel
from analysis.study import GROUPS

HOSTS = {"Akmola", "Kostanay", "North Kazakhstan", "Pavlodar", "East Kazakhstan", "Karaganda"}


def estimate(frame, group="program"):
    return did(frame, "net_rate", group).estimate[3]


def test_members_of_the_groups():
    assert placebos.members("hosts") == HOSTS
    assert placebos.members("senders5") == {"Almaty region", "Turkestan", "Zhambyl", "Kyzylorda", "Mangystau"}
    assert placebos.members("senders3") == {"Zhambyl", "Kyzylorda", "Mangystau"}


@pytest.mark.parametrize("group", GROUPS)
def test_placebo_launches_use_the_years_before_2014_alone(group):
    launches = placebos.placebo_launches(group)
    assert list(launches) == [2010, 2011, 2012, 2013]
    for launch, contrast in launches.items():
        frame = (
            official_panel(240)
            .query("year < 2014")
            .assign(post=lambda f, launch=launch: (f["year"] >= launch).astype(int))
        )
        assert contrast.estimate == pytest.approx(estimate(frame, GROUPS[group]), rel=1e-9)


@pytest.mark.parametrize("group", GROUPS)
def test_leaving_out_each_region(group):
    frame = official_panel(240)
    rows = placebos.without_each(group).set_index("region")
    assert len(rows) == 16
    for region in ("Astana city", "Mangystau", "Karaganda"):
        expected = estimate(frame[frame["region"] != region], GROUPS[group])
        assert rows.loc[region, "estimate"] == pytest.approx(expected, rel=1e-9)
        assert rows.loc[region, "move"] == pytest.approx(expected - estimate(frame, GROUPS[group]), rel=1e-8)


def test_placebo_hosts_are_all_choices_of_six():
    every = placebos.placebo_groups("hosts")
    frame = official_panel(240)
    change = frame.groupby(["region", "post"])["net_rate"].mean().unstack()
    change = (change[1] - change[0]).to_numpy()
    expected = [change[list(c)].mean() - np.delete(change, c).mean() for c in combinations(range(16), 6)]
    assert len(every) == 8008
    np.testing.assert_allclose(every, np.sort(expected), atol=1e-10)
    assert np.min(np.abs(every - estimate(frame))) < 1e-10
