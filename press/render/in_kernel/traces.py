"""Whether a piece of a document has left anything behind that others may find.

What it can reach is looked at before and after: the names of the document and of the project's modules,
with all that these hold, the environment, and the settings of Python, numpy, pandas and matplotlib. What a
decorated function remembers is none of these, since whoever asks for it is known to depend on it
(`parts.SHARED`). What nobody can look into counts as changed.
"""

import ast
import datetime
import decimal
import hashlib
import io
import locale
import os
import pickle
import random
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from operator import attrgetter, is_
from pathlib import PurePath
from types import (
    CellType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

MOST = 200_000
"""So many objects are looked at, and so many bytes of one of a library."""
_IPYTHON = re.compile(r"_+\d*|_i+\d*|_oh|_dh|_ih|_exit_code|In|Out|exit|quit|get_ipython|open")
_PLAIN = {
    str, bytes, int, float, complex, bool, type(None), type(...), range, re.Pattern, datetime.date,
    datetime.datetime, datetime.timedelta, type(threading.Lock()), type(threading.RLock()), type(len),
    MemberDescriptorType, GetSetDescriptorType, WrapperDescriptorType, MethodDescriptorType,
}  # fmt: skip
_CONTAINERS = {dict, list, tuple, set, frozenset}
_FRAMES = {"DataFrame", "Series"}
_INLINE = "matplotlib_inline.backend_inline"
"""What IPython loads when the first figure is opened; from then on figures are drawn at once."""
_LATER = ("units", _INLINE)
"""What may come at any time."""
_SHAPES = {"typing", "types"}
"""Modules whose objects say what types are."""
Way = Callable[[Any], list[Any]]
"""Tells what an object holds."""
Roots = dict[str | None, dict[str, Any]]
"""The values that a document (None) and modules have names for, by these."""


class Doubt(Exception):
    """Something cannot be looked into."""


class State:
    """All that a piece can reach, as it is now. Objects that are named stay alive as long as it does."""

    def __init__(
        self, names: Mapping[str, Any], modules: Iterable[ModuleType], shared: str, done: Sequence[str]
    ) -> None:
        self.objects: dict[int, tuple[Any, list[Any]]] = {}
        self._modules, self._shared = {module.__name__: module for module in modules}, shared
        self._ways: dict[type, Way] = {}
        self._rememberers: dict[type, set[str]] = {}
        self._rememberings: list[tuple[Any, list[Any]]] = []
        self.settings = _settings() | {"done": done}
        self.doubtful = False
        self.roots = _roots(names, self._modules)
        try:
            self._look([value for root in self.roots.values() for value in root.values()])
        except Exception:  # Doubt, or what an object of the project raises where it is asked
            self.doubtful = True

    def now(self, names: Mapping[str, Any], modules: Iterable[ModuleType], done: Sequence[str]) -> "State":
        """Return how all is now: this very state where nothing is another, which is quick to see."""
        there = {module.__name__: module for module in modules}
        return self if self._holds(names, there, done) else State(names, there.values(), self._shared, done)

    def _holds(self, names: Mapping[str, Any], modules: dict[str, ModuleType], done: Sequence[str]) -> bool:
        """Whether all that was looked at holds the very same."""
        try:
            return (
                not self.doubtful
                and modules == self._modules
                and self.settings == _settings() | {"done": done}
                and _same_names(self.roots, _roots(names, modules))
                and self._objects_hold_now()
                and all(_same(remembered, self._remembered(one)) for one, remembered in self._rememberings)
            )
        except Exception:  # nobody can look into something, or it is of another class now
            return False

    def _objects_hold_now(self) -> bool:
        ways = self._ways
        for one, held in self.objects.values():
            kind = type(one)
            if kind is not tuple:  # that never holds anything else
                now = ways[kind](one)
                if (held or now) and not _same(held, now):
                    return False
        return True

    def became(self, after: "State") -> bool:
        """Whether anything is another now, or may be."""
        if after is self:
            return self.doubtful
        return (
            self.doubtful
            or after.doubtful
            or not self._settings_hold(after.settings)
            or not _same_names(self.roots, after.roots)
            or not self._objects_hold(after.objects)
        )

    def _objects_hold(self, after: dict[int, tuple[Any, list[Any]]]) -> bool:
        """Whether every object holds what it held."""
        for key, (_, held) in self.objects.items():
            now = after.get(key)
            if now is None or ((held or now[1]) and not _same(held, now[1])):
                return False
        return True

    def _settings_hold(self, after: dict[str, Any]) -> bool:
        """Whether settings are as they were; those of matplotlib as its file says where it is new."""
        before = {name: said for name, said in after.items() if name in _LATER} | self.settings
        if "drawing" in after and "drawing" not in before:
            before["drawing"] = _reprs(sys.modules["matplotlib"].rcParamsOrig)
        if _INLINE in after and _INLINE not in self.settings:
            before["drawing"] = before["drawing"] | {"interactive": after["drawing"]["interactive"]}
        return before == after

    def _look(self, waiting: list[Any]) -> None:
        objects, ways = self.objects, self._ways
        while waiting:
            one = waiting.pop()
            kind = type(one)
            if kind in _PLAIN or id(one) in objects:
                continue
            if len(objects) > MOST:
                raise Doubt
            if kind not in ways:
                ways[kind] = self._way_into(kind)
            held = ways[kind](one)
            objects[id(one)] = one, held
            waiting += [inner for inner in held if type(inner) not in _PLAIN]
            if kind in self._rememberers:
                remembered = self._remembered(one)
                self._rememberings.append((one, remembered))
                waiting += remembered

    def _way_into(self, kind: type) -> Way:
        """Return what tells what an object of a type holds."""
        if kind in _CONTAINERS:
            return _contents
        if (
            issubclass(kind, ModuleType | cached_property)
            or kind.__module__ in _SHAPES
            or kind.__name__ == "ufunc"
        ):
            return _nothing
        if kind is FunctionType:
            return self._of_function
        if issubclass(kind, type):
            return self._of_type
        if issubclass(kind, MethodType | classmethod | staticmethod | property | partial):
            return _wrapped
        if hasattr(kind, "cache_info"):
            return self._of_cache
        if kind.__module__ in self._modules or issubclass(kind, ast.AST):
            return self._attributes_of(kind)
        return _as_pickled

    def _attributes_of(self, kind: type) -> Way:
        later, slots = _names_of(kind)
        if later:
            self._rememberers[kind] = later
        contents = _contents if issubclass(kind, tuple(_CONTAINERS)) else _nothing
        in_slots = _in_slots(slots)

        def attributes(one: Any) -> list[Any]:
            held = contents(one)
            if values := getattr(one, "__dict__", None):
                held += [value for name, value in values.items() if name not in later]
            held += in_slots(one)
            return held

        return attributes

    def _remembered(self, one: Any) -> list[Any]:
        """Return what an object only remembers."""
        later = self._rememberers[type(one)]
        return [value for name, value in getattr(one, "__dict__", {}).items() if name in later]

    def _of_function(self, one: FunctionType) -> list[Any]:
        cells, defaults, by_name, own = one.__closure__, one.__defaults__, one.__kwdefaults__, one.__dict__
        if not (cells or defaults or by_name or own):
            return []
        if one.__module__ not in self._modules and one.__module__ != "__main__" or self._is_shared(one):
            return []
        return [
            *(_content(cell) for cell in cells or ()),
            *(defaults or ()),
            *(by_name or {}).values(),
            *own.values(),
        ]

    def _of_type(self, one: type) -> list[Any]:
        if one.__module__ not in self._modules:
            return []
        return [value for name, value in vars(one).items() if not name.startswith(("__", "_abc_"))]

    def _of_cache(self, one: Any) -> list[Any]:
        return [] if self._is_shared(one) else [one.cache_info().currsize]

    def _is_shared(self, one: Any) -> bool:
        """Whether what a function remembers is known to be shared."""
        code = getattr(getattr(one, "__wrapped__", None), "__code__", None)
        return code is not None and self._shared in code.co_names


def _roots(names: Mapping[str, Any], modules: Mapping[str, ModuleType]) -> Roots:
    """Return what the document names, and what each module does."""
    return {None: own(names)} | {name: _globals(module) for name, module in modules.items()}


def _same_names(before: Roots, after: Roots) -> bool:
    """Whether all that gave names give the same ones to the same things; others may be there now."""
    return all(
        [*root] == [*(now := after.get(name, {}))] and _same([*root.values()], [*now.values()])
        for name, root in before.items()
    )


def own(names: Mapping[str, Any]) -> dict[str, Any]:
    """Return the names that a document has given, without those of IPython."""
    return {name: value for name, value in names.items() if not _IPYTHON.fullmatch(name)}


def _wrapped(one: Any) -> list[Any]:
    if isinstance(one, property):
        return [one.fget, one.fset]
    if isinstance(one, partial):
        return [one.func, *one.args, *one.keywords.values()]
    return [one.__func__, getattr(one, "__self__", None)]


def _globals(module: ModuleType) -> dict[str, Any]:
    """Return a module's own values; modules inside it may come at any time."""
    return {
        name: value
        for name, value in vars(module).items()
        if not name.startswith("__") and not isinstance(value, ModuleType)
    }


def _names_of(kind: type) -> tuple[set[str], list[str]]:
    """Return what the objects of a type only remember, and their slots."""
    later, slotted = set[str](), list[str]()
    for one in kind.__mro__:
        later.update(name for name, value in vars(one).items() if isinstance(value, cached_property))
        slots = vars(one).get("__slots__", ())
        slotted += (slots,) if isinstance(slots, str) else slots
    return later, [name for name in slotted if name not in ("__dict__", "__weakref__")]


def _in_slots(slots: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """Return what tells the values in an object's slots: at once where all have one."""
    if len(slots) < 2:
        return lambda one: [getattr(one, name) for name in slots if hasattr(one, name)]
    all_at_once = attrgetter(*slots)

    def values(one: Any) -> Iterable[Any]:
        try:
            return all_at_once(one)
        except AttributeError:
            return [getattr(one, name) for name in slots if hasattr(one, name)]

    return values


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # nothing yet
        return None


def _contents(one: Any) -> list[Any]:
    return [*one, *one.values()] if isinstance(one, dict) else [*one]


def _nothing(one: Any) -> list[Any]:
    return []


def _as_pickled(one: Any) -> list[Any]:
    return [_pickled(one)]


def _same(before: list[Any], after: list[Any]) -> bool:
    if len(before) != len(after):
        return False
    return all(map(is_, before, after)) or all(
        one is other or (type(one) is type(other) and type(one) in (bytes, int, str) and one == other)
        for one, other in zip(before, after, strict=True)
    )


class _Digest(io.RawIOBase):
    """A file that keeps a digest only, and ends where there is too much."""

    def __init__(self) -> None:
        self.sum, self.size = hashlib.blake2b(digest_size=16), 0

    def write(self, data: Any) -> int:
        self.size += memoryview(data).nbytes
        if self.size > MOST:
            raise Doubt
        self.sum.update(data)
        return memoryview(data).nbytes


def _pickled(one: Any) -> bytes | None:
    if isinstance(one, PurePath):
        return str(one).encode()
    file = _Digest()
    try:
        pickler = pickle.Pickler(file, protocol=4)
        if type(one).__name__ in _FRAMES:  # how it lies in memory changes whenever it is read
            one, pickler.fast = _columns(one.to_frame() if hasattr(one, "to_frame") else one), True
        pickler.dump(one)
    except Exception as error:
        raise Doubt from error
    return file.sum.digest()


def _columns(frame: Any) -> list[Any]:
    """Return all that a data frame says, as plain values."""
    columns = [_column(frame, place) for place in range(frame.shape[1])]
    labels = [[index.names, index.tolist()] for index in (frame.index, frame.columns)]
    return [frame.attrs, labels, columns]


def _column(frame: Any, place: int) -> list[Any]:
    """Return the type of a column and its values: pandas has a quick way to them of its own."""
    quick = getattr(frame, "_get_column_array", None)
    values = quick(place) if quick else frame.iloc[:, place].array
    plain = values if type(values).__name__ == "ndarray" else values.to_numpy()
    kind = plain.dtype.str if plain is values else str(values.dtype)
    return [kind, plain.tobytes() if plain.dtype.kind in "biufcmM" else plain.tolist()]


def _reprs(parameters: dict[str, Any]) -> dict[str, str]:
    return {name: repr(value) for name, value in dict.items(parameters) if name != "backend"}


def _settings() -> dict[str, Any]:
    found: dict[str, Any] = {
        "environment": dict(vars(os.environ)["_data"]),
        "folder": os.getcwd(),
        "path": list(sys.path),
        "warnings": list(warnings.filters),
        "random": random.getstate(),
        "decimal": repr(decimal.getcontext()),
        "locale": locale.setlocale(locale.LC_ALL),
    }
    if numpy := sys.modules.get("numpy"):
        found["errors"] = numpy.geterr()
        found["printing"] = repr(numpy.get_printoptions())
        if "numpy.random" in sys.modules:
            found["numbers"] = pickle.dumps(numpy.random.get_state())
    if matplotlib := sys.modules.get("matplotlib"):
        found["drawing"] = _reprs(matplotlib.rcParams)
    if _INLINE in sys.modules:
        found[_INLINE] = True
    if units := sys.modules.get("matplotlib.units"):
        found["units"] = list(units.registry)
    if pandas := sys.modules.get("pandas._config.config"):
        found["tables"] = repr(pandas._global_config)
    return found
