"""What several estimates have in common, in a word or a list, for sentences to be chosen by or to print.

* `robustness.GROUP.signs`: "positive" or "negative" where all specifications agree, else "mixed"
* `robustness.GROUP.below`: how many of them are below the level of significance, by three methods:
  "none" by any, "all" by every method, else "some"
* `gravity_senders5.sender_host_post.below`: the same of the methods of the flow from senders to hosts
* `gravity.headline.below`: the same with dyadic-robust errors among the methods; `gravity.not_below`: the
  variants of that model whose *p* is not below the level by two-way errors
* `net_rates.below`: the same of all methods and net rates; `net_rates.classical_wider`: for how many of
  these classical errors are wider than clustered ones
* `placebo_launch.hosts.larger`: how many placebo launches give a larger change than the real one
* `leave_one_out.turned`: the groups whose sign the absence of one region turns
* `flows.years.after`: the years of the moves from the launch on; `flows.course`: "rising" where the share of
  moves from senders to hosts grows from each year to the next, else "uneven"
* `size.too_often`: the methods that reject more often than their level
* `panel.shorter`: the regions of the panel that begin later than it, with their first years
* `panel.senders`: the sending regions of the panel; `panel.checksum`: the first signs of its file's SHA-256

A list is in words, and empty where there is nothing to name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

import pandas as pd

from analysis.estimates.headlines import FLOW_METHODS, HEADLINES, Headline
from analysis.panel.load import Panel
from analysis.study import FIRST_POST_YEAR, GROUPS, PLACEBO_LAUNCHES, SIGNIFICANCE_LEVEL, SIZE_LAUNCHES, SIZES

Numbers = Mapping[str, float]

FLOW = "gravity_senders5.sender_host_post"
VARIANTS_IN_WORDS = {
    "gravity_senders5": "the sixteen regions of 2014",
    "gravity_without_{last}": "the years before {last}",
    "gravity_17": "seventeen regions",
    "gravity_17_shymkent": "seventeen regions with Shymkent as a sender",
    "gravity_20": "twenty regions",
    "gravity_20_shymkent": "twenty regions with Shymkent as a sender",
}
"""The variants of the model of moves, as they follow "with"; {last} is the last year of the moves."""
COUNTED_METHODS = ("ri", "wcr", "crv1")
GROUPS_IN_WORDS = {"hosts": "hosts", "senders5": "five senders", "senders3": "three senders"}
METHODS_IN_WORDS = {
    "classical": "classical errors",
    "crv1": "CRV1",
    "crv3": "CRV3",
    "wcr": "the bootstrap",
}
CHECKSUM_SIGNS = 12


def variants_in_words(numbers: Numbers) -> dict[str, str]:
    """Return the models of moves with their words."""
    last = max(flow_years(numbers))
    return {model.format(last=last): words.format(last=last) for model, words in VARIANTS_IN_WORDS.items()}


def of_estimates(numbers: Numbers) -> dict[str, str]:
    """Return the patterns of the estimates by key.

    Parameters
    ----------
    numbers
        Every number of the results by its key.
    """
    return {
        **{f"robustness.{group}.signs": signs(numbers, group) for group in GROUPS},
        **{f"robustness.{group}.below": below(numbers, group) for group in GROUPS},
        f"{FLOW}.below": how_many(is_below(numbers, FLOW, method) for method in FLOW_METHODS),
        "gravity.headline.below": how_many(
            is_below(numbers, FLOW, method) for method in (*FLOW_METHODS, "dyadic")
        ),
        "gravity.not_below": in_words(
            words
            for model, words in variants_in_words(numbers).items()
            if not is_below(numbers, f"{model}.sender_host_post", "two_way")
        ),
        "net_rates.below": how_many(
            is_below(numbers, rate.key, method) for rate in net_rates() for method in rate.methods
        ),
        "net_rates.classical_wider": how_many(
            numbers[f"{rate.key}.std_error"] > numbers[f"{rate.key}.crv1.std_error"] for rate in net_rates()
        ),
        "placebo_launch.hosts.larger": how_many(larger_placebos(numbers)),
        "leave_one_out.turned": in_words(
            words for group, words in GROUPS_IN_WORDS.items() if is_turned(numbers, group)
        ),
        "flows.years.after": in_words(str(year) for year in flow_years(numbers) if year >= FIRST_POST_YEAR),
        "flows.course": "rising" if rises(numbers) else "uneven",
        "size.too_often": in_words(
            words for method, words in METHODS_IN_WORDS.items() if rejects_too_often(numbers, method)
        ),
    }


def of_panel(panel: Panel) -> dict[str, str]:
    """Return what sentences say of a panel by key."""
    frame = panel.frame
    return {
        "panel.shorter": in_words(shorter(frame)),
        "panel.senders": ", ".join(frame.loc[frame["sender"] == 1, "region"].unique()),
        "panel.checksum": panel.sha256[:CHECKSUM_SIGNS],
    }


def shorter(frame: pd.DataFrame) -> Iterable[str]:
    """Name the regions whose first year is later than the panel's, each with that year."""
    first = frame.groupby("region")["year"].min()
    return [f"{region} from {year}" for region, year in first[first > first.min()].items()]


