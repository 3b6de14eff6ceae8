"""Simulated panels with a known effect: whether it is recovered, and how often the intervals cover it.

The panels have the study's form (16 regions, six hosts, 15 years). In the first kind the errors are
independent, as classical errors assume; in the second each region has a shock of its own before and after
the launch. The seed is fixed: this is the one place where something is drawn.
"""

from dataclasses import dataclass
from functools import cache
from math import sqrt

import numpy as np
from scipy.special import stdtrit

from analysis.estimators.inference import CONFIDENCE_LEVEL, crv1_factor
from analysis.validation.check import Check

GROUP = "simulated"
DRAWS = 1000
SEED = 2014
REGIONS, HOSTS, YEARS, YEARS_BEFORE = 16, 6, 15, 5
PARAMETERS = 4
EFFECT = 2.0
SPREAD = 5.0
"""Standard deviation of a region-year, per 1,000 inhabitants."""
REGION_SPREAD = 3.0
"""Standard deviation of a region's shock before and after."""
MONTE_CARLO_ERRORS = 3
"""Tolerance, in standard errors of the simulation."""
INDEPENDENT, SHOCKS = "independent errors", "regional shocks"


def checks() -> tuple[Check, ...]:
    """Check whether the effect is recovered, and how often the intervals cover it."""
    alike, own = fits(shocks=False), fits(shocks=True)
    clustered = _covered(own.estimate, own.clustered, REGIONS - 1)
    return (
        _recovery("recovered", alike, INDEPENDENT),
        _recovery("recovered_shocks", own, SHOCKS),
        _coverage("coverage_classical", "Coverage, classical 95%", classical_coverage(alike), INDEPENDENT),
        _coverage("coverage_clustered", "Coverage, clustered 95%", clustered, SHOCKS),
    )


def beside() -> dict[str, float]:
    """Return the coverage of classical intervals where they do not hold, which the text mentions."""
    return {"validation.beside.classical_under_shocks": classical_coverage(fits(shocks=True))}


@dataclass(frozen=True, slots=True)
class Fits:
    """Estimate, classical and clustered standard error of each draw, all of shape (draws,).

    The closed forms that `did` and `inference.crv1` take in a balanced panel; a test holds them to these two.
    """

    estimate: np.ndarray
    classical: np.ndarray
    clustered: np.ndarray


def panels(shocks: bool) -> np.ndarray:
    """Return the simulated outcomes, shape (draws, regions, years); the hosts come first."""
    random = np.random.default_rng(SEED)
    outcomes = random.normal(0, SPREAD, (DRAWS, REGIONS, YEARS))
    outcomes[:, :HOSTS, YEARS_BEFORE:] += EFFECT
    if shocks:
        outcomes[:, :, :YEARS_BEFORE] += random.normal(0, REGION_SPREAD, (DRAWS, REGIONS, 1))
        outcomes[:, :, YEARS_BEFORE:] += random.normal(0, REGION_SPREAD, (DRAWS, REGIONS, 1))
    return outcomes


@cache
def fits(shocks: bool) -> Fits:
    """Return the 2 x 2 estimate of every simulated panel, with both errors."""
    outcomes = panels(shocks)
    before, after = outcomes[:, :, :YEARS_BEFORE], outcomes[:, :, YEARS_BEFORE:]
    changes = after.mean(axis=2) - before.mean(axis=2)
    groups = (slice(None, HOSTS), slice(HOSTS, None))
    cells = [part[:, group] for group in groups for part in (before, after)]
    squares = sum(((cell - cell.mean(axis=(1, 2), keepdims=True)) ** 2).sum(axis=(1, 2)) for cell in cells)
    per_row = sum(1 / cell[0].size for cell in cells)
    spread = sum(changes[:, group].var(axis=1) / changes[0, group].size for group in groups)
    n = REGIONS * YEARS
    return Fits(
        changes[:, groups[0]].mean(axis=1) - changes[:, groups[1]].mean(axis=1),
        np.sqrt(squares / (n - PARAMETERS) * per_row),
        np.sqrt(crv1_factor(REGIONS, n, PARAMETERS) * spread),
    )


def classical_coverage(drawn: Fits) -> float:
    """Return the share of the draws whose classical 95% interval covers the effect."""
    return _covered(drawn.estimate, drawn.classical, REGIONS * YEARS - PARAMETERS)


def _covered(estimate: np.ndarray, error: np.ndarray, df: int) -> float:
    return float(np.mean(np.abs(estimate - EFFECT) <= stdtrit(df, (1 + CONFIDENCE_LEVEL) / 2) * error))


def _recovery(key: str, drawn: Fits, how: str) -> Check:
    error = drawn.estimate.std(ddof=1) / sqrt(DRAWS)
    ours = drawn.estimate.mean()
    return Check(key, GROUP, "Mean of the estimates", EFFECT, ours, MONTE_CARLO_ERRORS * error, how)


def _coverage(key: str, what: str, share: float, how: str) -> Check:
    error = sqrt(CONFIDENCE_LEVEL * (1 - CONFIDENCE_LEVEL) / DRAWS)
    return Check(key, GROUP, what, CONFIDENCE_LEVEL, share, MONTE_CARLO_ERRORS * error, how)
