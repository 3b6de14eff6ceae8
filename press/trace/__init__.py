"""From a printed number to its origin: what is known before pages are made, and what pages print where.

Lowest first: `page_record`, `places` (and `places.lua`, the filter that writes pages' records),
`provenance`, `origins`, `built_site`, `documents` (what a binding hands to its documents). Imports `numbers`,
`tables` and `base`.
"""
