"""From a printed number to its origin: what is known before pages are made, and what pages print where.

Lowest first: `page_record`, `places` (and `places.lua`, the filter that writes pages' records, with
`word_numbers.lua`, which marks the numbers of Word files), `written`
(where authors wrote exhibits), `provenance`, `origins`, `calls` (which names in code lead where), `known`
(origins with their lines), `built_site`, `number` (the same in the terminal), `documents` (what a binding
hands to its documents).
Imports `numbers`, `tables` and `base`, and of `render` what reads documents.
"""
