"""Our estimators against what others print, against algebra, and against effects put in by hand.

Lowest first: `check`, `styles`, `printed`, `identities`, `simulated`, `checks` (runs all of them).
Others import `check`, `styles` and `checks`.
"""
