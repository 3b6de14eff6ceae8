"""Renders Quarto documents (.qmd) into HTML, PDF, Word and JATS; of press it imports `base` only.

Lowest first: `document`, `pandoc`, `kernel`, `page`, `qmd`, `convert`, `execution`, `build`, `engine`. Others
may import these and `dates`, `fonts`, `html_policy`, `word` and `preview.session`.
"""
