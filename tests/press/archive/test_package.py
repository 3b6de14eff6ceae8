"""The replication package: what belongs to it, what its README says, and that its checker finds faults."""

import dataclasses
import hashlib
import json
import re
import shutil
import subprocess
import sys
import zipfile

import pytest

from press.archive.package import check, contents, exhibits, judged, make, manifest, measured, readme
from press.base.checkout import Version
from press.base.edition import current_work
from press.base.errors import InputError
from press.proof import clean_folder
from press.tables import schema
from tests.recorded_pages import recorded, table

VERSION = Version("0123456789abcdef0123456789abcdef01234567", "2026-03-09T23:10:00+00:00")
MEASURED = measured.Measured(
    "2026-03-09", "System 1", "Processor", 2, 8, "3.11.1", 75, 640, 1.5, 3.1, 9.2, 500
)
RECORD = {
    "key": "inflow.n",
    "printed": "245",
    "value": 245,
    "function": "analysis.estimators.did.did",
    "file": "analysis/estimators/did.py",
    "line": 84,
    "sources": [{"path": "data/standin/panel.csv", "sha256": "0"}],
    "commit": "0",
    "places": [
        {"page": "paper/index.html", "section": "3 Results", "where": "text", "exhibit": None},
        {
            "page": "paper/index.html",
            "section": "3 Results",
            "where": "table cell",
            "exhibit": "tbl-inflow",
            "row": "N",
            "column": "N",
        },
    ],
}


