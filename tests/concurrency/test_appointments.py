"""Two offices appoint one mediator for the same hour at once: one is told of the clash. First the race."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from hemu.disputes.tests.factories import mediating
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.mediation.calendar import actions, clashes
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import Sitting
from hemu.loop.mediation.models import Mode
from tests.concurrency.test_door_races import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.req("M3")]


def both(cast) -> list[object]:
    """Two disputes, the same mediator, the same hour, at the same moment."""
    starts = clock.midnight(clock.today() + timedelta(days=1)) + timedelta(hours=9)
    posts = [cast.posts["mediator"]]
    new = NewSitting(starts, starts + timedelta(hours=1), "荣院村村委会", Mode.VILLAGE, posts)
    disputes = [mediating(cast), mediating(cast)]
    return together(*(lambda one=one: actions.schedule(one, new, by=cast.mediator) for one in disputes))


def appointed() -> int:
    return Sitting.objects.unscoped(reason="a test").count()


def test_one_is_appointed_and_the_other_told(cast):
    results = both(cast)
    [lost] = [one for one in results if not isinstance(one, Sitting)]
    assert isinstance(lost, Refused)
    assert lost.code == "clash"
    assert appointed() == 1


def test_without_the_lock_both_would_be(cast, monkeypatch):
    both_in = threading.Barrier(2)
    monkeypatch.setattr(clashes, "hold", lambda people, room: both_in.wait(timeout=60))
    both(cast)
    assert appointed() == 2
