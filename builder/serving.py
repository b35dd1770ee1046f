"""The preview's web server: pages of `live.py`, and word of each new edition to the browsers that show one."""

from __future__ import annotations

import errno
import mimetypes
import os
import posixpath
import re
import socket
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition
from urllib.parse import quote, unquote, urlsplit

from builder.live import Live

OWN = "/-reader/"  # no page of a collection begins with a hyphen
STRANGER = b"This preview answers at http://localhost only. To show it to others: reader serve --host 0.0.0.0\n"
PATIENCE = 15  # seconds after which a silent connection is written to: is the browser still there?
KINDS = mimetypes.MimeTypes()  # the same on every machine
HERE = frozenset({"localhost", "127.0.0.1", "[::1]"})  # how a browser calls this machine
TEXT = ("text/", "application/json", "application/javascript")


class PortTaken(Exception):  # noqa: N818 - it is what became of the port
    """Another program listens where the server was to."""


def origin(host: str, port: int) -> str:
    """The address of what a server at `host` and `port` shows."""
    return f"http://{_named(host)}:{port}/"


def _named(host: str) -> str:
    """A host as addresses name it."""
    return f"[{host}]" if ":" in host else host.lower()


class Host(ThreadingHTTPServer):
    """Serves `live` at an address. Raises PortTaken where another program listens there already.

    To this machine alone it answers by its own names only: else a page of any site, whose name is made to lead here for
    a moment (DNS rebinding), could read what is being written. Who listens for others answers to any name.
    """

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere that would let two programs share a port

    def __init__(self, live: Live, host: str, port: int) -> None:
        self.live, self.ending, self._news = live, False, Condition()
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken from error
            raise

        here = str(self.server_address[0])
        self._names = HERE | {_named(host)} if here.startswith("127.") or here == "::1" else None

    def answers(self, name: str) -> bool:
        """Whether it goes by the name in a request's Host header."""
        return self._names is None or re.sub(r":\d*\Z", "", name.lower()) in self._names

    def tell(self) -> None:
        """Let the browsers know that there is something new."""
        with self._news:
            self._news.notify_all()

    def end(self) -> None:
        self.ending = True
        self.tell()
        self.shutdown()
        self.server_close()

    def wait_for_other_than(self, edition: int) -> int:
        """The number of the edition, as soon as it is another, or after some patience."""
        with self._news:
            self._news.wait_for(lambda: self.ending or self.live.edition != edition, PATIENCE)
        return self.live.edition

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is no error."""


class _Handler(BaseHTTPRequestHandler):
    server: Host
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """The terminal is for what the collection says."""

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        address = unquote(urlsplit(self.path).path)
        if not self.server.answers(self.headers.get("Host", "")):
            self._send(HTTPStatus.MISDIRECTED_REQUEST, STRANGER, "why.txt")
        elif address == f"{OWN}events":
            self._events()
        elif address.startswith(OWN):
            file = Path(__file__).with_name("preview") / Path(address).name
            self._send(200, file.read_bytes(), file.name) if file.is_file() else self._send(404, b"", "none.txt")
        else:
            self._page(address)

    def _page(self, address: str) -> None:
        path = posixpath.normpath(f"/{address}").lstrip("/")
        if address.endswith("/") or not path:
            path = posixpath.join(path, "index.html")
        shown = self.server.live.get(path)
        if shown.status == 404 and not posixpath.splitext(path)[1]:  # a folder without its slash
            if self.server.live.get(f"{path}/index.html").status == 200:
                self.send_response(302)
                self.send_header("Location", quote(f"/{path}/"))
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            shown, path = self.server.live.get(f"{path}/index.html"), "404.html"
        self._send(shown.status, shown.content, path if shown.status == 200 or path.endswith(".html") else "why.txt")

    def _send(self, status: int, content: bytes, name: str) -> None:
        kind = KINDS.guess_type(name)[0] or "application/octet-stream"
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith(TEXT) else kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _events(self) -> None:
        """The number of the edition, now and whenever there is another (server-sent events)."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        edition = self.server.live.edition
        while not self.server.ending:
            self.wfile.write(b"data: %d\n\n" % edition)
            self.wfile.flush()
            edition = self.server.wait_for_other_than(edition)
