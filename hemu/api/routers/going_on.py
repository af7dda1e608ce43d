"""调 while it goes on: extension, other mediators, appointments, courts, performance, police."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_noop
from ninja import Router

from hemu.api import schemas
from hemu.api.bodies import mediating as bodies
from hemu.api.routers.making import of_disputes
from hemu.api.routers.shared import posts, unit
from hemu.disputes.models import Dispute
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.actions.extending import extend as extend_term
from hemu.loop.mediation.actions.replacing import Leaving
from hemu.loop.mediation.actions.spot import OnTheSpot
from hemu.loop.mediation.actions.spot import on_the_spot as settle_on_the_spot
from hemu.loop.mediation.calendar import actions as calendar
from hemu.loop.mediation.confirmation import actions as court
from hemu.loop.mediation.performance import actions as performance
from hemu.loop.mediation.police import actions as police
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post

router = Router(tags=["mediation"])
on_dispute = of_disputes(router)


def consents(given: Sequence[schemas.ConsentOneIn]) -> list[mediation.NewConsent]:
    """What parties said, as the act wants it."""
    return [mediation.NewConsent(party_id=one.party, **one.dict(exclude={"party"})) for one in given]


def agreement(body: schemas.AgreeIn) -> mediation.NewAgreement:
    """An agreement as the act wants it."""
    promises = [
        mediation.NewPromise(what=one.what, due_on=one.due_on, party_id=one.party, amount=one.amount)
        for one in body.promises
    ]
    signed = {int(number): form for number, form in body.signatures.items() if number.isdigit()}
    parts = body.dict(exclude={"seen", "promises", "signatures", "reason"})
    return mediation.NewAgreement(**parts, promises=promises, signatures=signed)


def _post(number: int) -> Post:
    return posts([number])[0]


@on_dispute.act("extend", gettext_noop("延长调解期限"))
def extend(row: Dispute, body: bodies.ExtendIn, by: Actor, seen: int | None) -> Any:
    """All parties agree to mediate until the end of another day."""
    return extend_term(row, body.until, body.reason, body.agreed, by=by, seen=seen)


@on_dispute.act("recuse", gettext_noop("调解员回避"))
def recuse(row: Dispute, body: bodies.RecuseIn, by: Actor) -> Any:
    """A mediator declares a tie to the dispute, or a party doesn't accept them (人民调解法19, 23)."""
    return mediation.recuse(row, _post(body.mediator), body.kind, body.reason, by=by)


@on_dispute.act("change-mediators", gettext_noop("更换、增加调解员"))
def change_mediators(row: Dispute, body: bodies.ChangeMediatorsIn, by: Actor, seen: int | None) -> Any:
    """More mediators, or others instead of one who leaves; somebody always remains (M8)."""
    leaving = Leaving(_post(body.leaving).person_id, body.kind) if body.leaving else None
    return mediation.change_mediators(
        row, posts(body.mediators), by=by, reason=body.reason, leaving=leaving,
        chosen_by=body.chosen_by, seen=seen,
    )  # fmt: skip


@on_dispute.act("on-the-spot", gettext_noop("当场化解"))
def on_the_spot(row: Dispute, body: bodies.OnTheSpotIn, by: Actor, seen: int | None) -> Any:
    """R5: a blue dispute is settled at once: application, consents, session and agreement, or none of it."""
    new = OnTheSpot(
        requests=body.requests,
        consents=consents(body.consents),
        place=body.place,
        record=body.record,
        agreement=agreement(body.agreement),
        mediators=posts(body.mediators),
        performed_at_once=body.performed_at_once,
    )
    return settle_on_the_spot(row, new, by=by, seen=seen)


@on_dispute.act("change-agreement", gettext_noop("变更协议"))
def change_agreement(row: Dispute, body: bodies.ChangeAgreementIn, by: Actor, seen: int | None) -> Any:
    """The parties agree anew, in writing; what was owed under the old agreement ends."""
    return performance.change(row, agreement(body), body.reason, by=by, seen=seen)


