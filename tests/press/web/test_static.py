"""What lies in `paper/static/` is at the site's root, as it is, and nothing else comes in that way."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from press.web import static
from tests.copies import ROOT

FILES = {
    "CNAME": b"example.org\n",
    ".nojekyll": b"",
    "mine/a b.txt": b"\xff\0",
    "paper/more.html": b"<script>x</script>",
    "картинка.svg": b"<svg onload='x'/>",
}


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project with static files; the site is its folder `site`."""
    monkeypatch.setattr(static, "ROOT", tmp_path)
    monkeypatch.setattr(static, "STATIC", tmp_path / "paper" / "static")
    for name, content in FILES.items():
        (tmp_path / "paper" / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "paper" / "static" / name).write_bytes(content)
    (tmp_path / "site" / "paper").mkdir(parents=True)
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_files_are_copied_as_they_are(project):
    static.publish(project / "site", whole=True)
    assert files(project / "site") == FILES


def test_without_the_folder_nothing_happens(project):
    shutil.rmtree(project / "paper" / "static")
    static.publish(project / "site", whole=True)
    assert files(project / "site") == {}


@pytest.mark.parametrize(
    ("link", "target"),
    [
        ("x", "../secret"),
        ("x", "{root}/secret"),
        ("x", "/etc/passwd"),
        ("mine/x", "../../secret"),
        ("x", "../../data/authors/panel.csv"),
        ("x", ".."),
        ("x", "/"),
        ("x", "nowhere"),
        ("x", "x"),
        ("x", "mine"),
        ("x", "/dev/null"),
        ("x", "../../out"),
        ("x", "mine/../../secret"),
    ],
)
def test_a_link_that_leads_out_or_to_no_file_is_refused(link, target, project):
    for name in ("paper/secret", "secret", "data/authors/panel.csv"):
        (project / name).parent.mkdir(parents=True, exist_ok=True)
        (project / name).write_text("secret")
    (project / "out").symlink_to("/etc")
    (project / "paper" / "static" / link).symlink_to(target.format(root=project))
    with pytest.raises(static.StaticError, match=rf"^paper/static/{link} (leads out|is )"):
        static.publish(project / "site", whole=True)
    assert files(project / "site") == {}


def test_a_folder_that_is_a_link_is_refused(project):
    shutil.move(project / "paper" / "static", project / "elsewhere")
    (project / "paper" / "static").symlink_to(project / "elsewhere")
    with pytest.raises(static.StaticError, match="^paper/static leads out"):
        static.publish(project / "site", whole=True)


def test_a_link_within_the_folder_is_followed(project):
    (project / "paper" / "static" / "again").symlink_to("mine/a b.txt")
    static.publish(project / "site", whole=True)
    assert (project / "site" / "again").read_bytes() == FILES["mine/a b.txt"] and not (
        project / "site" / "again"
    ).is_symlink()


def test_a_pipe_is_refused_at_once(project):
    os.mkfifo(project / "paper" / "static" / "pipe")
    with pytest.raises(static.StaticError, match="^paper/static/pipe is no regular file"):
        static.publish(project / "site", whole=True)


@pytest.mark.parametrize("name", ["paper/more.html", "CNAME", "mine", "mine/a b.txt/x"])
def test_a_file_does_not_take_the_place_of_an_output(name, project):
    (project / "site" / name).parent.mkdir(parents=True, exist_ok=True)
    (project / "site" / name).write_text("made by the build")
    before = files(project / "site")
    with pytest.raises(static.StaticError, match=r"name of a file that the build makes; rename it\.$"):
        static.publish(project / "site", whole=True)
    assert before.items() <= files(project / "site").items()


def test_a_rendering_in_parts_replaces_what_an_earlier_one_put_there(project):
    static.publish(project / "site", whole=True)
    (project / "paper" / "static" / "CNAME").write_text("example.com\n")
    static.publish(project / "site", whole=False)
    assert (project / "site" / "CNAME").read_text() == "example.com\n"


def test_both_engines_are_told_and_a_fault_is_one_sentence(tmp_path):
    commands = re.findall(
        r"^    - (python .*?)(?:  .*)?$", (ROOT / "_quarto.yml").read_text(encoding="utf-8"), re.M
    )
    assert commands[-1] == "python -S -m press.web.static"
    for name in ("press/web/static.py", "press/base/paths.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "paper" / "static").mkdir(parents=True)
    (tmp_path / "paper" / "static" / "CNAME").write_text("example.org\n")

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *commands[-1].split()[1:]],
            cwd=tmp_path,
            env={"QUARTO_PROJECT_OUTPUT_DIR": "_site.new"},
            capture_output=True,
            text=True,
            check=False,
        )

    # a path from the project, as Quarto's
    assert run().returncode == 0 and files(tmp_path / "_site.new") == {"CNAME": b"example.org\n"}
    (tmp_path / "paper" / "static" / "\x1b[31mx").symlink_to("/etc/passwd")
    assert run().stderr == "paper/static/\\x1b[31mx leads out of paper/static; put a copy in its place.\n"
