"""Lines of functions, looked up where pages are made."""

import json

import pytest

from press.trace import known

CODE = '''"""A module; its words say
def total(
"""


class First:
    @property
    def share(self):
        return 1


class Second:
    @staticmethod
    def share():
        def part():
            return 2

        return part


async def later(): ...


def total():
    return 3
'''


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("First.share", 8),
        ("Second.share", 14),
        ("Second.share.<locals>.part", 15),
        ("later", 21),
        ("total", 24),
        ("gone", 1),
    ],
)
def test_the_line_of_a_function_is_that_of_its_def(tmp_path, name, line):
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "sums.py").write_text(CODE)
    assert known.line_of(f"study.sums.{name}", "study/sums.py", tmp_path) == line


def test_lines_are_those_of_now_and_not_of_the_time_when_numbers_were_made(tmp_path):
    code = tmp_path / "sums.py"
    code.write_text("def total():\n    return 3\n")
    origin = {"value": 3, "function": "sums.total", "file": "sums.py", "sources": []}
    about = {"numbers": {"n": origin}, "exhibits": {}, "private": ["x"]}
    (tmp_path / "origins.json").write_text(json.dumps(about))
    assert known.read(tmp_path, tmp_path)["numbers"]["n"]["line"] == 1
    code.write_text(f"import os\n\n\n{code.read_text()}")
    read = known.read(tmp_path, tmp_path)
    assert read == about | {"numbers": {"n": origin | {"line": 4}}}
