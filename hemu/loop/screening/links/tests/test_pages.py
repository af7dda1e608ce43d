"""The pages: panel, work list, side by side, merge, undo, the check while typing; and who sees which."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from hemu.disputes.amendment import link
from hemu.disputes.models import Dispute, LinkKind, Source, State
from hemu.kernel.ids import new_id
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.tests import situations as given

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]


@pytest.fixture
def browser(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False

    def sign_in(who: str) -> Client:
        client = Client()
        client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return sign_in


@pytest.fixture
def double(cast) -> tuple[Dispute, Dispute, Proposal]:
    one, two = given.first(cast), given.again(cast)
    [proposal] = given.swept()
    return one, two, proposal


def address(proposal: Proposal, what: str = "") -> str:
    return f"/proposals/{proposal.county}/{proposal.pk}/{what}"


def text(answer: Any) -> str:
    return answer.content.decode()


def test_the_page_of_either_shows_the_proposal_with_its_grounds(browser, double):
    one, two, proposal = double
    for here, other in ((one, two), (two, one)):
        page = text(browser("officer").get(here.get_absolute_url()))
        assert "是不是同一件事？" in page
        assert "章国强 与 张国强：应是同一人（电话一致、姓名同音）" in page
        assert address(proposal) in page
        assert other.get_absolute_url() in page


def test_who_sees_one_side_only_sees_no_proposal_and_no_count(cast, browser, double):
    from hemu.disputes.registration import register
    from hemu.disputes.tests.reports import SIBLING_VILLAGE, report

    one, two, _proposal = double
    hidden = register(
        report(region=SIBLING_VILLAGE + 1, parties=given.PARTIES, narrative=given.NARRATIVE), by=cast.stranger
    )
    assert [row.pair[1] for row in given.swept() if row.has(hidden)] == [(one.county, one.pk)]
    page = text(browser("stranger").get(hidden.get_absolute_url()))
    assert "可能是同一件事" not in page
    listed = text(browser("stranger").get("/proposals/"))
    assert "没有等待核对的" in listed
    assert two.ref not in listed
    officer = text(browser("officer").get(one.get_absolute_url()))
    assert hidden.ref not in officer
    assert len(officer.split("是不是同一件事？")) == 2


def test_the_work_list_holds_what_waits_and_what_was_decided(browser, double):
    one, two, proposal = double
    client = browser("officer")
    waiting = text(client.get("/proposals/"))
    assert one.ref in waiting
    assert two.ref in waiting
    assert address(proposal) in waiting
    assert one.ref not in text(client.get("/proposals/?view=decided"))
    client.post(address(proposal, "refuse/"), {"reason": "两条不同的沟"})
    assert one.ref not in text(client.get("/proposals/"))
    assert "已排除" in text(client.get("/proposals/?view=decided"))


def test_two_columns_say_in_words_what_agrees(browser, double):
    page = text(browser("officer").get(address(double[2])))
    for words in ("先发生的", "后发生的", "相符", "同村，网格不同", "类型同属一大类", "<mark>"):
        assert words in page, words


def test_merging_says_first_what_it_will_do(browser, double):
    one, two, proposal = double
    client = browser("officer")
    answer = client.post(address(proposal), {"kind": LinkKind.DUPLICATE.value, "grounds": "同一条沟"})
    assert answer.url == address(proposal, "merge/")
    page = text(client.get(answer.url))
    for words in ("到此结束", two.ref, "继续办理", one.ref, "并错了可以撤销", "同一条沟", "老李"):
        assert words in page, words
    assert _fresh(two).state == State.REGISTERED
    answer = client.post(address(proposal, "merge/"), {"grounds": "同一条沟"}, follow=True)
    assert "已并案" in text(answer)
    assert "并入本件" in text(answer)
    assert _fresh(two).state == State.MERGED


def _fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test").get(pk=dispute.pk)


def test_merging_offers_the_parties_that_would_be_left_behind(cast, browser):
    from hemu.disputes.models import Side
    from hemu.disputes.parties import NewParty
    from hemu.disputes.queries import parties

    more = (NewParty("老李"), NewParty("章国强", side=Side.RESPONDENT, phone=given.PHONE), NewParty("罗明芳"))
    one, two = given.first(cast), given.again(cast, parties=more)
    [proposal] = given.swept()
    client = browser("officer")
    page = text(client.get(address(proposal, "merge/")))
    assert re.findall(r'name="take_over" value="(\d+)"', page) == [str(parties(two)[1].pk)]
    client.post(address(proposal, "merge/"), {"grounds": "同一条沟", "take_over": [parties(two)[1].pk]})
    assert "罗明芳" in {party.name for party in parties(one)}
    assert _fresh(two).state == State.MERGED


def test_what_waits_is_counted_on_the_first_page(browser, double):
    _one, two, proposal = double
    page = text(browser("officer").get("/"))
    assert "待核对关联" in page
    assert two.title in page.split('id="compare"')[1]
    browser("officer").post(address(proposal, "refuse/"), {})
    assert 'id="compare"' not in text(browser("officer").get("/"))
    assert "待核对关联" not in text(browser("auxiliary").get("/"))


def test_what_was_brought_along_is_checked_as_soon_as_the_form_opens(cast, browser):
    from hemu.loop.screening.models import ReportChannel
    from hemu.loop.screening.villagers import actions
    from hemu.loop.screening.villagers.people import villager_of
    from hemu.orgs.models import Region

    village = 522725106201000
    new = actions.NewReport(region=village, text="两家又为水沟吵架。", channel=ReportChannel.POSTER)
    row = actions.receive_report(new, by=villager_of(Region.objects.get(pk=village))).report
    client = browser("officer")
    blank = text(client.get("/disputes/new/"))
    named = f"source={Source.VILLAGER.value}&record_county={row.county}&record_id={row.pk}"
    told = text(client.get(f"/disputes/new/?{named}"))
    likely = [page.split('id="likely"')[1].split(">")[0] for page in (blank, told)]
    assert ['hx-trigger="load' in part for part in likely] == [False, True]


def test_undoing_wants_a_reason(browser, double):
    _one, two, proposal = double
    client = browser("officer")
    client.post(address(proposal, "merge/"), {"grounds": "同一条沟"})
    assert "撤销这次处理" in text(client.get(address(proposal)))
    assert client.post(address(proposal, "undo/"), {"reason": ""}).status_code == 422
    answer = client.post(address(proposal, "undo/"), {"reason": "不是同一条沟"}, follow=True)
    assert "已撤销" in text(answer)
    assert _fresh(two).state == State.REGISTERED


def test_grounds_left_empty_are_asked_for_and_nothing_is_lost(browser, double):
    _one, _two, proposal = double
    client = browser("officer")
    answer = client.post(address(proposal), {"kind": LinkKind.SOURCE.value, "grounds": " "})
    assert answer.status_code == 422
    assert Proposal.objects.unscoped(reason="a test").get().status == Status.OPEN


def test_a_second_decision_is_told_of_the_first(browser, double):
    _one, _two, proposal = double
    browser("officer").post(address(proposal), {"kind": LinkKind.ASSOCIATED.value, "grounds": "同一条沟"})
    answer = browser("coordinator").post(
        address(proposal), {"kind": LinkKind.ASSOCIATED.value, "grounds": "同一条沟"}
    )
    assert answer.status_code == 409
    assert "李建军" in text(answer)


def test_one_who_may_not_link_looks_and_decides_nothing(browser, double):
    _one, _two, proposal = double
    client = browser("auxiliary")
    page = text(client.get(address(proposal)))
    assert "怎么认定" not in page
    assert client.post(address(proposal, "refuse/"), {}).status_code == 403
    assert client.post(address(proposal, "merge/"), {"grounds": "同一条沟"}).status_code == 403


def test_the_whole_of_a_matter_is_drawn_and_listed(cast, browser, double):
    one, _two, _proposal = double
    late = given.grown(cast)
    third = given.apart(cast)
    link(late, one, LinkKind.SOURCE, "因放水结怨", by=cast.officer)
    link(third, late, LinkKind.ASSOCIATED, "同一批人", by=cast.officer)
    page = text(browser("officer").get(third.get_absolute_url()))
    assert 'data-chart="graph"' in page
    assert one.title in page
    assert f"由 {one.ref} 引起" in page
    assert f"引起了 {late.ref}" in page
    assert f"与 {late.ref} 关联" in page


def test_a_matter_ends_where_the_readers_scope_ends(cast, browser):
    from hemu.disputes.registration import register
    from hemu.disputes.tests.reports import SIBLING_VILLAGE, report

    one = given.first(cast)
    hidden = register(report(region=SIBLING_VILLAGE + 1, title="隔壁镇的一件"), by=cast.stranger)
    behind = register(report(region=SIBLING_VILLAGE + 1, title="再后面的一件"), by=cast.stranger)
    link(one, hidden, LinkKind.ASSOCIATED, "同一批人", by=cast.county_coordinator)
    link(hidden, behind, LinkKind.ASSOCIATED, "同一批人", by=cast.county_coordinator)
    page = text(browser("officer").get(one.get_absolute_url()))
    assert "您管辖范围外的一件" in page
    assert hidden.title not in page
    assert hidden.get_absolute_url() not in page
    assert behind.ref not in page


TYPED = {
    "dispute_id": "1",
    "how": "5",
    "region": "522725106201002",
    "narrative": "章国强和老李为大田坝水沟放水先后吵架。",
    "kind": "0201",
    "parties-0-name": "章国强",
    "parties-0-side": "1",
    "parties-0-kind": "1",
    "parties-0-phone": given.PHONE,
    "parties-1-name": "",
    "parties-1-side": "2",
    "parties-1-kind": "1",
}


def test_registering_hears_of_what_is_there_before_it_is_saved(cast, browser):
    one = given.first(cast)
    client = browser("officer")
    assert "links:check" not in text(client.get("/disputes/new/"))
    part = client.post("/disputes/new/same/", TYPED, headers={"HX-Request": "true"})
    assert "可能已经登记过" in text(part)
    assert one.ref in text(part)
    assert "章国强 与 张国强：电话一致、姓名同音" in text(part)
    assert "<html" not in text(part)
    assert given.NUMBER not in text(part)
    assert given.PHONE not in text(part)
    assert Dispute.objects.unscoped(reason="a test").count() == 1
    assert "<html" in text(client.post("/disputes/new/same/", TYPED))


def test_each_that_is_there_is_shown_with_what_the_parties_have_in_common(cast, browser):
    """Named in the order in which the page of that dispute names them, whichever was added first."""
    from hemu.disputes.models import Side
    from hemu.disputes.parties import NewParty

    parties = (NewParty("李长河", side=Side.RESPONDENT), NewParty("张国强"))
    one = given.first(cast, parties=parties)
    part = text(browser("officer").post("/disputes/new/same/", TYPED, headers={"HX-Request": "true"}))
    assert one.ref in part
    assert "章国强 与 张国强：姓名同音" in part


def test_the_check_tells_nothing_of_what_lies_outside_the_scope(cast, browser):
    one = given.first(cast)
    typed = TYPED | {"region": "522725110201001"}
    part = browser("stranger").post("/disputes/new/same/", typed, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert one.ref not in text(part)
    assert "没有找到登记过的同一件事" in text(part)
    outside = browser("stranger").post("/disputes/new/same/", TYPED, headers={"HX-Request": "true"})
    assert one.ref not in text(outside)


def test_half_a_form_is_no_error(cast, browser):
    client = browser("grid_member")
    for typed in (
        {},
        {"region": "x"},
        TYPED | {"region": "", "parties-0-identity_number": "12"},
        TYPED | {"kind": "zz"},
    ):
        assert client.post("/disputes/new/same/", typed).status_code == 200
    assert client.get("/disputes/new/same/").status_code == 302
    assert client.post("/disputes/new/same/", TYPED | {"dispute_id": str(new_id())}).status_code == 200
