"""A reader's own panel in the browser: of the same files the same sentences and estimates as Python's."""

from __future__ import annotations

import base64
import json
import random
import re

import numpy as np
import pytest

from analysis.estimates.article import article_estimates
from analysis.exhibits import explorer, panel_rules
from analysis.inputs.regions import UnknownRegion, known_names, resolve_all
from analysis.panel.load import STANDIN, TEMPLATE, describe, load_panel
from press.base.errors import InputError
from press.base.paths import ROOT
from tests.analysis.panel import test_panel_bad as one_fault
from tests.bad_input import panels

PANELS = 50
FEW = 5
SPOILT = 300
SEED = 2050
TOLERANCE = 1e-8
STATISTICS = ("estimate", "std_error", "t", "p", "ci_low", "ci_high")
ELSEWHERE = {"a workbook under another name"}
"""What a page says otherwise than Python, which also reads workbooks."""
LARGE = 500_000  # bytes

READ = """([name, content]) => {
  const bytes = Uint8Array.from(atob(content), letter => letter.charCodeAt(0));
  const panel = PanelFile.read(name, bytes, rules);
  if (panel.problem) return {problem: panel.problem};
  const estimates = OwnPanelTables.tables(panel, rules).flatMap(table => table.estimates);
  const {form, facts, notes, invented} = panel;
  return {form, facts, notes, invented, estimates};
}"""


RESOLVE = """names => {
  const {resolveAll} = PanelRegions.finder(rules, rules.regions.map(([name]) => ({name})));
  return names.map(name => resolveAll([name]).get(name)).map(found => found.call ? found() : found);
}"""


@pytest.fixture(scope="module")
def page(chromium):
    """A page with the scripts and the rules, and nothing else."""
    page = chromium.new_page()
    scripts = [name for name in (*explorer.SCRIPTS, *panel_rules.SCRIPTS) if "/" in name]
    for name in scripts:
        page.add_script_tag(content=(ROOT / name).read_text(encoding="utf-8"))
    page.evaluate("rules => { window.rules = rules; }", json.loads(json.dumps(panel_rules.content())))
    yield page
    page.close()


@pytest.fixture(scope="module")
def read(page):
    """Reads a file as the page does: its name and its bytes give what is said of it and the estimates."""
    return lambda name, content: page.evaluate(READ, [name, base64.b64encode(content).decode()])


@pytest.fixture
def said(tmp_path):
    """Says what Python says of a file: the problem, or the lines of `make check` and the notes."""

    def of(name: str, content: bytes) -> dict:
        path = tmp_path / name
        path.write_bytes(content)
        try:
            panel = load_panel(path)
        except InputError as error:
            return {"problem": str(error).replace(f"{tmp_path}/", "")}
        lines = describe(panel, name).partition("\nNotes:\n")[0].splitlines()
        return {"lines": lines[1:], "notes": list(panel.notes), "invented": panel.synthetic}

    return of


def as_python(found: dict) -> dict:
    """What the page says, in the form of `said`."""
    if "problem" in found:
        return found
    facts = [["Form", found["form"]], *found["facts"]]
    lines = [f"{label + ':':<15}{text}" for label, text in facts]
    return {"lines": lines, "notes": found["notes"], "invented": found["invented"]}


def corpus() -> dict[str, tuple[str, bytes]]:
    """Every CSV file of the tests of bad panels, and the project's own."""
    cells = {
        f"cell: {case}": panels.with_cell(value, column) for case, (column, value, _) in panels.CELLS.items()
    } | {
        f"column: {case}": panels.with_column(name, value) for case, (name, value, _) in panels.GIVEN.items()
    }
    faults = {
        f"fault: {case}": one_fault.changed(3, column, value)
        for case, (column, value, _) in one_fault.CELLS.items()
    } | {case: content for case, (content, _) in one_fault.FILES.items() if case not in ELSEWHERE}
    files = {
        case: (name, content)
        for case, (name, content, _) in panels.files().items()
        if re.fullmatch(r"[pP]\.(csv|CSV)", name)
    }
    own = {path.name: (path.name, path.read_bytes()) for path in (STANDIN, TEMPLATE)}
    return (
        files
        | own
        | {
            case: ("panel.csv", content if isinstance(content, bytes) else content.encode())
            for case, content in (cells | faults).items()
        }
    )


def differing(files: dict[str, tuple[str, bytes]], read, said) -> list[str]:
    """The files of which the page says something else than Python."""
    return [
        f"{case}\n  Python: {wanted}\n  page:   {found}"
        for case, (name, content) in files.items()
        if (wanted := said(name, content)) != (found := as_python(read(name, content)))
    ]


