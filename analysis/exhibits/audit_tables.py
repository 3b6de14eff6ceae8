"""What the page on the audit shows besides its text: tables in Markdown, and the report on a table."""

import re
from dataclasses import dataclass

from analysis.exhibits.exhibit import Table
from press.numbers.statements import Statements
from press.tables.pipe_table import pipe_table

NAMES = {
    "others_pre": "others, before",
    "group_pre": "group, before",
    "others_post": "others, after",
    "group_post": "group, after",
}
"""The four cells as the page's tables call them."""


@dataclass(frozen=True, slots=True)
class Listing:
    """Text as a program prints it.

    It is no HTML: for an object that has some, genuine Quarto makes the page load scripts of other hosts.
    """

    text: str

    def __repr__(self) -> str:
        """Return the text, for formats that are no pages."""
        return self.text

    def _repr_markdown_(self) -> str:
        fence = "`" * max(3, 1 + max(map(len, re.findall("`+", self.text)), default=0))
        return f'{fence}{{shortcodes="false"}}\n{self.text}\n{fence}'


def example() -> Listing:
    """Return the report on Table 3, as the command prints it."""
    from analysis.audit.article import printed_table  # brings scipy
    from analysis.audit.examine import examine
    from analysis.audit.report import report

    return Listing(report(examine(printed_table(3), counts=True)).rstrip("\n"))


def designs_table(statements: Statements) -> str:
    """Write the designs that agree with Table 2."""
    headers = (*(NAMES[cell] for cell in NAMES), "rows", "variance, least", "variance, most")
    keys = (*(f"cells.{cell}" for cell in NAMES), "rows", "variance.least", "variance.most")
    designs = range(1, int(statements.results.value("audit.table2.designs")) + 1)
    rows = [[statements.num(f"audit.table2.design{number}.{key}") for key in keys] for number in designs]
    return pipe_table(headers, rows, "r")


def rates_table(statements: Statements) -> str:
    """Write the cell means of Table 2 beside the official balance and the least arrivals that go with it."""
    headers = ("Cell", "Article, Table 2", "Official balance", "Least arrivals")
    columns = ("audit.table2.mean", "audit.official.balance", "audit.official.least_arrivals")
    rows = [[NAMES[cell], *(statements.num(f"{column}.{cell}") for column in columns)] for cell in NAMES]
    return pipe_table(headers, rows)


EXHIBITS = (Table("tbl-designs", designs_table), Table("tbl-rates", rates_table))
