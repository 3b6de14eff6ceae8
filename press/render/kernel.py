"""One Jupyter kernel for a whole build: it runs cells, inline expressions and Python project commands."""

from __future__ import annotations

import json
import os
import queue
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from press.base import syntax
from press.base.environment import without
from press.base.errors import PressError
from press.render import build_folders

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

START_SECONDS = 60
CLOSE_SECONDS = 2
MOST_HEARD = 600
"""How many signs of what was said on standard error are told."""
Output = dict[str, Any]
_INSIDE = "press_in_kernel"
_SIDE = f"__import__({_INSIDE!r})"
_END = {"\0": f"{_SIDE}.pieces.end_one(get_ipython())"}


class Kernel:
    """A kernel that boots in a project's folder, in the background, and is met at the first request.

    Whoever makes one stops it. It keeps the descriptors `held` open, so that a lock on them lasts until the
    kernel has ended too, also where press was killed. Outputs are dicts: {"type": "stream", "name", "text"},
    {"type": "display", "data", "result"} or {"type": "error", "ename", "evalue", "traceback"}.
    """

    def __init__(self, folder: Path, held: tuple[int, ...] = ()) -> None:
        self._folder, self._held = folder, held
        self._temporary = Path(
            tempfile.mkdtemp(
                prefix=f"press-kernel-{build_folders.project_mark(folder)}-", dir=build_folders.short_folder()
            )
        )
        self._imports = self._temporary / "imports"
        self._imports.touch()
        self._errors = (self._temporary / "stderr").open("w+")
        self._client: BlockingKernelClient | None = None
        self.reached: dict[str, Any] | None = None
        self._process = self._boot()

    def _boot(self) -> subprocess.Popen[bytes]:
        (self._temporary / "matplotlibrc").touch()
        connection = self._temporary / "connection.json"
        connection.write_text(json.dumps(_connection(self._temporary)))
        return subprocess.Popen(
            [
                *(sys.executable, "-m", "ipykernel_launcher", "-f", str(connection)),
                "--HistoryManager.enabled=False",
            ],
            cwd=self._folder,
            env=self._environment(self._folder),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
            start_new_session=True,
            pass_fds=self._held,
        )

    def _environment(self, folder: Path) -> dict[str, str]:
        fonts = Path(
            sys.prefix, "matplotlib"
        )  # what matplotlib found out about them, beside itself if it may
        kept = os.access(fonts if fonts.exists() else fonts.parent, os.W_OK)
        return without(os.environ) | {
            "QUARTO_PROJECT_ROOT": str(folder),
            "IPYTHONDIR": str(self._temporary / "ipython"),
            "MATPLOTLIBRC": str(self._temporary / "matplotlibrc"),
            "MPLCONFIGDIR": str(fonts if kept else self._temporary / "matplotlib"),
            "MPLBACKEND": "module://matplotlib_inline.backend_inline",
            "JUPYTER_CONFIG_DIR": str(self._temporary / "jupyter"),
            "JUPYTER_DATA_DIR": str(self._temporary / "jupyter"),
            "JPY_PARENT_PID": str(os.getpid()),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "PYTHONHASHSEED": os.environ.get("PYTHONHASHSEED", "0"),
        }

    def _connect(self) -> BlockingKernelClient:
        from jupyter_client.blocking.client import BlockingKernelClient

        self._client = client = BlockingKernelClient()
        client.load_connection_file(str(self._temporary / "connection.json"))
        client.start_channels(stdin=False, hb=False, control=False)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            client.kernel_info()
            try:
                client.get_iopub_msg(timeout=0.2)
                break
            except queue.Empty:
                self._check_alive()
        else:
            raise PressError(f"the Jupyter kernel did not answer within {START_SECONDS} seconds.")
        self._request(
            "import importlib.util, sys\n"
            f"file = {str(Path(__file__).with_name('in_kernel') / '__init__.py')!r}\n"
            f"spec = importlib.util.spec_from_file_location({_INSIDE!r}, file)\n"
            "sys.modules[spec.name] = package = importlib.util.module_from_spec(spec)\n"
            "spec.loader.exec_module(package)\n"
            f"from {_INSIDE} import commands, documents, observing, pieces\n"
            "observing.begin()"
        )
        return client

    def run(self, code: str) -> list[Output]:
        """Run a cell; return its outputs, those of a failure included."""
        outputs, ended = self._request(code, silent=False, expressions=_END)
        self.reached = _reached(ended)
        return outputs

    def evaluate(self, expressions: list[str], is_piece: bool = True) -> dict[str, Output]:
        """Return the values of expressions.

        Each is {"status": "ok", "data": {mime: value}} or {"status": "error", "ename", "evalue"}.
        """
        asked = {text: text for text in expressions} | (_END if is_piece else {})
        values = self._request("", expressions=asked)[1]
        self.reached = _reached(values)
        return values

    def begin_pieces(self) -> None:
        """Look from now on at what each cell or evaluation reaches: `reached` says it of the last one."""
        self._request(f"{_SIDE}.pieces.begin(get_ipython())")

    def names(self) -> list[str]:
        """Return the names that the document has."""
        return self._call("documents.names(get_ipython())")

    def begin(
        self,
        folder: Path,
        document: Path,
        width: float,
        height: float,
        dpi: int,
        pictures: Collection[str] = ("svg", "png"),
    ) -> None:
        """Give the next document an empty namespace, a working folder and figures of a size (inches, dpi).

        Each figure is drawn as every kind of picture that is named.
        """
        self._request(
            f"{_SIDE}.documents.begin(get_ipython(), {str(folder)!r}, {str(document)!r}, "
            f"{width}, {height}, {dpi}, set({sorted(pictures)!r}))"
        )

    def resize_figures(self, width: float, height: float) -> list[float]:
        """Set the default figure size; return the one that held before."""
        return self._call(f"documents.resize_figures({width}, {height})")

    def draw_png_at(self, dpi: int) -> None:
        """Set the resolution of PNG figures."""
        self._request(f"{_SIDE}.documents.draw_png_at(get_ipython(), {dpi})")

    def run_hook(
        self, arguments: list[str], folder: Path, environment: dict[str, str], echo: Callable[[str], None]
    ) -> tuple[int, str]:
        """Run a Python command (`-m module ...`, `script.py ...`) in the kernel, to share imports with cells.

        Returns
        -------
        tuple of int and str
            Exit status and what the command said on standard error or as exit message; its standard output
            goes to `echo`.
        """
        before = os.fstat(self._errors.fileno()).st_size
        given = ", ".join(map(repr, (arguments, str(folder), environment, str(self._imports))))
        outputs, values = self._request("", expressions={"0": f"{_SIDE}.commands.run({given})"})
        said = {
            name: "".join(o["text"] for o in outputs if o["type"] == "stream" and o["name"] == name)
            for name in ("stdout", "stderr")
        }
        if said["stdout"]:
            echo(said["stdout"])
        status, message = syntax.literal(values["0"]["data"]["text/plain"])
        parts = (said["stderr"].strip(), self._said_since(before) if status else "", message)
        return status, "\n".join(filter(None, parts))

    def told_imports(self) -> list[str]:
        """Return the names of the modules that commands have begun to load so far, in their order."""
        return self._imports.read_text("utf-8", errors="replace").split("\n")[:-1]

    def load_libraries(self, folders: Collection[str], names: Collection[str]) -> None:
        """Load those of some modules that are Python's or a package's, and in none of the folders."""
        self._call(f"commands.load_libraries({[*names]!r}, {[*folders]!r})")

    def _said_since(self, begin: int) -> str:
        """Return the end of what the kernel's programs said on standard error, from a place in its file."""
        return Path(self._errors.name).read_bytes()[begin:].decode("utf-8", "replace").strip()[-MOST_HEARD:]

    def observed(self) -> dict[str, Any]:
        """Return what has been read, written and asked for in the kernel so far (`observing.observed`)."""
        return json.loads(self._call("observing.observed()"))

    def has_effects(self) -> bool:
        """Whether the document that runs has changed files or started programs."""
        return self._call("observing.has_effects()")

    def is_alive(self) -> bool:
        """Whether its process has not ended."""
        return self._process.poll() is None

    def end(self) -> None:
        """End the kernel's process; whoever waits for an answer learns that it died."""
        self._process.terminate()
        try:
            self._process.wait(2)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def restart(self) -> None:
        """End the kernel's process and start another, which knows nothing of it."""
        self._hang_up()
        self._process = self._boot()

    def _hang_up(self) -> None:
        self.end()
        if self._client:
            closing = Thread(target=self._client.stop_channels, daemon=True)
            closing.start()
            # it lasts for ever if a signal came while a socket was being made: nobody can close that one
            closing.join(CLOSE_SECONDS)
            self._client = None

    def stop(self) -> None:
        """End the kernel's process and remove its temporary folder."""
        self._hang_up()
        self._errors.close()
        shutil.rmtree(self._temporary, ignore_errors=True)

    def _call(self, call: str) -> Any:
        value = self._request("", expressions={"0": f"{_SIDE}.{call}"})[1]["0"]
        if value["status"] != "ok":
            raise PressError(
                f"the kernel could not do press's own work: {value['ename']}: {value['evalue']}."
            )
        return syntax.literal(value["data"]["text/plain"])

    def _request(
        self, code: str, silent: bool = True, expressions: dict[str, str] | None = None
    ) -> tuple[list[Output], dict[str, Any]]:
        client = self._client or self._connect()
        request = client.execute(
            code,
            silent=silent,
            store_history=not silent,
            user_expressions=expressions or {},
            allow_stdin=False,
        )
        outputs: list[Output] = []
        while True:
            message = self._next_message(client.get_iopub_msg, request)
            if message["content"].get("execution_state") == "idle":
                break
            _collect(message, outputs)
        reply = self._next_message(client.get_shell_msg, request)["content"]
        return outputs, reply.get("user_expressions", {})

    def _next_message(self, get: Callable[..., dict[str, Any]], request: str) -> dict[str, Any]:
        """Return the next message that answers a request."""
        while True:
            try:
                message = get(timeout=1)
                if message["parent_header"].get("msg_id") == request:
                    return message
            except queue.Empty:
                self._check_alive()

    def _check_alive(self) -> None:
        if (status := self._process.poll()) is not None:
            raise PressError(f"the Jupyter kernel died (exit status {status}).", details=self._said_since(0))


