"""How large a table may be: beyond these it is refused in a sentence, before it takes the machine's time or memory.

A whole panel has some 300 rows and 30 kB, a printed table four rows.
"""

PANEL_MEGABYTES = 5
PANEL_ROWS = 10_000
PANEL_COLUMNS = 200
CELL_LETTERS = 10_000

UNPACKED_MEGABYTES = 50
"""What the parts of a workbook may come to once they are unpacked."""
WORKBOOK_SECONDS = 8
WORKBOOK_MEGABYTES = 600
"""Processor time and memory of the process that reads a workbook."""

TABLE_MEGABYTES = 1
NUMBER_DIGITS = 30
"""Digits of a printed number, before and behind the point together."""
MOST_ROWS = 100_000
"""Largest panel that an audit searches."""

SHOWN_LETTERS = 80
"""How much of a cell a message quotes."""
