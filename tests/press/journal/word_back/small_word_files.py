"""Small Word files made by pandoc, and what pandoc reads in edited ones."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

from press.base import markdown_text

TEXT = """\
---
title: Shade and tomatoes
---

# The trial

Six plants stood **under a net** all summer; the *others* had the sun.[^sun]

The sun shone on [the field](https://example.org/field) for $n$ days, and "rain" fell.

- first item
- second item

## Дополнение

Шесть растений стояли под сеткой всё лето.

| Name | Weight |
|------|--------|
| one  | 10     |
| two  | 20     |

The end is near.

[^sun]: As the sun does.
"""


def make(text: str = TEXT) -> bytes:
    """A Word file of a text in Markdown."""
    command = [markdown_text.program(), "-f", "markdown", "-t", "docx", "-o", "-"]
    return subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout


def read(docx: bytes, changes: str, folder: Path) -> str:
    """What pandoc reads with all tracked changes accepted ("accept") or rejected ("reject"), as Markdown."""
    path = folder / "read.docx"
    path.write_bytes(docx)
    command = [markdown_text.program(), "-f", "docx", "-t", "markdown", "--wrap=none"]
    done = subprocess.run(
        [*command, f"--track-changes={changes}", str(path)], capture_output=True, text=True, check=True
    )
    return done.stdout


def plain(markdown: str) -> str:
    """What a line of Markdown says, by pandoc; markup shows by its name, as `<Code>`."""
    command = [markdown_text.program(), "-f", "markdown-example_lists-smart", "-t", "native", "--wrap=none"]
    done = subprocess.run(command, input=markdown, capture_output=True, text=True, check=True)
    words = r'Str\s+"((?:[^"\\]|\\.)*)"'
    others = r"(Space|SoftBreak)|\b(?!Para\b|Str\b|Space\b|SoftBreak\b)([A-Z]\w+)"
    return "".join(
        json.loads(f'"{word}"') if word else " " if blank else f"<{other}>"
        for word, blank, other in re.findall(f"{words}|{others}", done.stdout)
    )
