"""What may be packed, copied and listed.

The project's own files, whatever else lies beside them or hides behind a link.
"""

import os
import re
import shutil

import pytest
from dulwich import porcelain
from dulwich.index import Index
from dulwich.repo import Repo

from press.base import project_files
from press.base.checkout import is_checkout
from press.base.errors import InputError
from press.base.paths import ROOT
from press.base.project_files import LIST
from tests.repositories import commit_all

OWN = (
    "Makefile",
    "analysis/a.py",
    "data/table.csv",
    "data/authors/README.md",
    "data/authors/template.csv",
    "paper/index.qmd",
)
BESIDE = (
    "my-panel.txt",
    "id_rsa",
    "notes/diary.md",
    "notes/more/x",
    "data/copy.csv",
    "analysis/scratch.py",
    ".env",
    "paper/.draft.qmd~",
    "data/authors.zip",
)
PRIVATE = (
    "data/authors/panel.csv",
    "data/authors/Panel.csv",
    "data/authors/confidential.csv",
    "data/authors/old/panel.xlsx",
    "my-panel.xlsx",
    "Our panel.CSV",
)
"""What the project's own rules ignore."""
SECRET = "secret-7d1f"


def write(folder, names, text="x\n"):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def checkout(tmp_path):
    """A checkout with the project's rules, and secrets beside its files."""
    folder = tmp_path / "project"
    write(folder, (*OWN, LIST))
    shutil.copyfile(ROOT / ".gitignore", folder / ".gitignore")
    project_files.write_list(folder, (*OWN, ".gitignore"))
    commit_all(folder)
    write(folder, (*BESIDE, *PRIVATE), SECRET)
    write(tmp_path, ("outside.csv", "elsewhere/table.csv"), SECRET)
    return folder


@pytest.fixture
def unpacked(checkout):
    """The same as an archive has it."""
    shutil.rmtree(checkout / ".git")
    return checkout


def stage(folder, name):
    """Let git track a file, whatever the rules ignore."""
    with Repo(str(folder)) as repository:
        repository.get_worktree().stage([os.fsencode(name)])


def copied(folder, target):
    project_files.copy(project_files.names(folder), target, folder)
    return {path.relative_to(target).as_posix(): path for path in target.rglob("*") if not path.is_dir()}


def said(folder):
    found = project_files.find(folder)
    return [*project_files.sentences(found, found.names, folder)]


@pytest.fixture(params=["checkout", "unpacked"])
def folder(request):
    """The project's folder in both forms."""
    return request.getfixturevalue(request.param)


def test_only_the_projects_own_files_are_copied(folder, tmp_path):
    made = copied(folder, tmp_path / "copy")
    assert set(made) == {*OWN, ".gitignore", LIST}
    assert not [name for name, path in made.items() if SECRET in path.read_text(encoding="utf-8")]
    assert (tmp_path / "copy" / LIST).read_text(encoding="utf-8").split() == sorted(made)


def test_what_is_left_out_is_said_once_by_name(checkout):
    lines = said(checkout)
    assert lines == [
        "Left out, since they are not among the project's tracked files: .env, analysis/scratch.py, "
        "data/authors.zip, data/copy.csv, id_rsa, my-panel.txt, notes/, paper/.draft.qmd~."
    ]


def test_an_archive_says_so_too_but_for_what_builds_made(unpacked):
    write(unpacked, ("_site/index.html", ".venv/x", "paper/__pycache__/x.pyc"))
    assert said(unpacked) == [
        "Left out, since they are not among the project's tracked files: analysis/scratch.py, "
        "data/authors.zip, data/copy.csv, id_rsa, my-panel.txt, notes/, paper/.draft.qmd~."
    ]


def test_a_long_list_is_cut_and_a_hostile_name_harmless(checkout):
    write(checkout, [f"a{number:02}" for number in range(20)])
    assert said(checkout)[0].endswith("a07, a08 and 18 more.")
    shutil.rmtree(checkout / "notes")
    (checkout / "!\x1b[2J\n\u202ebad").touch()
    assert "!\\x1b[2J\\n\\u202ebad" in said(checkout)[0] and "\x1b" not in said(checkout)[0]


def test_a_changed_file_is_taken_as_it_stands_and_said_to_be(checkout, tmp_path):
    write(checkout, ("data/table.csv",), "changed\n")
    (checkout / "paper/index.qmd").write_bytes(b"x\r\n")  # as git keeps it, but for its line ends
    write(checkout, ("analysis/new.py",))
    stage(checkout, "analysis/new.py")
    assert (
        "Taken as they stand, though they are not as in the last commit: analysis/new.py, data/table.csv."
        in said(checkout)
    )
    assert copied(checkout, tmp_path / "copy")["data/table.csv"].read_text(encoding="utf-8") == "changed\n"


@pytest.mark.parametrize("instead", ["nothing", "a dangling link", "a folder", "a pipe"])
def test_a_file_that_is_not_there_is_said_to_be_missing(instead, folder, tmp_path):
    file = folder / "data/table.csv"
    file.unlink()
    {
        "nothing": lambda: None,
        "a dangling link": lambda: file.symlink_to("none"),
        "a folder": file.mkdir,
        "a pipe": lambda: os.mkfifo(file),
    }[instead]()
    assert "Missing, though they are the project's: data/table.csv." in said(folder)
    assert "data/table.csv" not in copied(folder, tmp_path / "copy")


@pytest.mark.parametrize(
    "name",
    [
        "data/authors/panel.csv",
        "data/authors/Panel.csv",
        "data/authors/confidential.csv",
        "data/Authors/x.csv",
    ],
)
def test_the_authors_data_are_left_out_even_where_git_tracks_them(name, checkout, tmp_path):
    write(checkout, (name,), SECRET)
    stage(checkout, name)
    assert name not in copied(checkout, tmp_path / "copy")
    assert f"Left out, since data/authors is private: {name}." in said(checkout)


