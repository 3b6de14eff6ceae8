"""Reads Python source as a tree, for one thread at a time.

Python 3.11 counts how deep its parser stands for all threads together: two that read at once end in
"SystemError: AST constructor recursion depth mismatch" (https://github.com/python/cpython/issues/106905).
"""

import ast
from threading import Lock
from typing import Any

_ONE_AT_A_TIME = Lock()


def parse(source: str | bytes) -> ast.Module:
    """Return the tree of a source, as `ast.parse` does, with its errors."""
    with _ONE_AT_A_TIME:
        return ast.parse(source)


def literal(source: str) -> Any:
    """Return the value that a source spells without computing anything, as `ast.literal_eval` does."""
    with _ONE_AT_A_TIME:
        return ast.literal_eval(source)
