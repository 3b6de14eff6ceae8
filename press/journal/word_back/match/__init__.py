"""Which passage of the sources prints which text, word by word.

`matching.match` tells it of one, `locating.locate` of all blocks of a Word file.
"""
