"""Renders Quarto documents (.qmd) into HTML, PDF, Word and JATS.

Jupyter runs the cells, pandoc and Typst write the pages.

Imports `base` only and can be lifted out with it. Others import `build.render`, `convert`, `document`,
`pandoc` and `word`.
"""
