"""Inequalities between the four standard errors that classical errors cannot break.

s2/n00, s2/n10, s2/n01 and s2/n11 are sums and differences of the squared errors and must be positive. Errors
that are clustered by unit can break the last two: a unit's years before and after share what is particular
to it, which a change leaves out, so that the error of post can be below that of the intercept, and the error
of the interaction below that of the group. Errors robust to heteroskedasticity alone cannot break any: they
put a variance of its own into each cell.
"""

from dataclasses import dataclass

import numpy as np

from analysis.audit.designs import Errors

STATEMENTS = (
    "SE(group)^2 > SE(intercept)^2",
    "SE(post)^2 > SE(intercept)^2",
    "SE(interaction)^2 + SE(intercept)^2 > SE(group)^2 + SE(post)^2",
)


@dataclass(frozen=True, slots=True)
class Identity:
    """An inequality between squared errors.

    Attributes
    ----------
    statement : str
        What classical errors obey.
    low, high : float
        Range of the left side less the right side that the printed cells leave.
    """

    statement: str
    low: float
    high: float

    @property
    def broken(self) -> bool:
        """Whether no numbers behind the printed cells obey it."""
        return self.high <= 0

    @property
    def holds(self) -> bool:
        """Whether all numbers behind the printed cells obey it."""
        return self.low > 0


def identities(errors: Errors) -> tuple[Identity, ...]:
    """Return the three inequalities for the squared errors that a table leaves open."""
    least, most = errors.cell_variances()
    return tuple(
        Identity(statement, float(np.min(low)), float(np.max(high)))
        for statement, low, high in zip(STATEMENTS, least[1:], most[1:], strict=True)
    )
