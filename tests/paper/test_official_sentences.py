"""What the pages say of the official statistics is chosen by the results.

Other counts, signs and p-values give other sentences, never other numbers by hand.
"""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest

from analysis.estimates import flows, patterns
from analysis.paper import PAPER
from analysis.study import PLACEBO_LAUNCHES
from press.numbers import entries, sentences
from press.numbers.entries import texts_in
from press.numbers.sentences import Sentences
from press.numbers.statements import KEY_IN_BRACES

WRITTEN = entries.read(sentences.FILE)
ANSWERS = ("official_inflow", "official_outflow", "official_flows", "official_imbalance")
FLOW = "gravity_senders5.sender_host_post"
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z*]|$)")


def say(name, *, synthetic=True, **changes):
    """Say a sentence by the results with some numbers replaced; dots of keys are double underscores."""
    numbers = PAPER.results.values | {key.replace("__", "."): number for key, number in changes.items()}
    results = SimpleNamespace(
        value=numbers.__getitem__,
        texts={**PAPER.results.texts, **patterns.of_estimates(numbers)},
        panel=SimpleNamespace(synthetic=synthetic),
    )
    return Sentences(replace(PAPER.statements, results=results), WRITTEN).say(name)


def group_counts(group, positive, negative, below, total=11):
    counts = {"all": total, "randomized": total, "positive": positive, "negative": negative}
    counts |= dict.fromkeys(("below_ri", "below_wcr", "below_crv1"), below)
    return {f"robustness__{group}__count__{name}": number for name, number in counts.items()}


@pytest.mark.parametrize("name", WRITTEN.parts)
def test_every_key_of_a_branch_is_in_the_results_and_nothing_stays_in_braces(name):
    results = PAPER.results
    for text in texts_in(WRITTEN.parts[name]):
        keys = [key for key in KEY_IN_BRACES.findall(text.text) if not key.startswith("sentence.")]
        assert all(key in results.texts or results.has(key) for key in keys)
    spans = r"\]\{(?:\.num data-key=\"[^\"]+\"|\.quoted|\.badge-mark|\.evidence \.evidence-\w+)\}"
    words = re.sub(spans, "]", say(name))
    assert not re.search(r"[{}]|\bnan\b", words)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_has_a_few_sentences(name):
    plain = re.sub(r"\[([^\]]*)\]\{[^}]*\}", "1", say(name))
    assert 2 <= len(SENTENCE_END.findall(plain)) <= 8


def test_signs_that_flip_are_said_to_flip():
    flipping, rising, falling = (
        say("official_inflow", **group_counts("hosts", *counts))
        for counts in ((7, 4, 0), (11, 0, 0), (0, 11, 0))
    )
    assert "not settled" in flipping and "not settled" not in rising + falling
    assert "improved in all" in rising and "worsened in all" in falling


def test_hosts_are_said_to_gain_only_when_every_specification_and_method_says_so():
    strong, partly, flipped, opposite = (
        say("official_inflow", **group_counts("hosts", *counts))
        for counts in ((11, 0, 11), (11, 0, 3), (7, 4, 2), (0, 11, 11))
    )
    assert "more people came" in strong and "opposite of what was intended" in opposite
    assert "more people came" not in partly + flipped + opposite
    assert "must not pick" in partly and "must not pick" in flipped
    assert "No increase can be shown" in say("official_inflow", **group_counts("hosts", 7, 4, 11))


def test_a_design_that_could_not_see_the_programme_is_called_weak():
    nothing = group_counts("hosts", 7, 4, 0)
    for most, weak in {1.0: True, 9.0: False}.items():
        said = say("official_inflow", mde__official_hosts_240=5.0, ceiling__hosts=most, **nothing)
        assert ("design is weak" in said) == weak
        said = say("official_summary", mde__official_hosts_240=5.0, ceiling__hosts=most, **nothing)
        assert ("does not prove" in said) == weak
        said = say("power", mde__official_hosts_240=5.0, ceiling__hosts=most)
        assert ("finding none says little" in said) == weak


