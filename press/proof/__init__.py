"""Proves that what is printed is true and can be had again.

Number checks, differences, reproduction, publish-check, same bytes.

Each command is a package or module of its own; `clean_folder` is what they share.
"""
