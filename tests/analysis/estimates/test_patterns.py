"""Patterns of several estimates, in a word or a list."""

import pytest

from analysis.estimates import patterns
from analysis.panel.load import STANDIN, load_panel
from analysis.paper import PAPER


@pytest.mark.parametrize(
    ("of", "said"), [([True, True], "all"), ([True, False], "some"), ([False, False], "none")]
)
def test_how_many_are_true_is_said_in_a_word(of, said):
    assert patterns.how_many(of) == said


@pytest.mark.parametrize(
    ("words", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_a_list_is_said_in_words(words, said):
    assert patterns.in_words(words) == said


@pytest.mark.parametrize(
    ("positive", "negative", "signs"),
    [(9, 0, "positive"), (0, 9, "negative"), (8, 1, "mixed"), (0, 8, "mixed")],
)
def test_signs_agree_only_where_all_have_one(positive, negative, signs):
    count = "robustness.hosts.count"
    numbers = {f"{count}.all": 9, f"{count}.positive": positive, f"{count}.negative": negative}
    assert patterns.signs(numbers, "hosts") == signs


@pytest.mark.parametrize(
    ("counts", "said"), [((0, 0, 0), "none"), ((9, 9, 9), "all"), ((9, 9, 8), "some"), ((0, 0, 1), "some")]
)
def test_specifications_are_below_by_all_methods_or_by_some(counts, said):
    methods = dict(zip(("ri", "wcr", "crv1"), counts, strict=True))
    numbers = {f"robustness.hosts.count.below_{method}": count for method, count in methods.items()}
    judged = {"robustness.hosts.count.all": 9, "robustness.hosts.count.randomized": 9}
    assert patterns.below(numbers | judged, "hosts") == said


def test_what_cannot_be_randomized_keeps_no_group_from_being_below_by_all():
    count = "robustness.senders5.count"
    numbers = {f"{count}.below_{method}": number for method, number in (("ri", 8), ("wcr", 9), ("crv1", 9))}
    judged = {f"{count}.all": 9, f"{count}.randomized": 8}
    assert patterns.below(numbers | judged, "senders5") == "all"


@pytest.mark.parametrize(
    ("shares", "rising"),
    [((0.1, 0.2, 0.3), True), ((0.1, 0.2, 0.2), False), ((0.1, 0.3, 0.2), False), ((0.3, 0.2, 0.1), False)],
)
def test_a_share_rises_only_where_every_year_is_above_the_one_before(shares, rising):
    numbers = {
        f"flows.{year}.sender_host_share": share
        for year, share in zip((2010, 2015, 2031), shares, strict=True)
    }
    numbers |= {f"flows.{year}.moves": 1.0 for year in (2010, 2015, 2031)} | {"flows.last.moves": 1.0}
    assert patterns.flow_years(numbers) == [2010, 2015, 2031]
    assert patterns.rises(numbers) == rising


def test_a_sign_is_turned_where_zero_lies_between():
    def turned(low, high):
        return patterns.is_turned({"leave_one_out.x.lowest": low, "leave_one_out.x.highest": high}, "x")

    assert turned(-1, 1) and turned(0, 1) and not turned(0.1, 1) and not turned(-2, -1)


def test_the_results_have_every_pattern_with_the_function_that_made_it():
    results = PAPER.results
    assert set(patterns.of_estimates(results.values)) < set(results.texts)
    for key in results.texts:
        origin = results.origin(key)
        assert origin.file and origin.function and origin.sources, key
    assert not set(results.texts) & set(results.values)


def test_the_senders_of_a_panel_are_named_once_each():
    panel = load_panel(STANDIN)
    said = patterns.of_panel(panel)
    assert set(said["panel.senders"].split(", ")) == {"Kyzylorda", "Mangystau", "Zhambyl"}
    assert panel.sha256.startswith(said["panel.checksum"]) and len(said["panel.checksum"]) == 12
