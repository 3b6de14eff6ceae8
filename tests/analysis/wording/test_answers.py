"""The answers are chosen by the results.

Other counts, signs and p-values give other sentences, never other numbers by hand.
"""

from __future__ import annotations

import re

import pytest

from analysis.paper import data
from analysis.study import PRINT_STYLES
from analysis.wording import official_page, research_questions
from press.numbers.statements import KEY_IN_BRACES, Statements

ANSWERS = (
    "more_people_to_the_hosts",
    "more_people_from_the_senders",
    "by_how_much",
    "imbalance_corrected",
    "counted",
    "summary",
)
FINDINGS = (
    "specifications",
    "event",
    "placebos",
    "honest",
    "methods",
    "rejection_rates",
    "gravity",
    "drift",
    "flow_size",
    "pairs",
    "power",
    "holm",
)
SENTENCE_END = re.compile(r"[.!?](?=\s+[A-Z*]|$)")


def values(**changes):
    """The results' numbers, some of them replaced; dots of keys are written as double underscores."""
    replaced = {name.replace("__", "."): number for name, number in changes.items()}

    def value(key):
        return replaced[key] if key in replaced else data().results.value(key)

    return value


def group_counts(group, positive, negative, below, total=11):
    counts = {"all": total, "positive": positive, "negative": negative} | dict.fromkeys(
        ("below_ri", "below_wcr", "below_crv1"), below
    )
    return {f"robustness__{group}__count__{name}": number for name, number in counts.items()}


@pytest.mark.parametrize("name", [*ANSWERS, *FINDINGS])
def test_every_key_of_a_sentence_is_a_number_and_nothing_stays_in_braces(name):
    template = getattr(research_questions if name in ANSWERS else official_page, name)(data().results.value)
    keys = KEY_IN_BRACES.findall(template)
    assert all(map(data().results.has, keys))
    filled = Statements(data().results, PRINT_STYLES).text(template)
    words = re.sub(r"\]\{\.num data-key=\"[^\"]+\"\}", "]", filled)
    assert not re.search(r"[{}]|\bnan\b", words.replace("$M = 0$", "").replace("$M = 0.5$", ""))


@pytest.mark.parametrize("name", ANSWERS[:4])
def test_an_answer_has_two_sentences(name):
    template = getattr(research_questions, name)(data().results.value)
    assert len(SENTENCE_END.findall(KEY_IN_BRACES.sub("1", template))) == 2


def test_signs_that_flip_are_said_to_flip():
    flipping = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 7, 4, 0)))
    rising = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 11, 0, 0)))
    falling = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 0, 11, 0)))
    assert "not settled" in flipping and "not settled" not in rising + falling
    assert "improved in all" in rising and "worsened in all" in falling


def test_hosts_are_said_to_gain_only_when_every_specification_and_method_says_so():
    strong = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 11, 0, 11)))
    partly = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 11, 0, 3)))
    flipped = research_questions.more_people_to_the_hosts(values(**group_counts("hosts", 7, 4, 2)))
    assert "more people came" in strong
    assert "more people came" not in partly + flipped
    assert "must not pick" in partly and "must not pick" in flipped


def test_a_design_that_could_not_see_the_programme_is_called_weak():
    nothing = group_counts("hosts", 7, 4, 0)
    assert "design is weak" in research_questions.more_people_to_the_hosts(
        values(mde__official_hosts_240=5.0, programme__most=1.0, **nothing)
    )
    assert "weak" not in research_questions.more_people_to_the_hosts(
        values(mde__official_hosts_240=0.5, programme__most=1.0, **nothing)
    )


@pytest.mark.parametrize(
    ("five", "three", "words"),
    [
        ((0, 11, 11), (0, 11, 11), "More people left on balance"),
        ((0, 11, 3), (0, 11, 0), "does not flip"),
        ((0, 11, 0), (0, 11, 0), "None of this can be told from chance"),
        ((5, 6, 1), (0, 11, 0), "depends on the specification"),
    ],
)
def test_the_senders_verdict_follows_both_groups(five, three, words):
    value = values(**group_counts("senders5", *five), **group_counts("senders3", *three))
    assert words in research_questions.more_people_from_the_senders(value)


def test_the_flow_s_answer_follows_its_sign_and_the_raw_share():
    shares = {
        f"flows__{year}__sender_host_share": share
        for year, share in {2010: 0.03, 2015: 0.04, 2020: 0.05, 2021: 0.06, 2023: 0.07, 2024: 0.08}.items()
    }
    assert "rose without a break" in research_questions.by_how_much(values(**shares))
    assert "no growth is left" in research_questions.by_how_much(values())
    down = research_questions.by_how_much(values(gravity_senders5__sender_host_post__two_way__estimate=-0.2))
    assert "above what" not in down


def test_the_imbalance_is_corrected_where_the_figures_say_so():
    assert research_questions.imbalance_corrected(values()).startswith("No: ")
    eased = values(balance__hosts__post_mean=1.0, population__hosts__share_2023=0.4)
    assert research_questions.imbalance_corrected(eased).startswith("In part: ")
    assert "Nor could it" not in research_questions.imbalance_corrected(eased)


def test_the_summary_mentions_the_adjustment_only_where_it_matters():
    assert "Adjusted for the three" in research_questions.summary(values(holm__gravity_senders5__ri__p=0.12))
    assert "Adjusted for the three" not in research_questions.summary(
        values(holm__gravity_senders5__ri__p=0.01)
    )


def test_a_drift_is_told_from_a_break():
    def yearly(*path):
        return values(
            **{
                f"gravity_yearly__sender_host_{year}__two_way__estimate": b
                for year, b in zip(official_page.FLOW_YEARS, path, strict=True)
            }
        )

    assert "looks like a drift" in official_page.drift(yearly(0.1, 0.2, 0.3, 0.4, 0.5))
    assert "looks like a break" in official_page.drift(yearly(0.4, 0.41, 0.42, 0.4, 0.41))
    assert "neither" in official_page.drift(yearly(-0.1, 0.2, 0.1, 0.3, 0.1))


def test_a_method_that_rejects_too_often_is_named():
    assert "None rejects too often" in official_page.rejection_rates(values())
    assert "Too often reject CRV1" in official_page.rejection_rates(values(size__2011__crv1__3=0.2))


def test_pairs_stand_out_only_when_more_of_them_grew():
    assert "no single pair" in official_page.pairs(
        values(gravity__pairs__block_above=27, gravity__pairs__block=30)
    )
    assert "do not stand out" in official_page.pairs(
        values(gravity__pairs__block_above=15, gravity__pairs__block=30)
    )


def test_leaving_out_a_region_is_said_to_turn_a_sign_when_it_does():
    assert "never turns a sign" in official_page.placebos(values())
    assert "turns the sign of the hosts" in official_page.placebos(values(leave_one_out__hosts__lowest=-0.2))


def test_bounds_that_exclude_zero_are_not_said_to_hold_it():
    assert "both intervals hold zero" in official_page.honest(values())
    assert "only the interval of the hosts" in official_page.honest(
        values(honest__senders5__magnitude_0__ci_high=-0.1)
    )


def test_a_sign_that_no_year_changes_is_said_to_agree():
    assert "both bases agree" in official_page.event(values(event_flips__hosts=0))
