"""Sentences that code chooses by the results.

`research_questions` answers the article's four questions, `official_page` says what the exhibits of official
statistics show. Both take a lookup of results, so nothing else is imported here.
"""
