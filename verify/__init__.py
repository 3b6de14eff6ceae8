"""Checks on the project as a whole: whether a build gives the same bytes twice, and what the project is made of."""
