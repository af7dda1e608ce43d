"""In person: the agreement at hand, each promise marked; who else was asked; what new quarrel was found."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from hemu.disputes import promised
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry, Link, LinkKind, Source, State
from hemu.disputes.origins import opened_from, read
from hemu.disputes.tests.factories import agreed, asked, referred, sides
from hemu.disputes.tests.reports import report
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.loop.followup import actions, concerned
from hemu.loop.followup.actions import Mark
from hemu.loop.followup.models import Asked, FollowUp, Kept
from hemu.loop.followup.planning import waiting
from hemu.loop.screening.actions import register_dispute
from hemu.orgs.tests.cast import Cast


def sign_in(client: Client, cast: Cast, who: str) -> None:
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")


@pytest.mark.req("F5")
@pytest.mark.law("人民调解法31")
def test_the_agreement_is_at_hand_and_a_kept_promise_is_marked_there(cast: Cast) -> None:
    dispute = agreed(cast)
    at_hand = promised.at_hand(dispute)
    assert at_hand is not None
    (one,) = at_hand.promises
    assert (one.what, one.owed, one.may_default) == ("修好水沟", True, False)
    told = asked(dispute, marks=[Mark(one.id, done=True, note="现场看过")])
    done = actions.follow_up(dispute, told, by=cast.grid_member)
    assert (done.state, done.follow_ups) == (State.FOLLOWING, 1)
    after = promised.at_hand(done)
    assert after is not None
    assert (after.promises[0].owed, after.promises[0].note) == (False, "现场看过")
    assert waiting(done) is not None


@pytest.mark.req("F5")
@pytest.mark.req("F6")
def test_a_promise_that_was_not_kept_in_time_is_marked_and_looked_at_again_tomorrow(cast: Cast) -> None:
    dispute = agreed(cast)
    with clock.at(clock.now() + timedelta(days=12)):
        at_hand = promised.at_hand(dispute)
        assert at_hand is not None
        assert at_hand.promises[0].may_default
        mark = Mark(at_hand.promises[0].id, done=False)
        told = asked(dispute, kept=Kept.NOT_KEPT, smoulders="说没有钱", marks=[mark], satisfaction=2)
        done = actions.follow_up(dispute, told, by=cast.grid_member)
        planned = waiting(done)
        assert planned is not None
        assert (planned.due_on - clock.today()).days == 1
        assert planned.in_depth
        assert Entry.objects.of(done).filter(act=Act.DEFAULT).count() == 1


@pytest.mark.req("F5")
def test_a_mark_that_cannot_be_made_keeps_nothing_of_the_follow_up(cast: Cast) -> None:
    dispute = agreed(cast)
    at_hand = promised.at_hand(dispute)
    assert at_hand is not None
    told = asked(dispute, marks=[Mark(at_hand.promises[0].id, done=False)])
    with pytest.raises(Refused) as refused:
        actions.follow_up(dispute, told, by=cast.grid_member)
    assert refused.value.code == "not_due"
    assert not FollowUp.objects.of(dispute).filter(done_at__isnull=False).exists()


@pytest.mark.req("F2")
def test_others_who_matter_are_named_asked_and_remembered(cast: Cast) -> None:
    dispute = referred(cast)
    with pytest.raises(Refused):
        concerned.name(dispute, Asked.PARTY, "张大山", by=cast.grid_member)
    dispute = concerned.name(dispute, Asked.GO_BETWEEN, "杨老三", "丈量土地时在场", by=cast.grid_member)
    assert [(one.name, one.asked) for one in concerned.others(dispute)] == [("杨老三", False)]
    told = asked(dispute, asked=Asked.GO_BETWEEN, asked_name="杨老三", party_id=None, satisfaction=None)
    dispute = actions.follow_up(dispute, told, by=cast.grid_member)
    (one,) = concerned.others(dispute)
    assert (one.name, one.asked, one.relation) == ("杨老三", True, "中间人")
    dispute = concerned.forget(dispute, one.id, by=cast.grid_member)
    assert [other.id for other in concerned.others(dispute)] == [0]
    with pytest.raises(Missing):
        concerned.name(dispute, Asked.FAMILY, "张小山", by=cast.stranger)


@pytest.mark.req("F3")
@pytest.mark.req("S13")
def test_a_new_dispute_is_registered_filled_in_and_linked(cast: Cast) -> None:
    dispute = referred(cast)
    told = asked(dispute, kept=Kept.NO_AGREEMENT, new_dispute="为了一棵核桃树又吵起来")
    dispute = actions.follow_up(dispute, told, by=cast.officer)
    row = FollowUp.objects.of(dispute).get(done_at__isnull=False)
    origin = read(Source.FOLLOW_UP, dispute.county, row.pk, by=cast.officer)
    assert (origin.narrative, origin.region) == ("为了一棵核桃树又吵起来", dispute.region)
    with pytest.raises(Missing):
        read(Source.FOLLOW_UP, dispute.county, row.pk, by=cast.stranger)
    made = register_dispute(report(title="核桃树纠纷"), by=cast.officer, origin=origin).dispute
    assert made.source == Source.FOLLOW_UP
    link = Link.objects.of(made).get()
    assert (link.other_id, link.kind) == (dispute.pk, LinkKind.ASSOCIATED)
    assert [one.url for one in opened_from(Source.FOLLOW_UP, row.pk)] == [made.get_absolute_url()]


@pytest.mark.req("F5")
def test_the_page_shows_each_promise_and_leads_to_registering_what_was_found(cast, client) -> None:
    dispute = agreed(cast)
    sign_in(client, cast, "officer")
    path = f"{dispute.get_absolute_url()}follow-up/"
    page = client.get(path).content.decode()
    assert "修好水沟" in page
    assert "单日由张大山先浇" in page
    at_hand = promised.at_hand(dispute)
    assert at_hand is not None
    form = {
        "mode": 1, "done_at": f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}", "asked": 1,
        "party_id": sides(dispute)[0], "kept": 1, "answer": "修好了", "satisfaction": 5,
        f"promise-{at_hand.promises[0].id}": "done", "new_dispute": "又为核桃树吵",
    }  # fmt: skip
    response = client.post(path, form)
    assert response.status_code == 302
    assert response["location"].startswith("/disputes/new/?source=12")
    assert "又为核桃树吵" in client.get(response["location"]).content.decode()


@pytest.mark.req("F2")
def test_the_work_list_is_narrowed_to_targeted_ones_and_shown_as_a_month(cast, client) -> None:
    plain, hard = referred(cast), agreed(cast, facts={"settleable_on_spot": True, "recurring_years": 10})
    sign_in(client, cast, "grid_member")
    page = client.get("/followups/?kind=targeted").content.decode()
    assert hard.get_absolute_url() in page
    assert plain.get_absolute_url() not in page
    sheet = CalamineWorkbook.from_filelike(BytesIO(client.get("/followups/export/?kind=targeted").content))
    told = str(sheet.get_sheet_by_index(0).to_python())
    assert hard.ref in told
    assert plain.ref not in told
    assert hard.title not in told, "a title names people"
    planned = waiting(hard)
    assert planned is not None
    month = client.get(f"/followups/calendar/?month={planned.due_on:%Y-%m}").content.decode()
    assert hard.get_absolute_url() in month
    assert client.get("/followups/calendar/?month=nonsense").status_code == 200


@pytest.mark.req("F7")
def test_the_link_is_shown_as_a_code_to_be_scanned(cast, client) -> None:
    dispute = agreed(cast)
    sign_in(client, cast, "grid_member")
    path = f"{dispute.get_absolute_url()}links/"
    assert "显示链接" in client.get(path).content.decode()
    page = client.post(path, {"party": sides(dispute)[0], "do": "show"})
    assert page.status_code == 200
    assert "<svg" in page.content.decode()
    assert "http://testserver/a/" in page.content.decode()
    assert page["cache-control"] == "no-store"
    assert client.post(path, {"party": "x"}).status_code == 404
