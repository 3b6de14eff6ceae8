"""What the sources print, with the place of every word: `sources.read` gives the passages of a document.

Pandoc parses the text (`syntax`, `inlines`, `passages`) after what it does not know was masked (`masks`);
texts in YAML are written down in one of its styles (`yaml_scalars`); sentences that results choose have
branches (`sentence_branches`).
"""
