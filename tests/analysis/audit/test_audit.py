"""The audit of printed tables.

What is expected of Tables 2 and 3 was derived from their printed digits by exact interval arithmetic,
independently of this code; all other tables are made here from known cell sizes.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from scipy import stats

from analysis.__main__ import main
from analysis.audit.article import audit_scalars, printed_table, ratio_of_errors
from analysis.audit.command import run
from analysis.audit.designs import Search, reciprocals
from analysis.audit.examine import examine
from analysis.audit.printed import COLUMNS, Rounded, Row, Table
from analysis.audit.reading import read_table
from analysis.audit.report import report
from analysis.audit.statcheck import checks, star_conflicts
from analysis.estimators.did import did
from press.base.errors import InputError
from press.base.paths import DATA

TABLE2, TABLE3 = (str(DATA / "published" / f"table{number}.csv") for number in (2, 3))


# Tables made here


def table_of(estimates, errors, df, decimals=3, columns=COLUMNS) -> Table:
    """A table of correct statistics, printed."""
    q = stats.t.ppf(0.975, df)
    rows = []
    for name, b, x in zip(("a", "b", "c", "d"), estimates, errors, strict=True):
        printed = (b, x, b / x, 2 * stats.t.sf(abs(b / x), df), b - q * x, b + q * x)
        values = dict(zip(COLUMNS, printed, strict=True))
        rows.append(
            Row(name, {column: Rounded.parse(f"{values[column]:.{decimals}f}") for column in columns})
        )
    return Table("made", tuple(rows))


def classical(sizes, estimates, s, decimals=3, columns=COLUMNS) -> Table:
    errors = [s * float(factor) ** 0.5 for factor in reciprocals(sizes)]
    return table_of(estimates, errors, sum(sizes) - 4, decimals, columns)


def with_cell(table: Table, cell, text: str) -> Table:
    rows = list(table.rows)
    rows[cell[0]] = replace(rows[cell[0]], cells={**rows[cell[0]].cells, cell[1]: Rounded.parse(text)})
    return replace(table, rows=tuple(rows))


def many_tables(number: int):
    """Correct tables with their sizes, at 2 to 4 decimals, from a fixed stream."""
    stream = np.random.default_rng(20250)
    for index in range(number):
        sizes = tuple(int(size) for size in stream.integers(2, 150, 4))
        s = 10 ** stream.uniform(-0.5, 4)
        yield classical(sizes, stream.normal(size=4) * s * 0.4, s, decimals=2 + index % 3), sizes


# Tables 2 and 3 of the article


def test_table_3_has_one_design_and_one_slip():
    audit = examine(printed_table(3))
    assert [case.reading.aside for case in audit.cases] == [((3, "ci_high"),)]
    assert audit.cases[0].reading.complete
    (design,) = audit.designs
    assert (design.sizes, design.n, design.df) == ((65, 15, 135, 30), 245, 241)
    low, high = design.residual_sd
    assert low < 10424.3487 < 10424.3521 < high
    assert low > 10424.33 and high < 10424.36


def test_the_errors_of_table_3_leave_one_ratio():
    assert ratio_of_errors(printed_table(3)) == (13, 3, 27, 6)


def test_whole_persons_leave_one_set_of_totals_and_the_limit_that_should_stand():
    audit = examine(printed_table(3), counts=True)
    (totals,) = audit.cases[0].totals
    assert totals.sums == (281_472, 84_035, 908_477, 329_510)
    assert [f"{end:.4f}" for end in totals.design.residual_sd] == ["10424.3487", "10424.3521"]
    (slip,) = audit.cases[0].slips
    assert (slip.printed.text, slip.correct) == ("10200.00", "10177.84")


def test_a_rate_has_no_whole_totals():
    audit = examine(printed_table(2), counts=True)
    assert not audit.cases and "No whole totals agree" in report(audit)


def test_without_whole_totals_the_limit_is_narrowed_down_only():
    (slip,) = examine(printed_table(3)).cases[0].slips
    assert slip.correct is None
    assert slip.low < 10177.84 < slip.high < slip.low + 0.03


def test_table_2_has_nine_designs_and_one_slip():
    audit = examine(printed_table(2))
    assert [case.reading.aside for case in audit.cases] == [((1, "t_statistic"),)]
    assert len(audit.designs) == 9 and audit.cases[0].reading.complete
    (same,) = (design for design in audit.designs if design.n == 245)
    assert same.sizes == (50, 30, 105, 60)
    assert [f"{float(end):.3f}" for end in same.variance] == ["142.313", "142.388"]
    (slip,) = audit.cases[0].slips
    assert (slip.printed.text, slip.correct) == ("0.29", "-0.29")


@pytest.mark.parametrize("number", [2, 3])
def test_the_article_s_errors_obey_the_classical_inequalities(number):
    assert all(identity.holds for identity in examine(printed_table(number)).identities)


def test_scalars_put_the_tables_beside_official_statistics():
    """Pinned to data/official.

    171,671 is the sum of 2010's departures for other regions, 15.4 the mean rate of that year's arrivals from
    other regions in the ten regions that are no hosts.
    """
    values = audit_scalars()
    assert f"{values['audit.official.least_arrivals.others_pre']:.2f}" == "6.89"
    assert f"{values['audit.table2.mean.others_pre']:.2f}" == "5.35"
    assert round(values["audit.table3.a_year.pre"]) == 73_101
    assert round(values["audit.table3.a_year.post"]) == 123_799
    assert values["audit.official.moves.first"] == 171_671
    assert f"{values['audit.official.arrivals_between_regions.others']:.1f}" == "15.4"


# Recovery, and no false alarm


@pytest.mark.long
def test_a_thousand_correct_tables_raise_no_alarm():
    for table, sizes in many_tables(1000):
        df = sum(sizes) - 4
        assert all(check.agrees for check in checks(table, (df, df))), sizes
        assert all(check.agrees for check in checks(table, (1, np.inf))), sizes
        assert star_conflicts(table) == []


@pytest.mark.long
def test_correct_tables_agree_with_their_own_design_and_need_no_slip():
    for table, sizes in many_tables(150):
        search = Search(table, most_rows=700, rows=sum(sizes))
        assert search.variance(sizes) is not None, sizes
        audit = examine(table, rows=sum(sizes), most_designs=20_000)
        assert audit.classical
        assert [case.reading.aside for case in audit.cases] == [()]
        if audit.cases[0].reading.complete:
            assert sizes in [design.sizes for design in audit.designs]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    sizes=st.tuples(*[st.integers(2, 60)] * 4),
    s=st.floats(5, 3000),
    t=st.tuples(*[st.floats(-4, 4)] * 4),
    decimals=st.integers(2, 4),
)
def test_the_true_design_is_among_those_found(sizes, s, t, decimals):
    errors = [s * float(factor) ** 0.5 for factor in reciprocals(sizes)]
    table = classical(sizes, [x * y for x, y in zip(t, errors, strict=True)], s, decimals)
    reading = examine(table, most_rows=260, most_designs=5_000).cases[0].reading
    assert reading.aside == ()
    assert sizes in [design.sizes for design in reading.designs] or not reading.complete
    if s > 100 and decimals > 2:
        assert reading.complete


def test_a_simulated_panel_gives_back_its_cells_and_totals():
    import pandas as pd

    stream = np.random.default_rng(3)
    frame = pd.DataFrame(
        [(unit, year, int(unit < 4), int(year > 5)) for unit in range(13) for year in range(12)],
        columns=["unit", "year", "group", "post"],
    )
    frame["y"] = stream.poisson(900 + 300 * frame["group"] + 200 * frame["post"], len(frame))
    result = did(frame, "y", "group")
    table = table_of(result.estimate, result.std_error, result.df, decimals=3)
    audit = examine(table, counts=True)
    assert [design.sizes for design in audit.designs] == [result.cell_sizes]
    sums = frame.groupby(["post", "group"])["y"].sum()
    assert [totals.sums for totals in audit.cases[0].totals] == [tuple(sums)]


@pytest.mark.parametrize(("columns", "fewest"), [(COLUMNS, 2), (("coefficient", "std_error"), 20)])
def test_the_search_misses_no_design(columns, fewest):
    """Against brute force over all designs of up to 16 rows, each decided by itself."""
    table = classical((4, 3, 5, 3), (0.3, -0.2, 0.0, 0.5), 1.3, decimals=1, columns=columns)
    search = Search(table, most_rows=16)
    everything = [sizes for sizes in product(range(1, 14), repeat=4) if 5 <= sum(sizes) <= 16]
    expected = {sizes for sizes in everything if search.variance(sizes) is not None}
    assert (4, 3, 5, 3) in expected and fewest <= len(expected) < len(everything)
    assert {design.sizes for design in search.designs()} == expected


@pytest.mark.parametrize(
    "columns",
    [
        ("coefficient", "std_error"),
        ("coefficient", "t_statistic"),
        ("coefficient", "ci_low", "ci_high"),
        ("coefficient", "std_error", "p_value"),
    ],
)
def test_tables_with_fewer_columns_are_searched_too(columns):
    sizes = (40, 24, 56, 30)
    table = classical(sizes, (310.2, -42.1, 77.7, 12.3), 400, decimals=4, columns=columns)
    audit = examine(table, rows=sum(sizes))
    assert sizes in [design.sizes for design in audit.designs]
    assert audit.cases[0].reading.aside == ()


# Slips


@pytest.mark.parametrize("row", range(4))
@pytest.mark.parametrize("column", COLUMNS)
def test_a_planted_slip_is_found_and_put_right(row, column):
    table = classical((50, 30, 105, 60), (4330.34, 1271.99, 2399.12, 2982.21), 9000, decimals=3)
    true = table.rows[row].cells[column].text
    wrong = f"{float(true) * 1.3 + 0.2:.3f}"
    audit = examine(with_cell(table, (row, column), wrong))
    assert [case.reading.aside for case in audit.cases] == [((row, column),)]
    assert [design.sizes for design in audit.designs] == [(50, 30, 105, 60)]
    (slip,) = audit.cases[0].slips
    assert slip.low - 0.0011 < float(true) < slip.high + 0.0011


def test_two_slips_are_found_together():
    table = classical((50, 30, 105, 60), (4330.34, 1271.99, 2399.12, 2982.21), 9000, decimals=3)
    table = with_cell(with_cell(table, (0, "t_statistic"), "-4.120"), (3, "ci_low"), "-999.000")
    assert [case.reading.aside for case in examine(table).cases] == [((0, "t_statistic"), (3, "ci_low"))]


def test_where_three_cells_may_be_wrong_each_is_named():
    table = classical(
        (50, 30, 105, 60),
        (4330.34, 1271.99, 2399.12, 2982.21),
        9000,
        decimals=1,
        columns=("coefficient", "std_error", "t_statistic"),
    )
    found = [case.reading.aside for case in examine(with_cell(table, (2, "t_statistic"), "3.9")).cases]
    assert ((2, "t_statistic"),) in found and ((2, "coefficient"),) in found


def test_significance_turned_round_is_said():
    table = classical((50, 30, 105, 60), (4330.34, 1271.99, 2399.12, 2982.21), 9000, decimals=3)
    p = table.rows[3].cells["p_value"]
    assert p.low > Fraction(1, 20)
    found = [
        check for check in checks(with_cell(table, (3, "p_value"), "0.010"), (241, 241)) if not check.agrees
    ]
    assert [(check.cell, check.reverses) for check in found] == [((3, "p_value"), True)]


def test_stars_that_contradict_the_p_values_are_named():
    table = classical((50, 30, 105, 60), (4330.34, 1271.99, 2399.12, 2982.21), 9000, decimals=3)
    table = with_cell(table, (3, "coefficient"), table.rows[3].cells["coefficient"].text + "**")
    assert (3, 0) in star_conflicts(table)


def test_an_error_without_witness_in_its_row_is_found_through_the_others():
    table = classical(
        (50, 30, 105, 60), (4330.34, 1271.99, 2399.12, 2982.21), 9000, columns=("coefficient", "std_error")
    )
    wrong = with_cell(table, (2, "std_error"), "1792.166")
    cases = examine(wrong).cases
    assert [case.reading.aside for case in cases] == [((2, "std_error"),)]
    assert cases[0].reading.most_rows == 300
    assert (50, 30, 105, 60) in [design.sizes for design in cases[0].reading.designs]


def test_a_table_that_leaves_two_errors_open_is_not_searched():
    table = classical(
        (5, 3, 10, 6), (1, 0.0001, 0.0002, 1), 9, decimals=2, columns=("coefficient", "t_statistic")
    )
    audit = examine(table)
    assert audit.most_rows == 0 and not audit.cases
    assert "more than one standard error open" in " ".join(report(audit).split())


# Errors that are not classical


def clustered_table(units=16, years=15, first_post=6, treated=5, decimals=3) -> Table:
    """Errors clustered by unit where units differ for good, with t of units - 1 degrees of freedom."""
    stream = np.random.default_rng(11)
    unit, year = np.divmod(np.arange(units * years), years)
    group, post = (unit < treated).astype(float), (year >= first_post).astype(float)
    y = stream.normal(0, 900, units)[unit] + stream.normal(0, 250, len(unit)) + 300 * post + 4000
    x = np.column_stack([np.ones(len(unit)), group, post, group * post])
    bread = np.linalg.inv(x.T @ x)
    estimate = bread @ x.T @ y
    scores = np.array([x[unit == each].T @ (y - x @ estimate)[unit == each] for each in range(units)])
    errors = np.sqrt(np.diag(bread @ scores.T @ scores @ bread * units / (units - 1)))
    assert errors[2] < errors[0] and errors[3] < errors[1]
    return table_of(estimate, errors, units - 1, decimals)


@pytest.mark.parametrize("rows", [None, 240])
def test_clustered_errors_are_told_from_classical_ones(rows):
    audit = examine(clustered_table(), rows=rows)
    assert not audit.classical and not audit.cases
    assert [identity.broken for identity in audit.identities] == [False, True, True]
    assert audit.rows_allowed == (19, 19)  # 15 degrees of freedom, 16 clusters less one, and 4 coefficients
    assert "cannot be classical" in report(audit)


def test_errors_with_a_variance_of_its_own_in_each_cell_fit_no_design():
    """They obey the inequalities, but not with whole cell sizes at the number of rows."""
    sizes, variances = (50, 30, 105, 60), (9.1e5, 4.3e6, 2.2e6, 1.1e6)
    a, b, c, d = (variance / size for variance, size in zip(variances, sizes, strict=True))
    errors = [value**0.5 for value in (a, a + b, a + c, a + b + c + d)]
    audit = examine(table_of((4330.3, 1272.0, 2399.1, 2982.2), errors, 241, decimals=3))
    assert audit.classical and not audit.cases
    assert audit.rows_allowed == (245, 245)


def test_a_panel_above_the_bound_is_no_slip():
    table = classical((5000, 3000, 9000, 6000), (4330.34, 1271.99, 2399.12, 2982.21), 90000, decimals=4)
    audit = examine(table, most_rows=2000)
    assert audit.row_slips == ((),) and not audit.cases


# Reading


@pytest.mark.parametrize(
    ("separator", "numbers"),
    [
        (",", ('"1,271.99"', "(2986.01)", "0.426", ".670", '"-4,610.02"', "7154.01")),
        (";", ("1271,99", "2986,01", "0,426", "0,670", "−4610,02", "7154,01")),
        (";", ("1 271,99", "2 986,01", "0,426", "0,670", "-4 610,02", "7\N{NO-BREAK SPACE}154,01")),
        (";", ("1.271,99", "2.986,01", "0,426", "0,670", "-4.610,02", "7.154,01")),
        ("\t", ("1'271.99", "2'986.01", "0.426", "0.670", "-4'610.02", "7'154.01*")),
        (",", ('"1271,99"', '"2986,01"', '"0,426"', '"0,670"', '"-4610,02"', '"7154,01"')),
    ],
)
def test_dialects_of_csv(tmp_path, separator, numbers):
    lines = [separator.join(["", *COLUMNS]), *(separator.join([name, *numbers]) for name in "abcd")]
    path = tmp_path / "table.csv"
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    for row in read_table(path).rows:
        assert [row.cells[column].text.lstrip("0") for column in COLUMNS] == [
            "1271.99",
            "2986.01",
            ".426",
            ".670",
            "-4610.02",
            "7154.01",
        ]


def test_printed_numbers_are_intervals_with_exact_ends():
    assert (Rounded.parse("-0.81").low, Rounded.parse("-0.81").high) == (
        Fraction(-815, 1000),
        Fraction(-805, 1000),
    )
    assert (Rounded.parse("<0.001").low, Rounded.parse("<0.001").high) == (0, Fraction(1, 1000))
    assert Rounded.parse("1.2e-05").high == Fraction(125, 10**7)


def test_the_intercept_may_stand_last_and_terms_may_set_the_order(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "variable,coefficient,std_error\ntreat,1.0,0.5\npost,2.0,0.6\ntreat x post,3.0,0.9\n_cons,4.0,0.2\n"
    )
    assert [row.name for row in read_table(path).rows] == ["_cons", "treat", "post", "treat x post"]
    path.write_text(
        "term,coefficient,std_error\npost,1.0,0.5\ninteraction,2.0,0.6\ngroup,3.0,0.9\nintercept,4.0,0.2\n"
    )
    assert [row.name for row in read_table(path).rows] == ["intercept", "group", "post", "interaction"]


HEADER = "variable,coefficient,std_error\n"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "expected some of coefficient"),
        ("a,b\n1,2\n", "expected some of coefficient"),
        (HEADER + "a,1,2\n", "found 1 rows"),
        (HEADER + "a,1,2\n" * 5, "found 5 rows"),
        (HEADER + "a,1,2\n" * 3 + "a,one,2\n", "row 5, column coefficient: found 'one'"),
        (HEADER + "a,1,2\n" * 3 + "a,1,\n", "row 5: found no standard error"),
        (HEADER + "a,1,2\n" * 3 + "a,1,-2\n", "row 5, column std_error: found -2"),
        (HEADER + "a,1,2\n" * 3 + "a,1,2,3\n", "row 5: found more or fewer cells"),
        ("variable;coefficient;std_error\n" + "a;1,25;2.25\n" * 4, "one decimal mark"),
        ("variable,std_error,p_value\n" + "a,1,1.75\n" * 4, "column p_value: found 1.75"),
    ],
)
def test_bad_input_is_one_sentence(tmp_path, text, complaint):
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(InputError) as caught:
        run(str(path))
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value) and str(caught.value).endswith(".")


def test_the_command_reports_what_was_found():
    text = run(TABLE3, counts=True)
    for part in ("printed 10200.00, should be 10177.84", "281,472  84,035  908,477  329,510", "N = 245"):
        assert part in " ".join(text.split("\n")) or part in text
    assert "should be -0.29" in run(TABLE2)
    assert "None agrees (searched: N = 240)" in run(TABLE3, rows=240)


def test_the_command_line_says_what_is_wrong_and_exits_with_1(tmp_path, capsys):
    assert main(["audit", str(tmp_path / "none.csv")]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("error: ") and said.err.count("\n") == 1
    assert main(["audit", TABLE3, "--counts", "--rows", "245"]) == 0
    assert "should be 10177.84" in capsys.readouterr().out


def test_options_that_make_no_sense_are_refused():
    for options in ({"rows": 4}, {"most_rows": 0}, {"level": 95}):
        with pytest.raises(InputError):
            run(TABLE3, **options)
