"""Our estimators against what other programs print, against algebra, and against effects put in by hand.

And the article against us.

`printed`, `identities` and `simulated` compute, `checks` judges them, `reproduction` compares published
values. Others import `checks` and `reproduction`.
"""
