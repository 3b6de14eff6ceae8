"""Sentences that code chooses by the results: templates of Markdown, with keys in braces for the numbers.

Lowest first: `research_questions` (answers to the article's four), `official_page` (what its exhibits show).
Others import both; they take a lookup of results, so that they import none.
"""
