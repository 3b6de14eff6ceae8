"""Tables of the page on official statistics, as Markdown pipe tables; every figure is printed by its key."""

from collections.abc import Iterable
from functools import partial

from analysis.estimates.headlines import HEADLINES, METHODS, Headline, judged
from analysis.estimates.summaries import CLUSTERED
from analysis.exhibits.exhibit import Table
from analysis.inputs.years import flow_years
from analysis.study import GROUPS, PLACEBO_LAUNCHES, SIZE_LAUNCHES, SIZES
from press.numbers.formatter import ABSENT, interval
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

GRAVITY = {
    ("gravity_senders5", "sender_host_post"): "Senders to hosts, 16 regions",
    ("gravity_return", "host_sender_post"): "The return flow: hosts to senders",
    ("gravity_without_{last}", "sender_host_post"): "Senders to hosts, without {last}",
    ("gravity_17", "sender_host_post"): "17 regions, Shymkent apart",
    ("gravity_17_shymkent", "sender_host_post"): "17 regions, Shymkent apart and a sender",
    ("gravity_20", "sender_host_post"): "20 regions",
    ("gravity_20_shymkent", "sender_host_post"): "20 regions, Shymkent a sender",
}
GROUP_NAMES = {"hosts": "Hosts", "senders5": "Five senders", "senders3": "Three senders"}
HONEST = {"magnitude": "Relative magnitude", "smoothness": "Smoothness, per 1,000 a year"}
POWER = {
    "official_hosts_240": ("Net rate of the hosts, per 1,000", "ceiling.hosts"),
    "official_senders5_240": ("Net rate of the five senders, per 1,000", "ceiling.senders5"),
}
RESETTLED = {
    "road_map": "To March 2017: Employment Road Map",
    "enbek": "2017–2021: Enbek, more than",
    "voluntary_2024": "First half of 2024: voluntary resettlement",
    "voluntary": "To December 2025: voluntary resettlement",
}
"""Periods of resettlement that are no calendar year with known moves."""
RESETTLED_IN = {2023: "strong_regions_2023"}
"""Years with known moves whose resettlement is known."""
GRAVITY_CELLS = tuple(
    f"{method}.{statistic}" for method in ("pair", "two_way", "dyadic") for statistic in ("std_error", "p")
) + ("ri.p",)
SIZE_METHODS = ("classical", "crv1", "crv3", "wcr")


def methods_table(statements: Statements) -> str:
    """Return headline coefficients by every method: the estimate once, then error, p-value and interval."""
    shown = judged(synthetic=statements.results.panel.synthetic)
    rows = [row for headline in shown for row in _method_rows(headline, statements)]
    return pipe_table(("Coefficient and estimate", "Method", "Error", "*p*", "95% interval"), rows, "llr")


def _method_rows(headline: Headline, statements: Statements) -> Iterable[list[str]]:
    for method in headline.methods:
        prefix = headline.key if method == "classical" else f"{headline.key}.{method}"
        name = (
            f"{headline.short}: {statements.num(f'{prefix}.estimate')}"
            if method == headline.methods[0]
            else ""
        )
        cells = (statements.num_if_any(f"{prefix}.{statistic}") for statistic in ("std_error", "p"))
        yield [name, METHODS[method], *cells, _interval(prefix, statements)]


def _interval(prefix: str, statements: Statements) -> str:
    """Return both bounds of an interval in one cell."""
    ends = [f"{prefix}.{end}" for end in ("ci_low", "ci_high")]
    if not all(map(statements.results.has, ends)):
        return ABSENT
    return interval(*map(statements.num, ends))


def official_table(statements: Statements) -> str:
    """Return the headline coefficients of the official statistics, one row each."""
    rows = []
    for headline in (one for one in HEADLINES if one.source == "official"):
        by = _clustered(headline)
        cells = (f"{by}.estimate", f"{by}.std_error", f"{by}.p", "wcr.p", "ri.p")
        rows.append([headline.words, *(statements.num_if_any(f"{headline.key}.{key}") for key in cells)])
    p_values = ("*p*, clustered", "*p*, bootstrap", "*p*, randomization")
    return pipe_table(("Coefficient", "Estimate", "Clustered error", *p_values), rows)


