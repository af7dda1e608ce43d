"""One way out for every channel: JSON by POST, no redirects, a deadline, and errors that name no address.

urllib.request and not requests: what is needed is small, and its errors are caught here, in one place,
since a platform's address often holds its key (``?key=…``, ``/hook/…``). No proxy of the environment is
used: the address that was checked (:mod:`hemu.notices.channels.dialling`) must be the one connected to.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message as Headers
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from hemu.notices.channels.base import ForNow, Never
from hemu.notices.channels.dialling import dial

TIMEOUT = 8.0
"""Seconds for connecting, for each read, and twice as many for all of it."""
MOST_READ = 65_536


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A platform's API doesn't move; whoever redirects us would be handed the key."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Headers, newurl: str
    ) -> None:
        return None


class _Plain(http.client.HTTPConnection):
    """Connects to checked addresses only."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._create_connection = dial


class _Encrypted(http.client.HTTPSConnection):
    """Connects to checked addresses only; the certificate is asked of the name as usual."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._create_connection = dial


class _Opens(urllib.request.HTTPHandler, urllib.request.HTTPSHandler):
    """http and https, and nothing else that urllib knows (file, ftp, data)."""

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, req)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Encrypted, req, context=ssl.create_default_context())


def _opener() -> urllib.request.OpenerDirector:
    made = urllib.request.OpenerDirector()
    for handler in (
        _Opens(), _NoRedirects(), urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(), urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        made.add_handler(handler)
    return made


_OPENER = _opener()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, the body, and how long the platform wants us to wait (seconds)."""

    status: int
    body: bytes
    wait: float | None = None

    @property
    def json(self) -> dict[str, Any]:
        """The body as an object; raises ForNow when it is none: then nobody knows what was done."""
        try:
            found = json.loads(self.body)
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ForNow(_("无法识别平台的答复。"), f"http {self.status}") from None
        return found

    def judge(self) -> None:
        """Raise what the status alone says, for platforms that speak in statuses."""
        code = f"http {self.status}"
        if self.status == 429:
            raise ForNow(_("平台提示发送过快。"), code, after=self.wait or 60, all_of_it=True)
        if self.status >= 500 or self.status == 408:
            raise ForNow(_("平台出错或暂停服务。"), code, after=self.wait)
        if 300 <= self.status < 400:
            raise Never(_("这个地址跳转到了别处，系统没有跟随。请核对地址。"), code)
        if self.status >= 400:
            raise Never(_("平台拒收，请核对地址和密钥。"), code)


def call(
    url: str, payload: Any = None, *, headers: Mapping[str, str] | None = None, body: bytes | None = None
) -> Answer:
    """POST `payload` as JSON (or `body` as it is); GET when there is neither. Raises ForNow, Never."""
    given = {"User-Agent": "hemu", "Accept": "application/json", **(headers or {})}
    if payload is not None:
        body = json.dumps(payload, ensure_ascii=False).encode()
        given["Content-Type"] = "application/json; charset=utf-8"
    try:
        request = urllib.request.Request(url, data=body, headers=given)  # noqa: S310  # checked when configured
        return _asked(request)
    except TimeoutError:
        raise ForNow(_("平台没有在规定时间内回答。"), "timeout") from None
    except (http.client.InvalidURL, ValueError):
        raise Never(_("地址写得不对。"), "url") from None
    except (OSError, http.client.HTTPException) as error:
        raise _unreached(error) from None


def _unreached(error: Exception) -> ForNow:
    if isinstance(error, urllib.error.URLError) and isinstance(error.reason, TimeoutError):
        return ForNow(_("平台没有在规定时间内回答。"), "timeout")
    return ForNow(_("连接不上平台，或连接中断。"), type(error).__name__)


def _asked(request: urllib.request.Request) -> Answer:
    until = time.monotonic() + 2 * TIMEOUT
    try:
        answered = _OPENER.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        answered = error
    with answered:
        return Answer(answered.status, _read(answered, until), _seconds(answered.headers.get("Retry-After")))


def _read(answered: Any, until: float) -> bytes:
    """The body, to its promised end; an answer that stops half-way is no answer."""
    promised = answered.headers.get("Content-Length", "")
    parts: list[bytes] = []
    while part := answered.read1(8192):
        parts.append(part)
        if time.monotonic() > until:
            raise TimeoutError
        if sum(map(len, parts)) > MOST_READ:
            raise ForNow(_("无法识别平台的答复。"), "too long")
    body = b"".join(parts)
    if promised.isdigit() and len(body) < int(promised):
        raise http.client.IncompleteRead(b"")
    return body


def _seconds(text: str | None) -> float | None:
    return float(text) if text and text.isdigit() and len(text) < 6 else None
