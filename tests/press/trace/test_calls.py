"""The names that code uses lead to where they are defined; expected lines are counted by hand."""

from __future__ import annotations

from textwrap import dedent

import pytest

from press.trace.calls import Code

TOOLS = dedent(
    '''\
    """Tools."""
    LIMIT = 3
    def sharpen(blade):
        return blade
    class Saw:
        @classmethod
        def of(cls, length):
            return cls._made(length)
        def _made(self):
            return LIMIT
    '''
)


def links(text: str, **others: str) -> list[tuple[str, str, int]]:
    """The linked words of shop/work.py, each with the file and line that it leads to."""
    texts = {
        "shop/work.py": dedent(text),
        "shop/tools.py": TOOLS,
        "shop/__init__.py": "from shop.tools import sharpen as whet\n",
        **others,
    }
    lines = texts["shop/work.py"].split("\n")
    return [
        (lines[link.line - 1][link.start : link.end], link.file, link.target)
        for link in Code(texts).links("shop/work.py")
    ]


@pytest.mark.parametrize(
    ("imported", "used", "line"),
    [
        ("from shop.tools import sharpen", "sharpen", 3),
        ("from shop.tools import sharpen as hone", "hone", 3),
        ("from shop import tools", "tools.sharpen", 3),
        ("import shop.tools", "shop.tools.sharpen", 3),
        ("import shop.tools as t", "t.sharpen", 3),
        ("from .tools import sharpen", "sharpen", 3),
        ("from . import tools", "tools.sharpen", 3),
        ("from shop.tools import Saw", "Saw", 5),
        ("from shop.tools import Saw", "Saw.of", 7),
        ("from shop import whet", "whet", 3),
        ("import shop", "shop.whet", 3),
    ],
)
def test_each_way_of_importing_leads_to_the_definition(imported, used, line):
    assert links(f"{imported}\n\ndef work():\n    return {used}(1)\n") == [(used, "shop/tools.py", line)]
    assert links(f"def work():\n    {imported}\n    return {used}(1)\n") == [(used, "shop/tools.py", line)]


def test_the_link_ends_where_the_project_does():
    assert links("from shop.tools import LIMIT, Saw\nprint(LIMIT.real, Saw.of(1).length)\n") == [
        ("LIMIT", "shop/tools.py", 2),
        ("Saw.of", "shop/tools.py", 7),
    ]


def test_functions_that_are_handed_on_or_decorate_lead_there_too():
    assert (
        links("from shop.tools import sharpen\n\n@sharpen\ndef work():\n    return map(sharpen, [])\n")
        == [("sharpen", "shop/tools.py", 3)] * 2
    )


def test_names_of_the_same_file_and_methods_of_self_lead_there():
    text = """\
        EDGE = 1
        def work():
            return Bench().clear(EDGE)
        class Bench:
            def clear(self, edge):
                return self.wipe() + self.width + work()
            def wipe(self):
                def inner():
                    return self.clear(0)
                return inner()
        """
    assert links(text) == [
        ("Bench", "shop/work.py", 4),
        ("self.wipe", "shop/work.py", 7),
        ("work", "shop/work.py", 2),
        ("self.clear", "shop/work.py", 5),
    ]


@pytest.mark.parametrize(
    "own",
    [
        "def work(sharpen):\n    return sharpen(1)",
        "def work(*, sharpen=None):\n    return sharpen(1)",
        "def work():\n    sharpen = str\n    return sharpen(1)",
        "def work():\n    return [sharpen(1) for sharpen in (str, int)]",
        "def work():\n    def sharpen(x):\n        return x\n    return sharpen(1)",
        "def work(sharpen):\n    def inner():\n        return sharpen(1)\n    return inner",
        "work = lambda sharpen: sharpen(1)",
        "def work():\n    try:\n        pass\n    except OSError as sharpen:\n        print(sharpen)",
        "def work(x):\n    match x:\n        case [sharpen]:\n            return sharpen(1)",
    ],
)
def test_a_functions_own_name_leads_nowhere(own):
    assert links(f"from shop.tools import sharpen\n{own}\n") == []


def test_types_and_imports_for_types_lead_nowhere():
    typed = "def work(saw: Saw, length: int = 1) -> Saw:\n    kept: Saw = saw\n    return kept\n"
    assert links(f"from shop.tools import Saw\n\n{typed}") == []
    guarded = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from shop.tools import Saw\nprint(Saw)\n"
    )
    assert links(guarded) == []


def test_names_of_other_packages_and_unknown_ones_lead_nowhere():
    assert (
        links("import math\nfrom shop.tools import nothing\nprint(math.pi, nothing(1), elsewhere(2))\n") == []
    )


def test_columns_count_letters_and_not_bytes():
    assert links('from shop.tools import sharpen\nprint("Қостанай", sharpen(1))\n') == [
        ("sharpen", "shop/tools.py", 3)
    ]


def test_packages_that_hand_a_name_on_in_a_circle_end():
    around = {"shop/a.py": "from shop.b import f\n", "shop/b.py": "from shop.a import f\n"}
    assert links("from shop.a import f\nf()\n", **around) == []


def test_code_that_is_no_python_has_no_links():
    assert links("def (:\n") == []


def test_what_is_reached_is_all_that_names_lead_to_and_nothing_else():
    texts = {
        "a.py": "from b import f\nf()\n",
        "b.py": "from c import C\ndef f():\n    return C\n",
        "c.py": "C = 1\n",
        "d.py": "from a import f\n",
    }
    assert list(Code(texts).reached(["a.py"])) == ["a.py", "b.py", "c.py"]
