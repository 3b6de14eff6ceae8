"""Lets one process at a time do something; the others wait for it."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

PATIENCE = 60
"""Seconds after which nobody waits any more for a process that may have been stopped."""
MOMENT = 0.01
"""Seconds between two looks at whether it has ended."""


@contextmanager
def alone_with(place: Path) -> Iterator[None]:
    """Hold the lock of a file or folder, which goes with the process at the latest.

    Where the place is gone, or its file system knows no locks, nobody waits.
    """
    with ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(place, os.O_RDONLY)
            held.callback(os.close, descriptor)
            _wait_for(descriptor)
        yield


def _wait_for(descriptor: int) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(MOMENT)
