"""`python -m verify COMMAND`.

    build     build twice in different surroundings and compare every byte
"""

from __future__ import annotations

import sys
import time


def build() -> int:
    """Print how many files are the same in both builds; 1 if any is not."""
    from analysis.clean_folder import copy_sources

    from .same_bytes import BuildFailed, build_twice

    started = time.monotonic()
    try:
        found = build_twice(copy_sources, ["make", "paper", "ENGINE=press", "READY=.venv/bin/python"], "_site")
    except BuildFailed as error:
        print(f"error: a build failed.\n{error}", file=sys.stderr)
        return 1
    for problem in found.problems:
        print(problem)
    verdict = f"{len(found.problems)} differences" if found.problems else "the same bytes"
    print(f"{found.files} files, {found.size:,} bytes, built in two places and once more in the first: {verdict} ({time.monotonic() - started:.0f} s).")
    print(f"Between the places differed: {', '.join(found.differences)}.")
    return 1 if found.problems else 0


COMMANDS = {"build": build}

if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        sys.exit(f"usage: python -m verify {{{','.join(COMMANDS)}}}")
    sys.exit(COMMANDS[sys.argv[1]]())
