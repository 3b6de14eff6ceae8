"""Which names of a project its code uses, and where each is defined, read from the text alone.

Functions, classes and constants are followed through imports: `from a.b import f`, `import a.b`, names that
a package hands on, methods by `self`. A name that a function gives to something of its own leads nowhere.
Nothing is imported or run.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
LONGEST_WAY = 10
"""So many packages may hand a name on before it is given up."""


@dataclass(frozen=True, slots=True)
class Definition:
    """Where a name is defined: its line, and whether it is a function or class rather than a constant."""

    line: int
    is_code: bool


@dataclass(frozen=True, slots=True)
class Use:
    """A name, or names with dots between them, as a line of code has it.

    Attributes
    ----------
    line, column
        Where it begins: the line from 1, the column in letters from 0.
    names
        Its parts.
    path
        The dotted path of the first part where a function imports it itself; else empty.
    owner
        The class that the first part is an object of, by its qualified name, where that is known.
    """

    line: int
    column: int
    names: tuple[str, ...]
    path: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A part of a line, from a column to before another, and the file and line that it leads to."""

    line: int
    start: int
    end: int
    file: str
    target: int


@dataclass(slots=True)
class Module:
    """What one file of code defines, imports and uses.

    Attributes
    ----------
    definitions
        By qualified name, as "Scores.randomization_p".
    imports
        The dotted path of every name that it imports.
    uses
        In no order.
    remarks
        The lines of its docstrings.
    """

    definitions: dict[str, Definition] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    remarks: set[int] = field(default_factory=set)


# One file ----------------------------------------------------------------------------------------


def read(text: str, file: str) -> Module:
    """Read the code of a file; one that is no Python defines and uses nothing."""
    module = Module()
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError):
        return module
    package = dotted(file) if file.endswith("/__init__.py") else dotted(file).rpartition(".")[0]
    _Reader(module, text.split("\n"), package).read_file(tree)
    return module


@dataclass(slots=True)
class _Scope:
    """A file, class or function: the names that it gives to things of its own, and what it uses.

    Attributes
    ----------
    prefix
        What stands before the qualified names of its definitions; None where others cannot name them.
    owner
        The class whose methods `self` has here.
    around
        The scope whose names it sees.
    given
        The dotted path of an imported name; the empty text for all else.
    uses
        What was used within and is none of these.
    """

    prefix: str | None = ""
    owner: str = ""
    around: _Scope | None = None
    given: dict[str, str] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)


