"""What pages show besides text: tables, figures, their charts and maps for the web, and the explorer's data.

Lowest first: `exhibit`, `style`, tables, `chart_marks`, `figures`, `map`, `explorer`. The documents get at
all of it through `analysis.paper`.
"""