def test_the_page_says_of_every_bad_panel_what_python_says(read, said):
    files = {case: file for case, file in corpus().items() if len(file[1]) < LARGE}
    assert len(files) > 150
    assert not (found := differing(files, read, said)), "\n".join(found)


@pytest.mark.long
def test_the_page_refuses_large_files_as_python_does(read, said):
    files = {case: file for case, file in corpus().items() if len(file[1]) >= LARGE}
    assert len(files) >= 5
    assert not (found := differing(files, read, said)), "\n".join(found)


def test_the_corpus_holds_panels_that_are_read_and_that_are_not(said):
    verdicts = ["problem" in said(*file) for file in corpus().values() if len(file[1]) < LARGE]
    assert min(verdicts.count(True), verdicts.count(False)) > 25


# Spoilt files: something else in a few places of a good one ---------------------------------------------

SIGNS = [*"аәбіғқңөұүһıIiİçßſςΣﬁ½Ⅻ²٣ '’-.,;\"\t\n\r()/[]*_{}\\", "\u00a0", "\u200b", "\u200f", "\ufeff"]
SIGNS += ["\u0301", "\u0345", "\u034f", "\ufe0f", "\x1c", "\x85", "\u2028", "\U0001f600"]
NUMBERS = ["0", "-0", "+5", "1E+2", "12.0", "12,00", "1 000", "1\u202f000", "1,000", "−4", "∞", "NaN", ""]
NUMBERS += ["9223372036854775807", "9223372036854775808", "9007199254740993", "00012", "5e-7", "1e22", " 7 "]
NAMES = [name for name, _ in known_names()]
ABOVE = ["Panel, persons\n", "Arrivals; thousands\n", "Численность населения, человек\n\n", "In-migration\n"]
BELOW = ["Source: BNS\n", "\nAnything here\n", "* note\n", "1) x\n", "word\n", ",,,\n", "a: b\nc:\n"]
YEARS = ["", "", " г.", "*", " год", ".0"]


def spoilt_name(draw: random.Random) -> str:
    name, sign = draw.choice(NAMES), draw.choice(SIGNS)
    at = draw.randrange(len(name))
    return draw.choice(
        [
            name[:at] + sign + name[at + draw.randrange(2) :],
            name.upper(),
            f"{name} ({draw.choice(NAMES)})",
            name + draw.choice([" region", " city", " обл.", " қаласы", ", г."]),
            "".join(draw.sample(name, len(name))),
            name[: draw.randrange(1, 8)],
            name * draw.randrange(1, 25),
            name,
        ]
    )


def spoilt(draw: random.Random) -> bytes:
    """A small panel with faults, notes, further columns, or years in columns."""
    rows, header = [list(row) for row in panels.SMALL], list(panels.HEADER)
    for column in draw.sample(["Program", "Post", "note", "", "in_migration_rate"], draw.randrange(3)):
        header.append(column)
        for row in rows:
            row.append(draw.choice("01") if column else "")
    for _ in range(draw.choice([0, 0, 1, 1, 2])):
        row, column = draw.choice(rows), draw.randrange(len(header))
        row[column] = spoilt_name(draw) if column == 1 else draw.choice([*NUMBERS, *SIGNS])
    if draw.random() < 0.1:
        header = ["region", *(f"{year}{draw.choice(YEARS)}" for year in range(2009, 2012))]
        rows = [[name, "1", "2", "3", *draw.choice([[], [], ["4"]])] for name in draw.sample(NAMES, 4)]
    end, delimiter = draw.choice(["\n", "\r\n", "\r"]), draw.choice(",,;")
    text = panels.written(rows, header, end=end, delimiter=delimiter)
    text = draw.choice(["", "", "", "", *ABOVE]) + text + draw.choice(["", "", "", "", *BELOW])
    at, extra = draw.randrange(len(text)), draw.choice(SIGNS) if draw.random() < 0.1 else ""
    return draw.choice([b"", b"", b"\xef\xbb\xbf"]) + (text[:at] + extra + text[at:]).encode()


@pytest.mark.parametrize("count", [60, pytest.param(SPOILT, marks=pytest.mark.long)])
def test_the_page_says_of_spoilt_panels_what_python_says(read, said, count):
    draw = random.Random(SEED + count)
    files = {f"file {number}": ("p.csv", spoilt(draw)) for number in range(count)}
    assert not (found := differing(files, read, said)), "\n".join(found)


