"""Does what waits in threads, what takes longest first, so that nothing long is left for the end."""

import heapq
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Lock
from typing import Any


@dataclass(order=True, slots=True)
class _Task:
    rank: tuple[float, int]
    run: Callable[[], Any] = field(compare=False)
    future: Future[Any] = field(compare=False, default_factory=Future)

    def do(self) -> None:
        if self.future.set_running_or_notify_cancel():
            try:
                self.future.set_result(self.run())
            except BaseException as error:  # raised where the result is asked for
                self.future.set_exception(error)


class LongestFirst:
    """Tasks that wait for a thread of a pool.

    One that waits for others itself has to be shorter than they are: they are under way when it begins.

    Parameters
    ----------
    pool : ThreadPoolExecutor
    """

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool, self._lock = pool, Lock()
        self._waiting: list[_Task] = []
        self._count = 0

    def submit(self, length: float, run: Callable[[], Any]) -> Future[Any]:
        """Add a task; of two of the same length the first that came is done first."""
        with self._lock:
            self._count += 1
            task = _Task((-length, self._count), run)
            heapq.heappush(self._waiting, task)
        self._pool.submit(self._do_next)
        return task.future

    def _do_next(self) -> None:
        with self._lock:
            task = heapq.heappop(self._waiting)
        task.do()
