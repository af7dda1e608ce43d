"""The register of committees: what it says of each, and who serves in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.mediation.people import guard
from hemu.loop.mediation.people.models import ELECTED, Committee, Duty, Member
from hemu.loop.mediation.people.rules import MOST, full_term
from hemu.orgs.actions.guard import differences, record, save_once
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Post, RecordAct, Unit
from hemu.rulebook import codes

SETUPS, TRADES = "committee_kind", "committee_trade"


@dataclass(frozen=True, slots=True)
class CommitteeFacts:
    """What the register says of a committee; see :class:`Committee`."""

    setup: str
    trade: str = ""
    founded_on: date | None = None
    term_from: date | None = None
    term_until: date | None = None
    women: int | None = None
    mixed: bool = False
    mixed_member: bool = False
    brand_room: str = ""


@transaction.atomic
def register_committee(unit: Unit, facts: CommitteeFacts, *, by: Actor) -> Committee:
    """Enter a committee in the register, or change what it says; the change is on record.

    A term without an end runs three years (人民调解法9). What isn't as the law asks is told on the page and
    not refused: the register says how things are.
    """
    guard.require_keeper(unit, by)
    _check(unit, facts)
    given = asdict(facts)
    if facts.term_from and not facts.term_until:
        given["term_until"] = full_term(facts.term_from)
    row = Committee.objects.select_for_update().filter(pk=unit.pk).first()
    before: dict[str, Any] = {name: getattr(row, name) for name in given} if row else dict.fromkeys(given)
    if row is None:
        row = Committee(unit=unit, registered_at=clock.now())
    for name, value in given.items():
        setattr(row, name, value)
    row.changed_at, row.changed_by = clock.now(), by.name
    row.save()
    labels = {field.name: str(field.verbose_name) for field in Committee._meta.fields}
    changed = differences(before, given)
    if changed:
        record(by, unit, RecordAct.AMENDED, **{labels[name]: pair for name, pair in changed.items()})
    return row


def _check(unit: Unit, facts: CommitteeFacts) -> None:
    if not codes.is_code(SETUPS, facts.setup):
        raise Refused(_("请选择设立主体。"), field="setup", code="unknown_code")
    if facts.trade and not codes.is_code(TRADES, facts.trade):
        raise Refused(_("请从列表中选择专业领域。"), field="trade", code="unknown_code")
    if unit.committee_kind == CommitteeKind.PROFESSIONAL and not facts.trade:
        raise Refused(_("行业性专业性调委会要写明专业领域。"), field="trade", code="required")
    if facts.term_from and facts.term_until and facts.term_until <= facts.term_from:
        raise Refused(_("本届止要晚于本届起。"), field="term_until", code="order")
    if facts.women is not None and not 0 <= facts.women <= MOST:
        raise Refused(_("女性委员人数不对。"), field="women", code="range")


@transaction.atomic
def add_member(
    unit: Unit, name: str, duty: Duty, *, by: Actor, post: Post | None = None, since: date | None = None
) -> Member:
    """Somebody is chosen or appointed. Refused for a second chair and a tenth member (人民调解法8)."""
    guard.require_keeper(unit, by)
    committee = Committee.objects.select_for_update().filter(pk=unit.pk).first()
    if committee is None:
        raise Refused(_("请先登记这个调解委员会。"), code="not_registered")
    called = post.person.name if post else name.strip()
    if not called:
        raise Refused(_("请选择人员或者填写姓名。"), field="name", code="required")
    if post is not None and post.unit_id != unit.pk:
        raise Refused(_("这个岗位不在本调委会。"), field="post", code="other_unit")
    serving = list(Member.objects.filter(committee=committee, until=None))
    if duty in ELECTED and sum(one.duty in ELECTED for one in serving) >= MOST:
        raise Refused(_("委员最多九人。"), field="duty", code="too_many")
    row = Member(committee=committee, post=post, name=called, duty=duty, since=since or clock.today())
    taken = _("已经有主任，或者这个人已在名册上。")
    save_once(row, Refused(taken, field="duty", code="taken"), new=True)
    record(by, unit, RecordAct.AMENDED, **{str(duty.label): ["", called]})
    return row


@transaction.atomic
def end_member(unit: Unit, member_id: int, why: str, *, by: Actor) -> Member:
    """Somebody's time in the committee ends, with the reason."""
    guard.require_keeper(unit, by)
    rows = Member.objects.select_for_update().filter(committee_id=unit.pk, until=None)
    row = rows.filter(pk=member_id).first()
    if row is None:
        raise Missing(_("名册上没有这个人。"))
    if not why.strip():
        raise Refused(_("请写明离任原因，例如“换届”“调离”。"), field="why", code="required")
    row.until, row.ended_why = clock.today(), why.strip()
    row.save()
    record(by, unit, RecordAct.AMENDED, **{str(Duty(row.duty).label): [row.name, ""]})
    return row
