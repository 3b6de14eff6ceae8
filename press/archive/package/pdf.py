"""A Markdown file as a PDF, the same to the byte at any time.

Pandoc and Typst, which the project needs anyway.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import typst

from press.base.plain_text import typst_string
from press.render import fonts
from press.render.pandoc import command

SETTINGS = (
    "--variable",
    "papersize=a4",
    "--variable",
    "fontsize=8.5pt",
    "--variable",
    "margin.x=1.6cm",
    "--variable",
    "margin.y=1.8cm",
    "--variable",
    "mainfont=Libertinus Serif",
)
STYLE = r"""#set page(flipped: true, numbering: "1")
#set table(inset: (x: 3pt, y: 3pt), stroke: (y: 0.3pt + luma(70%)))
#show table: set text(size: 6.8pt, hyphenate: false)
#show table: set par(justify: false)
#show figure.where(kind: table): set block(breakable: true)
#show figure.where(kind: table): set align(left)
#show "☐": [\[ \]]
#show "☒": [\[x\]]
#show raw.where(block: false): it => it.text.replace(regex("[./_]"), match => match.text + "\u{200b}")
"""


def write(markdown: Path, target: Path, title: str, timestamp: int) -> None:
    """Write the PDF.

    Parameters
    ----------
    markdown
        The text.
    target
        The PDF.
    title
        The title among the PDF's metadata.
    timestamp
        The time that the PDF names as that of its making, in seconds since 1970.
    """
    with tempfile.TemporaryDirectory(prefix="package-") as folder:
        head = Path(folder) / "head.typ"
        head.write_text(STYLE, encoding="utf-8")
        words = command(
            str(markdown),
            "--from",
            "markdown",
            "--to",
            "typst",
            "--standalone",
            *SETTINGS,
            "--include-in-header",
            str(head),
        )
        text = subprocess.run(words, check=True, capture_output=True).stdout
        named = f"#set document(title: {typst_string(title)})\n".encode() + text
        (packaged := Path(folder, "fonts")).mkdir()
        target.write_bytes(
            typst.compile(
                named,
                timestamp=timestamp,
                package_path=folder,
                package_cache_path=folder,
                font_paths=fonts.packaged(packaged),
            )
        )
