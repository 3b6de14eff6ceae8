"""Two builds give the same bytes, and a build that does not is found out."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from press.proof import odd_environments
from press.proof.same_bytes import BuildFailed, build_twice, compare_outputs

CHECKOUT = Path(__file__).parents[3]
PROJECT = {
    "_quarto.yml": (
        "project:\n  type: website\n  render: ['*.qmd']\nformat:\n  html:\n    html-math-method: mathml\n"
        "  docx: default\n  typst: default\n  jats: default\n"
    ),
    "index.qmd": (
        "---\ntitle: Small\nauthor: A. Author\n---\n\n"
        "The sets $x_1$ and `{python} sorted({'a', 'b'})`, see @fig-line.\n\n"
        "```{python}\n#| label: fig-line\n#| fig-cap: A line\nimport matplotlib.pyplot as plt\n"
        "_ = plt.plot([1, 3], label='one')\n_ = plt.legend()\n```\n"
    ),
}


def write(folder, files=PROJECT):
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")


def press():
    return [
        "env",
        f"PYTHONPATH={CHECKOUT}",
        "SOURCE_DATE_EPOCH=1700000000",
        sys.executable,
        "-m",
        "press",
        "render",
    ]


@pytest.mark.long
def test_press_gives_the_same_bytes_in_another_place_locale_time_zone_and_year():
    found = build_twice(write, press(), "_site")
    assert found.problems == [] and found.files >= 7
    assert {"locale", "time zone", "hash seed"} <= set(found.differences)


@pytest.mark.long
def test_the_paper_has_the_same_bytes_in_two_places():
    done = subprocess.run(
        [sys.executable, "-m", "press", "verify-build"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    print(done.stdout)
    assert done.returncode == 0 and "the same bytes" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize(
    "cause",
    [
        "__import__('os').getcwd()",
        "hash('a')",
        "__import__('time').tzname",
        "int(__import__('os').stat('a').st_mtime)",
        "__import__('time').time() // 1e6",
        "__import__('os').environ['HOME']",
    ],
)
def test_what_depends_on_the_surroundings_is_found_out(cause):
    build = (
        "import pathlib; pathlib.Path('out').mkdir(exist_ok=True); "
        f"pathlib.Path('out/page').write_text(repr({cause}))"
    )
    found = build_twice(lambda folder: write(folder, {"a": "a"}), [sys.executable, "-c", build], "out")
    if "time()" in cause and "a clock a year ahead" not in found.differences:
        pytest.skip("without a C compiler the clock cannot be shifted")
    assert len(found.problems) == 1 and found.problems[0].startswith(
        "page differs in another place: from byte"
    )


def test_a_build_that_keeps_something_wrong_is_found_out():
    build = (
        "import pathlib; f = pathlib.Path('out/page'); f.parent.mkdir(exist_ok=True); "
        "f.write_text(f.read_text() + 'x' if f.exists() else 'x')"
    )
    found = build_twice(lambda folder: None, [sys.executable, "-c", build], "out")
    assert found.problems == ["page differs in a second build in its place: from byte 1, b'x' against b'xx'."]


def test_files_of_one_output_only_are_named():
    assert compare_outputs({"a": b"", "b": b"1"}, {"b": b"1", "c": b""}, "there") == [
        "a is missing from there.",
        "c is in there only.",
    ]


def test_a_build_that_fails_says_its_last_words():
    with pytest.raises(BuildFailed, match="no such page"):
        build_twice(lambda folder: None, ["sh", "-c", "echo no such page; exit 1"], "out")


def test_the_later_clock_is_a_year_ahead(tmp_path):
    library = odd_environments._later_clock(tmp_path)
    if library is None:
        pytest.skip("without a C compiler the clock cannot be shifted")
    said = subprocess.run(
        [sys.executable, "-c", "import time; print(time.time())"],
        env={"LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert float(said) - time.time() == pytest.approx(odd_environments.YEAR, abs=30)
