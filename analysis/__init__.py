"""The science of the paper: from the data files to every number, table, figure and sentence.

Lowest first: `study` (the study's constants), the readers of data (`panel`, `sources`, `regions`,
`published`), the estimators (`did`, `inference`, `event_study`, `gravity`, `sdid`, `honest_did`), `results`
(runs everything once), the exhibits (`tables`, `figures`, `charts`, `maps`) and the sentences (`statements`,
`answers`, `findings`); `paper` is what the documents import.
"""
