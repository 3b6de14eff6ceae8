"""The patch that carries a reviewer's changes into the sources, as the real git applies it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from press.base.errors import InputError
from press.journal.word_back.model import By, Change, Edit
from press.journal.word_back.telling import apply
from press.journal.word_back.telling.apply import apply_patch
from press.journal.word_back.telling.patch import clashes, patch_of, texts_after

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="no git program, which applies patches")
JANE = By("Jane Doe", "2026-11-20T09:30:00Z")
FILE = "paper/index.qmd"
TEXT = "".join(f"Line {number} of the paper.\n" for number in range(1, 41))


def git(root: Path, *words: str, **more) -> str:
    return subprocess.run(
        ["git", "-c", "user.name=A", "-c", "user.email=a@b.c", "-C", str(root), *words],
        check=True, capture_output=True, **more,
    ).stdout.decode()  # fmt: skip


def checkout(root: Path, files: dict[str, str]) -> Path:
    """A checkout with these files committed."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "-q")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    return root


def words(number: int, text: str, old: str, new: str, file: str = FILE, by: By = JANE) -> Change:
    """A change of words that stand once in the text."""
    assert text.count(old) == 1, old
    start = text.index(old)
    edit = Edit(file, start, start + len(old), new)
    return Change(number, "words", "Introduction", old, new, by, True, edits=(edit,))


def at(number: int, *edits: Edit, by: By = JANE) -> Change:
    return Change(number, "words", "Introduction", "old", "new", by, True, edits=edits)


def substituted(text: str, *pairs: tuple[str, str]) -> str:
    """What the edits come to, by another way than offsets."""
    for old, new in pairs:
        assert text.count(old) == 1
        text = text.replace(old, new)
    return text


def applied(tmp_path: Path, patch: str, files: dict[str, str]) -> dict[str, str]:
    """What the real `git apply` makes of files in a checkout."""
    root = checkout(tmp_path / "checkout", files)
    subprocess.run(["git", "-C", str(root), "apply", "-"], input=patch.encode(), check=True)
    return {name: (root / name).read_bytes().decode() for name in files}


def test_the_whole_patch_of_one_change_is_as_git_writes_it(tmp_path):
    change = words(3, TEXT, "Line 20 of", "Row 20 of")
    patch = patch_of([change], lambda file: TEXT)
    root = checkout(tmp_path, {FILE: TEXT})
    (root / FILE).write_text(TEXT.replace("Line 20 of", "Row 20 of"))
    lines = [line for line in git(root, "diff").splitlines() if not line.startswith("index ")]
    lines[3] = "@@ -17,7 +17,7 @@ 3. Jane Doe"
    assert patch.splitlines() == ['# 3. Jane Doe, 2026-11-20: "Line 20 of" -> "Row 20 of"', *lines]


def test_a_series_on_one_line_and_its_neighbours_applies(tmp_path):
    pairs = [("Line 9 of", "Line nine of"), ("Line 10 of", "Line ten of"), ("Line 11 of", "Line eleven\nof")]
    pairs += [("Line 1 of", "First"), ("Line 40 of", "Last")]
    changes = [words(number, TEXT, *pair) for number, pair in enumerate(pairs, 1)]
    start = TEXT.index("Line 10 of the paper") + len("Line 10 of ")
    changes.append(at(6, Edit(FILE, start, start + 3, "a")))  # on the line of change 2
    end = start + len("the paper")
    changes.append(at(7, Edit(FILE, end, end, " of ours")))  # and once more
    patch = patch_of(changes, lambda file: TEXT)
    expected = substituted(TEXT, *pairs, ("Line ten of the paper", "Line ten of a paper of ours"))
    assert applied(tmp_path, patch, {FILE: TEXT}) == {FILE: expected}
    assert patch.count("diff --git") == patch.count("\n@@ ") == 7


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_line_ends_and_the_end_of_the_file_stay(tmp_path, end, final):
    text = TEXT.replace("\n", end) if final else TEXT.replace("\n", end).removesuffix(end)
    pairs = [("Line 1 of", "A"), ("Line 40 of", "Б"), ("Line 38 of the paper", f"x{end}{end}y")]
    changes = [words(number, text, *pair) for number, pair in enumerate(pairs, 1)]
    changes.append(at(4, Edit(FILE, len(text), len(text), f"{end}Added")))
    patch = patch_of(changes, lambda file: text)
    assert applied(tmp_path, patch, {FILE: text}) == {FILE: f"{substituted(text, *pairs)}{end}Added"}


@pytest.mark.parametrize(
    "name", ["статья/введение.qmd", 'my paper/a "quoted" one.qmd', "a b.qmd", "t\\a\tb.qmd"]
)
def test_names_of_files_that_git_writes_otherwise(tmp_path, name):
    changes = [words(1, TEXT, "Line 3 of", "Third", name), words(2, TEXT, "Line 4 of", "Fourth", name)]
    patch = patch_of(changes, lambda file: TEXT)
    expected = substituted(TEXT, ("Line 3 of", "Third"), ("Line 4 of", "Fourth"))
    assert applied(tmp_path / "git", patch, {name: TEXT}) == {name: expected}
    root = checkout(tmp_path / "ours", {name: TEXT})
    assert apply_patch(patch, root) == (name,)
    assert (root / name).read_text() == expected


