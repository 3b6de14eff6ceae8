"""What grants could change at most, by hand from the balances and the figures in the press."""

import csv

import pytest

from analysis.estimates import ceilings
from analysis.estimates.placebos import members
from analysis.study import GROUPS
from press.base.paths import DATA

GRANTS_2015 = 6_200


def people(group, year):
    with (DATA / "official/region_year.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return sum(int(r["population"]) for r in rows if r["year"] == str(year) and r["region"] in members(group))


@pytest.mark.parametrize(("group", "most"), [("hosts", 1.52), ("senders5", -1.46)])
def test_the_most_that_grants_could_change_is_that_of_an_independent_recomputation(group, most):
    """Computed by a referee."""
    assert round(ceilings.net_ceiling(group), 2) == most


def test_the_hosts_gain_and_the_senders_among_the_others_lose():
    """Six hosts gain by their inhabitants; of the ten others five lose by theirs. 2015, 6,200 grants."""
    gain, loss = (1000 * GRANTS_2015 / people(group, 2015) for group in ("hosts", "senders5"))
    assert ceilings.net_ceiling("hosts") == pytest.approx(gain + loss * 5 / 10)
    assert ceilings.net_ceiling("senders5") == pytest.approx(-loss - gain * 6 / 11)
    assert ceilings.net_ceiling("senders3") == pytest.approx(-loss - (6 * gain - 2 * loss) / 13)


def test_the_year_with_the_most_grants_is_2015():
    assert ceilings.most_grants() == (2015, GRANTS_2015)
    assert dict(ceilings.scalars()) == {f"ceiling.{group}": ceilings.net_ceiling(group) for group in GROUPS}
