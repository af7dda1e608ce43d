"""The API: its security, its errors, its routers."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.errors import AuthenticationError, HttpError, ValidationError

from hemu.api.described import HemuAPI
from hemu.api.entry import KeyAuth, TooMany
from hemu.api.routers import (
    acts,
    assessment,
    callbacks,
    conferrals,
    disputes,
    following,
    going_on,
    incidents,
    links,
    mediated,
    mediation,
    outreach,
    papers,
    petitions,
    reference,
    routing,
    triage,
    warnings,
)
from hemu.kernel.errors import Refused
from hemu.kernel.invalid import by_field

api = HemuAPI(
    title="和睦 Hemu",
    version="1",
    description=(
        "登记、查询、办理矛盾纠纷，报送警情和信访件。"
        "每次调用带 `Authorization: Bearer …`;写入可带 `Idempotency-Key`,"
        "同一请求发多次只办一次。编号都是文本。出错时 `fields` 指明哪一项要改。"
    ),
    auth=KeyAuth(),
    docs_url=None,
    urls_namespace="api",
)
for part in (
    *(disputes, acts, assessment, warnings, conferrals, routing, mediation, going_on, mediated, papers),
    *(following, callbacks, outreach, incidents, petitions, links, reference, triage),
):
    api.add_router("", part.router)


def _answer(
    request: HttpRequest, status: int, code: str, message: str, fields: dict[str, list[str]] | None = None
) -> HttpResponse:
    body = {"error": code, "message": message, "fields": fields or {}}
    return api.create_response(request, body, status=status)


@api.exception_handler(Refused)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What an act refused, by field."""
    message = str(error.message) or _("没有找到。")
    fields = {error.field: [message]} if error.field else {}
    answer = _answer(request, error.status, error.code, message, fields)
    if isinstance(error, TooMany):
        answer["Retry-After"] = str(error.retry_after)
    return answer


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: Any) -> HttpResponse:
    """What can't be read, by field, in words."""
    return _answer(request, 422, "invalid", _("有内容填得不对。"), by_field(error.errors))


@api.exception_handler(AuthenticationError)
def unknown_caller(request: HttpRequest, error: Any) -> HttpResponse:
    """No key, or none that is in force."""
    answer = _answer(request, 401, "unauthorized", _("缺少有效的接口密钥。"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def missing(request: HttpRequest, error: Any) -> HttpResponse:
    """Nothing there, or nothing for this caller."""
    return _answer(request, 404, "missing", _("没有找到。"))


@api.exception_handler(HttpError)
def unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    """A body that isn't JSON, and the like."""
    return _answer(request, error.status_code, "unreadable", _("请求内容无法读取，应为 UTF-8 的 JSON。"))