@pytest.mark.parametrize(
    ("five", "three", "words"),
    [
        ((0, 11, 11), (0, 11, 11), "More people left on balance"),
        ((0, 11, 3), (0, 11, 0), "is the same everywhere"),
        ((0, 11, 0), (0, 11, 0), "None of these changes can be told from chance"),
        ((5, 6, 0), (0, 11, 0), "None of these changes can be told from chance"),
        ((5, 6, 1), (0, 11, 0), "depends on the specification"),
        ((11, 0, 1), (11, 0, 0), "depends on the specification"),
    ],
)
def test_the_senders_verdict_follows_both_groups(five, three, words):
    counts = group_counts("senders5", *five) | group_counts("senders3", *three)
    assert words in say("official_outflow", **counts)


@pytest.mark.parametrize(
    ("five", "three", "words"),
    [
        ((0, 11), (0, 11), "balance fell relative to the other regions in every"),
        ((11, 0), (11, 0), "balance rose relative to the other regions in every"),
        ((11, 0), (0, 11), "specifications for the five senders of the text and in"),
    ],
)
def test_the_senders_direction_is_that_of_both_groups(five, three, words):
    counts = group_counts("senders5", *five, 0) | group_counts("senders3", *three, 0)
    assert words in say("official_outflow", **counts)


def test_the_flow_s_answer_follows_its_sign_and_the_raw_share():
    shares = {
        f"flows__{year}__sender_host_share": share
        for year, share in {2010: 0.03, 2015: 0.04, 2020: 0.05, 2021: 0.06, 2023: 0.07, 2024: 0.08}.items()
    }
    assert "rose without a break" in say("official_flows", **shares)
    assert "is uneven" in say("official_flows", **shares | {"flows__2021__sender_host_share": 0.09})
    assert "did not grow" in say("official_flows", flows__last__sender_host_share=0.01)
    for name in ("official_flows", "official_summary", "gravity"):
        down = say(name, gravity_senders5__sender_host_post__two_way__estimate=-0.2)
        assert "above what" not in down and "above what" in say(name)


def test_the_sign_of_the_flow_is_said_to_agree_only_where_it_does():
    assert "the same in all" in say("official_flows", gravity__count__all=9, gravity__count__positive=9)
    assert "is positive in" in say(
        "official_flows", gravity__count__all=9, gravity__count__positive=7, gravity__count__negative=2
    )


def test_the_imbalance_is_corrected_where_the_figures_say_so():
    assert say("official_imbalance").startswith("No. ")
    eased = {"balance__hosts__post_mean": 1.0, "population__hosts__share_last": 0.4}
    assert say("official_imbalance", **eased).startswith("In part. ")
    assert say("official_imbalance", balance__hosts__post_mean=1.0).startswith("In part. ")
    assert "could not have" in say("official_imbalance") and "could not have" not in say(
        "official_imbalance", **eased
    )


def test_the_summary_mentions_the_adjustment_only_where_it_matters():
    for adjusted, own, told in (
        (0.12, 0.01, True),
        (0.01, 0.01, False),
        (0.5, 0.2, False),
        (0.05, 0.049, True),
    ):
        given = {"holm__gravity_senders5__ri__p": adjusted, f"{FLOW.replace('.', '__')}__ri__p": own}
        assert ("Adjusted for the three" in say("official_summary", **given)) == told


@pytest.mark.parametrize(
    ("below", "words"),
    [
        ((0.01, 0.01, 0.01), ("below 0.05 by every method", "by all three of its methods")),
        ((0.01, 0.2, 0.01), ("methods disagree on whether", "three methods disagree")),
        ((0.2, 0.2, 0.05), ("is not below 0.05 by any method", "not below 0.05 by any method")),
    ],
)
def test_the_methods_of_the_flow_are_counted(below, words):
    key = FLOW.replace(".", "__")
    given = {f"{key}__{method}__p": p for method, p in zip(("pair", "two_way", "ri"), below, strict=True)}
    summary = say("official_summary", **given, **{f"{key}__dyadic__p": below[1]})
    assert words[0] in summary and words[1] in say("methods", **given)


