"""What is remembered of modules' parts is what they say now."""

import ast
import sys

import pytest

from press.base.store import open_store
from press.render import known_parts
from press.render.in_kernel import instrumented, parts
from press.render.known_parts import KnownParts

FIRST, SECOND = "def rate():\n    return 1\n", "def rate():\n    return 2\n"


@pytest.fixture
def module(tmp_path):
    file = tmp_path / "rates.py"
    file.write_text(FIRST)
    return file


def test_a_module_is_read_as_a_tree_once_in_all_builds(tmp_path, module, monkeypatch):
    store = open_store(tmp_path, print)
    first = KnownParts(store)
    told = first.digests("rates.py", module)
    assert told == parts.digests(ast.parse(FIRST))
    first.keep()
    monkeypatch.setattr(known_parts.syntax, "parse", None)  # a second reading would fail
    assert first.digests("rates.py", module) == KnownParts(store).digests("rates.py", module) == told


def test_a_module_that_was_loaded_need_not_be_read_as_a_tree(module, monkeypatch):
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    instrumented.instrumented(FIRST.encode(), str(module))
    monkeypatch.setattr(known_parts.syntax, "parse", None)
    assert KnownParts(None).digests("rates.py", module) == parts.digests(ast.parse(FIRST))
    module.write_text(SECOND)
    with pytest.raises(TypeError):
        KnownParts(None).digests("rates.py", module)


def test_a_changed_module_is_read_again(tmp_path, module):
    store = open_store(tmp_path, print)
    known = KnownParts(store)
    known.digests("rates.py", module)
    known.keep()
    module.write_text(SECOND)
    assert known.digests("rates.py", module) == parts.digests(ast.parse(SECOND))
    assert KnownParts(store).digests("rates.py", module) == parts.digests(ast.parse(SECOND))


@pytest.mark.parametrize("source", [b"def (", b"\xff", b"x = '\0'"])
def test_what_is_no_module_has_no_parts(tmp_path, module, source):
    module.write_bytes(source)
    assert KnownParts(None).digests("rates.py", module) is None
    assert KnownParts(None).digests("gone.py", tmp_path / "gone.py") is None
