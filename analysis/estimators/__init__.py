"""Estimators and inference for few clusters, for any panel of units and years or flows between places.

Lowest first: `inference`, `did`, `contrasts`, `added_effects`, `few_treated`, `event_study`, `honest_did`,
`sdid`, `gravity`.
Others import their functions and result classes; this room imports no other, of press only `press.base`.
"""
