"""Whether a unit still holds disputes: asked before the organisation closes it."""

from __future__ import annotations

from django.utils.translation import ngettext

from hemu.disputes.models import Dispute
from hemu.disputes.models.choices import ENDED
from hemu.orgs.models import Unit


def why_not_close(unit: Unit) -> str:
    """Why `unit` can't be closed, or nothing: a dispute whose turn is at no unit would be lost."""
    held = Dispute.objects.unscoped(reason="counts what a unit holds, whoever may see it")
    count = held.filter(turn_unit_id=unit.pk).exclude(state__in=ENDED).count()
    if not count:
        return ""
    return ngettext(
        "该单位还有 %(n)s 件未办结的纠纷，请先移交其他单位。",
        "该单位还有 %(n)s 件未办结的纠纷，请先移交其他单位。",
        count,
    ) % {"n": count}