def _clustered(headline: Headline) -> str:
    """Name the method that judges a headline by its clustered error."""
    return "two_way" if "two_way" in headline.methods else "crv1"


def specifications_table(statements: Statements, group: str) -> str:
    """Return every specification for one group of regions, controls marked as sensitivity."""
    from analysis.estimates.robustness import SPECIFICATIONS  # brings scipy

    rows = []
    for specification in (one for one in SPECIFICATIONS if group in one.groups):
        key = f"robustness.{group}.{specification.name}"
        cells = (
            statements.num_if_any(f"{key}.{name}")
            for name in ("estimate", "std_error", "ri_p", "wcr_p", "crv1_p", "n")
        )
        label = specification.words(group).replace("2x2", "2×2")
        rows.append([f"*{label}*" if specification.sensitivity else label, *cells])
    return pipe_table(("Specification", "Estimate", "Error", "*p* RI", "*p* WCR", "*p* CRV1", "Rows"), rows)


def gravity_table(statements: Statements) -> str:
    """Return the gravity model and its variants by three kinds of errors, and randomization where done."""
    first, *years = flow_years()
    terms = {
        (model.format(last=years[-1]), term): words.format(last=years[-1])
        for (model, term), words in GRAVITY.items()
    }
    terms |= {("gravity_yearly", f"sender_host_{year}"): f"{year} against {first}" for year in years}
    cells = ("pair.estimate", *GRAVITY_CELLS)
    rows = [
        [words, *(statements.num_if_any(f"{model}.{term}.{key}") for key in cells)]
        for (model, term), words in terms.items()
    ]
    rows += [
        [
            f"Without one region: {end}",
            statements.num(f"gravity.without_one.{end}"),
            *(ABSENT for _ in GRAVITY_CELLS),
        ]
        for end in ("lowest", "highest")
    ]
    errors = ("Error, pair", "*p*", "Error, two-way", "*p*", "Error, dyadic", "*p*")
    return pipe_table(("Model", "Estimate", *errors, "*p* RI"), rows)


def resettlement_table(statements: Statements) -> str:
    """Return each year's moves from senders to hosts and their excess beside grants and persons resettled."""
    rows = [
        [
            str(year),
            *(
                statements.num_if_any(key)
                for key in (
                    f"flows.{year}.sender_host",
                    f"gravity.excess.{year}",
                    "grants.places.2015" if year == 2015 else f"grants.allocated.{year}",
                    f"grants.taken_up.{year}",
                    f"resettlement.{RESETTLED_IN.get(year)}.persons",
                )
            ),
        ]
        for year in flow_years()[1:]
    ]
    rows += [["First three intakes", ABSENT, ABSENT, statements.num("grants.three_years"), ABSENT, ABSENT]]
    rows += [
        [words, *[ABSENT] * 4, statements.num(f"resettlement.{figure}.persons")]
        for figure, words in RESETTLED.items()
    ]
    grants = ("Grants allocated", "Grants taken up")
    return pipe_table(("Year or period", "Moves", "Excess moves", *grants, "Persons resettled"), rows)


def placebo_table(statements: Statements) -> str:
    """Return placebo launches, leaving out regions and placebo groups, for every group of regions."""
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
        ("Variance by population (Ferman and Pinto)", ("", "few_treated.{}.ferman_pinto_p")),
        ("Changes of the other regions (Conley and Taber)", ("", "few_treated.{}.conley_taber_p")),
        ("Randomized on *t*", ("", "robustness.{}.ri_on_t_p")),
        ("Randomized within losing and gaining regions", ("", "robustness.{}.ri_in_blocks_p")),
    ]
    rows = [
        [words, *(statements.num(key.format(group)) if key else "" for group in GROUPS for key in pair)]
        for words, pair in lines
    ]
    return pipe_table(["Check", *(cell for name in GROUP_NAMES.values() for cell in (name, "*p*"))], rows)


def size_table(statements: Statements) -> str:
    """Return how often each method rejects at 5% where nothing happened, by treated regions and launch."""
    rows = [
        [
            statements.num(f"size.assignments.{treated}"),
            str(treated),
            str(launch),
            *(statements.num(f"size.{launch}.{method}.{treated}") for method in SIZE_METHODS),
        ]
        for treated in SIZES
        for launch in SIZE_LAUNCHES
    ]
    return pipe_table(
        ("Choices", "Treated of 16", "Launch", *(METHODS[method] for method in SIZE_METHODS)), rows, "r"
    )


