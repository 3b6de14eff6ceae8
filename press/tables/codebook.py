"""Write the codebook, data/README.md, from the schema: `python -m press codebook`."""

from typing import Any

from tabulate import tabulate

from press.base.paths import DATA
from press.tables import schema

PATH = DATA / "README.md"
COLUMNS = {
    "column": "Column",
    "type": "Type",
    "unit": "Unit",
    "meaning": "Meaning",
    "source": "Source",
    "years": "Years",
    "gaps": "Gaps",
}


def codebook() -> str:
    """Return the codebook in Markdown.

    It has a section per file, a row per column, and the variables of the models where the schema lists them.
    """
    package = schema.package()
    parts = [
        f"# {package['title']}",
        package["description"].strip(),
        *(_section(table) for table in package["resources"]),
        *(_variables(package) if "variables" in package else []),
    ]
    return "\n\n".join(parts) + "\n"


def _section(table: dict[str, Any]) -> str:
    parts = [
        f"## {table['path']}",
        f"**{table['title']}.** {table['description'].strip()}",
        *("\n".join(f"- {note}" for note in notes) for notes in [table.get("notes")] if notes),
        f"One row for each {', '.join(f'`{column}`' for column in table['schema']['primaryKey'])}.",
        _table([_row(field) for field in schema.fields(table)]),
    ]
    return "\n\n".join(parts)


def _variables(package: dict[str, Any]) -> list[str]:
    defaults = {word: package[f"variables_{word}"] for word in ("source", "years")}
    rows = [_row(defaults | field) for field in schema.variable_fields().values()]
    return [f"## {package['variables_title']}", package["variables_description"].strip(), _table(rows)]


def _row(field: dict[str, Any]) -> dict[str, str]:
    return {
        "column": f"`{field['name']}`",
        "type": field["type"],
        "unit": field.get("unit", ""),
        "meaning": field["description"],
        "source": field["source"],
        "years": field["years"],
        "gaps": field.get("gaps", "none"),
    }


def _table(rows: list[dict[str, str]]) -> str:
    return tabulate(rows, COLUMNS, tablefmt="github", disable_numparse=True)


def write_codebook() -> None:
    """Write data/README.md."""
    PATH.write_text(codebook(), encoding="utf-8")
