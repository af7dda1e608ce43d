"""Handling a petition work order: accept, verify, explain the law, extend, and the two reviews above.

A petition is a matter to be answered. Nothing here follows a petitioner, and no act holds anybody back.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.screening.models import Petition
from hemu.loop.screening.petitions import clocks, queries
from hemu.loop.screening.petitions.models import Act, PetitionClock, Term
from hemu.loop.screening.petitions.queries import Stage
from hemu.loop.screening.terms import due
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


def _locked(petition: Petition, by: Actor, *stages: Stage) -> Petition:
    by.require(Permission.AMEND)
    rows = Petition.objects.visible_to(by).filter(county=petition.county, id=petition.id)
    row: Petition | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这条记录。"))
    now = queries.stage(row)
    if now not in stages:
        raise Conflict(
            _("这件信访现在是“%(stage)s”，不能这样办。") % {"stage": now.label}, code="wrong_state"
        )
    return row


def _needs(name: str, text: str, message: str) -> None:
    if not text.strip():
        raise Refused(message, field=name, code="required")


def accept(petition: Petition, text: str = "", *, by: Actor) -> Petition:
    """Accept it: sixty days to answer begin, or what the sender demands where that is sooner."""
    with transaction.atomic():
        row = _locked(petition, by, Stage.REGISTERED)
        from_rules = due(clocks.NAMES[Term.HANDLE], row.received_at)
        demanded = row.due_at if row.due_at < from_rules else None
        started = clocks.start(row, Term.HANDLE, clock.now(), until=demanded)
        row.due_at = started.due_at
        row.save()
        clocks.write(row, Act.ACCEPTED, text, "信访工作条例22", by=by)
    return row


def not_accept(petition: Petition, reason: str, other_way: str, *, by: Actor) -> Petition:
    """Don't accept it, and tell the petitioner which lawful way is open: court, arbitration, review …"""
    _needs("reason", reason, _("请写明不予受理的理由。"))
    _needs("other_way", other_way, _("请写明告知信访人的其他法定途径。"))
    with transaction.atomic():
        row = _locked(petition, by, Stage.REGISTERED)
        row.answer, row.answered_at = reason.strip(), clock.now()
        row.save()
        clocks.stop(row)
        clocks.write(row, Act.NOT_ACCEPTED, f"{reason.strip()}\n{other_way.strip()}", "信访工作条例31", by=by)
    return row


def verify(petition: Petition, text: str, *, by: Actor) -> Petition:
    """Write down what was found out."""
    _needs("text", text, _("请写明核实了什么、结果怎样。"))
    with transaction.atomic():
        row = _locked(petition, by, Stage.REGISTERED, Stage.HANDLING)
        clocks.write(row, Act.VERIFIED, text, by=by)
    return row


def explain(petition: Petition, text: str, basis: str, *, by: Actor) -> Petition:
    """Write down what law or policy was explained to the petitioner."""
    _needs("text", text, _("请写明向信访人讲清了什么。"))
    _needs("basis", basis, _("请写明依据的法律、政策条文。"))
    with transaction.atomic():
        row = _locked(petition, by, Stage.REGISTERED, Stage.HANDLING)
        clocks.write(row, Act.EXPLAINED, text, basis, by=by)
    return row


def extend(petition: Petition, reason: str, approved_by: str, *, by: Actor) -> Petition:
    """Extend the sixty days once by thirty, approved by the office's head; the petitioner is told why."""
    _needs("reason", reason, _("请写明延期理由；要告知信访人。"))
    _needs("approved_by", approved_by, _("请写明批准延期的本机关负责人。"))
    with transaction.atomic():
        row = _locked(petition, by, Stage.HANDLING)
        held = clocks.running(row)
        if held is None or held.extended:
            raise Refused(_("只能延期一次。"), field="reason", code="extended_already")
        if held.due_at < clock.now():
            raise Refused(_("已经超过办理期限，不能再延期。"), field="reason", code="overdue")
        _lengthen(row, held)
        clocks.write(row, Act.EXTENDED, _("%(reason)s（批准：%(who)s）") % {
            "reason": reason.strip(), "who": approved_by.strip(),
        }, "信访工作条例34", by=by)  # fmt: skip
    return row


def _lengthen(row: Petition, held: PetitionClock) -> None:
    held.due_at = held.next_at = clocks.extended(held)
    held.extended = True
    held.save()
    row.due_at = held.due_at
    row.save()


def ask_review(petition: Petition, asked_at: datetime, text: str = "", *, by: Actor) -> Petition:
    """The petitioner asks those above to look at the answer again: thirty days to do it begin.

    Raises Refused when more than thirty days have gone by since the answer.
    """
    return _ask(petition, asked_at, text, Stage.ANSWERED, Act.REVIEW_ASKED, Term.REVIEW, "35", by=by)


def ask_rereview(petition: Petition, asked_at: datetime, text: str = "", *, by: Actor) -> Petition:
    """The petitioner asks the next level above to look at the review again."""
    return _ask(petition, asked_at, text, Stage.REVIEWED, Act.REREVIEW_ASKED, Term.REREVIEW, "36", by=by)


def _ask(
    petition: Petition,
    asked_at: datetime,
    text: str,
    stage: Stage,
    act: Act,
    term: Term,
    article: str,
    *,
    by: Actor,
) -> Petition:
    if asked_at > clock.now():
        raise Refused(_("时间不能晚于现在。"), field="asked_at", code="future")
    with transaction.atomic():
        row = _locked(petition, by, stage)
        said_at = queries.said_at(row)
        if said_at is not None and asked_at > clocks.may_ask_until(said_at):
            raise Refused(
                _("已超过收到答复之日起的申请期限；请告知信访人其他法定途径。"),
                field="asked_at",
                code="too_late",
            )
        clocks.start(row, term, asked_at)
        clocks.write(row, act, text, f"信访工作条例{article}", by=by)
    return row


def review(petition: Petition, opinion: str, *, by: Actor) -> Petition:
    """Write the opinion of the review, or of the re-review, which is the last."""
    _needs("opinion", opinion, _("请写明意见和依据。"))
    with transaction.atomic():
        row = _locked(petition, by, Stage.IN_REVIEW, Stage.IN_REREVIEW)
        again = queries.stage(row) == Stage.IN_REREVIEW
        clocks.stop(row)
        act, article = (Act.REREVIEWED, "36") if again else (Act.REVIEWED, "35")
        clocks.write(row, act, opinion, f"信访工作条例{article}", by=by)
    return row
