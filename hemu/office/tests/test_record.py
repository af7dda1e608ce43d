"""The page of one dispute."""

from __future__ import annotations

import pytest

from hemu.disputes import origins
from hemu.disputes.amendment import link, merge, note
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, Link, LinkKind, Party, Source
from hemu.disputes.tests.reports import report as new_report
from hemu.loop.screening.actions import register_dispute
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit
from hemu.office.tests.conftest import report


@pytest.mark.req("O4")
def test_a_stranger_finds_nothing_and_an_administrator_reads_no_disputes(dispute, sign_in):
    assert sign_in("stranger").get(dispute.get_absolute_url()).status_code == 404
    assert sign_in("administrator").get(dispute.get_absolute_url()).status_code == 403


@pytest.mark.req("O4")
def test_identity_phone_and_address_are_masked(dispute, sign_in):
    page = sign_in("coordinator").get(dispute.get_absolute_url()).content.decode()
    assert "138****5521" in page
    assert "13885425521" not in page
    assert "三组12号" not in page
    assert "王兴发" in page


def test_it_says_whose_turn_it_is_and_that_court_is_open(dispute, sign_in):
    page = sign_in("coordinator").get(dispute.get_absolute_url()).content.decode()
    assert "现在轮到" in page
    assert "珠藏镇综治中心" in page
    assert "向人民法院起诉" in page


@pytest.mark.req("A2")
def test_a_rating_shows_the_rules_and_the_facts_they_fired_on(cast, sign_in):
    red = report(cast, facts={"threat_violence": True})
    page = sign_in("coordinator").get(red.get_absolute_url()).content.decode()
    assert "规则建议定为" in page
    assert "有实施极端暴力的言行倾向：是" in page


@pytest.mark.req("C7")
def test_the_ledger_is_a_timeline(dispute, cast, sign_in):
    note(dispute, "已电话联系双方", by=cast.coordinator)
    page = sign_in("coordinator").get(dispute.get_absolute_url()).content.decode()
    assert "已电话联系双方" in page
    assert "周丽" in page
    only_links = sign_in("coordinator").get(f"{dispute.get_absolute_url()}?ledger=links").content.decode()
    assert "已电话联系双方" not in only_links


@pytest.mark.req("O4")
def test_who_neither_handles_nor_has_the_ledger_reads_acts_without_words_of_persons(dispute, cast, sign_in):
    note(dispute, "李正才扬言不服", by=cast.coordinator)
    page = sign_in("grid_head").get(dispute.get_absolute_url())
    assert page.status_code == 200
    assert "李正才扬言不服" not in page.content.decode()
    assert "记事" in page.content.decode()


@pytest.mark.req("S1")
def test_it_leads_back_to_the_record_that_it_came_from(cast, sign_in):
    row = record_visit(visit(has_dispute=True, dispute_text="争田坎", place="大田坝"), by=cast.grid_member)
    given = origins.read(Source.VISIT, row.county, row.id, by=cast.grid_member)
    made = register_dispute(new_report(), by=cast.grid_member, origin=given)
    page = sign_in("coordinator").get(made.dispute.get_absolute_url()).content.decode()
    assert f'href="{given.url}"' in page


def test_queries_do_not_grow_with_the_ledger(dispute, cast, sign_in, django_assert_max_num_queries):
    for number in range(12):
        note(dispute, f"第{number}次电话", by=cast.coordinator)
    client = sign_in("coordinator")
    with django_assert_max_num_queries(51):
        client.get(dispute.get_absolute_url())


