"""Tables of data: read from CSV and workbooks, held to a schema, written as codebook and CSV.

Lowest first: `number_cells`, `workbook`, `table_file`, `csv_file`, `schema`, `codebook`. Imports `base` only.
"""
