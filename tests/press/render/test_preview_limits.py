"""The preview with few descriptors and many connections, and through a tunnel."""

import http.client
import os
import re
import socket
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

from press.render.preview.serve import is_this_machine

CHECKOUT = Path(__file__).parents[3]
SECONDS = 60
pytestmark = pytest.mark.xdist_group("preview")


@contextmanager
def previewing(folder, limit="true"):
    """The preview of a page without cells, under a limit that a shell sets; its port and its log."""
    (folder / "_quarto.yml").write_text("project:\n  type: website\n  render: ['*.qmd']\n")
    (folder / "index.qmd").write_text("Old prose.\n")
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "SOURCE_DATE_EPOCH": "0"}
    with (folder.parent / "log").open("w+") as log:
        process = subprocess.Popen(
            ["sh", "-c", f'{limit}; exec "$0" -m press preview', sys.executable],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        )
        try:
            port = int(re.search(r":(\d+)/", process.stdout.readline())[1])
            wait_until(lambda: "Old prose" in page(port))
            yield process, port, folder.parent / "log"
        finally:
            process.kill()
            process.communicate()


def page(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.request("GET", "/index.html")
        return connection.getresponse().read().decode()
    except (OSError, http.client.HTTPException):
        return ""
    finally:
        connection.close()


def wait_until(condition):
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


SAYINGS = {
    "nothing": b"",
    "half a request": b"GET / HT",
    "for news": b"GET /.press/events HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "for pages": b"GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize(
    "said",
    ["for news", *(pytest.param(said, marks=pytest.mark.long) for said in SAYINGS if said != "for news")],
)
@pytest.mark.parametrize(
    "descriptors", [128, pytest.param(80, marks=pytest.mark.long), pytest.param(48, marks=pytest.mark.long)]
)
def test_more_connections_than_descriptors(said, descriptors, tmp_path):
    (tmp_path / "site").mkdir()
    with (
        previewing(tmp_path / "site", f"ulimit -n {descriptors}") as (process, port, log),
        ExitStack() as stack,
    ):
        for _ in range(300):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=SECONDS))
            with suppress(OSError):  # closed already
                connection.sendall(SAYINGS[said])
        (tmp_path / "site" / "index.qmd").write_text("New prose.\n")
        wait_until(lambda: log.read_text().count("Built, ") == 2)
        stack.close()
        wait_until(lambda: "New prose" in page(port))
        assert process.poll() is None and "Traceback" not in log.read_text() and log.stat().st_size < 5_000, (
            log.read_text()[:3000]
        )


def tunnel(port):
    """What `ssh -L` does: another port of this machine that leads there; the port."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            near = listening.accept()[0]
            far = socket.create_connection(("127.0.0.1", port))
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=pump, args=(one, other), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return listening.getsockname()[1]


def pump(one, other):
    try:
        while data := one.recv(65536):
            other.sendall(data)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def test_it_is_reached_through_a_tunnel_under_the_machines_own_names(tmp_path):
    (tmp_path / "site").mkdir()
    with previewing(tmp_path / "site") as (_, port, _):
        near = tunnel(port)
        for host in (f"localhost:{near}", f"127.0.0.1:{near}", f"[::1]:{near}", "LOCALHOST", "localhost"):
            assert ask(near, host) == (200, True)
        for host in (
            f"laptop:{near}",
            f"192.168.0.5:{near}",
            "0.0.0.0",
            "localhost.evil.example",
            "[::2]",
            "x@localhost:1",
            "",
        ):
            status, told = ask(near, host, f"ssh -L 9000:localhost:{port} ...) open http://localhost:9000/")
            assert status in (400, 403) and told == (status == 403)


def ask(port, host, words="Old prose"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    connection.request("GET", "/index.html", headers={"Host": host})
    answer = connection.getresponse()
    return answer.status, words in answer.read().decode()


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.8.9.1", True),
        ("[::1]", True),
        ("0.0.0.0", False),
        ("[::]", False),
        ("10.0.0.1", False),
        ("evil.example", False),
        ("localhost.", False),
        ("127.0.0.1.evil.example", False),
        ("2130706433", False),
        ("0x7f.1", False),
        ("[::ffff:10.0.0.1]", False),
        ("", False),
        ("[]", False),
        ("a]b[", False),
    ],
)
def test_names_of_this_machine(name, own):
    assert is_this_machine(name) == own
