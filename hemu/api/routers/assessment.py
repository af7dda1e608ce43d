"""评: lowering, reviews, safety plans and the ledger of key disputes. Each route only calls the act."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router

from hemu.api import show
from hemu.api.bodies import assessment as bodies
from hemu.api.routers.making import of_disputes
from hemu.api.routers.shared import actor, paged, reads, span, unit
from hemu.api.schemas import ActIn
from hemu.disputes.checks import may_read
from hemu.disputes.models import Dispute
from hemu.disputes.queries import get
from hemu.loop.assessment import actions, queries
from hemu.loop.assessment.changing import queries as lowering
from hemu.loop.assessment.key import actions as key_acts
from hemu.loop.assessment.key import queries as key
from hemu.loop.assessment.key.models import KeyDispute
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

router = Router(tags=["assessment"])
on_dispute = of_disputes(router)
OF_DISPUTE = "/disputes/{int:county}/{int:dispute_id}"
_MEASURE = ("id", "task", "owner", "due_at", "done_at", "done_by", "result")


@on_dispute.act("lower/take-back", gettext_noop("撤回下调申请"))
def take_back(row: Dispute, body: ActIn, by: Actor, seen: int | None) -> Any:
    """Whoever asked for the lower colour wants it no longer."""
    return actions.take_back(row, by=by, seen=seen)


@on_dispute.act("review", gettext_noop("复评，维持等级"))
def review(row: Dispute, body: bodies.ConclusionIn, by: Actor, seen: int | None) -> Any:
    """Look at the rating again and leave it as it is; the next look is due by the colour (A6)."""
    return actions.review(row, body.conclusion, by=by, seen=seen)


@router.get("/lowerings", summary=gettext_noop("下调等级的申请"))
@reads
def lowerings(request: HttpRequest, decided: bool = False, page: int = 1) -> Any:
    """Requests that wait for a second person, or those that were decided."""
    by = actor(request)

    def shown(rows: list[Dispute]) -> list[dict[str, Any]]:
        names = ("id", "held", "wanted", "reason", "status", "asked_by", "asked_unit", "asked_at")
        return [
            {
                "dispute": show.brief(one.dispute),
                **show.columns(one.request, *names, "decided_by", "decided_at", "note"),
                "may_decide": one.may_decide,
            }
            for one in lowering.asked([row for row in rows if may_read(row, by)], by, decided=decided)
        ]

    rows = lowering.lowerings(by, decided=decided).order_by("-opened_at", "-id")
    return paged("lowerings", rows, page, shown)


@on_dispute.act("safety/measure", gettext_noop("增加安全防护措施"))
def plan_measure(row: Dispute, body: bodies.MeasureIn, by: Actor, seen: int | None) -> Any:
    """Who does what, until when, so that nobody comes to harm."""
    parts = body.dict(exclude={"seen"})
    return actions.plan_measure(row, **parts, by=by, seen=seen)


@on_dispute.act("safety/done", gettext_noop("登记防护措施落实"))
def measure_done(row: Dispute, body: bodies.DoneIn, by: Actor, seen: int | None) -> Any:
    """A measure was carried out, and what came of it."""
    return actions.carry_out(row, body.measure, body.result, by=by, seen=seen)


@on_dispute.act("safety/review", gettext_noop("复核安全防护方案"))
def review_plan(row: Dispute, body: bodies.ConclusionIn, by: Actor, seen: int | None) -> Any:
    """Is the plan enough for today? While it is red, the next look is due by the rulebook."""
    return actions.review_plan(row, body.conclusion, by=by, seen=seen)


@on_dispute.act("safety/contact", gettext_noop("登记要提醒或可以求助的人"))
def add_contact(row: Dispute, body: bodies.ContactIn, by: Actor, seen: int | None) -> Any:
    """Whom to warn, or who helps; the number is masked wherever it is shown."""
    new = actions.NewContact(body.kind, body.name, body.phone, body.note)
    return actions.add_contact(row, new, by=by, seen=seen)


@on_dispute.act("safety/told", gettext_noop("登记已提醒"))
def told_contact(row: Dispute, body: bodies.OfContactIn, by: Actor, seen: int | None) -> Any:
    """Somebody who had to be warned has been."""
    return actions.told_contact(row, body.contact, by=by, seen=seen)


@on_dispute.act("safety/remove-contact", gettext_noop("移出联系人"))
def remove_contact(row: Dispute, body: bodies.OfContactIn, by: Actor, seen: int | None) -> Any:
    """Take somebody out of the plan again; the ledger keeps that they were in it."""
    return actions.remove_contact(row, body.contact, by=by, seen=seen)


@router.get(f"{OF_DISPUTE}/safety", summary=gettext_noop("安全防护方案"))
@reads
def safety(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Measures, those to be warned and those who help (numbers masked), and where help is near."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    clock = queries.safety_clock(row)
    contact = ("id", "kind", "name", "phone", "note", "told_at")
    return {
        "due_at": clock.due_at if clock else None,
        "measures": [show.columns(one, *_MEASURE, "owner_unit") for one in queries.measures(row)],
        "contacts": [show.columns(one, *contact) for one in queries.contacts(row)],
        "help": [show.unit(one.pk, one.name) for one in queries.help_near(row)],
    }


@on_dispute.act("key/enter", gettext_noop("列为重点纠纷"))
def enter(row: Dispute, body: bodies.KeyIn, by: Actor, seen: int | None) -> Any:
    """Enter it into the ledger of key disputes (A7)."""
    return key_acts.enter(row, body.category, body.grade, body.reason, by=by, seen=seen)


@on_dispute.act("key/change", gettext_noop("调整重点纠纷分类分级"))
def change(row: Dispute, body: bodies.KeyIn, by: Actor, seen: int | None) -> Any:
    """Put it in another class or grade, and say why."""
    return key_acts.change(row, body.category, body.grade, body.reason, by=by, seen=seen)


@on_dispute.act("key/remove", gettext_noop("移出重点纠纷"))
def remove(row: Dispute, body: bodies.WhyIn, by: Actor, seen: int | None) -> Any:
    """Take it out; the ledger of key disputes keeps it, with the reason."""
    return key_acts.remove(row, body.reason, by=by, seen=seen)


@on_dispute.act("key/responsible", gettext_noop("指定包保单位和责任人"))
def name_responsible(row: Dispute, body: bodies.ResponsibleIn, by: Actor, seen: int | None) -> Any:
    """Name unit and person at one or more of the four levels; others named there before are released."""
    named = [key_acts.Named(one.level, unit(one.unit), one.person) for one in body.named]
    return key_acts.name_responsible(row, named, by=by, seen=seen)


@on_dispute.act("key/measure", gettext_noop("增加重点纠纷措施"))
def plan(row: Dispute, body: bodies.MeasureIn, by: Actor, seen: int | None) -> Any:
    """What is to be done, by whom, until when."""
    return key_acts.plan(
        row, task=body.task, owner=body.owner, due_at=body.due_at, unit_name=body.owner_unit, by=by, seen=seen
    )


@on_dispute.act("key/done", gettext_noop("登记重点纠纷措施落实"))
def carried_out(row: Dispute, body: bodies.DoneIn, by: Actor, seen: int | None) -> Any:
    """A measure was carried out, and what came of it."""
    return key_acts.carry_out(row, body.measure, body.result, by=by, seen=seen)


@on_dispute.act("key/update", gettext_noop("更新重点纠纷动态"))
def update(row: Dispute, body: bodies.UpdateIn, by: Actor, seen: int | None) -> Any:
    """Say how it goes; the next word is due by the rulebook."""
    return key_acts.update(row, body.text, by=by, seen=seen)


def _key(row: KeyDispute) -> dict[str, Any]:
    names = ("id", "category", "grade", "reason", "entered_at", "entered_unit", "updated_at", "due_at")
    return show.columns(row, *names, "removed_at", "removal") | {"late": row.is_late}


@router.get("/key-disputes", summary=gettext_noop("重点纠纷台账"))
@reads
def key_disputes(request: HttpRequest, wanted: Query[bodies.KeyWanted]) -> Any:
    """The ledger of key disputes, what is due first; who answers for each at which level."""
    chosen = key.Chosen(
        view=wanted.view,
        text=wanted.q,
        region=span(wanted.region),
        category=wanted.category,
        grade=wanted.grade,
    )

    by = actor(request)

    def shown(found: list[KeyDispute]) -> list[dict[str, Any]]:
        rows = [row for row in found if may_read(row.dispute, by)]
        held = key.answering(rows)
        return [
            {
                "dispute": show.brief(row.dispute),
                **_key(row),
                "responsible": [
                    show.columns(one, "level", "unit_id", "unit_name", "person_name")
                    for one in held[row.id].values()
                ],
            }
            for row in rows
        ]

    return paged("key_disputes", key.ledger(by, chosen), wanted.page, shown)


@router.get(f"{OF_DISPUTE}/key", summary=gettext_noop("一件重点纠纷的全部情况"))
@reads
def one_key(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Who answers for it, what is done, how it goes; 404 for a dispute that never was key."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = key.require(get(county, dispute_id, by=by))
    named = ("id", "level", "unit_id", "unit_name", "person_name", "since")
    return {
        **_key(row),
        "responsible": [show.columns(one, *named) for one in key.responsible(row)],
        "measures": [show.columns(one, *_MEASURE, "unit_name") for one in key.measures(row)],
        "updates": [show.columns(one, "text", "person_name", "unit_name", "at") for one in key.updates(row)],
    }
