"""The specification curve: every estimate of the official net rate, in order, and what it assumes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pandas as pd

from analysis.exhibits import style
from analysis.exhibits.chart_marks import COLOURS, Spec, drawn
from analysis.exhibits.exhibit import Figure, remembered
from analysis.study import style_of
from press.numbers.formatter import format_number, span, with_minus

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure as Drawing

    from analysis.estimates.assumptions import Assumption
    from analysis.exhibits.exhibit import Data
    from press.numbers.results import Results

GROUPS = {"hosts": "Hosts", "senders5": "Five senders"}
GROUP_COLOURS = {"hosts": style.BLUE, "senders5": style.VERMILLION}
SYNTHETIC: dict[str, tuple[str, str, dict[str, bool]]] = {
    "estimate": ("jackknife_se", "two_way_240", {}),
    "alone": ("alone_jackknife_se", "alone", {"alone": True}),
    "alone_without_cities": (
        "alone_without_cities_jackknife_se",
        "alone_without_cities",
        {"alone": True, "cities": False},
    ),
}
"""The synthetic estimates by key: the error's key, the specification of the same regions, what is assumed."""
HEADING = "Change of the net rate per 1,000 inhabitants after the launch, with 95% intervals"
INTERVAL = ("estimate", "ci_low", "ci_high")
BETWEEN = ": "
"""Stands between the two words of an assumption in the name of a column."""
ESTIMATES = 1.75  # inches of the axes of estimates
ROW = 0.155  # inches of a row of dots


@remembered
def numbers(data: Data) -> pd.DataFrame:
    """Return the estimates, each group's from the smallest to the largest.

    Returns
    -------
    DataFrame
        One row per group and estimate: group, place (from 0), key (in the results), estimate, ci_low,
        ci_high (95%, per 1,000 inhabitants), counted (whether the page counts it); and for every assumption
        a column "Years: from 2009" that says whether the estimate rests on it.
    """
    from analysis.estimates.assumptions import SUBJECTS  # brings scipy

    rows, chosen = zip(*_estimates(data), strict=True)
    known = dict.fromkeys(assumption for some in chosen for assumption in some)
    ordered = sorted(known, key=lambda assumption: SUBJECTS.index(assumption[0]))
    rests = [{BETWEEN.join(one): one in some for one in ordered} for some in chosen]
    frame = pd.DataFrame([row | columns for row, columns in zip(rows, rests, strict=True)])
    frame = frame.sort_values(["group", "estimate"], kind="stable", ignore_index=True)
    frame.insert(1, "place", frame.groupby("group").cumcount())
    return frame


def alt(data: Data) -> str:
    """Return the alternative text, numbers of the results with their keys."""
    frame = numbers(data)
    told = " ".join(_told(words, frame[frame["group"] == group]) for group, words in GROUPS.items())
    return (
        "Two charts of estimates with 95% intervals, sorted by size, and below each estimate dots that say "
        f"what it assumes. {told}"
    )


def draw(data: Data) -> Drawing:
    """Draw each group's estimates in order, and below them a dot for every assumption."""
    frame = numbers(data)
    rows = list(_rows(frame))
    figure, axes = style.subplots(
        ESTIMATES + ROW * len(rows) + 0.55,
        rows=2,
        columns=len(GROUPS),
        sharex="col",
        sharey="row",
        gridspec_kw={"height_ratios": (ESTIMATES, ROW * len(rows)), "hspace": 0.02, "wspace": 0.02},
    )
    for (group, words), above, below in zip(GROUPS.items(), *axes, strict=True):
        part = frame[frame["group"] == group]
        _draw_estimates(above, part, GROUP_COLOURS[group])
        above.set_title(words, color=GROUP_COLOURS[group], fontweight="bold", pad=6)
        _draw_assumptions(below, part, rows, GROUP_COLOURS[group])
    _name_rows(axes[1][0], rows)
    figure.suptitle(HEADING, x=0.004, ha="left", fontsize=style.TEXT, color=style.GREY)
    return figure


def chart(frame: pd.DataFrame, data: Data) -> Spec:
    """Return the spec, from the figure's table: readers choose by group, donor pool and estimator."""
    from analysis.estimates.assumptions import DONORS, ESTIMATOR  # brings scipy

    columns = list(frame.columns[frame.columns.str.contains(BETWEEN)])
    subjects: dict[str, list[str]] = {}
    for column in columns:
        subject, choice = column.split(BETWEEN)
        subjects.setdefault(subject, []).append(choice)
    return {
        "kind": "specifications",
        "heading": HEADING,
        "asks": "Group",
        "groups": [
            {"name": words, "colour": COLOURS.index(GROUP_COLOURS[group])} for group, words in GROUPS.items()
        ],
        "subjects": [
            {"name": subject, "choices": choices}
            | ({"asked": True} if subject in (DONORS, ESTIMATOR) else {})
            for subject, choices in subjects.items()
        ],
        "estimates": [_estimate(row, columns) for _, row in frame.iterrows()],
    }


