"""One build in a process of its own, where changed modules are new.

`python -m press.render.preview.worker PROJECT FOLDER` gets ready, waits for a line on standard input (without
one it leaves), builds the HTML of the project into the folder, and prints the sentence that ended the build,
if one did.
"""

import signal
import sys
from pathlib import Path

from press.base import memory
from press.base.errors import PressError
from press.render import build, convert, html_page, html_tree  # noqa: F401  (so that the build need not import them)


def main(project: str, folder: str) -> int:
    """Wait, then build; return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # an end that still tidies up
    if not sys.stdin.readline():
        return 0
    try:
        build.render(Path(project), ("html",), Path(folder), build.report_on_stderr)
    except PressError as error:
        print(memory.sentence_of(error) or error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