@on_dispute.act("appoint", gettext_noop("约定调处"))
def appoint(row: Dispute, body: bodies.AppointIn, by: Actor, seen: int | None) -> Any:
    """M3: appoint a session; refused when a mediator is taken then."""
    units = {number: unit(number) for number in body.units}
    presiding = units.get(body.presiding) if body.presiding else None
    new = calendar.NewSitting(
        body.starts_at, body.ends_at, body.place, body.mode, posts(body.mediators),
        units=list(units.values()), presiding=presiding,
    )  # fmt: skip
    return calendar.schedule(row, new, by=by, seen=seen)


@on_dispute.act("move", gettext_noop("改期"))
def move(row: Dispute, body: bodies.MoveIn, by: Actor, seen: int | None) -> Any:
    """Another time for an appointment, and another place if one is named."""
    return calendar.move(row, body.sitting, body.starts_at, body.ends_at, by=by, place=body.place, seen=seen)


@on_dispute.act("call-off", gettext_noop("取消约定"))
def call_off(row: Dispute, body: bodies.CallOffIn, by: Actor, seen: int | None) -> Any:
    """An appointment isn't held, with the reason; the mediators are told."""
    return calendar.call_off(row, body.sitting, body.why, by=by, seen=seen)


@on_dispute.act("urge", gettext_noop("督促履行"))
def urge(row: Dispute, body: bodies.UrgeIn, by: Actor, seen: int | None) -> Any:
    """The committee urges a party to do what was agreed (人民调解法31)."""
    new = performance.NewUrging(body.way, body.said, body.new_day, body.told_suit)
    return performance.urge(row, body.promise, new, by=by, seen=seen)


@on_dispute.act("default", gettext_noop("未按期履行"))
def default(row: Dispute, body: bodies.DefaultIn, by: Actor, seen: int | None) -> Any:
    """M5: what was owed wasn't done in time; it goes to follow-up."""
    return mediation.default(row, body.promise, body.reason, by=by, seen=seen)


@on_dispute.act("court/review", gettext_noop("审查协议能否司法确认"))
def review(row: Dispute, body: bodies.ReviewAgreementIn, by: Actor, seen: int | None) -> Any:
    """Hold the agreement against the grounds on which no court confirms it (法释〔2011〕5号7)."""
    return court.review(row, body.found, body.note, by=by, seen=seen)


@on_dispute.act("court/file", gettext_noop("申请司法确认"))
def file(row: Dispute, body: bodies.FileIn, by: Actor, seen: int | None) -> Any:
    """M6: both parties together ask a court, within thirty days (人民调解法33)."""
    new = court.NewFiling(body.court_name, body.court_ground, body.papers, body.applicants, body.filed_on)
    return court.file(row, new, by=by, seen=seen)


@on_dispute.act("court/answer", gettext_noop("登记法院答复"))
def court_said(row: Dispute, body: bodies.CourtSaidIn, by: Actor, seen: int | None) -> Any:
    """The court takes it or not, rules it valid or dismisses it; or the parties withdraw."""
    return court.answered(row, court.Answer(**body.dict(exclude={"seen"})), by=by, seen=seen)


@on_dispute.act("court/extend", gettext_noop("登记法院延长审查"))
def court_extends(row: Dispute, body: schemas.ActIn, by: Actor, seen: int | None) -> Any:
    """The court takes ten days more, once (法释〔2011〕5号5)."""
    return court.extended(row, by=by, seen=seen)


@on_dispute.act("police/report", gettext_noop("报告公安机关"))
def report(row: Dispute, body: bodies.ReportPoliceIn, by: Actor, seen: int | None) -> Any:
    """The police were told at once (人民调解法25, 反家庭暴力法13, 14); both moments are kept."""
    return police.report(row, police.NewReport(**body.dict(exclude={"seen"})), by=by, seen=seen)


@on_dispute.act("police/feedback", gettext_noop("登记公安机关的处理"))
def police_said(row: Dispute, body: bodies.PoliceSaidIn, by: Actor, seen: int | None) -> Any:
    """What the police made of a report."""
    return police.feedback(row, body.report, body.text, by=by, seen=seen)


@on_dispute.act("police/step", gettext_noop("登记治安调解的步骤"))
def police_step(row: Dispute, body: bodies.PoliceStepIn, by: Actor, seen: int | None) -> Any:
    """The next step of 治安管理处罚法9: settled, performed, applied for, approved."""
    return police.take_step(row, police.NewStep(**body.dict(exclude={"seen"})), by=by, seen=seen)
