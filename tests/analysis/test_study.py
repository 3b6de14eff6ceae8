"""The study's constants: print styles are known and used, and versions compared in the pages' styles."""

from fnmatch import fnmatchcase
from types import SimpleNamespace

import pytest

from analysis.paper import data
from analysis.study import PRINT_STYLES
from analysis.validation.styles import print_styles as validation_styles
from press.numbers.formatter import STYLES
from press.proof.diff.numbers import shown


@pytest.fixture(scope="module")
def keys():
    return data().results.all_keys()


def test_every_pattern_names_a_known_style_and_decides_for_some_key(keys):
    assert set(PRINT_STYLES.values()) <= set(STYLES)
    decide = {next((pattern for pattern in PRINT_STYLES if fnmatchcase(key, pattern)), None) for key in keys}
    assert not PRINT_STYLES.keys() - decide


@pytest.mark.parametrize(
    ("key", "value", "printed"),
    [
        ("gravity.percent", 0.4231, "42%"),
        ("flows.2015.sender_host_share", 0.1234, "12.3%"),
        ("event_flips.hosts", 3.0, "3"),
        ("grants.total_2014", 2015.0, "2,015"),
        ("quality.boundary_2014", 46_501.0, "46,501"),
        ("validation.count.all", 12.0, "12"),
    ],
)
def test_what_only_an_older_version_prints_has_the_style_of_the_pages(key, value, printed):
    assert shown(key, SimpleNamespace(values={key: value}), {}) == printed


def test_figures_that_others_print_go_before_the_patterns():
    styles = list(validation_styles())
    assert styles[-len(PRINT_STYLES) :] == list(PRINT_STYLES) and len(styles) > len(PRINT_STYLES)
