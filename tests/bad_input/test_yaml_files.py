"""Whatever YAML the project reads, one reader does, within limits.

A fault is one sentence with file and line, never a traceback.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from press.base import edition, yaml12, yaml_file
from press.base.errors import InputError
from press.numbers import sentences
from press.proof.check_numbers import reading_yaml
from press.proof.diff import conclusions
from press.tables import schema
from tests.copies import ROOT

FAULTS = {
    "deep lists": "a: 1\nb: " + "[" * 3000 + "]" * 3000,
    "deep mappings": "a: 1\nb: " + "{c: " * 3000 + "1" + "}" * 3000,
    "deep blocks": "a:\n" + "\n".join(" " * depth + "b:" for depth in range(1, 3000)),
    "deep and open": "a: " + "[" * 50_000,
    "a Python object": "a: 1\nb: !!python/object/apply:os.system [touch ran]",
    "a Python name": "b: !!python/name:os.system",
    "a tag": "a: 1\nb: !x y",
    "a tag of a mapping": "b: !x {c: d}",
    "a bomb": "a: &a [1, 2, 3, 4, 5, 6, 7, 8, 9]\n"
    + "".join(
        f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
        for old, new in zip("abcdefgh", "bcdefghi", strict=True)
    ),
    "an alias of itself": "a: &a\n  b: *a",
    "twice": "a: 1\na: 2",
    "a key that is a list": "? [a]\n: 1",
    "a number that is none": "a: !!int x",
    "an open list": "a: [",
    "a tab": "a:\n\tb: 1",
    "a bell": "a: \x07",
    "two documents": "a: 1\n---\nb: 2\n",
    "huge": "a: " + "x" * 1_100_000,
    "not UTF-8": "a: \udcff",
    "a NUL": "a: \0",
}
READERS = {
    "settings": edition.read_yaml,
    "list": yaml_file.read_list,
    "schema": lambda file: schema.package.__wrapped__(),
    "sentences": lambda file: sentences.read(None, file),
    "old sentences": lambda file: conclusions.read_statements(file.parent),
    "check-numbers": reading_yaml.read_abstracts,
    "check-numbers, sentences": reading_yaml.read_sentences,
    "check-numbers, variables": reading_yaml.read_variables,
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("reader", READERS)
def test_a_fault_is_one_sentence(reader, fault, tmp_path, monkeypatch):
    file = tmp_path / {"schema": "schema.yaml", "old sentences": "sentences.yml"}.get(reader, "file.yml")
    file.write_bytes(FAULTS[fault].encode("utf-8", "surrogateescape"))
    monkeypatch.setattr(schema, "DATA", tmp_path)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as ended:
        READERS[reader](file)
    said = str(ended.value)
    assert (
        "\n" not in said and file.name in said and len(said) < 500 and re.search(r", line \d+|:\d+: ", said)
    ), said
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a",
        "5",
        "resources: 5",
        "resources: [5]",
        "resources: [{name: a}]",
        "resources: [{name: [], path: b}]",
    ],
)
def test_a_schema_without_tables_is_refused(text, tmp_path, monkeypatch):
    (tmp_path / "schema.yaml").write_text(text)
    monkeypatch.setattr(schema, "DATA", tmp_path)
    with pytest.raises(InputError, match=r"schema.yaml: found no "):
        schema.package.__wrapped__()


def test_no_other_reader_of_yaml_is_used():
    """Only the one reader calls PyYAML to read; others write."""
    found = {}
    for file in [file for folder in ("analysis", "press") for file in (ROOT / folder).rglob("*.py")]:
        calls = {
            node.attr
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "yaml"
        }
        if calls & {
            "load",
            "safe_load",
            "full_load",
            "unsafe_load",
            "load_all",
            "safe_load_all",
            "compose",
            "parse",
            "scan",
        }:
            found[file.relative_to(ROOT).as_posix()] = calls
    assert found.keys() == {"press/base/yaml12.py"}


@pytest.mark.long
def test_the_command_line_says_it_without_a_traceback(tmp_path):
    for name in ("analysis", "press", "data", "paper"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("_quarto.yml", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    for file, command in (("data/schema.yaml", "prepare"), ("paper/abstracts.yml", "prepare")):
        before = (tmp_path / file).read_bytes()
        for fault in ("deep lists", "a tag"):
            (tmp_path / file).write_text(FAULTS[fault])
            done = subprocess.run(
                [str(tmp_path / ".venv" / "bin" / "python"), "-m", "press", command],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                check=False,
            )
            assert (
                done.returncode == 1
                and done.stderr.startswith(f"error: {file}, line ")
                and done.stderr.count("\n") == 1
            ), done.stderr
        (tmp_path / file).write_bytes(before)


def test_nodes_know_their_places():
    node = yaml12.nodes("a: 1\nb: [2]\n", Path("x"))
    assert [key.value for key, _ in node.value] == ["a", "b"] and node.value[1][1].start_mark.line == 1
