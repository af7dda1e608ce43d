"""A second administrator, whom the cast lacks."""

from __future__ import annotations

from hemu.orgs import tree
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Person, Post, Role
from hemu.orgs.tests.cast import Cast

USERNAME = "second_administrator"


def second_administrator(cast: Cast) -> Actor:
    """秦工 of the county's bureau of justice."""
    person = Person.objects.create_user(USERNAME, "x", name="秦工")
    unit = cast.judicial_bureau
    post = Post.objects.create(
        person=person, unit=unit, role=Role.ADMINISTRATOR, since=tree.LONG_AGO, is_main=True
    )
    return actor_for(post)
