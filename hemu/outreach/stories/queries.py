"""Reading stories: in the office within the scope, in public what is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.heaps import Heap
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.stories.models import Story, StoryState

MOST = 200


def stories(by: Actor, state: int | None = None) -> Any:
    """The stories of the actor's area and unit, latest first; for paging."""
    by.require(Permission.VIEW)
    rows = Story.objects.visible_to(by).order_by("-made_at", "-id")
    return rows if state is None else rows.filter(state=state)


def heaps(by: Actor) -> Iterator[Heap]:
    """What waits, for the first page: another's to be approved, one's own that came back."""
    if not by.may(Permission.VIEW):
        return
    if by.may(Permission.PUBLISH):
        state = StoryState.SUBMITTED
        others = stories(by, state).exclude(person_id=by.person_id)
        yield Heap(gettext_lazy("案例待审核"), f"/stories/?state={state.value}", others)
    if by.may(Permission.REGISTER):
        state = StoryState.RETURNED
        mine = stories(by, state).filter(person_id=by.person_id)
        yield Heap(gettext_lazy("退回给我的案例"), f"/stories/?state={state.value}", mine)


def story(county: int, story_id: int, *, by: Actor) -> Story:
    """One story; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found: Story | None = Story.objects.visible_to(by).filter(county=county, id=story_id).first()
    if found is None:
        raise Missing(_("没有找到这个案例。"))
    return found


def dispute_of(row: Story) -> Dispute:
    """The dispute that a story, which was read within a scope, tells; raises Missing."""
    every = Dispute.objects.unscoped(reason="the story was read within a scope")
    found = every.filter(county=row.dispute_county, id=row.dispute_id).first()
    if found is None:
        raise Missing(_("没有找到这件纠纷。"))
    return found


def published() -> list[Story]:
    """What anybody may read, latest first."""
    rows = Story.objects.unscoped(reason="published: nothing in it says who or where")
    return list(rows.filter(state=StoryState.PUBLISHED).order_by("-decided_at", "-id")[:MOST])


def published_one(slug: str) -> Story | None:
    """One published story by its address; None when there is none, or it was taken down."""
    rows = Story.objects.unscoped(reason="published: nothing in it says who or where")
    found: Story | None = rows.filter(state=StoryState.PUBLISHED, slug=slug).first() if slug else None
    return found