def test_two_files_or_far_places_have_a_section_each(tmp_path):
    other = "paper/sentences.yml"
    here = [TEXT.index(f"Line {number} of") for number in (2, 9, 17)]
    edits = [Edit(FILE, place, place + 4, "Row") for place in here] + [Edit(other, 0, 4, "Row")]
    patch = patch_of([at(1, *edits)], lambda file: TEXT)
    assert [line[:4] for line in patch.splitlines() if line.startswith("@@")] == ["@@ -"] * 3
    after = applied(tmp_path, patch, {FILE: TEXT, other: TEXT})
    assert after[FILE] == substituted(
        TEXT, *((f"Line {number} of", f"Row {number} of") for number in (2, 9, 17))
    )
    assert after[other] == TEXT.replace("Line 1 of", "Row 1 of")


def test_what_is_put_in_one_place_stands_in_the_order_of_the_changes(tmp_path):
    place = TEXT.index("Line 7 of")
    changes = [at(number, Edit(FILE, place, place, f"{number}.\n")) for number in (1, 2, 3)]
    changes.insert(1, at(4, Edit(FILE, place, place + 4, "Row")))
    patch = patch_of(changes, lambda file: TEXT)
    after = substituted(TEXT, ("Line 7 of", "1.\n2.\n3.\nRow 7 of"))
    assert applied(tmp_path, patch, {FILE: TEXT}) == {FILE: after}


def test_a_paragraph_moved_up_and_words_elsewhere(tmp_path):
    text = "One.\n\nTwo is\nlonger.\n\nThree.\n\nFour.\n"
    cut = Edit(FILE, text.index("Three"), text.index("Four"), "")
    put = Edit(FILE, text.index("Two"), text.index("Two"), "Three.\n\n")
    changes = [at(1, cut, put), words(2, text, "longer", "much longer"), words(3, text, "One", "1")]
    patch = patch_of(changes, lambda file: text)
    assert applied(tmp_path, patch, {FILE: text}) == {FILE: "1.\n\nThree.\n\nTwo is\nmuch longer.\n\nFour.\n"}


def test_a_file_becomes_empty_and_an_empty_one_is_filled(tmp_path):
    other = "paper/empty.qmd"
    texts = {FILE: "All of it.\n", other: ""}
    changes = [at(1, Edit(FILE, 0, 11, "")), at(2, Edit(other, 0, 0, "New.\n"))]
    assert applied(tmp_path, patch_of(changes, texts.__getitem__), texts) == {FILE: "", other: "New.\n"}


def test_changes_without_edits_and_edits_without_effect_do_not_appear():
    listed = Change(1, "number", "Table 2", "0.79", "0.81", JANE, True, reason="comes from code")
    assert patch_of([listed, at(2, Edit(FILE, 0, 4, "Line"))], lambda file: TEXT) == ""


def test_what_touches_the_same_words_is_left_out_and_said(tmp_path):
    changes = [words(1, TEXT, "Line 3 of", "Third"), words(2, TEXT, "ine 3 of the", "three of a")]
    changes.append(words(3, TEXT, "Line 4 of", "Fourth"))
    patch = patch_of(changes, lambda file: TEXT)
    assert '"ine 3 of the" -> "three of a" (left out, for it touches what change 1 changes)\n' in patch
    assert clashes(changes) == {2: 1}
    expected = substituted(TEXT, ("Line 3 of", "Third"), ("Line 4 of", "Fourth"))
    assert applied(tmp_path, patch, {FILE: TEXT}) == {FILE: expected}
    assert texts_after(changes, lambda file: TEXT) == {FILE: expected}


def test_hostile_names_and_words_stay_in_their_line(tmp_path):
    by = By("Eve\ndiff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x\x1b[2J\u202e", "2026\n\n")
    change = Change(
        1, "words", "", "a\n+b\r", "c\u2028@@ -1 +1 @@\n", by, True, edits=(Edit(FILE, 0, 4, "Row"),)
    )
    patch = patch_of([change], lambda file: TEXT)
    assert len([line for line in patch.split("\n") if line.startswith(("diff", "---", "+++", "@@"))]) == 4
    assert not {"\x1b", "\u202e", "\r", "\u2028"} & set(patch)
    assert applied(tmp_path, patch, {FILE: TEXT}) == {FILE: "Row" + TEXT[4:]}


