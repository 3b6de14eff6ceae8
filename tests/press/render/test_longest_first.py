"""What waits is done in the order of its length, and what it came to is told where it is asked for."""

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

import pytest

from press.render.longest_first import LongestFirst


@pytest.fixture
def waiting():
    """Tasks for one thread, which is busy until the event is set."""
    go = Event()
    with ThreadPoolExecutor(1) as pool:
        tasks = LongestFirst(pool)
        tasks.submit(100, go.wait)
        yield tasks, go
        go.set()


def test_the_longest_that_waits_is_next_and_of_two_the_first_that_came(waiting):
    tasks, go = waiting
    done = []
    lengths = [1, 5, 3, 5]
    futures = [
        tasks.submit(length, lambda name=name: done.append(name)) for name, length in enumerate(lengths)
    ]
    go.set()
    wait(futures)
    assert done == [1, 3, 2, 0]


def test_results_and_errors_are_those_of_the_task(waiting):
    tasks, go = waiting
    whole, broken = tasks.submit(1, lambda: 6 / 2), tasks.submit(2, lambda: 1 / 0)
    go.set()
    assert whole.result(5) == 3
    with pytest.raises(ZeroDivisionError):
        broken.result(5)


def test_what_was_cancelled_is_not_done(waiting):
    tasks, go = waiting
    done = []
    given_up, other = (
        tasks.submit(2, lambda: done.append("given up")),
        tasks.submit(1, lambda: done.append("other")),
    )
    assert given_up.cancel()
    go.set()
    wait([given_up, other], 5)
    assert done == ["other"]
