"""Envelopes: each item is carried out once, whatever is lost, repeated or refused on the way."""

from __future__ import annotations

import pytest

from hemu.field.models import Envelope, Kept
from hemu.field.tests.phone import Phone, made_id, visit_data
from hemu.loop.screening.models import Visit
from hemu.loop.screening.sent.models import Sending

EVERYTHING = {"reason": "test"}


def visits() -> int:
    return Visit.objects.unscoped(**EVERYTHING).count()


@pytest.mark.req("S15")
def test_the_same_envelope_five_times_counts_once(phone):
    sent = phone.envelope(*(phone.item("visit", visit_data(phone)) for _ in range(3)))
    answers = [phone.post("/sync", sent).json() for _ in range(5)]
    assert [result["status"] for result in answers[0]["results"]] == ["stored"] * 3
    assert all(answer == answers[0] for answer in answers)
    assert visits() == 3
    assert Sending.objects.unscoped(**EVERYTHING).count() == 3
    assert Envelope.objects.get().items == 3


@pytest.mark.req("S15")
def test_the_same_item_in_another_envelope_was_there_already(phone):
    item = phone.item("visit", visit_data(phone))
    first, again = phone.sync(item), phone.sync(item)
    assert (first[0]["status"], again[0]["status"]) == ("stored", "already")
    assert first[0]["record"] == again[0]["record"] == {"county": 522725, "id": item["id"], "edition": 1}
    assert visits() == 1


@pytest.mark.req("S1")
@pytest.mark.req("S15")
def test_a_visit_is_kept_as_it_was_sent(phone, cast):
    data = visit_data(phone, has_hazard=True, hazard_text="电线老化", what_follows="下周再看")
    phone.sync(phone.item("visit", data))
    row = Visit.objects.visible_to(cast.grid_member).get()
    assert (row.region, row.object_name, row.object_phone) == (522725106201001, "张大山", "13885425521")
    assert (row.latitude, row.longitude, row.accuracy) == (27.1, 107.5, 12.5)
    assert (row.has_hazard, row.hazard_text, row.what_follows) == (True, "电线老化", "下周再看")
    assert round(row.started_at.timestamp() * 1000) == data["started_at"]
    assert (row.person_id, row.unit_id, row.edition) == (
        cast.grid_member.person_id,
        cast.grid_member.unit_id,
        1,
    )


@pytest.mark.req("S15")
def test_a_refused_item_holds_up_no_other_and_is_sent_again_put_right(phone):
    good, bad = phone.item("visit", visit_data(phone)), phone.item("visit", visit_data(phone, visitors=" "))
    results = phone.sync(bad, good)
    assert [result["status"] for result in results] == ["refused", "stored"]
    assert list(results[0]["error"]["fields"]) == ["visitors"]
    bad["data"]["visitors"] = "龙小梅"
    assert phone.sync(bad)[0]["status"] == "stored"
    assert visits() == 2


@pytest.mark.req("S15")
@pytest.mark.req("O4")
def test_a_phone_cannot_push_into_a_grid_that_is_not_its_posts(phone):
    for region in ("522725106201002", "522725110201001", "522725106201000"):
        result = phone.sync(phone.item("visit", visit_data(phone, region=region)))[0]
        assert result["status"] == "refused"
        assert result["error"]["code"] == "outside_area"
        assert list(result["error"]["fields"]) == ["region"]
    assert visits() == 0


@pytest.mark.req("S15")
def test_other_content_under_the_same_number_is_kept_beside_the_first(phone, cast):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    for name in ("张大川", "张大河"):
        changed = {**item, "data": {**item["data"], "object_name": name}}
        result = phone.sync(changed)[0]
        assert (result["status"], result["code"]) == ("conflict", "same_id")
        assert phone.sync(changed)[0]["conflict"] == result["conflict"]
    assert Visit.objects.visible_to(cast.grid_member).get().object_name == "张大山"
    assert Kept.objects.visible_to(cast.grid_head).count() == 2


@pytest.mark.req("S15")
def test_anothers_number_is_refused(phone, phone_of):
    item = phone.item("visit", visit_data(phone))
    phone.sync(item)
    cadre = phone_of("cadre")
    result = cadre.sync({**cadre.item("visit", visit_data(cadre)), "id": item["id"]})[0]
    assert (result["status"], result["error"]["code"]) == ("refused", "id_taken")


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"region": "52"}, "data.region"),
        ({"object_kind": 77}, "object_kind"),
        ({"no_such": 1}, "no_such"),
        ({"started_at": "2026"}, "started_at"),
        ({"object_people": 10**12}, "object_people"),
        ({"object_name": "张" * 101}, "object_name"),
        ({"photos": ["1"] * 10}, "photos"),
        ({"has_dispute": True}, "dispute_text"),
        ({"position": {"latitude": 91, "longitude": 0}}, "position.latitude"),
    ],
)
def test_what_cannot_be_read_is_said_by_field(phone, over, field):
    result = phone.sync(phone.item("visit", visit_data(phone, **over)))[0]
    assert result["status"] == "refused"
    assert list(result["error"]["fields"]) == [field.removeprefix("data.")]
    assert visits() == 0


