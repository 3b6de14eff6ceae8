"""The panel of regions and years that the models are estimated on, from the authors' file or its stand-in.

Lowest first: `rows` (text to checked figures), `variables`, `notes` (for the user), `wide`
(series in sheets of their own), `load`.
Others import `load` (`Panel`, and the official panel) and `variables`.
"""
