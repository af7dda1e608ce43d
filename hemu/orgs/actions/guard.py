"""What every act on the organisation checks and leaves behind."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import Span
from hemu.orgs.actor import Actor
from hemu.orgs.models import OrgRecord, Post, RecordAct, Subject, Team, Unit
from hemu.orgs.permissions import Permission

_SUBJECTS = {"unit": Subject.UNIT, "person": Subject.PERSON, "team": Subject.TEAM, "region": Subject.REGION}


def require_span(by: Actor, span: Span) -> None:
    """Raise unless `by` may manage the organisation in all of `span`; a stranger learns nothing."""
    by.require(Permission.MANAGE_ORGS)
    if not by.covers_span(span):
        raise Missing(_("您的管理范围内没有这条记录。"))


def require_unit(by: Actor, unit: Unit) -> None:
    """Raise unless `by` may manage `unit`."""
    require_span(by, unit.region.span)


def require_team(by: Actor, team: Team) -> None:
    """Raise unless `by` may manage `team`."""
    require_unit(by, team.unit)


def manages_person(by: Actor, posts: list[Post]) -> bool:
    """Whether one of a person's posts (or none at all) puts them among those whom `by` manages."""
    return not posts or any(by.covers_span(post.unit.region.span) for post in posts)


def record(by: Actor, subject: Model, act: RecordAct, **detail: Any) -> None:
    """Write down what `by` did to `subject`."""
    OrgRecord.objects.create(
        subject=_SUBJECTS[subject._meta.model_name or ""],
        subject_id=subject.pk,
        act=act,
        detail=detail,
        by_id=by.person_id,
        by_name=by.name,
        by_unit=by.unit_name,
        at=clock.now(),
    )


def save_once(row: Model, refusal: Refused, *, new: bool = False) -> None:
    """Save `row`; when the database already has its like, raise `refusal`: somebody was faster."""
    try:
        with transaction.atomic():
            row.save(force_insert=new)
    except IntegrityError as error:
        raise refusal from error


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """What changed, as {field: [before, after]}."""
    return {key: [_shown(before[key]), _shown(after[key])] for key in after if before.get(key) != after[key]}


def _shown(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return "、".join(str(item) for item in value)
    return "" if value is None else str(value)