def signs(numbers: Numbers, group: str) -> str:
    """Name the sign in which all specifications of a group agree: "positive", "negative" or "mixed"."""
    count = f"robustness.{group}.count"
    agreed = (
        sign for sign in ("positive", "negative") if numbers[f"{count}.{sign}"] == numbers[f"{count}.all"]
    )
    return next(agreed, "mixed")


def below(numbers: Numbers, group: str) -> str:
    """Say how many specifications of a group are significant: "none", "all" (by every method) or "some"."""
    count = f"robustness.{group}.count"
    found = [numbers[f"{count}.below_{method}"] for method in COUNTED_METHODS]
    judged = [numbers[f"{count}.{'randomized' if method == 'ri' else 'all'}"] for method in COUNTED_METHODS]
    return "none" if not any(found) else "all" if found == judged else "some"


def is_below(numbers: Numbers, term: str, method: str) -> bool:
    """Whether a term is significant by a method."""
    return numbers[f"{term}.{method}.p"] < SIGNIFICANCE_LEVEL


def net_rates() -> Sequence[Headline]:
    """Return the headline coefficients of the official net rate."""
    return [one for one in HEADLINES if one.source == "official" and "crv1" in one.methods]


def larger_placebos(numbers: Numbers) -> Iterable[bool]:
    """Tell of each placebo launch whether it gives the hosts a larger change than the real one."""
    real = abs(numbers["robustness.hosts.two_by_two_240.estimate"])
    return [abs(numbers[f"placebo_launch.hosts.{year}.estimate"]) > real for year in PLACEBO_LAUNCHES]


def is_turned(numbers: Numbers, group: str) -> bool:
    """Whether leaving out one region turns the sign of a group's change."""
    key = f"leave_one_out.{group}"
    return numbers[f"{key}.lowest"] * numbers[f"{key}.highest"] <= 0


def rejects_too_often(numbers: Numbers, method: str) -> bool:
    """Whether a method finds what is not there more often than its level says, on any layout."""
    rates = (numbers[f"size.{launch}.{method}.{treated}"] for treated in SIZES for launch in SIZE_LAUNCHES)
    return max(rates) > SIGNIFICANCE_LEVEL


def flow_years(numbers: Numbers) -> list[int]:
    """Return the years of which the results have all moves between regions."""
    found = (re.fullmatch(r"flows\.(\d+)\.moves", key) for key in numbers)
    return sorted(int(match[1]) for match in found if match)


def rises(numbers: Numbers) -> bool:
    """Whether the share of moves from senders to hosts grows from each year to the next."""
    shares = [numbers[f"flows.{year}.sender_host_share"] for year in flow_years(numbers)]
    return all(earlier < later for earlier, later in pairwise(shares))


def how_many(of: Iterable[bool]) -> str:
    """Say how many are true: "none", "some" or "all"."""
    found = list(of)
    return "all" if all(found) else "some" if any(found) else "none"


def in_words(words: Iterable[str]) -> str:
    """Join words by commas and an "and"; nothing where there are none."""
    *others, last = [*words] or [""]
    return f"{', '.join(others)} and {last}" if others else last
