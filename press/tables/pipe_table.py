"""Tables of Markdown with pipes: real tables in every format."""

import re
from collections.abc import Iterable, Sequence

from tabulate import tabulate

WIDEST = 50
"""Characters that a column of prose claims at most, so that it leaves room for the names beside it."""
SPAN = re.compile(r"\[([^\]]*)\]\{[^}]*\}")


def pipe_table(
    headers: Sequence[str],
    rows: Iterable[Sequence[str]],
    align: str = "lr",
    widths: Sequence[int] | None = None,
) -> str:
    """Write a pipe table.

    Of long lines pandoc takes relative column widths from the dashes of the rule; spans make lines long.

    Parameters
    ----------
    headers, rows
        Cells in Markdown.
    align
        "l" or "r" for each column, the last for all that follow.
    widths
        Shares of the line, a column each; by default the widths that readers see.
    """
    cells = [list(row) for row in rows]
    sides = ["right" if side == "r" else "left" for side in align.ljust(len(headers), align[-1])]
    lines = tabulate(cells, headers, tablefmt="pipe", colalign=sides, disable_numparse=True).splitlines()
    columns = zip(headers, *cells, strict=True)
    widths = widths or [1 + min(WIDEST, max(len(_visible(cell)) for cell in column)) for column in columns]
    dashes = zip(widths, sides, strict=True)
    rule = ["-" * width + ":" if side == "right" else ":" + "-" * width for width, side in dashes]
    return "\n".join([lines[0], f"|{'|'.join(rule)}|", *lines[2:]])


def _visible(cell: str) -> str:
    """Return a cell's text without Markdown's marks."""
    return re.sub(r"[\\*`]", "", SPAN.sub(r"\1", cell))
