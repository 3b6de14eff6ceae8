"""Secrets in every place where an author may keep one come out of no command, whatever is unpacked."""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from dulwich import porcelain
from dulwich.repo import Repo
from PIL import Image
from simulated import write_panel

from press.proof.publish_check.machine import unpacked
from tests.copies import Copy, copy_project
from tests.repositories import commit_all, tag

pytestmark = pytest.mark.long

MARK = re.compile(rb"zq7[a-z]+7qz", re.IGNORECASE)
"""A secret: it has the name of its place between signs that no other word has."""
CONTENTS = (
    "secret.txt",
    "my-panel.txt",
    "my-panel.csv",
    "data/copy.csv",
    "data/authors/Panel.csv",
    "data/authors/confidential.csv",
    "data/authors/old/panel.csv",
    "data/official/more.csv",
    "excluded.txt",
    ".env",
    ".hidden/key",
    "id_rsa",
    "notes/diary.md",
    "notes/draft.qmd",
    "analysis/scratch.py",
    "press/scratch.py",
    "paper/private.bib",
    "paper/theme/private.css",
    "paper/static.txt",
    "docs/letter.md",
    "tests/fixture.csv",
    "_private/x.txt",
    "requirements/private.lock",
)
"""Files that git does not track; the one in the middle is excluded in .git/info."""
MADE = (
    "_site",
    "_package",
    "_submission",
    "_diff",
    "_marked_up",
    "sbom.spdx.json",
    "CITATION.cff",
    ".zenodo.json",
    "data/datapackage.json",
    "docs/citation.bib",
    "docs/citation.ris",
)
COMMANDS = (
    ("metadata",),
    ("parts",),
    ("paper", "ENGINE=press"),
    ("submission",),
    ("replication-package",),
    ("diff", "REF=v0"),
    ("marked-up", "SINCE=v0"),
    ("reproduce", "ENGINE=press"),
)


def secret(place: str) -> str:
    return f"zq7{re.sub('[^a-z]', '', place.casefold())}7qz"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def plant(root: Path) -> None:
    """Put secrets beside the project's files, behind links, into git, and into names."""
    for name in CONTENTS:
        write(root / name, f"# {secret(name)}\n")
    write(root / f"{secret('name')}.csv", "x\n")
    write(root / "data" / f"{secret('nameindata')}" / "x.csv", "x\n")
    write(root.parent / "outside.csv", secret("outside"))
    for link in ("data/link.csv", "paper/link.bib", "link"):
        (root / link).symlink_to(root.parent / "outside.csv")
    (root / "data" / "folder").symlink_to(root.parent)
    write(root / ".git" / "info" / "exclude", "excluded.txt\n")
    with (root / ".git" / "config").open("a", encoding="utf-8") as file:
        file.write(
            f'[user]\n\temail = {secret("config")}@example.org\n[remote "origin"]\n'
            f"\turl = https://{secret('token')}@example.org/x.git\n"
        )


def plant_panel(panel: Path) -> None:
    """A panel of the authors', whose first column says something of its own."""
    write_panel(panel)
    with panel.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with panel.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [[*row, secret("column") if number else secret("head")] for number, row in enumerate(rows)]
        )


def commit_privately(root: Path) -> None:
    """A commit whose people and words are nobody's business."""
    person = f"{secret('author')} <{secret('mail')}@example.org>".encode()
    with Repo(str(root)) as repository:
        porcelain.commit(
            repository,
            secret("message").encode(),
            author=person,
            committer=person,
            no_verify=True,
            sign=False,
        )


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> tuple[Copy, dict[str, str]]:
    """A project with secrets, after every command; and what each printed."""
    copy = copy_project(tmp_path_factory.mktemp("secrets") / "project")
    commit_all(copy.root)
    tag(copy.root, "v0")
    plant(copy.root)
    commit_privately(copy.root)
    panel = copy.root.parent / f"{secret('panelname')}.csv"
    plant_panel(panel)
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SECRET", "GITHUB_TOKEN", "AUTHOR_KEY", "QUARTO_SECRET"):
            patch.setenv(name, secret(f"environment{name}"))
        for words in COMMANDS:
            if words[0] == "paper":  # metadata are of the public edition, and refused beside a panel
                plant_panel(copy.root / "data" / "authors" / "panel.csv")
            named = [f"PANEL={panel}"] if words[0] in ("paper", "submission") else []
            done = copy.make(*words, *named)
            assert (done.returncode == 0 or words[0] == "reproduce") and "Traceback" not in done.stderr, (
                f"{words}: {done.stdout[-2000:]}{done.stderr[-2000:]}"
            )
            said[words[0]] = done.stdout + done.stderr
    return copy, said


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """A file, and everything that is packed in it.

    Archives, streams, chunks of pictures, the text that a PDF shows.
    """
    for inner, part in unpacked(name, content):
        yield inner, part
        if part.startswith(b"\x1f\x8b"):
            yield from pieces(f"{inner}/gunzipped", gzip.decompress(part))
        elif part.startswith((b"\x89PNG", b"II*\0", b"MM\0*")):
            yield f"{inner}/about", repr(Image.open(io.BytesIO(part)).info).encode()
        elif part.startswith(b"%PDF"):
            pdf = pypdfium2.PdfDocument(part)
            yield (
                f"{inner}/text",
                "".join(page.get_textpage().get_text_bounded() for page in pdf).encode()
                + repr(pdf.get_metadata_dict()).encode(),
            )


