"""A report comes in: written by the villager, or by an officer who was told."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock, crypto, identity
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.ids import short_code
from hemu.kernel.places import county_of
from hemu.loop.screening.models import WAITING, ReportChannel, ReportStatus, VillagersReport
from hemu.loop.screening.records import check_record, not_future
from hemu.loop.screening.villagers import files, queries, rules, steps, team, telling
from hemu.loop.screening.villagers.actions.villager import add_word
from hemu.loop.screening.villagers.models import Said, Side, TrackingCode
from hemu.loop.screening.villagers.people import village_at
from hemu.orgs.actor import Actor

NUMBER_LENGTH = 8
LONGEST_TEXT = 5000
SAME_WITHIN = timedelta(days=7)
"""The same words from the same village within this time are one matter."""


@dataclass(frozen=True, slots=True)
class NewReport:
    """What a villager says. `secret` is 16 or more random bytes made with the form: sending the same form
    twice writes one report and shows the same tracking code.
    """

    region: int
    text: str = ""
    reporter: str = ""
    phone: str = ""
    place: str = ""
    received_at: datetime | None = None
    channel: ReportChannel = ReportChannel.OFFICE
    team: dict[str, str] | None = None
    files: Sequence[files.Kept] = ()
    suspicions: Sequence[str] = ()
    secret: bytes = field(default_factory=lambda: os.urandom(16))


@dataclass(frozen=True, slots=True)
class Taken:
    """The report, its tracking code (shown this once), and whether this call wrote it."""

    report: VillagersReport
    code: str
    is_new: bool = True


def receive_report(new: NewReport, *, by: Actor) -> Taken:
    """Write a report down, with its code, its clock and who must answer.

    One that looks odd waits for a person to look at it, its clock running all the same; the same words
    again are folded into the one that is being answered. Raises Refused by field, Forbidden.
    """
    code = rules.code_from(new.secret)
    again = _sent_before(code)
    if again is not None:
        _take_the_rest(again, new)
        return Taken(again, code, is_new=False)
    report = _fresh(new, by)
    first = _same(report) if report.is_from_portal else None
    if first is not None:
        report.status, report.folded_into, report.next_at = ReportStatus.FOLDED, first.id, None
    try:
        with transaction.atomic():
            report.save(force_insert=True)
            said = steps.write(report, Said.REPORTED, report.text, side=Side.VILLAGER)
            files.write(report, said, new.files)
            if first is not None:
                steps.write(report, Said.FOLDED, first.code, side=Side.SYSTEM)
            key = TrackingCode(hash=rules.code_hash(code), county=report.county, report_id=report.id)
            key.save(force_insert=True)
            if first is None:
                telling.tell(report, "new", report.turn_unit_id, *team.told_units(report.region))
    except IntegrityError:
        again = _sent_before(code)
        if again is None:
            raise
        return Taken(again, code, is_new=False)
    return Taken(report, code)


def take_report(
    *,
    region: int,
    text: str,
    received_at: datetime | None = None,
    reporter: str = "",
    phone: str = "",
    place: str = "",
    team: dict[str, str] | None = None,
    channel: ReportChannel = ReportChannel.OFFICE,
    by: Actor,
) -> VillagersReport:
    """Write down what a villager told an officer. `team` names officer, auxiliary, cadre, representative."""
    check_record(region, by, text=text)
    new = NewReport(region, text, reporter, phone, place, received_at, channel, team)
    return receive_report(new, by=by).report


def _sent_before(code: str) -> VillagersReport | None:
    key = TrackingCode.objects.filter(hash=rules.code_hash(code)).first()
    if key is None:
        return None
    rows = VillagersReport.objects.unscoped(reason="the form's own secret leads to the report")
    found: VillagersReport | None = rows.filter(county=key.county, id=key.report_id).first()
    return found


def _take_the_rest(report: VillagersReport, new: NewReport) -> None:
    """What a villager changed after going back in a form that had been sent: added, never lost."""
    if not report.is_from_portal:
        return
    said, held = queries.whole(report)
    text = "" if new.text.strip() in said else new.text.strip()
    kept = [one for one in new.files if one.digest not in held]
    if not text and not kept:
        return
    told = ":".join([new.secret.hex(), text, *(one.digest for one in kept)])
    with suppress(Conflict):  # it was taken a moment ago, or the report isn't worked on any more
        add_word(report, text, kept, token=crypto.keyed_hash(told, purpose="sent-again"))


def _check(new: NewReport, by: Actor) -> datetime:
    check_record(new.region, by)
    if not new.text.strip() and not new.files:
        raise Refused(_("请写几句，或者录一段音、拍一张照片。"), field="text", code="required")
    if len(new.text) > LONGEST_TEXT:
        message = _("文字太长了，请不超过 %(most)s 字；其余的可以在查询页面补充。")
        raise Refused(message % {"most": LONGEST_TEXT}, field="text", code="too_long")
    if new.phone.strip() and not identity.valid_phone(new.phone):
        raise Refused(_("电话号码不对，请填手机号或带区号的座机号。"), field="phone", code="phone")
    moment = new.received_at or clock.now()
    not_future("received_at", moment)
    return moment


def _fresh(new: NewReport, by: Actor) -> VillagersReport:
    moment = _check(new, by)
    named = team.members(new.region) if new.team is None else new.team
    unit = team.answering_unit(new.region)
    village = village_at(new.region)
    held = bool(new.suspicions)
    report = VillagersReport.made_by(
        by,
        region=new.region,
        county=county_of(new.region),
        place=new.place.strip(),
        text=new.text.strip(),
        text_key=rules.text_key(village.code if village else new.region, new.text),
        reporter=new.reporter.strip()[:80],
        phone=identity.plain_phone(new.phone),
        received_at=moment,
        channel=new.channel,
        code=short_code(NUMBER_LENGTH),
        turn_unit_id=unit.pk if unit else None,
        turn_unit_name=unit.name if unit else "",
        status=ReportStatus.HELD if held else ReportStatus.OPEN,
        suspicions=list(dict.fromkeys(new.suspicions)),
        made_at=clock.now(),
        **{part: named.get(part, "").strip() for part in (*team.ROLES, "representative")},
    )
    steps.start_clock(report, moment)
    return report


def _same(report: VillagersReport) -> VillagersReport | None:
    """The report in the same words from the same village that is still to be answered."""
    if report.text_key is None:
        return None
    rows = VillagersReport.objects.unscoped(reason="only whether it was said before; nothing is shown")
    since = report.received_at - SAME_WITHIN
    same = rows.filter(county=report.county, text_key=report.text_key, received_at__gte=since)
    found: VillagersReport | None = same.filter(status__in=WAITING).order_by("received_at", "id").first()
    return found
