"""Fisher's randomization test of a difference in means, all assignments enumerated."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from press.numbers.origins import made_from

PLANTS = "data/plants.csv"


def difference_in_means(plants: pd.DataFrame) -> dict:
    """Compare shaded plants with the others; p counts the assignments that differ by as much.

    See Fisher (1935), chapter 2.
    """
    grams, shade = plants["grams"].to_numpy(float), plants["shade"].to_numpy(bool)
    estimate = grams[shade].mean() - grams[~shade].mean()
    others = []
    for chosen in combinations(range(len(grams)), int(shade.sum())):
        mask = np.isin(np.arange(len(grams)), chosen)
        others.append(grams[mask].mean() - grams[~mask].mean())
    p = float(np.mean(np.abs(others) >= abs(estimate) - 1e-9))
    return {
        "model": "yield",
        "term": "shade",
        "method": "classical",
        "estimate": float(estimate),
        "p": p,
        "n": len(grams),
    }


@made_from(PLANTS)
def counts(plants: pd.DataFrame) -> dict[str, float]:
    """Count plants and assignments, and take the means of both groups."""
    groups = plants.groupby("shade")["grams"].mean()
    size, chosen = len(plants), int(plants["shade"].sum())
    return {
        "plants.count": size,
        "yield.count.choices": sum(1 for _ in combinations(range(size), chosen)),
        "yield.mean.sun": float(groups[0]),
        "yield.mean.shade": float(groups[1]),
    }
