"""A complaint goes to another unit, and the one complained of never reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from hemu.disputes.queries import parties
from hemu.disputes.tests.factories import performed
from hemu.disputes.tests.reports import VILLAGE
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.followup import others
from hemu.loop.followup.complaints import actions, queries
from hemu.loop.followup.complaints.models import Act, Complaint, Finding, Kind, Status
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.models import Post
from hemu.orgs.tests.cast import Cast


def complain(cast: Cast, about=None, **over):
    dispute = performed(cast)
    said = actions.Said(kind=over.pop("kind", Kind.BIAS))
    return actions.complain(
        dispute=dispute, party=parties(dispute)[0], about_unit=about or cast.committee,
        text="调解员只听对方的。", by=cast.officer, said=said, **over,
    )  # fmt: skip


@pytest.mark.req("F4")
@pytest.mark.parametrize(
    "about",
    ["committee", "station", "police_office", "centre", "government", "judicial_office", "land_office",
     "county_centre", "village_committee"],
)  # fmt: skip
def test_it_goes_to_a_unit_that_is_not_the_one_nor_under_it(cast: Cast, about: str) -> None:
    unit = cast.units[about]
    row = complain(cast, unit)
    assert row.handler_id != unit.pk
    assert row.handler_id not in others.below(unit.pk)
    assert row.supervisor_id not in others.below(unit.pk) | {row.handler_id}
    assert Post.objects.current().filter(unit_id=row.handler_id).exists()


@pytest.mark.req("F4")
def test_the_database_refuses_a_unit_that_looks_at_itself(cast: Cast) -> None:
    row = complain(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.unscoped(reason="test").filter(pk=row.pk).update(handler_id=row.about_unit_id)


@pytest.mark.req("F4")
@pytest.mark.law("人民调解法15")
def test_misconduct_of_a_mediator_goes_to_the_judicial_office(cast: Cast) -> None:
    row = complain(cast, kind=Kind.INSULT)
    assert row.is_misconduct
    assert row.handler_id == cast.judicial_office.pk
    assert {kind for kind in Kind if kind in (1, 2, 3, 4)} == {Kind.BIAS, Kind.INSULT, Kind.MONEY, Kind.LEAK}


@pytest.mark.req("F4")
@pytest.mark.req("O4")
def test_the_unit_complained_of_reads_nothing_and_those_under_it_neither(cast: Cast) -> None:
    row = complain(cast)
    assert list(queries.complaints(cast.mediator)) == []
    with pytest.raises(Missing):
        queries.complaint(row.county, row.pk, by=cast.mediator)
    about_station = complain(cast, cast.station)
    for who in (cast.officer, cast.auxiliary, cast.stranger, cast.grid_member):
        with pytest.raises(Missing):
            queries.complaint(about_station.county, about_station.pk, by=who)
    assert queries.complaint(row.county, row.pk, by=cast.judicial).pk == row.pk
    assert queries.complaint(row.county, row.pk, by=cast.county_viewer).pk == row.pk


@pytest.mark.req("F4")
def test_it_is_looked_at_answered_and_watched(cast: Cast) -> None:
    row = complain(cast)
    assert [one.pk for one in queries.waiting(cast.judicial)] == [row.pk]
    row = actions.check(row, "问了双方和在场的组长。", by=cast.judicial)
    with pytest.raises(Refused) as refused:
        actions.answer(row, Finding.FOUNDED, "情况属实。", by=cast.judicial)
    assert refused.value.field == "measures"
    with pytest.raises(Forbidden):
        actions.answer(row, Finding.UNFOUNDED, "不属实。", by=cast.coordinator)
    row = actions.answer(
        row, Finding.FOUNDED, "情况属实，已换调解员。", "批评教育，重新调解。", by=cast.judicial
    )
    assert (row.status, row.next_at) == (Status.ANSWERED, None)
    with pytest.raises(Conflict):
        actions.answer(row, Finding.UNFOUNDED, "不属实。", by=cast.judicial)
    row = actions.watch(row, "请回访投诉人。", by=cast.coordinator)
    acts = [step.act for step in queries.history(row)]
    assert acts == [Act.MADE, Act.SENT, Act.CHECKED, Act.ANSWERED, Act.WATCHED]


@pytest.mark.req("F4")
def test_its_clock_runs_out_once_and_both_hear_of_it(cast: Cast) -> None:
    row = complain(cast)
    while deliver_once():
        pass
    told = Notice.objects.filter(path=f"/complaints/{row.county}/{row.pk}/")
    assert set(told.values_list("post__unit_id", "reason")) == {
        (cast.judicial_office.pk, Reason.COMPLAINT), (cast.centre.pk, Reason.COMPLAINT_WATCH),
    }  # fmt: skip
    with clock.at(row.due_at + timedelta(minutes=1)):
        assert actions.raise_late() == 1
        assert actions.raise_late() == 0
        while deliver_once():
            pass
        assert told.filter(reason=Reason.COMPLAINT_LATE).count() == 2


@pytest.mark.req("F4")
def test_it_is_taken_down_at_the_counter_listed_and_exported(cast, client) -> None:
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(cast.people["officer"], backend=backend)
    form = {"region": VILLAGE, "about": "荣院村人民调解委员会", "kind": 5, "text": "一个月没人管"}
    response = client.post("/complaints/new/", {**form, "about": "没有这个单位"})
    assert response.status_code == 422
    assert "辖区里没有这个单位" in response.content.decode()
    assert client.post("/complaints/new/", form).status_code == 302
    other = Client()
    other.force_login(cast.people["judicial"], backend=backend)
    row = Complaint.objects.unscoped(reason="test").get()
    assert row.number in other.get("/complaints/").content.decode()
    path = f"/complaints/{row.county}/{row.pk}/"
    assert "一个月没人管" in other.get(path).content.decode()
    answered = {"do": "answer", "answer-finding": 3, "answer-text": "已按期办理。"}
    assert other.post(path, answered).status_code == 302
    assert "已按期办理" in other.get(path).content.decode()
    assert other.get("/complaints/export/")["content-type"].endswith("sheet")
