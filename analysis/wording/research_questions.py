"""The four research questions, answered by code from the whole set of specifications.

Every function takes `value`, which looks a number up by its key, and returns a template: Markdown in which a
key in braces stands for a printed number. Nothing is said of significance by one method alone: a sentence
counts how many specifications fall below 0.05 by each method.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from analysis.study import SIGNIFICANCE_LEVEL

Value = Callable[[str], float]

METHODS = {"ri": "randomization", "wcr": "bootstrap", "crv1": "clustered errors"}
FLOW = "gravity_senders5.sender_host_post"
FLOW_P = ("pair", "two_way", "ri")


def sign_pattern(value: Value, group: str) -> str:
    """Name the sign in which all specifications of a group agree: "positive", "negative" or "mixed"."""
    count = f"robustness.{group}.count"
    agreed = (sign for sign in ("positive", "negative") if value(f"{count}.{sign}") == value(f"{count}.all"))
    return next(agreed, "mixed")


def significance(value: Value, group: str, methods: Sequence[str] = ("crv1", "wcr", "ri")) -> str:
    """Say how many specifications of a group fall below 0.05: "none", "all" (by every method), or "some"."""
    counts = {value(f"robustness.{group}.count.below_{method}") for method in methods}
    return (
        "none" if counts == {0} else "all" if counts == {value(f"robustness.{group}.count.all")} else "some"
    )


def course(values: Sequence[float]) -> str:
    """Return the course of yearly coefficients: "rising" or "falling" where every step is, else "uneven"."""
    steps = [later - earlier for earlier, later in pairwise(values)]
    rises, falls = all(step > 0 for step in steps), all(step < 0 for step in steps)
    return "rising" if rises else "falling" if falls else "uneven"


def below(value: Value, term: str, methods: Sequence[str]) -> str:
    """Say by how many of the methods a term is below 0.05: "none", "some" or "all"."""
    counted = sum(value(f"{term}.{method}.p") < SIGNIFICANCE_LEVEL for method in methods)
    return {0: "none", len(methods): "all"}.get(counted, "some")


def counts(value: Value, group: str) -> str:
    """Say how many of a group's specifications are below 0.05, method by method."""
    if significance(value, group) == "none":
        return "none is below 0.05 by any of three methods"
    first, *others = (
        f"{{robustness.{group}.count.below_{method}}}{' are below 0.05' * (place == 0)} by {words}"
        for place, (method, words) in enumerate(METHODS.items())
    )
    return f"{first}, {', '.join(others[:-1])} and {others[-1]}"


def more_people_to_the_hosts(value: Value) -> str:
    """Answer question 1 in two sentences."""
    signs = {
        "positive": "Relative to the other regions the hosts' balance improved in all "
        "{robustness.hosts.count.all} specifications",
        "negative": "Relative to the other regions the hosts' balance worsened in all "
        "{robustness.hosts.count.all} specifications",
        "mixed": "The sign itself is not settled: of {robustness.hosts.count.all} specifications "
        "{robustness.hosts.count.positive} have the hosts' balance improve relative to the other regions and "
        "{robustness.hosts.count.negative} have it worsen",
    }[sign_pattern(value, "hosts")]
    return (
        f"{signs}, synthetic difference-in-differences puts it at {{sdid.hosts.estimate}}, and of the "
        f"specifications {counts(value, 'hosts')}. {_hosts_verdict(value)}"
    )


def _hosts_verdict(value: Value) -> str:
    found, sign = significance(value, "hosts"), sign_pattern(value, "hosts")
    if found == "all" and sign != "mixed":
        return (
            "If trends were parallel, more people came on balance, or fewer left, than without the programme."
            if sign == "positive"
            else "That is the opposite of what was intended."
        )
    if found == "some":
        return (
            "Whether that is a change or chance depends on specification and method, and one must not pick."
        )
    if value("mde.official_hosts_240") > value("programme.most"):
        return (
            "No increase can be shown, but the design is weak: it would have found an effect of "
            "{mde.official_hosts_240} per 1,000 in four cases of five, and all grants of the largest year, "
            "each a person who came and registered, make {programme.most}."
        )
    return (
        "No increase can be shown, although the design would have found one of {mde.official_hosts_240} per "
        "1,000, less than the {programme.most} that all grants of the largest year make."
    )


def more_people_from_the_senders(value: Value) -> str:
    """Answer question 2 in two sentences."""
    groups = {"senders5": "five senders of the text", "senders3": "three that Table 3 implies"}
    patterns = [sign_pattern(value, group) for group in groups]
    if patterns[0] == patterns[1] != "mixed":
        moved = {"negative": "fell", "positive": "rose"}[patterns[0]]
        first = f"The senders' balance {moved} relative to the other regions in every specification"
    else:
        first = (
            "The senders' balance fell relative to the other regions in {robustness.senders5.count.negative} "
            "of {robustness.senders5.count.all} specifications for the five senders of the text and in "
            "{robustness.senders3.count.negative} of {robustness.senders3.count.all} for the three that "
            "Table 3 implies"
        )
    tallies = (
        f"of {{robustness.senders5.count.all}} for the five of the text {counts(value, 'senders5')}, of as "
        f"many for the three {counts(value, 'senders3')}"
    )
    return f"{first}; {tallies}. {_senders_verdict(value, patterns)}"


