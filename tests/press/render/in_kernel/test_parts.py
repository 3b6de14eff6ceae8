"""Which parts of a module a change concerns."""

import ast

import pytest

from press.render.in_kernel import parts

MODULE = '''"""A module."""
import os

LIMIT = 3


def shown(value, digits=2):
    """Show."""
    def inner(): return value
    return inner()


class Panel:
    size = 1

    def rows(self):
        return self.size

    @property
    def first(self):
        return 1
'''
BEFORE = parts.digests(ast.parse(MODULE))


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("return value", "return value + 1", {"shown"}),
        ("return inner()", "x = 1\n    return inner()", {"shown"}),
        ("return self.size", "return 2", {"Panel.rows"}),
        ("        return 1", "        return 2", {"Panel.first"}),
        ("LIMIT = 3", "LIMIT = 4", {"frame"}),
        ("size = 1", "size = 2", {"frame"}),
        ("digits=2", "digits=3", {"frame"}),
        ("@property", "@cached", {"frame"}),
        ('"""Show."""', '"""Print."""', {"frame", "shown"}),
        ("return self.size", "yield self.size", {"frame", "Panel.rows"}),
        ("def rows", "def lines", {"frame", "Panel.rows", "Panel.lines"}),
        ("import os", "import os  # a comment\n\n", set()),
    ],
)
def test_a_change_concerns_the_part_that_it_is_in(old, new, changed):
    assert old in MODULE
    frame, by_name = parts.digests(ast.parse(MODULE.replace(old, new, 1)))
    found = {name for name in BEFORE[1].keys() | by_name if BEFORE[1].get(name) != by_name.get(name)}
    assert found | ({"frame"} if frame != BEFORE[0] else set()) == changed


def test_parts_note_that_they_are_entered_and_stay_what_they_were():
    tree = ast.parse(MODULE)
    numbers = {name: number for number, (name, _) in enumerate(parts.parts_of(tree))}
    entered: set[int] = set()
    space = {parts.ENTERED: entered.add}
    exec(compile(parts.instrument(tree, numbers), "module.py", "exec"), space)
    assert entered == set() and space["shown"].__doc__ == "Show."
    assert space["shown"](4) == 4 and space["shown"].__code__.co_firstlineno == 7
    assert space["Panel"]().first == 1
    assert entered == {numbers["shown"], numbers["Panel.first"]}


def test_two_parts_of_one_name_are_one():
    text = "if x:\n    def f(): return 1\nelse:\n    def f(): return {}\n"
    first, second = (parts.digests(ast.parse(text.format(number))) for number in (2, 3))
    assert first[1]["f"] != second[1]["f"] and first[0] == second[0]
