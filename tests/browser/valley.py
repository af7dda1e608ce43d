"""The way between a phone and the server, as it is in a valley: cut, lossy, repeating, or with a newer app.

A browser's own "offline" doesn't reach a service worker's requests, nor can it lose an answer that the
server has already given. This stands between the two as an HTTP proxy and does both.
"""

from __future__ import annotations

import http.client
import re
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import urlsplit

HOP: Final = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
"""Headers that belong to one stretch of the way; the lengths and dates are written anew."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A request that reached the server."""

    method: str
    path: str
    body: bytes


@dataclass
class Valley:
    """`url` is what the phone opens. Nothing passes while it is cut."""

    upstream: str
    is_cut: bool = False
    passed: list[Passed] = field(default_factory=list)
    blocks: list[str] = field(default_factory=list)
    """Patterns of paths that get no way through, while all else does."""
    _loses: dict[str, int] = field(default_factory=dict)
    _repeats: dict[str, int] = field(default_factory=dict)
    _changes: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the phone finds the server. The name localhost is a secure context without TLS."""
        return f"http://localhost:{self._server.server_port}"

    def close(self) -> None:
        """Take the proxy away."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def lose(self, path: str, times: int) -> None:
        """The server gets the next requests whose path matches, and their answers are lost."""
        self._loses[path] = times

    def repeat(self, path: str, times: int) -> None:
        """Requests whose path matches reach the server so many times; the last answer comes back."""
        self._repeats[path] = times

    def change(self, path: str, how: Callable[[bytes], bytes]) -> None:
        """What the server serves under the path is changed on its way."""
        self._changes[path] = how

    def requests(self, path: str) -> list[Passed]:
        """Those that reached the server and match."""
        return [one for one in self.passed if re.search(path, one.path)]

    def stops(self, path: str) -> bool:
        """Whether a request for the path gets no further now."""
        return self.is_cut or any(re.search(pattern, path) for pattern in self.blocks)

    def loses(self, path: str) -> bool:
        """Whether this answer is to be lost; counts it."""
        with self._lock:
            for pattern, left in self._loses.items():
                if left and re.search(pattern, path):
                    self._loses[pattern] = left - 1
                    return True
        return False

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> tuple[int, Any, bytes]:
        """Ask the server, once or as often as told; the last answer, changed if told."""
        times = next((many for pattern, many in self._repeats.items() if re.search(pattern, path)), 1)
        for _ in range(times):
            self.passed.append(Passed(method, path, body))
            with closing(http.client.HTTPConnection(urlsplit(self.upstream).netloc, timeout=60)) as way:
                way.request(method, path, body, headers)
                answer = way.getresponse()
                status, found, content = answer.status, answer.getheaders(), answer.read()
        for pattern, how in self._changes.items():
            if re.search(pattern, path) and status == 200:
                content = how(content)
        return status, found, content

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        valley = self

        class Way(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, format: str, *args: object) -> None:
                """Keep the tests' output quiet."""

            def _pass(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                if valley.stops(self.path):
                    self.close_connection = True
                    return
                headers = {name: value for name, value in self.headers.items() if name.lower() not in HOP}
                # Uncompressed on this stretch, so that `change` sees plain bytes.
                headers["Accept-Encoding"] = "identity"
                status, found, content = valley.ask(self.command, self.path, headers, body)
                if valley.stops(self.path) or valley.loses(self.path):
                    self.close_connection = True
                    return
                self.send_response(status)
                for name, value in found:
                    if name.lower() not in HOP:
                        self.send_header(name, value)
                if status != 304:
                    self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(ConnectionError):  # the phone was killed meanwhile
                    self.wfile.write(content)

            do_GET = do_POST = do_HEAD = _pass

        return Way
