"""What no build made stays in the output folder.

Where it is in the way, a build ends in a sentence and changes nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.base.errors import PressError
from press.render import build, built_files

CHECKOUT = Path(__file__).parents[3]
FILES = {
    "_quarto.yml": "project:\n  type: website\n  render: ['**/*.qmd']\nformat:\n  html:\n    html-math-method: mathml\n",
    "index.qmd": "---\ntitle: One\n---\n\nText.\n", "part/two.qmd": "---\ntitle: Two\n---\n\nText.\n",
}  # fmt: skip


@pytest.fixture
def root(tmp_path) -> Path:
    """A small project that nobody has built."""
    for name, text in FILES.items():
        (tmp_path / "project" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "project" / name).write_text(text)
    return tmp_path / "project"


def render(target: Path, *formats: str, **options) -> list[str]:
    """Build; what was said of the output folder."""
    lines: list[str] = []
    build.render(target, formats, report=lines.append, **options)
    return [line for line in lines if "_site" in line]


def tree(folder: Path) -> dict[str, object]:
    """All that lies in a folder: kinds, contents, where links lead."""
    found: dict[str, object] = {}
    for path in [folder, *sorted(folder.rglob("*"))]:
        if path.is_symlink():
            found[str(path)] = "link", os.readlink(path)
        elif path.is_file():
            found[str(path)] = path.read_bytes()
        elif os.path.lexists(path):
            found[str(path)] = path.lstat().st_mode
    return found


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"the author's {name}")


OWN = (
    "CNAME",
    ".nojekyll",
    "mine/a/b.txt",
    "part/mine.html",
    "site_libs/mine.js",
    ".git/config",
    "a\nb",
    "\u202ex",
)


def add_own(site: Path) -> dict[str, object]:
    """Put what an author may have into a site; what that is."""
    write(site, *OWN)
    (site / "mine" / "empty").mkdir()
    (site / "nowhere").symlink_to("/nowhere")
    (site / "part" / "up").symlink_to("..")
    os.mkfifo(site / "pipe")
    places = [site / name for name in (*OWN, "nowhere", "part/up", "pipe", "mine/empty")]
    return {str(path): tree(path)[str(path)] for path in places}


def test_what_no_build_made_stays_and_is_named_once(root):
    assert render(root) == []
    own = add_own(root / "_site")
    (root / "index.qmd").write_text("---\ntitle: Anew\n---\n")
    (said,) = render(root)
    assert (
        said.startswith("_site keeps what no build made: ")
        and "CNAME" in said
        and "mine/" in said
        and "b.txt" not in said
        and said.endswith("more.")
        and said.isprintable()
    )
    for again in (root, root / "index.qmd", root):
        assert render(again) == []
        assert (
            own.items() <= tree(root / "_site").items()
            and "Anew" in (root / "_site" / "index.html").read_text()
        )
    write(root / "_site", "later")
    assert render(root) == ["_site keeps what no build made: later."]


def test_what_builds_made_goes_when_they_make_it_no_more(root):
    render(root)
    write(root / "_site", "part/mine.html")
    (root / "part" / "two.qmd").unlink()
    shutil.rmtree(root / ".press")  # the list lies in the site itself
    render(root)
    assert os.listdir(root / "_site" / "part") == ["mine.html"]


def test_an_output_that_was_changed_by_hand_is_named(root):
    render(root)
    for name in ("index.html", "part/two.html"):
        (root / "_site" / name).write_text("changed by hand")
    (root / "part" / "two.qmd").unlink()
    (said,) = render(root)
    assert (
        "keeps what no build made: part/." in said
        and "was changed by hand" in said
        and said.endswith("index.html.")
    )
    assert (
        "changed" not in (root / "_site" / "index.html").read_text()
        and (root / "_site" / "part" / "two.html").read_text() == "changed by hand"
    )


def a_file(site):
    site.write_text("the author's")


def a_link_to_nowhere(site):
    site.symlink_to(site.parent / "elsewhere")


def a_link_to_itself(site):
    site.symlink_to(site)


def a_link_to_a_file(site):
    write(site.parent, "file")
    site.symlink_to("file")


def a_pipe(site):
    os.mkfifo(site)


def a_page(site):
    write(site, "index.html")


def a_folder_with_a_pages_name(site):
    write(site, "part/two.html/mine")


def a_file_with_a_folders_name(site):
    write(site, "part")


def a_link_with_a_folders_name(site):
    write(site, "mine/file")
    (site / "part").symlink_to("mine")


def a_link_with_a_pages_name(site):
    write(site, "mine")
    (site / "index.html").symlink_to("mine")


def a_page_beside_a_damaged_list(site):
    write(site, "index.html")
    (site / built_files.LIST).write_text('{"files": {"index.html": 5}}')


IN_THE_WAY = [a_file, a_link_to_nowhere, a_link_to_itself, a_link_to_a_file, a_pipe, a_page, a_folder_with_a_pages_name, a_file_with_a_folders_name,
              a_link_with_a_folders_name, a_link_with_a_pages_name, a_page_beside_a_damaged_list]  # fmt: skip


@pytest.mark.parametrize("put", IN_THE_WAY, ids=lambda put: put.__name__)
@pytest.mark.parametrize("part", [False, True])
def test_what_is_in_the_way_ends_the_build_and_nothing_is_changed(put, part, root):
    put(root / "_site")
    before = tree(root)
    with pytest.raises(PressError, match=r"is in the way.*remove it\.$") as ended:
        render(root / "part" / "two.qmd" if part and "two" in put.__name__ else root)
    assert "\n" not in str(ended.value) and "_site" in str(ended.value)
    shutil.rmtree(root / ".press", ignore_errors=True)
    assert tree(root) == before


def test_a_page_that_is_new_does_not_take_the_place_of_the_authors(root):
    render(root)
    write(root / "_site", "new.html")
    (root / "new.qmd").write_text("New.\n")
    for target in (root, root / "new.qmd"):
        with pytest.raises(PressError, match=r"^_site/new.html is in the way"):
            render(target, "html")
    assert (root / "_site" / "new.html").read_text() == "the author's new.html"


def test_a_link_to_a_finished_build_is_filled_and_keeps_what_is_there(root, tmp_path):
    render(root)
    os.rename(root / "_site", tmp_path / "finished")
    (root / "_site").symlink_to(tmp_path / "finished")
    write(tmp_path / "finished", "CNAME")
    (root / "index.qmd").write_text("Anew.\n")
    render(root)
    assert (
        (root / "_site").is_symlink()
        and "Anew" in (tmp_path / "finished" / "index.html").read_text()
        and (tmp_path / "finished" / "CNAME").exists()
    )
    write(tmp_path / "finished", "new.html")
    (root / "new.qmd").write_text("New.\n")
    with pytest.raises(PressError, match="finished/new.html is in the way"):
        render(root)
    assert (tmp_path / "finished" / "new.html").read_text() == "the author's new.html"


# Another program's output ------------------------------------------------------------------------


def replace(root: Path, command: str) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-m", "press.render.replace", "_site", "_site.new", "sh", "-c", command]
    return subprocess.run(
        words,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_another_programs_output_keeps_the_authors_files_too(tmp_path):
    assert (
        replace(tmp_path, "mkdir _site.new && echo 1 > _site.new/page && echo 1 > _site.new/old").returncode
        == 0
    )
    own = add_own(tmp_path / "_site")
    done = replace(tmp_path, "mkdir _site.new && echo 2 > _site.new/page")
    assert done.returncode == 0 and done.stderr.startswith("_site keeps what no build made: "), done.stderr
    assert (
        own.items() <= tree(tmp_path / "_site").items()
        and (tmp_path / "_site" / "page").read_text() == "2\n"
        and not (tmp_path / "_site" / "old").exists()
    )
    done = replace(tmp_path, "mkdir _site.new && echo 3 > _site.new/CNAME")
    assert (
        done.returncode == 1
        and done.stderr
        == "error: _site/CNAME is in the way: no build made it, and this one makes CNAME; move it away, or remove it.\n"
    )
    assert own.items() <= tree(tmp_path / "_site").items() and os.listdir(tmp_path) == ["_site"]


@pytest.mark.parametrize("put", [a_file, a_link_to_nowhere, a_pipe], ids=lambda put: put.__name__)
def test_another_program_does_not_even_begin_where_something_is_in_the_way(put, tmp_path):
    put(tmp_path / "_site")
    before = tree(tmp_path)
    done = replace(tmp_path, "touch begun")
    assert done.returncode == 1 and "_site is in the way" in done.stderr and tree(tmp_path) == before


# Removing what was built ------------------------------------------------------------------------


def make_free() -> dict[str, str]:
    """This environment without what a make that runs the tests hands down."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}


