"""A Markdown file as a PDF, the same to the byte at any time, by pandoc and Typst."""

import subprocess
import tempfile
from pathlib import Path

import typst

from press.base.plain_text import typst_string
from press.render import fonts
from press.render.pandoc import command

SETTINGS = {
    "papersize": "a4",
    "fontsize": "8.5pt",
    "margin.x": "1.6cm",
    "margin.y": "1.8cm",
    "mainfont": "Libertinus Serif",
}
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


def write_pdf(markdown: Path, target: Path, title: str, timestamp: int) -> None:
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
        head, packaged = Path(folder, "head.typ"), Path(folder, "fonts")
        head.write_text(STYLE, encoding="utf-8")
        packaged.mkdir()
        words = ["--from", "markdown", "--to", "typst", "--standalone", "--include-in-header", str(head)]
        words += [f"--variable={name}={value}" for name, value in SETTINGS.items()]
        text = subprocess.run(command(str(markdown), *words), check=True, capture_output=True).stdout
        target.write_bytes(
            typst.compile(
                f"#set document(title: {typst_string(title)})\n".encode() + text,
                timestamp=timestamp,
                package_path=folder,
                package_cache_path=folder,
                font_paths=fonts.packaged(packaged),
            )
        )
