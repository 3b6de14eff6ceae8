import numpy as np
import pytest

from analysis.estimates.implied_cells import implied
from analysis.inputs.published import load_table

# The expected ranges come from exact interval arithmetic on the printed digits, calculated separately.


def test_table_2_leaves_a_narrow_range_for_the_residual_variance():
    found = implied(load_table(2), np.array([50, 30, 105, 60]))
    s2 = np.divide(found.squares, 241)
    assert 142.3125 <= s2[0] < s2[1] <= 142.3885
    assert found.means == pytest.approx([5.35, 4.54, 7.14, 7.12], abs=0.015)


def test_table_3_leaves_one_set_of_whole_totals():
    sizes = np.array([65, 15, 135, 30])
    found = implied(load_table(3), sizes, whole_totals=True)
    assert found.means * sizes == pytest.approx([281_472, 84_035, 908_477, 329_510], abs=1e-6)
    assert np.sqrt(np.divide(found.squares, 241)) == pytest.approx([10_424.3487, 10_424.3521], abs=1e-4)


def test_other_cell_sizes_leave_nothing():
    """Five senders instead of three: 55, 25, 115 and 50 rows."""
    low, high = implied(load_table(3), np.array([55, 25, 115, 50])).squares
    assert low > high
