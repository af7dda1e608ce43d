"""Telling the police at once, and the chain of a minor case that is settled."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn, turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.documents.actions import attach
from hemu.documents.models import Purpose
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation.models import PromiseState
from hemu.loop.mediation.police.models import Basis, CaseStep, PoliceReport, Step, ToldBy, Way
from hemu.loop.mediation.police.queries import steps
from hemu.loop.mediation.police.rules import FACTS_OF, OF_THE_POLICE, is_police, next_steps
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.loop.mediation.rules import require_other_ways, require_text
from hemu.orgs.actor import Actor
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import codes

_COURT = "1"


@dataclass(frozen=True, slots=True)
class NewReport:
    """What the police were told: why, when it was found out, when they were told, who took it."""

    basis: Basis
    found_at: datetime
    reported_at: datetime
    way: ToldBy
    told_unit: str
    situation: str
    help_given: str
    told_person: str = ""


def report(dispute: Dispute, new: NewReport, *, by: Actor, seen: int | None = None) -> Dispute:
    """人民调解法25, 反家庭暴力法13, 14: the police are told at once; both moments are kept.

    The station of the place is given sight of the dispute and told of it, and what was found out counts for
    the rating.
    """
    require_text(told_unit=new.told_unit, situation=new.situation, help_given=new.help_given)
    now = clock.now()
    if new.found_at > now:
        raise Refused(_("发现时间不能晚于现在。"), field="found_at", code="future")
    if not new.found_at <= new.reported_at <= now:
        raise Refused(_("报告时间不能早于发现时间，也不能晚于现在。"), field="reported_at", code="order")
    with turn(dispute.county, dispute.id, Act.REPORT_POLICE, by=by, seen=seen) as this:
        _write_report(this, new)
        this.facts(**dict.fromkeys(FACTS_OF[new.basis], True))
        station = unit_of_kind_for(this.dispute.region, UnitKind.POLICE_STATION)
        if station is not None:
            _show_to(this, station.pk, station.name)
        this.tell(police_basis=int(new.basis), told_police=new.told_unit.strip(), reported_at=new.reported_at)
        this.tell_of_persons(report=new.situation.strip(), result=new.help_given.strip())
    return this.dispute


def _show_to(this: Turn, unit_id: int, unit_name: str) -> None:
    parts = Involvement.objects.of(this.dispute).filter(unit_id=unit_id, until=None)
    if unit_id != this.by.unit_id and not parts.exists():
        this.involve(unit_id, unit_name, InvolvementRole.REPORTED)
    this.notify(units=(unit_id,))


def _write_report(this: Turn, new: NewReport) -> None:
    PoliceReport(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        basis=new.basis,
        found_at=new.found_at,
        reported_at=new.reported_at,
        way=new.way,
        told_unit=new.told_unit.strip(),
        told_person=new.told_person.strip(),
        situation=new.situation.strip(),
        help_given=new.help_given.strip(),
        written_by=this.by.name,
        unit_name=this.by.unit_name,
        written_at=this.at,
    ).save(force_insert=True)


def feedback(dispute: Dispute, report_id: int, text: str, *, by: Actor, seen: int | None = None) -> Dispute:
    """What the police made of a report."""
    require_text(feedback=text)
    with turn(dispute.county, dispute.id, Act.REPORT_POLICE, by=by, seen=seen) as this:
        row: PoliceReport | None = PoliceReport.objects.of(this.dispute).filter(id=report_id).first()
        if row is None:
            raise Missing(_("没有找到这次报告。"))
        row.feedback, row.feedback_at = text.strip(), this.at
        row.save(update_fields=["feedback", "feedback_at"])
        this.tell(police_basis=row.basis, told_police=row.told_unit)
        this.tell_of_persons(result=text.strip())
    return this.dispute


@dataclass(frozen=True, slots=True)
class NewStep:
    """One step of the chain. `paper`: a file's name and bytes.

    `minor` (FACTS): a minor fight or damage out of a dispute among people. `undecided` (APPROVED): the police
    have not yet decided.
    """

    step: Step
    on: date
    text: str
    way: Way | None = None
    case_number: str = ""
    minor: bool = False
    undecided: bool = False
    applicants: Sequence[int] = ()
    other_ways: Sequence[str] = ()
    paper: tuple[str, bytes] | None = None


@transaction.atomic
def take_step(dispute: Dispute, new: NewStep, *, by: Actor, seen: int | None = None) -> Dispute:
    """The next step of 治安管理处罚法9. Raises Conflict for one that doesn't follow."""
    require_text(text=new.text)
    if new.step in OF_THE_POLICE and not is_police(by.unit_id):
        raise Forbidden(_("这一步由公安机关办理。"))
    if seen is not None and seen != dispute.ledger_seq:
        raise Conflict(_("您打开页面后，这件纠纷又有了新的办理。请看过最新情况再办理。"), code="moved_on")
    file = attach(dispute, *new.paper, Purpose.OTHER, by=by) if new.paper else None
    with turn(dispute.county, dispute.id, Act.POLICE_CASE, by=by) as this:
        chain = steps(this.dispute)
        last = chain[-1] if chain else None
        if new.step not in next_steps(last):
            raise Conflict(
                _("现在是“%(now)s”，不能登记“%(next)s”。")
                % {"now": last.get_step_display() if last else _("未开始"), "next": new.step.label},
                code="wrong_step",
            )
        _check(this, new, last)
        _write_step(this, new, chain, file.pk if file else None)
        this.tell(police_step=int(new.step), on=new.on, other_ways=list(new.other_ways))
        this.tell_of_persons(text=new.text.strip())
    return this.dispute