def test_dyadic_errors_alone_can_break_the_agreement_of_the_methods():
    given = {f"{FLOW.replace('.', '__')}__{method}__p": 0.01 for method in ("pair", "two_way", "ri")}
    for p, words in ((0.01, "by every method"), (0.2, "methods disagree on whether")):
        assert words in say("official_summary", **given, **{f"{FLOW.replace('.', '__')}__dyadic__p": p})


VARIANTS = patterns.variants_in_words(PAPER.results.values)


def variants(*not_below):
    """Two-way p-values of all variants, and their count, as if those named were not below 0.05."""
    p = {f"{name}__sender_host_post__two_way__p": 0.2 if name in not_below else 0.01 for name in VARIANTS}
    return p | {
        "gravity__count__below_two_way": len(VARIANTS) - len(not_below),
        "gravity__count__not_below_two_way": len(not_below),
    }


def test_every_variant_that_is_not_significant_is_named():
    assert "in all [6]" in say("gravity", **variants())
    one = say("gravity", **variants("gravity_20_shymkent"))
    assert "It is not with twenty regions with Shymkent as a sender (*p* [" in one
    several = say("gravity", **variants("gravity_17", "gravity_20", "gravity_20_shymkent"))
    named = "seventeen regions, twenty regions and twenty regions with Shymkent as a sender"
    assert f"It is not with {named} (*p* from" in several.replace("\\,", ",")
    for name in ("official_summary", "official_flows"):
        assert 'data-key="gravity.count.below_two_way"' in say(name)


def test_the_words_name_every_variant_of_the_model():
    assert set(VARIANTS) == {row["model"] for row in flows.rows() if row["term"] == flows.TERM}


@pytest.mark.parametrize(("resettled", "words"), [(6000, "cannot be told from"), (10, "accounts for a part")])
def test_the_rise_is_told_from_resettlement_only_where_few_were_resettled(resettled, words):
    given = {
        "resettlement__enbek__a_year": resettled,
        "resettlement__strong_regions_2023__persons": resettled,
    }
    for name in ("official_summary", "official_flows", "resettlement"):
        assert words in say(name, **given)
    assert "resettled" not in say("official_flows", gravity__extra_persons=-1, **given)


def test_all_five_methods_agree_only_where_none_is_below():
    assert "all five methods agree" in say("methods")
    assert "at least one method gives" in say("methods", official_hosts_240__program_post__crv3__p=0.04)
    assert "larger here" in say("methods")
    assert "are smaller than" in say("methods", official_hosts_240__program_post__crv1__std_error=1e6)


def yearly(*path):
    ends = {"first": path[0], "last": path[-1], "lowest": min(path), "highest": max(path)}
    return {f"gravity__yearly__{name}": b for name, b in ends.items()}


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ((0.1, 0.2, 0.3, 0.4, 0.5), "looks like a drift"),
        ((0.1, 0.2, 0.3, 0.4, 0.2), "neither"),
        ((0.4, 0.41, 0.42, 0.4, 0.41), "looks like a break"),
        ((0.4, 0.41, 0.61, 0.4, 0.41), "neither"),
        ((-0.1, 0.2, 0.1, 0.3, 0.1), "neither"),
        ((-0.1, -0.2, -0.1, -0.3, -0.1), "neither"),
    ],
)
def test_a_drift_is_told_from_a_break(path, words):
    assert words in say("drift", **yearly(*path))


def test_a_method_that_rejects_too_often_is_named():
    assert "No method rejects too often" in say("rejection_rates")
    assert "too often are CRV1. The others" in say("rejection_rates", size__2011__crv1__3=0.2)
    both = say("rejection_rates", size__2011__crv1__3=0.2, size__2012__wcr__6=0.06)
    assert "too often are CRV1 and the bootstrap. The others" in both


