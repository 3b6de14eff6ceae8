"""Numbers from results to text.

Keys, origins, the one formatter, languages, and sentences whose branch a number decides.

Lowest first: `languages`, `formatter`, `origins`, `statements`, `sentences`, `translations`. Imports `base`
only.
"""
