"""Keeps what the floor needs from one press build: the cells as code, the executed Markdown and the figures.

`python -m press.bench.capture PROJECT FOLDER`, in a process of its own: press runs commands of the copied
project in itself.
"""

import json
import shutil
import sys
from pathlib import Path
from unittest import mock

from press.render import build
from press.render.document import Executed
from press.render.qmd import Prose, read
from press.render.rewording import Memory


def capture(project: Path, folder: Path) -> None:
    """Build a project once with press and leave in a folder what `press.bench.floor` works on."""
    captured: list[Executed] = []

    def keep(executed: Executed, format: str, destination: Path, memory: Memory) -> list[str]:
        stem = f"{executed.source.stem}.{format}"
        (folder / f"{stem}.md").write_text(executed.markdown(format), encoding="utf-8")
        shutil.copytree(executed.files, folder, dirs_exist_ok=True)
        captured.append(executed)
        return []

    with mock.patch("press.render.convert.convert", keep):
        build.render(project, output_dir=folder / "unused")
    sources = dict.fromkeys(executed.source for executed in captured)
    codes = [code for source in sources for code in codes_of(source, captured[0])]
    (folder / "cells.json").write_text(json.dumps(codes), encoding="utf-8")
    (folder / "citations.json").write_text(json.dumps(citations(captured)), encoding="utf-8")


def citations(captured: list[Executed]) -> dict[str, object]:
    """Return the bibliographies and the style of all documents, by absolute paths."""
    stated = [
        executed.source.parent / name
        for executed in captured
        for name in listed(executed.metadata.get("bibliography"))
    ]
    style = captured[0].source.parent / str(captured[0].metadata["csl"])
    return {"bibliography": sorted({str(file.resolve()) for file in stated}), "csl": str(style.resolve())}


def listed(value: str | list[str] | None) -> list[str]:
    """Return one name, several or none as a list."""
    return [value] if isinstance(value, str) else value or []


def codes_of(source: Path, executed: Executed) -> list[str]:
    """Return the code of a document in its order: cells, and each prose's inline expressions together."""
    codes = []
    for piece in read(source, executed.project).body:
        if isinstance(piece, Prose):
            codes += (
                ["\n".join(f"({expression})" for expression in piece.expressions)]
                if piece.expressions
                else []
            )
        else:
            codes.append(piece.code)
    return codes


if __name__ == "__main__":
    capture(Path(sys.argv[1]), Path(sys.argv[2]))
