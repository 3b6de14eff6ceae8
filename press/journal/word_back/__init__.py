"""Edits that come back from Word: `make word-back FILE=reviewed.docx` carries them into the sources.

A Word file that the edition makes brings a trace along (`trace`): its commit, its panel, and of each block
the lines that it comes from and its text. Given the edited file, `reading` tells what it says now and who
changed what, `comparing` finds the changes, `sources` and `matching` find where printed words stand in the
sources, `rewriting` turns a change into edits of files, `placing` decides for each change whether it is made
or listed. `patch`, `page` and `comments` write what authors choose from, `round_trip` sees that a build of
the patched sources says what the reviewer wants.
"""
