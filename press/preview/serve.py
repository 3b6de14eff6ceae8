"""Serves built pages on loopback. What the preview adds to a page (a script, an error on top) is added on its way out, never to the file."""

from __future__ import annotations

import asyncio
import hashlib
import html
import mimetypes
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ..errors import PressError

ADDRESS = "127.0.0.1"
NAMES = {ADDRESS, "localhost"}  # by another name comes a foreign page whose name was bent to this machine
ASSETS = Path(__file__).parent / "assets"
ATTEMPTS, PAUSE = 5, 0.02  # while a finished build takes the place of the last one, files are away for a moment
ALIVE = 10.0  # seconds after which a quiet connection is tried


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
            digest.update(str(file).encode() + (_content(file) or b""))
        self.error = error
        if digest.hexdigest() != self.mark:
            self.mark = digest.hexdigest()
            self.news.set()
            self.news = asyncio.Event()

    def file(self, path: str) -> Path | None:
        """The file or folder of that path, if there is one and it lies, links followed, below the folder."""
        try:
            file = (self.folder / path.lstrip("/")).resolve(strict=True)
            return file if file.is_relative_to(self.folder.resolve()) else None
        except (OSError, ValueError, RuntimeError):  # absent, with a zero byte, a link to itself
            return None


def serve(shown: Shown, port: int) -> tuple[HTTPServer, str]:
    """Start to serve; the server and its address. Port 0 takes a free one.

    Raises
    ------
    PressError
        The port is taken.
    """
    known = {"shown": shown}
    rooms = [(r"/\.press/events", _Events, known), (r"/\.press/(preview\.js|preview\.css)", _Asset, known), (r"/(.*)", _Page, known)]
    rest = {"default_handler_class": _Nothing, "default_handler_args": known}
    server = HTTPServer(Application(rooms, log_function=lambda handler: None, **rest))
    try:
        sockets = bind_sockets(port, ADDRESS)
    except OSError as error:
        raise PressError(f"port {port} cannot be used: {error.strerror}.") from None
    server.add_sockets(sockets)
    return server, f"http://{ADDRESS}:{sockets[0].getsockname()[1]}/"


class _Local(RequestHandler):
    """Answers who asks for this machine by its own name; nothing is to be kept by the browser."""

    SUPPORTED_METHODS = ("GET", "HEAD")

    def initialize(self, shown: Shown) -> None:
        self.shown = shown

    def prepare(self) -> None:
        if self.request.host_name not in NAMES:
            raise HTTPError(403)

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cross-Origin-Resource-Policy", "same-origin")
        self.set_header("Content-Security-Policy", "frame-ancestors 'none'")      # a page's own policy cannot say it
        self.set_header("X-Frame-Options", "DENY")

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
            file = self.shown.file(path)
            if file and file.is_dir() and path and not path.endswith("/"):
                return self.redirect(f"/{quote(path.strip('/'))}/")
            file = self.shown.file(f"{path}/index.html") if file and file.is_dir() else file
            content = _content(file)
            if file and content is not None:
                return self.answer(file.name, _dress(content, mark, error) if file.suffix == ".html" else content)
            await asyncio.sleep(PAUSE)
        self.set_status(404)
        missing = f"<title>Not found</title><body><p>The preview holds no {html.escape(path) or 'page yet'}. It makes HTML only.</p>"
        self.answer("missing.html", _dress(missing.encode(), mark, error))

    head = get


class _Nothing(_Local):
    """What is asked for by something that is no path."""

    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


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
        try:
            while True:
                news, mark = self.shown.news, self.shown.mark
                self.write(f"data: {mark}\n\n" if mark != sent else ": still here\n\n")
                await self.flush()
                sent = mark
                await _wait(news)
        except StreamClosedError:
            pass


async def _wait(news: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(ALIVE):
            await news.wait()
    except TimeoutError:
        pass


def _content(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except OSError:
        return None


def _dress(page: bytes, mark: str, error: str) -> bytes:
    """The page with the script that waits for news of it, and below the error if there is one."""
    added = f'<script src="/.press/preview.js" data-mark="{mark}" defer></script>'
    if error:
        added += f'<link rel="stylesheet" href="/.press/preview.css"><pre id="press-error" role="alert">{html.escape(error)}</pre>'
    body = re.search(rb"<body[^>]*>", page)
    place = body.end() if body else len(page)
    return page[:place] + added.encode() + page[place:]
