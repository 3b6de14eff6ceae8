"""Press renders Quarto documents (.qmd) where Quarto is absent.

Jupyter runs the cells, pandoc and Typst write the pages.
"""
