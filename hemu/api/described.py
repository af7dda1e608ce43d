"""The API's description of itself: what ninja finds out, and what holds for every call besides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django.db.models import IntegerChoices
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from hemu.api import incoming, schemas
from hemu.api.answers import ANSWERS
from hemu.api.bodies import assessment, following, mediating, reaching
from hemu.api.examples import Examples
from hemu.api.once import HEADER, LONGEST
from hemu.kernel.wording import phrases

ERROR_REF = {"$ref": "#/components/schemas/ErrorOut"}
OF_EVERY_CALL = (401, 403, 422, 429)
OF_A_RECORD = 404
OF_A_WRITE = (404, 409)
HEADERS: Mapping[int, tuple[str, str]] = {
    401: ("WWW-Authenticate", "string"),
    429: ("Retry-After", "integer"),
}


def meaning(status: int) -> str:
    """When a call is answered with an error, in words."""
    return {
        401: _("缺少密钥，或密钥已停用、已过期。"),
        403: _("密钥没有这项权限。"),
        404: _("没有找到，或不在密钥的范围内。"),
        409: _("此后已有变化，现在不能这样办理，或 Idempotency-Key 已用于另一个请求。"),
        422: _("内容填得不对，fields 指明哪一项要改。"),
        429: _("超过每分钟次数，请等 Retry-After 所说的秒数再试。"),
    }[status]


def operations(schema: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(path, method, operation) of a schema."""
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def statuses(path: str, method: str) -> list[int]:
    """With which errors a call may be answered."""
    found = set(OF_EVERY_CALL)
    if "{" in path:
        found.add(OF_A_RECORD)
    if method == "post":
        found.update(OF_A_WRITE)
    return sorted(found)


def _error(status: int) -> dict[str, Any]:
    said: dict[str, Any] = {
        "description": f"{HTTPStatus(status).phrase}: {meaning(status)}",
        "content": {"application/json": {"schema": ERROR_REF}},
    }
    if status in HEADERS:
        name, kind = HEADERS[status]
        said["headers"] = {name: {"schema": {"type": kind}}}
    return said


def _idempotency() -> dict[str, Any]:
    return {
        "in": "header",
        "name": HEADER,
        "required": False,
        "description": _("同一个值的同一请求只办一次。"),
        "schema": {"type": "string", "maxLength": LONGEST},
    }


def _name_codes(components: dict[str, Any]) -> None:
    """Say what the numbers of a list of choices mean."""
    for module in (schemas, incoming, assessment, following, mediating, reaching):
        for title, choices in vars(module).items():
            if isinstance(choices, type) and issubclass(choices, IntegerChoices) and title in components:
                components[title]["description"] = _words(choices)
    _name_written_out(components)


def _name_written_out(part: Any) -> None:
    """The same for those that are written out where they are used."""
    if isinstance(part, list):
        for one in part:
            _name_written_out(one)
    elif isinstance(part, dict):
        if "x-list" in part:
            part["description"] = _words(schemas.LISTS[part["x-list"]])
        for one in list(part.values()):
            _name_written_out(one)


def _words(choices: type[IntegerChoices]) -> str:
    return phrases(f"{value} {label}" for value, label in choices.choices)


def _give_answer(path: str, method: str, operation: dict[str, Any]) -> None:
    """What it is answered with: a real answer, where one is kept."""
    kept = ANSWERS.get(f"{method.upper()} {path.removeprefix('/api/v1')}")
    for status in (200, 201):
        if kept is not None and status in operation["responses"]:
            content = operation["responses"][status].setdefault("content", {})
            content.setdefault("application/json", {})["example"] = kept


def _give_example(operation: dict[str, Any], examples: Examples) -> None:
    content = operation["requestBody"]["content"]["application/json"]
    content["example"] = examples.example(content["schema"])


class HemuAPI(NinjaAPI):
    """Our API; its schema tells of errors, of calls that are sent twice, and of what is answered."""

    def __init__(self, **said: Any) -> None:
        super().__init__(**said)
        self._schemas: dict[tuple[str, str], OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The OpenAPI schema in the language of the moment, made once a process: it takes its time."""
        name = (get_language() or "", f"{path_prefix or ''}{path_params or ''}")
        if name not in self._schemas:
            self._schemas[name] = _completed(
                super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
            )
        return self._schemas[name]


def _completed(schema: OpenAPISchema) -> OpenAPISchema:
    components = schema["components"]["schemas"]
    components["ErrorOut"] = schemas.ErrorOut.model_json_schema()
    _name_codes(components)
    examples = Examples(schema)
    for path, method, operation in operations(schema):
        _give_answer(path, method, operation)
        for status in statuses(path, method):
            operation["responses"][status] = _error(status)
        if method == "post":
            operation.setdefault("parameters", []).append(_idempotency())
            _give_example(operation, examples)
    return schema
