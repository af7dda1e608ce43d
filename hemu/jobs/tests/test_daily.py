"""What is forgotten each day, and what is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessLog
from django.contrib.sessions.models import Session

from hemu.api.models import AnsweredCall, ApiKey, Permits
from hemu.jobs.daily import forget_answered_calls, forget_sessions, forget_sign_ins
from hemu.kernel import clock

DAY = timedelta(days=1)


@pytest.mark.django_db
def test_sessions_that_have_ended():
    for key, ends in (("old", clock.now() - DAY), ("new", clock.now() + DAY)):
        Session.objects.create(session_key=key, expire_date=ends)
    assert forget_sessions.run() == 1
    assert Session.objects.get().session_key == "new"


@pytest.mark.django_db
@pytest.mark.law("网络安全法21")
def test_sign_ins_are_kept_for_longer_than_six_months():
    for days in (1, 200, 500):
        log = AccessLog.objects.create(username=str(days))
        AccessLog.objects.filter(pk=log.pk).update(attempt_time=clock.now() - days * DAY)
    assert forget_sign_ins.run() == 1
    assert set(AccessLog.objects.values_list("username", flat=True)) == {"1", "200"}


@pytest.mark.django_db
def test_answers_to_outside_systems(cast):
    key = ApiKey.objects.create(
        name="12345", prefix="abc", secret_hash=b"x", post=cast.posts["officer"], permissions=[], made_by="x"
    )
    for name, at in (("old", clock.now() - 2 * DAY), ("new", clock.now())):
        AnsweredCall.objects.create(key=key, idempotency_key=name, request_hash=b"x", at=at)
        Permits.objects.create(key=key, minute=int(at.timestamp()), n=1)
    assert forget_answered_calls.run() == 2
    assert AnsweredCall.objects.get().idempotency_key == "new"
    assert Permits.objects.count() == 1
