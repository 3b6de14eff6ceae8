"""Tells what a limit of memory ended.

Libraries and programs say it in many ways, most of them in many lines.
"""

import re
import resource

from press.base.errors import PressError

ENOUGH = 3_000
"""Megabytes of address space with which every build that its own limits allow can be made."""
LEAST = 200
"""Megabytes below which nothing is even begun."""
_SIGNS = re.compile(
    r"can't start new thread|failed to map segment|annot allocate memory|MemoryError|Unable to allocate|"
    r"bad_alloc|Heap exhausted|out of memory|memory allocation of \d+ bytes failed|pthread_create failed|"
    r"failed to (?:create|spawn) (?:OS )?thread|Resource temporarily unavailable|kernel died|mmap .*failed|"
    r"ENOMEM",
    re.IGNORECASE,
)


def check() -> None:
    """Refuse a limit under which nothing can be made.

    Libraries in C would end the process before it can say why.

    Raises
    ------
    PressError
        The limit is that low.
    """
    size, word = _limit()
    if 0 < size < LEAST * 10**6:
        raise PressError(_too_little(size, word))


def sentence_of(error: BaseException) -> str:
    """Return one sentence for an error that a limit of memory explains; empty for all others.

    Parameters
    ----------
    error
        What ended a command.
    """
    size, word = _limit()
    if not 0 < size < ENOUGH * 10**6 or not _SIGNS.search(
        f"{type(error).__name__}: {error} {error.__cause__}"
    ):
        return ""
    place = re.match(r"\S+:\d+: ", str(error))
    return (place[0] if place else "") + _too_little(size, word)


def _limit() -> tuple[int, str]:
    """Return the lowest limit in bytes, and how it is set; 0 where there is none."""
    limits = (
        (resource.getrlimit(kind)[0], word)
        for kind, word in ((resource.RLIMIT_AS, "ulimit -v"), (resource.RLIMIT_DATA, "ulimit -d"))
    )
    return min((limit for limit in limits if limit[0] != resource.RLIM_INFINITY), default=(0, ""))


def _too_little(size: int, word: str) -> str:
    return (
        f"the memory of this process is limited to {size / 10**6:,.0f} MB ({word}), which is too little; "
        f"{ENOUGH:,} MB are always enough."
    )
