"""Results that were made plain, written as JSON and read again are what they were."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from analysis.panel.load import load_panel
from analysis.results import compute
from press.numbers import stored
from press.numbers.results import to_json


@pytest.fixture(scope="module")
def computed():
    return compute(load_panel())


@pytest.fixture(scope="module")
def restored(computed):
    return stored.from_plain(json.loads(json.dumps(stored.as_plain(computed))))


def test_every_number_is_the_same_to_the_last_digit(computed, restored):
    assert list(restored.values) == list(computed.values)
    for key, value in computed.values.items():
        again = restored.values[key]
        same = again == value or (again != again and value != value) or (again is None and value is None)
        assert same, key
        assert isinstance(again, (float, str, type(None))) == isinstance(value, (float, str, type(None))), key
    assert restored.all_keys() == computed.all_keys()


def test_rows_and_what_is_said_of_the_panel_are_the_same(computed, restored):
    pd.testing.assert_frame_equal(restored.estimates, computed.estimates, check_exact=True)
    assert restored.panel == computed.panel
    assert to_json(restored) == to_json(computed)


def test_every_origin_is_the_same(computed, restored):
    assert restored.estimated == computed.estimated
    assert restored.scalars.origins == computed.scalars.origins
    assert all(restored.origin(key) == computed.origin(key) for key in computed.all_keys())
