"""The page that says how to call the API, made from its OpenAPI schema."""

from __future__ import annotations

import json
import shlex
from dataclasses import dataclass
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from hemu.api.answers import ANSWERS
from hemu.api.app import api
from hemu.api.described import meaning, operations, statuses
from hemu.api.examples import IN_ADDRESSES, Examples, Schema
from hemu.api.field_words import WORDS
from hemu.api.once import HEADER, LONGEST
from hemu.kernel.web import public, reads
from hemu.kernel.wording import listed, phrases, sentences


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
    """One route as the page shows it. `of_dispute`: it answers the dispute, as registering one does."""

    anchor: str
    method: str
    path: str
    summary: str
    rows: list[Row]
    curl: str
    answer: str
    of_dispute: bool
    errors: str


@dataclass(frozen=True, slots=True)
class Group:
    """Routes of a kind."""

    title: str
    anchor: str
    calls: list[Call]

    @property
    def many(self) -> str:
        """How many there are, in words."""
        return ngettext("%(n)d 个", "%(n)d 个", len(self.calls)) % {"n": len(self.calls)}


def answered(operation: Schema) -> tuple[str, bool]:
    """What a call is answered with, by example, or whether it is a dispute as registering one answers it."""
    for status in (200, 201):
        content = operation["responses"].get(status, {}).get("content", {}).get("application/json", {})
        if "example" in content:
            found = content["example"]
            of_dispute = found.keys() - {"made"} == _DISPUTE and operation["operationId"] != _FIRST
            return ("", True) if of_dispute else (json.dumps(found, ensure_ascii=False, indent=2), False)
    return "", False


_FIRST = "hemu_api_routers_disputes_create"
_DISPUTE = frozenset(ANSWERS.get("POST /disputes", {}))


class Reader(Examples):
    """Reads the schema for people."""

    def __init__(self) -> None:
        super().__init__(api.get_openapi_schema())

    def type(self, part: Schema) -> str:
        """The type in words."""
        real = self.real(part)
        if "anyOf" in real:
            kinds = [self.type(one) for one in real["anyOf"] if one.get("type") != "null"]
            return " / ".join(dict.fromkeys(kinds))
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

    def call(self, path: str, method: str, operation: Schema) -> Call:
        """One route."""
        parts = [part for part in operation.get("parameters", ()) if part["in"] != "header"]
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
        rows = [
            Row(part["name"], "", self.type(part["schema"]), part["required"], self.limits(part["schema"]))
            for part in parts
        ]
        summary = operation["summary"]
        answer, of_dispute = answered(operation)
        return Call(
            anchor=operation["operationId"].removeprefix("hemu_api_routers_"),
            method=method.upper(),
            path=path,
            summary=_(summary),
            rows=rows + (self.rows(body) if body else []),
            curl=self.curl(path, method, parts, body),
            answer=answer,
            of_dispute=of_dispute,
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
            "assessment": _("定级、安全防护、重点纠纷"),
            "warnings": _("预警提示单"),
            "conferrals": _("会商研判"),
            "routing": _("流转和转介"),
            "mediation": _("调解"),
            "papers": _("文书"),
            "followup": _("回访和催办"),
            "callbacks": _("电话回访和投诉"),
            "outreach": _("宣传"),
            "incidents": _("警情"),
            "petitions": _("信访件"),
            "links": _("关联核对"),
            "triage": _("看看经过里说了什么"),
            "reference": _("查代码、区划和数据"),
        }
        found = {tag: Group(title, tag, []) for tag, title in titles.items()}
        for path, method, operation in operations(self.schema):
            found[operation["tags"][0]].calls.append(self.call(path, method, operation))
        return list(found.values())


@cache
def _groups(language: str) -> list[Group]:
    """The same for everybody who reads in a language."""
    return Reader().groups()


@public
@reads
def page(request: HttpRequest) -> HttpResponse:
    """How to call the API."""
    found = {
        "groups": _groups(get_language() or ""),
        "first": _FIRST.removeprefix("hemu_api_routers_"),
        "errors": [(status, meaning(status)) for status in (401, 403, 404, 409, 422, 429)],
        "header": HEADER,
        "longest": LONGEST,
    }
    return render(request, "api/docs.html", found)
