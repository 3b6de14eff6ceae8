"""How the change of the official net rate after the launch moves with the specification.

Every specification compares a group of regions (hosts, or senders) with all others before and after 2014.
All but the 2x2 have region and year effects, by which the 2x2 of a balanced panel does not change. Errors
are clustered by region of 2014 (CRV1), effects of regions nested in the clusters; the bootstrap enumerates
all signs, randomization all choices of as many regions. A region of 2014 belongs to a group as a whole: in
the 245 rows, Shymkent is a sender where South Kazakhstan is. One specification sets Shymkent apart, as the
article's list of senders does; randomization, which exchanges whole regions of 2014, does not apply to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from analysis.estimators.inference import (
    Bootstrap,
    Cells,
    Design,
    assignments,
    assignments_within,
    crv1,
    exceedance,
    ri_p,
)
from analysis.inputs.controls import lagged_product, lagged_unemployment
from analysis.panel.load import official_panel
from analysis.study import CITIES, FIRST_POST_YEAR, GROUPS, OPPOSITE

RECOUNTED_YEARS = (2015, 2016)
SEPARATION_YEAR = 2018
"""The year in which Shymkent separated from South Kazakhstan, from then on Turkestan."""
OTHERS_IN_WORDS = {"senders5": "the five senders", "hosts": "the hosts"}
"""What the groups at the other end (`study.OPPOSITE`) are called."""
SHYMKENT_A_SENDER = ("senders5",)
"""Groups that hold South Kazakhstan, and Shymkent with it."""


@dataclass(frozen=True, slots=True)
class Specification:
    """One way to estimate a group's change after the launch.

    Attributes
    ----------
    name, label : str
        In keys, and in words; `{other}` stands for the other group's name, `{shymkent}` for its role.
    rows : callable
        The official rows that it uses: year, cluster, region, population, net_rate, post, the groups and the
        controls.
    two_way : bool
        With region and year effects, else a 2x2.
    weighted : bool
        By population.
    controls : tuple of str
    trend : bool
        With a linear trend of the group's own.
    alone : bool
        Without the other group among the other regions.
    apart : bool
        Each region by its own role, Shymkent apart from Turkestan.
    groups : tuple of str
        The groups that it is estimated for.
    counted : bool
        Whether it counts as one of the specifications: not where its estimate is another's by construction,
        nor where it only bounds another.
    """

    name: str
    label: str
    rows: Callable[[], pd.DataFrame]
    two_way: bool = True
    weighted: bool = False
    controls: tuple[str, ...] = ()
    trend: bool = False
    alone: bool = False
    apart: bool = False
    groups: tuple[str, ...] = tuple(GROUPS)
    counted: bool = True

    def words(self, group: str) -> str:
        """Return its label for a group."""
        shymkent = ", Shymkent a sender" if group in SHYMKENT_A_SENDER else ""
        return self.label.format(other=OTHERS_IN_WORDS[OPPOSITE[group]], shymkent=shymkent)

    @property
    def sensitivity(self) -> bool:
        """Whether it holds controls, which may themselves respond to the programme."""
        return bool(self.controls)


@dataclass(frozen=True, slots=True)
class Model:
    """A specification for one group, ready to be estimated.

    Attributes
    ----------
    y : ndarray, shape (n,)
        Outcome, times the root of the weight.
    others : ndarray, shape (n, k)
        Regressors that do not depend on who is treated, times the root of the weight.
    after : ndarray, shape (n, U)
        1 in a unit's rows after the launch, times the root of the weight.
    clusters : ndarray of int, shape (n,)
    treated : ndarray, shape (U,)
        Whether each unit belongs to the group, 0 or 1; units are the clusters, or the regions of today.
    trend : ndarray, shape (n, U), or None
        The year in a unit's rows, times the root of the weight, where the group has a trend of its own.
    nested : int
        Effects among `others` that are nested in the clusters, less one.
    """

    y: np.ndarray
    others: np.ndarray
    after: np.ndarray
    clusters: np.ndarray
    treated: np.ndarray
    trend: np.ndarray | None = None
    nested: int = 0

    def design(self) -> Design:
        """Return the regression, the group's change after the launch first."""
        own = [self.after @ self.treated]
        if self.trend is not None:
            own.append(self.trend @ self.treated)
        return Design(self.y, np.column_stack([*own, self.others]), self.clusters, term=0, nested=self.nested)

    def estimates(self, pool: np.ndarray) -> np.ndarray:
        """Return the estimate of each assignment, pool of shape (A, U).

        By Frisch, Waugh and Lovell: with the residuals E of the units' indicators `after` on the other
        regressors, the estimate of assignment a is a'E'y / a'E'Ea. Where the group has a trend, it is the
        first of two coefficients on Ea and Fa, F being the residuals of the units' trends.
        """
        E = self._residuals(self.after)
        along, length = pool @ (E.T @ self.y), _products(pool, E, E)
        if self.trend is None:
            return along / length
        F = self._residuals(self.trend)
        crossed, trends = _products(pool, E, F), _products(pool, F, F)
        return (along * trends - pool @ (F.T @ self.y) * crossed) / (length * trends - crossed**2)

    def _residuals(self, columns: np.ndarray) -> np.ndarray:
        return columns - self.others @ np.linalg.lstsq(self.others, columns, rcond=None)[0]