def test_characters_that_no_database_holds_do_not_hold_up_the_rest(phone, cast):
    odd = phone.item("visit", visit_data(phone, object_name="张\0大\ud83d山"))
    assert [result["status"] for result in phone.sync(odd, phone.item("visit", visit_data(phone)))] == [
        "stored"
    ] * 2
    assert set(Visit.objects.visible_to(cast.grid_member).values_list("object_name", flat=True)) == {"张大山"}


def test_an_unknown_kind_and_nonsense_are_refused_alone(phone):
    results = phone.sync(phone.item("novelty", {}), "nonsense", phone.item("visit", visit_data(phone)))
    assert [result["status"] for result in results] == ["refused", "refused", "stored"]
    assert results[0]["error"]["code"] == "unknown_kind"


def test_an_envelopes_number_is_good_for_one_list_of_items(phone):
    sent = phone.envelope(phone.item("visit", visit_data(phone)))
    phone.post("/sync", sent)
    answer = phone.post("/sync", {**sent, "items": [phone.item("visit", visit_data(phone))]})
    assert (answer.status_code, answer.json()["error"]) == (409, "envelope_reused")
    later = {**sent, "clock": {**sent["clock"], "sent_at": phone.now + 5}}
    later["items"] = [{**sent["items"][0], "age": 9_000}]
    assert phone.post("/sync", later).json()["results"][0]["status"] == "stored"
    assert visits() == 1


def test_bad_envelopes_leave_nothing(phone):
    many = phone.envelope(*(phone.item("visit", visit_data(phone)) for _ in range(51)))
    answer = phone.post("/sync", many)
    assert (answer.status_code, list(answer.json()["fields"])) == (422, ["items"])
    assert phone.post("/sync", {"items": []}).status_code == 422
    unreadable = phone.post("/sync", raw=b"{")
    assert (unreadable.status_code, unreadable.json()["error"]) == (400, "unreadable")
    assert phone.post("/sync", raw=b'{"envelope": NaN}').status_code == 400
    large = phone.post("/sync", raw=b'"' + b"x" * (2 * 2**20) + b'"')
    assert (large.status_code, large.json()["error"]) == (413, "too_large")
    assert visits() == 0


def test_a_gzipped_envelope_is_taken_and_a_bomb_is_not(phone):
    sent = phone.envelope(phone.item("visit", visit_data(phone)))
    assert phone.post("/sync", sent, zipped=True).json()["results"][0]["status"] == "stored"
    assert phone.post("/sync", {"x": "0" * 50_000_000}, zipped=True).status_code == 413
    path = "/sync"
    plain = phone.headers("POST", f"/field/v1{path}", b"nonsense")
    for encoding, status in (("gzip", 400), ("br", 415)):
        answer = phone.client.post(
            f"/field/v1{path}", b"nonsense", content_type="application/json",
            headers={**plain, "Content-Encoding": encoding},
        )  # fmt: skip
        assert answer.status_code == status


def test_a_post_that_may_not_register_is_told_so(phone_of):
    court = phone_of("court")
    result = court.sync(court.item("visit", visit_data(court)))[0]
    assert (result["status"], result["error"]["code"]) == ("refused", "forbidden")


def test_two_items_of_one_number_in_one_envelope(phone):
    item = phone.item("visit", visit_data(phone))
    results = phone.sync(item, item, {**item, "data": {**item["data"], "object_name": "别人"}})
    assert results[0]["status"] == "stored"
    assert [result["status"] for result in results[1:]] == ["already", "conflict"]
    assert visits() == 1


def test_the_answer_tells_how_far_the_clock_is_off(phone):
    answer = phone.post("/sync", phone.envelope(phone.item("visit", visit_data(phone)), rtt=400)).json()
    assert abs(answer["offset"] - 200) < 2_000
    assert answer["envelope"].isdigit()


def test_numbers_are_made_as_the_protocol_says():
    phone = Phone()
    assert 0 < int(phone.id) < 2**63
    assert int(made_id(1_420_070_400_001)) >> 22 == 1
