"""Command line: `python -m analysis COMMAND`.

    prepare   check the panel, estimate everything, write what the documents need (before rendering)
    deliver   put results.json and reproduction.json beside the rendered pages (after rendering)
    check     say what a panel file holds, without building anything
    standin   calibrate the synthetic stand-in panel anew
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from analysis.errors import InputError
from analysis.paths import PREPARED, ROOT


def prepare() -> None:
    """Write `_variables.yml`, results.json and the PDF's running head; nothing when the panel is bad."""
    from analysis import prepared

    prepared.write_all()


def deliver() -> None:
    """Copy results.json and reproduction.json into the folder that the engine names."""
    output = Path(os.environ.get("QUARTO_PROJECT_OUTPUT_DIR", "_site"))
    for name in ("results.json", "reproduction.json"):
        shutil.copyfile(PREPARED / name, ROOT / output / name)


def check() -> None:
    """Print what was read from the panel, and notes."""
    from analysis.panel import describe, load_panel

    print(describe(load_panel()))


def standin() -> None:
    """Write data/standin/panel.csv."""
    from analysis.standin import write

    write()


COMMANDS: dict[str, Callable[[], None]] = {
    command.__name__: command for command in (prepare, deliver, check, standin)
}


def main(arguments: list[str] | None = None) -> int:
    """Run one command; bad input ends with one sentence and status 1."""
    parser = argparse.ArgumentParser(prog="python -m analysis", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS, metavar="COMMAND")
    command = parser.parse_args(arguments).command
    try:
        COMMANDS[command]()
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