def _products(pool: np.ndarray, E: np.ndarray, F: np.ndarray) -> np.ndarray:
    """Return (Ea)'(Fa) of each assignment a."""
    return np.einsum("ag,gh,ah->a", pool, E.T @ F, pool, optimize=True)


@cache
def official_with_controls(parts: str = "mean") -> pd.DataFrame:
    """Return the official panel of 240 rows with lagged controls, absent in the first years."""
    frame = official_panel(240)
    for control in (lagged_product(), lagged_unemployment(parts)):
        frame = frame.merge(control, on=["year", "cluster"], how="left", validate="one_to_one")
    return frame


def official_from(control: str, parts: str = "mean") -> pd.DataFrame:
    """Return these rows from the first year on in which a control is known."""
    return official_with_controls(parts).dropna(subset=[control])


def astana_with_akmola() -> pd.DataFrame:
    """Return the official panel with Astana counted in Akmola, a host; moves between the two drop out."""
    frame = official_panel(240)
    merged = frame.assign(region=frame["region"].replace(CITIES[0], "Akmola")).groupby(
        ["year", "region"], as_index=False
    )
    sums = merged[["population", "net_migration"]].sum()
    roles = frame[["year", "region", "cluster", "post", *GROUPS.values()]]
    sums = sums.merge(roles, on=["year", "region"], validate="one_to_one")
    return sums.assign(net_rate=1000 * sums["net_migration"] / sums["population"])


SPECIFICATIONS = (
    Specification("two_by_two_240", "2x2, South Kazakhstan together", official_with_controls, two_way=False),
    Specification(
        "two_by_two_245", "2x2, the article's 245 rows{shymkent}", lambda: official_panel(245), two_way=False
    ),
    Specification(
        "two_by_two_245_apart",
        "2x2, the article's 245 rows, Shymkent not a sender",
        lambda: official_panel(245),
        two_way=False,
        apart=True,
        groups=SHYMKENT_A_SENDER,
    ),
    Specification("two_way_240", "Region and year effects", official_with_controls, counted=False),
    Specification(
        "two_way_245",
        "Region and year effects, the article's 245 rows",
        lambda: official_panel(245),
    ),
    Specification("own_trend", "With a linear trend of the group", official_with_controls, trend=True),
    Specification("alone", "Without {other} among the others", official_with_controls, alone=True),
    Specification(
        "alone_without_cities",
        "Without {other}, Astana and Almaty city",
        lambda: official_with_controls().query("region not in @CITIES"),
        alone=True,
    ),
    Specification("weighted", "Weighted by population", official_with_controls, weighted=True),
    Specification(
        "without_cities",
        "Without Astana and Almaty city",
        lambda: official_with_controls().query("region not in @CITIES"),
    ),
    Specification("astana_with_akmola", "Astana merged with Akmola", astana_with_akmola),
    Specification(
        "without_2015_2016",
        "Without 2015 and 2016",
        lambda: official_with_controls().query("year not in @RECOUNTED_YEARS"),
    ),
    Specification("from_2010", "Years from 2010", lambda: official_from("log_product")),
    Specification(
        "product",
        "Years from 2010, with lagged log product per head",
        lambda: official_from("log_product"),
        controls=("log_product",),
    ),
    Specification("from_2011", "Years from 2011", lambda: official_from("unemployment")),
    Specification(
        "product_unemployment",
        "Years from 2011, with lagged product and unemployment",
        lambda: official_from("unemployment"),
        controls=("log_product", "unemployment"),
    ),
    Specification(
        "product_unemployment_old",
        "The same, divided regions at the rate of the part that kept the name",
        lambda: official_from("unemployment", "old"),
        controls=("log_product", "unemployment"),
        counted=False,
    ),
    Specification(
        "product_unemployment_new",
        "The same, divided regions at the rate of the part split off",
        lambda: official_from("unemployment", "new"),
        controls=("log_product", "unemployment"),
        counted=False,
    ),
)
"""All specifications, in the order of the table."""


