"""Modules that note their parts are kept beside their source, and believed for that source alone."""

import builtins
import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

from press.render.in_kernel import instrumented, parts

SOURCE = b"import time\n\ndef rate(x):\n    return x / 2\n\ndef clock():\n    return time.time()\n"


def made(file, source=SOURCE):
    file.write_bytes(source)
    return instrumented.instrumented(source, str(file))


def kept(file):
    return Path(cache_from_source(str(file), optimization="press"))


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "rates.py"


def test_its_functions_note_their_numbers_and_do_what_they_did(file, monkeypatch):
    module, noted = made(file), set()
    monkeypatch.setattr(builtins, parts.ENTERED, noted.add, raising=False)
    monkeypatch.setattr(builtins, parts.SHARED, None, raising=False)
    names = {}
    exec(module.code, names)
    assert names["rate"](3) == 1.5
    assert [module.names[number] for number in noted] == ["rate"]
    assert {module.names[number]: said for number, said in module.reasons.items()} == {
        "clock": ["it reads the clock"]
    }


def test_what_is_kept_is_believed_for_the_same_source_at_the_same_place(file, tmp_path, monkeypatch):
    module = made(file)
    assert kept(file).is_file()
    monkeypatch.setattr(parts, "instrument", None)  # making it anew would fail
    again = made(file)
    assert (again.names, again.reasons, again.code.co_code) == (
        module.names, module.reasons, module.code.co_code,
    )  # fmt: skip
    with pytest.raises(TypeError):
        made(file, SOURCE.replace(b"/ 2", b"/ 3"))
    with pytest.raises(TypeError), monkeypatch.context() as elsewhere:
        elsewhere.setattr(instrumented, "PRESS", str(tmp_path))
        made(file)
    other = tmp_path / "moved" / "rates.py"
    kept(other).parent.mkdir(parents=True)
    kept(other).write_bytes(kept(file).read_bytes())
    with pytest.raises(TypeError):
        made(other)


@pytest.mark.parametrize(
    "damage", [lambda held: held[:50], lambda held: b"", lambda held: held[:-1] + b"\0\0"]
)
def test_what_is_damaged_is_made_again(file, damage):
    module = made(file)
    kept(file).write_bytes(damage(kept(file).read_bytes()))
    assert made(file).names == module.names
    assert kept(file).stat().st_size > 100


def test_a_folder_that_cannot_be_written_keeps_nothing(file, monkeypatch):
    def refuse(*given, **how):
        raise PermissionError

    monkeypatch.setattr(os, "makedirs", refuse)
    assert set(made(file).names.values()) == {"rate", "clock"}
    assert not kept(file).exists()


def test_python_that_keeps_no_modules_keeps_none_of_these(file, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    made(file)
    assert not kept(file).exists()


def test_a_part_has_the_same_number_in_every_process(file):
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from press.render.in_kernel.instrumented import number_of; print(number_of('a.py', 'f'))",
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[4],
    ).stdout
    assert int(told) == instrumented.number_of("a.py", "f") != instrumented.number_of("b.py", "f")


def test_what_is_no_python_is_refused_and_not_kept(file):
    with pytest.raises(SyntaxError):
        made(file, b"def (")
    assert not kept(file).exists()