def test_pairs_stand_out_only_when_more_of_them_grew():
    rest = {"gravity__pairs__block": 30, "gravity__pairs__rest": 100, "gravity__pairs__rest_above": 50}
    assert "from a single pair" in say("pairs", gravity__pairs__block_above=27, **rest)
    assert "do not stand out" in say("pairs", gravity__pairs__block_above=20, **rest)


def test_leaving_out_a_region_is_said_to_turn_a_sign_when_it_does():
    assert "never depends on a single region" in say("placebos")
    assert "changes the sign of the hosts" in say(
        "placebos", leave_one_out__hosts__lowest=-9, leave_one_out__hosts__highest=9
    )


@pytest.mark.parametrize("group", ["hosts", "senders5", "senders3"])
def test_a_p_that_one_region_brings_down_is_told(group):
    key = f"leave_one_out.{group}.lowest_ri_p"
    given = {key.replace(".", "__"): 0.04, f"robustness__{group}__two_by_two_240__ri_p": 0.05}
    assert f'data-key="{key}"' in say("placebos", **given)
    assert f'data-key="{key}"' not in say(
        "placebos", **given | {f"robustness__{group}__two_by_two_240__ri_p": 0.04}
    )


@pytest.mark.parametrize(("larger", "words"), [(0, "No placebo"), (1, "Some placebo"), (4, "Every placebo")])
def test_placebo_launches_that_give_more_are_counted(larger, words):
    real = {"robustness__hosts__two_by_two_240__estimate": -1.0}
    given = {
        f"placebo_launch__hosts__{year}__estimate": 2.0 if number < larger else 0.5
        for number, year in enumerate(PLACEBO_LAUNCHES)
    }
    assert say("placebos", **real, **given).startswith(words)


@pytest.mark.parametrize(
    ("hosts", "senders", "words"),
    [
        ((-1, 1), (-1, 1), "both intervals contain zero"),
        ((-1, 1), (-1, -0.1), "only the interval of the hosts contains"),
        ((0.1, 1), (-1, 0), "only the interval of the five senders contains"),
        ((0.1, 1), (-1, -0.1), "neither interval contains"),
    ],
)
def test_bounds_that_exclude_zero_are_not_said_to_hold_it(hosts, senders, words):
    given = {
        f"honest__{group}__magnitude_0__{end}": limit
        for group, limits in (("hosts", hosts), ("senders5", senders))
        for end, limit in zip(("ci_low", "ci_high"), limits, strict=True)
    }
    assert words in say("honest_bounds", **given)


def test_a_sign_that_no_year_changes_is_said_to_agree():
    assert "both bases agree" in say("event_base", event_flips__hosts=0)
    assert "depends on the base" in say("event_base", event_flips__hosts=1)


def test_specifications_are_told_group_by_group():
    hosts = say("specifications", **group_counts("hosts", 11, 0, 0)).split("For the five senders")[0]
    assert "are positive" in hosts and "No *p* of theirs is below" in hosts and "all [11]" in hosts
    hosts = say("specifications", **group_counts("hosts", 7, 4, 3)).split("For the five senders")[0]
    assert "the sign depends" in hosts and "The *p* is below 0.05 in [3]" in hosts


@pytest.mark.parametrize("group", ["hosts", "senders5"])
def test_donors_outside_the_other_group_are_said_to_change_the_sign_where_they_do(group):
    first, alone = (f"robustness__{group}__{name}__estimate" for name in ("two_by_two_240", "alone"))
    changed, stays = (say("donors", **{first: 1.0, alone: value}) for value in (-1.0, 0.5))
    words = {"hosts": ("The sign changes:", "The sign is that of"), "senders5": ("changes too", "sign stays")}
    assert words[group][0] in changed and words[group][1] in stays
    assert words[group][0] not in stays and words[group][1] not in changed