def prepare(specification: Specification, group: str, frame: pd.DataFrame | None = None) -> Model:
    """Set up a specification for a group of `GROUPS`, on its rows, which need not be given."""
    frame = specification.rows() if frame is None else frame
    if specification.alone:
        frame = frame[(frame[GROUPS[group]] == 1) | (frame[GROUPS[OPPOSITE[group]]] == 0)]
    unit = "region" if specification.apart else "cluster"
    units, names = pd.factorize(frame[unit], sort=True)
    treated = frame.groupby(unit)[GROUPS[group]].max().to_numpy(float)
    post = frame["post"].to_numpy(float)
    others = (
        _effects(frame)
        if specification.two_way
        else np.column_stack([np.ones_like(post), treated[units], post])
    )
    others = np.column_stack([others, frame[list(specification.controls)].to_numpy(float)])
    root = _roots(frame, specification)[:, None]
    rows_of = (units[:, None] == np.arange(len(names))) * root
    time = (frame["year"] - FIRST_POST_YEAR).to_numpy(float)
    return Model(
        frame["net_rate"].to_numpy(float) * root[:, 0],
        others * root,
        rows_of * post[:, None],
        pd.factorize(frame["cluster"], sort=True)[0],
        treated,
        rows_of * time[:, None] if specification.trend else None,
        nested=frame["region"].nunique() - 1 if specification.two_way else 0,
    )


def _roots(frame: pd.DataFrame, specification: Specification) -> np.ndarray:
    """Return the roots of the rows' weights, whose squares have the mean 1."""
    weights = frame["population"].to_numpy(float) if specification.weighted else np.ones(len(frame))
    return np.sqrt(weights / weights.mean())


def _effects(frame: pd.DataFrame) -> np.ndarray:
    """Make dummies of regions and, but for the first, of years."""
    regions, years = (pd.get_dummies(frame[name], dtype=float) for name in ("region", "year"))
    return np.hstack([regions, years.iloc[:, 1:]])


@cache
def table() -> pd.DataFrame:
    """Estimate every specification for every group that it is made for.

    Returns
    -------
    DataFrame
        group, specification, label, sensitivity, counted, estimate, std_error (CRV1), crv1_p, wcr_p, ri_p,
        n, clusters; ri_p is absent where randomization does not apply.
    """
    frames = {specification: specification.rows() for specification in SPECIFICATIONS}
    return pd.DataFrame(
        [
            _row(group, specification, frame)
            for group in GROUPS
            for specification, frame in frames.items()
            if group in specification.groups
        ]
    )


def _row(group: str, specification: Specification, frame: pd.DataFrame) -> dict:
    model = prepare(specification, group, frame)
    design = model.design()
    clustered = crv1(design)
    return {
        "group": group,
        "specification": specification.name,
        "label": specification.words(group),
        "sensitivity": specification.sensitivity,
        "counted": specification.counted,
        "estimate": float(clustered.estimate),
        "std_error": clustered.std_error,
        "crv1_p": float(clustered.p),
        "wcr_p": Bootstrap.of(design).p(),
        "ri_p": randomized_p(specification, model),
        "n": clustered.n,
        "clusters": clustered.clusters,
    }


def randomized_p(specification: Specification, model: Model) -> float:
    """Compute the exact randomization p-value on |b| over all choices of as many clusters.

    Returns
    -------
    float
        Not a number where the group is no choice of clusters.
    """
    if specification.apart:
        return np.nan
    if not specification.two_way:
        return ri_p(_cells(model), model.treated)
    pool = assignments(len(model.treated), int(model.treated.sum()))
    return exceedance(model.estimates(model.treated[None])[0], model.estimates(pool))


def _cells(model: Model) -> Cells:
    return Cells.of(model.y, model.after.any(axis=1).astype(int), model.clusters)


def shymkent_without_2018() -> dict[str, float]:
    """Estimate both roles of Shymkent in the 245 rows without Turkestan in the year of the separation.

    Returns
    -------
    dict
        "sender" and "other": the five senders' 2x2 with Shymkent in this role.
    """
    frame = official_panel(245).query("not (region == 'Turkestan' and year == @SEPARATION_YEAR)")
    roles = {"sender": "two_by_two_245", "other": "two_by_two_245_apart"}
    specified = {one.name: one for one in SPECIFICATIONS}
    return {
        role: float(crv1(prepare(specified[name], "senders5", frame).design()).estimate)
        for role, name in roles.items()
    }


def losing_regions(frame: pd.DataFrame) -> np.ndarray:
    """Mark by 1 each cluster, in alphabetical order, that lost people over the years before the launch."""
    before = frame[frame["year"] < FIRST_POST_YEAR]
    return (before.groupby("cluster")["net_migration"].sum() < 0).to_numpy(float)


def other_randomizations(group: str) -> dict[str, float]:
    """Randomize the 2x2 (240 rows) of a group of `GROUPS` exactly by other rules.

    Returns
    -------
    dict
        "ri_on_t_p": p on |t| (CRV1) instead of |b|, over all choices of as many regions. "ri_in_blocks_p": p
        on |b|, over the choices with as many regions that lost people before 2014 as the group has;
        "choices_in_blocks": how many such choices there are.
    """
    model = prepare(SPECIFICATIONS[0], group)
    pool = assignments_within(losing_regions(SPECIFICATIONS[0].rows()), model.treated)
    return {
        "ri_on_t_p": ri_p(_cells(model), model.treated, on_t=True),
        "ri_in_blocks_p": ri_p(_cells(model), model.treated, pool=pool),
        "choices_in_blocks": len(pool),
    }
