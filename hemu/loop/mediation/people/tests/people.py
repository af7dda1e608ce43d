"""People that several tests of mediators, lawyers and calendars need."""

from __future__ import annotations

from typing import Any

from hemu.loop.mediation.models import Mediator
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import CommitteeKind, Person, Post, Role, Unit, UnitArea, UnitKind
from hemu.orgs.tests.cast import Cast
from hemu.orgs.tree import LONG_AGO


def somebody(name: str, unit: Unit, role: Role = Role.MEDIATOR, **over: Any) -> Post:
    """One more person at work, in a post of `unit`."""
    person = Person.objects.create_user(f"{unit.pk}-{name}", None, name=name, **over)
    return Post.objects.create(person=person, unit=unit, role=role, since=LONG_AGO, is_main=True)


def entered(name: str, unit: Unit, languages: tuple[str, ...] = (), **over: Any) -> Mediator:
    """… who is in the register of mediators."""
    return Mediator.objects.create(post=somebody(name, unit, **over), languages=list(languages))


def law_firm(cast: Cast) -> Unit:
    """The county's centre of public legal service."""
    unit = Unit.objects.create(kind=UnitKind.LAW_FIRM, name="瓮安县公共法律服务中心", region=cast.county)
    UnitArea.objects.create(unit=unit, lo=cast.county.lo, hi=cast.county.hi, since=LONG_AGO)
    return unit


def lawyer(cast: Cast, name: str = "方律", firm: Unit | None = None) -> tuple[Post, Actor]:
    """A lawyer of the county, and as who they act."""
    post = somebody(name, firm or law_firm(cast), Role.LAWYER)
    return post, actor_for(post)


def professional(cast: Cast, name: str = "瓮安县道路交通事故人民调解委员会") -> Unit:
    """A professional committee of the county."""
    return Unit.objects.create(
        kind=UnitKind.MEDIATION_COMMITTEE,
        committee_kind=CommitteeKind.PROFESSIONAL,
        name=name,
        region=cast.county,
    )
