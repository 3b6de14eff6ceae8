import re
import shutil

import pytest

from analysis.inputs import published
from analysis.inputs.published import STATISTICS, load_slips, load_table
from analysis.inputs.published_values import published_values
from press.base.errors import InputError
from press.numbers.comparison import compare_all
from press.numbers.printed import PrintedNumber


def test_a_printed_number_is_its_rounding_interval():
    printed = PrintedNumber.parse("-0.81")
    assert (printed.value, printed.decimals) == (-0.81, 2)
    assert (printed.low, printed.high) == (-0.815, -0.805)


def test_thousands_commas_and_stars_are_read_off():
    assert PrintedNumber.parse("10,200.00").value == 10200.0
    starred = PrintedNumber.parse("0.002**")
    assert (starred.value, starred.stars, starred.decimals) == (0.002, "**", 3)


@pytest.mark.parametrize(
    ("value", "agrees"), [(0.3819, True), (0.3825001, False), (0.3815001, True), (-0.382, False)]
)
def test_agreement_is_digit_for_digit(value, agrees):
    assert PrintedNumber.parse("0.382").agrees(value) is agrees


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (2, ["Intercept", "Program", "Post", "Interaction_Program"]),
        (3, ["Interception", "Sender", "Post", "Interaction_Sender"]),
    ],
)
def test_tables_keep_the_printed_names_and_every_cell(number, names):
    table = load_table(number)
    assert list(table.variables.values()) == names
    assert set(table.cells) == {(term, column) for term in table.terms for column in STATISTICS}


def test_stars_stand_where_the_article_prints_them():
    starred = [
        (number, term, column, printed.stars)
        for number in (2, 3)
        for (term, column), printed in load_table(number).cells.items()
        if printed.stars
    ]
    assert starred == [(2, "intercept", "p_value", "**"), (3, "intercept", "p_value", "**")]


def test_slips_quote_the_tables_and_change_nothing_else():
    for slip in load_slips():
        assert load_table(slip.table).cells[slip.term, slip.column] == slip.printed
    changed = [
        (number, term, column)
        for number in (2, 3)
        for term, column in load_table(number).cells
        if load_table(number).correct(term, column) != load_table(number).cells[term, column]
    ]
    assert changed == [(2, "program", "t_statistic"), (3, "sender_post", "ci_high")]


@pytest.mark.parametrize("number", [2, 3])
def test_each_t_is_its_coefficient_over_its_error(number):
    """Within rounding; it fails for the printed t of Program (Table 2) and holds for the corrected one."""
    table = load_table(number)
    for term in table.terms:
        b, se, t = (table.correct(term, column) for column in ("coefficient", "std_error", "t_statistic"))
        quotients = [x / y for x in (b.low, b.high) for y in (se.low, se.high)]
        assert min(quotients) <= t.high and t.low <= max(quotients)


@pytest.mark.parametrize("number", [2, 3])
def test_each_interval_lies_evenly_about_its_coefficient(number):
    """Within rounding; it fails for the printed 10,200.00 (Table 3) and holds for 10,177.84."""
    table = load_table(number)
    for term in table.terms:
        b, low, high = (table.correct(term, column) for column in ("coefficient", "ci_low", "ci_high"))
        assert (low.low + high.low) / 2 <= b.high and b.low <= (low.high + high.high) / 2


def test_agreement_of_estimates_is_reported_by_cell():
    table = load_table(2)
    rows = [
        {"term": term, **{key: table.correct(term, column).value for column, key in STATISTICS.items()}}
        for term in table.terms
    ]
    assert table.disagreements(rows) == []
    rows[1]["t"] = -rows[1]["t"]
    assert table.disagreements(rows) == [("program", "t_statistic")]


@pytest.fixture
def tables(tmp_path, monkeypatch):
    """A copy of the published tables that a test may damage."""
    folder = tmp_path / "published"
    shutil.copytree(published.DIRECTORY, folder)
    monkeypatch.setattr(published, "DIRECTORY", folder)
    for cached in (load_table, load_slips):
        cached.cache_clear()
    yield folder
    for cached in (load_table, load_slips):
        cached.cache_clear()


@pytest.mark.parametrize(
    ("name", "old", "new", "sentence"),
    [
        (
            "table2.csv",
            "program_post,",
            "sender_post,",
            (
                "table2.csv, row 5, column term: found 'sender_post', "
                "expected intercept or program or post or program_post."
            ),
        ),
        (
            "table3.csv",
            "\npost,Post,2399.12,1573.77,1.524,0.129,-700.97,5499.22",
            "",
            "table3.csv: found no row with this term, expected post.",
        ),
        (
            "table3.csv",
            "1573.77",
            "many",
            "table3.csv, row 4, column std_error: found 'many', expected a number as printed.",
        ),
        (
            "slips.csv",
            "2,program,t_statistic",
            "2,program,t",
            "slips.csv, row 2, column column: found 't', expected coefficient or",
        ),
        (
            "slips.csv",
            "2,program,",
            "4,program,",
            "slips.csv, row 2, column table: found '4', expected 2 or 3.",
        ),
        (
            "slips.csv",
            "2,program,",
            "2,sender,",
            "slips.csv, row 2, column term: found 'sender', expected intercept or program",
        ),
        (
            "slips.csv",
            "-0.29",
            "",
            "slips.csv, row 2, column correct: found '', expected a number as printed.",
        ),
    ],
)
def test_what_names_nothing_of_a_table_is_refused_in_a_sentence(name, old, new, sentence, tables):
    text = (tables / name).read_text(encoding="utf-8")
    assert old in text
    (tables / name).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=re.escape(sentence)):
        load_table(2), load_table(3)


def test_a_value_whose_key_no_result_has_is_refused_in_a_sentence():
    def values(key):
        raise KeyError(key)

    with pytest.raises(
        InputError, match=r"^data/published/table2\.csv, column key: found '.*', expected the key of a result"
    ):
        compare_all(published_values(), values)
