"""A state holds as long as nothing that a piece can reach is another; whatever becomes another is seen."""

import ast
from dataclasses import dataclass, field
from functools import cached_property
from types import ModuleType
from typing import Any

import pandas as pd
import pytest

from press.render.in_kernel.traces import State


class Slotted:
    __slots__ = ("first", "second")


@dataclass(frozen=True, slots=True)
class Frozen:
    name: str
    inner: list = field(default_factory=list)


class Remembering:
    @cached_property
    def table(self) -> list:
        return []


def function(given=[1]):  # noqa: B006
    return given


def closure():
    inside = []

    def put(thing):
        inside.append(thing)

    return put


class Document:
    """A document's names, and a module of the project."""

    def __init__(self) -> None:
        self.module = ModuleType("study")
        for kind in (Slotted, Frozen, Remembering):
            setattr(self.module, kind.__name__, type(kind.__name__, (kind,), {"__module__": "study"}))
        self.module.known = {"a": [1]}
        slotted = self.module.Slotted()
        slotted.first = [1]
        function.__module__ = "study"
        put = closure()
        put.__module__ = "study"
        self.names: dict[str, Any] = {
            "numbers": [1, [2, 3]],
            "by_name": {"a": {"b": {1}}},
            "pair": (1, [2]),
            "slotted": slotted,
            "frozen": self.module.Frozen("a"),
            "remembering": self.module.Remembering(),
            "frame": pd.DataFrame({"x": [1, 2]}),
            "condition": ast.parse("a < 1", mode="eval"),
            "function": function,
            "put": put,
        }

    def state(self) -> State:
        return State(self.names, [self.module], "__shared__", [])

    def now(self, before: State, done: tuple[str, ...] = ()) -> State:
        return before.now(self.names, [self.module], [*done])


@pytest.fixture
def document():
    return Document()


def test_where_nothing_is_another_the_state_is_the_same(document):
    before = document.state()
    assert document.now(before) is before
    assert not before.became(before)


CHANGES = {
    "a list": lambda names, module: names["numbers"][1].append(4),
    "an item of the same type": lambda names, module: names["numbers"].__setitem__(0, 7),
    "a dict": lambda names, module: names["by_name"]["a"].update(c=1),
    "a set": lambda names, module: names["by_name"]["a"]["b"].add(2),
    "a list in a tuple": lambda names, module: names["pair"][1].append(3),
    "a new name": lambda names, module: names.update(new=1),
    "a name gone": lambda names, module: names.pop("pair"),
    "a slot filled": lambda names, module: setattr(names["slotted"], "second", 1),
    "a slot emptied": lambda names, module: delattr(names["slotted"], "first"),
    "what a slot holds": lambda names, module: names["slotted"].first.append(2),
    "a frozen object by force": lambda names, module: object.__setattr__(names["frozen"], "name", "b"),
    "what it holds": lambda names, module: names["frozen"].inner.append(1),
    "a frame in place": lambda names, module: names["frame"].__setitem__("x", [1, 3]),
    "a label of a frame": lambda names, module: setattr(names["frame"], "columns", ["y"]),
    "a node": lambda names, module: setattr(names["condition"].body.left, "id", "b"),
    "a default": lambda names, module: names["function"].__defaults__[0].append(2),
    "a closure": lambda names, module: names["put"](1),
    "a function's attribute": lambda names, module: setattr(names["put"], "told", 1),
    "a module's dict": lambda names, module: module.known["a"].append(2),
    "a module's name": lambda names, module: setattr(module, "limit", 3),
    "a class's attribute": lambda names, module: setattr(module.Frozen, "size", 3),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_becomes_another_is_seen(document, change):
    function.__defaults__ = ([1],)
    before = document.state()
    CHANGES[change](document.names, document.module)
    after = document.now(before)
    assert after is not before
    assert before.became(after)
    assert document.now(after) is after


def test_what_was_done_to_files_is_seen(document):
    before = document.state()
    after = document.now(before, done=("made.txt",))
    assert after is not before and before.became(after)


def test_what_an_object_begins_to_remember_is_no_trace_but_is_looked_at_from_then_on(document):
    before = document.state()
    remembered = document.names["remembering"].table
    first = document.now(before)
    assert first is not before and not before.became(first)
    assert document.now(first) is first
    remembered.append(1)
    second = document.now(first)
    assert second is not first and first.became(second)


def test_a_module_that_comes_is_no_trace_but_is_looked_at_from_then_on(document):
    before, other = document.state(), ModuleType("more")
    other.known = [1]
    both = [document.module, other]
    after = before.now(document.names, both, [])
    assert after is not before and not before.became(after)
    other.known.append(2)
    assert after.became(after.now(document.names, both, []))


def test_an_object_of_another_class_is_looked_at_anew(document):
    before = document.state()
    document.module.Other = type("Other", (Remembering,), {"__module__": "study"})
    del document.module.Other  # nobody has met the class
    document.names["remembering"].__class__ = type("Other", (Remembering,), {"__module__": "study"})
    after = document.now(before)
    assert after is not before and not after.doubtful
    assert document.now(after) is after


def test_what_raises_where_it_is_asked_counts_as_another(document):
    class Stubborn(dict):
        def values(self):
            raise ValueError("not now")

    Stubborn.__module__ = "study"
    before = document.state()
    document.names["stubborn"] = Stubborn()
    after = document.now(before)
    assert after.doubtful and before.became(after) and after.became(document.now(after))


def test_what_nobody_can_look_into_counts_as_another(document):
    document.names["opened"] = open(__file__, encoding="utf-8")  # noqa: SIM115
    before = document.state()
    assert before.doubtful and before.became(document.now(before))
    document.names["opened"].close()
