"""What the page on official statistics says of each exhibit, chosen by code.

Every function takes `value`, which looks a number up by its key, and returns a template: Markdown in which a
key in braces stands for a printed number.
"""

from collections.abc import Callable, Iterable

from analysis.estimates.headlines import HEADLINES
from analysis.estimates.summaries import CLUSTERED, OUTCOMES
from analysis.study import FLOW_YEARS, GROUPS, PLACEBO_LAUNCHES, SIGNIFICANCE_LEVEL, SIZE_LAUNCHES, SIZES
from analysis.wording.research_questions import FLOW, FLOW_P, METHODS, below, sign_pattern, significance

Value = Callable[[str], float]

WORDS = {"hosts": "hosts", "senders5": "five senders", "senders3": "three senders"}
SIZE_METHODS = {"classical": "classical errors", "crv1": "CRV1", "crv3": "CRV3", "wcr": "the bootstrap"}


def specifications(value: Value) -> str:
    """Tell signs and significance over the specifications, group by group."""
    return " ".join(_group_of_specifications(value, group) for group in GROUPS)


def _group_of_specifications(value: Value, group: str) -> str:
    key = f"robustness.{group}.count"
    signs = {
        "mixed": f"the sign flips: {{{key}.positive}} of {{{key}.all}} are above zero, {{{key}.negative}} "
        f"below",
        "positive": f"all {{{key}.all}} are above zero",
        "negative": f"all {{{key}.all}} are below zero",
    }[sign_pattern(value, group)]
    if significance(value, group) == "none":
        return (
            f"Of the {WORDS[group]} {signs}, and no *p* is below 0.05 by randomization, bootstrap or "
            f"clustered errors."
        )
    listed = ", ".join(f"{{{key}.below_{method}}} by {words}" for method, words in METHODS.items())
    return f"Of the {WORDS[group]} {signs}; below 0.05 are {listed}."


def event(value: Value) -> str:
    """Tell what the choice of the base does to the hosts' event study, and what the senders' shows."""
    hosts = (
        "For the hosts the picture depends on the base: from 2013, {event_negative.hosts} of the "
        "{event_negative.years} coefficients after the launch are negative, from the mean before 2014 "
        "{event_mean_negative.hosts}, and {event_flips.hosts} change sign between the two."
        if value("event_flips.hosts")
        else "For the hosts both bases agree in sign: {event_negative.hosts} of the {event_negative.years} "
        "coefficients after the launch are negative."
    )
    senders = (
        "For the five senders {event_negative.senders5} and {event_mean_negative.senders5} of "
        "{event_negative.years} are negative."
    )
    return (
        f"{hosts} {senders} The widest intervals are those of 2015 and 2016, when Astana and Akmola have "
        f"their outliers."
    )


def placebos(value: Value) -> str:
    """Tell whether placebo launches find as much as the real one, and one region carries the result."""
    larger = sum(
        abs(value(f"placebo_launch.hosts.{year}.estimate"))
        > abs(value("robustness.hosts.two_by_two_240.estimate"))
        for year in PLACEBO_LAUNCHES
    )
    launches = {
        0: "No placebo launch before 2014 gives the hosts as much as the real one.",
        len(
            PLACEBO_LAUNCHES
        ): "Every placebo launch before 2014 gives the hosts a larger change than the real one, which speaks "
        "against reading the latter as an effect.",
    }.get(larger, "Some placebo launches before 2014 give the hosts a larger change than the real one.")
    flipping = [
        group
        for group in GROUPS
        if value(f"leave_one_out.{group}.lowest") * value(f"leave_one_out.{group}.highest") <= 0
    ]
    one = (
        f"Leaving out one region turns the sign of the {_listed(flipping)}"
        if flipping
        else "Leaving out one region never turns a sign"
    )
    moved = [
        group
        for group in GROUPS
        if value(f"leave_one_out.{group}.lowest_ri_p")
        < SIGNIFICANCE_LEVEL
        <= value(f"robustness.{group}.two_by_two_240.ri_p")
    ]
    other = "".join(
        f", but brings the *p* of the {WORDS[group]} down to {{leave_one_out.{group}.lowest_ri_p}} in one "
        f"case"
        for group in moved
    )
    groups = (
        "Of {placebo_groups.hosts.choices} choices of six regions {placebo_groups.hosts.as_large} change by "
        "at least as much as the hosts."
    )
    return f"{launches} {one}{other}. {groups}"


