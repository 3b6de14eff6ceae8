"""From a printed number to its origin: what documents print where, and what finished pages print.

Lowest first: `page_reader`, `outline`, `places`, `appendix`, `provenance`, `built_site`, `documents`
(what a binding hands to its documents). Imports `numbers`, `tables` and `base`.
"""
