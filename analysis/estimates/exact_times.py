"""The exact p-values that `make bench` times, each with nothing enumerated beforehand."""

from collections.abc import Callable

import numpy as np

from analysis.estimates.by_method import TwoByTwo
from analysis.estimators.inference import Cells, Design, assignments, ri_p, sign_vectors, wcr_p
from analysis.panel.load import official_panel


def _afresh(compute: Callable[[Design, Cells, np.ndarray], float]) -> Callable[[], float]:
    """Forget what was enumerated, then compute a p-value of the hosts' model."""

    def run() -> float:
        sign_vectors.cache_clear()
        assignments.cache_clear()
        model = TwoByTwo("hosts", "program", official_panel(240))
        design = model.design()
        cells = Cells.of(design.y, design.X[:, 2].astype(int), design.clusters)
        return compute(design, cells, model.treated())

    return run


P_VALUES = {
    "Wild cluster bootstrap, 65,536 sign vectors": _afresh(lambda design, cells, treated: wcr_p(design)),
    "Randomization, 8,008 assignments": _afresh(lambda design, cells, treated: ri_p(cells, treated)),
    "Randomization on t, 8,008 assignments": _afresh(
        lambda design, cells, treated: ri_p(cells, treated, on_t=True)
    ),
}
