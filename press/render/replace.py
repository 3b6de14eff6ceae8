"""Lets another program build the project as press does: alone, and all or nothing.

`python -m press.render.replace OUTPUT NEW COMMAND...`: the command makes the folder NEW, which then takes the
place of OUTPUT in one step.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from press.base.errors import PressError, sentence_of
from press.render import build_folders, publish
from press.render.build import report_on_stderr


def main(output: Path, new: Path, command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run the command here, and return its exit status; unless that is 0, OUTPUT stays as it was."""
    old = new.with_name(f"{new.name}-old")
    publish.check_place(output)
    with build_folders.lock_project(Path.cwd().resolve(), report_on_stderr) as lock:
        if old.exists() and not output.exists():
            os.replace(old, output)
        _remove(new, old)
        try:
            status = _run(command, environment, lock.held, {str(new): str(output)})
            if status == 0:
                publish.exchange_but_keep_own(new, output, old, report_on_stderr)
        finally:
            _remove(new, old)
    return status if status >= 0 else 128 - status


def _run(
    command: list[str],
    environment: dict[str, str] | None,
    held: tuple[int, ...],
    renamed: dict[str, str],
) -> int:
    """Run the command; where what it tells names a folder that is renamed, pass on its later name."""
    with subprocess.Popen(command, env=environment, pass_fds=held, stderr=subprocess.PIPE) as running:
        assert running.stderr is not None
        try:
            for line in running.stderr:
                told = line.decode(errors="replace")
                for before, after in renamed.items():
                    told = told.replace(before, after)
                sys.stderr.write(told)
                sys.stderr.flush()
        except BaseException:
            running.terminate()
            raise
    return running.returncode


def _remove(*folders: Path) -> None:
    for folder in folders:
        if folder.is_symlink():
            folder.unlink()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit(1))  # an end that still tidies up
    try:
        sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:]))
    except PressError as error:
        sys.exit(f"error: {error}")
    except OSError as error:
        sys.exit(f"error: {sentence_of(error)}")
    except KeyboardInterrupt:
        sys.exit("interrupted; nothing was changed.")
