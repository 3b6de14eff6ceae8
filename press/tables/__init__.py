"""Tables of data: read from CSV and workbooks, held to a schema, written as codebook and CSV.

Lowest first: `number_cells`; of workbooks `number_format`, `cell_marks`, `look`, `old_workbook` and
`spreadsheet`, which run in a process that `workbook` bounds; `grid`, `long_table`, `wide_table`,
`table_file`; `pipe_table`, `csv_file`, `schema`, `codebook`; `columns.lua` is the filter that aligns
decimal points on pages. Imports `numbers` and `base`.
"""
