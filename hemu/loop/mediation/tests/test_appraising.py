"""An appraisal that mediation waits for: its days aren't counted into the term, as the rules have it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Entry
from hemu.disputes.queries import running_clocks
from hemu.disputes.tests.factories import mediating, received
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation import actions, offers
from hemu.loop.mediation.actions import NewAppraisal
from hemu.loop.mediation.actions.appraising import most_days
from hemu.loop.mediation.models import Appraisal
from hemu.loop.mediation.queries import current_acceptance
from hemu.orgs.actor import system_actor
from hemu.orgs.tests.cast import Cast
from hemu.rulebook import actions as rulebook

pytestmark = [pytest.mark.django_db, pytest.mark.req("M2")]
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def wound(days_ago: int = 0) -> NewAppraisal:
    return NewAppraisal("伤情", "黔南州司法鉴定中心", clock.today() - timedelta(days=days_ago))


def due(dispute):
    """The term as the acceptance has it, which the running clock must agree with."""
    runs = {one.kind: one.due_at for one in running_clocks(dispute)}
    found = current_acceptance(dispute).due_at
    assert runs[ClockKind.MEDIATION] == found
    return found


def test_the_term_is_longer_by_the_days_that_it_took(cast: Cast) -> None:
    dispute = mediating(cast)
    before = due(dispute)
    dispute = actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    assert due(dispute) == before + timedelta(days=most_days())
    began_on = clock.today()
    with clock.at(clock.now() + timedelta(days=12)):
        dispute = actions.end_appraisal(dispute, clock.today(), "轻微伤", by=cast.mediator)
    assert due(dispute) == before + timedelta(days=12)
    row = Appraisal.objects.of(dispute).get()
    assert (row.began_on, row.days, row.result) == (began_on, 12, "轻微伤")
    last = Entry.objects.of(dispute).filter(act=Act.APPRAISE).order_by("-seq").first()
    assert last is not None
    assert last.details["uncounted"] == 12


def test_an_appraiser_who_never_answers_keeps_nothing_open_for_ever(cast: Cast) -> None:
    dispute = mediating(cast)
    before, most = due(dispute), most_days()
    dispute = actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    with clock.at(clock.now() + timedelta(days=most + 40)):
        dispute = actions.end_appraisal(dispute, clock.today(), "没有作出", by=cast.mediator)
    assert Appraisal.objects.of(dispute).get().days == most
    assert due(dispute) == before + timedelta(days=most)


def test_where_the_rules_count_every_day_it_is_refused(cast: Cast) -> None:
    dispute = mediating(cast)
    by = system_actor("县综治中心 管理员")
    draft = rulebook.draft("clock", by=by)
    rows = [row for row in draft.rows if row["id"] != "appraisal"]
    rulebook.revise("clock", draft.version, rows=rows, by=by)
    rulebook.activate("clock", draft.version, valid_from=clock.today(), why="每天都计算", by=by)
    assert most_days() == 0
    assert not offers.may_be_appraised(dispute)
    with pytest.raises(Refused) as refused:
        actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    assert refused.value.code == "counted"


def test_wrong_days_and_a_second_one_are_refused_in_words(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Missing):
        actions.end_appraisal(dispute, clock.today(), "轻微伤", by=cast.mediator)
    for days_ago in (-1, 5):
        with pytest.raises(Refused, match="开始日期") as refused:
            actions.begin_appraisal(dispute, wound(days_ago), by=cast.mediator)
        assert refused.value.field == "began_on"
    dispute = actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    with pytest.raises(Refused) as refused:
        actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    assert refused.value.code == "running"
    with pytest.raises(Refused) as refused:
        actions.end_appraisal(dispute, clock.today() - timedelta(days=1), "轻微伤", by=cast.mediator)
    assert refused.value.field == "ended_on"


def test_once_the_term_has_run_out_it_is_too_late(cast: Cast) -> None:
    dispute = mediating(cast)
    with clock.at(due(dispute) + timedelta(days=1)), pytest.raises(Refused) as refused:
        actions.begin_appraisal(dispute, wound(), by=cast.mediator)
    assert refused.value.code == "ran_out"


def test_only_the_handling_unit_and_only_while_it_is_mediated(cast: Cast) -> None:
    with pytest.raises(Conflict):
        actions.begin_appraisal(received(cast), wound(), by=cast.mediator)
    with pytest.raises(Forbidden):
        actions.begin_appraisal(mediating(cast), wound(), by=cast.cadre)


def test_the_pages_and_the_disputes_page(cast: Cast, client: Client, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = mediating(cast)
    client.force_login(cast.people["mediator"], backend=BACKEND)
    home = dispute.get_absolute_url()
    shown = client.get(home).content.decode()
    assert f"{home}appraise/" in shown
    assert f"{home}appraised/" not in shown
    assert f"最多 {most_days()} 天" in client.get(f"{home}appraise/").content.decode()
    today = clock.today().isoformat()
    half = client.post(f"{home}appraise/", {"what": "伤情", "by_whom": "", "began_on": today})
    assert half.status_code == 422
    assert 'value="伤情"' in half.content.decode()
    given = {"what": "伤情", "by_whom": "州司法鉴定中心", "began_on": today}
    assert client.post(f"{home}appraise/", given).status_code == 302
    shown = client.get(home).content.decode()
    assert "鉴定、评估期间不计入" in shown
    assert f"{home}appraised/" in shown
    assert "州司法鉴定中心" in client.get(f"{home}appraised/").content.decode()
    done = {"ended_on": today, "result": "轻微伤"}
    assert client.post(f"{home}appraised/", done).status_code == 302
    shown = client.get(home).content.decode()
    assert "0 天不计入期限" in shown
    assert "轻微伤" in shown
