"""What is kept is believed only as it was written and where it was written.

Else it is made anew, and the site is what it was.
"""

from __future__ import annotations

import json
import os
import random
import shutil

import pytest

from press.base import store
from press.render import build, digests, known_parts
from press.render.kept_pages import restore
from tests.press.render.test_all_or_nothing import digest
from tests.press.render.test_cache import render

SAID = "damaged; it is made anew"


def lines_of(root, **options):
    lines = []
    build.render(root, ("html",), report=lines.append, **options)
    return lines


def kept_files(root):
    return sorted(path for path in (root / ".press").rglob("*") if path.is_file())


def read_all(root):
    """All that is kept, as far as it is believed, and what was said."""
    said = []
    opened = store.open_store(root, said.append)
    records = {
        file.name: opened.record(file.stem, file.stem)
        for file in sorted((root / ".press").glob("*.json"))
        if file.stem != "home"
    }
    trees = {
        file.name: opened.tree(file.name, file.name, lambda about: True)
        for file in sorted((root / ".press" / "pages").glob("*"))
    }
    return {name: found for name, found in (records | trees).items() if found}, said


def flipped(data, chance):
    changed = bytearray(data)
    changed[place := chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(changed), place


@pytest.fixture
def kept(site, monkeypatch):
    """A site that was built once, and the digest of its output."""
    # builds follow each other at once here: what changed just before one counts as known
    monkeypatch.setattr(digests, "CLOCK", -60)
    (site / "paper" / "more.qmd").write_text("More of {{< var k >}}.\n")
    lines_of(site)
    return site, digest(site / "_site")


def test_whole_all_is_believed(kept):
    found, said = read_all(kept[0])
    assert len(found) == 6 and not said
    assert not [line for line in lines_of(kept[0]) if ".press" in line]


def test_a_flipped_bit_in_any_kept_file_is_seen(kept):
    site, _ = kept
    whole, _ = read_all(site)
    chance = random.Random(6)
    for file in [file for file in kept_files(site) if file.name != "home.json"]:
        data = file.read_bytes()
        for _ in range(5):
            file.write_bytes(flipped(data, chance)[0])
            found, said = read_all(site)
            assert len(said) == 1 and len(found) < len(whole), file
            assert all(found[name] == whole[name] for name in found), "what else is kept is not touched"
            file.write_bytes(data)
    assert len(read_all(site)[0]) == len(whole)
    home = site / ".press" / "home.json"
    home.write_bytes(flipped(home.read_bytes(), chance)[0])
    assert read_all(site) == (
        {},
        [".press was not made by builds in this folder, or its key is damaged; it is emptied."],
    )


DAMAGE = {
    "a flipped bit": lambda file, chance: file.write_bytes(flipped(file.read_bytes(), chance)[0]),
    "cut short": lambda file, chance: file.write_bytes(
        file.read_bytes()[: chance.randrange(1, file.stat().st_size)]
    ),
    "empty": lambda file, chance: file.write_bytes(b""),
    "gone": lambda file, chance: file.unlink(),
    "longer": lambda file, chance: file.write_bytes(file.read_bytes() + b" "),
    "a folder": lambda file, chance: (file.unlink(), file.mkdir(), (file / "x").write_text("x")),
    "a link to nothing": lambda file, chance: (file.unlink(), file.symlink_to("nothing")),
    "a pipe": lambda file, chance: (file.unlink(), os.mkfifo(file)),
    "zeros": lambda file, chance: file.write_bytes(b"\0" * file.stat().st_size),
    "deep": lambda file, chance: file.write_bytes(b'{"seal": "' + b"0" * 64 + b'", "key": ' + b"[" * 200_000),
}


@pytest.mark.long
@pytest.mark.parametrize("damage", DAMAGE)
def test_the_site_is_what_it_was_whatever_is_damaged(kept, damage):
    site, whole = kept
    chance = random.Random(damage)
    names = [file.relative_to(site) for file in kept_files(site)]
    for name in chance.sample(names, 2):
        DAMAGE[damage](site / name, chance)
        said = [line for line in lines_of(site) if ".press" in line]
        assert digest(site / "_site") == whole, name
        is_asked_for = name.name != f"{known_parts.NAME}.json"  # that is only where a module has changed
        assert len(said) == 1 or damage == "gone" or not is_asked_for, (name, said)
        assert not [line for line in lines_of(site) if ".press" in line], "the next build finds all whole"


def test_records_and_pages_in_each_other_s_place_are_not_believed(kept):
    site, whole = kept
    pages = sorted((site / ".press" / "pages").iterdir())
    aside = site.parent / "aside"
    for one, other in (
        pages[:2],
        [page / "record.json" for page in pages[:2]],
        [page / "files" for page in pages[:2]],
        sorted((site / ".press").glob("*.json"))[:2],
    ):
        os.replace(one, aside)
        os.replace(other, one)
        os.replace(aside, other)
        assert [line for line in lines_of(site) if ".press" in line]
        assert digest(site / "_site") == whole


def forge(opened, name, change):
    """Change a record as its owner could, with the right seal."""
    record = {key: value for key, value in opened._read(f"{name}.json").items() if key != "seal"}
    change(record)
    opened.keep(name, record)


def name_of_after(site):
    return next(file.stem for file in (site / ".press").glob("*.json") if "results.json" in file.read_text())


@pytest.mark.parametrize("path", ["../../x", "a/../../../x", "/x", "//x", "../site-evil/x", "", ".", "a/\0"])
def test_a_path_that_leads_out_is_refused_though_the_seal_is_right(kept, path):
    site, whole = kept
    forge(
        store.open_store(site, print),
        name_of_after(site),
        lambda record: record.update(copies={path: "OTk5OS45OQ=="}),
    )
    before = outside(site)
    said = [line for line in lines_of(site) if "names a file outside the output; it is made anew" in line]
    assert len(said) == 1 and digest(site / "_site") == whole and outside(site) == before


def outside(site):
    return {
        entry for entry in site.parent.rglob("*") if not {".press", "_site", "__pycache__"} & set(entry.parts)
    }


def test_so_is_one_that_leads_out_through_a_link(site):
    staged, elsewhere, said = site / "staged", site / "elsewhere", []
    staged.mkdir()
    elsewhere.mkdir()
    (staged / "folder").symlink_to(elsewhere)
    (staged / "file").symlink_to(elsewhere / "x")
    kept = store.open_store(site, said.append)
    for path in ("folder/x", "folder/a/x", "file"):
        assert not restore({"fine": b"", path: b"9999.99"}, staged, "it", kept)
    assert len(said) == 3 and not list(elsewhere.iterdir()) and not (staged / "fine").exists()


def test_so_is_one_in_a_page(kept):
    site, whole = kept
    for page in (site / ".press" / "pages").iterdir():
        opened = store.open_store(site, print)
        record = opened._read(f"pages/{page.name}/record.json")
        path = next(iter(record["files"]))
        del record["seal"]
        out = page / "files" / "../../../../out.html"
        record["files"] = {"../../../../out.html": record["files"][path]}
        out.write_bytes((page / "files" / path).read_bytes())
        opened._seal(f"pages/{page.name}/record.json", record, page / "record.json")
        out.unlink()
    assert [line for line in lines_of(site) if SAID in line]
    assert digest(site / "_site") == whole and not (site / "out.html").exists()


# A .press that came from elsewhere --------------------------------------------------------------


def copied(kept, target):
    """A checkout of the site that brings its `.press` along."""
    shutil.copytree(kept, target, symlinks=True)
    shutil.rmtree(target / "_site")
    return target


def test_one_that_came_with_a_checkout_is_not_used(kept, tmp_path):
    site, whole = kept
    stranger = copied(site, tmp_path / "stranger")
    ran, _ = render(stranger)
    assert ran == {"cells", "prepare", "after"}
    assert render(stranger)[0] == set()


@pytest.mark.parametrize(
    "arrival",
    ["in the same place", "into a folder in use", "the folder alone", "an older press's", "a forged key"],
)
def test_however_it_came(kept, arrival):
    site, whole = kept
    foreign = site.parent / "foreign"
    shutil.copytree(site / ".press", foreign)
    for file in foreign.rglob("*.html"):
        file.write_text(file.read_text().replace("total 4", "total 9999.99"))
    if arrival == "into a folder in use":  # a pull that brings tracked records, the key not among them
        (foreign / "home.json").unlink()
        for file in foreign.rglob("*.json"):
            file.write_text(file.read_text().replace("total 4", "total 9999.99"))
        shutil.copytree(foreign, site / ".press", dirs_exist_ok=True)
    elif arrival == "the folder alone":
        shutil.rmtree(site / ".press")
        shutil.copytree(foreign, site / ".press")
        (site / ".press" / "home.json").unlink()
    elif arrival == "an older press's":
        shutil.rmtree(site / ".press")
        shutil.copytree(foreign, site / ".press")
        for file in (site / ".press").rglob("*.json"):
            file.write_text(json.dumps({"key": "x"}))
    elif arrival == "a forged key":
        (site / ".press" / "home.json").write_text(
            json.dumps({"folder": str(site / ".press"), "file": 1, "key": "00" * 32})
        )
    else:
        shutil.rmtree(site / ".press")
        shutil.copytree(foreign, site / ".press")
    said = [line for line in lines_of(site) if ".press" in line]
    assert (
        said
        and "9999" not in (site / "_site" / "paper" / "index.html").read_text()
        and digest(site / "_site") == whole
    )


@pytest.mark.parametrize("what", ["a link to a folder", "a link to nothing", "a file", "a pipe"])
def test_in_its_place(kept, what):
    site, whole = kept
    elsewhere = site.parent / "elsewhere"
    os.replace(site / ".press", elsewhere)
    (elsewhere / "mine.part").write_text("mine")
    if what == "a file":
        (site / ".press").write_text("x")
    elif what == "a pipe":
        os.mkfifo(site / ".press")
    else:
        (site / ".press").symlink_to(elsewhere if what == "a link to a folder" else site.parent / "nothing")
    before = {
        path.relative_to(elsewhere): path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()
    }
    assert any("it is emptied" in line for line in lines_of(site))
    assert (
        digest(site / "_site") == whole and (site / ".press").is_dir() and not (site / ".press").is_symlink()
    )
    assert {
        path.relative_to(elsewhere): path.read_bytes() for path in elsewhere.rglob("*") if path.is_file()
    } == before
    assert not (site.parent / "nothing").exists()


def test_an_empty_folder_is_taken_in_silence(site):
    (site / ".press").mkdir()
    assert not [line for line in lines_of(site) if ".press" in line]


def test_a_forged_number_reaches_no_page(kept):
    """A record that says 9999.99 with the seal of another content."""
    site, whole = kept
    for file in (site / ".press").glob("*.json"):
        file.write_text(file.read_text().replace("total 4", "total 9999.99"))
    assert "9999" not in render(site)[1] and digest(site / "_site") == whole