def test_shymkent_s_role_is_said_to_decide_only_where_it_does():
    apart, whole = (
        f"robustness__senders5__{name}__crv1_p" for name in ("two_by_two_245_apart", "two_by_two_240")
    )
    assert "Only the second *p* is below" in say("shymkent_role", **{apart: 0.03, whole: 0.12})
    for given in ({apart: 0.3, whole: 0.12}, {apart: 0.03, whole: 0.04}):
        assert "Only the second" not in say("shymkent_role", **given)


def test_equivalence_is_said_to_be_shown_only_where_it_is():
    assert "is not shown to be smaller" in say("equivalence", equivalence__hosts__p=0.05)
    assert "is shown to be smaller" in say("equivalence", equivalence__hosts__p=0.049)


def test_a_trend_of_the_hosts_own_is_said_to_change_the_sign_where_it_does():
    key = "robustness__hosts__own_trend__estimate"
    assert "changes the sign" in say("own_trend", **{key: -0.2})
    assert "changes the sign" not in say("own_trend", **{key: 0.2})


@pytest.mark.parametrize(
    ("slope", "continued", "passes", "explains"),
    [(1.5, 11.0, True, True), (1.5, 0.5, True, False), (2.5, 18.0, False, False)],
)
def test_a_slope_passes_where_it_is_not_conspicuous(slope, continued, passes, explains):
    said = say("trend", trend__hosts__estimate=slope, pretest__hosts__continued=continued)
    assert ("hosts passes" in said) == passes and ("does not pass" in said) != passes
    assert ("explains the whole estimate" in said) == explains


def test_the_change_of_sign_is_put_down_to_the_years_only_where_they_make_it():
    real = {"robustness__hosts__two_by_two_240__estimate": 1.0, "sdid__hosts__estimate": -0.2}
    years = {"sdid__hosts__years_alone": -0.2, "sdid__hosts__units_alone": 0.5}
    words = "comes from the choice of years"
    assert words in say("second_estimator", **real, **years)
    assert words not in say("second_estimator", **real, **years | {"sdid__hosts__units_alone": -0.5})
    assert words not in say("second_estimator", **real | {"sdid__hosts__estimate": 0.2}, **years)
    assert "only 2011" in say("second_estimator") and "only 2011" not in say(
        "second_estimator", sdid__hosts__weight_2011=0.2
    )


def test_the_years_in_which_the_identity_misses_are_named():
    assert "in 2017 for South Kazakhstan" in say("balance_identity")
    assert "in 2017" not in say("balance_identity", quality__missed__years=5)


def test_a_return_flow_that_changed_is_said_to_speak_against_grants():
    assert "simply grow closer" in say("gravity", gravity_return__host_sender_post__two_way__p=0.05)
    assert "not what grants" in say("gravity", gravity_return__host_sender_post__two_way__p=0.04)


def test_the_size_of_the_flow_is_set_beside_the_grants():
    assert "no room for an effect" in say("flow_size", gravity__extra_persons=0)
    assert "account for all of it" in say("flow_size", gravity__excess__2015=10)
    assert "account for a part of it" in say("flow_size", gravity__excess__2015=9e9)
    large = {f"gravity__excess__{year}": 9e9 for year in (2020, 2021, 2023, 2024)}
    assert "cannot account for all" in say("flow_size", **large)
    for year in (2020, 2021, 2023, 2024):
        assert "at least one year" in say("flow_size", **large | {f"gravity__excess__{year}": 1})


@pytest.mark.parametrize(
    ("mean", "pooled", "words"),
    [(0.1, 0.1, "too little"), (0.3, 0.3, "Both are enough"), (0.3, 0.1, "Only the larger")],
)
def test_the_flow_s_design_sees_what_is_large_enough(mean, pooled, words):
    sizes = {"programme_flow__mean": mean, "programme_flow__pooled": pooled}
    assert words in say("power", mde__gravity_senders5=0.2, **sizes)


