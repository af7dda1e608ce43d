"""Every kind of item, by name. Who wants one more writes a module in kinds/ and adds its kinds here."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.field.kinds import disputes, records, spot
from hemu.field.kinds.base import Kind
from hemu.field.kinds.visits import VISIT, VISIT_AMEND

_ALL = (VISIT, VISIT_AMEND, *records.KINDS, *disputes.KINDS, *spot.KINDS)
KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}

LABELS: dict[str, str | Promise] = {
    "visit": _("走访"),
    "visit_amend": _("修改走访"),
    "dispute": _("登记纠纷"),
    "hazard": _("登记隐患"),
    "hazard_remove": _("隐患销号"),
    "service": _("便民服务"),
    "service_close": _("办结服务"),
    "report": _("村民说事"),
    "report_answer": _("答复村民"),
    "group_note": _("微警务群来情"),
    "follow_up": _("回访"),
    "spot": _("当场化解"),
    "note": _("记事"),
    "receive": _("接收"),
}
"""What each kind is called."""


def changes_the_day(name: str) -> bool:
    """Whether an item of this kind may change the day's list."""
    return name != VISIT.name
