"""Python read in several threads at once."""

import ast
from concurrent.futures import ThreadPoolExecutor

import pytest

from press.base import syntax

DEEP = "x = " + "(" * 60 + "1" + ")" * 60 + "\n" + "def f(a):\n    return [a for a in (a, a)]\n" * 200


def test_threads_that_read_at_once_get_whole_trees():
    with ThreadPoolExecutor(8) as pool:
        trees = list(pool.map(syntax.parse, [DEEP] * 24))
    assert {ast.dump(tree) for tree in trees} == {ast.dump(ast.parse(DEEP))}


def test_values_and_errors_are_those_of_ast():
    assert syntax.literal("('a', 1)") == ("a", 1)
    with pytest.raises(SyntaxError):
        syntax.parse("def")
