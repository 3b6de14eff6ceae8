"""What a bench changes in a copy of the project.

A word, a function that draws, a number of the data; and that results are kept.
"""

import ast
import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from press.base.paths import ROOT
from press.paper import current

_FEW = 12
_PROSE = re.compile(rf"\n\n(?:\w.*\n)*?((?:[A-Za-z]+ ){{5}}[A-Za-z]+)(?: [A-Za-z]+){{{_FEW - 6}}}")
_NUMBER = re.compile(r"(?<=,)(\d+)(?=,|$)", re.MULTILINE)
_KEEPING_NOTHING = "\n\ndef _open(root):\n    return None\n"


def change_a_word(article: Path, number: int) -> None:
    """Add a word with the round's number to the first long run of plain words of the article's prose."""
    text = re.sub(r" round\d+", "", article.read_text(encoding="utf-8"))
    found = _PROSE.search(text)
    if found is None:
        raise ValueError(f"{article} has no line of prose with {_FEW} plain words")
    place = found.end(1)
    article.write_text(f"{text[:place]} round{number}{text[place:]}", encoding="utf-8")


def first_figure(project: Path, article: Path) -> tuple[Path, str]:
    """Return the file and the name of the function that draws the first figure of the article."""
    text = article.read_text(encoding="utf-8")
    drawn = {
        text.index(f"label: {label}\n"): exhibit.made_by
        for label, exhibit in current().exhibits.items()
        if exhibit.draw is not None and f"label: {label}\n" in text
    }
    function = inspect.unwrap(drawn[min(drawn)])
    return project / Path(inspect.getfile(function)).relative_to(ROOT), function.__name__


def change_a_function(file: Path, name: str, number: int) -> None:
    """Write the round's number into the first line of a function of a module."""
    text = re.sub(r"^ +round_of_bench = \d+\n", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    function = next(
        node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name == name
    )
    body = function.body[1] if ast.get_docstring(function) and len(function.body) > 1 else function.body[0]
    lines = text.splitlines(keepends=True)
    lines.insert(body.lineno - 1, f"{' ' * body.col_offset}round_of_bench = {number}\n")
    file.write_text("".join(lines), encoding="utf-8")


def change_a_number(file: Path, number: int) -> None:
    """Let the last whole number of a table of data grow by one, and shrink again in the next round."""
    text = file.read_text(encoding="utf-8")
    last = list(_NUMBER.finditer(text))[-1]
    value = int(last[1]) + (-1) ** number
    file.write_text(f"{text[: last.start()]}{value}{text[last.end() :]}", encoding="utf-8")


@contextmanager
def nothing_kept(project: Path) -> Iterator[None]:
    """Let whatever runs in a project compute everything itself, as long as the block runs."""
    file = project / "press/base/kept.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + _KEEPING_NOTHING, encoding="utf-8")
    try:
        yield
    finally:
        file.write_text(text, encoding="utf-8")
