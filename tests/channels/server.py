"""A small HTTP server that answers as a platform does, and misbehaves when told to."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Request:
    """What came in."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Reply:
    """What goes out. `fault`: reset (the connection dies), half (stops within the body), slow (seconds)."""

    body: Any
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    seconds: float = 0

    @property
    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Answer = Callable[[Request], Reply]


class Platform:
    """Runs while a test needs it. `answer` decides; `next_ones` are said first, one each."""

    def __init__(self, answer: Answer) -> None:
        self.answer, self.came, self.next_ones = answer, [], []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    came: list[Request]
    next_ones: list[Reply]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def say(self, *replies: Reply) -> None:
        self.next_ones.extend(replies)

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def paths(self) -> list[str]:
        return [request.path for request in self.came]


def _handler(platform: Platform) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (_Handler,), {"platform": platform})


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    platform: Platform

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        parts = urlsplit(self.path)
        query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        headers = {name.lower(): value for name, value in self.headers.items()}
        asked = Request(self.command, self.path, query, headers, self.rfile.read(length))
        self.platform.came.append(asked)
        first = self.platform.next_ones.pop(0) if self.platform.next_ones else None
        self._send(first or self.platform.answer(asked))

    do_GET = do_POST

    def _send(self, reply: Reply) -> None:
        self.close_connection = True
        if reply.seconds:
            time.sleep(reply.seconds)
        if reply.fault == "reset":
            linger = struct.pack("ii", 1, 0)
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            self.connection.close()
            return
        body = reply.bytes
        self.send_response(reply.status)
        for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if reply.fault == "half" else body)
        self.wfile.flush()

    def log_message(self, *_args: Any) -> None:
        """Says nothing: pytest's output is for tests."""

    def handle(self) -> None:
        try:
            super().handle()
        except OSError:
            self.close_connection = True

    def finish(self) -> None:
        try:
            super().finish()
        except (OSError, ValueError):
            self.close_connection = True
