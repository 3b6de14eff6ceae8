"""Numbers that sum up several estimates, for the answers to the research questions.

* `holm.MODEL.ri.p` and `holm.MODEL.clustered.p`: p-values adjusted for the outcomes looked at
* `event_flips.GROUP`: how many yearly coefficients change sign with the base of the event study;
  `event_negative.GROUP` and `event_mean_negative.GROUP`: how many are negative with either base;
  `event_negative.years`: of how many
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from analysis.inputs.years import balance_years
from analysis.study import FIRST_POST_YEAR, GROUPS

OUTCOMES = {
    "official_hosts_240": "program_post",
    "official_senders5_240": "sender_post",
    "gravity_senders5": "sender_host_post",
}
"""The outcomes among which p-values are adjusted: one model and term for each question about a change."""
CLUSTERED = {"official_hosts_240": "crv1", "official_senders5_240": "crv1", "gravity_senders5": "two_way"}
"""The method with clustered errors that judges each outcome."""


def scalars(estimates: Iterable[Mapping], numbers: Mapping[str, float]) -> dict[str, float]:
    """Return the numbers of this module's keys.

    Parameters
    ----------
    estimates
        Rows of the results.
    numbers
        The other scalars.
    """
    return adjusted(estimates) | sign_changes(numbers)


def adjusted(estimates: Iterable[Mapping]) -> dict[str, float]:
    """Adjust the p-values of `OUTCOMES` by Holm's method.

    Parameters
    ----------
    estimates
        Rows of the results.
    """
    p_of = {(row["model"], row["term"], row["method"]): row["p"] for row in estimates}
    numbers = {}
    for name, method in {"ri": dict.fromkeys(OUTCOMES, "ri"), "clustered": CLUSTERED}.items():
        p_values = [p_of[model, term, method[model]] for model, term in OUTCOMES.items()]
        adjusted_p = zip(OUTCOMES, holm(p_values), strict=True)
        numbers |= {f"holm.{model}.{name}.p": p for model, p in adjusted_p}
    return numbers


def holm(p_values: Sequence[float]) -> list[float]:
    """Adjust p-values for their number: the smallest times all, the next times one fewer, never falling.

    Source: Holm (1979), "A simple sequentially rejective multiple test procedure", Scandinavian Journal of
    Statistics 6, 65-70.
    """
    order = np.argsort(p_values, kind="stable")
    raised = np.sort(p_values) * np.arange(len(order), 0, -1)
    adjusted_p = np.empty(len(order))
    adjusted_p[order] = np.minimum(np.maximum.accumulate(raised), 1)
    return adjusted_p.tolist()


def sign_changes(numbers: Mapping[str, float]) -> dict[str, int]:
    """Count the yearly coefficients of each group that change sign with the base, or are negative."""
    counted, years = {}, range(FIRST_POST_YEAR, balance_years()[1] + 1)
    for group in GROUPS:
        pairs = [
            [numbers[f"{study}.{group}.{year}.estimate"] for study in ("event", "event_mean")]
            for year in years
        ]
        counted |= {
            f"event_flips.{group}": sum(first * second < 0 for first, second in pairs),
            f"event_negative.{group}": sum(first < 0 for first, _ in pairs),
            f"event_mean_negative.{group}": sum(second < 0 for _, second in pairs),
        }
    return counted | {"event_negative.years": len(years)}
