"""An SMS gateway that exists while the demonstration is built: its messages go out over a real socket."""

from __future__ import annotations

import ipaddress
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from zlib import crc32

from django.conf import settings

REFUSED = "0003"
"""The last digits of a number that the gateway refuses, so that the log has one that failed."""


class _Gateway(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = str(given["mobile"]).endswith(REFUSED)
        said = {"code": "1004"} if refused else {"code": "0", "msgid": f"demo{crc32(given['id'].encode())}"}
        body = json.dumps(said).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: Any) -> None:
        """Says nothing: the build tells how far it has come."""


@contextmanager
def running() -> Iterator[str]:
    """The gateway's address, for as long as the block lasts; so long it counts as an inner gateway."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    named = settings.INNER_GATEWAYS
    settings.INNER_GATEWAYS = [*named, ipaddress.ip_network("127.0.0.1")]
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/send"
    finally:
        settings.INNER_GATEWAYS = named
        server.shutdown()
        server.server_close()