def write_site(root):
    """A site of pages that show every exhibit of the documents, and what was prepared for it."""
    for document in sorted((root / "paper").glob("*.qmd")):
        labels = re.findall(
            r"^(?:#\| label: |:::+ *\{#)((?:tbl|fig)-[\w-]+)", document.read_text(encoding="utf-8"), re.M
        )
        floats = "\n".join(table(label, label, "") for label in labels)
        page = root / "_site" / "paper" / f"{document.stem}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(recorded(floats), encoding="utf-8")
    (root / "_site" / "provenance.json").write_text(json.dumps([RECORD]), encoding="utf-8")
    (root / "_site" / "results.json").write_text('{"scalars": {"inflow.n": 245, "x": 0.1}}', encoding="utf-8")
    (root / "_site" / "reproduction.json").write_text('{"comparisons": []}', encoding="utf-8")
    (root / "_site" / "paper" / "index.pdf").write_bytes(b"%PDF-1.7")
    (root / "_results").mkdir()
    (root / "_results" / "origins.json").write_text(
        json.dumps(
            {
                "numbers": {},
                "exhibits": {
                    "tbl-inflow": {
                        "function": "analysis.exhibits.article_tables.did_table",
                        "file": "analysis/exhibits/article_tables.py",
                        "sources": [],
                    }
                },
            }
        ),
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A package whose site was not really built."""
    root = tmp_path_factory.mktemp("made") / make.NAME
    root.mkdir()
    contents.copy_files(root, VERSION)
    write_site(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measured, "read_run", lambda: MEASURED)
        make.complete_package(root, VERSION)
    return root


@pytest.mark.parametrize(("asked", "taken"), [("auto", "press"), ("press", "press"), ("quarto", "quarto")])
def test_press_builds_the_package_unless_quarto_is_asked_for(tmp_path, monkeypatch, asked, taken):
    (tmp_path / "quarto").write_text("#!/bin/sh\n")
    (tmp_path / "quarto").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("ENGINE", asked)
    assert make.engine_asked_for() == taken


@pytest.fixture
def package(finished, tmp_path):
    """A copy of it to spoil."""
    return shutil.copytree(finished, tmp_path / make.NAME)


@pytest.mark.parametrize("engine", ["press", "quarto"])
def test_the_readme_names_the_engine_that_checks_take(package, monkeypatch, engine):
    write_site(package)
    text = readme.readme_text(package, current_work(), MEASURED, engine)
    (package / "README.md").write_text(text, encoding="utf-8")
    called = []
    monkeypatch.setattr(clean_folder, "share_environment", lambda root: None)
    monkeypatch.setattr(measured, "run_measured", lambda words, *rest: called.append(words))
    check.run_package(package)
    assert called[0][:3] == ["make", "paper", f"ENGINE={engine}"]


# Contents ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, belongs",
    [
        ("paper/index.qmd", True),
        ("analysis/estimators/did.py", True),
        (".zenodo.json", True),
        ("_quarto.yml", True),
        ("data/authors/template.csv", True),
        ("data/authors/panel.csv", False),
        ("data/authors/panel.xlsx", False),
        ("tests/analysis/estimators/test_did.py", False),
        (".gitignore", False),
        (".github/workflows/test.yml", False),
        ("README.md", False),
        ("LICENSES/README.md", True),
        ("data/README.md", True),
    ],
)
def test_what_belongs_to_the_package(name, belongs):
    assert contents.belongs(name) == belongs


@pytest.mark.long
def test_the_package_holds_all_data_and_nothing_made(finished):
    names = set(manifest.files_below(finished))
    assert {f"data/{table['path']}" for table in schema.package()["resources"]} <= names
    assert not [
        name
        for name in names
        if name.startswith(("_site", "_results", ".venv", "tests")) or "__pycache__" in name
    ]
    assert (finished / ".archived-commit").read_text(encoding="utf-8") == f"{VERSION.commit} {VERSION.date}\n"
    assert {
        "README.md",
        "README.pdf",
        manifest.BEFORE,
        manifest.AFTER,
        "output/results.json",
        "output/numbers.csv",
    } <= names


def test_the_crate_of_the_project_describes_the_package_too(finished):
    graph = json.loads((finished / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    parts = next(one["hasPart"] for one in graph if one["@id"] == "./")
    assert all((finished / part["@id"]).exists() for part in parts)


def test_a_named_panel_is_refused(monkeypatch):
    monkeypatch.setenv("PANEL", "private.csv")
    with pytest.raises(InputError, match="leave PANEL empty"):
        make.main()


def test_the_zip_is_the_same_at_any_time(finished, tmp_path):
    for name in ("a.zip", "b.zip"):
        make.pack(finished, tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert all(name.startswith(f"{make.NAME}/") for name in packed.namelist())


# Lists ---------------------------------------------------------------------------------------------


def test_lists_are_those_that_sha256sum_reads(package):
    listed = manifest.read_list(package / manifest.BEFORE)
    assert listed["README.md"] == hashlib.sha256((package / "README.md").read_bytes()).hexdigest()
    command = ["sha256sum", "--check", "--quiet", manifest.BEFORE]
    assert subprocess.run(command, cwd=package, check=False).returncode == 0
    (package / "Makefile").write_text("all:\n", encoding="utf-8")
    assert subprocess.run(command, cwd=package, check=False, capture_output=True).returncode != 0


def test_a_difference_tells_changed_missing_and_added_files():
    apart = manifest.difference({"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "0", "d": "4"})
    assert apart == manifest.Difference(("b",), ("c",), ("d",))
    assert manifest.difference({"a": "1"}, {"a": "1"}) == manifest.Difference((), (), ())


# README --------------------------------------------------------------------------------------------


def test_the_readme_leaves_nothing_to_fill_in(finished):
    text = (finished / "README.md").read_text(encoding="utf-8")
    assert not re.search(r"\$\{|\bNone\b|\bnan\b|TODO", text)
    assert (
        current_work().title in text
        and "1 min 15 s" in text
        and "640 MB of memory" in text
        and "commit 0123456789ab" in text
    )
    assert all(author.name in text for author in current_work().authors)


def test_the_readme_leads_from_numbers_to_lines(finished):
    text = (finished / "README.md").read_text(encoding="utf-8")
    assert (
        "| 3 Results | 245 | `inflow.n` | `analysis/estimators/did.py:84` | `data/standin/panel.csv` |"
        in text
    )
    row = next(line for line in text.splitlines() if "(`tbl-inflow`)" in line)
    tables = (finished / "analysis/exhibits/article_tables.py").read_text(encoding="utf-8").splitlines()
    first = 1 + next(at for at, line in enumerate(tables) if line.startswith("def did_table("))
    assert (
        f"`analysis/exhibits/article_tables.py:{first}`" in row
        and "`analysis/estimators/did.py:84`" in row
        and "`data/standin/panel.csv`" in row
    )
    cell = re.search(r"`paper/index\.qmd:(\d+)`", row)
    assert (finished / "paper/index.qmd").read_text(encoding="utf-8").splitlines()[
        int(cell[1]) - 1
    ] == "#| label: tbl-inflow"


def test_every_table_has_one_source():
    named = [path for source in readme.sources() for path in source["tables"]]
    assert sorted(named) == sorted(table["path"] for table in schema.package()["resources"])


def test_every_press_report_is_cited(finished):
    references = (finished / "README.md").read_text(encoding="utf-8").rpartition("## References")[2]
    assert all(f"<{address}>" in references for address in schema.load("serpin")["source_url"])


def test_versions_are_those_of_the_lock(finished):
    listed = readme.package_list(finished)
    lock = (finished / "requirements" / "paper.lock").read_text(encoding="utf-8")
    found = re.findall(r"^    - ([\w.-]+) ([\w.]+): \S", listed, re.M)
    assert len(found) == len(listed.splitlines()) > 10
    assert all(f"\n{name.lower()}=={version} " in f"\n{lock}" for name, version in found)


def test_the_kept_run_was_measured():
    kept = measured.read_run()
    assert kept.seconds > 5 and kept.peak_mb > 100 and kept.package_mb > 1 and kept.system and kept.processor


def test_time_and_memory_are_measured(tmp_path):
    (tmp_path / "x").mkdir()
    held = "import time; a = bytearray(60_000_000); time.sleep(1.5); print('done')"
    status, log, seconds, peak = measured.run_measured([sys.executable, "-c", held], tmp_path / "x", {})
    assert (status, log) == (0, "done\n") and seconds >= 1.5 and peak > 60_000_000
    assert measured.run_measured([sys.executable, "-c", "raise SystemExit(3)"], tmp_path / "x", {})[0] == 3


def test_numbers_of_the_readme_are_listed_for_programs(finished):
    lines = (finished / "output/numbers.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].split(",") == list(exhibits.COLUMNS) and len(lines) == 3
    assert lines[2].startswith(
        "paper/index.html,3 Results,tbl-inflow,table cell,inflow.n,245,245,analysis/estimators/did.py,84,"
    )


# The checker ---------------------------------------------------------------------------------------


def verdicts(root) -> dict[str, judged.Verdict]:
    return {judge.__name__: judge(root) for judge in judged.JUDGES}


def test_a_package_in_order_gets_no_no(package):
    (package / "output" / "exhibits").mkdir()
    (package / "output" / "exhibits" / "a.csv").write_text("a\n", encoding="utf-8")
    listed = [name for name in manifest.files_below(package) if name not in (manifest.BEFORE, manifest.AFTER)]
    manifest.write_list(package / manifest.BEFORE, manifest.digests(package, listed))
    assert [one for one in verdicts(package).values() if one.verdict != judged.YES] == []


def append(name, text):
    def change(root):
        with (root / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def replace(name, old, new):
    def change(root):
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def remove(name):
    return lambda root: (root / name).unlink()


PLANTS = {
    "a section is gone": ("has_readme", replace("README.md", "## Dataset list", "## Data")),
    "no PDF": ("has_readme", remove("README.pdf")),
    "a data file is not listed": ("names_data", append("data/official/new.csv", "a\n")),
    "a column is not documented": ("documents_columns", replace("data/regions.csv", "kato", "code")),
    "a source is not cited": ("cites_data", replace("README.md", "Kiel and McClain", "Others")),
    "a licence is gone": ("has_licences", remove("LICENSES/MIT.txt")),
    "a package has no digest": ("pins_software", append("requirements/paper.lock", "thing==1.0\n")),
    "no run time": ("tells_time", replace("README.md", "1 min 15 s", "a while")),
    "an unnamed seed": (
        "states_randomness",
        append("analysis/estimators/did.py", "\nrandom = np.random.default_rng(SEED)\n"),
    ),
    "no seed": (
        "states_randomness",
        append("analysis/estimators/did.py", "\nrandom = np.random.default_rng()\n"),
    ),
    "six steps": (
        "is_short",
        replace("README.md", "### Details on various", "6. Wait.\n\n### Details on various"),
    ),
    "a table is not in the map": ("maps_exhibits", replace("README.md", "(`tbl-outflow`)", "(tbl-outflow)")),
    "an output is gone": ("has_outputs", remove("output/article.pdf")),
    "an absolute path": (
        "names_no_folders",
        append("analysis/estimators/did.py", "# /home/" + "someone/data.csv\n"),
    ),
    "an empty file": ("has_no_waste", append("data/empty.csv", "")),
    "a twin": ("has_no_waste", lambda root: shutil.copyfile(root / "Makefile", root / "Makefile.bak")),
    "someone's address": ("names_nobody", append("paper/official.qmd", "someone.else@university.edu\n")),
    "a private panel": ("has_no_private_data", append("data/authors/panel.csv", "year\n")),
    "a changed file": ("arrived_whole", append("data/regions.csv", "x\n")),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_the_checker_finds_what_is_wrong(package, plant):
    judge, change = PLANTS[plant]
    change(package)
    assert getattr(judged, judge)(package).verdict == judged.NO


def test_outputs_that_differ_are_found(package):
    shutil.rmtree(package / "_site", ignore_errors=True)
    (package / "_site").mkdir()
    shutil.copyfile(package / "output/results.json", package / "_site/results.json")
    manifest.write_list(package / manifest.AFTER, manifest.digests(package, ["_site/results.json"]))
    good = {one.asked: one.verdict for one in check.judge_run(package, 0, "")}
    assert (
        good["Every output is the same to the byte"]
        == good["Every estimate and number is the same"]
        == judged.YES
    )
    assert good["A run changes no file of the package"] == judged.YES
    (package / "_site/results.json").write_text(
        '{"scalars": {"inflow.n": 245, "x": 0.1000001}}', encoding="utf-8"
    )
    (package / "data/regions.csv").write_text("changed", encoding="utf-8")
    bad = {one.asked: one.verdict for one in check.judge_run(package, 2, "error: it broke.")}
    assert set(bad.values()) == {judged.NO}


def test_numbers_may_be_apart_by_rounding_alone():
    ours = {"a": [1.0, None, "x"], "b": 2}
    assert not [*check.differences(ours, {"a": [1 + 1e-12, None, "x"], "b": 2})]
    assert [*check.differences(ours, {"a": [1.001, None, "x"], "b": 2})] == ["results.a.0: 1.0 and 1.001"]
    assert [*check.differences(ours, {"a": [1.0, None], "b": 2})] == ["results.a"]


def test_the_report_counts_its_verdicts():
    text = check.report(
        [judged.Verdict("A", judged.YES, "x"), dataclasses.replace(judged.Verdict("B", judged.NO, "y"))]
    )
    assert text.splitlines() == ["yes     A  x", "NO      B  y", "", "1 yes, 1 no, 0 for the authors to say."]


@pytest.mark.long
def test_the_package_runs_elsewhere_and_is_the_same_twice_whatever_day_is_set(tmp_path, monkeypatch):
    from tests.copies import copy_project

    copy = copy_project(tmp_path / "project")
    (copy.root / ".archived-commit").write_text(f"{VERSION.commit} {VERSION.date}\n", encoding="utf-8")
    package = copy.root / make.FOLDER / f"{make.NAME}.zip"
    digests = []
    for day in (0, 1_700_000_000):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str(day))  # it is the commit that dates a package
        result = copy.make("replication-package")
        assert result.returncode == 0, result.stderr
        digests.append(hashlib.sha256(package.read_bytes()).hexdigest())
    assert digests[0] == digests[1]
    result = copy.make("check-package")
    assert result.returncode == 0 and "0 no" in result.stdout, result.stdout + result.stderr
