"""Who reported: opened for a stated purpose, on record, and the reporter can read the record."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.screening.models import VillagersReport
from hemu.loop.screening.villagers import steps
from hemu.loop.screening.villagers.models import ContactOpening, ContactPurpose
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

LEAST_WORDS = 4


def may_open(report: VillagersReport, by: Actor) -> bool:
    """Those who may open personal fields, and whoever has the report in hand: they must call back."""
    own = report.turn_unit_id is not None and report.turn_unit_id == by.unit_id
    return by.may(Permission.OPEN_PERSONAL) or (own and by.may(Permission.AMEND))


def open_contact(
    report: VillagersReport, purpose: ContactPurpose, note: str = "", *, by: Actor
) -> tuple[str, str]:
    """(name, telephone) of who reported, once the opening is on record.

    Raises Forbidden, Missing, Refused.
    """
    words = note.strip()
    if purpose == ContactPurpose.OTHER and len(words) < LEAST_WORDS:
        raise Refused(_("请写明用途，至少四个字。"), field="note", code="required")
    with transaction.atomic():
        row = steps.locked(report, by)
        if not may_open(row, by):
            raise Forbidden(_("您的岗位不能查看反映人的姓名和电话。"))
        if not (row.reporter or row.phone):
            raise Missing(_("反映人没有留姓名和电话。"))
        ContactOpening(
            county=row.county, report_id=row.id, purpose=purpose, note=words, at=clock.now(),
            person_id=by.person_id, person_name=by.name, unit_name=by.unit_name,
        ).save(force_insert=True)  # fmt: skip
    return row.reporter, row.phone
