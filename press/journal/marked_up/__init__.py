"""The manuscript with its changes marked since a git tag or commit: `make marked-up SINCE=tag`.

`command` leads. `versions` builds both versions, `marked` puts their Word files into one with tracked
changes, `history` and `authorship` tell whose these are, `pdf` sets the same as a PDF, `numbers` lists the
numbers that changed.
"""
