"""The pages of 排: what they show, keep, refuse; and that a stranger finds none of it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from hemu.disputes.models import Dispute, Party, Side, Source
from hemu.kernel import clock
from hemu.loop.screening import actions, records
from hemu.loop.screening.models import Hazard, Incident, IncidentTier, MeetingItem, Visit, VisitStatus
from hemu.loop.screening.tests.test_visits import visit
from hemu.loop.screening.visits import record_visit
from hemu.orgs.tests.cast import Cast

pytestmark = pytest.mark.django_db
GRID = 522725106201001


def signed_in(cast: Cast, key: str) -> Client:
    client = Client()
    client.force_login(cast.people[key], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, name
    return found[1]


def typed(client: Client, **over: object) -> dict[str, object]:
    """What a clerk would send from a fresh form."""
    page = client.get("/disputes/new/").content.decode()
    sent = {
        "dispute_id": hidden(page, "dispute_id"),
        "region": str(GRID),
        "place": "大田坝",
        "narrative": "两户因浇水先后发生口角。",
        "kind": "0201",
        "how": str(int(Source.BY_HAND)),
        "fact-settleable_on_spot": "yes",
        "parties-0-name": "张大山",
        "parties-0-side": str(int(Side.APPLICANT)),
        "parties-0-kind": "1",
        "parties-1-name": "李长河",
        "parties-1-side": str(int(Side.RESPONDENT)),
        "parties-1-kind": "1",
    }
    return {**sent, **over}


@pytest.mark.req("S12")
def test_a_dispute_is_registered_from_the_page(cast):
    client = signed_in(cast, "officer")
    answer = client.post("/disputes/new/", typed(client))
    dispute = Dispute.objects.visible_to(cast.officer).get()
    assert answer.status_code == 302
    assert answer["Location"] == f"/disputes/{dispute.county}/{dispute.id}/"
    assert (dispute.title, dispute.kind, dispute.region) == ("张大山与李长河邻里纠纷", 201, GRID)
    assert dispute.facts == {"settleable_on_spot": True}
    assert [party.name for party in Party.objects.of(dispute).order_by("side")] == ["张大山", "李长河"]


def test_the_same_page_sent_twice_registers_once(cast):
    client = signed_in(cast, "officer")
    sent = typed(client)
    first, again = client.post("/disputes/new/", sent), client.post("/disputes/new/", sent)
    assert first["Location"] == again["Location"]
    assert Dispute.objects.visible_to(cast.officer).count() == 1


KEPT = (
    "parties-0-name",
    "parties-1-name",
    "parties-7-name",
    "parties-7-language",
    "title",
    "narrative",
    "place",
)


@pytest.mark.parametrize(
    ("over", "anchor", "words"),
    [
        ({"narrative": ""}, "id_narrative", "请写明发生了什么"),
        ({"region": ""}, "id_region", "请选择地点"),
        ({"region": "522725110201001"}, "id_region", "不在您的管辖范围"),
        ({"kind": ""}, "id_kind", "请选择纠纷类型"),
        ({"kind": "9898"}, "id_kind", "没有这个纠纷类型"),
        ({"parties-0-name": ""}, "id_parties-0-name", "请至少填写一名当事人"),
        ({"parties-1-phone": "12"}, "id_parties-1-phone", "电话号码不对"),
        ({"parties-1-identity_number": "522725199001011111"}, "id_parties-1-identity_number", "身份证号不对"),
        ({"occurred_on": "2999-01-01"}, "id_occurred_on", "发生日期不能晚于今天"),
        ({"fact-people": "-3"}, "id_fact-people", "不能小于"),
    ],
)
def test_whatever_is_wrong_is_said_by_field_and_nothing_typed_is_lost(cast, over, anchor, words):
    client = signed_in(cast, "officer")
    sent = {**typed(client), "parties-7-name": "王兴发", "parties-7-side": "3", "parties-7-kind": "1"}
    sent |= {
        "title": "浇水的事",
        "kind_q": "邻里",
        "parties-7-language": "布依语",
        "fact-threat": "yes",
        **over,
    }
    answer = client.post("/disputes/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page
    assert words in page
    kept = {str(value) for name, value in sent.items() if value and name in KEPT}
    assert all(value in page for value in kept)
    assert re.search(r'name="fact-threat" value="yes"[^>]*checked', page)
    assert hidden(page, "dispute_id") == sent["dispute_id"]
    assert not Dispute.objects.visible_to(cast.officer).exists()


@pytest.mark.req("A2")
def test_the_rating_is_shown_with_its_grounds_while_one_answers(cast):
    client = signed_in(cast, "officer")
    calm = client.get("/disputes/new/rating/").content.decode()
    alarmed = client.get(
        "/disputes/new/rating/?fact-weapon=yes&fact-threat=yes&fact-people=x"
    ).content.decode()
    assert "rate-blue" in calm
    assert "rate-red" in alarmed
    assert "持危险物品威胁他人" in alarmed


def test_places_are_found_by_name_within_the_area_only(cast):
    client = signed_in(cast, "officer")
    assert "荣院村" in client.get("/disputes/new/places/?region_q=荣院").content.decode()
    assert "下司村" not in client.get("/disputes/new/places/?region_q=下司").content.decode()
    kept = client.get(f"/disputes/new/places/?region_q=桐梓坡&region={GRID}").content.decode()
    assert re.search(rf'value="{GRID}" checked', kept)


@pytest.mark.req("S12")
def test_kinds_are_found_by_words_and_by_group(cast):
    client = signed_in(cast, "officer")
    assert "宅基地使用" in client.get("/disputes/new/kinds/?kind_q=宅基地").content.decode()
    grouped = client.get("/disputes/new/kinds/?kind_group=08&kind=0201").content.decode()
    assert "借贷及担保" in grouped
    assert 'value="0201" checked' in grouped


def test_rows_for_parties_come_and_go(cast):
    client = signed_in(cast, "officer")
    page = client.get("/disputes/new/party/?n=4").content.decode()
    assert 'name="parties-4-name"' in page
    assert "?n=5" in page
    assert client.get("/disputes/new/no-party/").content == b""


def test_posts_without_an_area_are_told_where_to_go(cast):
    page = signed_in(cast, "land").get("/disputes/new/").content.decode()
    assert "没有辖区" in page
    assert signed_in(cast, "county_viewer").get("/disputes/new/").status_code in (302, 403)


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(out, "JPEG")
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def typed_visit(client: Client, **over: object) -> dict[str, object]:
    page = client.get("/visits/new/").content.decode()
    now = clock.local(clock.now())
    sent = {
        "visit_id": hidden(page, "visit_id"),
        "visitors": "龙小梅、杨秀芬",
        "started_at": f"{now - timedelta(minutes=50):%Y-%m-%dT%H:%M}",
        "ended_at": f"{now - timedelta(minutes=10):%Y-%m-%dT%H:%M}",
        "reason": "1",
        "object_kind": "1",
        "object_name": "韦国安",
        "object_people": "4",
        "region": str(GRID),
        "place": "大田坝",
        "result": "3",
        "has_dispute": "on",
        "dispute_text": "与邻居争田坎",
    }
    return {**sent, **over}


@pytest.mark.req("S1")
def test_a_visit_is_written_with_photos_and_leads_to_the_dispute_already_filled_in(cast):
    client = signed_in(cast, "grid_member")
    answer = client.post("/visits/new/", typed_visit(client, photos=[photo()]))
    row = Visit.objects.visible_to(cast.grid_member).get()
    assert answer["Location"] == f"/visits/{row.county}/{row.id}/"
    page = client.get(answer["Location"]).content.decode()
    link = re.search(r'href="(/disputes/new/\?[^"]+)"', page)
    assert link
    form = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert "与邻居争田坎" in form
    assert "大田坝" in form
    assert re.search(rf'value="{GRID}" checked', form)
    image = client.get(f"/visits/{row.county}/{row.id}/photos/0/")
    assert image["Content-Type"] == "image/jpeg"
    assert b"".join(image.streaming_content)[:2] == b"\xff\xd8"
    sent = typed(client, source=1, record_county=row.county, record_id=row.id, aspect="dispute", how=5)
    client.post("/disputes/new/", sent)
    made = Dispute.objects.visible_to(cast.grid_member).get()
    assert made.source == Source.VISIT
    assert made.ref in client.get(answer["Location"]).content.decode()
    assert answer["Location"] in client.get(made.get_absolute_url()).content.decode()


@pytest.mark.req("S1")
def test_a_refused_visit_keeps_what_was_typed_and_its_photos(cast):
    client = signed_in(cast, "grid_member")
    answer = client.post("/visits/new/", typed_visit(client, photos=[photo()], object_name=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "与邻居争田坎" in page
    carried = hidden(page, "kept_photos")
    client.post("/visits/new/", typed_visit(client, kept_photos=carried))
    assert len(Visit.objects.visible_to(cast.grid_member).get().photos) == 1
    other = signed_in(cast, "cadre")
    other.post("/visits/new/", typed_visit(other, kept_photos=carried))
    assert Visit.objects.visible_to(cast.cadre).get(person_id=cast.cadre.person_id).photos == []


def test_what_is_no_photo_is_refused(cast):
    client = signed_in(cast, "grid_member")
    for content in (b"%PDF-1.7 x", b"nothing"):
        fake = SimpleUploadedFile("a.jpg", content, "image/jpeg")
        answer = client.post("/visits/new/", typed_visit(client, photos=[fake]))
        assert answer.status_code == 422
        assert 'href="#id_photos"' in answer.content.decode()


@pytest.mark.req("S2")
def test_the_head_finds_reviews_and_returns_visits(cast):
    first = record_visit(visit(), by=cast.grid_member)
    second = record_visit(visit(object_name="罗德才"), by=cast.grid_member)
    head = signed_in(cast, "grid_head")
    assert "罗德才" in head.get("/visits/?view=review").content.decode()
    url = f"/visits/{first.county}/{first.id}/review/"
    assert head.post(url, {"edition": 1, "decision": "return", "reason": ""}).status_code == 422
    head.post(url, {"edition": 1, "decision": "return", "reason": "写清家庭成员"})
    head.post(f"/visits/{second.county}/{second.id}/review/", {"edition": 1, "decision": "approve"})
    states = dict(Visit.objects.visible_to(cast.grid_head).values_list("id", "status"))
    assert states == {first.id: VisitStatus.RETURNED, second.id: VisitStatus.APPROVED}
    mine = signed_in(cast, "grid_member")
    edit = mine.get(f"/visits/{first.county}/{first.id}/edit/").content.decode()
    assert "写清家庭成员" in edit
    sent = typed_visit(mine, visit_id=first.id, edition=1, object_info="夫妻二人")
    mine.post(f"/visits/{first.county}/{first.id}/edit/", sent)
    assert Visit.objects.visible_to(cast.grid_head).get(id=first.id).edition == 2
    refused = mine.post(f"/visits/{second.county}/{second.id}/edit/", {**sent, "visit_id": second.id})
    assert refused.status_code == 409


RECORDS: dict[str, dict[str, object]] = {
    "incidents": {"number": "JQ1", "narrative": "吵架报警", "tier": 1},
    "petitions": {"number": "XF1", "from_unit": "县信访局", "narrative": "反映占地"},
    "meetings": {
        "subject": "三月联席会", "units": "林业站\n派出所", "minutes": "逐项研究",
        "item_unit_0": "林业站", "item_text_0": "林地争议",
    },
    "reports": {"text": "上游截水", "cadre": "陈光荣"},
    "groups": {"group_name": "平安群", "text": "群众反映争吵"},
    "hazards": {"text": "老屋开裂"},
}  # fmt: skip
MOMENTS = ("reported_at", "received_at", "held_at", "found_at")


@pytest.mark.parametrize("slug", RECORDS)
def test_each_kind_of_record_is_written_listed_and_opened(cast, slug):
    client = signed_in(cast, "officer")
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    assert client.get(f"/records/{slug}/").status_code == 200
    empty = client.post(f"/records/{slug}/new/", {})
    assert empty.status_code == 422
    assert "error-summary" in empty.content.decode()
    sent = {**RECORDS[slug], **dict.fromkeys(MOMENTS, now), "region": str(GRID), "place": "三组"}
    answer = client.post(f"/records/{slug}/new/", sent)
    assert answer.status_code == 302
    assert client.get(answer["Location"]).status_code == 200
    assert answer["Location"] in client.get(f"/records/{slug}/").content.decode()
    assert client.get("/records/nothing/").status_code == 404


def test_an_item_of_a_meeting_becomes_a_dispute(cast):
    meeting = records.hold_meeting(
        region=cast.township.code, subject="联席会", held_at=clock.now(), units=["林业站"], minutes="研究",
        items=[("林业站", "荣院村林地争议")], by=cast.coordinator,
    )  # fmt: skip
    item = MeetingItem.objects.in_county(meeting.county, meeting_id=meeting.id).get()
    client = signed_in(cast, "coordinator")
    asked = {"source": 6, "record_county": meeting.county, "record_id": item.id, "aspect": "dispute"}
    assert "荣院村林地争议" in client.get("/disputes/new/", asked).content.decode()
    client.post("/disputes/new/", typed(client, **asked))
    dispute = Dispute.objects.visible_to(cast.coordinator).get()
    assert dispute.source == Source.JOINT_MEETING
    assert dispute.ref in client.get(f"/meetings/{meeting.county}/{meeting.id}/").content.decode()


def test_a_visits_hazard_is_written_and_removed(cast):
    row = record_visit(visit(has_hazard=True, hazard_text="灶台旁堆柴"), by=cast.grid_member)
    client = signed_in(cast, "grid_member")
    asked = {"source": 1, "record_county": row.county, "record_id": row.id, "aspect": "hazard"}
    form = client.get("/records/hazards/new/", asked).content.decode()
    assert "灶台旁堆柴" in form
    now = f"{clock.local(clock.now()):%Y-%m-%dT%H:%M}"
    sent = {**asked, "text": "灶台旁堆柴", "found_at": now, "region": str(GRID)}
    made = client.post("/records/hazards/new/", sent)
    assert "风险隐患" in client.get(f"/visits/{row.county}/{row.id}/").content.decode()
    assert client.post(made["Location"], {"answer": ""}).status_code == 422
    client.post(made["Location"], {"answer": "已搬走"})
    assert Hazard.objects.visible_to(cast.grid_member).get().result == "已搬走"
    assert client.post(made["Location"], {"answer": "再来"}).status_code == 409


def test_a_stranger_finds_nothing(cast):
    row = record_visit(visit(has_dispute=True, dispute_text="争田坎"), by=cast.grid_member)
    incident = actions.record_incident(
        region=GRID,
        number="JQ2018030913",
        reported_at=clock.now(),
        narrative="吵架",
        tier=IncidentTier.PHONE,
        by=cast.officer,
    )
    stranger = signed_in(cast, "stranger")
    visit_page = f"/visits/{row.county}/{row.id}/"
    incident_page = f"/incidents/{incident.county}/{incident.id}/"
    asked = f"?source=1&record_county={row.county}&record_id={row.id}&aspect=dispute"
    for url in (
        visit_page, f"{visit_page}edit/", f"{visit_page}review/", f"{visit_page}photos/0/", incident_page,
        f"/disputes/new/{asked}", f"/records/hazards/new/{asked}",
    ):  # fmt: skip
        assert stranger.get(url).status_code == 404, url
    assert stranger.post(f"{visit_page}review/", {"edition": 1, "decision": "approve"}).status_code == 404
    assert stranger.post(incident_page, {"do": "settle", "settle-result": "x"}).status_code == 404
    assert (
        stranger.post(
            "/disputes/new/", {"source": 1, "record_county": row.county, "record_id": row.id}
        ).status_code
        == 404
    )
    for url in ("/visits/?view=area", "/visits/?view=review", "/records/incidents/"):
        page = stranger.get(url).content.decode()
        assert "韦国安" not in page
        assert "JQ2018030913" not in page
    assert Incident.objects.visible_to(cast.stranger).count() == 0


def test_the_lists_ask_the_database_little(cast, django_assert_max_num_queries):
    for number in range(12):
        record_visit(visit(object_name=f"户{number}"), by=cast.grid_member)
    client = signed_in(cast, "grid_head")
    client.get("/visits/?view=area")
    with django_assert_max_num_queries(16):
        client.get("/visits/?view=area")
