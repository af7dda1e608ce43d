"""The page that says how to call the API, made from its OpenAPI schema."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hemu.api.app import api
from hemu.api.described import meaning, operations, statuses
from hemu.api.field_words import WORDS
from hemu.api.once import HEADER, LONGEST
from hemu.kernel.web import public, reads
from hemu.kernel.wording import listed, phrases, sentences

EXAMPLES: Mapping[str, Any] = {
    "region": "522725106201001",
    "county": 522725,
    "other_county": 522725,
    "dispute_id": "7301",
    "kind": 903,
    "title": "两村民组林权纠纷",
    "narrative": "两个村民组对一片林地各执一词。",
    "text": "已电话联系双方。",
    "reason": "涉及多个站所",
    "grounds": "同一片林地",
    "summary": "边界已明确，双方认可。",
    "requests": "请求明确林地边界",
    "other_ways": ["1"],
    "colour": 2,
    "kept": 1,
    "place": "林地现场",
    "number": "JQ201811200001",
    "tier": 1,
    "result": "当场说和，双方自行离开。",
    "from_unit": "瓮安县信访局",
    "incident_id": "7301",
    "petition_id": "7301",
    "since": "2018-11-01",
    "until": "2018-11-30",
}
"""Values that examples are made with, by field."""
IN_ADDRESSES: Mapping[str, str] = {"code": "522725106201", "place": "522725106201", "name": "kinds"}
"""The same for what stands in the address."""
BY_FORMAT = {"date": "2018-11-20", "date-time": "2018-11-20T09:30:00+08:00"}
Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One field of a call: `part_of` names the list or object that it lies in."""

    name: str
    part_of: str
    type: str
    required: bool
    limits: str

    @property
    def words(self) -> str:
        """What it means."""
        return str(WORDS.get(self.name, ""))


@dataclass(frozen=True, slots=True)
class Call:
    """One route as the page shows it."""

    anchor: str
    method: str
    path: str
    summary: str
    rows: list[Row]
    curl: str
    errors: str


@dataclass(frozen=True, slots=True)
class Group:
    """Routes of a kind."""

    title: str
    anchor: str
    calls: list[Call]