def resolved(name: str) -> str:
    """The region of a name, or what was expected in its place."""
    found = resolve_all([name])[name]
    return found.expected if isinstance(found, UnknownRegion) else found.name


def test_names_are_resolved_and_near_ones_proposed_as_python_does(page):
    draw = random.Random(SEED)
    names = [*NAMES, *(spoilt_name(draw) for _ in range(400))]
    names += ["".join(draw.sample(name, len(name) * 3 // 4)) for name in draw.sample(NAMES, 100)]
    found = page.evaluate(RESOLVE, names)
    assert found == (wanted := [resolved(name) for name in names])
    assert sum("did you mean" in one for one in wanted) > 50


# Estimates ----------------------------------------------------------------------------------------------


def own_panel(draw: random.Random) -> str:
    """A panel with other counts, perhaps unbalanced, with treated regions and a launch of its own."""
    kept = [row for row in panels.ROWS if draw.random() < draw.choice([1, 1, 0.8])]
    if draw.random() < 0.3:
        kept = [row for row in kept if int(row[0]) >= draw.randint(2009, 2012)]
    clusters = sorted({row[1] for row in kept} - {"Shymkent city"})
    header, launch = list(panels.HEADER), draw.randint(2013, 2016)
    rows = [[*row[:3], *(str(int(int(row[2]) * draw.uniform(0, 0.03))) for _ in range(2))] for row in kept]
    for group in draw.sample(["Program", "Sender"], draw.randrange(3)):
        treated, strays = draw.sample(clusters, draw.randint(1, len(clusters) - 1)), draw.random() < 0.15
        header.append(group)
        for row in rows:
            inside = (row[1] if row[1] != "Shymkent city" else "Turkestan") in treated
            row.append(str(int(inside != (strays and draw.random() < 0.1))))
    if draw.random() < 0.3:
        header.append("Post")
        for row in rows:
            row.append(str(int(int(row[0]) >= launch)))
    if draw.random() < 0.3:
        header.append("in_migration_rate")
        for row in rows:
            row.append(f"{1000 * int(row[3]) / int(row[2]):.3f}")
    return panels.written(rows, header)


@pytest.mark.parametrize("count", [FEW, pytest.param(PANELS, marks=pytest.mark.long)])
def test_the_page_estimates_of_panels_what_the_build_does(read, tmp_path, count):
    draw, compared, judged = random.Random(SEED), 0, {"crv1": 0, "ri": 0}
    while compared < count:
        text = own_panel(draw)
        (tmp_path / "own.csv").write_text(text, encoding="utf-8")
        try:
            wanted = article_estimates(load_panel(tmp_path / "own.csv")).rows
        except InputError:
            continue
        compared += 1
        found = {
            (row["model"], row["term"], row["method"]): row
            for row in read("own.csv", text.encode())["estimates"]
        }
        wanted = {(row["model"], row["term"], row["method"]): row for row in wanted}
        assert set(found) == {key for key in wanted if key[2] in ("classical", "crv1", "ri")}
        for key, row in found.items():
            judged |= {key[2]: judged.get(key[2], 0) + ("problem" not in row)}
            assert_equal(row, wanted[key], ("estimate", "p") if key[2] == "ri" else STATISTICS)
    assert min(judged["crv1"], judged["ri"]) > count


def assert_equal(found: dict, wanted: dict, statistics: tuple[str, ...]) -> None:
    for name in statistics:
        one, other = found.get(name), wanted[name]
        assert (one is None) == (other is None), (found, wanted)
        if one is not None:
            np.testing.assert_allclose(one, other, rtol=TOLERANCE, atol=TOLERANCE, err_msg=f"{name}: {found}")
    assert found["n"] == wanted["n"] and found.get("df") == wanted["df"]


def test_a_region_on_both_sides_is_no_choice_to_randomize(read):
    rows = [[*row, str(int(row[1] == "Akmola" or row[:2] == ["2013", "Kostanay"]))] for row in panels.SMALL]
    found = read("p.csv", panels.written(rows, [*panels.HEADER, "Program"]).encode())
    judged = {row["method"]: row for row in found["estimates"] if row["term"] == "program_post"}
    assert judged["ri"]["problem"] == "changing-side" and judged["crv1"]["p"] > 0


def test_invented_counts_are_judged_by_classical_errors_alone(read):
    found = read("mine.csv", STANDIN.read_bytes())
    assert found["invented"] and {row["method"] for row in found["estimates"]} == {"classical"}
