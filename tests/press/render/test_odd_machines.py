"""A clock that goes back, sources that cannot be read, files that change places during a build.

Pages are right, or a sentence says why there are none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from press.base.errors import PressError, sentence_of
from press.render import build, pandoc

CHECKOUT = Path(__file__).parents[3]
FILES = {
    "_quarto.yml": (
        "project:\n  type: website\n  render: ['*.qmd']\n  execute-dir: project\n"
        "  pre-render: python before.py\n  post-render: python after.py\nbibliography: works.bib\n"
        "csl: style.csl\n"
    ),
    "index.qmd": (
        "---\ntitle: One\n---\n\n{{< include part.md >}}\n\nText [@k].\n\n![P](p.svg)\n\n```{python}\n"
        "import study\nprint('cell says', study.word, open('data.csv').read())\n```\n"
    ),
    "part.md": "Part one.\n",
    "before.py": "open('_variables.yml', 'w').write('a: b')\n",
    "after.py": "",
    "study.py": "word = 'one'\n",
    "data.csv": "one\n",
    "works.bib": "@book{k, title={One}, author={B, A}, year={2020}}\n",
    "p.svg": (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="1" height="1"/></svg>'
    ),
}
YEAR = 365 * 86_400


@pytest.fixture
def root(tmp_path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    shutil.copy(CHECKOUT / "paper" / "theme" / "apa.csl", tmp_path / "style.csl")
    return tmp_path


def page(root: Path) -> str:
    build.render(root, ("html",))
    return (root / "_site" / "index.html").read_text()


@pytest.mark.long
@pytest.mark.parametrize("ahead", [-YEAR, 3600, YEAR])
def test_times_of_files_decide_nothing(root, ahead):
    """To files of today, a clock that has gone back is what a clock of today is to files of tomorrow."""
    then = time.time() + ahead
    for word in ("one", "two", "six"):
        for name in ("part.md", "study.py", "data.csv", "works.bib"):
            (root / name).write_text(FILES[name].replace("one", word).replace("One", word.title()))
        for file in root.iterdir():
            if file.is_file():
                os.utime(file, (then, then))
        text = page(root)
        assert (
            f"Part {word}." in text and f"cell says {word} {word}" in text and f"{word.title()}</em>" in text
        )
        shutil.rmtree(root / "__pycache__", ignore_errors=True)


SOURCES = (
    "_quarto.yml",
    "index.qmd",
    "part.md",
    "study.py",
    "data.csv",
    "works.bib",
    "style.csl",
    "p.svg",
    "before.py",
)


def without_rights(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run without root's right to read everything, where that can be had."""
    command = [sys.executable, "-m", "press", "render", *words]
    if not os.geteuid():
        if not (capsh := shutil.which("capsh")):
            pytest.skip("root reads everything, and there is no capsh to do without that")
        command = [
            capsh,
            "--drop=cap_dac_override,cap_dac_read_search",
            "--",
            "-c",
            'exec "$@"',
            "sh",
            *command,
        ]
    return subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    "name",
    [
        *SOURCES[:2],
        # of study.py Python keeps a copy
        *(pytest.param(name, marks=pytest.mark.long) for name in SOURCES[2:] if name != "study.py"),
    ],
)
def test_a_source_that_cannot_be_read_is_named(root, name):
    assert without_rights(root).returncode == 0
    before = (root / "_site" / "index.html").read_bytes()
    (root / "index.qmd").open("a").write("\nMore.\n")
    (root / name).chmod(0)
    done = without_rights(root)
    (root / name).chmod(0o644)
    assert (
        done.returncode == 1
        and Path(name).stem in done.stderr
        and (root / "_site" / "index.html").read_bytes() == before
    )
    # what code meets is told with the end of its traceback
    if not name.endswith(".py") and name != "data.csv":
        assert (
            len(
                [
                    line
                    for line in done.stderr.splitlines()
                    if not line.endswith(" s") and not line.startswith("pre-render")
                ]
            )
            == 1
        ), done.stderr


@pytest.mark.parametrize("name", SOURCES)
def test_a_folder_in_place_of_a_source_is_told(root, name):
    (root / name).unlink()
    (root / name).mkdir()
    with pytest.raises(PressError):
        build.render(root, ("html",))
    assert not (root / "_site").exists()


SWAPS = {
    "the output by a file": "import os; os.rename('_site', 'away'); open('_site', 'w').write('own')",
    "the output by a link to nowhere": (
        "import os; os.rename('_site', 'away'); os.symlink('nowhere', '_site')"
    ),
    "a page by the author's": (
        "import shutil; shutil.rmtree('_site'); import os; os.mkdir('_site'); open('_site/index.html', "
        "'w').write('own')"
    ),
}


@pytest.mark.long
@pytest.mark.parametrize("swap", SWAPS)
def test_what_changes_places_during_a_build_is_not_overwritten(root, swap):
    page(root)
    (root / "index.qmd").open("a").write("\nMore.\n")
    (root / "after.py").write_text(SWAPS[swap])
    with pytest.raises(PressError, match="is in the way"):
        page(root)
    site = root / "_site"
    assert (
        os.readlink(site) == "nowhere"
        if site.is_symlink()
        else (site / "index.html" if site.is_dir() else site).read_text() == "own"
    )


@pytest.mark.long
@pytest.mark.parametrize(
    "swap",
    [
        "os.remove('part.md')",
        "os.remove('p.svg')",
        "os.remove('works.bib')",
        "os.remove('index.qmd')",
        "os.rename('part.md', 'x'), os.symlink('/etc/passwd', 'part.md')",
        "os.remove('p.svg'), os.symlink('/etc/passwd', 'p.svg')",
        "os.remove('works.bib'), os.symlink('/etc/passwd', 'works.bib')",
    ],
)
def test_a_source_that_changes_places_before_it_is_read_ends_the_build_in_a_sentence(root, swap):
    (root / "before.py").write_text(f"import os; {swap}\n")
    with pytest.raises(PressError):
        build.render(root, ("html",))
    assert not (root / "_site").exists()


def test_a_disk_that_is_full_while_pandoc_writes_is_told_as_elsewhere(tmp_path, monkeypatch):
    """Pandoc's own words, as it prints them when its output finds no room."""
    (full := tmp_path / "pandoc").write_text(
        "#!/bin/sh\necho 'pandoc: page: withFile: resource exhausted (No space left on device)' >&2\nexit 1\n"
    )
    full.chmod(0o755)
    monkeypatch.setattr(pandoc, "program", lambda: str(full))
    with pytest.raises(OSError) as raised:
        pandoc.run("Text.", {}, ["--to", "html"], {}, False, [], tmp_path, lambda: None)
    assert sentence_of(raised.value) == (
        "the disk is full: there is no room for what pandoc writes; nothing was changed."
    )
