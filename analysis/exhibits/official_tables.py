"""Tables of the page on official statistics, as Markdown pipe tables.

Every figure is printed by a callable that turns a key of the results into Markdown.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from analysis.estimates.headlines import HEADLINES, METHODS, Headline
from analysis.estimates.robustness import SPECIFICATIONS
from analysis.estimates.summaries import CLUSTERED
from analysis.exhibits.article_tables import Formatter, pipe_table
from analysis.study import FLOW_YEARS, GROUPS, PLACEBO_LAUNCHES, SIZE_LAUNCHES, SIZES
from press.numbers.formatter import ABSENT

Keys = Collection[str]
"""The keys of all numbers that the results have."""

GRAVITY = {
    ("gravity_senders5", "sender_host_post"): "Senders to hosts, 16 regions",
    ("gravity_return", "host_sender_post"): "The return flow: hosts to senders",
    ("gravity_without_2024", "sender_host_post"): "Senders to hosts, without 2024",
    ("gravity_17", "sender_host_post"): "17 regions, Shymkent apart",
    ("gravity_17_shymkent", "sender_host_post"): "17 regions, Shymkent apart and a sender",
    ("gravity_20", "sender_host_post"): "20 regions",
    ("gravity_20_shymkent", "sender_host_post"): "20 regions, Shymkent a sender",
}
GROUP_NAMES = {"hosts": "Hosts", "senders5": "Five senders", "senders3": "Three senders"}
HONEST = {"magnitude": "Relative magnitude", "smoothness": "Smoothness, per 1,000 a year"}
PROGRAMME_AT_MOST = {
    "inflow": "programme.most",
    "official_hosts_240": "programme.most",
    "official_hosts_245": "programme.most",
    "official_senders5_240": "programme.most_senders",
    "gravity_senders5": "programme_flow.allocated.2015",
}
SIZE_METHODS = ("classical", "crv1", "crv3", "wcr")


def methods_table(number: Formatter, keys: Keys) -> str:
    """Every headline coefficient by every method: the estimate once, then error, p-value and interval."""
    rows = [row for headline in HEADLINES for row in _method_rows(headline, number, keys)]
    header = ("Coefficient and estimate", "Method", "Error", "*p*", "95% interval")
    return pipe_table(header, rows, ("left", "left", *["right"] * 3))


def _method_rows(headline: Headline, number: Formatter, keys: Keys) -> Iterable[list[str]]:
    for method in headline.methods:
        prefix = headline.key if method == "classical" else f"{headline.key}.{method}"
        name = f"{headline.short}: {number(f'{prefix}.estimate')}" if method == headline.methods[0] else ""
        cells = (_cell(f"{prefix}.{statistic}", number, keys) for statistic in ("std_error", "p"))
        yield [name, METHODS[method], *cells, _interval(prefix, number, keys)]


def _interval(prefix: str, number: Formatter, keys: Keys) -> str:
    """Both bounds of an interval in one cell."""
    ends = [f"{prefix}.{end}" for end in ("ci_low", "ci_high")]
    return (
        "\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}".join(number(key) for key in ends)
        if all(key in keys for key in ends)
        else ABSENT
    )


def official_table(number: Formatter, keys: Keys) -> str:
    """Return the headline coefficients of the official statistics, one row each."""
    rows = []
    for headline in HEADLINES:
        if headline.source != "official":
            continue
        clustered = "two_way" if "two_way" in headline.methods else "crv1"
        cells = (f"{clustered}.estimate", f"{clustered}.std_error", f"{clustered}.p", "wcr.p", "ri.p")
        rows.append([headline.words, *(_cell(f"{headline.key}.{key}", number, keys) for key in cells)])
    header = (
        "Coefficient",
        "Estimate",
        "Clustered error",
        "*p*, clustered",
        "*p*, bootstrap",
        "*p*, randomization",
    )
    return pipe_table(header, rows, ("left", *["right"] * 5))


def specifications_table(number: Formatter, keys: Keys, group: str) -> str:
    """Every specification for one group of regions, controls marked as sensitivity."""
    rows = []
    for specification in SPECIFICATIONS:
        key = f"robustness.{group}.{specification.name}"
        cells = (
            number(f"{key}.{name}") for name in ("estimate", "std_error", "ri_p", "wcr_p", "crv1_p", "n")
        )
        label = specification.label.replace("2x2", "2×2")
        rows.append([f"*{label}*" if specification.sensitivity else label, *cells])
    header = ("Specification", "Estimate", "Error", "*p* RI", "*p* WCR", "*p* CRV1", "Rows")
    return pipe_table(header, rows, ("left", *["right"] * 6))


def gravity_table(number: Formatter, keys: Keys) -> str:
    """Return the gravity model and its variants, with errors by pair and two-way, and randomization where it is done."""
    terms = dict(GRAVITY) | {
        ("gravity_yearly", f"sender_host_{year}"): f"{year} against 2010" for year in FLOW_YEARS
    }
    rows = [
        [
            words,
            *(
                _cell(f"{model}.{term}.{key}", number, keys)
                for key in (
                    "pair.estimate",
                    "pair.std_error",
                    "pair.p",
                    "two_way.std_error",
                    "two_way.p",
                    "ri.p",
                )
            ),
        ]
        for (model, term), words in terms.items()
    ]
    header = ("Model", "Estimate", "Error, pair", "*p*", "Error, two-way", "*p*", "*p* RI")
    return pipe_table(header, rows, ("left", *["right"] * 6))


def placebo_table(number: Formatter, keys: Keys) -> str:
    """Placebo launches, leaving out regions and placebo groups, for every group of regions."""
    lines: list[tuple[str, tuple[str, ...]]] = [
        ("The 2×2 itself", ("robustness.{}.two_by_two_240.estimate", "robustness.{}.two_by_two_240.ri_p"))
    ]
    lines += [
        (
            f"Placebo launch {year}, years to 2013",
            (f"placebo_launch.{{}}.{year}.estimate", f"placebo_launch.{{}}.{year}.ri_p"),
        )
        for year in PLACEBO_LAUNCHES
    ]
    lines += [
        ("Linear trend before 2014, per year", ("trend.{}.estimate", "trend.{}.ri_p")),
        ("Leads, jointly", ("", "event.{}.leads_p")),
        ("Without one region: lowest", ("leave_one_out.{}.lowest", "")),
        ("Without one region: highest", ("leave_one_out.{}.highest", "")),
        ("Without one region: smallest *p*", ("", "leave_one_out.{}.lowest_ri_p")),
        ("Other choices of regions: middle 95% from", ("placebo_groups.{}.low", "")),
        ("Other choices of regions: to", ("placebo_groups.{}.high", "")),
        ("Randomized on *t*", ("", "robustness.{}.ri_on_t_p")),
        ("Randomized within losing and gaining regions", ("", "robustness.{}.ri_in_blocks_p")),
    ]
    rows = [
        [words, *(number(key.format(group)) if key else "" for group in GROUPS for key in pair)]
        for words, pair in lines
    ]
    header = ["Check", *(cell for name in GROUP_NAMES.values() for cell in (name, "*p*"))]
    return pipe_table(header, rows, ("left", *["right"] * 6))


def size_table(number: Formatter, keys: Keys) -> str:
    """How often each method rejects at 5% where nothing happened, by number of treated regions and placebo launch."""
    rows = [
        [
            number(f"size.assignments.{treated}"),
            str(treated),
            str(launch),
            *(number(f"size.{launch}.{method}.{treated}") for method in SIZE_METHODS),
        ]
        for treated in SIZES
        for launch in SIZE_LAUNCHES
    ]
    header = ("Choices", "Treated of 16", "Launch", *(METHODS[method] for method in SIZE_METHODS))
    return pipe_table(header, rows, ["right"] * 7)


def power_table(number: Formatter, keys: Keys) -> str:
    """Return what each design would have found in four cases of five, beside what the programme could move at most."""
    rows = []
    for headline in HEADLINES:
        method = "two_way" if headline.unit == "log points" else "crv1"
        most = PROGRAMME_AT_MOST.get(headline.model)
        rows.append(
            [
                headline.words,
                number(f"{headline.key}.{method}.estimate"),
                _cell(f"mde.{headline.model}", number, keys),
                number(most) if most else ABSENT,
            ]
        )
    header = ("Design", "Estimate", "Detectable at 80% power", "The programme at most")
    return pipe_table(header, rows, ("left", *["right"] * 3))


def holm_table(number: Formatter, keys: Keys) -> str:
    """Return the p-values of the three outcomes as they are and adjusted by Holm."""
    rows = []
    for headline in HEADLINES:
        if (method := CLUSTERED.get(headline.model)) is not None:
            rows.append(
                [
                    headline.words,
                    number(f"{headline.key}.ri.p"),
                    number(f"holm.{headline.model}.ri.p"),
                    number(f"{headline.key}.{method}.p"),
                    number(f"holm.{headline.model}.clustered.p"),
                ]
            )
    header = ("Outcome", "*p*, randomization", "Adjusted", "*p*, clustered", "Adjusted")
    return pipe_table(header, rows, ("left", *["right"] * 4))


def synthetic_table(number: Formatter, keys: Keys) -> str:
    """Return the synthetic difference in differences of hosts and senders, with both of its errors."""
    rows = [
        [
            GROUP_NAMES[group],
            number(f"robustness.{group}.two_by_two_240.estimate"),
            *(
                number(f"sdid.{group}.{name}")
                for name in ("estimate", "jackknife_se", "jackknife_p", "placebo_se", "placebo_p")
            ),
        ]
        for group in ("hosts", "senders5")
    ]
    header = ("Group", "2×2", "Synthetic", "Jackknife error", "*p*", "Placebo error", "*p*")
    return pipe_table(header, rows, ("left", *["right"] * 6))


def honest_table(number: Formatter, keys: Keys) -> str:
    """Return the intervals of the mean effect after 2014 under bounds on the violation of parallel trends."""
    rows = [
        [
            words,
            bound.replace("_", "."),
            *(
                _cell(f"honest.{group}.{kind}_{bound}.{end}", number, keys)
                for group in ("hosts", "senders5")
                for end in ("ci_low", "ci_high")
            ),
        ]
        for kind, words in HONEST.items()
        for bound in _bounds(kind, keys)
    ]
    header = ("Restriction", "Bound", "Hosts, from", "to", "Five senders, from", "to")
    return pipe_table(header, rows, ("left", *["right"] * 5))


def _bounds(kind: str, keys: Keys) -> list[str]:
    """Return the bounds of a restriction that the results have, as keys write them."""
    prefix = f"honest.hosts.{kind}_"
    found = {key.removeprefix(prefix).split(".")[0] for key in keys if key.startswith(prefix)}
    return sorted(found, key=lambda bound: float(bound.replace("_", ".")))


def _cell(key: str, number: Formatter, keys: Keys) -> str:
    return number(key) if key in keys else ABSENT


TABLES: dict[str, Callable[[Formatter, Keys], str]] = {
    "tbl-official": official_table,
    "tbl-methods": methods_table,
    "tbl-specifications": partial(specifications_table, group="hosts"),
    "tbl-specifications-senders": partial(specifications_table, group="senders5"),
    "tbl-specifications-three": partial(specifications_table, group="senders3"),
    "tbl-placebo": placebo_table,
    "tbl-synthetic": synthetic_table,
    "tbl-honest": honest_table,
    "tbl-size": size_table,
    "tbl-gravity": gravity_table,
    "tbl-power": power_table,
    "tbl-holm": holm_table,
}
