"""In which manner Tables 2 and 3 are set: as published, or as the AEA's journals set them.

The author chooses in `paper/edition.yml` (`tables:`). Either is made from the same numbers.
"""

from collections.abc import Mapping

from analysis.study import FIRST_POST_YEAR as LAUNCH, MODEL_OF_TABLE, STAR_LEVEL, TERM_NAMES, style_of
from press.base.edition import SETTINGS, read_yaml, text_of
from press.base.errors import InputError
from press.base.paths import ROOT
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

PUBLISHED, AEA = "published", "aea"
MARKS = {
    PUBLISHED: rf"\*\* *p* < {STAR_LEVEL}.",
    AEA: "Standard errors stand in parentheses below the estimates.",
}
"""What the note of a table says of its marks."""
NAMES_OF_GROUPS = {"program": "Host regions", "sender": "Sending regions"}
PERIODS = {"pre": f"before {LAUNCH}", "post": f"from {LAUNCH} on"}


def manner(settings: Mapping[str, object] | None = None) -> str:
    """Return the manner that the author chose: `PUBLISHED`, also where nothing is said, or `AEA`.

    Parameters
    ----------
    settings
        What the settings say; by default those of paper/edition.yml.

    Raises
    ------
    InputError
        When it is neither.
    """
    settings = read_yaml(ROOT / SETTINGS) if settings is None else settings
    chosen = text_of(settings.get("tables")) or PUBLISHED
    if chosen not in MARKS:
        raise InputError.at(SETTINGS, f"tables: {chosen}", " or ".join(f"tables: {one}" for one in MARKS))
    return chosen


def prints(part: str, key: str) -> bool:
    """Tell whether a part of the article, such as "Table 2", prints the number of a key here."""
    of_aea = part.removeprefix("Table ") in map(str, MODEL_OF_TABLE) and manner() == AEA
    return not of_aea or key.rpartition(".")[2] in ("estimate", "std_error")


def aea_table(statements: Statements, model: str, terms: list[str]) -> str:
    """Write Table 2 or 3 with errors in parentheses, and with the means of the four cells as a second panel.

    Parameters
    ----------
    model
        "inflow" or "outflow".
    terms
        Its terms; the last one is the interaction, which comes first here, and the first the intercept,
        which comes last.
    """
    group = terms[-1].removesuffix("_post")
    rows = [["*Panel A. Difference in differences*", ""]]
    for term in (terms[-1], *terms[1:-1], terms[0]):
        estimate, error = (statements.num(f"{model}.{term}.{key}") for key in ("estimate", "std_error"))
        rows += [[TERM_NAMES[term], estimate], ["", f"({error})"]]
    rows += [["Observations", statements.num(f"{model}.n")], ["*R*²", statements.num(f"{model}.r_squared")]]
    rows += [["*Panel B. Mean outcome*", ""], *_mean_rows(statements, model, group)]
    return pipe_table(("Variable", "Coefficient or mean"), rows)


def _mean_rows(statements: Statements, model: str, group: str) -> list[list[str]]:
    """Return the mean of each cell, in the style of the estimates."""
    style = style_of(f"{model}.{group}_post.estimate")
    return [
        [f"{name}, {when}", statements.num(f"{model}.mean.{cell}_{period}", style)]
        for cell, name in ((group, NAMES_OF_GROUPS[group]), ("others", "Other regions"))
        for period, when in PERIODS.items()
    ]
