"""How long a run takes and how much memory it needs, measured once on a named machine (measured.yml)."""

import platform
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil
import yaml

from press.base import yaml_file
from press.base.paths import ROOT

FILE = ROOT / "paper" / "package" / "measured.yml"
INTERVAL = 0.2
"""Seconds between two looks at the memory."""
MEGABYTE = 10**6
HEAD = (
    "# Written by `python -m press measure-package`: a build of the unpacked package, "
    "its environment set up already.\n"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A run.

    Attributes
    ----------
    day
        When, as YEAR-MONTH-DAY.
    system, processor, cores, memory_gb
        The machine.
    python
        Version of Python.
    seconds
        From the command to its end, with the environment set up already.
    peak_mb
        Most memory that the command and everything that it started held at a time, in MB (sum of resident
        sets, looked at every 0.2 s; pages that processes share count for each).
    load
        Processes that wanted a processor on average over the last minute of the run; more than `cores` slow
        it down.
    package_mb, built_mb, environment_mb
        Size of the unpacked package, of what a run adds, and of the Python environment, in MB.
    """

    day: str
    system: str
    processor: str
    cores: int
    memory_gb: int
    python: str
    seconds: int
    peak_mb: int
    load: float
    package_mb: float
    built_mb: float
    environment_mb: int


def read_run(file: Path = FILE) -> Measured:
    """Return the run that the README tells of."""
    return Measured(**yaml_file.read(file))


def keep_run(measured: Measured, file: Path = FILE) -> None:
    """Keep a run."""
    file.write_text(HEAD + yaml.safe_dump(asdict(measured), sort_keys=False), encoding="utf-8")


def run_measured(
    command: Sequence[str], folder: Path, environment: Mapping[str, str]
) -> tuple[int, str, float, int]:
    """Run a command; its exit status, its output, the seconds it took, the most memory it held (bytes)."""
    started, peak = time.monotonic(), 0
    log = folder.with_name(f"{folder.name}.log")
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        while process.poll() is None:
            peak = max(peak, memory_of(process.pid))
            time.sleep(INTERVAL)
    return process.returncode, log.read_text(encoding="utf-8"), time.monotonic() - started, peak


def memory_of(process: int) -> int:
    """Return the memory that a process and everything that it started hold, in bytes."""
    total = 0
    with suppress(psutil.Error):
        root = psutil.Process(process)
        for member in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                total += member.memory_info().rss
    return total


def describe_run(seconds: float, peak: int, sizes: tuple[int, int, int]) -> Measured:
    """Return a run here; `sizes` are those of package, what a run adds, and environment, in bytes."""
    package, built, environment = (size / MEGABYTE for size in sizes)
    return Measured(
        day=datetime.now(UTC).date().isoformat(),
        system=system(),
        processor=processor(),
        cores=psutil.cpu_count() or 1,
        memory_gb=round(psutil.virtual_memory().total / 10**9),
        python=platform.python_version(),
        seconds=round(seconds),
        peak_mb=round(peak / MEGABYTE),
        load=round(psutil.getloadavg()[0], 1),
        package_mb=round(package, 1),
        built_mb=round(built, 1),
        environment_mb=round(environment),
    )


def system() -> str:
    """Return the operating system with its version."""
    if platform.system() == "Linux":
        return f"{platform.freedesktop_os_release().get('PRETTY_NAME', 'Linux')}, {platform.machine()}"
    return f"{platform.system()} {platform.release()}, {platform.machine()}"


def processor() -> str:
    """Return the processor's name as far as the system tells it."""
    file = Path("/proc/cpuinfo")
    named = re.search(r"^model name\s*: *(.+)$", file.read_text(), re.M) if file.is_file() else None
    return named[1].strip() if named else platform.processor() or platform.machine()
