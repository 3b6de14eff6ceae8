"""Estimators and inference for few clusters, written for any panel: no word of migration.

Lowest first: `did`, `inference`, `contrasts`, `event_study`, `sdid`, `gravity`. Others import their
functions and result classes; it imports no other room.
"""
