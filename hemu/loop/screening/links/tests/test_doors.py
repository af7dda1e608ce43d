"""Whatever way a dispute comes to be known, it is held against those that are there."""

from __future__ import annotations

from typing import Any

import pytest

from hemu.disputes import origins
from hemu.disputes.amendment import merge
from hemu.disputes.models import Dispute, Side, Source, State
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.disputes.tests import factories
from hemu.field import entry
from hemu.field.tests.phone import Phone
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.importing.tests.files import HEADS, book, brought_in
from hemu.loop.screening.links.tests import situations as given
from hemu.loop.screening.models import ReportChannel
from hemu.loop.screening.villagers import actions, queries
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.models import Region

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]
VILLAGE = 522725106201000
TOLD = "章国强和李长河又为大田坝水沟放水的先后吵起来了。"


def proposed(new: Dispute, old: Dispute) -> bool:
    """Whether exactly these two are proposed to hang together."""
    return [row.pair for row in given.swept()] == [((new.county, new.pk), (old.county, old.pk))]


def newest() -> Dispute:
    return Dispute.objects.unscoped(reason="a test").order_by("-id")[0]


@pytest.mark.req("S14")
def test_a_ledger_brought_in(cast):
    old = given.first(cast)
    rows = [
        HEADS,
        ("1", str(given.day(8)), "荣院村", "章国强与李长河", given.PHONE, "水事纠纷", TOLD, ""),
        ("2", str(given.day(70)), "荣院村", "何正才与罗明芳", "", "借贷纠纷", "借款三万元到期不还。", ""),
    ]
    assert brought_in(book(("台账", rows)), cast.officer).brought_in == 2
    new = Dispute.objects.unscoped(reason="a test").get(narrative__startswith=TOLD)
    assert new.source == Source.IMPORT
    assert proposed(new, old)


@pytest.mark.req("S15")
def test_what_a_phone_without_signal_sends_later(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    entry.forget()
    old = given.first(cast)
    phone = Phone()
    assert phone.enrol(cast.people["grid_member"], cast.posts["grid_member"].pk).status_code == 201
    data: dict[str, Any] = {
        "region": str(VILLAGE + 1), "title": "章家与李家放水纠纷", "narrative": TOLD, "kind": 201,
        "parties": [{"name": "章国强", "phone": given.PHONE}, {"name": "李长河", "side": 2}],
    }  # fmt: skip
    [done] = phone.sync(phone.item("dispute", data))
    assert done["status"] == "stored", done
    assert proposed(newest(), old)


@pytest.fixture
def reported(cast) -> actions.Taken:
    """What a villager wrote on the page of the poster."""
    by = villager_of(Region.objects.get(pk=VILLAGE))
    return actions.receive_report(
        actions.NewReport(region=VILLAGE, text=TOLD, channel=ReportChannel.POSTER), by=by
    )


def of_report(cast, reported: actions.Taken) -> Dispute:
    """The dispute that the team registers from it."""
    row = reported.report
    told = origins.read(Source.VILLAGER, row.county, row.pk, by=cast.officer)
    parties = (NewParty("章国强", phone=given.PHONE), NewParty("李长河", side=Side.RESPONDENT))
    new = NewDispute(
        region=VILLAGE + 1, title="放水纠纷", narrative=told.narrative, kind=201, source=told.source,
        parties=parties,
    )  # fmt: skip
    return register_dispute(new, by=cast.officer, origin=told).dispute


@pytest.mark.req("S7")
def test_what_a_villager_reported(cast, reported):
    old = given.first(cast)
    assert proposed(of_report(cast, reported), old)


@pytest.mark.req("S7")
def test_a_villager_hears_how_the_one_goes_on_into_which_it_was_merged(cast, reported):
    """And saying that it isn't settled reaches those who have that one."""
    kept = factories.closed(cast)
    double = of_report(cast, reported)
    merge(double, given.first(cast), "同一条沟", by=cast.officer)
    first = queries.disputes_of(reported.report)[0]
    assert (first.pk == double.pk, first.state) == (False, State.REGISTERED)
    merge(first, kept, "同一条沟", by=cast.officer)
    assert [one.pk for one in queries.disputes_of(reported.report)] == [kept.pk]
    actions.answer_report(reported.report, "已调解。", by=cast.cadre)
    actions.say_unsettled(reported.report, "对方又来闹", token=b"0123456789abcdef")
    assert [row.text for row in queries.proposals(kept)] == ["对方又来闹"]
    assert queries.proposals(double) == []
