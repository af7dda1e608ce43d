"""A dispute on which a petition is open isn't sealed: the petitioner may still ask for its review."""

from __future__ import annotations

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Source
from hemu.loop.screening.models import Origin, Petition
from hemu.loop.screening.petitions.queries import Stage, stage


def why_held(dispute: Dispute) -> str:
    """Which petition holds it, in words; empty when all on it have ended (信访工作条例35、36)."""
    origins = Origin.objects.of(dispute).filter(source=Source.PETITION)
    rows = Petition.objects.unscoped(reason="petitions on a dispute that was read within a scope")
    for county, number in origins.order_by("id").values_list("record_county", "record_id"):
        petition: Petition | None = rows.filter(county=county, pk=number).first()
        if petition is not None and (now := stage(petition)) != Stage.CLOSED:
            return _("信访件 %(number)s 还没有终结（%(stage)s）") % {
                "number": petition.number, "stage": now.label,
            }  # fmt: skip
    return ""
