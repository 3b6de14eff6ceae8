"""Edits that come back from Word: `make word-back FILE=reviewed.docx` carries them into the sources.

A Word file that the edition makes brings a trace along (`tracing`): its commit, its panel, and of each block
the lines that it comes from and its text. Given the edited file, `command` leads: `origin` finds the sources
that it was made from, `returned` compares what it says with what was printed, `placing` decides for each
change whether it is made or listed, `settling` carries what is made to the sources as they are now and
proves it, `round_trip` sees that a build of the patched sources says what the reviewer wants.

Lowest first: `model` (what passes between the steps), `word_file`, `differences`, `source`, `match`,
`rewrite`, `telling`.
"""
