"""The texts of Python code: string constants that may be printed, and numbers that certainly are.

A string counts as text unless it is a name (`"fig-balance"`, `"decimal2"`), a docstring, a subscript or part
of a comparison; of a formatted string the fixed parts count. A number counts where it is printed: in the
field of a formatted string, as an argument of `print`, `str` and the like. In the cells of a document it
counts as well where a name is given to it, and where a call is given it in a list or the like, to be shown in
a table or drawn, but for what only sets how something looks.
"""

import ast
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path

from press.base.errors import InputError
from press.base.paths import shown
from press.numbers.statements import KEY_IN_BRACES
from press.proof.check_numbers.marking import COMPUTED, KEY
from press.proof.check_numbers.texts import Document, Text, blank

NAME = re.compile(r"[A-Za-z_#./][\w./:#-]*")
PRINTING = {
    "print",
    "str",
    "round",
    "display",
    "Markdown",
    "Prose",
    "format",
    "format_number",
    "text",
    "annotate",
    "suptitle",
    "set_title",
    "set_xlabel",
    "set_ylabel",
    "supxlabel",
    "supylabel",
    "heading",
}
DRAWING = {
    "bar": 2,
    "barh": 2,
    "plot": 2,
    "scatter": 2,
    "pie": 1,
    "stem": 2,
    "step": 2,
    "Series": 1,
    "append": 1,
}
"""What shows bare numbers too, so many of its first arguments; those behind set how it looks."""
TABLES = {"DataFrame", "tabulate", "pipe_table", *DRAWING} - {"append"}
"""What shows lists of numbers in any code."""
SETTING = re.compile(
    r"set_\w+|[xyzc]?lim|[xyz]ticks|\w*axis|axes|subplots\w*|figure|add_\w+|ax[hv](?:span|line)|legend|grid|"
    r"quantile|percentile|isin|zeros|ones|full|empty|reshape|q?cut|hist\w*|linspace|arange|range|between|update|"
    r"replace|rename\w*|drop\w*|rand\w*|normal|uniform|choice|seed|sample|resize|take|round|pivot\w*|groupby|"
    r"text|annotate|reindex|GridSpec|rc|Path|datetime|date|Timestamp"
)
"""Functions whose lists of numbers say where, how large or how many, and are not shown."""
SETTING_WORD = re.compile(
    r"\w*(?:size|sizes|shape|lim|limits|ticks?|color|colors|ratios?|widths|_kws?|props|style|styles|dashes)|"
    r"bins|range|levels|percentiles|q|quantiles|extent|bbox\w*|anchor|xy|xytext|c|alpha|axis|columns|index|"
    r"names|usecols|skiprows|padding|margins?|rect|position|rcParams|explode|domain|zorder|layout"
)
"""Named arguments that do the same; others are taken for what is shown."""
HOLDERS = (ast.List, ast.Tuple, ast.Set, ast.Dict)
PLACED = {"text": 2, "annotate": 0}
"""Methods of axes that print only the argument at this place; the others are positions."""
LITERAL = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
    re.S,
)
ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
FORMATTED = re.compile(r"\{\{|\}\}|\{(?:[^{}]|\{[^{}]*\})*\}")
FIELD = re.compile(r"\{(?:[A-Za-z_]\w*|\d?)(?:[:!][^{}\n]*)?\}|%[-+0]?\d*\.?\d+[a-zA-Z]")


def read_module(file: Path) -> Document:
    """Read a module, which is no cell and no expression."""
    return read_code(file.read_text(encoding="utf-8"), file)


def read_code(
    source: str, file: Path, line: int = 1, *, assigned: bool = False, every_number: bool = False
) -> Document:
    """Read code.

    Parameters
    ----------
    source
        A module, a cell or an expression.
    file, line
        Where its first line stands.
    assigned
        Whether numbers to which a name is given count, as they do in a document.
    every_number
        Whether every number counts, as it does in inline code.

    Raises
    ------
    InputError
        When it is not Python.
    """
    source = textwrap.dedent(re.sub(r"^[ \t]*[%!].*$", lambda match: blank(match[0]), source, flags=re.M))
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise InputError(
            f"{shown(file)}, line {line + (error.lineno or 1) - 1}: this code cannot be read ({error.msg})."
        ) from None
    reader = Reader(source, file, line, assigned, every_number)
    reader.visit(tree)
    return Document(reader.texts, reader.names)


