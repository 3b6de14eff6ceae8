"""What the checks of the text have to know of the subject.

Patterns are regular expressions in which a blank is any white space.
"""

SUBJECTS = {
    "inflow": (r"arriv\w+", "in-?flows?", "in-?migration", r"into .*(?:north|regions?)", "hosts?"),
    "outflow": ("departures?", "out-?flows?", "out-?migration", "sending", "senders?", "southern", "south"),
}
"""Models of the paper and the words that speak of their outcomes."""
STUDY = (
    "programme",
    "program",
    "Serpin",
    "interaction",
    "migration",
    "grants",
    "coefficients?",
    "estimates?",
    "effects?",
    "results?",
    "difference",
    "impact",
    "increase",
    "change",
    "regressions?",
)
"""Words of a sentence that speaks of this study's estimates without saying which."""
TESTED = "_post"
"""The ending of the terms that the paper is about."""
COUNTED = (
    *("inhabitants", "migrants", "students", "graduates", "grants", "regions?", "region-years", "households"),
    *("families", "arrivals", "departures", "tenge"),
)
"""What the paper counts: a year before one of these words is a number of it."""
NAMES = (r"\b(?:Serpin|Serpín|Серпін)-2050\b", r"\bM = 0\.5(?!\d)")
"""Names that hold digits."""
INVENTED = ("stand-in",)
"""Names that results give to invented panels."""
CODE = ("analysis/exhibits/figures/*.py", "analysis/exhibits/article_tables.py")
"""The modules that write into figures and tables."""
