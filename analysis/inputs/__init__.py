"""Readers of data/: official statistics, flows, regions and their outlines, and what the article prints.

Lowest first: `regions` (names and roles), `sources` (the checked tables), `published`, `flows`, `controls`,
`outlines`.
Others import what they need of them; below this room lies `study` alone.
"""