def honest(value: Value) -> str:
    """Tell what the bounds on the violation of parallel trends leave."""
    exact = {
        group: [value(f"honest.{group}.magnitude_0.{end}") for end in ("ci_low", "ci_high")]
        for group in ("hosts", "senders5")
    }
    intervals = (
        "{honest.hosts.magnitude_0.ci_low} to {honest.hosts.magnitude_0.ci_high} for the hosts, "
        "{honest.senders5.magnitude_0.ci_low} to {honest.senders5.magnitude_0.ci_high} for the five senders"
    )
    holding = [group for group, (low, high) in exact.items() if low <= 0 <= high]
    sentence = {
        0: "With trends exactly parallel ($M = 0$) neither interval holds zero",
        1: f"With trends exactly parallel ($M = 0$) only the interval of the {_listed(holding[:1])} holds "
        f"zero",
        2: "Even with trends exactly parallel ($M = 0$) both intervals hold zero",
    }[len(holding)]
    wide = (
        "With steps half as large as the largest before ($M = 0.5$) that of the hosts runs from "
        "{honest.hosts.magnitude_0_5.ci_low} to {honest.hosts.magnitude_0_5.ci_high}."
    )
    return f"{sentence}: {intervals}. {wide}"


def methods(value: Value) -> str:
    """Tell where the methods agree, and how classical errors compare with clustered ones."""
    samples = [
        headline for headline in HEADLINES if headline.source == "official" and "crv1" in headline.methods
    ]
    agreement = (
        "On the net rates all five agree: none is below 0.05."
        if all(below(value, headline.key, headline.methods) == "none" for headline in samples)
        else "On the net rates they do not all agree that nothing is below 0.05."
    )
    wider = sum(
        value(f"{headline.key}.std_error") > value(f"{headline.key}.crv1.std_error") for headline in samples
    )
    errors = (
        "Classical errors are wider here than clustered ones, since without region effects the lasting "
        "differences between regions stay in the residual."
        if wider == len(samples)
        else "Classical errors are narrower than clustered ones for some."
    )
    flow = {
        "all": "The flow from senders to hosts is below 0.05 by all three of its methods.",
        "some": "On the flow from senders to hosts the three methods disagree.",
        "none": "The flow from senders to hosts is not below 0.05 by any method.",
    }[below(value, FLOW, FLOW_P)]
    return f"{agreement} {errors} {flow}"


def rejection_rates(value: Value) -> str:
    """Tell whether the methods hold their level on our layout."""
    rates = {
        method: [value(f"size.{launch}.{method}.{treated}") for treated in SIZES for launch in SIZE_LAUNCHES]
        for method in SIZE_METHODS
    }
    over = [SIZE_METHODS[method] for method, found in rates.items() if max(found) > SIGNIFICANCE_LEVEL]
    if not over:
        return (
            "None rejects too often here. Most reject far too seldom, since a region that changes far more "
            "than the others, as Astana does, widens the error of whichever group it falls into: a method "
            "that hardly ever finds what is not there will also miss what is."
        )
    return f"Too often reject {_listed_words(over)}; the others stay below 5%."


def gravity(value: Value) -> str:
    """Tell the coefficient, its variants, and the return flow."""
    rise = "above" if value(f"{FLOW}.two_way.estimate") > 0 else "against"
    first = (
        f"By @tbl-gravity moves from senders to hosts were after 2014 {{gravity.percent}} {rise} what their "
        f"origins and destinations suggest, with *p* {{{FLOW}.pair.p}} by pair, {{{FLOW}.two_way.p}} two-way "
        f"and {{{FLOW}.ri.p}} by randomization."
    )
    finer = ["gravity_17", "gravity_20"]
    weaker = sum(value(f"{model}.sender_host_post.two_way.p") >= SIGNIFICANCE_LEVEL for model in finer)
    variants = (
        "With more regions it is smaller, and by two-way errors no longer below 0.05 where Shymkent is no "
        "sender (*p* {gravity_17.sender_host_post.two_way.p} with 17 and "
        "{gravity_20.sender_host_post.two_way.p} with 20)."
        if weaker == len(finer)
        and all(
            value(f"{model}.sender_host_post.two_way.estimate") < value(f"{FLOW}.two_way.estimate")
            for model in finer
        )
        else "With more regions it is {gravity_17.sender_host_post.two_way.estimate} (17) and "
        "{gravity_20.sender_host_post.two_way.estimate} (20)."
    )
    back = (
        "The return flow, from hosts to senders, is {gravity_return.host_sender_post.two_way.estimate} "
        "(two-way *p* {gravity_return.host_sender_post.two_way.p})"
        + (
            ", so that the two groups did not simply grow closer in both directions."
            if value("gravity_return.host_sender_post.two_way.p") >= SIGNIFICANCE_LEVEL
            else ", so that the two groups moved closer in both directions, which is not what grants to "
            "southerners would do."
        )
    )
    return f"{first} {variants} {back}"


