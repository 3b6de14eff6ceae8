"""The budgets of the online edition: what its pages may cost a reader."""

ARTICLE = "paper/index.html"
ARTICLE_BYTES = 450_000
"""The article, unpacked, with the fonts, styles, scripts and pictures that a browser loads for it [bytes]."""
STILL_BYTES = 625_000
"""The article where scripts are off: with the pictures that charts would replace [bytes]."""
PAGE_BYTES = 1_000_000
"""Any other page, likewise; the largest has a row for each number of all pages [bytes]."""
ENGINE_BYTES = 3_000_000
"""What genuine Quarto puts beside all pages: it counts once, in no page [bytes]."""
FILE_BYTES = 5_000_000
"""Any file, those for download included [bytes]."""
SITE_BYTES = 25_000_000
"""All files [bytes]."""

ARTICLE_NODES = 3_000
"""Elements of the article, as a browser counts them before its scripts run."""
PRELOADED_FONTS = 2
"""Fonts that a page may ask for before its style sheets do."""
