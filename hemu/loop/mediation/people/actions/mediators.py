"""The register of mediators: who is in it, what they know, training, titles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people import guard
from hemu.loop.mediation.people.models import Award, AwardKind, Training
from hemu.orgs.actions.guard import record
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, RecordAct
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission


@transaction.atomic
def enter(
    post: Post,
    *,
    by: Actor,
    languages: Sequence[str] = (),
    skills: Sequence[int] = (),
    full_time: bool = False,
) -> Mediator:
    """Enter somebody in the register: a post that may mediate (人民调解法13)."""
    guard.require_keeper(post.unit, by)
    if Permission.MEDIATE not in ROLE_PERMISSIONS[post.role] or not post.is_current:  # type: ignore[index]  # a Role by its number
        raise Refused(
            _("%(name)s现在不是调解人员。") % {"name": post.person.name}, field="post", code="not_able"
        )
    row = Mediator.objects.filter(post=post).first()
    if row is not None and row.is_active:
        raise Conflict(_("%(name)s已经在名册上。") % {"name": post.person.name}, code="done_already")
    row = row or Mediator(post=post)
    row.languages, row.skills = list(languages), list(skills)
    row.is_full_time, row.is_active = full_time, True
    row.save()
    record(by, post.person, RecordAct.AMENDED, **{_("调解员名册"): ["", post.unit.name]})
    return row


@transaction.atomic
def amend(
    mediator: Mediator, *, by: Actor, languages: Sequence[str], skills: Sequence[int], full_time: bool
) -> Mediator:
    """Change what the register says that somebody speaks and knows."""
    row = _locked(mediator, by)
    before = [*row.languages, *map(str, row.skills)]
    row.languages, row.skills, row.is_full_time = list(languages), list(skills), full_time
    row.save()
    after = [*row.languages, *map(str, row.skills)]
    record(by, row.post.person, RecordAct.AMENDED, **{_("语言、擅长"): [" ".join(before), " ".join(after)]})
    return row


def _locked(mediator: Mediator, by: Actor) -> Mediator:
    rows = Mediator.objects.select_for_update(of=("self",)).select_related("post__person", "post__unit")
    row = rows.get(pk=mediator.pk)
    guard.require_keeper(row.post.unit, by)
    return row


@transaction.atomic
def retire(mediator: Mediator, why: str, *, by: Actor) -> Mediator:
    """Take somebody off the register; what they did stays."""
    row = _locked(mediator, by)
    if not why.strip():
        raise Refused(_("请写明原因。"), field="why", code="required")
    row.is_active = False
    row.save()
    record(by, row.post.person, RecordAct.AMENDED, **{_("调解员名册"): [row.post.unit.name, why.strip()]})
    return row


@dataclass(frozen=True, slots=True)
class NewTraining:
    subject: str
    held_on: date
    hours: Decimal
    organiser: str


@transaction.atomic
def train(mediators: Sequence[Mediator], new: NewTraining, *, by: Actor) -> list[Training]:
    """人民调解法14: write down a training, for everybody who came to it."""
    if not mediators:
        raise Refused(_("请选择参加的调解员。"), field="mediators", code="required")
    for name in ("subject", "organiser"):
        if not getattr(new, name).strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")
    if new.held_on > clock.today():
        raise Refused(_("培训日期不能晚于今天。"), field="held_on", code="future")
    if new.hours <= 0:
        raise Refused(_("学时要大于零。"), field="hours", code="range")
    for one in mediators:
        guard.require_keeper(one.post.unit, by)
    rows = [
        Training(
            mediator=one, subject=new.subject.strip(), held_on=new.held_on, hours=new.hours,
            organiser=new.organiser.strip(), recorded_by=by.name,
        )
        for one in mediators
    ]  # fmt: skip
    return Training.objects.bulk_create(rows)


@dataclass(frozen=True, slots=True)
class NewAward:
    kind: AwardKind
    title: str
    awarded_by: str
    awarded_on: date


@transaction.atomic
def award(mediator: Mediator, new: NewAward, *, by: Actor) -> Award:
    """Write down a title with who awarded it and when; the register shows it from then on."""
    row = _locked(mediator, by)
    for name in ("title", "awarded_by"):
        if not getattr(new, name).strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")
    if new.awarded_on > clock.today():
        raise Refused(_("授予日期不能晚于今天。"), field="awarded_on", code="future")
    made = Award(
        mediator=row, kind=new.kind, title=new.title.strip(), awarded_by=new.awarded_by.strip(),
        awarded_on=new.awarded_on, recorded_by=by.name,
    )  # fmt: skip
    made.save(force_insert=True)
    _show_titles(row)
    return made


@transaction.atomic
def withdraw_award(mediator: Mediator, award_id: int, *, by: Actor) -> Award:
    """The title was taken back."""
    row = _locked(mediator, by)
    held = Award.objects.filter(mediator=row, pk=award_id, withdrawn_on=None).first()
    if held is None:
        raise Missing(_("没有找到这个称号。"))
    held.withdrawn_on = clock.today()
    held.save()
    _show_titles(row)
    return held


def _show_titles(row: Mediator) -> None:
    """The register's two columns say which titles are held now."""
    held = list(Award.objects.filter(mediator=row, withdrawn_on=None).order_by("awarded_on", "id"))
    row.is_gold = any(one.kind == AwardKind.GOLD for one in held)
    row.brand_room = next((one.title for one in held[::-1] if one.kind == AwardKind.BRAND_ROOM), "")
    row.save()
