"""The panel of regions and years that the models are estimated on: find it, read it, say what it holds."""

import os
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import pandas as pd

from analysis.inputs import sources
from analysis.inputs.regions import all_regions
from analysis.inputs.years import balance_years
from analysis.panel import notes as panel_notes, rows as panel_rows, wide
from analysis.panel.variables import OUTCOMES, with_rate, with_roles
from analysis.study import SHYMKENT, STUDY_YEARS
from press.base.errors import InputError
from press.base.files import namesakes
from press.base.paths import DATA, ROOT, shown
from press.base.plain_text import shortened, visible
from press.tables import number_cells, schema, table_file
from press.tables.table_file import Sheet

AUTHORS = DATA / "authors"
STANDIN = DATA / "standin" / "panel.csv"
TEMPLATE = AUTHORS / "template.csv"
INVENTED = {
    STANDIN: "The migrants are those of the synthetic stand-in panel: they are invented.",
    TEMPLATE: "The migrants are those of the template's example rows: they are invented.",
}
COLUMNS = (
    "year",
    "region",
    "cluster",
    "population",
    "in_migration",
    "out_migration",
    "in_migration_rate",
    "program",
    "post",
    "program_post",
    "sender",
    "sender_post",
)


@dataclass(frozen=True, slots=True)
class Panel:
    """A checked panel.

    Attributes
    ----------
    name
        "authors", or "stand-in" for the synthetic panel that is used where the authors' is not there.
    shown_path
        What pages and results call the file: its path where it is one of the project's own, else whose it
        is; a private file's name may tell what nobody is to know.
    sha256
        Digest of the file's bytes.
    frame
        One row per region and year, sorted by year and region: year, region, cluster, population,
        in_migration, out_migration (persons), in_migration_rate (per 1,000 inhabitants), program, post,
        program_post, sender, sender_post (0 or 1).
    synthetic
        Whether its migrants are invented: the stand-in's or the template's, under whatever file name.
    notes
        What a user should know about the file, one sentence each.
    form
        How the file is written, in words.
    renamed
        Region names of the file and what they were read as, where the two differ.
    """

    name: str
    shown_path: str
    sha256: str
    frame: pd.DataFrame
    synthetic: bool
    notes: tuple[str, ...] = ()
    form: str = ""
    renamed: tuple[tuple[str, str], ...] = ()

    @property
    def public(self) -> bool:
        """Whether the file is one of the project's own, so that its rows may be published."""
        return self.synthetic and self.shown_path in map(shown, INVENTED)


def load_panel(path: Path | None = None) -> Panel:
    """Read and check the panel.

    Parameters
    ----------
    path
        The file; by default what `locate_panel` finds.

    Raises
    ------
    InputError
        When the file cannot be used: one sentence with file, row and column.
    """
    path, file = (path, str(path)) if path is not None else locate_panel()
    sheet = _sheet(path, file)
    given = panel_rows.figures(sheet)
    frame = with_roles(with_rate(given)).sort_values(["year", "region"], ignore_index=True)
    for group, outcome in OUTCOMES.items():
        _check_cells(frame, group, file)
        _check_spread(frame, group, outcome, file)
    invented = [note for known, note in INVENTED.items() if _same_migrants(given, known)]
    numbers = [text for column in given if column != "region" for text in sheet.cells[column]]
    return Panel(
        name="stand-in" if path.resolve() == STANDIN else "authors",
        shown_path=_public_name(path, synthetic=bool(invented)),
        sha256=sheet.sha256,
        frame=frame[list(COLUMNS)],
        synthetic=bool(invented),
        notes=(*invented, *panel_notes.about(sheet, given, official_panel())),
        form=f"{sheet.form}, {number_cells.decimal_signs(numbers)}",
        renamed=_renamed(sheet, given),
    )


def _sheet(path: Path, file: str) -> Sheet:
    """Read a panel's file: one table, or a sheet for each series with years in columns."""
    found, wanted = table_file.source(path, file), schema.required_columns()
    series = None if table_file.holds(found, wanted) else wide.long_form(found)
    sheet = series or table_file.long_form(found, wanted, schema.key_columns())
    wide.refuse_units(file, sheet.above)
    return sheet


def _public_name(path: Path, *, synthetic: bool) -> str:
    if path.resolve() in INVENTED:
        return shown(path)
    return "a copy of the project's invented rows" if synthetic else "the authors' panel"


def load_publishable_panel() -> Panel:
    """Read the panel that `locate_panel` finds, for a build.

    Raises
    ------
    InputError
        Also when the file still holds the example rows of the form.
    """
    panel = load_panel()
    if INVENTED[TEMPLATE] in panel.notes:
        raise InputError.at(locate_panel()[1], "the example rows of the form", "the authors' own figures")
    return panel


def locate_panel() -> tuple[Path, str]:
    """Find the panel's file: what the variable PANEL names, else the authors' own, else the stand-in.

    PANEL counts from the folder in PANEL_FROM, where make was called; without that folder, or where the file
    is not in it (programs that call make may leave it out of date), from the project's root. The authors'
    own is data/authors/panel.csv, .xlsx or .xls.

    Returns
    -------
    tuple
        The file, and the name under which messages mention it: PANEL as it was typed.

    Raises
    ------
    InputError
        When data/authors holds two panels, or two files have the name that PANEL has to a reader.
    """
    typed = os.environ.get("PANEL", "")
    if typed.strip():
        return _named(typed), typed
    path, *others = own_panels() or [STANDIN]
    if others:
        raise InputError.at(shown(AUTHORS), " and ".join(own.name for own in (path, *others)), "one panel")
    return path, shown(path)


