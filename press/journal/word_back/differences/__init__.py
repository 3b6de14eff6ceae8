"""What differs between the printed text and an edited one.

Lowest first: `letters`, `pairing` (which paragraphs belong together), `steps` (letter by letter), `found`
(what can be found), `word_changes`, `moves`, `comparing` (what a reviewer did); `made_tables` for the tables
that code makes, `places` for what people call places.
"""