LINKS = {
    "a file outside": ("data/table.csv", "../../outside.csv", "leads out of the project"),
    "a file outside by its whole path": (
        "data/table.csv",
        "{outside}/outside.csv",
        "leads out of the project",
    ),
    "a link to a link outside": ("data/table.csv", "via", "leads out of the project"),
    "a folder outside": ("data", "../elsewhere", "leads out of the project"),
    "the private panel": ("data/table.csv", "authors/panel.csv", "not the project's to hand on"),
    "notes": ("data/table.csv", "../notes/diary.md", "not the project's to hand on"),
    "a folder of notes": ("paper", "notes", "not the project's to hand on"),
    "git's own files": ("data/table.csv", "../.git/config", "not the project's to hand on"),
}


@pytest.mark.parametrize("tracked", [True, False])
@pytest.mark.parametrize("case", LINKS)
def test_a_link_that_leads_to_other_files_is_refused(case, tracked, checkout, tmp_path):
    name, target, fault = LINKS[case]
    write(checkout, ("notes/index.qmd",), SECRET)
    (checkout / "data/via").symlink_to("../../outside.csv")
    place = checkout / name
    shutil.move(place, tmp_path / "moved")
    place.symlink_to(target.format(outside=tmp_path))
    if tracked and not place.is_dir():
        stage(checkout, name)
    with pytest.raises(InputError, match=rf"^{name}[\w/.]*: found a link .*{fault}.*, expected .*\.$"):
        project_files.names(checkout)


def test_a_link_to_another_of_the_projects_files_is_that_file(folder, tmp_path):
    (folder / "paper/index.qmd").unlink()
    (folder / "paper/index.qmd").symlink_to("../data/table.csv")
    made = copied(folder, tmp_path / "copy")
    assert (
        not made["paper/index.qmd"].is_symlink()
        and made["paper/index.qmd"].read_text(encoding="utf-8") == "x\n"
    )


def test_a_project_behind_a_link_is_the_project(folder, tmp_path):
    (tmp_path / "way").symlink_to(folder)
    assert project_files.names(tmp_path / "way") == project_files.names(folder)


@pytest.mark.parametrize("name", ["../outside.csv", "{outside}/outside.csv", "data/../../outside.csv"])
def test_a_list_names_nothing_outside(name, unpacked, tmp_path):
    with (unpacked / LIST).open("a", encoding="utf-8") as file:
        file.write(name.format(outside=tmp_path) + "\n")
    with pytest.raises(InputError, match="a link or name that leads out of the project"):
        project_files.names(unpacked)


@pytest.mark.parametrize("broken", ["HEAD", "config", "index"])
def test_where_git_cannot_be_read_the_list_tells(broken, checkout):
    write(checkout / ".git", (broken,), "[nonsense\n")
    (checkout / ".git" / "HEAD").unlink()
    assert project_files.names(checkout) == sorted((*OWN, ".gitignore", LIST))


def test_without_git_and_list_nothing_is_taken(unpacked):
    (unpacked / LIST).unlink()
    with pytest.raises(
        InputError,
        match=(
            rf"^The project's files cannot be told from others: this folder is no git checkout, and {LIST}, "
            r".+ cannot be read\.$"
        ),
    ):
        project_files.names(unpacked)


@pytest.mark.parametrize("name", ["a\nb", "a\x00b", "\udcff", "\u202ea"])
def test_a_name_that_no_list_can_hold_is_refused(name):
    with pytest.raises(InputError, match="expected one that a list of files can hold"):
        project_files.list_of([name])


def test_git_stages_no_panel(checkout):
    shutil.rmtree(checkout / "notes")
    porcelain.add(str(checkout))
    with Repo(str(checkout)) as repository:
        staged = {os.fsdecode(name) for name in Index(repository.index_path())}
    assert not staged.intersection(PRIVATE) and {*OWN, "data/copy.csv"} <= staged


def test_the_list_is_that_of_git():
    if not is_checkout(ROOT):
        pytest.skip("an unpacked archive has no git to compare with")
    listed = (ROOT / LIST).read_text(encoding="utf-8")
    assert listed == project_files.list_of(project_files.tracked()), "run `make file-list`"


def test_an_image_is_made_from_the_projects_own_folders():
    rules = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    allowed = {rule[1:] for rule in rules if re.fullmatch(r"![^/]+", rule)}
    top = {name.partition("/")[0] for name in project_files.names()}
    assert rules[1] == "*" and top - {".devcontainer", ".dockerignore"} == allowed - {".git"}
    assert rules.index("data/authors/*") > rules.index("!data") and ".git/config" in rules


def test_a_page_of_an_untracked_document_is_said_to_be_one(capsys):
    from press.web.finish import FinishedSite, say_untracked

    own = frozenset(project_files.names())
    say_untracked(FinishedSite(ROOT, {}, dict.fromkeys(("paper/index.html", "paper/draft.html")), {}, own))
    assert (
        capsys.readouterr().out
        == "The site has pages of documents that git does not track: paper/draft.qmd.\n"
    )


def test_an_archive_of_the_code_holds_none_but_the_projects_modules():
    from press.web.masthead import code_files

    assert code_files(
        frozenset(
            {
                "analysis/a.py",
                "analysis/.b.py",
                "analysis/c.csv",
                "press/d.py",
                "press/numbers/e.py",
                "press/render/f.py",
                "pyproject.toml",
            }
        )
    ) == ["analysis/a.py", "press/d.py", "press/numbers/e.py", "pyproject.toml"]
