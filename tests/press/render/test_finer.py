"""Which cells run again after a function has changed, and which keep what they gave."""

import pytest

from press.render import build

SUMS = """import functools
import pathlib

LIMIT = 10
KNOWN = {}
STATE = [0]


class Box:
    size = 0


BOX = Box()


def left():
    return f"left {value()}"


def right():
    return f"right {value()} {known()} {len(KNOWN)} {BOX.size} {STATE[0]}"


def value():
    return min(LIMIT, int(pathlib.Path("data/flows.csv").read_text()))


@functools.cache
def known():
    return deep()


def deep():
    return 7


def enter():
    KNOWN["one"] = 1


def grow():
    BOX.size = BOX.size + 1


def look():
    return "look"


def word():
    return "word"
"""
CELLS = {
    "setup": "from study.sums import *\nimport study.sums as sums\nnames = []",
    "first": "print(left())",
    "second": "print(right())",
    "third": "print(look())",
}


def cells(site, **given):
    """Write a document of cells."""
    text = "".join(f"```{{python}}\n#| label: {name}\n{code}\n```\n\n" for name, code in given.items())
    (site / "paper" / "index.qmd").write_text(f"---\ntitle: T\n---\n\n{text}Prose `{{python}} word()`.\n")


@pytest.fixture
def site(site):
    (site / "study" / "sums.py").write_text(SUMS)
    cells(site, **CELLS)
    return site


def render(site, **options):
    """Build; the cells that ran, in their order, and the page."""
    lines = []
    build.render(site, ("html",), report=lines.append, **options)
    ran = [line.split()[1].rstrip(",") for line in lines if line.startswith("index.qmd:")]
    return ran, (site / "_site" / "paper" / "index.html").read_text()


def change(site, old, new, file="study/sums.py"):
    text = (site / file).read_text()
    assert old in text
    (site / file).write_text(text.replace(old, new))


def again(site, old, new, file="study/sums.py"):
    """Change a file between two builds; what ran, and the page, which is that of a build from nothing."""
    render(site)
    change(site, old, new, file)
    ran, page = render(site)
    assert page == render(site, fresh=True)[1]
    return ran, page


ALL = list(CELLS)


@pytest.mark.parametrize(
    ("old", "new", "file", "ran", "words"),
    [
        ('"left {', '"west {', "study/sums.py", ["setup", "first"], "west 3"),
        ('"word"', '"term"', "study/sums.py", ["setup"], "term"),
        ("return min(", "return 1 + min(", "study/sums.py", ["setup", "first", "second"], "left 4"),
        ("return 7", "return 8", "study/sums.py", ALL, "right 3 8"),
        ("LIMIT = 10", "LIMIT = 2", "study/sums.py", ALL, "left 2"),
        ("3", "5", "data/flows.csv", ALL, "left 5"),
        ("print(left())", "print(left(), 1)", "paper/index.qmd", ALL, "left 3 1"),
        ("names = []", "names = [1]", "paper/index.qmd", ALL, "left 3"),
    ],
    ids=["one cell", "prose", "two cells", "remembered", "constant", "data", "cell", "set-up"],
)
def test_what_a_change_reaches_runs_again(site, old, new, file, ran, words):
    found, page = again(site, old, new, file)
    assert found == ran and words in page


@pytest.mark.long
@pytest.mark.parametrize(
    "trace",
    [
        "enter()",
        "grow()",
        "STATE.append(1)",
        "names.append(1)",
        "print(names.append(1))",
        "__import__('os').environ.update(MORE='1')",
        "__import__('sys').path.append('more')",
        "print(__import__('random').seed(1))",
        "__import__('warnings').simplefilter('ignore')",
        "setattr(sums, 'LIMIT', 9)",
        "setattr(right, 'more', 9)",
        "__import__('matplotlib').rcParams.update({'font.size': 7})",
    ],
)
def test_a_cell_that_leaves_traces_always_runs_again(site, trace):
    cells(site, **CELLS | {"first": trace})
    ran, _ = again(site, '"look"', '"see"')
    assert ran == ["setup", "first", "third"]


@pytest.mark.long
def test_the_first_figure_of_a_document_is_no_trace(site):
    """IPython draws figures at once from then on, which is no doing of the cell's."""
    loaded = CELLS["setup"] + "\nimport matplotlib.pyplot as plt"
    cells(site, **CELLS | {"setup": loaded, "first": "plt.close(plt.subplots()[0])"})
    assert again(site, '"look"', '"see"')[0] == ["setup", "third"]


@pytest.mark.long
def test_a_changed_function_behind_a_trace_runs_all(site):
    cells(site, **CELLS | {"first": "grow()"})
    ran, page = again(site, "BOX.size + 1", "BOX.size + 2")
    assert ran == ALL and "right 3 7 0 2 0" in page


@pytest.mark.long
def test_a_cell_that_leaves_traces_from_now_on_runs_all_in_a_new_kernel(site):
    ran, page = again(site, '    return f"left', '    STATE[0] += 1\n    return f"left')
    assert ran == ["setup", "first", *ALL] and "right 3 7 0 0 1" in page


def test_code_that_looks_at_other_cells_runs_with_all(site):
    cells(site, **CELLS | {"third": "print(look(), len(globals()))"})
    assert again(site, '"left {', '"west {')[0] == ALL


ODD = """

class Other:
    size = 1


class Stubborn(dict):
    def values(self):
        raise ValueError("not now")
"""


@pytest.mark.parametrize("odd", ["BOX.__class__ = sums.Other", "names.append(sums.Stubborn())"])
def test_what_later_cells_enter_is_known_whatever_a_cell_leaves(site, odd):
    (site / "study" / "sums.py").write_text(SUMS + ODD)
    cells(site, **CELLS | {"first": odd})
    ran, page = again(site, '"look"', '"see"')
    assert "third" in ran and "see" in page


def test_an_error_in_a_cell_that_runs_again_leaves_all_as_it_was(site):
    _, page = render(site)
    change(site, '    return f"left', '    raise ValueError("no")\n    return f"left')
    with pytest.raises(build.PressError, match="cell first failed|`first`.*failed|first.*no"):
        render(site)
    assert (site / "_site" / "paper" / "index.html").read_text() == page
    change(site, 'raise ValueError("no")', "pass")
    assert render(site) == (["setup", "first"], page)


def test_one_change_after_another_and_back(site):
    first = render(site)[1]
    change(site, '"left {', '"west {')
    assert render(site)[0] == ["setup", "first"]
    change(site, '"look"', '"see"')
    ran, page = render(site)
    assert ran == ["setup", "third"] and "west 3" in page and "see" in page
    assert render(site) == ([], page)
    change(site, '"west {', '"left {')
    change(site, '"see"', '"look"')
    assert render(site) == (["setup", "first", "third"], first)
