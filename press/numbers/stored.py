"""Results as plain data that JSON can hold, and back: every number, text and origin, nothing rounded."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from press.numbers.origins import Origin, Source, Traced
from press.numbers.results import COLUMNS, Dataset, Results


def as_plain(results: Results) -> dict[str, Any]:
    """Return results as plain data; each origin stands once, numbers name it by its place."""
    traced: dict[str, Traced[Any]] = {"scalars": results.scalars, "texts": results.texts}
    made_by = [origin for one in traced.values() for origin in one.origins.values()]
    origins = list(dict.fromkeys([*made_by, *results.estimated.values()]))
    place = {origin: number for number, origin in enumerate(origins)}
    return {
        "panel": asdict(results.panel),
        "estimates": [list(map(unboxed, row)) for row in results.estimates[list(COLUMNS)].to_numpy(object)],
        **{name: {key: unboxed(value) for key, value in one.items()} for name, one in traced.items()},
        "origins": [asdict(origin) for origin in origins],
        "origin_of": {
            name: {key: place[origin] for key, origin in one.origins.items()} for name, one in traced.items()
        },
        "estimated": [[*rows, place[origin]] for rows, origin in results.estimated.items()],
    }


def from_plain(stored: dict[str, Any]) -> Results:
    """Return the results that were made plain."""
    origins = [_origin(**one) for one in stored["origins"]]
    traced = {name: Traced(stored[name]) for name in ("scalars", "texts")}
    for name, one in traced.items():
        one.origins = {key: origins[place] for key, place in stored["origin_of"][name].items()}
    about = stored["panel"]
    return Results(
        Dataset(**about | {name: tuple(about[name]) for name in ("regions", "years")}),
        pd.DataFrame(stored["estimates"], columns=list(COLUMNS)),
        estimated={(model, method): origins[place] for model, method, place in stored["estimated"]},
        **traced,
    )


def unboxed(value: Any) -> Any:
    """Return a number of numpy as one of Python."""
    return value.item() if isinstance(value, np.generic) else value


def _origin(function: str, file: str, sources: Iterable[dict[str, str]]) -> Origin:
    return Origin(function, file, tuple(Source(**source) for source in sources))
