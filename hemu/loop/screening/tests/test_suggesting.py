"""What the narrative suggests on the form, without JavaScript too; and what the ledger keeps of it."""

from __future__ import annotations

import re

import pytest

from hemu.disputes.examples import what_was_taken
from hemu.disputes.models import Dispute, Entry
from hemu.loop.screening.tests.test_pages import signed_in, typed

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]
ADDRESS = "/disputes/new/suggestions/"
TOLD = "對方拿著刀威脅我，頭部縫了五針。聽說他還要放火。"
HTMX = {"HX-Request": "true"}


def test_words_are_marked_in_the_text_as_written(cast):
    part = signed_in(cast, "officer").post(ADDRESS, {"narrative": TOLD}, headers=HTMX).content.decode()
    marked = re.findall("<mark>(.*?)</mark>", part)
    assert any("拿著刀" in words for words in marked)
    assert "縫了五針" in "".join(marked)
    assert 'data-takes="fact-weapon" value="yes"' in part
    assert "提到但没有采用" in part
    assert "只是听说" in part


def test_ticks_follow_what_is_already_answered(cast):
    sent = {"narrative": TOLD, "fact-weapon": "yes", "fact-injury": "no"}
    part = signed_in(cast, "officer").post(ADDRESS, sent, headers=HTMX).content.decode()
    assert re.search('data-takes="fact-weapon" value="yes" checked', part)
    assert not re.search('data-takes="fact-injury" value="yes" checked', part)


def test_without_javascript_it_is_a_page_to_read(cast):
    page = signed_in(cast, "officer").post(ADDRESS, {"narrative": TOLD}).content.decode()
    main = page[page.index("<main") :]
    assert "<mark>" in main
    assert "data-takes" not in main
    assert "这里什么都没有记下" in main


def test_kinds_that_come_near_are_offered_where_none_is_plain(cast):
    told = "两户因土地界线发生争吵，张某用锄头打伤李某，李某住院。"
    part = signed_in(cast, "officer").post(ADDRESS, {"narrative": told}, headers=HTMX).content.decode()
    assert "拿不准，像这几类，请您来定" in part
    assert part.count('name="kind"') > 1
    assert "<mark>" in part


def test_markup_in_a_narrative_is_shown_as_text(cast):
    part = signed_in(cast, "officer").post(
        ADDRESS, {"narrative": "他持刀<script>alert(1)</script>威胁我"}, headers=HTMX
    )
    assert "<script>" not in part.content.decode()


def test_asking_needs_the_right_to_register_and_writes_nothing(cast):
    assert signed_in(cast, "court").post(ADDRESS, {"narrative": TOLD}).status_code == 403
    signed_in(cast, "officer").post(ADDRESS, {"narrative": TOLD})
    assert not Dispute.objects.unscoped(reason="a test").exists()


def test_the_ledger_says_what_was_taken_and_none_of_the_words(cast):
    client = signed_in(cast, "officer")
    told = "老板拖欠工资，王某持菜刀威胁老板。"
    client.post("/disputes/new/", typed(client, narrative=told, kind="0701", **{"fact-weapon": "yes"}))
    dispute = Dispute.objects.visible_to(cast.officer).get()
    [entry] = Entry.objects.of(dispute).order_by("seq")
    kept = entry.details["triage"]
    assert (kept["kind"], kept["kind_taken"]) == ("0701", True)
    assert "weapon" in kept["taken"]
    assert "threat" in kept["left"]
    assert "settleable_on_spot" in kept["added"]
    assert "菜刀" not in str(kept)
    assert what_was_taken(10)["facts"]["weapon"] == {"taken": 1}
    assert "采纳" in client.get(dispute.get_absolute_url()).content.decode()
