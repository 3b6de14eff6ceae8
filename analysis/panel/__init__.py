"""The panel of regions and years that the models are estimated on, from the authors' file or its stand-in.

File -> `rows` -> `variables` -> `load.Panel`, with `notes` for the user. Others import `load` and `labels`
(the words for a panel); below it lies `inputs`.
"""
