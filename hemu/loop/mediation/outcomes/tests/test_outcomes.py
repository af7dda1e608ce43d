"""What was prevented counts once another person has checked it."""

from __future__ import annotations

import pytest
from django.test import Client

from hemu.disputes.tests.factories import agreed, due_in, mediating
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Refused
from hemu.loop.mediation.outcomes import actions, queries
from hemu.loop.mediation.outcomes.actions import NewStatement
from hemu.loop.mediation.outcomes.models import Prevented, Prevention, Verdict
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("M11")]
GROUNDS = "三十余人带着横幅聚在镇政府门口，当晚由支书劝返。"


def statement(kind: Prevented = Prevented.MASS_INCIDENT, **over) -> NewStatement:
    parts = {"people": 30, "happened_on": clock.today(), "grounds": GROUNDS}
    return NewStatement(kind, **{**parts, **over})


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_it_counts_only_when_another_person_approves(cast):
    dispute = actions.state(mediating(cast), statement(), by=cast.officer)
    row = Prevention.objects.of(dispute).get()
    year = (clock.today().replace(month=1, day=1), clock.today())
    assert {kind: n for kind, n, _p in queries.counted(cast.coordinator, *year)}[row.kind] == 0
    deliver_once()
    told = Notice.objects.of_post(cast.posts["coordinator"].pk).filter(reason=Reason.PREVENTION_ASKED)
    assert told.count() == 1
    with pytest.raises(Forbidden):
        actions.decide(dispute, row.pk, Verdict.APPROVED, "属实", by=cast.officer)
    with pytest.raises(Forbidden):
        actions.decide(dispute, row.pk, Verdict.APPROVED, "属实", by=cast.grid_member)
    dispute = actions.decide(dispute, row.pk, Verdict.APPROVED, "查了现场照片", by=cast.coordinator)
    assert dispute.mass_prevented
    counted = {kind: (n, people) for kind, n, people in queries.counted(cast.coordinator, *year)}
    assert counted[Prevented.MASS_INCIDENT] == (1, 30)
    assert not list(queries.listed(cast.stranger, None))
    with pytest.raises(Conflict):
        actions.decide(dispute, row.pk, Verdict.REJECTED, "再看", by=cast.coordinator)


def test_what_is_rejected_counts_for_nothing_and_may_be_stated_better(cast):
    dispute = actions.state(agreed(cast), statement(Prevented.SUICIDE, people=1), by=cast.mediator)
    with pytest.raises(Conflict):
        actions.state(dispute, statement(Prevented.SUICIDE, people=1), by=cast.mediator)
    row = Prevention.objects.of(dispute).get()
    dispute = actions.decide(dispute, row.pk, Verdict.REJECTED, "没有这回事", by=cast.coordinator)
    assert not dispute.mass_prevented
    dispute = actions.state(dispute, statement(Prevented.SUICIDE, people=1), by=cast.mediator)
    assert Prevention.objects.of(dispute).count() == 2


def test_grounds_that_nobody_could_check_are_refused(cast):
    dispute = mediating(cast)
    for over, field in (
        ({"grounds": "劝住了"}, "grounds"),
        ({"people": 0}, "people"),
        ({"happened_on": due_in(1)}, "happened_on"),
    ):
        with pytest.raises(Refused) as refused:
            actions.state(dispute, statement(**over), by=cast.mediator)
        assert refused.value.field == field
    with pytest.raises(Forbidden):
        actions.state(dispute, statement(), by=cast.grid_member)


def test_by_page_and_in_the_list(cast):
    dispute = mediating(cast)
    base = f"{dispute.get_absolute_url()}outcomes/"
    given = {"kind": 3, "people": 12, "happened_on": clock.today().isoformat(), "grounds": GROUNDS}
    assert signed_in(cast, "mediator").post(f"{base}new/", given).status_code == 302
    row = Prevention.objects.of(dispute).get()
    coordinator = signed_in(cast, "coordinator")
    assert "待核实" in coordinator.get("/outcomes/").content.decode()
    assert "核实" in coordinator.get(f"{base}{row.pk}/").content.decode()
    done = coordinator.post(f"{base}{row.pk}/", {"verdict": 2, "decision": "现场核实"})
    assert done.status_code == 302
    assert dispute.title in coordinator.get("/outcomes/?verdict=2&kind=3").content.decode()
    assert dispute.title not in coordinator.get("/outcomes/?verdict=2&kind=4").content.decode()
