"""Edits of a file as it was are carried to the file as it is, or given up where it has changed."""

from hypothesis import given, strategies as st

from press.journal.word_back.carrying import Carrier
from press.journal.word_back.model import Edit
from press.journal.word_back.rewrite.edits import apply

LINES = st.lists(
    st.sampled_from(["one rose is red\n", "two\n", "\n", "три розы\n", "four and five, six\n"]), max_size=9
)
ADDED = "NEW LINES\nHERE\n"


@given(LINES, LINES, st.data())
def test_an_edit_finds_its_place_below_and_above_lines_that_were_added(
    above: list[str], below: list[str], data
) -> None:
    line = "a line of its own, with words\n"
    then = "".join([*above, line, *below])
    now = data.draw(st.sampled_from([ADDED + then, then + ADDED]))
    start = len("".join(above)) + data.draw(st.integers(1, len(line) - 2))
    end = data.draw(st.integers(start, len("".join(above)) + len(line) - 1))
    edit = Edit("a.qmd", start, end, "X")
    carried = Carrier(then, now).carried(edit)
    assert carried is not None
    assert apply(now, [carried]).replace(ADDED, "") == apply(then, [edit])


def test_an_edit_beside_a_word_that_changed_is_carried_within_its_line() -> None:
    then, now = "One rose is red and smells.\n", "One tulip is red and smells.\n"
    carried = Carrier(then, now).carried(Edit("a.qmd", 20, 26, "pricks"))
    assert carried is not None and apply(now, [carried]) == "One tulip is red and pricks.\n"


def test_an_edit_of_what_has_changed_is_given_up() -> None:
    then, now = "One rose is red.\n", "One tulip is red.\n"
    assert Carrier(then, now).carried(Edit("a.qmd", 4, 8, "daisy")) is None
    assert Carrier(then, now).carried(Edit("a.qmd", 5, 6, "i")) is None


def test_an_edit_of_lines_that_are_gone_is_given_up() -> None:
    assert Carrier("a\nb\nc\n", "a\nc\n").carried(Edit("a.qmd", 2, 3, "x")) is None


@given(LINES.map("".join), st.integers(0, 80), st.integers(0, 80))
def test_where_nothing_has_changed_an_edit_stays_as_it_is(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    edit = Edit("a.qmd", start, end, "x")
    assert Carrier(text, text).carried(edit) == edit