def drift(value: Value) -> str:
    """Tell whether the yearly coefficients look like a break at the launch or like a drift."""
    path = [value(f"gravity_yearly.sender_host_{year}.two_way.estimate") for year in FLOW_YEARS]
    listed = ", ".join(
        f"{{gravity_yearly.sender_host_{year}.two_way.estimate}} ({year})" for year in FLOW_YEARS
    )
    if path[0] > 0 and path[-1] > 2 * path[0]:
        words = (
            "The last is more than twice the first: that looks like a drift rather than a break at the "
            "launch, although a programme that grows, or whose graduates draw others after them, would leave "
            "the same trace"
        )
    elif min(path) > 0 and max(path) < 1.5 * min(path):
        words = (
            "They stay near their first level, which looks like a break, but one earlier year cannot "
            "show what came before"
        )
    else:
        words = "They show neither a clear break nor a steady drift"
    return f"Against 2010 the coefficients are {listed}. {words}."


def flow_size(value: Value) -> str:
    """Tell what the coefficient amounts to in persons, beside the grants."""
    if value("gravity.extra_persons") <= 0:
        return "The coefficient leaves no room for an effect in the direction intended."
    first = (
        "Taken at its word the coefficient stands for {gravity.extra_persons} moves a year, of "
        "{flows.after.sender_host} on average."
    )
    if value("gravity.extra_persons") > value("grants.taken_up.2021"):
        return (
            f"{first} Of the grants, {{grants.taken_up.2020}} were taken up in 2020 and "
            f"{{grants.taken_up.2021}} in 2021: so "
            "many moves cannot have been the grants' alone."
        )
    return (
        f"{first} Of the grants, {{grants.taken_up.2020}} were taken up in 2020 and "
        f"{{grants.taken_up.2021}} in 2021."
    )


def pairs(value: Value) -> str:
    """Tell whether the framed pairs as a whole stand out."""
    share = value("gravity.pairs.block_above") / value("gravity.pairs.block")
    rest = value("gravity.pairs.rest_above") / value("gravity.pairs.rest")
    counted = (
        "Of the {gravity.pairs.block} pairs from a sender to a host {gravity.pairs.block_above} grew by more "
        "than their origin and destination would suggest, of the other {gravity.pairs.rest} pairs "
        "{gravity.pairs.rest_above}"
    )
    if share > rest + 0.2:
        return f"{counted}: it is no single pair that makes the result."
    return f"{counted}: the pairs from senders to hosts do not stand out as a group."


def power(value: Value) -> str:
    """Tell whether any design could have seen what the programme could move."""
    net = (
        "On the hosts' net rate the design finds effects of {mde.official_hosts_240} per 1,000 and more in "
        "four cases of five (@tbl-power). The grants of the largest year make {programme.most}"
        + (
            ": an effect of that size would have been missed most of the time, so that finding none says "
            "little."
            if value("mde.official_hosts_240") > value("programme.most")
            else ", which it would have found."
        )
    )
    sizes = {
        "allocated.2015": "all grants of 2015, each a registered move, would have made "
        "{programme_flow.allocated.2015}",
        "taken_up.2021": "those known to be taken up in 2021 {programme_flow.taken_up.2021}",
    }
    seen = {
        name: (
            "enough to be seen"
            if value(f"programme_flow.{name}") >= value("mde.gravity_senders5")
            else "too little to be seen"
        )
        for name in sizes
    }
    flow = (
        "The flow needs {mde.gravity_senders5} log points: "
        + "; ".join(f"{words}, {seen[name]}" for name, words in sizes.items())
        + "."
    )
    return f"{net} {flow}"


def holm(value: Value) -> str:
    """Tell what the adjustment for three outcomes does."""
    before = sum(value(f"{model}.{term}.ri.p") < SIGNIFICANCE_LEVEL for model, term in OUTCOMES.items())
    after = sum(value(f"holm.{model}.ri.p") < SIGNIFICANCE_LEVEL for model in OUTCOMES)
    clustered = sum(value(f"holm.{model}.clustered.p") < SIGNIFICANCE_LEVEL for model in CLUSTERED)
    if not before:
        return "None is below 0.05 by randomization to begin with."
    if not after and not clustered:
        return (
            "What is below 0.05 by itself no longer is when all three are counted, by randomization or by "
            "clustered errors."
        )
    return "Even so adjusted something stays below 0.05."


def _listed(groups: Iterable[str]) -> str:
    return _listed_words([WORDS[group] for group in groups])


def _listed_words(words: list[str]) -> str:
    return "".join(words) if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
