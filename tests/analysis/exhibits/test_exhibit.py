"""A figure's table is computed once for the same data, and nobody's changes reach the others."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.exhibits.exhibit import remembered


@dataclass(frozen=True)
class Doubled:
    by: int
    times: list

    def __hash__(self):
        return self.by

    @remembered
    def numbers(self, data):
        self.times.append(data)
        return pd.DataFrame({"x": [number * self.by for number in data]})


def test_a_table_is_computed_once_for_the_same_data():
    figure, data = Doubled(2, []), [1, 2]
    assert [figure.numbers(data)["x"].tolist() for _ in range(3)] == [[2, 4]] * 3
    assert len(figure.times) == 1


def test_other_data_or_another_figure_has_a_table_of_its_own():
    first, second, data = Doubled(2, []), Doubled(3, []), [1, 2]
    assert first.numbers(data)["x"].tolist() == [2, 4]
    assert second.numbers(data)["x"].tolist() == [3, 6]
    equal = [1, 2]  # another object, which may come to differ
    equal.append(5)
    assert first.numbers(equal)["x"].tolist() == [2, 4, 10]
    assert first.numbers(data)["x"].tolist() == [2, 4]


def test_what_one_caller_changes_no_other_sees():
    figure, data = Doubled(2, []), [1]
    changed = figure.numbers(data)
    changed.loc[0, "x"] = 99
    assert figure.numbers(data)["x"].tolist() == [2]
