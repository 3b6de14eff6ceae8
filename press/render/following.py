"""Uses the time in which one kernel runs a command.

A kernel that waits does a share of the command's work, where the command can be shared. Otherwise what the
one loads is of use to the others: they load the libraries, since their cells will use them too. Press reads
the modules.
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
    """Tell followers, as long as the block runs, what the leader loads; after it they have ended.

    One after another: the leader is not to wait for more than one of them.
    """
    ended, known = Event(), len(leader.told_imports())
    thread = Thread(target=_follow, args=(leader, followers, known, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _follow(leader: Kernel, followers: Sequence[Follower], known: int, ended: Event) -> None:
    while True:
        is_last = ended.is_set()
        told = leader.told_imports()
        if len(told) > known:
            for follower in followers:
                with suppress(PressError):  # a kernel that died says so to whoever needs it
                    follower(told[known:])
            known = len(told)
        elif is_last:
            return
        else:
            ended.wait(MOMENT)


@contextmanager
def working_ahead(helper: Kernel | None, share: Callable[[Kernel], object]) -> Iterator[None]:
    """Let a kernel, if there is one, do a share of what the block does; after the block that has ended.

    What goes wrong in the share the block itself meets, and tells; a kernel that died of it is replaced.
    Where the block fails, the kernel ends: nobody waits for it.
    """
    if helper is None:
        yield
        return
    thread = Thread(target=_try, args=(share, helper), daemon=True)
    thread.start()
    try:
        yield
    except BaseException:
        helper.end()
        raise
    finally:
        thread.join()
    if not helper.is_alive():
        helper.restart()


def _try(share: Callable[[Kernel], object], helper: Kernel) -> None:
    with suppress(Exception):
        share(helper)
