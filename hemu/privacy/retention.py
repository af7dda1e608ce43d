"""How long what is said of persons is kept, and how its end is decided.

The period is the rulebook's (clock ``retention``, by colour and kind). A person asks for the list of what
is over, with everything on it to be read first; another approves; the night seals. What a suit, a petition
or an inquiry still needs is held, and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import locked
from hemu.disputes.models import ENDED, Dispute, State
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.wording import labelled
from hemu.orgs.actor import Actor, system_actor
from hemu.orgs.permissions import Permission
from hemu.privacy import sealing
from hemu.privacy.models import Hold, HoldKind, RunStatus, SealingItem, SealingRun
from hemu.rulebook import evaluate

CLOCK = "retention"
MOST = 500
"""Disputes of one list: so many can be read through by the one who approves."""

Holder = Callable[[Dispute], str]
_HOLDERS: dict[str, Holder] = {}


def register_holder(name: str, holder: Holder) -> None:
    """Have `holder` asked why a dispute can't be sealed yet; it answers words, or nothing when it can."""
    _HOLDERS[name] = holder


@dataclass(frozen=True, slots=True)
class Due:
    """A dispute whose period is over, since `due_on`; `held` says why it is kept all the same."""

    dispute: Dispute
    due_on: date
    period: str
    held: str


def days(dispute: Dispute, on: date) -> tuple[int, str]:
    """For how many days after its end a dispute's personal fields are kept, and by which rule."""
    return _days(int(dispute.colour), int(dispute.kind), on)


def _days(colour: int, kind: int, on: date) -> tuple[int, str]:
    verdict = evaluate("clock", {"clock": CLOCK, "colour": colour, "kind": kind}, on=on)
    if verdict.value.get("unit") != "days":
        return 0, ""
    return int(verdict.value["amount"]), verdict.grounds[0].text


def due(by: Actor, on: date | None = None) -> list[Due]:
    """What is over by a day (today) in the actor's area, the longest first; at most MOST. A dry run."""
    day = on or clock.today()
    return list(_due(by, day))[:MOST]


def _due(by: Actor, day: date) -> Iterator[Due]:
    known: dict[tuple[int, int], tuple[int, str]] = {}
    rows = Dispute.objects.in_area(by).filter(state__in=ENDED, data_key__isnull=False)
    rows = (
        rows.filter(opened_on__lt=day).defer("search", "narrative").order_by("closed_at", "opened_at", "id")
    )
    for dispute in rows.iterator(chunk_size=500):
        key = (int(dispute.colour), int(dispute.kind))
        kept, text = known.setdefault(key, _days(*key, day))
        over = _ended_on(dispute) + timedelta(days=kept)
        if kept and over <= day:
            yield Due(dispute, over, text, why_held(dispute))


def _ended_on(dispute: Dispute) -> date:
    """A merged record ends where it was opened: what it was merged into has a period of its own."""
    ended = dispute.closed_at or dispute.opened_at
    return clock.local(ended).date()


def why_held(dispute: Dispute) -> str:
    """Why a dispute is kept whole beyond its period; empty when it isn't."""
    hold = Hold.objects.of(dispute).filter(ended_at=None).order_by("at", "id").first()
    if hold is not None:
        return labelled(HoldKind(hold.kind).label, hold.reason)
    return next(iter(held_by_itself(dispute)), "")


def held_by_itself(dispute: Dispute) -> list[str]:
    """What keeps it whole without anybody's doing: an open petition, a request that waits. In words."""
    return [text for holder in _HOLDERS.values() if (text := holder(dispute))]


def hold(dispute: Dispute, kind: HoldKind, reason: str, *, by: Actor) -> Hold:
    """Keep a dispute whole until further notice. The dispute was read within the actor's scope."""
    by.require(Permission.GUARD_PERSONAL)
    if not reason.strip():
        raise Refused(_("请写明案号、文号或者原因。"), field="reason", code="required")
    row = Hold(
        county=dispute.county,
        dispute_id=dispute.pk,
        kind=kind,
        reason=reason.strip(),
        at=clock.now(),
        person_name=by.name,
        unit_name=by.unit_name,
    )
    try:
        with transaction.atomic():
            if sealing.is_sealed(locked(dispute.county, dispute.pk, by)):
                raise Refused(_("这件纠纷的个人信息已经封存，不能再暂缓。"), code="sealed")
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Refused(_("已经因为这种情形暂缓封存了。"), field="kind", code="held_already") from error
    return row


