"""The least that any engine has to do, timed as one process: `python -m press.bench.floor FOLDER`.

One Jupyter kernel starts, runs the cells and inline expressions of every document, and stops; bare pandoc
(citations, but no filter) turns the executed Markdown into each format, side by side, and Typst sets the
PDF.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pypandoc
import typst
from jupyter_client.manager import start_new_kernel

WRITERS = {"html": "html", "docx": "docx", "jats": "jats_archiving", "typst": "typst"}


def run_cells(cells: list[str]) -> None:
    """Run the cells of all documents in one kernel."""
    manager, client = start_new_kernel()
    try:
        for code in cells:
            reply = client.execute_interactive(code, store_history=False, output_hook=lambda message: None)
            if reply["content"]["status"] != "ok":
                raise RuntimeError(f"a cell failed: {reply['content']['evalue']}")
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def convert(markdown: Path, format: str) -> None:
    """Turn one executed document into one format."""
    made = markdown.with_suffix(f".{format}.out")
    pypandoc.convert_file(
        str(markdown),
        WRITERS[format],
        format="markdown",
        outputfile=str(made),
        extra_args=[
            "--standalone",
            "--mathml",
            "--citeproc",
            f"--metadata-file={markdown.parent / 'citations.json'}",
        ],
        cworkdir=str(markdown.parent),
    )
    if format == "typst":
        typst.compile(made.read_bytes(), output=str(made.with_suffix(".pdf")), root=str(markdown.parent))


def main(folder: Path) -> None:
    """Do everything once for what `press.bench.capture` left in a folder."""
    run_cells(json.loads((folder / "cells.json").read_text(encoding="utf-8")))
    jobs = [(file, file.suffixes[0][1:]) for file in sorted(folder.glob("*.*.md"))]
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda job: convert(*job), jobs))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
