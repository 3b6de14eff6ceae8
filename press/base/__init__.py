"""What every room of press needs.

Errors, paths, limits, text made safe, YAML, the checkout and what the edition says of itself.

Lowest room: it imports no other. Anything here may be imported from anywhere.
"""
