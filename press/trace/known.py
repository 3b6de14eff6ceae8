"""What is known of numbers and exhibits once pages are made: origins.json, and the lines of their functions.

origins.json names functions; where each is defined is read from its file when that is asked for, so that
nothing is computed again because lines moved. Standard library only, as all that finishes pages.
"""

import json
import re
from functools import cache, partial
from pathlib import Path
from typing import Any

from press.base.paths import ROOT
from press.trace import calls


def read(prepared: Path, root: Path = ROOT) -> dict[str, Any]:
    """Return what origins.json in the folder `prepared` says; every origin has its line as well."""
    known = json.loads((prepared / "origins.json").read_text(encoding="utf-8"))
    line = cache(partial(line_of, root=root))
    for kind in ("numbers", "exhibits"):
        known[kind] = {
            name: _in_order(origin, line(origin["function"], origin["file"]))
            for name, origin in known[kind].items()
        }
    return known


def line_of(function: str, file: str, root: Path = ROOT) -> int:
    """Return the line of the `def` of a function.

    Parameters
    ----------
    function
        Its module and qualified name.
    file
        Its file, as a path from the root.

    Returns
    -------
    int
        Counted from 1; also 1 where the file does not say.
    """
    text = (root / file).read_text(encoding="utf-8", errors="replace")
    name = re.escape(function.rpartition(".")[2])
    found = re.finditer(rf"^[ \t]*(async )?def {name}\b", text, re.MULTILINE)
    lines = [text.count("\n", 0, one.end()) + 1 for one in found]
    if len(lines) > 1:
        defined = calls.read(text, file).definitions.get(function.removeprefix(f"{calls.dotted(file)}."))
        return defined.line if defined else lines[-1]
    return lines[0] if lines else 1


def _in_order(origin: dict[str, Any], line: int) -> dict[str, Any]:
    """Return an origin with its line, the files that it names last."""
    about = {name: said for name, said in origin.items() if name != "sources"}
    return about | {"line": line, "sources": origin["sources"]}
