"""What parties do on their page, and what an office answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemu.disputes.advance import locked, turn
from hemu.disputes.announcing import REPLIED, announce, tell_party
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Outcome, Party, Side, State
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.places import Span
from hemu.loop.followup.complaints.actions import Said, complain
from hemu.loop.followup.complaints.models import Complaint, Way
from hemu.loop.followup.complaints.models import Kind as ComplaintKind
from hemu.loop.mediation import actions as mediation
from hemu.orgs.actor import Actor
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import unit_of_kind_for
from hemu.portal.parties import corrections, naming
from hemu.portal.parties.codes import Entered
from hemu.portal.parties.models import PERSONAL, Column, Kind, Request, Status, Via
from hemu.rulebook import codes as code_lists
from hemu.rulebook.terms import due

CLOCK: Final = "personal_request"
"""The rulebook's time for an answer."""
COPY_DAYS: Final = 30
"""For how long a copy that was granted can be fetched."""
CAN_END = (State.RECEIVED, State.MEDIATING)
"""An agreement binds once it is reached (人民调解法31); before mediation is taken up there is none to end."""
_ROOM = 2000


def party_actor(dispute: Dispute, party: Party) -> Actor:
    """A party, acting in their own matter alone. The ledger names them by their side."""
    with override("zh-hans"):
        side = str(Side(party.side).label)
    return Actor(
        person_id=0,
        name=f"当事人（{side}）",
        post_id=0,
        unit_id=0,
        unit_name="当事人查询页面",
        role=0,
        permissions=frozenset({Permission.VIEW, Permission.MEDIATE}),
        spans=(Span(dispute.region, dispute.region + 1),),
        county=dispute.county,
    )


@transaction.atomic
def end_mediation(who: Entered, reason: str) -> Dispute:
    """人民调解法17, 23: a party wants no more mediation. It stops at once; the other ways are told.

    The unit hears of it at once, so that nobody travels to a session that isn't held any more.
    """
    if who.dispute.state not in CAN_END:
        raise Refused(_("现在没有正在进行的调解。"), code="nothing_to_end")
    words = reason.strip()[:500] or _("当事人在查询页面上表示不再调解。")
    ways = [code for code, _label in other_ways()]
    before = who.dispute
    after = mediation.decline(
        who.dispute,
        who.party.pk,
        words,
        by=party_actor(who.dispute, who.party),
        other_ways=ways,
        outcome=Outcome.WITHDRAWN if who.party.side == Side.APPLICANT else Outcome.DECLINED,
    )
    announce(
        _Of(after.ref, after.county, after.region),
        "party_ended",
        path=after.get_absolute_url(),
        key=f"party_ended:{after.pk}:{after.ledger_seq}"[:40],
        unit_name=before.turn_unit_name,
        due_at=clock.now(),
        units=(before.turn_unit_id, before.lead_unit_id),
        permission=Permission.MEDIATE,
    )
    return after


@dataclass(frozen=True, slots=True)
class _Of:
    """A dispute as a notice names it: by its number, never by its title."""

    ref: str
    county: int
    region: int

    def __str__(self) -> str:
        return self.ref


