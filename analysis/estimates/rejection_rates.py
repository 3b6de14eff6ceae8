"""How often each method rejects at 5% where nothing happened, on our own layout.

The official net rate of 2009-2013, before the programme, with a placebo launch inside these years: every
choice of treated regions among the sixteen is judged by every method, so that the rates are exact for these
data. Randomization is left out, for which the rate holds by construction. The rates are kept in
data/derived/size.csv, written by `python -m analysis size`, since the bootstrap of all 8,008 choices takes
too long for every build.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis.estimates import placebos
from analysis.estimators.contrasts import difference, squared_influences
from analysis.estimators.inference import TIE, assignments, crv1_factor, sign_vectors
from analysis.study import FIRST_POST_YEAR, SIGNIFICANCE_LEVEL, SIZE_LAUNCHES, SIZES, STUDY_YEARS
from press.numbers.origins import made_from
from press.tables import schema

METHODS = ("classical", "crv1", "crv3", "wcr")


@dataclass(frozen=True, slots=True)
class Placebo:
    """A balanced panel with a placebo launch.

    Attributes
    ----------
    values : ndarray, shape (G, T)
        Outcome by region and year.
    post : ndarray of bool, shape (T,)
    """

    values: np.ndarray
    post: np.ndarray

    @classmethod
    def before_the_programme(cls, launch: int) -> Placebo:
        """Return the official net rate of the years before 2014, with a launch in one of them."""
        series = placebos.series().between(STUDY_YEARS[0], FIRST_POST_YEAR - 1)
        return cls(series.values, np.array(series.years) >= launch)

    @property
    def changes(self) -> np.ndarray:
        """Each region's mean after the launch less its mean before, shape (G,)."""
        return self.values[:, self.post].mean(axis=1) - self.values[:, ~self.post].mean(axis=1)

    def rejections(self, method: str, treated: np.ndarray) -> np.ndarray:
        """Say for each assignment, treated of shape (A, G), whether a method rejects at 5%."""
        if method == "wcr":
            return self._bootstrap_p(treated) <= SIGNIFICANCE_LEVEL
        variance, df = {"classical": self._classical, "crv1": self._crv1, "crv3": self._crv3}[method](treated)
        critical = stdtrit(df, 1 - SIGNIFICANCE_LEVEL / 2) * np.sqrt(variance)
        return np.abs(difference(self.changes, treated)) >= critical

    def _classical(self, treated: np.ndarray) -> tuple[np.ndarray, int]:
        """Return the pooled variance times the sum of 1/n over the four cells, and N - 4."""
        squares, inverse, df = np.sum(self.values**2), 0.0, self.values.size - 4
        for years, group in product((self.post, ~self.post), (treated, 1 - treated)):
            size = group.sum(axis=1) * years.sum()
            squares = squares - (group @ self.values[:, years].sum(axis=1)) ** 2 / size
            inverse = inverse + 1 / size
        return squares / df * inverse, df

    def _crv1(self, treated: np.ndarray) -> tuple[np.ndarray, int]:
        """Return the factor G/(G-1) (N-1)/(N-4) times each region's squared influence, and G - 1."""
        G = len(self.values)
        return crv1_factor(G, self.values.size, 4) * squared_influences(self.changes, treated), G - 1

    def _crv3(self, treated: np.ndarray) -> tuple[np.ndarray, int]:
        """Return the jackknife's variance, and G - 1.

        Without region g its group's mean moves by its deviation over the group's size less one.
        """
        G = len(self.values)
        return (G - 1) / G * squared_influences(self.changes, treated, less=1), G - 1

    def _bootstrap_p(self, treated: np.ndarray) -> np.ndarray:
        """Compute the exact p-values of the restricted wild cluster bootstrap.

        In a balanced panel the restricted residuals give a region the change less the mean change of all,
        times its sign; the bootstrap's t then depends on nothing but the two groups' means of these.
        """
        residuals = self.changes - self.changes.mean()
        observed = difference(self.changes, treated) ** 2 / squared_influences(self.changes, treated)
        return np.array(
            [
                _bootstrap_p(residuals[chosen == 1], residuals[chosen == 0], t2)
                for chosen, t2 in zip(treated, observed, strict=True)
            ]
        )


def _bootstrap_p(treated: np.ndarray, others: np.ndarray, observed: float) -> float:
    """Return the share of sign vectors with t*^2 >= the observed t^2, both without the constant factor.

    Parameters
    ----------
    treated, others
        Restricted residuals of the regions' changes.
    """
    parts = []
    for residuals, signs in ((treated, sign_vectors(len(treated))), (others, _all_signs(len(others)))):
        n, means = len(residuals), signs @ residuals / len(residuals)
        parts.append((means, residuals @ residuals / n**2 - means**2 / n))
    (mean, variance), (other_mean, other_variance) = parts
    squared = (mean[:, None] - other_mean) ** 2
    return float(np.mean(squared >= observed * (1 - TIE) * (variance[:, None] + other_variance)))


@cache
def _all_signs(n: int) -> np.ndarray:
    half = sign_vectors(n)
    return np.vstack([half, -half])


def rates(launches: tuple[int, ...] = SIZE_LAUNCHES, sizes: tuple[int, ...] = SIZES) -> pd.DataFrame:
    """Return the rejection rates.

    Returns
    -------
    DataFrame
        launch, treated (regions), method, assignments, rejected (how many of them).
    """
    rows = []
    for launch, size, method in product(launches, sizes, METHODS):
        placebo = Placebo.before_the_programme(launch)
        pool = assignments(len(placebo.values), size)
        rejected = int(placebo.rejections(method, pool).sum())
        rows.append((launch, size, method, len(pool), rejected))
    return pd.DataFrame(rows, columns=["launch", "treated", "method", "assignments", "rejected"])


def write_rates() -> None:
    """Write data/derived/size.csv anew."""
    rates().to_csv(schema.table_path("size"), index=False)


@made_from("data/derived/size.csv")
def scalars() -> dict[str, float]:
    """Return the stored rates by key.

    `size.LAUNCH.METHOD.TREATED` is a rate, `size.assignments.TREATED` of how many assignments it is.
    """
    numbers: dict[str, float] = {}
    for row in schema.load("size").to_dict("records"):
        numbers[f"size.{row['launch']}.{row['method']}.{row['treated']}"] = (
            row["rejected"] / row["assignments"]
        )
        numbers[f"size.assignments.{row['treated']}"] = row["assignments"]
    return numbers
