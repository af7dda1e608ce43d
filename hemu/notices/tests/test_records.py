"""Units hear of villagers' reports: those who may answer, in their area, once."""

from __future__ import annotations

import os
from datetime import timedelta

import pytest

from hemu.kernel import clock
from hemu.loop.screening.models import ReportChannel
from hemu.loop.screening.villagers import actions, overdue
from hemu.loop.screening.villagers.people import villager_of
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = pytest.mark.django_db


def reported(cast):
    new = actions.NewReport(cast.village.code, "沟断了，田里没有水", channel=ReportChannel.POSTER)
    return actions.receive_report(new, by=villager_of(cast.village)).report


def told(cast, who: str) -> list[int]:
    rows = Notice.objects.of_post(cast.posts[who].pk).order_by("at", "id")
    return list(rows.values_list("reason", flat=True))


@pytest.mark.req("S7")
def test_the_unit_that_must_answer_hears_of_a_new_report(cast, client):
    row = reported(cast)
    deliver_once()
    assert told(cast, "cadre") == [Reason.REPORT_NEW]
    assert told(cast, "grid_head") == [Reason.REPORT_NEW]
    assert told(cast, "auxiliary") == [Reason.REPORT_NEW], "the service team's other half"
    for other in ("officer", "coordinator", "stranger"):
        assert told(cast, other) == []
    client.force_login(cast.people["cadre"], backend="allauth.account.auth_backends.AuthenticationBackend")
    assert row.code in client.get("/inbox/").content.decode()
    notice = Notice.objects.of_post(cast.posts["cadre"].pk).get()
    assert client.post(f"/inbox/{notice.pk}/").url == f"/villagers/{row.county}/{row.id}/"


@pytest.mark.req("S7")
def test_a_late_answer_and_one_that_settled_nothing_are_told(cast):
    row = reported(cast)
    with clock.at(row.due_at + timedelta(minutes=1)):
        overdue.raise_late()
        actions.answer_report(row, "已通水。", by=cast.cadre)
        actions.say_unsettled(row, "还没有水", token=os.urandom(16))
        deliver_once()
    assert sorted(told(cast, "cadre")) == [Reason.REPORT_NEW, Reason.REPORT_LATE, Reason.REPORT_AGAIN]
    assert told(cast, "coordinator") == [Reason.REPORT_LATE]
