"""Telling a closed dispute: who may, what may not, a second person, taking it down."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest

from hemu.disputes.models import Dispute, Party
from hemu.disputes.tests import factories
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.office.pages.duties import duties
from hemu.orgs.actor import Actor
from hemu.outreach.stories import actions, queries
from hemu.outreach.stories.models import Story, StoryState
from hemu.outreach.stories.paper import pdf
from hemu.outreach.stories.telling import both, refusal

pytestmark = [pytest.mark.django_db, pytest.mark.req("P3")]
LESSON = "相邻一方应当给另一方留出必要的通道。先说理，再找村里调解。"


def names_of(dispute: Dispute) -> list[str]:
    return [party.name for party in Party.objects.of(dispute).order_by("id")]


def told_of(cast, by=None, **over) -> tuple[Dispute, Story]:
    dispute = factories.closed(cast)
    one, other = names_of(dispute)[:2]
    text = f"2026年3月5日，{one}与{other}在荣院村为地界争吵，{other}要求赔偿3万元，电话13800002345。"
    given = {"title": f"{one}家的地界", "text": text, "lesson": LESSON, **over}
    return dispute, actions.write(dispute, **given, by=by or cast.officer)


def approved(story: Story, by) -> Story:
    dispute = queries.dispute_of(story)
    keys = [risk.key for risk in both(story, dispute).risks]
    return actions.approve(story, keys, by=by)


def test_a_story_says_nobody_nowhere_and_never(cast):
    dispute, story = told_of(cast)
    actions.submit(story, by=cast.officer)
    row = approved(story, cast.coordinator)
    assert row.state == StoryState.PUBLISHED
    said = row.told_title + row.told_text + row.told_lesson
    for word in (*names_of(dispute), "荣院", "珠藏", "瓮安", "2026", "3月", "3万", "13800002345"):
        assert word not in said
    assert "甲" in said
    text = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf(row))).pages)
    assert row.told_title in text
    assert not [name for name in names_of(dispute) if name in text]


def test_its_author_cannot_approve_it(cast):
    _dispute, story = told_of(cast, by=cast.coordinator)
    actions.submit(story, by=cast.coordinator)
    with pytest.raises(Forbidden):
        approved(story, cast.coordinator)
    approved(story, cast.station_head)


def test_every_risk_must_be_looked_at(cast):
    _dispute, story = told_of(cast, text="双胞胎兄弟为祖坟争吵，后来和好。")
    actions.submit(story, by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.approve(story, [], by=cast.coordinator)
    assert refused.value.field == "looked_at"
    assert approved(story, cast.coordinator).looked_at


def test_it_goes_back_with_a_reason_and_is_changed(cast):
    _dispute, story = told_of(cast)
    actions.submit(story, by=cast.officer)
    with pytest.raises(Conflict):
        actions.revise(story, "题", "文", "法", by=cast.officer)
    actions.give_back(story, "写得太细", by=cast.coordinator)
    actions.revise(story, "地界", "两家争地界，和好了。", LESSON, by=cast.officer)
    actions.submit(story, by=cast.officer)
    assert approved(story, cast.coordinator).told_text == "两家争地界，和好了。"


@pytest.mark.parametrize("fact", ["minors", "domestic_violence", "suspected_offence"])
def test_what_concerns_minors_violence_or_crime_is_never_told(cast, fact):
    dispute = factories.closed(cast)
    dispute.facts = {**dispute.facts, fact: True}
    assert refusal(dispute)
    with pytest.raises(Refused) as refused:
        actions.write(dispute, "题", "文", LESSON, by=cast.officer)
    assert refused.value.code == "not_told"


def test_a_minor_among_the_parties_forbids_it(cast):
    dispute = factories.closed(cast)
    Party.objects.of(dispute).filter(pk=Party.objects.of(dispute).order_by("id").first().pk).update(
        is_minor=True
    )
    with pytest.raises(Refused):
        actions.write(dispute, "题", "文", LESSON, by=cast.officer)


def test_an_open_dispute_is_not_told(cast):
    with pytest.raises(Refused):
        actions.write(factories.following(cast), "题", "文", LESSON, by=cast.officer)


def test_a_partys_no_takes_down_what_was_published(cast, client):
    dispute, story = told_of(cast)
    actions.submit(story, by=cast.officer)
    row = approved(story, cast.coordinator)
    assert client.get(f"/portal/stories/{row.slug}/").status_code == 200
    assert row.told_title in client.get("/portal/stories/").content.decode()
    assert actions.object_to(dispute, by=cast.officer) == 1
    assert client.get(f"/portal/stories/{row.slug}/").status_code == 404
    with pytest.raises(Refused, match="不同意"):
        actions.write(dispute, "题", "文", LESSON, by=cast.officer)


def test_a_draft_is_not_public_and_no_strangers(cast, client):
    _dispute, story = told_of(cast)
    assert story.title not in client.get("/portal/stories/").content.decode()
    with pytest.raises(Missing):
        queries.story(story.county, story.id, by=cast.stranger)


def test_a_word_is_replaced_or_kept_by_hand(cast):
    dispute, story = told_of(cast, text="会吹芦笙的老汉来劝，两家和好。")
    actions.replace_word(story, "会吹芦笙的老汉", "一位长者", by=cast.officer)
    story = queries.story(story.county, story.id, by=cast.officer)
    assert both(story, dispute).text.text == "一位长者来劝，两家和好。"
    actions.keep_word(story, "会吹芦笙的老汉", by=cast.officer)
    story = queries.story(story.county, story.id, by=cast.officer)
    assert "芦笙" in both(story, dispute).text.text
    with pytest.raises(Refused):
        actions.replace_word(story, "没有的词", "某", by=cast.officer)


def test_the_pages_lead_from_the_closed_dispute_to_the_published_story(cast, sign_in):
    dispute = factories.closed(cast)
    officer, coordinator = sign_in("officer"), sign_in("coordinator")
    link = f"/disputes/{dispute.county}/{dispute.id}/story/"
    assert link in officer.get(dispute.get_absolute_url()).content.decode()
    assert officer.get(link).status_code == 200
    given = {"title": "地界", "text": f"{names_of(dispute)[0]}双胞胎争地界，和好。", "lesson": LESSON}
    assert officer.post(link, {**given, "lesson": ""}).status_code == 422
    address = officer.post(link, given)["Location"]
    page = officer.get(address).content.decode()
    assert "told-person" in page
    officer.post(address, {"do": "submit"})
    assert "同意发布" not in officer.get(address).content.decode()
    page = coordinator.get(address).content.decode()
    assert "同意发布" in page
    assert coordinator.post(address, {"do": "approve"}).status_code == 422
    story = Story.objects.visible_to(cast.coordinator).get()
    keys = [risk.key for risk in both(story, dispute).risks]
    coordinator.post(address, {"do": "approve", "looked_at": keys})
    assert "已发布" in officer.get("/stories/").content.decode()
    assert officer.get(f"{address}paper.pdf").content.startswith(b"%PDF")
    officer.post(address, {"do": "withdraw", "why": "写错了"})
    assert "已撤下" in officer.get(address).content.decode()


def test_what_waits_stands_on_the_first_page_of_who_decides_it_and_then_of_its_author(cast):
    def waiting(by: Actor) -> dict[str, int]:
        return {str(one.label): one.count for one in duties(by) if one.url.startswith("/stories/")}

    _dispute, story = told_of(cast)
    actions.submit(story, by=cast.officer)
    assert waiting(cast.coordinator) == {"案例待审核": 1}
    assert waiting(cast.officer) == waiting(cast.stranger) == {}
    actions.give_back(story, "把日期也去掉", by=cast.coordinator)
    assert waiting(cast.coordinator) == {}
    assert waiting(cast.officer) == {"退回给我的案例": 1}
