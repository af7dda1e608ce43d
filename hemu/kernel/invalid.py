"""What is wrong with a body, in the caller's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

_OUTER = frozenset({"body", "query", "path", "header", "payload"})


def by_field(errors: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Field (``parties.0.name``) → what is wrong with it."""
    found: dict[str, list[str]] = {}
    for error in errors:
        where = [str(part) for part in error.get("loc", ()) if str(part) not in _OUTER]
        found.setdefault(".".join(where) or "body", []).append(_say(error))
    return found


_SAID = {
    "missing": _("这一项必须填写。"),
    "extra_forbidden": _("没有这一项，请核对名称。"),
    "string_too_long": _("太长了，最多 %(max_length)s。"),
    "too_long": _("太多了，最多 %(max_length)s。"),
    "string_too_short": _("太短了，至少 %(min_length)s。"),
    "too_short": _("太少了，至少 %(min_length)s。"),
    "enum": _("只能是下列之一：%(expected)s。"),
    "string_pattern_mismatch": _("格式不对。"),
}
_FAMILIES = (
    (("date", "time"), _("日期时间应写成 2018-06-01 或 2018-06-01T09:30:00+08:00。")),
    (("int", "float", "decimal"), _("应为数字。")),
    (("bool",), _("应为 true 或 false。")),
    (("dict", "list", "model", "string"), _("类型不对。")),
)


def _say(error: Mapping[str, Any]) -> str:
    kind = str(error.get("type", ""))
    if kind in _SAID:
        context = {"max_length": "", "min_length": "", "expected": "", **(error.get("ctx") or {})}
        return str(_SAID[kind]) % context
    for heads, said in _FAMILIES:
        if kind.startswith(heads):
            return str(said)
    return str(_("填得不对。"))
