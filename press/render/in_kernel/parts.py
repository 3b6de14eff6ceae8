"""The parts of a module, so that a change of one concerns only those who ran it.

A part is a function or a method with all that is defined inside it. Everything else, which runs when a module
is loaded, is its frame: also names, decorators, defaults, annotations and documentation of its functions, and
whether these are generators.
"""

import ast
import hashlib
import re
from collections.abc import Iterator

ENTERED, SHARED = "__press_entered__", "__press_shared__"
"""The names under which instrumented modules find what notes that a part was entered, and what holds while
one runs whose result others may share: a decorated one, since its decorator may remember what it gave."""
PLAIN = {"property", "staticmethod", "classmethod"}
"""Decorators that remember nothing."""
LINES = re.compile(
    rb"co_firstlineno|[ft]b?_lineno|_getframe|currentframe|extract_stack|extract_tb|format_exc|__code__|settrace"
    rb"|setprofile|stacklevel"
)
"""Words of code that may look at lines or code themselves, where a change of any part may show."""
_LOAD = ast.Load()
_BLOCKS = ("body", "handlers", "orelse", "finalbody", "cases")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def parts_of(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    """Yield a module's parts with their qualified names; a name may come twice."""
    yield from _functions(tree, "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for child in _inside(node):
        if isinstance(child, Function):
            yield prefix + child.name, child
        else:
            yield from _functions(
                child, f"{prefix}{child.name}." if isinstance(child, ast.ClassDef) else prefix
            )


def _inside(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the statements directly inside a module or statement; expressions define no function."""
    for block in _BLOCKS:
        yield from getattr(node, block, ())


def _with_inner(function: Function) -> Iterator[Function]:
    """Yield a function and all that are defined inside it."""
    waiting: list[ast.AST] = [function]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Function):
            yield one
        waiting += _inside(one)


def instrument(tree: ast.Module, numbers: dict[str, int]) -> ast.Module:
    """Let every part, and what is defined inside it, note its number whenever it is entered.

    What a decorated one enters is noted as shared.
    """
    for name, part in parts_of(tree):
        for node in list(_with_inner(part)):
            first = node.body[1 if _documentation(node) else 0 :]
            place = first[0] if first else node.body[-1]
            note = _note(numbers[name], place)
            documented = node.body[: len(node.body) - len(first)]
            node.body = [
                *documented,
                *(_shared([note, *first], place) if _is_shared(node) else [note, *first]),
            ]
    return tree


def _note(number: int, place: ast.stmt) -> ast.Expr:
    """Return the statement that notes a part, where another statement stands."""
    at = {name: getattr(place, name) for name in ("lineno", "col_offset", "end_lineno", "end_col_offset")}
    called = ast.Name(ENTERED, _LOAD, **at)
    return ast.Expr(ast.Call(called, [ast.Constant(number, **at)], [], **at), **at)


def _is_shared(node: Function) -> bool:
    return not all(isinstance(one, ast.Name) and one.id in PLAIN for one in node.decorator_list)


def _shared(body: list[ast.stmt], place: ast.AST) -> list[ast.stmt]:
    block = ast.With([ast.withitem(ast.Name(SHARED, _LOAD))], body)
    for one in (block, block.items[0].context_expr):
        ast.copy_location(one, place)
    return [block]


def digests(tree: ast.Module) -> tuple[str, dict[str, str]]:
    """Return a digest of a module's frame, and those of its parts by name.

    Comments and places of lines decide nothing.
    """
    parts = dict[str, list[str]]()
    for name, part in list(parts_of(tree)):
        parts.setdefault(name, []).append("".join(map(ast.dump, part.body)))
        generates = any(isinstance(node, ast.Yield | ast.YieldFrom | ast.Await) for node in ast.walk(part))
        part.body = [ast.Expr(ast.Constant(f"{generates} {_documentation(part)}"))]
    return _digest(ast.dump(tree)), {name: _digest("\0".join(said)) for name, said in parts.items()}


def _documentation(node: Function) -> str | None:
    return ast.get_docstring(node, clean=False)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