def other_ways() -> list[tuple[str, str]]:
    """The other ways that are told, as the rulebook lists them."""
    return [(str(code), str(label)) for code, label in code_lists.choices("other_route")]


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked for. `person_id` names a mediator; `becomes` is what a column should say."""

    kind: Kind
    text: str = ""
    column: Column | None = None
    becomes: str = ""
    person_id: int | None = None
    token: bytes = b""


def ask(who: Entered, what: Asking) -> Request:
    """A party asks on their own page. Raises Refused by field; Conflict when the same form came before."""
    by = party_actor(who.dispute, who.party)
    return _ask(who.dispute, who.party, what, Via.PAGE, _("查询码和第二道核对"), by=by)


def take_down(dispute: Dispute, party: Party, what: Asking, verified: str, *, by: Actor) -> Request:
    """An office writes down what a party asks for in person; it says how it knew who they were."""
    by.require(Permission.OPEN_PERSONAL)
    if not verified.strip():
        raise Refused(_("请写明怎样核对了身份，例如“核对身份证原件”。"), field="verified", code="required")
    return _ask(dispute, party, what, Via.DESK, verified.strip(), by=by)


def _ask(dispute: Dispute, party: Party, what: Asking, via: Via, verified: str, *, by: Actor) -> Request:
    _check(dispute, party, what)
    row = _row(dispute, party, what, via, verified, by)
    try:
        with turn(dispute.county, dispute.id, Act.PARTY_ASKS, by=by) as this:
            row.save(force_insert=True)
            this.tell(asks=str(Kind(what.kind).label))
            this.tell_of_persons(party=party.name, text=row.text)
            _announce(row, "party_request")
    except IntegrityError as error:
        raise Conflict(_("已经收到了。"), code="sent_already") from error
    return row


def _announce(row: Request, what: str) -> None:
    announce(
        row,
        what,
        path=f"/privacy/requests/{row.county}/{row.pk}/",
        key=f"{what}:{row.pk}",
        unit_name=row.unit_name,
        due_at=row.due_at,
        units=(row.unit_id,),
        permission=Permission.OPEN_PERSONAL,
    )


def _row(dispute: Dispute, party: Party, what: Asking, via: Via, verified: str, by: Actor) -> Request:
    now = clock.now()
    unit_id, unit_name = _answering(dispute)
    column = what.column.column if what.column else ""
    return Request(
        county=dispute.county,
        dispute_id=dispute.pk,
        region=dispute.region,
        party_id=party.pk,
        party_name=party.name,
        kind=what.kind,
        column=what.column,
        was=str(getattr(party, column)) if column else "",
        becomes=what.becomes.strip(),
        text=what.text.strip(),
        person_id=what.person_id,
        via=via,
        verified=verified[:200],
        taken_by=by.name if via == Via.DESK else "",
        taken_by_id=by.person_id if via == Via.DESK else None,
        at=now,
        due_at=due(CLOCK, now),
        unit_id=unit_id,
        unit_name=unit_name,
        token=crypto.keyed_hash(what.token.hex(), purpose="party-request") if what.token else None,
    )


def _answering(dispute: Dispute) -> tuple[int | None, str]:
    """The unit that answers: whose turn it is, who leads, or the township's centre."""
    if dispute.turn_unit_id:
        return dispute.turn_unit_id, dispute.turn_unit_name
    if dispute.lead_unit_id:
        return dispute.lead_unit_id, dispute.lead_unit_name
    unit = unit_of_kind_for(dispute.region, UnitKind.TOWNSHIP_CENTRE)
    return (unit.pk, unit.name) if unit else (None, "")


def _check(dispute: Dispute, party: Party, what: Asking) -> None:
    if len(what.text) > _ROOM:
        raise Refused(_("写得太长了，请不要超过 2000 字。"), field="text", code="too_long")
    if what.kind == Kind.CORRECT:
        corrections.check(party, what.column, what.text, what.becomes)
    elif what.kind in (Kind.CHOOSE, Kind.REFUSE):
        if what.person_id not in dict(naming.mediators(dispute, what.kind)):
            raise Refused(_("请从名单里选一位。"), field="person", code="required")
    elif what.kind != Kind.COPY and not what.text.strip():
        raise Refused(_("请写一写。"), field="text", code="required")


def unit_to_complain_of(dispute: Dispute) -> Unit | None:
    """The unit whose work a party sees: whose turn it is, or who leads."""
    return Unit.objects.filter(pk=dispute.turn_unit_id or dispute.lead_unit_id or 0).first()


@transaction.atomic
def complain_of_unit(who: Entered, kind: int, text: str) -> Complaint:
    """A party complains; a unit other than the one complained of looks at it (人民调解法15)."""
    unit = unit_to_complain_of(who.dispute)
    if unit is None:
        raise Refused(_("现在还没有单位办理这件事。"), code="no_unit")
    by = party_actor(who.dispute, who.party)
    locked(who.dispute.county, who.dispute.pk, by)
    same = Complaint.objects.unscoped(reason="whether the party sent the same form twice").filter(
        county=who.dispute.county, dispute_id=who.dispute.pk, party_id=who.party.pk, text=text.strip()
    )
    if same.filter(made_at__gt=clock.now() - timedelta(hours=1)).exists():
        raise Conflict(_("已经收到了。"), code="sent_already")
    return complain(
        dispute=who.dispute,
        party=who.party,
        about_unit=unit,
        text=text,
        by=by,
        said=Said(kind=ComplaintKind(kind), way=Way.PORTAL),
    )


