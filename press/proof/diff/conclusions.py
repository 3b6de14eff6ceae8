"""The sentences of a version whose wording code chooses, and which wording its results choose.

They are read from the version's own sources: assignments such as `name = effect("inflow.program_post",
up="...", ...)` in the cells of its documents, and the entries of sentences.yml.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

from press.base import qmd_text, yaml_file
from press.numbers.statements import KEY_IN_BRACES, Statements
from press.paper import current
from press.trace.built_site import BuiltSite

CELL = re.compile(r"^```\{python\}\n(.*?)^```$", re.M | re.S)
CHOOSERS = ("effect", "sign", "compare")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with several wordings.

    Attributes
    ----------
    chooser
        "effect", "sign", "compare" (see `Statements`) or "panel".
    asked
        What the chooser is asked about: a term, a key, or two keys.
    branches
        The wordings by name, as templates.
    """

    chooser: str
    asked: tuple[str, ...]
    branches: dict[str, str]

    def keys(self, branch: str) -> set[str]:
        """Return the numbers that decide, and those that the branch prints."""
        deciding = (
            [f"{term}.{statistic}" for term in self.asked for statistic in ("estimate", "p")]
            if self.chooser == "effect"
            else self.asked
        )
        return {*deciding, *KEY_IN_BRACES.findall(self.branches.get(branch, ""))}

    def choose(self, site: BuiltSite) -> str:
        """Return the name of the branch that a site's results choose; empty where they lack its number."""
        if self.chooser == "panel":
            invented = site.results["panel"]["name"] in current().claims.invented
            return "synthetic" if invented else "authors"
        statements = Statements(site, current().styles, level=current().claims.level)
        try:
            return getattr(statements, self.chooser)(*self.asked, **{name: name for name in self.branches})
        except (KeyError, TypeError):  # an earlier version may ask otherwise
            return ""


def read_statements(folder: Path) -> dict[str, Statement]:
    """Return the statements of all documents in a folder, and of its sentences.yml, by name."""
    found: dict[str, Statement] = {}
    for document in sorted(folder.glob("*.qmd")):
        for cell in CELL.findall(qmd_text.split(document.read_text(encoding="utf-8")).body):
            found |= statements_in(cell)
    sentences = folder / "sentences.yml"
    if sentences.exists():
        entries = yaml_file.value(yaml_file.text_of(sentences), sentences)
        if isinstance(entries, dict):  # an earlier version may have another form
            found |= {
                f"sentence.{name}": from_entry(entry)
                for name, entry in entries.items()
                if isinstance(entry, dict)
            }
    return found


def statements_in(cell: str) -> dict[str, Statement]:
    """Return the statements that a cell assigns to names; none where it is no plain Python."""
    try:
        tree = ast.parse(cell)
    except SyntaxError:
        return {}
    return {
        node.targets[0].id: statement
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if (statement := from_call(node.value))
    }


def from_call(node: ast.expr) -> Statement | None:
    """Return the statement of a call such as `compare("a", "b", greater="...", less="...")`."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CHOOSERS):
        return None
    try:
        asked = tuple(ast.literal_eval(argument) for argument in node.args)
        branches = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg}
    except ValueError:
        return None
    return Statement(node.func.id, asked, branches)


def from_entry(entry: dict[str, str]) -> Statement:
    """Return the statement of an entry of sentences.yml."""
    branches = {name: str(template) for name, template in entry.items() if name != "effect"}
    if "effect" in entry:
        return Statement("effect", (str(entry["effect"]),), branches)
    return Statement("panel", (), branches)


@dataclass(frozen=True, slots=True)
class Choice:
    """Which branches of a statement the old and the new results choose, and the numbers that it hangs on."""

    name: str
    old: str
    new: str
    keys: frozenset[str]


def choices(
    old: BuiltSite, new: BuiltSite, before: dict[str, Statement], after: dict[str, Statement]
) -> list[Choice]:
    """Return the choices of every statement that both versions have."""
    found = []
    for name in sorted(before.keys() & after.keys()):
        branches = before[name].choose(old), after[name].choose(new)
        keys = before[name].keys(branches[0]) | after[name].keys(branches[1])
        found.append(Choice(name, *branches, frozenset(keys)))
    return found


def verdict(key: str, found: list[Choice]) -> str:
    """Say whether a sentence that hangs on a number says something else now."""
    hanging = [choice for choice in found if key in choice.keys]
    changed = [
        f"{choice.name} ({choice.old} → {choice.new})" for choice in hanging if choice.old != choice.new
    ]
    if changed:
        return f"the conclusion changed: {', '.join(changed)}"
    return "the conclusion is the same" if hanging else "no conclusion hangs on it"