@pytest.mark.parametrize("seed", range(12))
def test_random_edits_apply_as_they_are_made_one_by_one(tmp_path, seed):
    draw = random.Random(seed)
    end = draw.choice(["\n", "\r\n"])
    text = end.join(draw.choice(["", "слово", "a b c", "x" * 9]) for _ in range(60)) + draw.choice(["", end])
    places = sorted(draw.sample(range(len(text) + 1), 50))
    spans = [pair for pair in zip(places[::2], places[1::2], strict=True) if draw.random() < 0.9]
    edits = [
        Edit(FILE, start, draw.choice([start, end_]), draw.choice(["", "ново", f"1{end}", f"{end}{end}Z"]))
        for start, end_ in spans
    ]
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    draw.shuffle(edits)
    cuts = sorted(draw.sample(range(len(edits)), 5))
    changes = [
        at(number, *edits[a:b])
        for number, (a, b) in enumerate(zip([0, *cuts], [*cuts, None], strict=True), 1)
    ]
    patch = patch_of(changes, lambda file: text)
    assert applied(tmp_path / "git", patch, {FILE: text}) == {FILE: expected}
    root = checkout(tmp_path / "ours", {FILE: text})
    assert apply_patch(patch, root) == (FILE,)
    assert (root / FILE).read_bytes().decode() == expected


# Applying ---------------------------------------------------------------------------------------

CHANGE = words(1, TEXT, "Line 3 of", "Third")
PATCH = patch_of([CHANGE], lambda file: TEXT)


@pytest.mark.parametrize("staged", [False, True])
def test_a_file_that_is_not_as_git_holds_it_is_refused(tmp_path, staged):
    root = checkout(tmp_path, {FILE: TEXT})
    (root / FILE).write_text(f"{TEXT}Mine.\n")
    if staged:
        git(root, "add", FILE)
        (root / FILE).write_text(TEXT)
    before = (root / FILE).read_text()
    with pytest.raises(InputError, match=r"paper/index.qmd is not as git holds it"):
        apply_patch(PATCH, root)
    assert (root / FILE).read_text() == before


def test_other_files_may_have_changed(tmp_path):
    root = checkout(tmp_path, {FILE: TEXT, "b.txt": "b\n"})
    (root / "b.txt").write_text("mine\n")
    assert apply_patch(PATCH, root) == (FILE,)
    assert git(root, "diff", "--name-only").split() == ["b.txt", FILE]


def test_all_or_nothing(tmp_path):
    other = "paper/other.qmd"
    root = checkout(tmp_path, {FILE: TEXT, other: TEXT.replace("Line 3", "Row 3")})
    patch = PATCH + patch_of([words(2, TEXT, "Line 3 of", "Third", other)], lambda file: TEXT)
    with pytest.raises(InputError, match="does not fit"):
        apply_patch(patch, root)
    assert git(root, "status", "--porcelain") == ""


def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(tmp_path, monkeypatch):
    other = "paper/other.qmd"
    root = checkout(tmp_path, {FILE: TEXT, other: TEXT})
    patch = PATCH + patch_of([words(2, TEXT, "Line 3 of", "Third", other)], lambda file: TEXT)
    replace = os.replace

    def failing(new, target):
        if str(target).endswith("other.qmd"):
            raise PermissionError(13, "Permission denied", str(target))
        replace(new, target)

    monkeypatch.setattr(apply.os, "replace", failing)
    with pytest.raises(InputError, match="nothing was changed"):
        apply_patch(patch, root)
    assert git(root, "status", "--porcelain") == ""


def test_what_is_no_checkout_or_has_no_git_is_refused(tmp_path, monkeypatch):
    with pytest.raises(InputError, match="no git checkout"):
        apply_patch(PATCH, tmp_path)
    root = checkout(tmp_path / "paper", {FILE: TEXT})
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(InputError, match="no git program"):
        apply_patch(PATCH, root)


@pytest.mark.parametrize("name", ["../outside.txt", ".git/config", "untracked.txt"])
def test_files_that_git_does_not_hold_are_never_written(tmp_path, name):
    root = checkout(tmp_path / "paper", {FILE: TEXT})
    place = root / name
    if name != ".git/config":
        place.write_text(TEXT)
    before = place.read_bytes()
    with pytest.raises(InputError):
        apply_patch(patch_of([words(1, TEXT, "Line 3 of", "Third", name)], lambda file: TEXT), root)
    assert place.read_bytes() == before


def test_a_checkout_runs_no_filter_and_keeps_line_ends_and_mode(tmp_path):
    text = TEXT.replace("\n", "\r\n")
    root = checkout(tmp_path / "paper", {FILE: text, ".gitattributes": "*.qmd filter=evil\n"})
    git(root, "config", "filter.evil.smudge", f"touch {tmp_path}/ran; cat")
    git(root, "config", "filter.evil.clean", f"touch {tmp_path}/ran; cat")
    git(root, "config", "apply.whitespace", "fix")
    (root / FILE).chmod(0o755)
    apply_patch(patch_of([words(1, text, "Line 3 of", "Third  ")], lambda file: text), root)
    assert (root / FILE).read_bytes().decode() == text.replace("Line 3 of", "Third  ")
    assert (root / FILE).stat().st_mode & 0o111
    assert not (tmp_path / "ran").exists()
