"""The sentences of a version whose wording results choose, and which wording its results choose.

They are read from the version's own sources: the entries of sentences.yml and, in versions before these held
all of them, assignments such as `name = effect("inflow.program_post", up="...", ...)` in cells of documents.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import yaml

from press.base import qmd_text, yaml_file
from press.base.errors import InputError
from press.base.yaml12 import Scalar
from press.numbers import entries
from press.numbers.entries import BRANCHES, Choice, Entries, Part, Said, Several, choices_in
from press.numbers.sentences import Sentences
from press.numbers.statements import KEY_IN_BRACES, Statements
from press.paper import current
from press.trace.built_site import BuiltSite

CELL = re.compile(r"^```\{python\}\n(.*?)^```$", re.M | re.S)
CHOOSERS = ("effect", "sign", "compare")
FILE = "sentences.yml"


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with several wordings."""

    part: Part

    def choose(self, site: BuiltSite) -> str:
        """Return the names of the branches that a site's results choose; empty where they lack a number."""
        try:
            return "/".join(branch for _, branch in self._way(site))
        except (InputError, TypeError):  # an earlier version may ask otherwise
            return ""

    def keys(self, site: BuiltSite) -> set[str]:
        """Return the numbers that decide in a site, and those that the chosen branches print."""
        try:
            texts = said_by(site).chosen("", self.part)
            printed = {key for text in texts for key in KEY_IN_BRACES.findall(text.text)}
            return printed | {key for choice, _ in self._way(site) for key in choice.keys}
        except (InputError, TypeError):
            return set()

    def _way(self, site: BuiltSite) -> Iterator[tuple[Choice, str]]:
        return way(self.part, said_by(site))


def way(part: Part, said: Sentences) -> Iterator[tuple[Choice, str]]:
    """Yield the choices that are come to in a part, each with the branch that is chosen."""
    if isinstance(part, Several):
        for one in part.parts:
            yield from way(one, said)
    elif isinstance(part, Choice):
        branch = said.branch("", part)
        yield part, branch
        yield from way(part.branches[branch], said)


def said_by(site: BuiltSite) -> Sentences:
    """Return what decides by the results of a site."""
    invented = site.results["panel"]["name"] in current().claims.invented
    results = SimpleNamespace(
        value=site.value,
        texts=site.results.get("texts", {}),
        panel=SimpleNamespace(synthetic=invented),
    )
    statements = Statements(results, current().styles, level=current().claims.level)
    return Sentences(statements, Entries(Path(FILE), "", {}, {}))


def read_statements(folder: Path) -> dict[str, Statement]:
    """Return the statements of all documents in a folder, and of its sentences.yml, by name."""
    found: dict[str, Statement] = {}
    for document in sorted(folder.glob("*.qmd")):
        for cell in CELL.findall(qmd_text.split(document.read_text(encoding="utf-8")).body):
            found |= statements_in(cell)
    return found | in_file(folder / FILE)


def in_file(file: Path) -> dict[str, Statement]:
    """Return the statements of a file of sentences; entries of another form are passed over."""
    if not file.exists():
        return {}
    source = yaml_file.text_of(file)
    node = entries.nodes(source, file)
    found = {}
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        try:
            one = entries.from_node(yaml.MappingNode(node.tag, [(key, value)]), file, source)
        except InputError:  # an earlier version may have another form
            continue
        found |= {name: Statement(part) for name, part in one.parts.items() if any(choices_in(part))}
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
        asked = tuple(str(ast.literal_eval(argument)) for argument in node.args)
        texts = {keyword.arg: ast.literal_eval(keyword.value) for keyword in node.keywords if keyword.arg}
    except ValueError:
        return None
    if not set(BRANCHES[node.func.id][0]) <= set(texts):
        return None
    branches = {name: Said(Scalar(str(text))) for name, text in texts.items()}
    return Statement(Choice(node.func.id, asked, None, branches, node.lineno))


@dataclass(frozen=True, slots=True)
class Change:
    """Which branches of a statement the old and the new results choose, and the numbers that it hangs on."""

    name: str
    old: str
    new: str
    keys: frozenset[str]


def choices(
    old: BuiltSite, new: BuiltSite, before: dict[str, Statement], after: dict[str, Statement]
) -> list[Change]:
    """Return the choices of every statement that both versions have."""
    found = []
    for name in sorted(before.keys() & after.keys()):
        branches = before[name].choose(old), after[name].choose(new)
        keys = before[name].keys(old) | after[name].keys(new)
        found.append(Change(name, *branches, frozenset(keys)))
    return found


def verdict(key: str, found: list[Change]) -> str:
    """Say whether a sentence that hangs on a number says something else now."""
    hanging = [choice for choice in found if key in choice.keys]
    changed = [
        f"{choice.name} ({choice.old} → {choice.new})"
        for choice in hanging
        if "" not in (choice.old, choice.new) and choice.old != choice.new
    ]
    if changed:
        return f"the conclusion changed: {', '.join(changed)}"
    return "the conclusion is the same" if hanging else "no conclusion hangs on it"
