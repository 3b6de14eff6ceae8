"""Where an author wrote a figure or table: file and line of its label, also in a file that is included."""

import re
from pathlib import Path

from press.base.errors import PressError
from press.render import qmd

LABELLED = r"^\s*#\s*\|\s*label:\s*[\"']?{label}[\"']?\s*$|\{{[^{{}}]*#{label}[\s}}]"
"""A label as an option of a cell, or among the attributes of a picture, a table's caption or a box."""


def place_of(document: Path, label: str, root: Path) -> tuple[Path, int] | None:
    """Return file and line of a label; None where the document names it nowhere.

    Parameters
    ----------
    document
        A .qmd.
    label
        "fig-..." or "tbl-..."; that of a part which a cell made ("fig-two-1") leads to the cell.
    root
        The project's folder.
    """
    try:
        lines = qmd.read_lines(document, root)
    except PressError:
        return None
    for name in (label, re.sub(r"-\d+$", "", label)):
        pattern = re.compile(LABELLED.format(label=re.escape(name)))
        for line in lines:
            if pattern.search(line.text):
                return line.file.resolve(), line.number
    return None
