"""What this paper estimates, and the figures of its text that are no estimates, each with its data.

Lowest first: `headlines`, `descriptive`, `by_method`, `placebos`, `robustness`, then a module a subject.
Others import what they need by name; `results` runs them all.
"""