def test_the_adjustment_for_three_outcomes_is_told_as_it_falls_out():
    own = {
        "official_hosts_240__program_post__ri__p": 0.3,
        "official_senders5_240__sender_post__ri__p": 0.2,
        f"{FLOW.replace('.', '__')}__ri__p": 0.06,
    }
    assert "None of the three is below 0.05 by randomization" in say("holm", **own)
    own[f"{FLOW.replace('.', '__')}__ri__p"] = 0.04
    after = {
        f"holm__{model}__{way}__p": 0.06
        for model in ("official_hosts_240", "official_senders5_240", "gravity_senders5")
        for way in ("ri", "clustered")
    }
    assert "No adjusted *p* is below" in say("holm", **own, **after)
    for one in after:
        assert "At least one adjusted *p*" in say("holm", **own, **after | {one: 0.04})


# What pages say of the panel -------------------------------------------------------------------------

PANEL = [name for name in WRITTEN.parts if name.startswith("panel")]


def test_the_article_says_whose_panel_it_is_with_its_checksum():
    checksum = PAPER.results.panel.sha256[:12]
    said = say("panel_source", synthetic=False)
    assert "the authors' panel of 245 region-years" in plain(said) and f"(SHA-256 `{checksum}`)" in said


def plain(said):
    """A sentence without the spans of its numbers and badges."""
    return re.sub(r"\[([^\[\]]*)\]\{[^}]*\}", r"\1", said)


@pytest.mark.parametrize(
    ("name", "term", "outcome"),
    [
        ("finding_official", "official_hosts_240.program_post.crv1", "net migration of the host regions"),
        ("finding_inflow", "inflow.program_post", "arrivals in the host regions"),
        ("finding_outflow", "outflow.sender_post", "departures from the south"),
    ],
)
@pytest.mark.parametrize(
    ("p", "estimate", "words"),
    [(0.01, 2.0, " rose relative to"), (0.01, -2.0, " fell relative to"), (0.2, 2.0, "can be discerned: ")],
)
def test_a_key_finding_follows_its_estimate_and_has_its_interval(name, term, outcome, p, estimate, words):
    changed = {f"{term}.p": p, f"{term}.estimate": estimate}
    said = say(name, **{key.replace(".", "__"): value for key, value in changed.items()})
    assert outcome in said and words in said and (p < 0.05) != said.startswith("No ")
    assert f"{term}.ci_low" in said and f"{term}.ci_high" in said and "(95% CI " in said


@pytest.mark.parametrize(("model", "term"), [("inflow", "program_post"), ("outflow", "sender_post")])
def test_badges_say_what_a_finding_rests_on(model, term):
    """Published is what agrees with print in every digit; Tables 2 and 3 have two behind the point."""
    printed = PAPER.results.value(f"published.{model}.{term}.estimate")
    for synthetic, panel in ((True, "(synthetic)"), (False, "(authors' panel)")):
        for value, told in ((printed + 0.004, f"(published) {panel}"), (printed + 0.006, panel)):
            said = say(f"badge_{model}", synthetic=synthetic, **{f"{model}__{term}__estimate": value})
            assert plain(plain(said)) == told
    assert plain(plain(say("badge_official"))) == "(official)"
    assert "(published)" in plain(plain(say(f"badge_{model}")))


def test_only_a_synthetic_panel_is_called_so():
    assert len(PANEL) >= 10
    for name in PANEL:
        assert re.search("synthetic|stand-in", say(name, synthetic=True)), name
        assert not re.search("synthetic|stand-in", say(name, synthetic=False)), name


def test_agreement_with_print_is_worth_little_where_the_panel_was_calibrated_to_it():
    assert "agreement is by calibration" in say("panel_agreement", synthetic=True)
    assert "calibration" not in say("panel_agreement", synthetic=False)


def test_choices_of_regions_are_counted_where_they_could_be():
    numbers = PAPER.results.values
    assert ("choices of six hosts" in say("explore_choices")) == ("inflow.choices" in numbers)
    without = {key: value for key, value in numbers.items() if not key.endswith("flow.choices")}
    results = SimpleNamespace(value=without.__getitem__, texts={})
    said = Sentences(replace(PAPER.statements, results=results), WRITTEN)
    assert said.say("explore_choices") == "choices of as many regions"
