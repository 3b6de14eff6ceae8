"""What a printed 2x2 difference-in-differences table gives away about itself and the data behind it.

Lowest first: `printed`, `student`, `rows`, `designs`, `values`, `slips`, `statcheck`, `identities`, `examine`
(all of it), `reading`, `report`, `command`; `article` alone knows of this study and of other rooms.
Others import `article`, `examine`, `report` and `command`.
"""