def may_decide(row: Request, by: Actor) -> bool:
    """The unit that owes the answer; a refusal and deleting are for who looks after personal information."""
    if not by.may(Permission.OPEN_PERSONAL):
        return False
    guards = by.may(Permission.GUARD_PERSONAL) and by.covers(row.region)
    return row.unit_id == by.unit_id or guards


@transaction.atomic
def decide(row: Request, status: Status, reason: str, *, by: Actor, instead: int | None = None) -> Request:
    """Answer a request with a reason. A correction that is granted is written at once; the original is kept.

    A mediator who is chosen is named, one who isn't accepted leaves: `instead` is the person who comes.
    Raises Forbidden, Refused, and Conflict when it was answered before.
    """
    if not may_decide(row, by):
        raise Forbidden(_("由%(unit)s答复。") % {"unit": row.unit_name or _("上级综治中心")})
    if status not in (Status.GRANTED, Status.PARTLY, Status.REFUSED):
        raise Refused(_("请选择结果。"), field="status", code="required")
    if not reason.strip():
        raise Refused(
            _("请写明答复；不同意的要说明理由（个人信息保护法50）。"), field="reason", code="required"
        )
    rows = Request.objects.answered_for_by(by).filter(county=row.county, pk=row.pk)
    found: Request | None = rows.select_for_update().first()
    if found is None:
        raise Missing("")
    if found.status != Status.OPEN:
        raise Conflict(_("已经由%(who)s答复过了。") % {"who": found.decided_by}, code="decided_already")
    _must_be_another(found, status, by)
    found.status, found.reason, found.decided_at = status, reason.strip(), clock.now()
    found.decided_by, found.decided_unit = by.name, by.unit_name
    if found.kind == Kind.COPY and status != Status.REFUSED:
        found.copy_until = clock.now() + timedelta(days=COPY_DAYS)
    found.save()
    if status == Status.GRANTED:
        _carry_out(found, by, instead)
    _tell_who_asked(found, by)
    return found


def _tell_who_asked(row: Request, by: Actor) -> None:
    """That there is an answer; what it says stands on their page."""
    every = Dispute.objects.unscoped(reason="the matter of a request that its answerer read")
    dispute = every.defer("search").get(county=row.county, id=row.dispute_id)
    tell_party(dispute, row.party_id, REPLIED, key=f"request:{row.pk}", by=f"{by.unit_name} {by.name}")


def _must_be_another(row: Request, status: Status, by: Actor) -> None:
    """Who was refused may step aside, not deny it; what is personal is denied or deleted by who guards it."""
    if row.kind == Kind.REFUSE and row.person_id == by.person_id and status != Status.GRANTED:
        raise Forbidden(_("当事人不同意由您调解，请由另一人答复。"))
    if row.kind in PERSONAL and (status == Status.REFUSED or row.kind == Kind.DELETE):
        by.require(Permission.GUARD_PERSONAL)
    if took_down(row, by) and status != Status.REFUSED:
        raise Forbidden(_("这份请求是您登记的，提供副本要由另一人同意。"))


def took_down(row: Request, by: Actor) -> bool:
    """Whether the actor wrote down this request for a copy: two people stand between a desk and a copy."""
    return row.kind == Kind.COPY and row.taken_by_id is not None and row.taken_by_id == by.person_id


def _carry_out(row: Request, by: Actor, instead: int | None) -> None:
    """What follows from a granted request at once."""
    if row.kind == Kind.CORRECT and row.column != Column.OTHER:
        corrections.carry_out(row, by)
    if row.kind in (Kind.CHOOSE, Kind.REFUSE):
        naming.carry_out(row, by=by, instead=instead)


def raise_late() -> int:
    """Requests whose time ran out: the township's centre and the county's hear of it, once. How many."""
    rows = Request.objects.unscoped(reason="the sweep looks at every county's clocks").waiting()
    done = 0
    for row in rows.filter(due_at__lt=clock.now(), late_at=None).order_by("due_at", "id"):
        with transaction.atomic():
            row.late_at = clock.now()
            row.save(update_fields=["late_at"])
            for unit_id in _above(row):
                row.unit_id = unit_id
                _announce(row, "party_request_late")
        done += 1
    return done


def _above(row: Request) -> Sequence[int]:
    kinds = (UnitKind.TOWNSHIP_CENTRE, UnitKind.COUNTY_CENTRE)
    units = [unit_of_kind_for(row.region, kind) for kind in kinds]
    return sorted({unit.pk for unit in units if unit is not None})
