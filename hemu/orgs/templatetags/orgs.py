"""Small helpers of the organisation's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext_lazy as _

from hemu.orgs.models import OrgRecord
from hemu.orgs.permissions import Permission

register = template.Library()

FIELDS = {
    "name": _("名称"),
    "username": _("用户名"),
    "staff_number": _("工号"),
    "phone": _("电话"),
    "address": _("地址"),
    "kind": _("类别"),
    "committee_kind": _("调委会类别"),
    "region": _("所在区划"),
    "parent": _("上级单位"),
    "languages": _("语言"),
    "skills": _("专长"),
    "area": _("区域"),
    "post": _("岗位"),
    "person": _("人员"),
    "reason": _("原因"),
    "file": _("文件"),
    "key": _("接口密钥"),
}


@register.inclusion_tag("orgs/parts/head.html", takes_context=True)
def org_tabs(context: Context, here: str) -> dict[str, Any]:
    """The pages of the organisation, side by side."""
    actor = getattr(context["request"], "actor", None)
    return {"here_tab": here, "may_import": actor is not None and actor.may(Permission.MANAGE_ORGS)}


@register.filter
def at(found: Mapping[int, Any], key: int) -> Any:
    """What stands at `key`, or nothing."""
    return found.get(key, ())


@register.filter
def changes(record: OrgRecord) -> list[tuple[Any, str, str]]:
    """(label, before, after) for each thing that a record says was changed."""
    return [(FIELDS.get(key, key), before, after) for key, (before, after) in record.detail.items()]
