"""Our estimators against what others print, against algebra, and against effects put in by hand.

Lowest first: `check`, `printed`, `identities`, `simulated`, `checks` (runs all of them).
Others import `checks`.
"""
