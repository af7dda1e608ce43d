"""Impact assessments and breaches: written once, kept, added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.privacy.models import Assessment, Breach, BreachTelling, Conclusion, Told, Trigger

LEAST_YEARS = 3
"""个人信息保护法56: reports of assessments and records of processing are kept three years at the least."""
_LOOKERS = (Permission.GUARD_PERSONAL, Permission.LEDGER)


@dataclass(frozen=True, slots=True)
class NewAssessment:
    """The three questions of 个人信息保护法56 and what came of them."""

    title: str
    trigger: Trigger
    lawful: str
    impact: str
    measures: str
    conclusion: Conclusion
    keep_years: int = LEAST_YEARS


def assess(new: NewAssessment, *, by: Actor) -> Assessment:
    """Write down an impact assessment. It can't be changed; a later one says what has changed."""
    by.require(Permission.GUARD_PERSONAL)
    _require(new, "title", "lawful", "impact", "measures")
    if new.keep_years < LEAST_YEARS:
        raise Refused(_("评估报告至少保存三年（个人信息保护法56）。"), field="keep_years", code="too_short")
    if new.trigger == Trigger.ABROAD and new.conclusion != Conclusion.NO:
        raise Refused(
            _("国家机关处理的个人信息应当在境内存储；确需出境的要先做安全评估（个人信息保护法36）。"),
            field="conclusion",
            code="stays_in_china",
        )
    today = clock.today()
    row = Assessment.made_by(
        by,
        region=_place(by),
        made_at=clock.now(),
        title=new.title.strip(),
        trigger=new.trigger,
        lawful=new.lawful.strip(),
        impact=new.impact.strip(),
        measures=new.measures.strip(),
        conclusion=new.conclusion,
        keep_until=_years_on(today, new.keep_years),
    )
    row.save(force_insert=True)
    return row


def _years_on(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _place(by: Actor) -> int:
    if not by.spans or by.county is None:
        raise Forbidden(_("这类记录由县、乡镇负责个人信息保护的岗位填写。"))
    return by.spans[0].lo


def _require(new: Any, *names: str) -> None:
    for name in names:
        if not getattr(new, name).strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")


@dataclass(frozen=True, slots=True)
class NewBreach:
    """What 个人信息保护法57 asks to be told: kinds, cause, harm, measures, what people can do themselves."""

    title: str
    found_at: datetime
    kinds: str
    people: int
    cause: str
    harm: str
    measures: str
    own_steps: str
    happened_at: datetime | None = None
    no_telling: str = ""


def report_breach(new: NewBreach, *, by: Actor) -> Breach:
    """Write down that information leaked, was changed or was lost."""
    by.require(Permission.GUARD_PERSONAL)
    _require(new, "title", "kinds", "cause", "harm", "measures", "own_steps")
    if new.found_at > clock.now():
        raise Refused(_("发现时间不能晚于现在。"), field="found_at", code="future")
    if new.happened_at is not None and new.happened_at > new.found_at:
        raise Refused(_("发生时间不能晚于发现时间。"), field="happened_at", code="order")
    row = Breach.made_by(
        by,
        region=_place(by),
        made_at=clock.now(),
        **{name: getattr(new, name) for name in NewBreach.__dataclass_fields__},
    )
    row.save(force_insert=True)
    return row


def tell_of_breach(row: Breach, whom: Told, name: str, how: str, at: datetime, *, by: Actor) -> BreachTelling:
    """Write down who was told of it, when and how (个人信息保护法57)."""
    by.require(Permission.GUARD_PERSONAL)
    if not name.strip() or not how.strip():
        raise Refused(
            _("请写明通知了谁、怎么通知的。"), field="how" if name.strip() else "name", code="required"
        )
    if not row.found_at <= at <= clock.now():
        raise Refused(_("通知时间不能早于发现时间，也不能晚于现在。"), field="at", code="order")
    told = BreachTelling(
        county=row.county,
        breach_id=row.pk,
        whom=whom,
        name=name.strip(),
        how=how.strip(),
        at=at,
        person_name=by.name,
        unit_name=by.unit_name,
    )
    told.save(force_insert=True)
    return told


def _may_look(by: Actor) -> bool:
    return any(by.may(permission) for permission in _LOOKERS)


def assessments(by: Actor) -> list[Assessment]:
    """The assessments of the actor's area, the newest first."""
    rows = Assessment.objects.visible_to(by) if _may_look(by) else Assessment.objects.none().opened()
    return list(rows.order_by("-made_at", "-id")[:200])


def breaches(by: Actor) -> list[Breach]:
    """The breaches of the actor's area, the newest first."""
    rows = Breach.objects.visible_to(by) if _may_look(by) else Breach.objects.none().opened()
    return list(rows.order_by("-made_at", "-id")[:200])


def breach(county: int, breach_id: int, *, by: Actor) -> Breach:
    """One breach; raises Missing for a stranger."""
    rows = Breach.objects.visible_to(by).filter(county=county, pk=breach_id)
    found: Breach | None = rows.first() if _may_look(by) else None
    if found is None:
        raise Missing("")
    return found


def tellings(row: Breach) -> list[BreachTelling]:
    """Who was told of a breach that was read within a scope, in order."""
    return list(BreachTelling.objects.in_county(row.county, breach_id=row.pk).order_by("at", "id"))


def whom_to_tell(row: Breach) -> list[Told]:
    """Who must still be told: the authority always, the persons unless there is a reason why not."""
    have = {told.whom for told in tellings(row)}
    wanted = [Told.AUTHORITY] if row.no_telling else [Told.AUTHORITY, Told.PERSONS]
    return [one for one in wanted if one not in have]
