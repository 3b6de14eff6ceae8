"""The machinery: everything that turns a computed paper into checked and published pages.

Lowest first: `base`, `numbers`, `tables`, `render`, `bench`, `trace`, `proof`, `web`, `archive`, `journal`;
each imports only what lies below it, and none the science.
`paper` says what a computed paper is, all that press knows of one; `__main__` joins the rooms.
"""