def _estimate(row: pd.Series, columns: list[str]) -> Spec:
    """Return an estimate of the chart; it rests on choices by their place among those of all subjects."""
    look = style_of(row["key"])
    estimate, low, high = (format_number(row[name], look) for name in INTERVAL)
    return {
        "group": list(GROUPS).index(row["group"]),
        "y": drawn(row["estimate"]),
        "low": drawn(row["ci_low"]),
        "high": drawn(row["ci_high"]),
        "text": f"{estimate} per 1,000 (95% interval {low} to {high})",
        "rests": [place for place, column in enumerate(columns) if row[column]],
    } | ({} if row["counted"] else {"look": "hollow"})


def _estimates(data: Data) -> Iterator[tuple[dict[str, Any], list[Assumption]]]:
    """Find each estimate of the results, with what it assumes."""
    from analysis.estimates import assumptions
    from analysis.estimates.robustness import SPECIFICATIONS

    for group in GROUPS:
        for one in (one for one in SPECIFICATIONS if group in one.groups):
            prefix = f"robustness.{group}.{one.name}"
            keys = (f"{prefix}.{name}" for name in ("estimate", "std_error", "clusters"))
            row = _row(data.results, *keys)
            yield {"group": group, "counted": one.counted} | row, assumptions.of_specification(one, group)
        for name, (error, rows, assumed) in SYNTHETIC.items():
            keys = (f"sdid.{group}.{name}", f"sdid.{group}.{error}", f"robustness.{group}.{rows}.clusters")
            row = _row(data.results, *keys)
            yield {"group": group, "counted": True} | row, assumptions.of_synthetic(**assumed)


def _row(results: Results, estimate: str, error: str, clusters: str) -> dict[str, Any]:
    """Return an estimate and its interval by Student's t, one degree of freedom less than clusters."""
    from analysis.estimators.inference import student_verdict

    value, std_error, number = (results.value(key) for key in (estimate, error, clusters))
    _, _, low, high = student_verdict(value, std_error, int(number) - 1)
    return {"key": estimate, "estimate": value, "ci_low": low, "ci_high": high}


def _told(words: str, rows: pd.DataFrame) -> str:
    lowest, highest = (_extreme(rows, place) for place in (0, len(rows) - 1))
    without_zero = ((rows["ci_low"] > 0) | (rows["ci_high"] < 0)).sum()
    return (
        f"{words}: {len(rows)} estimates from {lowest} to {highest}; {(rows['estimate'] > 0).sum()} are "
        f"positive, and {without_zero} of the intervals do not contain zero."
    )


def _extreme(rows: pd.DataFrame, place: int) -> str:
    """Return an estimate, with those of its assumptions that fewer than half of the estimates share."""
    row = rows.iloc[place]
    rare = [
        column.split(BETWEEN)[1]
        for column in rows.columns[rows.columns.str.contains(BETWEEN)]
        if row[column] and 2 * rows[column].sum() < len(rows)
    ]
    return (
        f"{span(row['key'], row['estimate'], style_of(row['key']))} ({', '.join(rare) or 'as most others'})"
    )


def _rows(frame: pd.DataFrame) -> Iterator[tuple[str, str | None]]:
    """Return what stands beside the rows of dots: a subject, then its choices, each with its column."""
    subject = ""
    for column in frame.columns[frame.columns.str.contains(BETWEEN)]:
        chosen, choice = column.split(BETWEEN)
        if chosen != subject:
            yield chosen, None
        subject = chosen
        yield choice, column


def _draw_estimates(axes: Axes, part: pd.DataFrame, colour: str) -> None:
    axes.axhline(0, color=style.GREY, linewidth=0.8)
    axes.vlines(part["place"], part["ci_low"], part["ci_high"], color=colour, linewidth=1.3)
    for counted, fill in ((True, colour), (False, "white")):
        some = part[part["counted"] == counted]
        axes.plot(some["place"], some["estimate"], "o", color=colour, markersize=4.5, markerfacecolor=fill)
    axes.set_xlim(-0.7, len(part) - 0.3)
    axes.grid(axis="y")
    axes.tick_params(axis="x", length=0, labelbottom=False)
    axes.spines["bottom"].set_visible(False)
    axes.yaxis.set_major_formatter(lambda y, _: with_minus(f"{y:,g}"))


def _draw_assumptions(
    axes: Axes, part: pd.DataFrame, rows: list[tuple[str, str | None]], colour: str
) -> None:
    """Draw a dot where an estimate rests on an assumption, and a pale one where it does not."""
    for height, (_, column) in enumerate(rows):
        if column:
            axes.plot(part["place"], [height] * len(part), "o", color=style.PALE, markersize=1.6)
            some = part.loc[part[column], "place"]
            axes.plot(some, [height] * len(some), "o", color=colour, markersize=4)
    axes.set_ylim(len(rows) - 0.4, -0.7)
    style.bare(axes, pad=2)
    axes.set_xticks([])


def _name_rows(axes: Axes, rows: list[tuple[str, str | None]]) -> None:
    axes.set_yticks(range(len(rows)), [words for words, _ in rows], fontsize=style.SMALL)
    for label, (_, column) in zip(axes.get_yticklabels(), rows, strict=True):
        label.set_fontweight("normal" if column else "bold")


EXHIBITS = (Figure("fig-specifications-curve", numbers, alt, draw, chart),)