def power_table(statements: Statements) -> str:
    """Return what grants could do at most, how often it is found, and what is found in four cases of five."""
    rows = [
        [
            words,
            statements.num(most),
            *(statements.num(f"power.{model}.{method}") for method in ("crv1", "ri")),
            statements.num(f"mde.{model}"),
            statements.num(f"mde.ri.{model}"),
        ]
        for model, (words, most) in POWER.items()
    ]
    rows += [
        [
            f"Moves from senders to hosts, log points, {words}",
            statements.num(f"programme_flow.{name}"),
            ABSENT,
            ABSENT,
            statements.num("mde.gravity_senders5"),
            ABSENT,
        ]
        for name, words in (("mean", "mean of the years"), ("pooled", "all years together"))
    ]
    found = ("Found, clustered", "Found, RI", "Detectable, clustered", "Detectable, RI")
    return pipe_table(("Outcome", "Grants at most", *found), rows)


def holm_table(statements: Statements) -> str:
    """Return the p-values of the three outcomes as they are and adjusted by Holm."""
    rows = [
        [
            headline.words,
            statements.num(f"{headline.key}.ri.p"),
            statements.num(f"holm.{headline.model}.ri.p"),
            statements.num(f"{headline.key}.{CLUSTERED[headline.model]}.p"),
            statements.num(f"holm.{headline.model}.clustered.p"),
        ]
        for headline in HEADLINES
        if headline.model in CLUSTERED
    ]
    return pipe_table(("Outcome", "*p*, randomization", "Adjusted", "*p*, clustered", "Adjusted"), rows)


def synthetic_table(statements: Statements) -> str:
    """Return the synthetic difference in differences of hosts and senders, with errors and other donors."""
    rows = [
        [
            GROUP_NAMES[group],
            statements.num(f"robustness.{group}.two_by_two_240.estimate"),
            *(
                statements.num(f"sdid.{group}.{name}")
                for name in (
                    "estimate",
                    "jackknife_se",
                    "jackknife_p",
                    "placebo_se",
                    "placebo_p",
                    "alone",
                    "alone_without_cities",
                )
            ),
        ]
        for group in ("hosts", "senders5")
    ]
    errors = ("Jackknife error", "*p*", "Placebo error", "*p*")
    donors = ("Without the other group", "Nor the cities")
    return pipe_table(("Group", "2×2", "Synthetic", *errors, *donors), rows)


def honest_table(statements: Statements) -> str:
    """Return the intervals of the mean effect after 2014 under bounds on the violation of parallel trends."""
    rows = [
        [
            words,
            bound.replace("_", "."),
            *(
                statements.num_if_any(f"honest.{group}.{kind}_{bound}.{end}")
                for group in ("hosts", "senders5")
                for end in ("ci_low", "ci_high")
            ),
        ]
        for kind, words in HONEST.items()
        for bound in _bounds(kind, statements)
    ]
    return pipe_table(("Restriction", "Bound", "Hosts, from", "to", "Five senders, from", "to"), rows)


def _bounds(kind: str, statements: Statements) -> list[str]:
    """Return the bounds of a restriction that the results have, as keys write them."""
    prefix = f"honest.hosts.{kind}_"
    found = {
        key.removeprefix(prefix).split(".")[0] for key in statements.results.values if key.startswith(prefix)
    }
    return sorted(found, key=lambda bound: float(bound.replace("_", ".")))


EXHIBITS = (
    Table("tbl-official", official_table),
    Table("tbl-methods", methods_table),
    Table("tbl-specifications", partial(specifications_table, group="hosts")),
    Table("tbl-specifications-senders", partial(specifications_table, group="senders5")),
    Table("tbl-specifications-three", partial(specifications_table, group="senders3")),
    Table("tbl-placebo", placebo_table),
    Table("tbl-synthetic", synthetic_table),
    Table("tbl-honest", honest_table),
    Table("tbl-size", size_table),
    Table("tbl-gravity", gravity_table),
    Table("tbl-resettlement", resettlement_table),
    Table("tbl-power", power_table),
    Table("tbl-holm", holm_table),
)
