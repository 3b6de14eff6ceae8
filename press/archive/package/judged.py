"""What is asked of a replication package, a verdict a line, after the list of the AEA's data editor."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from press.archive.package import manifest
from press.base import project_files, yaml_file
from press.base.edition import science
from press.proof.publish_check.machine import PASSED, pattern_of, unpacked

SECTIONS = (
    "Overview",
    "Data Availability and Provenance Statements",
    "Statement about Rights",
    "Summary of Availability",
    "Details on each Data Source",
    "Dataset list",
    "Computational requirements",
    "Software Requirements",
    "Controlled Randomness",
    "Memory, Runtime, Storage Requirements",
    "Description of programs/code",
    "License for Code",
    "Instructions to Replicators",
    "List of tables and programs",
    "References",
)
"""The sections of the data editors' template."""
MAKER = re.compile(r"Bureau of National Statistics|[A-Z]\w+(?: \(\d{4}\)|,? and| Community)")
"""How the source of data begins that others made."""
EMAIL = re.compile(rb"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b")
SCHEME_ALONE = re.compile(rb"file:///(?!\w)")
"""The beginning of an address that names no file."""
BY_OTHERS = (".csl",)
"""Files of others that name their makers, as their licences ask."""
RESERVED = (b"example.org", b"example.com")
"""Hosts of addresses that are no one's."""
SECRET = re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{36}")
YES, NO, AUTHORS = "yes", "NO", "authors"
"""Verdicts: it is so, it is not, only the authors can say."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A line of the list: what is asked, the verdict, what was found."""

    asked: str
    verdict: str
    found: str


def verdict(asked: str, faults: list[str], good: str) -> Verdict:
    """Yes where nothing is wrong, else no with the first faults."""
    shown = "; ".join(faults[:3]) + (f"; and {len(faults) - 3} more" if len(faults) > 3 else "")
    return Verdict(asked, NO if faults else YES, shown or good)


def judge_package(root: Path) -> Iterator[Verdict]:
    """Yield what can be said of an unpacked package before it is run."""
    for judge in JUDGES:
        yield judge(root)
    yield Verdict(
        "The authors certify their right to use and to publish the data",
        AUTHORS,
        "two boxes of the README are left open for them",
    )
    yield Verdict(
        "The package lies in a trusted repository with a DOI",
        AUTHORS,
        "not deposited yet as far as the package says",
    )


def readme_of(root: Path) -> str:
    """Return the README; empty where there is none."""
    file = root / "README.md"
    return file.read_text(encoding="utf-8") if file.is_file() else ""


def has_readme(root: Path) -> Verdict:
    """README in the template's sections, as text and PDF."""
    heads = set(re.findall(r"^#+ (.+)$", readme_of(root), re.M))
    faults = [f"no section “{name}”" for name in SECTIONS if name not in heads]
    pdf = root / "README.pdf"
    if not (pdf.is_file() and pdf.read_bytes().startswith(b"%PDF")):
        faults.append("no README.pdf")
    return verdict(
        "README by the data editors' template, as text and PDF", faults, f"{len(SECTIONS)} sections"
    )


def names_data(root: Path) -> Verdict:
    """Every file of data is in the list, and stated to be provided or not."""
    text = readme_of(root)
    tables = [name for name in manifest.files_below(root, "data") if name.endswith(".csv")]
    return verdict(
        "Every data file is listed with its source and availability",
        [f"{name} is not in the README" for name in tables if text.count(f"`{name}`") < 2],
        f"{len(tables)} files",
    )


def documents_columns(root: Path) -> Verdict:
    """Every column of every table is in the codebook."""
    book = (root / "data" / "README.md").read_text(encoding="utf-8")
    parts = dict(re.findall(r"^## (\S+\.csv)\n(.*?)(?=^## |\Z)", book, re.M | re.S))
    faults, count = [], 0
    for name in manifest.files_below(root, "data"):
        if name.endswith(".csv"):
            columns = (root / name).open(encoding="utf-8").readline().strip().split(",")
            count += len(columns)
            faults += [
                f"{name}: {one}"
                for one in columns
                if f"| `{one}` " not in parts.get(name.removeprefix("data/"), "")
            ]
    return verdict("Every variable is in a codebook", faults, f"{count} columns")


