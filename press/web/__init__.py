"""What the online edition adds to finished pages, the same for either engine.

Each part is a module with `pieces(view)`; `parts` lists them, `finish` puts them in. Imports `trace` and
below.
"""
