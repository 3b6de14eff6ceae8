"""Every check of the page "Validation" holds, and the page's numbers are the checks'."""

import numpy as np
import pandas as pd
import pytest

from analysis.estimators.did import did
from analysis.estimators.inference import Design, crv1
from analysis.validation import checks as validation, simulated as validation_simulated, styles
from analysis.validation.checks import Check, checks, group, scalars
from press.base.errors import InputError
from press.numbers.formatter import format_number, style_of
from press.numbers.languages import as_typed
from press.tables import schema


@pytest.mark.parametrize("check", checks(), ids=lambda check: check.key)
def test_every_check_holds(check):
    assert check.holds, f"{check.ours} instead of {check.known}"


def test_a_wrong_figure_does_not_hold():
    for ours in (1.2, float("nan")):
        assert not Check("a", "printed", "", 1.0, ours, 0.05, "").holds


def test_every_printed_figure_is_checked_once():
    printed = [check.key for name in ("printed", "trends") for check in group(name)]
    assert printed == schema.load("printed_elsewhere")["check"].tolist()
    keys = [check.key for check in checks()]
    assert len(keys) == len(set(keys)) and {check.group for check in checks()} == set(validation.GROUPS)


def test_tolerances_are_those_set_beforehand():
    """Design: Stata 1e-7, relative magnitudes 5e-4, smoothness 1e-3, books every printed digit."""
    tolerances = {check.key: check.tolerance for check in (*group("printed"), *group("trends"))}
    for key, tolerance in tolerances.items():
        if key.startswith("grunfeld"):
            assert tolerance == 1e-7
        elif key.startswith("medicaid"):
            assert tolerance == (5e-4 if "magnitude" in key else 1e-3)
    assert tolerances["incinerator_se"] == pytest.approx(0.005) and tolerances["injury"] == pytest.approx(
        0.0005
    )
    assert tolerances["injury_n"] == 0.5 and tolerances["smoking_sdid"] == pytest.approx(0.0005)


def test_scalars_say_what_the_checks_say():
    numbers = scalars()
    for check in checks():
        assert (
            numbers[f"validation.{check.key}.ours"] - numbers[f"validation.{check.key}.printed"]
            == numbers[f"validation.{check.key}.difference"]
        )
    assert numbers["validation.held.all"] == numbers["validation.count.all"] == len(checks())


def test_figures_print_with_the_printed_decimals():
    """Stata's alone are cut, to nine decimals."""
    for row in schema.load("printed_elsewhere").to_dict("records"):
        key = f"validation.{row['check']}.printed"
        shown = as_typed(format_number(scalars()[key], style_of(key, styles.print_styles())))
        expected = f"{float(row['printed']):.9f}" if row["check"].startswith("grunfeld") else row["printed"]
        assert shown.replace("0.", ".", 1) == expected.replace("0.", ".", 1)


@pytest.mark.parametrize("shocks", [False, True])
def test_the_simulations_closed_forms_are_the_estimators(shocks):
    outcomes, drawn = validation_simulated.panels(shocks)[:3], validation_simulated.fits(shocks)
    region, year = np.divmod(np.arange(240), 15)
    host, post = (region < 6).astype(int), (year >= 5).astype(int)
    X = np.column_stack([np.ones(240), host, post, host * post])
    for draw, outcome in enumerate(outcomes):
        fit = did(pd.DataFrame({"y": outcome.ravel(), "host": host, "post": post}), "y", "host")
        assert drawn.estimate[draw] == pytest.approx(fit.estimate[3], rel=1e-10)
        assert drawn.classical[draw] == pytest.approx(fit.std_error[3], rel=1e-10)
        assert drawn.clustered[draw] == pytest.approx(
            crv1(Design(outcome.ravel(), X, region, 3)).std_error, rel=1e-10
        )


def test_a_printed_figure_that_nothing_computes_is_refused_in_a_sentence(monkeypatch):
    table = schema.load("printed_elsewhere").assign(check=lambda table: ["nonsense", *table["check"][1:]])
    monkeypatch.setattr(
        validation.schema,
        "load",
        lambda name, load=schema.load: table if name == "printed_elsewhere" else load(name),
    )
    with pytest.raises(
        InputError,
        match=(
            r"^data/external/printed\.csv, row 2, column check: found 'nonsense', "
            r"expected one of the checks grunfeld_value_se,"
        ),
    ):
        list(validation.printed_checks())
