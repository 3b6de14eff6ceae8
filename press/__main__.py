"""The command line: `python -m press render [FILE] [--to FORMAT,...] [--output-dir DIR]`."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from .document import FORMATS
from .errors import PressError


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 0 if everything was made, 1 after one sentence on standard error."""
    chosen = _parser().parse_args(arguments)
    from .build import render, report_on_stderr

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an end that still tidies up
    try:
        made = render(chosen.file, tuple(dict.fromkeys(chosen.to)), chosen.output_dir, report_on_stderr, chosen.fresh)
    except PressError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was changed.", file=sys.stderr)
        return 1
    pages = [file for file in made if file.suffix in (".html", ".pdf", ".docx", ".xml")]
    print("\n".join(f"Output created: {page}" for page in pages))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="press", description="Renders Quarto documents (.qmd).")
    render = parser.add_subparsers(required=True, metavar="render").add_parser("render", help="render a document or the project")
    render.add_argument("file", nargs="?", type=Path, help="a .qmd; without it, the project around the working folder")
    render.add_argument("--to", type=_formats, default=[], help=f"{', '.join(FORMATS)}; several with commas")
    render.add_argument("--output-dir", type=Path, help="in place of the project's output folder")
    render.add_argument("--fresh", action="store_true", help="run everything, also what has not changed since an earlier build")
    return parser


def _formats(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in FORMATS:
            raise argparse.ArgumentTypeError(f"format {name} is not supported, only {', '.join(FORMATS)}")
    return names


if __name__ == "__main__":
    sys.exit(main())