class Reader:
    """Reads the schema for people."""

    def __init__(self) -> None:
        self.schema: dict[str, Any] = api.get_openapi_schema()

    def real(self, part: Schema) -> Schema:
        """A part with what it refers to; of alternatives the one that isn't null."""
        if "$ref" in part:
            found: Schema = self.schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[1]]
            return {**found, **{name: value for name, value in part.items() if name != "$ref"}}
        if "allOf" in part and len(part["allOf"]) == 1:
            return self.real({**part["allOf"][0], **{n: v for n, v in part.items() if n != "allOf"}})
        others = [one for one in part.get("anyOf", ()) if one.get("type") != "null"]
        if len(others) == 1:
            return {**self.real(others[0]), **{n: v for n, v in part.items() if n != "anyOf"}}
        return part

    def type(self, part: Schema) -> str:
        """The type in words."""
        real = self.real(part)
        if "anyOf" in real:
            return _("或").join(dict.fromkeys(self.type(one) for one in real["anyOf"]))
        if real.get("type") == "array":
            return _("数组：%(type)s") % {"type": self.type(real["items"])}
        words = {
            "string": _("文本"),
            "integer": _("整数"),
            "number": pgettext("type", "数字"),
            "boolean": "true / false",
            "object": _("对象"),
        }
        by_format = {"date": _("日期"), "date-time": _("日期时间")}
        return by_format.get(real.get("format", ""), words.get(real.get("type", ""), _("任意")))

    def limits(self, part: Schema) -> str:
        """What else a value must be."""
        real, said = self.real(part), []
        if "enum" in real:
            said.append(str(real.get("description") or phrases(real["enum"])))
        if "maxLength" in real:
            said.append(_("最长 %(n)s 个字") % {"n": real["maxLength"]})
        if "maxItems" in real:
            said.append(_("最多 %(n)s 项") % {"n": real["maxItems"]})
        if "pattern" in real:
            said.append(_("格式 %(pattern)s") % {"pattern": real["pattern"]})
        if real.get("default") not in (None, "", [], {}):
            said.append(_("默认 %(value)s") % {"value": json.dumps(real["default"], ensure_ascii=False)})
        return sentences(said)

    def rows(self, part: Schema, part_of: str = "") -> list[Row]:
        """The fields of an object, each followed by what lies in it."""
        real, found = self.real(part), []
        for name, field in real.get("properties", {}).items():
            required = name in real.get("required", ())
            found.append(Row(name, part_of, self.type(field), required, self.limits(field)))
            inner = self.real(field)
            inner = self.real(inner["items"]) if inner.get("type") == "array" else inner
            if "properties" in inner:
                found += self.rows(inner, f"{part_of}{name}.")
        return found

    def example(self, part: Schema, name: str = "") -> Any:
        """A value that a call may carry, with what it must carry and no more."""
        real = self.real(part)
        if name in EXAMPLES and EXAMPLES[name] in real.get("enum", [EXAMPLES[name]]):
            return EXAMPLES[name]
        if "properties" in real:
            wanted = real.get("required", ())
            return {key: self.example(real["properties"][key], key) for key in wanted}
        if real.get("type") == "array":
            return [self.example(real["items"])]
        if "enum" in real:
            return real["enum"][0]
        plain: dict[str, Any] = {"integer": 1, "number": 1, "boolean": True, "object": {}}
        kind = real.get("type", "")
        return "8601" if "anyOf" in real else BY_FORMAT.get(real.get("format", ""), plain.get(kind, "…"))

    def call(self, path: str, method: str, operation: Schema) -> Call:
        """One route."""
        parts = [part for part in operation.get("parameters", ()) if part["in"] != "header"]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        rows = [
            Row(part["name"], "", self.type(part["schema"]), part["required"], self.limits(part["schema"]))
            for part in parts
        ]
        summary = operation["summary"]
        return Call(
            anchor=operation["operationId"].removeprefix("hemu_api_routers_"),
            method=method.upper(),
            path=path,
            summary=_(summary),
            rows=rows + (self.rows(body) if body else []),
            curl=self.curl(path, method, parts, body),
            errors=listed(statuses(path, method)),
        )

    def curl(self, path: str, method: str, parts: list[Schema], body: Schema | None) -> str:
        """The call as typed into a terminal."""
        asked = []
        for part in parts:
            value = IN_ADDRESSES.get(part["name"]) or str(self.example(part["schema"], part["name"]))
            if part["in"] == "path":
                path = path.replace(f"{{{part['name']}}}", value)
            elif part["required"]:
                asked.append(f"{part['name']}={value}")
        where = f"$HEMU{path}" + ("?" + "&".join(asked) if asked else "")
        lines = [f'curl "{where}"', '-H "Authorization: Bearer $TOKEN"']
        if method == "post":
            lines.append(f'-H "{HEADER}: $(uuidgen)"')
        if body:
            lines.append("-H 'Content-Type: application/json'")
            lines.append("-d " + shlex.quote(json.dumps(self.example(body), ensure_ascii=False)))
        return " \\\n  ".join(lines)

    def groups(self) -> list[Group]:
        """Every route, by kind, in the order of the routers."""
        titles = {
            "disputes": _("登记和查询"),
            "acts": _("办理"),
            "incidents": _("警情"),
            "petitions": _("信访件"),
            "links": _("关联核对"),
            "triage": _("看看经过里说了什么"),
            "mediation": _("调解"),
            "reference": _("查代码、区划和数据"),
        }
        found = {tag: Group(title, tag, []) for tag, title in titles.items()}
        for path, method, operation in operations(self.schema):
            found[operation["tags"][0]].calls.append(self.call(path, method, operation))
        return list(found.values())


@public
@reads
def page(request: HttpRequest) -> HttpResponse:
    """How to call the API."""
    found = {
        "groups": Reader().groups(),
        "errors": [(status, meaning(status)) for status in (401, 403, 404, 409, 422, 429)],
        "header": HEADER,
        "longest": LONGEST,
    }
    return render(request, "api/docs.html", found)
