"""The paper's headline coefficients judged by every method of inference for few clusters, one tidy row each.

The cluster, and the unit of randomization, is the region of 2014. A method that a panel does not allow
leaves a row with the estimate alone, and says why.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd

from analysis.estimators.did import did
from analysis.estimators.inference import Design, Inference, crv1, crv3, ri, wcr
from analysis.panel.load import official_panel
from press.numbers.results import MADE_BY, made

METHODS = {"crv1": crv1, "crv3": crv3, "wcr": wcr, "ri": ri}
"""Methods for a 2x2 model, and the functions that judge by them."""
FEWEST_CLUSTERS = 2
"""Regions that each group needs before errors can be clustered."""


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """A difference in differences to be judged: who was treated, when, and the outcome.

    Attributes
    ----------
    model : str
        Name in the results.
    group : str
        Name of the group's 0/1 column, hence of the terms ("program", "program_post").
    frame : DataFrame
        With cluster, post and the group.
    outcome : str
    """

    model: str
    group: str
    frame: pd.DataFrame
    outcome: str = "net_rate"

    @property
    def term(self) -> str:
        """The interaction."""
        return f"{self.group}_post"

    def design(self) -> Design:
        """Return the regression on intercept, group, post and interaction, the interaction under test."""
        group, post = (self.frame[column].to_numpy(float) for column in (self.group, "post"))
        X = np.column_stack([np.ones_like(post), group, post, group * post])
        return Design(self.frame[self.outcome].to_numpy(float), X, self.clusters(), term=3)

    def clusters(self) -> np.ndarray:
        """Return the number of each row's cluster, in alphabetical order."""
        return pd.factorize(self.frame["cluster"], sort=True)[0]

    def treated(self) -> np.ndarray:
        """Mark each cluster that belongs to the group by 1, others by 0.

        Raises
        ------
        ValueError
            When a cluster changes sides.
        """
        by_cluster = self.frame.groupby("cluster")[self.group]
        if (by_cluster.nunique() > 1).any():
            raise ValueError("A region belongs to the group in some rows and not in others.")
        return by_cluster.first().to_numpy(float)


def official_models() -> tuple[TwoByTwo, ...]:
    """Return the 2x2 models of the official net rate (per 1,000 inhabitants)."""
    together, article = official_panel(240), official_panel(245)
    as_named = together.assign(sender=together["sender_text"])
    return (
        TwoByTwo("official_hosts_240", "program", together),
        TwoByTwo("official_hosts_245", "program", article),
        TwoByTwo("official_senders3_240", "sender", together),
        TwoByTwo("official_senders5_240", "sender", as_named),
    )


@cache
def official_rows() -> tuple[dict, ...]:
    """Return the rows of the official models: classical for every term, other methods for the interaction."""
    rows: list[dict] = []
    for model in official_models():
        fit = did(model.frame, model.outcome, model.group, model=model.model)
        rows += [*made(did, fit.rows()), *rows_by_method(model, fit.estimate[-1])]
    return tuple(rows)


def rows_by_method(model: TwoByTwo, estimate: float) -> list[dict]:
    """Return one row of each of `METHODS` for the interaction; what cannot be computed is null.

    Parameters
    ----------
    estimate
        The interaction as its classical row has it, to the last bit.
    """
    return [
        as_row(model.model, model.term, replace(verdict, estimate=estimate), METHODS[verdict.method])
        for verdict, _ in verdicts(model)
    ]


def reasons(model: TwoByTwo) -> dict[str, str]:
    """Say why methods have no verdict on a model, for those that have none."""
    return {verdict.method: reason for verdict, reason in verdicts(model) if reason}


def verdicts(model: TwoByTwo) -> list[tuple[Inference, str]]:
    """Return each method's verdict, and the reason where it is empty."""
    design = model.design()
    judges: dict[str, Callable[[], Inference]] = {
        "crv1": lambda: crv1(_clustered(design)),
        "crv3": lambda: crv3(_clustered(design)),
        "wcr": lambda: wcr(_clustered(design)),
        "ri": lambda: ri(design.y, design.X[:, 2].astype(int), design.clusters, model.treated()),
    }
    return [_verdict(method, judges[method], design) for method in METHODS]


def _verdict(method: str, judge: Callable[[], Inference], design: Design) -> tuple[Inference, str]:
    try:
        return judge(), ""
    except ValueError as error:
        estimate = float(design.beta()[design.term])
        return Inference(method, estimate, len(design.y), design.n_clusters), str(error)


def _clustered(design: Design) -> Design:
    """Return the design itself, where each group has regions enough.

    Raises
    ------
    ValueError
        When errors clustered by region mean nothing.
    """
    for value, group in ((1, "in the group"), (0, "outside it")):
        regions = len(np.unique(design.clusters[design.X[:, 1] == value]))
        if regions < FEWEST_CLUSTERS:
            raise ValueError(f"Clustered errors need {FEWEST_CLUSTERS} regions {group}; there is {regions}.")
    return design


def as_row(model: str, term: str, verdict: Inference, judge: Callable) -> dict:
    """Return a verdict as a row of the results, with the function that computed it."""
    columns = ("method", "estimate", "std_error", "t", "p", "ci_low", "ci_high", "n", "df", "clusters")
    values = {column: getattr(verdict, column) for column in columns}
    return {"model": model, "term": term, **values, MADE_BY: judge}
