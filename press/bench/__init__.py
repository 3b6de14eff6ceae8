"""How long a build takes, as ratios measured in one run: `make bench`.

Lowest first: `floor`, `capture`, `timings`, `changes`, `measure`, which leads. Nothing else imports this
room.
"""