def _named(typed: str) -> Path:
    """Return the file that PANEL names; where there is none, where it would lie first."""
    places = [
        *(Path(folder) / typed for folder in (os.environ.get("PANEL_FROM") or ROOT, ROOT)),
        Path(os.path.expanduser(typed)),
    ]
    found = next((known for place in places if (known := namesakes(place))), [places[0]])
    if len(found) > 1:
        raise InputError.at(
            typed,
            f"{len(found)} files of this name, which differ in how Unicode writes a letter",
            "one of them",
        )
    return found[0]


def own_panels() -> list[Path]:
    """Return the files in data/authors that are taken for the authors' panel."""
    return [path for suffix in table_file.SUFFIXES if (path := AUTHORS / f"panel{suffix}").exists()]


def official_panel(layout: int = 245) -> pd.DataFrame:
    """Return the official balance of migration by region and year.

    Parameters
    ----------
    layout
        245: of the study's years as many rows as the published tables imply, with Shymkent by itself from
        2019 (Turkestan 2018 is without Shymkent, which has no row in that year); 240: Shymkent added to
        Turkestan, so that South Kazakhstan stays together, in all years of `inputs.years.balance_years`
        (to 2023 it has 240 rows).

    Returns
    -------
    DataFrame
        Sorted by year and region: year, region, population and net_migration (persons), net_rate (per 1,000
        inhabitants), cluster, program, post, sender, program_post, sender_post, sender_text (0 or 1; the
        last is 1 for the five senders that the article's text names).
    """
    official = sources.load_official()
    frame = official.loc[
        official["year"].between(*(balance_years() if layout == 240 else STUDY_YEARS)),
        ["year", "region", "population", "net_migration"],
    ]
    if layout == 240:
        frame = frame.replace({"region": {SHYMKENT: "Turkestan"}})
    elif layout == 245:
        frame = frame[(frame["region"] != SHYMKENT) | (frame["year"] > 2018)]
    else:
        raise ValueError(f"found layout {layout}, expected 240 or 245")
    frame = frame.groupby(["year", "region"], as_index=False).sum()
    frame["net_rate"] = 1000 * frame["net_migration"] / frame["population"]
    frame = with_roles(frame)
    return frame.assign(sender_text=[int(all_regions()[name].sender_text) for name in frame["region"]])


def describe(panel: Panel, file: str = "") -> str:
    """Return what was read from a panel's file: its form, what it covers, its groups, and the notes.

    Parameters
    ----------
    panel
        What was read.
    file
        The file as messages name it; by default as pages do.
    """
    frame = panel.frame
    kind = "synthetic" if panel.synthetic else "authors' panel"
    facts = {
        "Panel": f"{visible(file or panel.shown_path)} ({kind}; SHA-256 {panel.sha256[:12]})",
        "Form": visible(panel.form),
        "Rows": f"{len(frame)} region-years; {frame['region'].nunique()} regions in "
        f"{frame['cluster'].nunique()} clusters; {frame['year'].min()}-{frame['year'].max()}",
    }
    for group, value in product(OUTCOMES, (1, 0)):
        facts[f"{group.capitalize()} = {value}"] = _group(frame[frame[group] == value])
    facts["Other names"] = (
        "; ".join(f'"{visible(shortened(typed))}" = {region}' for typed, region in panel.renamed) or "none"
    )
    lines = [f"{label + ':':<15}{fact}" for label, fact in facts.items()]
    return "\n".join([*lines, "Notes:", *(f"- {note}" for note in panel.notes or ("None.",))])


def _group(rows: pd.DataFrame) -> str:
    """Return the size of a group's two cells, and its regions."""
    after, regions = int(rows["post"].sum()), ", ".join(sorted(rows["region"].unique()))
    return f"{len(rows) - after} rows with Post = 0, {after} with Post = 1: {regions}"


def _check_cells(frame: pd.DataFrame, group: str, file: str) -> None:
    """Refuse a panel on which the difference in differences, or its error, is not defined."""
    cells_with_rows = set(zip(frame[group], frame["post"], strict=True))
    for value, post in product((0, 1), (0, 1)):
        if (value, post) not in cells_with_rows:
            found = f"no row with {group.capitalize()} = {value} and Post = {post}"
            raise InputError.at(file, found, f"rows in all four groups of {group.capitalize()} and Post")
    if len(frame) == len(cells_with_rows):
        raise InputError.at(
            file, f"{len(frame)} rows", "more than the four groups of a difference in differences"
        )


def _check_spread(frame: pd.DataFrame, group: str, outcome: str, file: str) -> None:
    """Refuse an outcome without variance within the groups: its errors would be zero, or rounding noise."""
    if (frame.groupby([group, "post"])[outcome].nunique() == 1).all():
        found = f"one and the same number all over each of the four groups of {group.capitalize()} and Post"
        raise InputError.at(file, found, "numbers that vary", column=outcome)


def _same_migrants(given: pd.DataFrame, known: Path) -> bool:
    """Say whether a panel's migrants are those of one of the project's own files."""
    columns = ["year", "region", "in_migration", "out_migration"]

    def migrants(frame: pd.DataFrame) -> set[tuple]:
        return set(frame[columns].itertuples(index=False, name=None))

    return known.exists() and migrants(given) == migrants(pd.read_csv(known))


def _renamed(sheet: Sheet, given: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    pairs = dict(zip(sheet.cells["region"], given["region"], strict=True))
    return tuple((typed, region) for typed, region in pairs.items() if typed != region)
