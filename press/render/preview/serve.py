"""Serves built pages on loopback.

What the preview adds to a page (a script, an error on top) is added on its way out, never to the file.
"""

import asyncio
import errno
import hashlib
import html
import ipaddress
import mimetypes
import re
import resource
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream, StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from press.base.errors import PressError

ADDRESS = "127.0.0.1"
ASSETS = Path(__file__).parent / "assets"
ATTEMPTS, PAUSE = 5, 0.02  # while a build takes the place of the last one, files are away for a moment
ALIVE = 10.0  # seconds after which a quiet connection is tried
DESCRIPTORS = 1024
KEPT_BACK, FEWEST = 64, 4  # descriptors for builds and files; connections in any case
SILENT = 30.0  # seconds after which a connection that asks for nothing is closed
SHORTAGE = (errno.EMFILE, errno.ENFILE, errno.ENOMEM)  # a file may well be there
OTHER_NAME = (
    "The preview answers to the names localhost and 127.0.0.1 only, so that no other site can reach it by "
    "bending a name of its own. Through a tunnel (ssh -L 9000:localhost:{port} ...) open "
    "http://localhost:9000/, whatever the tunnel's port is here."
)
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "frame-ancestors 'none'",  # a page's own policy cannot say it
    "X-Frame-Options": "DENY",
}


@dataclass(slots=True)
class Shown:
    """What browsers are shown.

    Attributes
    ----------
    folder : Path
        The last good pages.
    error : str
        What ended the last build; empty if nothing did.
    mark : str
        Changes with pages and error; empty until the first build has ended.
    news : asyncio.Event
        Set, and replaced by a new one, when the mark changes.
    """

    folder: Path
    error: str = ""
    mark: str = ""
    news: asyncio.Event = field(default_factory=asyncio.Event)

    def update(self, error: str) -> None:
        """Show what the folder holds now, and the error."""
        digest = hashlib.sha256(error.encode())
        for file in sorted(self.folder.rglob("*")):
            digest.update(str(file).encode() + (_read_file(file) or b""))
        self.error = error
        if digest.hexdigest() != self.mark:
            self.mark = digest.hexdigest()
            self.news.set()
            self.news = asyncio.Event()

    def file(self, path: str) -> Path | None:
        """Return the file or folder of that path, if there is one and it lies, links followed, below ours."""
        try:
            file = (self.folder / path.lstrip("/")).resolve(strict=True)
            return file if file.is_relative_to(self.folder.resolve()) else None
        except (OSError, ValueError, RuntimeError):  # absent, with a zero byte, a link to itself
            return None


def serve(shown: Shown, port: int) -> tuple[HTTPServer, str]:
    """Start to serve; return the server and its address. Port 0 takes a free one.

    Raises
    ------
    PressError
        The port is taken.
    """
    known = {"shown": shown}
    rooms = [
        (r"/\.press/events", _Events, known),
        (r"/\.press/(preview\.js|preview\.css)", _Asset, known),
        (r"/?(.*)", _Page, known),  # also what is no path
    ]
    application = Application(rooms, log_function=lambda handler: None)
    server = _Server(application, idle_connection_timeout=SILENT)
    server.most = connections_allowed()
    try:
        sockets = bind_sockets(port, ADDRESS)
    except OSError as error:
        raise PressError(f"port {port} cannot be used: {error.strerror}.") from None
    application.settings["port"] = sockets[0].getsockname()[1]
    server.add_sockets(sockets)
    return server, f"http://{ADDRESS}:{sockets[0].getsockname()[1]}/"


def connections_allowed() -> int:
    """Return for how many connections this process has descriptors, once it has asked for more of them."""
    few, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if few == resource.RLIM_INFINITY:
        return DESCRIPTORS
    wanted = DESCRIPTORS if most == resource.RLIM_INFINITY else min(DESCRIPTORS, most)
    if few < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return max(few - KEPT_BACK, wanted - KEPT_BACK, FEWEST)


class _Server(HTTPServer):
    """Holds no more connections than there are descriptors for: builds and files need some too."""

    most = 0
    _held: tuple[IOStream, ...] = ()

    def handle_stream(self, stream: IOStream, address: tuple[str, int]) -> None:
        """Take a connection, or close it."""
        self._held = tuple(one for one in self._held if not one.closed())
        if len(self._held) < self.most:
            self._held += (stream,)
            super().handle_stream(stream, address)
        else:
            stream.close()


def is_this_machine(name: str) -> bool:
    """Whether a host's name can only mean this machine: by another comes a page that bent its name."""
    try:
        return name.lower() == "localhost" or ipaddress.ip_address(name.strip("[]")).is_loopback
    except ValueError:
        return False


class _Local(RequestHandler):
    """Answers who asks for this machine by its own name; nothing is to be kept by the browser."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, shown: Shown) -> None:
        self.shown = shown

    def prepare(self) -> None:
        if not is_this_machine(self.request.host_name):
            self.set_status(403)
            self.answer("refusal.txt", (OTHER_NAME.format(port=self.settings["port"]) + "\n").encode())

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def compute_etag(self) -> None:
        return None

    def answer(self, name: str, content: bytes) -> None:
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.set_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") else ""))
        self.finish(content)


class _Page(_Local):
    async def get(self, path: str) -> None:
        while not self.shown.mark:  # the first build is under way
            await self.shown.news.wait()
        mark, error = self.shown.mark, self.shown.error
        for _ in range(ATTEMPTS):
            if (file := self.shown.file(path)) and file.is_dir() and path and not path.endswith("/"):
                return self.redirect(f"/{quote(path.strip('/'))}/")
            file = self.shown.file(f"{path}/index.html") if file and file.is_dir() else file
            try:
                content = _read_file(file)
            except OSError:
                raise HTTPError(503) from None
            if file and content is not None:
                page = _add_news(content, mark, error) if file.suffix == ".html" else content
                return self.answer(file.name, page)
            await asyncio.sleep(PAUSE)
        self.set_status(404)
        missing = (
            "<title>Not found</title><body>"
            f"<p>The preview holds no {html.escape(path) or 'page yet'}. It makes HTML only.</p>"
        )
        self.answer("missing.html", _add_news(missing.encode(), mark, error))

    head = get


class _Asset(_Local):
    def get(self, name: str) -> None:
        self.answer(name, (ASSETS / name).read_bytes())

    head = get


class _Events(_Local):
    """Tells a browser the mark of what is shown: at once, and whenever it changes."""

    async def get(self) -> None:
        self.set_header("Content-Type", "text/event-stream")
        self.write("retry: 500\n\n")
        sent = ""
        with suppress(StreamClosedError):
            while True:
                news, mark = self.shown.news, self.shown.mark
                self.write(f"data: {mark}\n\n" if mark != sent else ": still here\n\n")
                await self.flush()
                sent = mark
                with suppress(TimeoutError):
                    await asyncio.wait_for(news.wait(), ALIVE)


def _read_file(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError as error:
        if error.errno in SHORTAGE:
            raise
        return None


def _add_news(page: bytes, mark: str, error: str) -> bytes:
    """Return the page with the script that waits for news of it, and below the error if there is one."""
    added = f'<script src="/.press/preview.js" data-mark="{mark}" defer></script>'
    if error:
        added += '<link rel="stylesheet" href="/.press/preview.css">'
        added += f'<pre id="press-error" role="alert">{html.escape(error)}</pre>'
    place = body.end() if (body := re.search(rb"<body[^>]*>", page)) else len(page)
    return page[:place] + added.encode() + page[place:]