def _reached(values: dict[str, Any]) -> dict[str, Any] | None:
    """Take what a piece reached out of a reply (`pieces.end_one`); None where that failed."""
    ended = values.pop("\0", {"status": "none"})
    return json.loads(syntax.literal(ended["data"]["text/plain"])) if ended["status"] == "ok" else None


def _connection(folder: Path) -> dict[str, Any]:
    return {
        **{f"{channel}_port": n for n, channel in enumerate(("shell", "iopub", "stdin", "control", "hb"), 1)},
        "key": secrets.token_hex(),
        "signature_scheme": "hmac-sha256",
        "kernel_name": "",
        "transport": "ipc",
        "ip": str(folder / "ipc"),
    }


def _collect(message: dict[str, Any], outputs: list[Output]) -> None:
    kind, content = message["msg_type"], message["content"]
    if kind == "stream":
        last = outputs[-1] if outputs else {}
        if last.get("name") == content["name"]:
            last["text"] += content["text"]
        else:
            outputs.append({"type": "stream", "name": content["name"], "text": content["text"]})
    elif kind in ("display_data", "execute_result", "update_display_data"):
        shown = {
            "type": "display",
            "data": content["data"],
            "result": kind == "execute_result",
            "id": content.get("transient", {}).get("display_id"),
        }
        if kind == "update_display_data":
            outputs[:] = [
                shown if shown["id"] and output.get("id") == shown["id"] else output for output in outputs
            ]
        else:
            outputs.append(shown)
    elif kind == "clear_output":
        outputs.clear()
    elif kind == "error":
        outputs.append({"type": "error", **{key: content[key] for key in ("ename", "evalue", "traceback")}})
