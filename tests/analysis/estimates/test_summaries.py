"""P-values adjusted over the outcomes, and signs that change with the base of the event study."""

from __future__ import annotations

import pytest

from analysis.estimates import summaries
from analysis.paper import data


def test_holm_multiplies_the_smallest_by_three_and_never_falls():
    """By hand (Holm 1979): .01 x 3 = .03; .03 x 2 = .06; .04 x 1 = .04, raised to the .06 before it."""
    p_values = dict(zip(summaries.OUTCOMES, (0.04, 0.01, 0.03), strict=True))
    rows = [
        {"model": model, "term": summaries.OUTCOMES[model], "method": method, "p": p}
        for model, p in p_values.items()
        for method in {"ri", summaries.CLUSTERED[model]}
    ]
    adjusted = summaries.adjusted(rows)
    found = [adjusted[f"holm.{model}.ri.p"] for model in p_values]
    assert found == pytest.approx([0.06, 0.03, 0.06], abs=1e-15)


def test_adjusted_p_values_are_the_three_outcomes():
    value = data().results.value
    raw = sorted(value(f"{model}.{term}.ri.p") for model, term in summaries.OUTCOMES.items())
    smallest = min(value(f"holm.{model}.ri.p") for model in summaries.OUTCOMES)
    assert smallest == pytest.approx(min(1, 3 * raw[0]), rel=1e-12)
    assert all(
        value(f"holm.{model}.clustered.p") >= value(f"{model}.{term}.{summaries.CLUSTERED[model]}.p")
        for model, term in summaries.OUTCOMES.items()
    )


def test_years_that_change_sign_with_the_base_are_counted():
    value = data().results.value
    for group in summaries.GROUPS:
        pairs = [
            (value(f"event.{group}.{year}.estimate"), value(f"event_mean.{group}.{year}.estimate"))
            for year in range(2014, 2024)
        ]
        assert value(f"event_flips.{group}") == sum((a > 0) != (b > 0) for a, b in pairs)
