"""People whom other programmes than Serpin-2050 resettled from the south to the north, as the press has them.

* `resettlement.FIGURE.persons` and `resettlement.FIGURE.returned`, where stated; FIGURE as in the table
* `resettlement.FIGURE.a_year`: persons a year, of periods of several whole years
"""

import pandas as pd

from analysis.inputs import sources
from press.numbers.origins import made_from

RESETTLEMENT = "data/resettlement/press_figures.csv"
COUNTED = ("persons", "returned")


@made_from(RESETTLEMENT)
def scalars() -> dict[str, float]:
    """Return the persons resettled by key."""
    numbers: dict[str, float] = {}
    for row in sources.load_resettlement().to_dict("records"):
        prefix = f"resettlement.{row['figure']}"
        numbers |= {f"{prefix}.{name}": int(row[name]) for name in COUNTED if pd.notna(row[name])}
        years = [row[end] for end in ("first_year", "last_year")]
        if pd.notna([row["persons"], *years]).all() and years[0] < years[1]:
            numbers[f"{prefix}.a_year"] = row["persons"] / (years[1] - years[0] + 1)
    return numbers
