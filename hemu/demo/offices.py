"""The offices above the county."""

from __future__ import annotations

from datetime import date

from hemu.kernel.ids import new_id
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Person, Post, Region, Role, Unit, UnitArea, UnitKind
from hemu.orgs.names import pinyin_key

SINCE = date(2010, 1, 1)
_PEOPLE = (("石长河", Role.PREFECTURE_COORDINATOR, "指挥长"), ("马素梅", Role.PREFECTURE_VIEWER, "值班领导"))


def prefecture_office(county: Region) -> Unit:
    """The command office of the prefecture above a county, with the two who sit there; made once."""
    prefecture = county.parent
    if prefecture is None:
        raise LookupError(f"{county.name} stands under nothing")
    unit, made = Unit.objects.get_or_create(
        kind=UnitKind.PREFECTURE_OFFICE, region=prefecture, name=f"{prefecture.name}社会治安综合治理中心"
    )
    if made:
        UnitArea.objects.create(unit=unit, lo=prefecture.lo, hi=prefecture.hi, since=SINCE)
        for number, (name, role, title) in enumerate(_PEOPLE, 1):
            person = Person(
                id=new_id(),
                username=f"{prefecture.code // 10**9}-{number}",
                name=name,
                pinyin=pinyin_key(name),
            )
            person.set_unusable_password()
            person.save()
            Post.objects.create(person=person, unit=unit, role=role, title=title, since=SINCE, is_main=True)
    return unit


def prefecture_actor(county: Region) -> Actor:
    """The coordinator of that command office."""
    posts = Post.objects.select_related("person", "unit").filter(role=Role.PREFECTURE_COORDINATOR)
    return actor_for(posts.get(unit=prefecture_office(county)))
