"""How large documents, data and what comes with them may be.

Beyond these a build stops with a sentence, before it takes the machine's time or memory.
"""

DOCUMENT_MEGABYTES = 5
YAML_MEGABYTES = 1
BIBLIOGRAPHY_MEGABYTES = 20
IMAGE_MEGABYTES = 50
SVG_MEGABYTES = 10
IMAGE_MEGAPIXELS = 100

YAML_VALUES = 100_000
"""Values of a YAML text once every alias is written out."""
YAML_DEPTH = 100
"""Lists and mappings inside each other."""
INCLUDE_DEPTH = 20
"""Files that include each other in a chain."""
MOST_INCLUDES = 1_000
"""Files that a document includes in all, each as often as it is included."""
LONGEST_NAME = 200
"""Letters of a file's name that a message quotes."""

CONVERSION_SECONDS = 5
BYTES_PER_SECOND = 100_000
"""Pandoc may take so much processor time, and a second more for each so many bytes of text.

Nested brackets can keep it busy for ever.
"""
PANDOC_MEMORY = ("-M700m", "-H1m", "-A4m", "-O64m")
"""How pandoc's runtime uses memory: 700 MB at most.

What is new stays in 4 MB, near the processor, and not in the 64 that pandoc asks for itself; only when 64 MB
are full is all of it looked through, which most texts never come to. Together a quarter of its time where two
run at once.
"""

PANEL_MEGABYTES = 5
"""A table that a user names is refused in a sentence beyond these.

A whole panel has some 300 rows and 30 kB, a printed table four rows.
"""
PANEL_ROWS = 10_000
PANEL_COLUMNS = 200
CELL_LETTERS = 10_000

UNPACKED_MEGABYTES = 50
"""What the parts of a workbook may come to once they are unpacked."""
WORKBOOK_SECONDS = 8
WORKBOOK_MEGABYTES = 600
"""Processor time and memory of the process that reads a workbook."""

WORD_MEGABYTES = 100
WORD_UNPACKED_MEGABYTES = 300
WORD_PART_MEGABYTES = 20
WORD_PARTS = 5_000
"""A Word file that somebody sent: packed, unpacked, one of its parts that hold text, and how many parts.

The article's has 0.8 MB, 31 parts and 250 kB of text.
"""

TABLE_MEGABYTES = 1
NUMBER_DIGITS = 30
"""Digits of a printed number, before and behind the point together."""
MOST_ROWS = 100_000
"""Largest panel that an audit searches."""

SHOWN_LETTERS = 80
"""How much of a cell a message quotes."""
