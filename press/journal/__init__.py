"""What goes to a journal and to co-authors, and what comes back from them.

`package` leads `make submission`; `jats` brings the article's JATS into the form that publishers take, for a
site as for a submission. `word_back` carries edits of Word files into the sources, `marked_up` makes the
article with the changes since a version marked. Nothing but the command line imports this room.
"""
