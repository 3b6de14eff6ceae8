"""Proves that the formats of a page say the same: HTML, PDF, Word, JATS.

`said` has what a page says; `html`, `pdf`, `word` and `jats` read it from a file; `by_design` knows what
belongs to one format and why; `compare` finds the rest; `place` finds its line in the source. Others import
`prove`, which a build calls for each page, and what publish-check needs for finished sites.
"""