class _Reader:
    """Walks a tree once; what a function gives names to is known when its end is reached."""

    def __init__(self, module: Module, lines: list[str], package: str) -> None:
        self.module, self.lines, self.package = module, lines, package

    def read_file(self, tree: ast.Module) -> None:
        """Read all statements; what is used and is no function's own stays."""
        scope = _Scope()
        self._remark(tree)
        for statement in tree.body:
            if not _for_types_only(statement):
                self._walk(statement, scope)
            for name in _assigned(statement):
                self.module.definitions.setdefault(name, Definition(statement.lineno, is_code=False))
        self.module.imports = {name: path for name, path in scope.given.items() if path}
        self.module.uses += scope.uses

    def _walk(self, node: ast.AST, scope: _Scope) -> None:
        kind = type(node)
        if kind is ast.Name or kind is ast.Attribute:
            self._read_name(node, scope)
        elif kind in FUNCTIONS or kind is ast.Lambda:
            self._read_function(node, scope)
        elif kind is ast.ClassDef:
            self._read_class(node, scope)
        elif kind is ast.Import or kind is ast.ImportFrom:
            scope.given.update(_imported(node, self.package))
        elif kind is not ast.Constant:
            self._walk_parts(node, scope)

    def _walk_parts(self, node: ast.AST, scope: _Scope) -> None:
        """Read what a node is made of, but for types, which are not called."""
        if isinstance(name := getattr(node, "name", None), str):  # caught or matched under this name
            scope.given[name] = ""
        for part in node._fields:
            value = getattr(node, part, None) if part != "annotation" else None
            for child in value if type(value) is list else (value,):
                if isinstance(child, ast.AST) and child._fields:
                    self._walk(child, scope)

    def _read_name(self, node: ast.AST, scope: _Scope) -> None:
        names: list[str] = []
        while type(node) is ast.Attribute:
            names.append(node.attr)
            node = node.value
        if type(node) is not ast.Name:
            self._walk(node, scope)
        elif type(node.ctx) is not ast.Load:
            scope.given.setdefault(node.id, "")
        else:
            parts = (node.id, *reversed(names))
            if (column := self._column(node, ".".join(parts))) is not None:
                owner = scope.owner if parts[0] in ("self", "cls") else ""
                use = Use(node.lineno, column, parts, owner=owner)
                (self.module if owner else scope).uses.append(use)

    def _column(self, node: ast.Name, written: str) -> int | None:
        """Return the column in letters; None where the names stand otherwise there (over several lines)."""
        line, column = self.lines[node.lineno - 1], node.col_offset
        if not line.isascii():
            column = len(line.encode()[:column].decode(errors="ignore"))
        return column if line.startswith(written, column) else None

    def _read_function(self, node: Any, scope: _Scope) -> None:
        arguments = node.args
        around = [*arguments.defaults, *filter(None, arguments.kw_defaults)]
        within = _Scope(None, scope.owner, scope.around if scope.around and scope.prefix else scope)
        for one in _arguments(arguments):
            within.given[one.arg] = ""
        if type(node) is not ast.Lambda:
            self._define(node, scope)
            around += node.decorator_list
        for outer in around:
            self._walk(outer, scope)
        for statement in node.body if isinstance(node.body, list) else [node.body]:
            self._walk(statement, within)
        self._close(within)

    def _read_class(self, node: ast.ClassDef, scope: _Scope) -> None:
        self._define(node, scope)
        for outer in (*node.decorator_list, *node.bases, *(word.value for word in node.keywords)):
            self._walk(outer, scope)
        name = "" if scope.prefix is None else scope.prefix + node.name
        within = _Scope(f"{name}." if name else None, name, scope)
        for statement in node.body:
            self._walk(statement, within)
        self._close(within)

    def _define(self, node: Any, scope: _Scope) -> None:
        self._remark(node)
        if scope.prefix is not None:
            self.module.definitions[scope.prefix + node.name] = Definition(node.lineno, is_code=True)
        if scope.prefix != "":
            scope.given.setdefault(node.name, "")

    def _close(self, within: _Scope) -> None:
        """Hand what was used, and is not the scope's own, to the one around it."""
        for use in within.uses:
            if (path := within.given.get(use.names[0])) is None:
                within.around.uses.append(use)
            elif path:
                self.module.uses.append(replace(use, path=path))

    def _remark(self, node: Any) -> None:
        first = node.body[0] if node.body else None
        if isinstance(first, ast.Expr) and isinstance(getattr(first.value, "value", None), str):
            self.module.remarks.update(range(first.lineno, first.end_lineno + 1))


def _arguments(arguments: ast.arguments) -> Iterator[ast.arg]:
    yield from (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)
    yield from filter(None, (arguments.vararg, arguments.kwarg))


def _imported(node: ast.Import | ast.ImportFrom, package: str) -> dict[str, str]:
    """Return the dotted path of every name that a statement imports."""
    if isinstance(node, ast.Import):
        return {
            one.asname or one.name.partition(".")[0]: one.name if one.asname else one.name.partition(".")[0]
            for one in node.names
        }
    if node.level:
        base = package.split(".")[: len(package.split(".")) - node.level + 1]
        start = ".".join([*base, *filter(None, [node.module])])
    else:
        start = node.module
    return {one.asname or one.name: f"{start}.{one.name}" for one in node.names}


def _assigned(statement: ast.AST) -> Iterator[str]:
    """Yield the names that a statement of a file gives to constants."""
    targets = getattr(statement, "targets", [getattr(statement, "target", None)])
    if isinstance(statement, (ast.Assign, ast.AnnAssign)):
        yield from (target.id for target in targets if isinstance(target, ast.Name))


def _for_types_only(statement: ast.AST) -> bool:
    return isinstance(statement, ast.If) and ast.unparse(statement.test).endswith("TYPE_CHECKING")


# All files ---------------------------------------------------------------------------------------


