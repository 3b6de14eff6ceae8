"""Runs one case in a process of its own, with an eye on time and memory."""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from press.base.errors import InputError, PressError

SECONDS = 10  # of processor time, so that a busy machine does not count
MEGABYTES = 1000
PATIENCE = 300  # seconds on the clock before a case is taken to hang
ADDRESSES = 6_000_000_000  # bytes: stops what runs away before the machine does


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a case ended.

    Attributes
    ----------
    verdict
        "read", "refused" (an error that is meant for people), "broken" (any other error) or "killed" (too
        long, or by a signal).
    words
        What the case gave, the error's sentence, or the traceback.
    seconds, megabytes
        Processor time, and the largest resident memory, of the process and its children.
    """

    verdict: str
    words: str
    seconds: float
    megabytes: float


def watched(action: Callable[..., Any], *arguments: Any) -> Outcome:
    """Run an action in a forked process and tell how it ended."""
    reader, writer = os.pipe()
    process = os.fork()
    if not process:
        os.close(reader)
        _act(writer, action, arguments)
    os.close(writer)
    words = _read(reader, time.monotonic() + PATIENCE)
    os.close(reader)
    if words is None:
        os.killpg(process, signal.SIGKILL)
    _, status, used = os.wait4(process, 0)
    seconds = used.ru_utime + used.ru_stime
    verdict, said = json.loads(words) if words else ("killed", f"status {status}")
    return Outcome(verdict, said, seconds, used.ru_maxrss / 1024)


def _read(reader: int, end: float) -> bytes | None:
    """All that comes through a pipe; None where the time ends first."""
    parts: list[bytes] = []
    while (left := end - time.monotonic()) > 0:
        if not select.select([reader], [], [], left)[0]:
            return None
        if not (part := os.read(reader, 65536)):
            return b"".join(parts)
        parts.append(part)
    return None


def _act(writer: int, action: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """What the forked process does; it never comes back."""
    os.setpgid(0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    try:
        verdict = "read", str(action(*arguments))
    except (InputError, PressError) as error:
        verdict = "refused", str(error)
    except BaseException:
        verdict = "broken", traceback.format_exc()
    with os.fdopen(writer, "wb") as pipe:
        pipe.write(json.dumps(verdict).encode())
    os._exit(0)


def problem(outcome: Outcome, expected: str) -> str:
    """What is wrong with an outcome; empty where nothing is.

    Parameters
    ----------
    outcome
        How the case ended.
    expected
        "read"; or words that the sentence of a refusal must hold; or "" where either will do.
    """
    if outcome.verdict not in ("read", "refused"):
        return f"{outcome.verdict}: {outcome.words[-1500:]}"
    if outcome.seconds > SECONDS or outcome.megabytes > MEGABYTES:
        return f"took {outcome.seconds:.1f} s and {outcome.megabytes:.0f} MB"
    if outcome.verdict == "read":
        return "" if expected in ("read", "") else f"was read, not refused with {expected!r}"
    sentence = outcome.words
    if expected == "read" or expected not in sentence:
        return f"said {sentence!r}, expected {expected!r}"
    return unreadable(sentence)


def unreadable(sentence: str) -> str:
    """Why an error is not one plain sentence; empty where it is."""
    if "\n" in sentence or not sentence.isprintable():
        return f"is more than a line of plain text: {sentence[:300]!r}"
    if "Traceback" in sentence or len(sentence) > 600:
        return f"is no sentence: {sentence[:700]!r}"
    return ""
