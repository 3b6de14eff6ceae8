"""Changes of printed texts as edits of the sources; `rewriting` has the functions for others.

`word_rewriting` changes words and looks, `block_rewriting` paragraphs, `note_rewriting` footnotes.
"""