class Reader(ast.NodeVisitor):
    """Walks over code and collects its texts, and the keys of what it gives names to."""

    def __init__(self, source: str, file: Path, line: int, assigned: bool, every_number: bool) -> None:
        self.source, self.file, self.line = source, file, line
        self.assigned, self.every_number = assigned, every_number
        self.texts: list[Text] = []
        self.names: dict[str, frozenset[str]] = {}

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take a text that is no name, and where every number counts, a number."""
        is_text = isinstance(node.value, str) and not NAME.fullmatch(node.value)
        if is_text or (self.every_number and is_number(node)):
            self.add(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Take the fixed parts of a formatted string, and what is typed in its fields."""
        self.add(node)
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.printed_number(part.value)
                self.visit(part.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        """Take what the last line of a cell shows, but no docstring of a module."""
        if isinstance(node.value, ast.Constant) and not (self.assigned or self.every_number):
            return
        self.printed_number(node.value)
        if self.assigned:
            self.assigned_numbers(node.value)
        self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        """Leave out what stands in brackets."""
        self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        """Leave out constants that something is compared with."""
        for part in (node.left, *node.comparators):
            if not isinstance(part, ast.Constant):
                self.visit(part)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """Take the numbers that `%` prints into a text."""
        if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
            for part in node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]:
                self.printed_number(part)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Read an assignment."""
        self.given_a_name(node.targets, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """Read an assignment with a type."""
        if node.value is not None:
            self.given_a_name([node.target], node.value)

    def visit_Call(self, node: ast.Call) -> None:
        """Take the numbers that a call prints, and in a document those that it is given to show."""
        self.printed_arguments(node)
        if not SETTING.fullmatch(called(node)) if self.assigned else called(node) in TABLES:
            self.shown_arguments(node)
        self.generic_visit(node)

    def printed_arguments(self, node: ast.Call) -> None:
        """Take the numbers among the arguments that a call prints."""
        is_method, function = isinstance(node.func, ast.Attribute), called(node)
        if function not in PRINTING:
            return
        arguments = node.args
        if is_method and function in PLACED:
            arguments = arguments[PLACED[function] : PLACED[function] + 1]
        elif is_method and function == "round":
            return
        elif function in ("round", "format_number"):
            arguments = arguments[:1]
        for argument in arguments:
            self.printed_number(argument)
            if self.assigned:
                self.assigned_numbers(argument)

    def shown_arguments(self, node: ast.Call) -> None:
        """Take the numbers that a call is given in lists and the like, and those that it draws."""
        named = {
            word.arg: word.value for word in node.keywords if not SETTING_WORD.fullmatch(word.arg or "**")
        }
        bare = node.args[: DRAWING.get(called(node), 0)] if self.assigned else []
        if called(node) in ("dict", "assign"):
            bare += named.values()
        for value in (*node.args, *named.values()):
            if isinstance(value, HOLDERS) or value in bare:
                self.assigned_numbers(value)

    def visit_For(self, node: ast.For) -> None:
        """Take the numbers that a loop of a cell goes through."""
        if self.assigned:
            self.assigned_numbers(node.iter)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        """Take the numbers that a list is made of."""
        if self.assigned:
            self.assigned_numbers(node.iter)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """Take a number that a function of a cell gives back."""
        if self.assigned and node.value is not None:
            self.assigned_numbers(node.value)
        self.generic_visit(node)

    def given_a_name(self, targets: list[ast.expr], value: ast.expr) -> None:
        """Read an assignment, and note the keys of what it names."""
        if self.assigned:
            self.assigned_numbers(value)
        self.names |= {target.id: keys_in(value) for target in targets if isinstance(target, ast.Name)}
        self.visit(value)

    def assigned_numbers(self, value: ast.expr) -> None:
        """Take the numbers in a value, itself or what it holds, but for indicators and places (1, 2, 3)."""
        parts = parts_of(value)
        if not counts_places(parts):
            for part in parts:
                self.assigned_numbers(part)
        if is_number(value) and ast.literal_eval(value) not in (0, 1):
            self.printed_number(value)

    def printed_number(self, node: ast.expr) -> None:
        """Take a number that stands typed where it is printed."""
        if is_number(node) and not self.every_number:
            self.add(node)

    def add(self, node: ast.expr) -> None:
        """Take a text or a number as it stands in the code."""
        segment = ast.get_source_segment(self.source, node) or ""
        text = segment if is_number(node) else literal_text(segment)
        self.texts.append(Text(self.file, self.line + node.lineno - 1, text))


def is_number(node: ast.expr) -> bool:
    """Whether a node is a typed number, with or without a sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        node = node.operand
    return isinstance(node, ast.Constant) and type(node.value) in (int, float)


def called(node: ast.Call) -> str:
    """Return the name of the function or method that is called; empty where it has none."""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def parts_of(value: ast.expr) -> list[ast.expr]:
    """Return what a list, a dictionary or a choice holds, and the numbers that a sum is made of."""
    match value:
        case ast.Dict(values=parts) | ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.IfExp(body=first, orelse=second):
            return [first, second]
        case ast.BinOp(left=first, right=second) if is_typed(first) and is_typed(second):
            return [part for part in (first, second) if not is_power_of_ten(part)]
        case ast.Starred(value=inner):
            return [inner]
    return []


def is_power_of_ten(value: ast.expr) -> bool:
    """Whether a value is 10, 100 and so on, by which units and percentages are counted."""
    return isinstance(value, ast.Constant) and re.fullmatch("10+", str(value.value)) is not None


def is_typed(value: ast.expr) -> bool:
    """Whether a value is made of typed numbers alone."""
    if isinstance(value, ast.BinOp):
        return is_typed(value.left) and is_typed(value.right)
    return is_number(value)


def counts_places(parts: Sequence[ast.expr]) -> bool:
    """Whether some values count: 0, 1, 2 or 1, 2, 3 and so on."""
    if len(parts) < 2 or not all(map(is_number, parts)):
        return False
    first, *others = map(ast.literal_eval, parts)
    return first in (0, 1) and others == list(range(first + 1, first + len(parts)))


def keys_in(value: ast.expr) -> frozenset[str]:
    """Return the keys that stand in some code."""
    keys: set[str] = set()
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            keys.update(KEY_IN_BRACES.findall(node.value), filter(KEY.fullmatch, [node.value]))
    return frozenset(keys)


def literal_text(segment: str) -> str:
    """Return string literals that stand side by side as one text, whose lines are those of the code."""
    written = list(blank(segment))
    for literal in LITERAL.finditer(segment):
        if literal["comment"] is None:
            body = literal["body"]
            if "f" in literal["prefix"].lower():
                body = FORMATTED.sub(lambda match: blank(match[0], COMPUTED), body)
            body = FIELD.sub(lambda match: blank(match[0], COMPUTED), body)
            start, end = literal.span("body")
            written[start:end] = ESCAPE.sub(lambda match: blank(match[0]), body)
    return "".join(written)