def _senders_verdict(value: Value, patterns: Sequence[str]) -> str:
    found = {significance(value, group) for group in ("senders5", "senders3")}
    if set(patterns) == {"negative"} and found == {"all"}:
        return "More people left on balance, or fewer came; the balance does not say where they went."
    if set(patterns) == {"negative"} and found != {"none"}:
        return (
            "The direction is the one intended and does not flip, but most of it is within the reach of "
            "chance, and a balance does not say where people went."
        )
    if found == {"none"}:
        return "None of this can be told from chance, and a balance does not say where people went."
    return (
        "The direction or its significance depends on the specification, and a balance does not say where "
        "people went."
    )


def by_how_much(value: Value) -> str:
    """Answer question 3 in two sentences."""
    grew = (
        "{gravity.percent} above" if value(f"{FLOW}.two_way.estimate") > 0 else "at {gravity.percent} against"
    )
    signs = (
        "the sign is the same in all {gravity.count.all} variants"
        if value("gravity.count.all") in (value("gravity.count.positive"), value("gravity.count.negative"))
        else "the sign is positive in {gravity.count.positive} of {gravity.count.all} variants"
    )
    found = (
        "below 0.05 are {gravity.count.below_pair} of them by pair errors, {gravity.count.below_two_way} by "
        "two-way errors and {gravity.count.below_ri} of the {gravity.count.randomized} that can be randomized"
    )
    first = (
        f"Moves from senders to hosts were {grew} what their origins and destinations suggest; {signs}, "
        f"and {found}."
    )
    return f"{first} {_raw_share(value)}"


def _raw_share(value: Value) -> str:
    years = [2010, 2015, 2020, 2021, 2023, 2024]
    path = [value(f"flows.{year}.sender_host_share") for year in years]
    shares = (
        "of all moves between regions they made {flows.2010.sender_host_share} in 2010, "
        "{flows.2015.sender_host_share} in 2015 and {flows.2024.sender_host_share} in 2024"
    )
    if course(path) == "rising":
        return f"The raw share rose without a break: {shares}."
    if path[-1] <= path[0]:
        why = (
            ", since fewer of all moves led to a host"
            if value("flows.2024.to_hosts_share") < value("flows.2010.to_hosts_share")
            else ""
        )
        return f"In the raw figures no growth is left{why}: {shares}."
    return f"The raw share is uneven: {shares}."


def imbalance_corrected(value: Value) -> str:
    """Answer question 4 in two sentences."""
    balance = (
        "the hosts' balance went from {balance.hosts.pre_mean} per 1,000 inhabitants a year before 2014 to "
        "{balance.hosts.post_mean} from then on, and their share of the population from "
        "{population.hosts.share_2014} in 2014 to {population.hosts.share_2023} in 2023"
    )
    loss, most = -value("balance.hosts.post_mean"), value("programme.most")
    shrank = value("population.hosts.share_2023") < value("population.hosts.share_2014")
    opening = "No: " if loss > 0 and shrank else "In part: " if loss < 0 or not shrank else ""
    second = (
        "Nor could it have been by grants alone: those of the largest year, all taken up and all kept, make "
        "{programme.most} per 1,000, less than the loss."
        if loss > most
        else "The grants of the largest year, all taken up and all kept, make {programme.most} per 1,000."
    )
    return f"{opening}{balance}. {second}"


def counted(value: Value) -> str:
    """Say how many specifications there are, for the opening of the answers."""
    return (
        "Net migration has {robustness.hosts.count.all} specifications for each group, of those that differ "
        "in more than the rule for divided regions; the direct flows have {gravity.count.all} variants. They "
        "share their data, so that counts are no independent votes."
    )


def summary(value: Value) -> str:
    """Return the paragraph of the article: what the official statistics say."""
    hosts = {
        "positive": "In all {robustness.hosts.count.all} specifications the hosts' balance improves "
        "relative to the other regions",
        "negative": "In all {robustness.hosts.count.all} specifications the hosts' balance worsens relative "
        "to the other regions",
        "mixed": "The hosts' balance improves relative to the other regions in "
        "{robustness.hosts.count.positive} of {robustness.hosts.count.all} specifications and worsens in "
        "{robustness.hosts.count.negative}",
    }[sign_pattern(value, "hosts")]
    chance = {
        "none": "and in none of them can the change be told from chance",
        "some": "and some of them put it below 0.05",
        "all": "and every one of them puts it below 0.05",
    }[significance(value, "hosts")]
    flow = {
        "all": "and the change is below 0.05 by every method",
        "some": "and the methods disagree about chance",
        "none": "and the change cannot be told from chance",
    }[below(value, FLOW, FLOW_P)]
    direction = (
        "{gravity.percent} above" if value(f"{FLOW}.two_way.estimate") > 0 else "at {gravity.percent} against"
    )
    holm_flow = (
        " Adjusted for the three outcomes looked at, its *p* by randomization is "
        "{holm.gravity_senders5.ri.p}."
        if value("holm.gravity_senders5.ri.p") >= SIGNIFICANCE_LEVEL > value(f"{FLOW}.ri.p")
        else ""
    )
    weak = (
        "That proves no absence of an effect: the design finds {mde.official_hosts_240} per 1,000 in four "
        "cases of five, and the programme's grants make {programme.most} at most."
        if value("mde.official_hosts_240") > value("programme.most")
        else "The design would have found {mde.official_hosts_240} per 1,000 in four cases of five; the "
        "programme's grants make {programme.most} at most."
    )
    return (
        f"{hosts}, {chance}. {weak} The direct flows say more: after 2014 moves from senders to hosts were "
        f"{direction} what their origins and destinations suggest, {flow}.{holm_flow} With a single year "
        "before the launch, and early figures recoded to today's boundaries, no test can tell a break from a "
        "drift."
    )
