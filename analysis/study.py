"""The study's constants, each once.

Its years, its launch, its groups, its levels, the models of its tables, the print styles of its keys.
"""

from press.numbers import formatter

STUDY_YEARS = (2009, 2023)
"""First and last year of the article's panel; `inputs.years` has those of the official statistics."""
FIRST_POST_YEAR = 2014
"""The first year that counts as after the programme's launch."""

CITIES = ("Astana city", "Almaty city")
"""The two regions that are cities."""
SHYMKENT = "Shymkent city"
"""The region that separated from South Kazakhstan, from then on Turkestan, in 2018."""
SHOWN_AS = {"Turkestan": "Turkestan + Shymkent"}
"""What figures and maps call the region of 2014 that is two today: South Kazakhstan."""

SIGNIFICANCE_LEVEL = 0.05
"""Below it a p-value is called significant."""
STAR_LEVEL = 0.01
"""Below it a p-value has stars in Tables 2 and 3, as in the published ones."""

COLUMN_HEADERS = {
    "estimate": "Coefficient",
    "std_error": "Std. Error",
    "t": "t-Statistic",
    "p": "p-Value",
    "ci_low": "95% CI (Min)",
    "ci_high": "95% CI (Max)",
}
"""What Tables 2 and 3 call the statistics of a row."""
TERM_NAMES = {
    "intercept": "Intercept",
    "program": "Program",
    "sender": "Sender",
    "post": "Post",
    "program_post": "Program × Post",
    "sender_post": "Sender × Post",
}
"""What they call the terms of the models."""

MODEL_OF_TABLE = {2: "inflow", 3: "outflow"}
"""The published tables of estimates and their models."""

GROUPS = {"hosts": "program", "senders5": "sender_text", "senders3": "sender"}
"""The groups compared with all other regions, and their columns in the official panel."""
OPPOSITE = {"hosts": "senders5", "senders5": "hosts", "senders3": "hosts"}
"""For each group the one at the other end of the moves that the programme wanted."""
PLACEBO_LAUNCHES = (2010, 2011, 2012, 2013)
"""Launches that never were, inside the years before the real one."""
SIZE_LAUNCHES = (2011, 2012)
"""Launches that never were, by which the size of tests is counted."""
SIZES = (3, 5, 6)
"""How many regions count as treated where the size of tests is counted: as many as the groups have."""

# First match wins. Decimals are those of the published tables.
PRINT_STYLES: dict[str, str] = {
    "grants.taken_up_share.*": "percent0",
    "grants.*": "integer",
    "graduates.employed_share.*": "percent1",
    "graduates.*": "integer",
    "*obligation.broken_share*": "percent1",
    "obligation.kept_share": "percent0",
    "obligation.*": "integer",
    "balance.*_year": "year",
    "balance.*_mean": "decimal1",
    "balance.*": "integer",
    "population.*.share_*": "percent1",
    "flows.years.count*": "integer",
    "flows.years.*": "year",
    "gravity.yearly.*": "decimal3",
    "honest.last_year": "year",
    "flows.*share*": "percent1",
    "flows.*": "integer",
    "gravity.percent*": "percent0",
    "gravity.*persons*": "integer",
    "gravity.excess.*": "integer",
    "gravity.without_last.n": "integer",
    "gravity.without_one.not_below": "integer",
    "gravity.without_one.*est": "decimal3",
    "gravity.pairs.*": "integer",
    "gravity.count.*": "integer",
    "event_flips.*": "integer",
    "event_negative.*": "integer",
    "event_mean_negative.*": "integer",
    "quality.*_rate": "decimal1",
    "quality.*": "integer",
    "pretest.*.years": "decimal1",
    "validation.count.*": "integer",
    "validation.held.*": "integer",
    "validation.*.difference": "noise",
    "validation.*.tolerance": "exponent",
    "validation.beside.*": "decimal3",
    "validation.coverage_*": "decimal3",
    "validation.recovered*": "decimal3",
    "validation.*": "decimal6",
    "published.outflow.*.estimate": "as_in_table3",
    "*.r_squared": "decimal3",
    "*.n": "integer",
    "*.df": "integer",
    "*.clusters": "integer",
    "*.cells.*": "integer",
    "*.p": "p",
    "*_p": "p",
    "robustness.*.count.*": "integer",
    "*.choices*": "integer",
    "*.as_large": "integer",
    "size.assignments.*": "integer",
    "size.*": "percent1",
    "power.*": "percent0",
    "resettlement.*": "integer",
    "gravity_*.t": "decimal2",
    "*gravity_*": "decimal3",
    "outflow.*.t": "decimal3",
    "outflow.mean.*": "integer",
    "audit.official.moves.first_year": "year",
    "audit.official.moves.*": "integer",
    "audit.official.*": "decimal2",
    "audit.*.quantile": "decimal6",
    "audit.*.residual_sd.*": "decimal4",
    "audit.*.variance.*": "decimal3",
    "audit.*.slip": "decimal2",
    "audit.table2.mean.*": "decimal2",
    "audit.*": "integer",
    "panel.years.*": "year",
    "panel.*": "integer",
    "study.*_year": "year",
    "study.*": "integer",
    "reproduction.*": "integer",
}
"""Print style of every key, by patterns as of `fnmatch`; a key that none fits has two decimals."""


PANEL_KEYS = ("inflow.*", "outflow.*")
"""Keys of the numbers that only the panel gives, by patterns as of `fnmatch`."""


def style_of(key: str) -> str:
    """Name the print style of a key (see `numbers.style_of`)."""
    return formatter.style_of(key, PRINT_STYLES)
