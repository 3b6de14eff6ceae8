"""Our estimators against print, algebra and effects put in by hand, and the published article against us.

Lowest first: `check`, `printed`, `identities`, `simulated`, `checks` (runs all of them), `reproduction`.
Others import `checks` and `reproduction`.
"""
