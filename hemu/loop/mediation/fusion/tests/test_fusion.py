"""三调融合: inviting another kind, its answer, ways out; whom it lets see, and who may answer."""

from __future__ import annotations

import pytest
from django.test import Client

from hemu.disputes.models import Involvement, InvolvementRole
from hemu.disputes.queries import get
from hemu.disputes.tests.factories import mediating
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation.fusion import actions
from hemu.loop.mediation.fusion.models import Kind, Standing, Strand, Tie
from hemu.loop.mediation.people.tests.people import law_firm
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M1")]


def test_a_court_that_is_invited_sees_the_dispute_and_answers(cast: Cast) -> None:
    dispute = mediating(cast)
    with pytest.raises(Missing):
        get(dispute.county, dispute.pk, by=cast.court)
    row = actions.invite(dispute, cast.court_unit, Tie.INVITED, "派法官讲相邻关系", by=cast.mediator)
    assert (row.kind, row.standing) == (Kind.JUDICIAL, Standing.ASKED)
    assert get(dispute.county, dispute.pk, by=cast.court).lead_unit_id == cast.committee.pk
    deliver_once()
    assert Notice.objects.of_post(cast.posts["court"].pk).filter(reason=Reason.TOLD).exists()
    taken = actions.respond(dispute, row.pk, Standing.TAKEN, "周五到村", by=cast.court)
    done = actions.respond(dispute, row.pk, Standing.DONE, "双方听了，同意轮水", by=cast.court)
    assert (taken.standing, done.standing, done.answered_by) == (Standing.TAKEN, Standing.DONE, "孙洁")
    with pytest.raises(Conflict):
        actions.respond(dispute, row.pk, Standing.DECLINED, "反悔", by=cast.court)


def test_who_may_not_be_invited_and_who_may_not_answer(cast: Cast) -> None:
    dispute = mediating(cast)
    for unit, tie, task, field in (
        (law_firm(cast), Tie.INVITED, "来", "unit"),
        (cast.land_office, Tie.GUIDED, "来", "tie"),
        (cast.land_office, Tie.INVITED, " ", "task"),
        (cast.committee, Tie.INVITED, "来", "unit"),
    ):
        with pytest.raises(Refused) as refused:
            actions.invite(dispute, unit, tie, task, by=cast.mediator)
        assert refused.value.field == field
    row = actions.invite(dispute, cast.land_office, Tie.JOINT, "查界址", by=cast.mediator)
    assert row.kind == Kind.ADMINISTRATIVE
    with pytest.raises(Refused):
        actions.invite(dispute, cast.land_office, Tie.JOINT, "再查", by=cast.mediator)
    with pytest.raises(Forbidden):
        actions.respond(dispute, row.pk, Standing.DONE, "好", by=cast.mediator)
    with pytest.raises(Refused):
        actions.respond(dispute, row.pk, Standing.DONE, " ", by=cast.land)
    with pytest.raises(Missing):
        actions.respond(dispute, 1, Standing.DONE, "好", by=cast.land)


@pytest.mark.law("人民调解法3")
def test_ways_out_are_pointed_to_while_mediation_goes_on(cast: Cast) -> None:
    dispute = mediating(cast)
    row = actions.guide(
        dispute, Kind.ARBITRATION, "瓮安县劳动人事争议仲裁委员会", "一年内申请", by=cast.mediator
    )
    assert (row.unit_id, row.standing) == (None, Standing.TOLD)
    assert get(dispute.county, dispute.pk, by=cast.mediator).state == dispute.state
    with pytest.raises(Refused):
        actions.guide(dispute, Kind.JUDICIAL, "法院", "起诉", by=cast.mediator)
    with pytest.raises(Refused):
        actions.guide(dispute, Kind.PETITION, " ", "信访", by=cast.mediator)


def test_pages_of_all_three(cast: Cast, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    dispute = mediating(cast)
    seats = {name: Client() for name in ("mediator", "court")}
    for name, client in seats.items():
        client.force_login(cast.people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
    here = dispute.get_absolute_url()
    assert "瓮安县人民法院" in seats["mediator"].get(f"{here}combine/").content.decode()
    typed = {"unit": cast.court_unit.pk, "tie": Tie.INVITED, "task": "派法官到场"}
    assert seats["mediator"].post(f"{here}combine/", typed).status_code == 302
    strand = Strand.objects.of(dispute).get()
    assert f"{here}combine/{strand.pk}/" in seats["court"].get(here).content.decode()
    assert "派法官到场" in seats["court"].get(f"{here}combine/{strand.pk}/").content.decode()
    seats["court"].post(f"{here}combine/{strand.pk}/", {"standing": Standing.DONE, "result": "已讲法"})
    guided = {"kind": Kind.LAWSUIT, "where": "瓮安县人民法院", "text": "三年内起诉"}
    assert seats["mediator"].post(f"{here}guide/", guided).status_code == 302
    page = seats["mediator"].get(here).content.decode()
    for word in ("三调联动", "司法调解", "行政调解", "已讲法", "三年内起诉"):
        assert word in page
    joint = Involvement.objects.of(dispute).filter(role=InvolvementRole.JOINT, until=None)
    assert cast.court_unit.pk in set(joint.values_list("unit_id", flat=True))
