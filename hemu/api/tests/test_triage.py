"""Asking by the API what a narrative suggests."""

from __future__ import annotations

import pytest

from hemu.disputes.models import Dispute
from hemu.orgs.permissions import Permission

pytestmark = [pytest.mark.django_db, pytest.mark.req("A4")]
TOLD = "老闆拖欠三十多名農民工工資，已調解兩次未果。有人揚言再不給錢就去省裡上訪。沒有人受傷。"


def test_kind_facts_and_colour_come_with_places_in_the_text_as_sent(outside):
    found = outside("officer").post("/triage", {"narrative": TOLD}).json()
    facts = {fact["name"]: fact for fact in found["facts"]}
    assert found["kind"]["code"] == "0701"
    assert {name: facts[name]["value"] for name in ("wages", "people", "failed_mediations", "injury")} == {
        "wages": True, "people": 30, "failed_mediations": 2, "injury": False,
    }  # fmt: skip
    assert [TOLD[start:end] for start, end in facts["injury"]["words"]] == ["沒有人受傷"]
    assert found["colour"] >= 2
    assert found["grounds"]


def test_it_says_when_the_words_say_nothing(outside):
    found = outside("officer").post("/triage", {"narrative": "请尽快处理。"}).json()
    assert (found["kind"], found["facts"]) == (None, [])


def test_asking_writes_nothing_and_needs_the_right_to_register(outside):
    assert outside("officer", [Permission.VIEW]).post("/triage", {"narrative": TOLD}).status_code == 403
    assert outside("officer", [Permission.REGISTER]).post("/triage", {"narrative": TOLD}).status_code == 200
    assert not Dispute.objects.unscoped(reason="a test").exists()
