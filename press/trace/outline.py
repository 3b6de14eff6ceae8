"""Where a document prints numbers: its sections, and in each what is printed by code or by a variable.

This is read from the .qmd alone and holds none of its prose, so that a reworded sentence leaves it as it
was. Before every rendering `python -m press.trace.outline` writes it down, for the appendix of the numbers:
standard library only.
"""

import json
import re
from dataclasses import asdict, dataclass, field, replace
from itertools import takewhile
from pathlib import Path

from press.base import qmd_text
from press.base.paths import PREPARED, ROOT

FILE = PREPARED / "outline.json"
PRINTED = re.compile(
    r"`\{python\}\s+(?P<code>[^`]+)`|\{\{<\s*var\s+(?P<variable>\S+)\s*>\}\}|\[\^(?P<note>[\w-]+)\](?!:)"
)
HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*(?:\{(?P<attributes>[^}]*)\})?\s*$")
NOTE = re.compile(r"\[\^(?P<name>[\w-]+)\]:(?P<text>.*)")
OPTION = re.compile(r"#\|\s*(?P<name>[\w-]+):\s*(?P<value>.*)")
FENCE = re.compile(r"(`{3,}|~{3,})(?P<info>.*)")
CAPTIONS = {"fig-cap": "caption", "tbl-cap": "caption", "fig-alt": "alt text"}


@dataclass(frozen=True, slots=True)
class Spot:
    """One thing that prints.

    Attributes
    ----------
    prints
        An inline expression, the dotted name of a variable, or the label of an exhibit.
    kind
        "code", "variable" or "exhibit".
    where
        "title", "abstract", "text", "footnote", "note" (below a table), "caption", "alt text" or "exhibit".
    section
        Id of the section, or its title where it has no number; empty before the first.
    exhibit
        Label of the exhibit that it belongs to.
    """

    prints: str
    kind: str
    where: str
    section: str = ""
    exhibit: str = ""


@dataclass(slots=True)
class Reader:
    """Walks through a body; `here` is what a spot found next is a copy of."""

    notes: dict[str, str]
    spots: list[Spot] = field(default_factory=list)
    here: Spot = Spot("", "", "text")
    label: str = ""

    def read(self, lines: list[str]) -> None:
        """Read lines outside the front matter and the footnotes."""
        rows = iter(lines)
        for line in rows:
            if fence := FENCE.match(line):
                block = list(takewhile(lambda row, mark=fence[1]: not row.startswith(mark), rows))
                if fence["info"].strip() == "{python}":
                    self.read_cell(block)
            elif heading := HEADING.match(line):
                self.here = replace(self.here, section=_name_of(heading))
            elif line.startswith(":::"):
                below = "table-note" in line
                where = "note" if below else "abstract" if ".translation" in line else "text"
                self.here = replace(self.here, where=where, exhibit=self.label if below else "")
            self.find(line, self.here)

    def read_cell(self, lines: list[str]) -> None:
        """Read the options of a cell; one with the label of a table or figure prints that."""
        options = {match["name"]: match["value"] for line in lines if (match := OPTION.match(line))}
        label = options.get("label", "")
        if not label.startswith(("tbl-", "fig-")):
            return
        self.label = label
        at = replace(self.here, exhibit=label)
        self.spots.append(replace(at, prints=label, kind="exhibit", where="exhibit"))
        for name, value in options.items():
            if name in CAPTIONS:
                self.find(value, replace(at, where=CAPTIONS[name]))

    def find(self, text: str, at: Spot) -> None:
        """Note what a text prints, its footnotes included."""
        for match in PRINTED.finditer(text):
            if match["note"]:
                self.find(self.notes.get(match["note"], ""), replace(at, where="footnote"))
            else:
                kind = "code" if match["code"] else "variable"
                self.spots.append(replace(at, prints=(match["code"] or match["variable"]).strip(), kind=kind))


def outline(text: str) -> list[Spot]:
    """Find everything in a .qmd that may print numbers, in its order."""
    parts = qmd_text.split(text)
    lines, notes = _without_notes(parts.body.splitlines())
    reader = Reader(notes)
    for name, value in re.findall(r"^([\w-]+):(.*(?:\n(?![\w-]+:).*)*)", parts.front, re.M):
        reader.find(value, Spot("", "", "abstract" if name == "abstract" else "title"))
    reader.read(lines)
    return reader.spots


def write_outlines(file: Path = FILE) -> None:
    """Write the outlines of the paper's documents, where they changed."""
    documents = {
        path.relative_to(ROOT).as_posix(): [
            asdict(spot) for spot in outline(path.read_text(encoding="utf-8"))
        ]
        for path in sorted((ROOT / "paper").glob("*.qmd"))
    }
    text = json.dumps(documents, indent=1, ensure_ascii=False) + "\n"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def read(document: str, file: Path = FILE) -> list[Spot]:
    """Return the outline of one document, as `write_outlines` left it.

    Parameters
    ----------
    document
        Its path from the project's root.
    """
    return [Spot(**spot) for spot in json.loads(file.read_text(encoding="utf-8"))[document]]


def _without_notes(lines: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the lines of a body but for its footnotes, and the footnotes by name.

    A note goes on in indented lines.
    """
    kept, notes, name = [], {}, ""
    for line in lines:
        if note := NOTE.match(line):
            name, notes[note["name"]] = note["name"], note["text"]
        elif name and line.startswith("    "):
            notes[name] += "\n" + line
        else:
            name = ""
            kept.append(line)
    return kept, notes


def _name_of(heading: re.Match[str]) -> str:
    """Return the id of a numbered section; else the title."""
    attributes = heading["attributes"] or ""
    named = re.search(r"#(\S+)", attributes)
    return named[1] if named and ".unnumbered" not in attributes else heading["title"]


if __name__ == "__main__":
    write_outlines()
