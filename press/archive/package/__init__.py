"""The replication package: sources, data, expected outputs and a README by the data editors' template.

`python -m press package` builds the paper in a clean folder and writes the zip; `python -m
analysis check-package` unpacks the zip elsewhere, runs it as its README says, and judges it line by line.
"""