def cites_data(root: Path) -> Verdict:
    """Every source that is provided and not of our own making has a citation."""
    references = readme_of(root).rpartition("## References")[2]
    faults = [
        f"{table['path']} has no citation"
        for table in yaml_file.read(root / "data" / "schema.yaml")["resources"]
        if table["path"].startswith(("external/", "official/"))
        and (maker := MAKER.search(f"{table.get('source')}"))
        and maker[0] not in references
    ]
    if "](" not in references and "<http" not in references:
        faults.append("no address among the references")
    return verdict("Data sources are cited", faults, f"{references.count(chr(10) + '- ')} references")


def has_licences(root: Path) -> Verdict:
    """Licences of code, text and data, each in its words."""
    return verdict(
        "Licences for code, text and data, apart",
        [
            f"LICENSES/{name} is missing"
            for name in ("MIT.txt", "CC-BY-4.0.txt", "README.md")
            if not (root / "LICENSES" / name).is_file()
        ],
        "MIT, CC BY 4.0; LICENSES/README.md says what is under which",
    )


def pins_software(root: Path) -> Verdict:
    """Every package has a version and a digest."""
    lock = (root / "requirements" / "paper.lock").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[\w.-]+==)", lock, flags=re.M)[1:]
    return verdict(
        "Software is named with versions",
        [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin],
        f"{len(pins)} packages, each with its SHA-256",
    )


def tells_time(root: Path) -> Verdict:
    """Run time, memory and storage are stated."""
    part = readme_of(root).partition("### Memory, Runtime")[2].partition("\n## ")[0]
    wanted = {
        "run time": r"\| (\d+ min )?\d+ s \|",
        "memory": r"\| [\d,]+ MB of memory \|",
        "machine": r"Measured on \d{4}-\d\d-\d\d on .+cores",
    }
    found = re.search(wanted["run time"], part)
    return verdict(
        "Run time, memory and storage as measured",
        [f"no {name}" for name, form in wanted.items() if not re.search(form, part)],
        found[0].strip("| ") if found else "",
    )


def states_randomness(root: Path) -> Verdict:
    """Every seed of the code is in the README, and nothing is drawn without one."""
    named = readme_of(root).partition("### Controlled Randomness")[2].partition("\n### ")[0]
    faults, seeds = [], 0
    for path in sorted((root / science()).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root).as_posix()
        if re.search(
            r"default_rng\(\)|np\.random\.(?!default_rng)\w+\(|^import random\b|^from random\b", text, re.M
        ):
            faults.append(f"{name} draws without a seed")
        if re.search(r"np\.random\.default_rng\(\w", text):
            seeds += 1
            faults += [] if name in named else [f"{name} is not named"]
    return verdict("Seeds, or their absence, are stated", faults, f"{seeds} file with a seed")


def is_short(root: Path) -> Verdict:
    """At most five steps, one of which runs everything."""
    part = readme_of(root).partition("## Instructions to Replicators")[2].partition("\n### ")[0]
    steps = re.findall(r"^\d+\. ", part, re.M)
    return verdict(
        "Instructions of a few steps with one command for everything",
        ([] if 0 < len(steps) <= 5 else [f"{len(steps)} steps"])
        + ([] if re.search("`make paper( ENGINE=\\w+)?`", part) else ["no command"]),
        f"{len(steps)} steps",
    )