def _check(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    if new.on > clock.today() or (last is not None and new.on < last.on):
        raise Refused(_("日期不能早于上一步，也不能晚于今天。"), field="on", code="date")
    checks = {
        Step.FACTS: _check_facts,
        Step.REACHED: _check_reached,
        Step.PERFORMED: _check_performed,
        Step.APPLIED: _check_applied,
        Step.APPROVED: _check_approved,
        Step.HANDLED: _check_handled,
    }
    check = checks.get(new.step)
    if check is not None:
        check(this, new, last)


def _check_facts(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    if not new.minor:
        raise Refused(
            _("只有因民间纠纷引起的打架斗殴或者损毁他人财物等违反治安管理行为，情节较轻的，才可以调解处理。"),
            field="minor",
            code="not_minor",
        )


def _check_reached(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    if new.way is None:
        raise Refused(_("请选择是怎么了结的。"), field="way", code="required")
    if new.way == Way.COMMITTEE and standing_agreement(this.dispute) is None:
        raise Refused(_("本案还没有人民调解协议，请先在调解中登记协议。"), field="way", code="no_agreement")


def _check_performed(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    agreement = standing_agreement(this.dispute)
    owed = (PromiseState.OPEN, PromiseState.DEFAULTED)
    if agreement is not None and any(each.state in owed for each in promises(agreement)):
        raise Refused(_("协议还有没有履行的，请先逐项登记履行。"), field="step", code="owed")


def _check_applied(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    present = {party.pk for party in this.parties}
    if not new.applicants or not set(new.applicants) <= present:
        raise Refused(_("请选择书面申请的当事人。"), field="applicants", code="required")


def _check_approved(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    if not new.undecided:
        raise Refused(
            _("公安机关作出处理决定以前，才能认可和解或者调解协议而不予处罚。"),
            field="undecided",
            code="decided",
        )


def _check_handled(this: Turn, new: NewStep, last: CaseStep | None) -> None:
    require_other_ways(new.other_ways)
    if _COURT not in new.other_ways:
        raise Refused(_("要告知当事人可以就民事争议向人民法院起诉。"), field="other_ways", code="no_court")
    for way in new.other_ways:
        if not codes.is_code("other_route", way):
            raise Refused(_("没有这种途径，请从列表中选择。"), field="other_ways", code="unknown_code")


def _write_step(this: Turn, new: NewStep, chain: Sequence[CaseStep], file: int | None) -> None:
    names = {party.pk: party.name for party in this.parties}
    last = chain[-1] if chain else None
    CaseStep(
        county=this.dispute.county,
        dispute_id=this.dispute.id,
        number=len(chain) + 1,
        step=new.step,
        way=new.way if new.step == Step.REACHED else (last.way if last else None),
        on=new.on,
        text=new.text.strip(),
        case_number=new.case_number.strip() or (last.case_number if last else ""),
        applicants=[names[pk] for pk in new.applicants if pk in names],
        other_ways=list(new.other_ways),
        attachment_id=file,
        written_by=this.by.name,
        unit_name=this.by.unit_name,
        written_at=this.at,
    ).save(force_insert=True)
