"""Tables 1-3 as Markdown pipe tables.

Rows, columns, weight and stars are decided here; every figure is printed by its key.
"""

from functools import partial

import pandas as pd

from analysis.exhibits import table_manner
from analysis.exhibits.exhibit import Data, Table
from analysis.study import COLUMN_HEADERS, MODEL_OF_TABLE, STAR_LEVEL, TERM_NAMES
from press.base.plain_text import code, markdown
from press.numbers.results import CLASSICAL, Results
from press.numbers.statements import Statements
from press.tables import schema
from press.tables.pipe_table import pipe_table

MARK_STARS = True
"""Whether Tables 2 and 3 mark significance with stars, which the notes below them explain."""
STARS = r"\*\*"


def variables_table(statements: Statements | None = None) -> str:
    """Write Table 1: the variables of the panel, from the schema of the data."""
    rows = [
        (" × ".join(map(code, name.split(" × "))), markdown(description), markdown(unit))
        for name, description, unit in schema.variables()
    ]
    return pipe_table(("Variable", "Description", "Unit"), rows, "l")


def variables_numbers(data: Data) -> pd.DataFrame:
    """Return Table 1 as a table."""
    return pd.DataFrame(schema.variables(), columns=["variable", "description", "unit"])


def did_table(statements: Statements, model: str) -> str:
    """Write Table 2 or 3, a difference in differences, in the manner that the author chose.

    Parameters
    ----------
    model
        "inflow" or "outflow".

    Raises
    ------
    InputError
        When the settings name a manner that there is not.
    """
    terms = _classical(statements.results, model)["term"].tolist()
    if table_manner.manner() == table_manner.AEA:
        return table_manner.aea_table(statements, model, terms)
    rows = [_did_row(f"{model}.{term}", statements) for term in terms]
    return pipe_table(("Variable", *COLUMN_HEADERS.values()), rows)


def did_numbers(data: Data, model: str) -> pd.DataFrame:
    """Return the classical rows of a model."""
    return _classical(data.results, model).drop(columns="clusters")


def _did_row(term: str, statements: Statements) -> list[str]:
    cells = {statistic: statements.num(f"{term}.{statistic}") for statistic in COLUMN_HEADERS}
    if term.endswith("_post"):
        cells["estimate"] = f"**{cells['estimate']}**"
    if MARK_STARS and statements.results.value(f"{term}.p") < STAR_LEVEL:
        cells["p"] += STARS
    return [TERM_NAMES[term.partition(".")[2]], *cells.values()]


def _classical(results: Results, model: str) -> pd.DataFrame:
    rows = results.estimates
    return rows[(rows["model"] == model) & (rows["method"] == CLASSICAL)]


EXHIBITS = (
    Table("tbl-variables", variables_table, variables_numbers),
    *(
        Table(f"tbl-{model}", partial(did_table, model=model), partial(did_numbers, model=model))
        for model in MODEL_OF_TABLE.values()
    ),
)
