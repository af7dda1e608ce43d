"""What the calendar does by itself: a session that was held ends its appointment, the next one is entered,
and nothing stays planned for a mediation that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import State
from hemu.kernel import clock
from hemu.loop.mediation.calendar.actions import NewSitting, appoint, end, join, release
from hemu.loop.mediation.calendar.models import Sitting, Standing
from hemu.loop.mediation.models import Mode, NamedMediator, Session
from hemu.loop.mediation.queries import named_mediators
from hemu.orgs.models import Post

AT_FIRST = timedelta(hours=1)
"""How long the next session is taken to last when only its beginning is said."""
_GOES_ON = (State.RECEIVED, State.MEDIATING)


def keep_in_step(this: Turn) -> None:
    """After a session: the day's appointment was held, the next time becomes one. After the end: none.

    What a mediator who left was appointed for passes to who came instead.
    """
    if this.act == Act.SESSION:
        _after_session(this)
    elif this.act == Act.CHANGE_MEDIATORS:
        _pass_on(this)
    elif this.came_from in _GOES_ON and this.dispute.state not in _GOES_ON:
        end(this, _planned(this), Standing.CALLED_OFF, _("调解已结束。"))


def _planned(this: Turn) -> list[Sitting]:
    rows = Sitting.objects.of(this.dispute).filter(standing=Standing.PLANNED)
    return list(rows.order_by("starts_at", "id"))


def _after_session(this: Turn) -> None:
    held: Session | None = Session.objects.of(this.dispute).order_by("-number").first()
    if held is None:
        return
    day = clock.local(held.started_at).date()
    mine = [row for row in _planned(this) if clock.local(row.starts_at).date() == day]
    if mine:
        end(this, mine[:1], Standing.HELD, session_id=held.pk)
    if held.next_at is not None and held.next_at > this.at:
        _enter_next(this, held, held.next_at)


def _enter_next(this: Turn, held: Session, starts_at: datetime) -> None:
    """Refused, at the field of the time, when somebody is taken then."""
    if any(row.starts_at == starts_at for row in _planned(this)):
        return
    ids = [one.post_id for one in named_mediators(this.dispute)]
    posts = list(Post.objects.filter(pk__in=ids).select_related("person").order_by("id"))
    if posts:
        appoint(this, NewSitting(starts_at, starts_at + AT_FIRST, held.place, Mode(held.mode), posts))


def _pass_on(this: Turn) -> None:
    """Refused when somebody who comes is taken at the time of an appointment."""
    named = NamedMediator.objects.of(this.dispute)
    gone = list(named.filter(left_at=this.at).values_list("person_id", flat=True))
    here = list(named.filter(is_open=True).order_by("id"))
    came = [one for one in here if one.named_at == this.at]
    for row in _planned(this) if gone else ():
        if release(this, row, gone):
            ids = [one.post_id for one in came or here]
            join(row, list(Post.objects.filter(pk__in=ids).select_related("person").order_by("id")))