def maps_exhibits(root: Path) -> Verdict:
    """Every exhibit of the documents is in the list, with a program and a line."""
    text = readme_of(root).partition("### Tables and figures")[2]
    labels = {
        label
        for file in (root / "paper").glob("*.qmd")
        for label in re.findall(
            r"^(?:#\| label: |:::+ *\{#)((?:tbl|fig)-[\w-]+)", file.read_text(encoding="utf-8"), re.M
        )
    }
    rows = {match[1]: match[0] for match in re.finditer(r"^\|[^|]*\(`((?:tbl|fig)-[\w-]+)`\).*$", text, re.M)}
    faults = [
        *(f"{label} is not in the list" for label in sorted(labels - set(rows))),
        *(f"{label} leads to no line" for label, row in rows.items() if not re.search(r"`[^`|]+:\d+`", row)),
    ]
    return verdict(
        "Every table and figure leads to program, line and output", faults, f"{len(rows)} tables and figures"
    )


def has_outputs(root: Path) -> Verdict:
    """Every kind of output is in the package."""
    return verdict(
        "Outputs of the authors' run are included",
        [
            name
            for name in ("results.json", "numbers.csv", "article.pdf", "exhibits")
            if not (root / "output" / name).exists()
        ],
        f"{len(manifest.files_below(root, 'output'))} files in output/",
    )


def names_no_folders(root: Path) -> Verdict:
    """No file names a place on the machine that made it."""
    pattern, faults = pattern_of(root), []
    for name in manifest.files_below(root):
        if not name.endswith(PASSED):
            parts = (SCHEME_ALONE.sub(b"", part) for _, part in unpacked(name, (root / name).read_bytes()))
            found = next(filter(None, map(pattern.search, parts)), None)
            faults += [f"{name}: {found[0].decode(errors='replace')}"] if found else []
    return verdict("No absolute paths", faults, "none")


def has_no_waste(root: Path) -> Verdict:
    """No empty files, and no two with the same content but outputs that repeat one another."""
    same = defaultdict(list)
    for name in manifest.files_below(root):
        same[hashlib.sha256((root / name).read_bytes()).digest()].append(name)
    empty = [
        f"{name} is empty" for names in same.values() for name in names if not (root / name).stat().st_size
    ]
    twins = [" = ".join(names) for names in same.values() if len(names) > 1]
    return verdict("No empty and no twin files", empty + twins, f"{len(same)} files")


def names_nobody(root: Path) -> Verdict:
    """No addresses of people but those that the authors give themselves, no keys."""
    head = (root / "paper" / "index.qmd").read_bytes().partition(b"\n---\n")[0] + (
        root / "paper" / "edition.yml"
    ).read_bytes()
    own, faults = set(EMAIL.findall(head)), []
    for name in manifest.files_below(root):
        if name.endswith((*PASSED, *BY_OTHERS)):
            continue
        for _, part in unpacked(name, (root / name).read_bytes()):
            others = {one for one in EMAIL.findall(part) if one not in own and not one.endswith(RESERVED)}
            if b"\0" not in part:
                faults += [f"{name}: {one.decode()}" for one in sorted(others)]
            faults += [f"{name}: a key"] if SECRET.search(part) else []
    return verdict(
        "No personal or confidential data",
        faults,
        f"{len(own)} e-mail addresses, all the authors' own in the article",
    )


def has_no_private_data(root: Path) -> Verdict:
    """No private data are inside."""
    return verdict(
        "Data that may not be published are left out, and described",
        [name for name in manifest.files_below(root, "data/authors") if name not in project_files.FORM],
        "no private data are inside",
    )


def arrived_whole(root: Path) -> Verdict:
    """Every file is as the first list has it, and none is beside it."""
    listed = manifest.read_list(root / manifest.BEFORE)
    names = [name for name in manifest.files_below(root) if name not in (manifest.BEFORE, manifest.AFTER)]
    apart = manifest.difference(listed, manifest.digests(root, names))
    return verdict(
        "Every file is as the list has it",
        [*apart.changed, *apart.missing, *apart.added],
        f"{len(listed)} files",
    )


JUDGES: tuple[Callable[[Path], Verdict], ...] = (
    has_readme,
    names_data,
    documents_columns,
    cites_data,
    has_licences,
    pins_software,
    tells_time,
    states_randomness,
    is_short,
    maps_exhibits,
    has_outputs,
    names_no_folders,
    has_no_waste,
    names_nobody,
    has_no_private_data,
    arrived_whole,
)
