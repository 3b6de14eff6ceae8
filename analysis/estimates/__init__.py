"""What this paper estimates, and the figures of its text that are no estimates, each with the data that it comes from.

Lowest first: `headlines`, `descriptive`, `by_method`, then one module a subject. `results` runs them all;
others import what they need by name.
"""
