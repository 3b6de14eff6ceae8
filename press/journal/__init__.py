"""What goes to a journal and to co-authors, and what comes back from them.

`package` leads `make submission`; `jats` brings the article's JATS into the form that publishers take, for a
site as for a submission. `word_back` carries edits of Word files into the sources, `marked_up` makes the
article with the changes since a version marked; `own_marks` tells whose marks those are, which `word_back`
accepts when such a file comes back, and `written_files` writes what either leaves. Nothing but the command
line imports this room.
"""