def clean(root: Path) -> str:
    done = subprocess.run(
        ["make", "-f", str(CHECKOUT / "Makefile"), "clean"],
        cwd=root,
        env=make_free(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout


@pytest.fixture
def cleanable(root) -> Path:
    """The project with what `make clean` needs."""
    shutil.copytree(CHECKOUT / "requirements", root / "requirements")
    (root / "press" / "render").mkdir(parents=True)
    shutil.copy(CHECKOUT / "press" / "render" / "built_files.py", root / "press" / "render")
    return root


def test_cleaning_removes_what_builds_made_and_nothing_else(cleanable):
    render(cleanable)
    assert (
        clean(cleanable) == "" and not (cleanable / "_site").exists() and not (cleanable / ".press").exists()
    )
    render(cleanable)
    own = add_own(cleanable / "_site")
    assert clean(cleanable).startswith("_site keeps what no build made: ")
    left = tree(cleanable / "_site")
    assert own.items() <= left.items() and not [
        path for path in left if path.endswith((".html", ".css", built_files.LIST)) and path not in own
    ]


def test_cleaning_removes_a_link_but_not_what_it_leads_to(cleanable, tmp_path):
    render(cleanable, output_dir=tmp_path / "finished")
    (cleanable / "_site").symlink_to(tmp_path / "finished")
    before = tree(tmp_path / "finished")
    assert (
        clean(cleanable) == ""
        and tree(tmp_path / "finished") == before
        and not (cleanable / "_site").is_symlink()
    )


@pytest.mark.parametrize(
    "name", ["../index.qmd", "{root}/index.qmd", "away/index.qmd", "part/../../index.qmd", ".", "", "CNAME/x"]
)
def test_no_list_leads_out_of_its_folder(name, cleanable):
    render(cleanable)
    site = cleanable / "_site"
    write(site, "CNAME")
    (site / "away").symlink_to(cleanable)
    said = json.loads((site / built_files.LIST).read_text())
    said["files"][name.format(root=cleanable)] = "0" * 64
    (site / built_files.LIST).write_text(json.dumps(said))
    clean(cleanable)
    assert (cleanable / "index.qmd").read_text() == FILES["index.qmd"] and (site / "CNAME").exists()


@pytest.mark.parametrize(
    "damage",
    [
        "",
        "null",
        "[]",
        "5",
        '{"files": 5}',
        '{"files": {}}',
        '{"files": {"index.html": null}, "kept": [5]}',
        "[" * 100_000,
        "\xff",
    ],
)
def test_a_damaged_list_names_nothing(damage, cleanable):
    render(cleanable)
    (cleanable / "_site" / built_files.LIST).write_bytes(damage.encode("latin-1"))
    before = (cleanable / "_site" / "index.html").read_bytes()
    render(cleanable)  # what is there is what this build makes
    (cleanable / "_site" / built_files.LIST).write_bytes(damage.encode("latin-1"))
    clean(cleanable)
    assert (cleanable / "_site" / "index.html").read_bytes() == before


# Names that are alike ---------------------------------------------------------------------------


def test_a_site_of_before_lists_were_kept_is_replaced_and_its_strangers_stay(root):
    render(root)
    site = root / "_site"
    (site / built_files.LIST).unlink()
    (site / "site_libs").mkdir(exist_ok=True)
    (site / "index.html").write_text("of an earlier build")
    (site / "CNAME").write_text("example.org")
    said = render(root)
    assert "Text" in (site / "index.html").read_text() and (site / "CNAME").read_text() == "example.org"
    assert "CNAME" in " ".join(said) and "CNAME" in built_files.read(site).kept


@pytest.mark.parametrize("other", ["Index.qmd", "INDEX.qmd"])
def test_pages_whose_names_differ_in_capitals_only_are_refused(other, root):
    (root / other).write_text("Text.\n")
    with pytest.raises(PressError, match="many file systems take for that"):
        render(root)
    assert not (root / "_site").exists()


@pytest.mark.parametrize(
    "names",
    [
        ("é.qmd", "e\u0301.qmd"),
        ("É.qmd", "e\u0301.qmd"),
        ("straße.qmd", "STRASSE.qmd"),
        ("a/x.qmd", "A/X.qmd"),
    ],
)
def test_pages_whose_names_are_alike_are_refused(names, root):
    for name in names:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("Text.\n")
    with pytest.raises(PressError, match="many file systems take for that|another document has this name"):
        render(root)


def test_two_documents_with_one_output_file_are_refused(root):
    (root / "part" / "two.qmd").write_text("---\noutput-file: three\n---\n")
    (root / "part" / "three.qmd").write_text("Text.\n")
    with pytest.raises(
        PressError, match=r"part/two.qmd:1: its page part/three.html has the name of a page of part/three.qmd"
    ):
        render(root)


def test_other_files_whose_names_are_alike_are_refused(root):
    write(root, "files/a.txt", "files/A.txt")
    (root / "_quarto.yml").write_text(
        FILES["_quarto.yml"].replace("project:\n", "project:\n  resources: files\n")
    )
    with pytest.raises(PressError, match="the output would hold files/(a|A).txt and files/(a|A).txt"):
        render(root)


def test_a_resource_does_not_take_the_place_of_a_page(root):
    write(root, "index.html")
    (root / "_quarto.yml").write_text(
        FILES["_quarto.yml"].replace("project:\n", "project:\n  resources: index.html\n")
    )
    with pytest.raises(
        PressError, match="the resource index.html has the name of a file that the build makes"
    ):
        render(root)
