"""Numbers from results to text.

Keys, origins, the one formatter, languages, sentences whose branch a number decides, and the comparison with
an earlier print.

Lowest first: `keys`, `languages`, `formatter`, `printed`, `origins`, `results`, `stored`, `statements`,
`sentences`, `translations`, `comparison`; `intervals.lua` is the filter that keeps intervals on one line.
Imports `base` only.
"""
