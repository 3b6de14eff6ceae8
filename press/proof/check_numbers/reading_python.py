"""The texts of Python code: string constants that may be printed, and numbers that certainly are.

A string counts as text unless it is a name (`"fig-balance"`, `"decimal2"`), a docstring, a subscript or part
of a comparison; of a formatted string the fixed parts count. A number counts where it is printed: in the
field of a formatted string, as an argument of `print`, `str` and the like, and, in the cells of a document,
where a name is given to it.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from press.base.errors import InputError
from press.base.paths import shown
from press.numbers.statements import KEY_IN_BRACES
from press.proof.check_numbers.marking import COMPUTED, KEY, filled
from press.proof.check_numbers.texts import Branch, Document, Text, blank

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
PLACED = {"text": 2, "annotate": 0}
"""Methods of axes that print only the argument at this place; the others are positions."""
BRANCHES = ("up", "down", "none")
MAGIC = re.compile(r"^[ \t]*[%!].*$", re.M)
LITERAL = re.compile(
    r"(?P<comment>#[^\n]*)|(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"{3}|'{3}|\"|')"
    r"(?P<body>(?:\\.|(?!(?P=quote)).)*)(?P=quote)",
    re.S,
)
ESCAPE = re.compile(r"\\(?:N\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.S)
FORMATTED = re.compile(r"\{\{|\}\}|\{(?:[^{}]|\{[^{}]*\})*\}")
FIELD = re.compile(r"\{(?:[A-Za-z_]\w*|\d?)(?:[:!][^{}\n]*)?\}|%[-+0]?\d*\.?\d+[a-zA-Z]")


def read(
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
    source = unindented(MAGIC.sub(lambda match: blank(match[0]), source))
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise InputError(
            f"{shown(file)}, line {line + (error.lineno or 1) - 1}: this code cannot be read ({error.msg})."
        ) from None
    reader = Reader(source, file, line, assigned, every_number)
    reader.visit(tree)
    return Document(reader.texts, {name: frozenset(keys) for name, keys in reader.names.items()})


def unindented(source: str) -> str:
    """Code without the indentation that all its lines share."""
    widths = [len(row) - len(row.lstrip()) for row in source.split("\n") if row.strip()]
    width = min(widths, default=0)
    return "\n".join(row[width:] for row in source.split("\n"))


class Reader(ast.NodeVisitor):
    """Walks over code and collects its texts and the names of chosen sentences."""

    def __init__(self, source: str, file: Path, line: int, assigned: bool, every_number: bool) -> None:
        self.source, self.file, self.line = source, file, line
        self.assigned, self.every_number = assigned, every_number
        self.texts: list[Text] = []
        self.names: dict[str, set[str]] = {}
        self.branch: Branch | None = None

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            if not NAME.fullmatch(node.value):
                self.add(node, literal_text(self.segment(node)))
        elif self.every_number and is_number(node):
            self.add(node, self.segment(node))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self.add(node, literal_text(self.segment(node)))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.printed_number(part.value)
                self.visit(part.value)

    def visit_Expr(self, node: ast.Expr) -> None:
        in_module = not (self.assigned or self.every_number)
        if in_module and isinstance(node.value, ast.Constant):
            return  # a docstring
        self.printed_number(node.value)  # the last line of a cell is shown
        self.visit(node.value)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_Compare(self, node: ast.Compare) -> None:
        for part in (node.left, *node.comparators):
            if not isinstance(part, ast.Constant):
                self.visit(part)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        if isinstance(node.op, ast.Mod) and isinstance(node.left, ast.Constant):
            for part in node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]:
                self.printed_number(part)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.given_a_name(node.targets, node.value)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None:
            self.given_a_name([node.target], node.value)

    def visit_Call(self, node: ast.Call) -> None:
        function = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if function in PRINTING:
            self.printed_arguments(node, function)
        if term := term_of(node):
            self.effect(node, term)
        else:
            self.generic_visit(node)

    def printed_arguments(self, node: ast.Call, function: str) -> None:
        """Collect the numbers that a call prints."""
        arguments = node.args
        if isinstance(node.func, ast.Attribute) and function in PLACED:
            arguments = arguments[PLACED[function] : PLACED[function] + 1]
        if function in ("round", "format_number"):
            arguments = arguments[:1]
        for argument in arguments:
            self.printed_number(argument)

    def effect(self, node: ast.Call, term: str) -> None:
        """Read the branches of a sentence that an estimate chooses."""
        for keyword in node.keywords:
            self.branch = Branch(term, keyword.arg) if keyword.arg in BRANCHES else None
            self.visit(keyword.value)
        self.branch = None

    def given_a_name(self, targets: list[ast.expr], value: ast.expr) -> None:
        """Read an assignment, and note the keys of the sentence that it names."""
        if self.assigned:
            self.assigned_numbers(value)
        for target in targets:
            if isinstance(target, ast.Name):
                self.names[target.id] = keys_in(value)
        self.visit(value)

    def assigned_numbers(self, value: ast.expr) -> None:
        """Collect the numbers in a value: itself, or in a tuple, list or dictionary.

        Not the indicators 0 and 1.
        """
        if isinstance(value, ast.Tuple | ast.List | ast.Set):
            for part in value.elts:
                self.assigned_numbers(part)
        elif isinstance(value, ast.Dict):
            for part in value.values:
                self.assigned_numbers(part)
        elif is_number(value) and ast.literal_eval(value) not in (0, 1):
            self.printed_number(value)

    def printed_number(self, node: ast.expr) -> None:
        """Collect a number that stands typed where it is printed."""
        if is_number(node) and not self.every_number:
            self.add(node, self.segment(node))

    def add(self, node: ast.expr, text: str) -> None:
        self.texts.append(Text(self.file, self.line + node.lineno - 1, text, self.branch))

    def segment(self, node: ast.expr) -> str:
        return ast.get_source_segment(self.source, node) or ""


def is_number(node: ast.expr) -> bool:
    """Whether a node is a typed number, with or without a sign."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        node = node.operand
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float)
        and not isinstance(node.value, bool)
    )


def keys_in(value: ast.expr) -> set[str]:
    """Return the keys that a sentence prints or depends on."""
    nodes = list(ast.walk(value))
    strings = [node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    keys = {key for string in strings for key in KEY_IN_BRACES.findall(string)}
    effects = {f"{term}.p" for node in nodes if isinstance(node, ast.Call) and (term := term_of(node))}
    return keys | effects | {string for string in strings if KEY.fullmatch(string)}


def term_of(node: ast.Call) -> str | None:
    """Return the estimate that chooses, where a call is `effect(...)`."""
    is_effect = isinstance(node.func, ast.Name) and node.func.id == "effect"
    return node.args[0].value if is_effect and node.args and isinstance(node.args[0], ast.Constant) else None


def literal_text(segment: str) -> str:
    """Return string literals that stand side by side as one text, whose lines are those of the code."""
    written = list(blank(segment))
    for literal in LITERAL.finditer(segment):
        if literal["comment"] is None:
            body = literal["body"]
            if "f" in literal["prefix"].lower():
                body = FORMATTED.sub(lambda match: filled(match[0], COMPUTED), body)
            body = FIELD.sub(lambda match: filled(match[0], COMPUTED), body)
            start, end = literal.span("body")
            written[start:end] = ESCAPE.sub(lambda match: blank(match[0]), body)
    return "".join(written)
