"""A sheet as it was written: its cells, and what of them a reader does not see."""

from dataclasses import dataclass, field

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet.

    Attributes
    ----------
    name
        The sheet's name; empty for a CSV file.
    cells
        Text, by rows from row 1 and columns from column A.
    state
        "visible", "hidden" or "very hidden".
    faults
        Cells that cannot be read in one way: what was found and expected.
    marks
        Raised marks of notes that the text is without.
    hidden_rows, hidden_columns
        What the program does not show, counted from 1.
    merged
        Cells drawn as one: the first and the last.
    """

    name: str
    cells: list[list[str]]
    state: str = "visible"
    faults: dict[Place, tuple[str, str]] = field(default_factory=dict)
    marks: dict[Place, str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[tuple[Place, Place], ...] = ()

    @property
    def filled(self) -> bool:
        """Whether any cell holds anything."""
        return any(cell for row in self.cells for cell in row)

    def rows(self) -> list[tuple[int, list[str]]]:
        """Return the rows that hold anything, with their numbers."""
        return [(number, cells) for number, cells in enumerate(self.cells, start=1) if any(cells)]


def address(row: int, column: int) -> str:
    """Return a cell's name: (5, 27) is AA5."""
    return f"{letters(column)}{row}"


def letters(column: int) -> str:
    """Return a column's letters: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def ranges(numbers: list[int] | frozenset[int]) -> str:
    """List whole numbers in short: "2-4, 7"."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
