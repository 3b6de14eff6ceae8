"""Reads what lies in data/: official statistics, flows, regions and their outlines, and what the published article prints.

Lowest room but for `study`. Others import `sources` (the checked tables), `regions` (roles and names),
`published`, `flows` and `controls`.
"""
