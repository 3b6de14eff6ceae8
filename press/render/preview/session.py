"""A session of the preview: builds, serves, and builds again what has been saved, until told to stop."""

import asyncio
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from pathlib import Path

from press.base.errors import PressError
from press.base.store import open_store
from press.render import project as projects
from press.render.preview.serve import Shown, serve
from press.render.preview.watch import Sources

FOLDER = Path(".press", "preview")
STOP_SECONDS = 10
PRESS = f"{Path(__file__).parents[2]}{os.sep}"


def run(start: Path, port: int = 0, also: tuple[Path, ...] = ()) -> None:
    """Preview the project around `start` until SIGINT, SIGTERM or SIGHUP.

    Parameters
    ----------
    start : Path
        The project's folder or one below it.
    port : int
        Where to serve; 0 for any free port.
    also : tuple of Path
        Files outside the project that it reads.

    Raises
    ------
    PressError
        There is no project, its `_quarto.yml` is broken, or the port is taken.
    """
    project = projects.find_project(start.resolve())
    if project.file is None:
        raise PressError("there is no _quarto.yml here or above.", start)
    # nothing is shown that this project's builds did not make
    open_store(project.root, lambda line: print(line, file=sys.stderr))
    asyncio.run(_session(Sources(project.root, project.output_dir, also), Builds(project.root), port))


class Builds:
    """Builds one after another, each in a process of its own, of which the next already waits."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / FOLDER
        self._workers: list[Process] = []

    async def make_ready(self) -> None:
        """Start the process of the next build."""
        command = [sys.executable, "-m", "press.render.preview.worker", str(self.root), str(self.folder)]
        self._workers.append(
            await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, start_new_session=True)
        )

    async def build(self) -> str:
        """Build; return what ended the build, or nothing."""
        try:
            if not self._workers:
                await self.make_ready()
            said = (await self._workers[0].communicate(b"go\n"))[0].decode(errors="replace").strip()
            status = self._workers.pop(0).returncode
            await self.make_ready()
        except OSError as error:
            return f"The build could not begin: {error.strerror}."
        broken = f"The build broke off (exit status {status}); the terminal says more."
        return said or (broken if status else "")

    async def end(self) -> None:
        """End all processes; a build that runs tidies up first."""
        while self._workers:
            worker = self._workers.pop()
            if worker.returncode is None:
                worker.terminate()
            try:
                await asyncio.wait_for(worker.wait(), STOP_SECONDS)
            except TimeoutError:
                worker.kill()
                await worker.wait()


async def _session(sources: Sources, builds: Builds, port: int) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    shown = Shown(builds.folder)
    server, address = serve(shown, port)
    print(f"Preview: {address} (Ctrl-C stops it)", flush=True)
    building = asyncio.create_task(_build_after_saves(sources, builds, shown))
    await asyncio.wait([building, asyncio.create_task(stop.wait())], return_when=asyncio.FIRST_COMPLETED)
    server.stop()
    building.cancel()
    await asyncio.wait([building])
    await builds.end()
    await server.close_all_connections()
    if not building.cancelled():
        building.result()  # raises what ended it


async def _build_after_saves(sources: Sources, builds: Builds, shown: Shown) -> None:
    seen = await asyncio.to_thread(sources.look)
    while True:
        started = time.perf_counter()
        error = await builds.build()
        try:
            shown.update(error)
        except OSError as shortage:
            error = f"What was built cannot be read: {shortage.strerror}."
        print(error or f"Built, {time.perf_counter() - started:.1f} s", file=sys.stderr, flush=True)
        before = await asyncio.to_thread(sources.after_build, seen)
        seen = await sources.change(before)
        if any(path.startswith(PRESS) and digest != before.get(path) for path, digest in seen.items()):
            await builds.end()  # the process that waits holds the press of before
