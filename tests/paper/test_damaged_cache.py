"""The whole paper, built again from what an earlier build kept and somebody damaged.

The site is what it was.
"""

from __future__ import annotations

import random

import pytest

from press.base import store
from tests.copies import copy_project

pytestmark = pytest.mark.long
SEED = 15


def kept_files(root):
    return sorted(
        path for folder in (".press", "_results") for path in (root / folder).rglob("*") if path.is_file()
    )


def flip(file, chance):
    """Flip a bit of a file; what it held."""
    whole = file.read_bytes()
    changed = bytearray(whole)
    changed[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    file.write_bytes(changed)
    return whole


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = copy_project(tmp_path_factory.mktemp("paper") / "damaged")
    result = copy.make("paper", "ENGINE=press")
    assert result.returncode == 0, result.stdout + result.stderr
    return copy


def test_a_flipped_bit_in_any_file_that_is_kept_is_seen(copy):
    chance, believed = random.Random(SEED), {}
    records = [file for file in (copy.root / ".press").glob("*.json") if file.stem != "home"]
    for file in (
        file for file in kept_files(copy.root) if ".press" in file.parts and file.name != "home.json"
    ):
        if not file.stat().st_size:
            continue
        whole, said = flip(file, chance), []
        opened = store.open_store(copy.root, said.append)
        if file in records:
            assert opened.record(file.stem, "it") == {}, file
        else:
            page = file.relative_to(copy.root / ".press" / "pages").parts[0]
            assert opened.tree(page, "it", lambda about: True) is None, file
        assert len(said) == 1
        believed[file] = whole
        file.write_bytes(whole)
    assert len(believed) > 50


def test_the_site_is_what_it_was(copy):
    chance, whole = random.Random(SEED), copy.site_digest()
    files = [file for file in kept_files(copy.root) if file.stat().st_size]
    groups = (".press", "pages", "_results", ".downloads")
    for name in groups:
        flip(chance.choice([file for file in files if name in file.parts]), chance)
        result = copy.make("paper", "ENGINE=press")
        assert result.returncode == 0, result.stdout + result.stderr
        assert copy.site_digest() == whole, name
