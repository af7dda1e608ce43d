"""The field protocol as an API of its own: how it answers, and its routers."""

from __future__ import annotations

from typing import Any

from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hemu.field import refusals
from hemu.field.clockwork import as_ms
from hemu.field.entry import DeviceAuth
from hemu.field.routers import device, pull, sync, uploads
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.invalid import by_field


class FieldAPI(NinjaAPI):
    """Every answer tells the server's time, and is kept by nobody on the way."""

    def create_response(self, request: HttpRequest, data: Any, **options: Any) -> HttpResponse:
        """The answer as JSON."""
        response = super().create_response(request, data, **options)
        response["Hemu-Time"] = str(as_ms(clock.now()))
        response.headers.setdefault("Cache-Control", "no-store")
        return response


api = FieldAPI(
    title="和睦走访",
    version="1",
    auth=DeviceAuth(),
    docs_url=None,
    openapi_url=None,
    urls_namespace="field-v1",
)
api.add_router("", device.router)
api.add_router("", pull.router)
api.add_router("", sync.router)
api.add_router("", uploads.router)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, fields: dict[str, list[str]], **more: Any
) -> HttpResponse:
    return api.create_response(
        request, {"error": code, "message": message, "fields": fields, **more}, status=status
    )


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What can't be done, and what the app does next."""
    message = str(error.message) or _("没有找到。")
    fields = {error.field: [message]} if error.field else {}
    more = error.more if isinstance(error, refusals.Said) else {}
    answer = _answer(request, error.status, error.code, message, fields, **more)
    if "retry_after" in more:
        answer["Retry-After"] = str(more["retry_after"])
    if error.status == 401:
        answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """What can't be read, by field, in words."""
    return _answer(request, 422, "invalid", _("有内容填得不对。"), by_field(error.errors))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: Any) -> HttpResponse:
    """No token at all."""
    return refused(request, refusals.sign_in("unknown"))


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Any) -> HttpResponse:
    """Nothing there, or nothing for this caller."""
    return _answer(request, 404, "missing", _("没有找到。"), {})


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """A body that isn't JSON, and the like."""
    return _answer(request, error.status_code, "unreadable", _("请求内容无法读取。"), {})


@api.exception_handler(UnreadablePostError)
def broken_off(request: HttpRequest, error: Any) -> HttpResponse:
    """The line broke in the middle of a body: nobody is left to read the answer."""
    return _answer(request, 400, "unreadable", _("请求内容无法读取。"), {})


@api.exception_handler(OperationalError)
def held_up(request: HttpRequest, error: Any) -> HttpResponse:
    """Locks that waited for one another, or a database that is just starting: the same again later."""
    return refused(request, refusals.busy())
