"""Which pieces of a document run again where only functions of modules have changed, and which do not.

A piece whose functions are as they were keeps it if it has left no traces; those with traces run again, since
others need what they leave. Where a changed function was entered for more than the piece itself, or by a
piece with traces, or where the code could look at what press cannot see, the whole document runs.
"""

import ast
import re
from collections.abc import Sequence, Set as AbstractSet
from typing import Any

from press.base import syntax
from press.render.execution import Run
from press.render.qmd import Cell, Document

Part = tuple[str, str]
"""A module's file, from the project's folder, and the qualified name of one of its functions."""
_LOOKS = re.compile(
    r"(?<![\w.])(In|Out|_+\d*|_i+\d*|_oh|_ih|_dh|get_ipython|globals|locals|vars|exec|eval|display_id"
    r"|update_display|update)(?!\w)"
)
"""Names by which code may look at other pieces."""


def pieces_to_keep(document: Document, record: dict[str, Any], changed: AbstractSet[Part]) -> dict[int, Any]:
    """Return what pieces gave that need not run again, by their numbers; nothing if all have to run."""
    reached = record["reached"]
    if not changed or reached is None or changed & _parts(record["shared"]) or not _is_closed(document):
        return {}
    if not changed <= {part for said in reached if said for part in _parts(said["entered"])}:
        return {}
    kept: dict[int, Any] = {}
    for number, (piece, said) in enumerate(zip(document.body, reached, strict=True)):
        concerned = said is None or changed & _parts(said["entered"])
        leaves = said is None or said["traces"] or not _only_shows(piece)
        if concerned and leaves:
            return {}
        if not concerned and not leaves:
            kept[number] = record["result"]["pieces"][number]
    return kept


def holds(record: dict[str, Any], run: Run, kept: dict[int, Any], names: Sequence[str]) -> bool:
    """Whether pieces that ran again left what they left before, and no more."""
    return record["left"] == list(names) and all(
        number in kept or (now is not None and before is not None and (before["traces"] or not now["traces"]))
        for number, (before, now) in enumerate(zip(record["reached"], run.reached, strict=True))
    )


def _parts(named: Sequence[Sequence[str]]) -> set[Part]:
    return {(file, name) for file, name in named}


def _is_closed(document: Document) -> bool:
    """Whether no code of a document looks at what other pieces printed, or changes it."""
    return not any(
        _LOOKS.search(code)
        for piece in document.body
        for code in ([piece.code] if isinstance(piece, Cell) else piece.expressions)
    )


def _only_shows(piece: Any) -> bool:
    """Whether code consists of expressions that give nothing a name."""
    if not isinstance(piece, Cell):
        return True
    try:
        tree = syntax.parse(piece.code)
    except (SyntaxError, ValueError):
        return False
    return all(isinstance(one, ast.Expr) for one in tree.body) and not any(
        isinstance(node, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom) for node in ast.walk(tree)
    )