def secrets_in(name: str, content: bytes) -> set[str]:
    """The secrets in a file, as it is and without what may part a word."""
    found = set()
    for inner, part in pieces(name, content):
        for form in (
            inner.encode(),
            part,
            part.replace(b"\0", b""),
            re.sub(rb"<[^>]*>|\s|\xc2\xad|\xe2\x80\x8b", b"", part),
        ):
            found |= {f"{inner}: {one.decode()}" for one in MARK.findall(form)}
    return found


def made(copy: Copy) -> dict[str, bytes]:
    """Every file that the commands made, by its path."""
    roots = [copy.root / name for name in MADE]
    files = [
        path for root in roots for path in ([root] if root.is_file() else root.rglob("*")) if path.is_file()
    ]
    return {path.relative_to(copy.root).as_posix(): path.read_bytes() for path in files}


def test_no_secret_is_in_any_output(commands: tuple[Copy, dict[str, str]]):
    files = made(commands[0])
    assert {name.partition("/")[0] for name in files} >= {
        "_site",
        "_package",
        "_submission",
        "_diff",
        "_marked_up",
        "sbom.spdx.json",
        "CITATION.cff",
    } and len(files) > 100
    found = sorted(one for name, content in files.items() for one in secrets_in(name, content))
    assert [one for one in found if not _names_who_changed(one)] == []
    assert any(map(_names_who_changed, found))


def _names_who_changed(found: str) -> bool:
    """Whether it is the name of a commit's author in a marked file, which is to tell who made a change."""
    return found.startswith("_marked_up/") and found.lower().endswith(secret("author"))


def test_no_secret_but_a_files_name_is_printed(commands: tuple[Copy, dict[str, str]]):
    names = {secret("name"), secret("nameindata"), secret("panelname")}
    assert {one.decode() for text in commands[1].values() for one in MARK.findall(text.encode())} <= names


def test_what_is_left_out_is_said_once(commands: tuple[Copy, dict[str, str]]):
    for command in ("replication-package", "diff", "marked-up", "reproduce"):
        assert (
            commands[1][command].count("Left out, since they are not among the project's tracked files: ")
            == 1
        )
    assert (
        "The package is made from the data that the project ships: data/authors holds private data, "
        "which are left out."
    ) in commands[1]["replication-package"]


def test_pages_and_results_call_the_panel_the_authors(commands: tuple[Copy, dict[str, str]]):
    import json

    panel = json.loads((commands[0].site / "results.json").read_text(encoding="utf-8"))["panel"]
    assert (
        panel["path"] == "the authors' panel"
        and panel["name"] == "authors"
        and re.fullmatch("[0-9a-f]{64}", panel["sha256"])
    )


@pytest.mark.parametrize(
    "form", ["plain", "utf-16", "zip", "zip in a zip", "gzip", "png", "pdf", "name", "parted"]
)
def test_a_secret_would_be_found(form: str):
    """The search is no better than what it finds where something is planted."""
    from tests.press.journal.test_submission_traces import packed

    text = secret("planted").encode()
    picture = io.BytesIO()
    if form == "png":
        from PIL.PngImagePlugin import PngInfo

        about = PngInfo()
        about.add_text("Comment", text.decode(), zip=True)
        Image.new("RGB", (1, 1)).save(picture, "png", pnginfo=about)
    pdf = io.BytesIO()
    if form == "pdf":
        empty = pypdfium2.PdfDocument.new()
        empty.new_page(10, 10)
        empty.save(pdf)
    content = {
        "plain": text,
        "utf-16": text.decode().encode("utf-16"),
        "zip": packed({"a": text}),
        "zip in a zip": packed({"b.docx": packed({"a": text})}),
        "gzip": gzip.compress(text),
        "png": picture.getvalue(),
        "pdf": pdf.getvalue() + b"\nstream\n" + zlib.compress(text) + b"\nendstream\n",
        "name": b"",
        "parted": b"zq7plan<b>ted</b>\n7qz",
    }[form]
    assert secrets_in(text.decode() if form == "name" else "x", content)


def test_the_environment_of_these_tests_is_what_it_was():
    assert not [value for value in os.environ.values() if MARK.search(value.encode())]
