"""Lets one process at a time do something; the others wait for it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def alone_with(place: Path) -> Iterator[None]:
    """Hold the lock of a file or folder, which goes with the process at the latest.

    Where the place is gone, or its file system knows no locks, nobody waits.
    """
    with ExitStack() as held:
        with suppress(OSError):
            descriptor = os.open(place, os.O_RDONLY)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
