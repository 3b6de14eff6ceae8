"""Uses the time in which one kernel runs a command: what it loads is of use to others meanwhile.

Kernels that wait load the libraries, since their cells will use them too; press reads the modules.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread

from press.base.errors import PressError
from press.render.kernel import Kernel

MOMENT = 0.02
"""Seconds between two looks at what has been loaded."""
Follower = Callable[[list[str]], None]
"""Takes names of modules, in the order in which they were loaded."""


@contextmanager
def followed(leader: Kernel, followers: Sequence[Follower]) -> Iterator[None]:
    """Tell followers, as long as the block runs, what the leader loads; after it they have ended."""
    ended = Event()
    threads = [Thread(target=_follow, args=(leader, one, ended), daemon=True) for one in followers]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _follow(leader: Kernel, follower: Follower, ended: Event) -> None:
    """Tell one follower; a kernel that died meanwhile says so to whoever needs it."""
    known = 0
    with suppress(PressError):
        while True:
            is_last = ended.is_set()
            told = leader.told_imports()
            if len(told) > known:
                follower(told[known:])
                known = len(told)
            elif is_last:
                return
            else:
                ended.wait(MOMENT)
