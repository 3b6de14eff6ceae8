"""Tables of data: read from CSV and workbooks, held to a schema, written as codebook and CSV.

Lowest first: `number_cells`, `workbook`, `table_file`, `pipe_table`, `csv_file`, `schema`, `codebook`.
Imports `numbers` and `base`.
"""
