"""What an office tells parties by SMS at all."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.notices.sending.actions import managed_area
from hemu.notices.sending.models import PARTY_PURPOSES, Purpose
from hemu.notices.telling.models import Setting
from hemu.orgs.actor import Actor

ALWAYS = (Purpose.PARTY_AGREED,)
"""Who agrees hears at once that they did, and how to take it back."""


def standing(by: Actor) -> Setting | None:
    """What the actor's own area was set to; None where nobody set anything: then everything is told."""
    area = managed_area(by)
    return Setting.objects.filter(lo=area.lo, hi=area.hi).first()


def put(off: Sequence[int], *, by: Actor) -> Setting:
    """From now on these aren't told by SMS in the actor's area. Raises Refused for what is always told."""
    area = managed_area(by)
    if set(off) & {one.value for one in ALWAYS}:
        raise Refused(_("“同意接收短信”后的第一条不能去掉：要告诉本人怎样退订。"), field="on", code="always")
    row, _made = Setting.objects.update_or_create(
        lo=area.lo,
        hi=area.hi,
        defaults={
            "off": sorted(set(off) & {one.value for one in PARTY_PURPOSES}),
            "changed_at": clock.now(),
            "changed_by": by.name,
        },
    )
    return row
