"""Processes that make the folder of a project at the same moment agree on one key."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from press.base import store


@pytest.mark.parametrize("there", [None, "file", "link", "strange folder"])
def test_whoever_comes_first_draws_the_key_for_all(tmp_path, there):
    folder, elsewhere = tmp_path / store.FOLDER, tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.txt").write_text("mine")
    at_once = Barrier(4)

    def begin(number):
        at_once.wait()
        return store.open_store(tmp_path, lambda line: None).key

    with ThreadPoolExecutor(4) as pool:
        for _ in range(60):
            shutil.rmtree(folder, ignore_errors=True)
            if there == "file":
                folder.write_text("a file")
            elif there == "link":
                folder.symlink_to(elsewhere)
            elif there:
                folder.mkdir()
                (folder / "page.json").write_text("{}")
            keys = list(pool.map(begin, range(4)))
            assert len(set(keys)) == 1 and store._key_of(folder) == keys[0]
            assert not (folder / "page.json").exists()
    assert (elsewhere / "mine.txt").read_text() == "mine"
