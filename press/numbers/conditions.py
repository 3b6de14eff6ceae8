"""Conditions over the keys of results, as sentences.yml writes them behind `when:`.

    flows.2024.to_hosts_share < flows.2010.to_hosts_share
    robustness.hosts.signs == "mixed" and not known(inflow.choices)

They are compared by `<`, `<=`, `==`, `!=`, `>` and `>=`, also in chains; numbers are reckoned with by `+`,
`-`, `*`, `/`, `abs`, `min` and `max`; `and`, `or`, `not` and brackets join. `level` is the level of
significance, a text stands in quotation marks, and `known(KEY)` tells whether the results have a number.
Nothing else is understood: the condition is parsed, held to this list and reckoned here, and never run as
code.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from press.base.plain_text import shortened
from press.numbers.keys import KEY

Value = float | str | bool
LookUp = Callable[[str], float | str]

LONGEST = 2000
KNOWN = "known"
TOKEN = re.compile(rf"(?P<text>\"[^\"\n]*\"|'[^'\n]*')|(?P<key>{KEY})|(?P<strange>[\[\]{{}}:;@`\\\\])")
COMPARE: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
RECKON: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
FUNCTIONS: dict[str, Callable[..., float]] = {"abs": abs, "min": min, "max": max}
EXPECTED = (
    "keys, numbers and texts in quotation marks, compared by < <= == != > >=, with + - * /, abs, min, max, "
    "known, level, and, or, not"
)


class ConditionError(Exception):
    """A condition that cannot be understood or reckoned; the message says what was found and expected."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition that was understood.

    Attributes
    ----------
    text
        As the author wrote it.
    tree
        What it says; a key is a subscript of `_`.
    """

    text: str
    tree: ast.expr

    @property
    def key(self) -> str:
        """The key, where the condition is nothing but one."""
        return _key_of(self.tree) or ""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys whose numbers or texts it asks for, each once."""
        asked = self.asked_for
        return tuple(dict.fromkeys(key for key in _keys_in(self.tree) if key not in asked))

    @property
    def asked_for(self) -> frozenset[str]:
        """The keys of which it asks whether they are known."""
        calls = (node for node in ast.walk(self.tree) if _is_question(node))
        return frozenset(key for call in calls for key in _keys_in(call))

    def value(self, look_up: LookUp, level: float) -> Value:
        """Reckon what it comes to.

        Parameters
        ----------
        look_up
            Gives the number or text of a key, or raises a KeyError.
        level
            What `level` stands for.

        Raises
        ------
        ConditionError
            When a text is reckoned with or compared with a number, or a number is divided by zero.
        KeyError
            When a key is not known.
        """
        try:
            return _value(self.tree, look_up, level)
        except TypeError:
            raise ConditionError(
                f"{self.text}: found texts, numbers and truths mixed, expected like with like"
            ) from None
        except ZeroDivisionError:
            raise ConditionError(f"{self.text}: found a division by zero, expected another divisor") from None


def parse(text: str) -> Condition:
    """Understand a condition.

    Raises
    ------
    ConditionError
        When it holds anything that conditions have not.
    """
    if strange := next((match["strange"] for match in TOKEN.finditer(text) if match["strange"]), None):
        raise ConditionError(f"{shortened(text)}: found {strange}, expected {EXPECTED}")
    marked = TOKEN.sub(
        lambda match: f'_["{match["key"]}"]' if match["key"] else match[0], " ".join(text.split())
    )
    try:
        if len(text) > LONGEST:
            raise ValueError
        tree = ast.parse(marked, mode="eval").body
        strange = next((ast.unparse(node) for node in _strange(tree)), None)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ConditionError(f"{shortened(text)}: found no condition, expected {EXPECTED}") from None
    if strange:
        raise ConditionError(f"{shortened(text)}: found {shortened(strange)}, expected {EXPECTED}")
    return Condition(" ".join(text.split()), tree)


def _strange(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a condition may not hold."""
    if (parts := _parts(node)) is None:
        yield node
    else:
        for part in parts:
            yield from _strange(part)


def _parts(node: ast.expr) -> list[ast.expr] | None:
    """Return the parts of an expression that a condition may be; None where it may not be one."""
    match node:
        case ast.BoolOp(values=values):
            return values
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return [operand]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in RECKON:
            return [left, right]
        case ast.Compare(left=left, ops=ops, comparators=others) if all(type(op) in COMPARE for op in ops):
            return [left, *others]
        case ast.Call(func=ast.Name(id=name), args=[_, *_] as given, keywords=[]) if name in FUNCTIONS:
            return given if (len(given) == 1) == (name == "abs") else None
        case ast.Constant(value=value) if type(value) in (int, float, str):
            return []
        case ast.Name(id="level"):
            return []
    return [] if _key_of(node) or _is_question(node) else None


def _key_of(node: ast.AST) -> str | None:
    match node:
        case ast.Subscript(value=ast.Name(id="_"), slice=ast.Constant(value=str(key))):
            return key
    return None


def _is_question(node: ast.AST) -> bool:
    match node:
        case ast.Call(func=ast.Name(id=name), args=[key], keywords=[]):
            return name == KNOWN and _key_of(key) is not None
    return False


def _keys_in(node: ast.AST) -> list[str]:
    return [key for part in ast.walk(node) if (key := _key_of(part))]


def _value(node: ast.expr, look_up: LookUp, level: float) -> Any:
    """Reckon an expression that `_strange` found nothing in."""

    def value(part: ast.expr) -> Any:
        return _value(part, look_up, level)

    if key := _key_of(node):
        return look_up(key)
    if _is_question(node):
        return all(_is_known(key, look_up) for key in _keys_in(node))
    if isinstance(node, ast.Name):
        return level
    return node.value if isinstance(node, ast.Constant) else WAYS[type(node)](node, value)


def _join(node: Any, value: Callable[[ast.expr], Any]) -> bool:
    parts = (_truth(value(part)) for part in node.values)
    return all(parts) if isinstance(node.op, ast.And) else any(parts)


def _turn(node: Any, value: Callable[[ast.expr], Any]) -> Value:
    found = value(node.operand)
    return not _truth(found) if isinstance(node.op, ast.Not) else -_number(found)


def _reckon(node: Any, value: Callable[[ast.expr], Any]) -> float:
    return RECKON[type(node.op)](_number(value(node.left)), _number(value(node.right)))


def _call(node: Any, value: Callable[[ast.expr], Any]) -> float:
    return FUNCTIONS[node.func.id](*(_number(value(part)) for part in node.args))


def _chain(node: Any, value: Callable[[ast.expr], Any]) -> bool:
    found = [value(part) for part in (node.left, *node.comparators)]
    return all(map(_compare, node.ops, found, found[1:]))


WAYS: dict[type[ast.expr], Callable[[Any, Callable[[ast.expr], Any]], Value]] = {
    ast.BoolOp: _join,
    ast.UnaryOp: _turn,
    ast.BinOp: _reckon,
    ast.Call: _call,
    ast.Compare: _chain,
}


def _is_known(key: str, look_up: LookUp) -> bool:
    try:
        look_up(key)
    except KeyError:
        return False
    return True


def _compare(op: ast.cmpop, first: Any, second: Any) -> bool:
    if isinstance(first, str) != isinstance(second, str):
        raise TypeError
    return COMPARE[type(op)](first, second)


def _number(value: Any) -> float:
    if isinstance(value, str | bool):
        raise TypeError
    return value


def _truth(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value
