"""The science of the paper: everything that makes a number, a table, a figure or a sentence.

Lowest first: `study`, `inputs`, `panel`, `estimators`, `estimates`, `audit`, `validation`, `results`,
`kept`, `wording`, `exhibits`; each imports only what lies below it, and of press only `numbers`, `tables`,
`base`.
`paper` is the one door: what the documents import, and what press is given.
"""
