"""What a printed 2x2 difference-in-differences table gives away about itself and the data behind it.

Lowest first: `printed` (cells as exact intervals), `student` (t quantiles), `rows` (what one row leaves
open), `designs` (cell sizes), `values` (what a design leaves open), `slips` (cells to set aside),
`statcheck` and `identities` (checks of rows and of errors), `examine` (all of it), `reading`, `report`,
`command`, and `article` (this study's tables, the only module that knows of it).
Others import `article`, `examine`, `report` and `command`.
"""
