"""The pieces of a document: which functions each enters by itself, and whether it leaves traces."""

import json
from typing import Any

from . import entered, parts, traces, watch


class _Pieces:
    """The state before the next piece; None where nobody looks at pieces."""

    before: Any = None


def begin(shell: Any) -> None:
    """Look at all pieces from now on, each from the end of the one before."""
    _Pieces.before = _state(shell, None)
    entered.note_in(entered.OF_PIECE)


def end_one(shell: Any) -> str:
    """Return which parts the piece that ends has entered by itself, and whether it left traces, as JSON."""
    entered.note_in(set())
    left = True
    try:
        before, _Pieces.before = _Pieces.before, _state(shell, _Pieces.before)
        left = before.became(_Pieces.before)
    finally:  # whatever happened, what was entered is known
        own = entered.named(entered.OF_PIECE)
        entered.ENTERED.update(entered.OF_PIECE)
        if left:
            entered.SHARED.update(entered.OF_PIECE)
        entered.OF_PIECE.clear()
        entered.note_in(entered.OF_PIECE)
    return json.dumps({"entered": own, "traces": left})


def _state(shell: Any, before: Any) -> Any:
    modules, effects = entered.loaded_modules(), watch.effects()
    if before:
        return before.now(shell.user_ns, modules, effects)
    return traces.State(shell.user_ns, modules, parts.SHARED, effects)


def end() -> None:
    """Look at no more pieces, and keep nothing of what the document had."""
    _Pieces.before = None
    entered.note_in(entered.SHARED)


def excuse(name: str, value: Any) -> None:
    """Take a setting of drawing for one that was there before: press has changed it, not the piece."""
    if _Pieces.before and (drawing := _Pieces.before.settings.get("drawing")):
        drawing[name] = repr(value)