def release(dispute: Dispute, hold_id: int, *, by: Actor) -> None:
    """The reason is over: the period counts again."""
    by.require(Permission.GUARD_PERSONAL)
    standing = Hold.objects.of(dispute).filter(pk=hold_id, ended_at=None)
    if not standing.update(ended_at=clock.now(), ended_by=by.name):
        raise Missing(_("没有找到这条暂缓记录。"))


def holds(dispute: Dispute) -> list[Hold]:
    """Every hold of a dispute, the newest first."""
    return list(Hold.objects.of(dispute).order_by("-at", "-id"))


@transaction.atomic
def ask(*, by: Actor) -> SealingRun:
    """Put the list as it is now before a second person. Raises Refused when nothing is over."""
    by.require(Permission.GUARD_PERSONAL)
    if by.county is None:
        raise Forbidden(_("封存由县、乡镇负责个人信息保护的岗位提请。"))
    going = [one for one in due(by) if not one.held]
    if not going:
        raise Refused(_("现在没有到期可以封存的。"), code="nothing_due")
    run = SealingRun.made_by(by, region=by.spans[0].lo, made_at=clock.now(), count=len(going))
    run.save(force_insert=True)
    SealingItem.objects.bulk_create(
        SealingItem(
            county=one.dispute.county,
            dispute_id=one.dispute.pk,
            run_id=run.pk,
            ref=one.dispute.ref,
            due_on=one.due_on,
        )
        for one in going
    )
    return run


def runs(by: Actor) -> list[SealingRun]:
    """The lists of the actor's area, the newest first."""
    by.require(Permission.GUARD_PERSONAL)
    return list(SealingRun.objects.visible_to(by).order_by("-made_at", "-id")[:100])


def run_of(county: int, run_id: int, *, by: Actor) -> SealingRun:
    """One list; raises Missing for a stranger."""
    by.require(Permission.GUARD_PERSONAL)
    found: SealingRun | None = SealingRun.objects.visible_to(by).filter(county=county, pk=run_id).first()
    if found is None:
        raise Missing("")
    return found


def items(run: SealingRun) -> list[SealingItem]:
    """What stands on a list that was read within a scope."""
    rows = SealingItem.objects.unscoped(reason="of a list that was read within a scope")
    return list(rows.filter(county=run.county, run_id=run.pk).order_by("due_on", "id"))


@transaction.atomic
def decide(run: SealingRun, approved: bool, note: str, *, by: Actor) -> SealingRun:
    """A second person approves the list, or refuses it with a reason. The night seals what was approved."""
    by.require(Permission.GUARD_PERSONAL)
    rows = SealingRun.objects.visible_to(by).filter(county=run.county, pk=run.pk)
    found: SealingRun | None = rows.select_for_update().first()
    if found is None:
        raise Missing("")
    if found.person_id == by.person_id:
        raise Forbidden(_("提请封存的人不能自己批准，请另一位负责人批准。"))
    if found.status != RunStatus.ASKED:
        raise Conflict(_("已经由%(who)s决定过了。") % {"who": found.decided_by}, code="decided_already")
    if not approved and not note.strip():
        raise Refused(_("不批准请写明理由。"), field="note", code="required")
    found.status = RunStatus.APPROVED if approved else RunStatus.REFUSED
    found.note, found.decided_at = note.strip(), clock.now()
    found.decided_by, found.decided_unit = by.name, by.unit_name
    found.save()
    return found


def seal_approved() -> int:
    """Seal what was approved; answers how many disputes. What is held or open by now says so and stays."""
    approved = SealingRun.objects.unscoped(reason="the night seals every county's approved lists")
    done = 0
    for run in approved.filter(status=RunStatus.APPROVED).order_by("decided_at", "id"):
        done += sum(_seal_item(item) for item in items(run) if item.sealed_at is None)
        run.status, run.sealed_at = RunStatus.SEALED, clock.now()
        run.sealed = sum(item.sealed_at is not None for item in items(run))
        run.save()
    return done


@transaction.atomic
def _seal_item(item: SealingItem) -> int:
    """Seal one dispute and say so on the list, together: a job that is killed seals nothing twice."""
    by = system_actor(_("到期封存"))
    dispute = locked(item.county, item.dispute_id, by)
    why_not = why_held(dispute)
    if dispute.state not in (State.CLOSED, State.MERGED):
        why_not = str(_("已经重新打开"))
    if not why_not:
        sealing.seal(dispute, by=by)
        item.sealed_at = clock.now()
    item.why_not = why_not[:200]
    item.save(update_fields=["sealed_at", "why_not"])
    return int(not why_not)