def dotted(file: str) -> str:
    """Return the name by which code imports a file."""
    return file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True, slots=True)
class _Meant:
    """What names stand for: a definition in a file; `left` of them, the last, say more than that."""

    file: str
    definition: Definition
    left: int


@dataclass(slots=True)
class Code:
    """The code of a project, read as far as it is asked for.

    Attributes
    ----------
    texts
        By file, as a path from the project's root.
    """

    texts: Mapping[str, str]
    _read: dict[str, Module] = field(default_factory=dict)
    _files: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Note by which name each file is imported."""
        self._files = {dotted(file): file for file in self.texts}

    def module(self, file: str) -> Module:
        """Return what a file defines, imports and uses."""
        if file not in self._read:
            self._read[file] = read(self.texts[file], file)
        return self._read[file]

    def links(self, file: str) -> list[Link]:
        """Return the links of a file to what its names stand for, in the order of the text.

        Constants of the same file are left out: they stand near by.
        """
        found = []
        for use in self.module(file).uses:
            if not (meant := self._meant(file, use)):
                continue
            taken = use.names[: len(use.names) - meant.left]
            if meant.definition.is_code or meant.file != file:
                end = use.column + len(".".join(taken))
                found.append(Link(use.line, use.column, end, meant.file, meant.definition.line))
        return sorted(found, key=lambda link: (link.line, link.start))

    def reached(self, files: Iterable[str]) -> dict[str, list[Link]]:
        """Return the links of files, and of all files that these lead to, by file."""
        found: dict[str, list[Link]] = {}
        waiting = list(files)
        while waiting:
            if (file := waiting.pop()) not in found:
                found[file] = self.links(file)
                waiting += {link.file for link in found[file]}
        return dict(sorted(found.items()))

    def _meant(self, file: str, use: Use) -> _Meant | None:
        if use.owner:
            found = self._defined(file, (use.owner, *use.names[1:]))
            return found if found and found.left < len(use.names) - 1 else None
        if use.path:
            return self._imported((*use.path.split("."), *use.names[1:]), 0)
        return self._within(file, use.names, 0)

    def _within(self, file: str, names: tuple[str, ...], ways: int) -> _Meant | None:
        """Find what names mean in a file: its own, or what it imports."""
        if found := self._defined(file, names):
            return found
        if names and ways < LONGEST_WAY and (path := self.module(file).imports.get(names[0])):
            return self._imported((*path.split("."), *names[1:]), ways + 1)
        return None

    def _imported(self, names: tuple[str, ...], ways: int) -> _Meant | None:
        """Find what a dotted path means: the most of its parts name a file, the next what that defines."""
        for size in range(len(names), 0, -1):
            if file := self._files.get(".".join(names[:size])):
                return self._within(file, names[size:], ways)
        return None

    def _defined(self, file: str, names: tuple[str, ...]) -> _Meant | None:
        definitions = self.module(file).definitions
        for size in range(len(names), 0, -1):
            if found := definitions.get(".".join(names[:size])):
                return _Meant(file, found, len(names) - size)
        return None


# As data -----------------------------------------------------------------------------------------

Reached = dict[str, tuple[Module, list[Link]]]
"""What files define, and the links of their lines, by file."""


def reached(texts: Mapping[str, str], files: Iterable[str]) -> Reached:
    """Read files, and all files that these lead to."""
    code = Code(texts)
    return {file: (code.module(file), links) for file, links in code.reached(files).items()}


def as_data(found: Reached) -> dict[str, Any]:
    """Return what was read as plain data, but for what only leads to the links."""
    return {
        file: {
            "definitions": {
                name: [definition.line, definition.is_code] for name, definition in module.definitions.items()
            },
            "remarks": sorted(module.remarks),
            "links": [[link.line, link.start, link.end, link.file, link.target] for link in links],
        }
        for file, (module, links) in found.items()
    }


def from_data(data: Mapping[str, Any]) -> Reached:
    """Return what `as_data` made data of."""
    return {
        file: (
            Module(
                {name: Definition(*about) for name, about in one["definitions"].items()},
                remarks=set(one["remarks"]),
            ),
            [Link(*link) for link in one["links"]],
        )
        for file, one in data.items()
    }