class TestAmend:
    @pytest.fixture
    def typed(self, dispute: Dispute) -> dict[str, str]:
        return {
            "seen": str(dispute.ledger_seq),
            "title_text": dispute.title,
            "narrative": dispute.narrative,
            "kind": f"{dispute.kind:04d}",
            "place": dispute.place,
            "reason": "现场核实",
            "parties-TOTAL_FORMS": "1",
            "parties-INITIAL_FORMS": "0",
            "parties-0-kind": "1",
            "parties-0-side": "2",
            "parties-0-sex": "9",
        }

    @pytest.mark.req("A3")
    def test_new_facts_propose_a_new_colour_at_once(self, dispute, typed, sign_in):
        client = sign_in("coordinator")
        answer = client.post(
            f"{dispute.get_absolute_url()}amend/", {**typed, "fact-threat_violence": "yes"}, follow=True
        )
        assert answer.redirect_chain
        assert "建议定为" in answer.content.decode()

    def test_a_party_is_added_and_another_removed(self, dispute, typed, sign_in):
        second = Party.objects.of(dispute).order_by("id").last()
        assert second is not None
        typed |= {
            "parties-0-name": "赵云",
            "parties-0-phone": "13700001111",
            "remove_parties": str(second.pk),
        }
        answer = sign_in("coordinator").post(f"{dispute.get_absolute_url()}amend/", typed)
        assert answer.status_code == 302
        present = Party.objects.of(dispute).filter(removed_at=None)
        assert sorted(present.values_list("name", flat=True)) == sorted(["王兴发", "赵云"])

    def test_what_is_wrong_is_told_by_field_and_nothing_typed_is_lost(self, dispute, typed, sign_in):
        typed |= {"title_text": "改过的名称", "parties-0-name": "赵云", "parties-0-phone": "12"}
        answer = sign_in("coordinator").post(f"{dispute.get_absolute_url()}amend/", typed)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "改过的名称" in page
        assert 'id="id_parties-0-phone-error"' in page

    def test_who_was_slower_sees_what_happened_and_keeps_what_was_typed(self, dispute, typed, cast, sign_in):
        note(dispute, "已电话联系", by=cast.officer)
        typed["title_text"] = "改过的名称"
        client = sign_in("coordinator")
        answer = client.post(f"{dispute.get_absolute_url()}amend/", typed)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "改过的名称" in page
        assert "李建军" in page
        typed["seen"] = "2"
        assert client.post(f"{dispute.get_absolute_url()}amend/", typed).status_code == 302

    def test_an_act_that_cannot_be_done_now_leads_back_to_the_dispute(self, dispute, sign_in):
        answer = sign_in("coordinator").get(f"{dispute.get_absolute_url()}close/")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "现在办不了这一步" in page
        assert "没有生效" not in page
        assert f'href="{dispute.get_absolute_url()}"' in page

    def test_no_change_writes_no_entry(self, dispute, typed, sign_in):
        answer = sign_in("coordinator").post(f"{dispute.get_absolute_url()}amend/", typed)
        assert answer.status_code == 422
        assert Entry.objects.of(dispute).count() == 1


class TestLinks:
    @pytest.mark.req("S13")
    def test_the_other_dispute_is_searched_picked_and_linked(self, dispute, cast, sign_in):
        other = report(cast, title="桐子林林权纠纷")
        client = sign_in("coordinator")
        found = client.get(f"{dispute.get_absolute_url()}link/", {"q": "林权"}).content.decode()
        value = f"{other.county}-{other.pk}"
        assert value in found
        given = {"seen": 1, "other": value, "kind": int(LinkKind.SOURCE), "grounds": "同一块地"}
        page = client.post(f"{dispute.get_absolute_url()}link/", given, follow=True).content.decode()
        assert "桐子林林权纠纷" in page
        assert "本源纠纷" in page

    def test_a_dispute_out_of_scope_cannot_be_linked(self, dispute, cast, sign_in):
        far = report(cast, by="stranger", region=cast.sibling_village.code)
        given = {"seen": 1, "other": f"{far.county}-{far.pk}", "kind": 2, "grounds": "猜的"}
        answer = sign_in("coordinator").post(f"{dispute.get_absolute_url()}link/", given)
        assert answer.status_code == 422
        assert not Link.objects.of(dispute).exists()

    def test_merging_ends_this_one(self, dispute, cast, sign_in):
        into = report(cast)
        given = {"seen": 1, "other": f"{into.county}-{into.pk}", "grounds": "重复登记"}
        page = sign_in("coordinator").post(f"{dispute.get_absolute_url()}merge/", given, follow=True)
        assert "已并入另一件" in page.content.decode()

    def test_a_merge_is_taken_back_with_a_reason(self, dispute, cast, sign_in):
        merge(dispute, report(cast), "重复登记", by=cast.coordinator)
        client = sign_in("coordinator")
        assert "撤销并案" in client.get(dispute.get_absolute_url()).content.decode()
        address = f"{dispute.get_absolute_url()}unmerge/"
        assert client.post(address, {"seen": 2, "reason": " "}).status_code == 422
        page = client.post(address, {"seen": 2, "reason": "地块不同"}, follow=True).content.decode()
        assert "请重新评估定级" in page
        assert "已并入另一件" not in page

    def test_a_link_is_taken_back_with_a_reason(self, dispute, cast, sign_in):
        row = link(dispute, report(cast), LinkKind.ASSOCIATED, "同一块地", by=cast.coordinator)
        client = sign_in("coordinator")
        client.post(f"{dispute.get_absolute_url()}unlink/{row.pk}/", {"reason": "认错了"})
        assert not Link.objects.of(dispute).filter(removed_at=None).exists()
        assert Entry.objects.of(dispute).filter(act=Act.UNLINK).exists()


class TestMarks:
    @pytest.mark.req("M11")
    def test_marks_need_grounds_and_are_counted(self, dispute, sign_in):
        client = sign_in("coordinator")
        address = f"{dispute.get_absolute_url()}marks/"
        assert client.post(address, {"seen": 1, "hard": "on", "grounds": ""}).status_code == 422
        given = {"seen": 1, "hard": "on", "petition": "on", "grounds": "劝返三十余人"}
        page = client.post(address, given, follow=True).content.decode()
        assert "疑难复杂、涉信访" in page
        listed = client.get("/disputes/?measure=hard").content.decode()
        assert dispute.ref in listed
