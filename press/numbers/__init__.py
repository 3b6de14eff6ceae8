"""Numbers from results to text: keys, origins, the one formatter, languages, and sentences whose branch a number decides.

Lowest first: `languages`, `formatter`, `origins`, `statements`, `sentences`, `translations`. Imports `base` only.
"""
