"""The description of the API: every call tells how it may fail, and every number what it means."""

from __future__ import annotations

import json

from hemu.api.app import api
from hemu.api.described import operations


def schema():
    return json.loads(json.dumps(api.get_openapi_schema(), default=str, ensure_ascii=False))


def test_every_call_tells_how_it_may_fail():
    found = schema()
    for path, method, operation in operations(found):
        wanted = {"401", "403", "422", "429"}
        wanted |= {"404"} if "{" in path else set()
        wanted |= {"404", "409"} if method == "post" else set()
        assert wanted <= set(operation["responses"]), path
        for status in wanted:
            content = operation["responses"][status]["content"]["application/json"]["schema"]
            assert content == {"$ref": "#/components/schemas/ErrorOut"}
    assert set(found["components"]["schemas"]["ErrorOut"]["required"]) == {"error", "message", "fields"}


def test_what_writes_takes_an_idempotency_key():
    for path, method, operation in operations(schema()):
        headers = {part["name"] for part in operation["parameters"] if part["in"] == "header"}
        assert ("Idempotency-Key" in headers) == (method == "post"), path


def test_a_number_of_a_list_says_what_it_means():
    components = schema()["components"]["schemas"]
    lists = {title: part for title, part in components.items() if "enum" in part}
    assert len(lists) > 10
    assert [title for title, part in lists.items() if "1 " not in part.get("description", "")] == []


def test_ways_of_following_up_are_not_taken_for_ways_of_mediating():
    from hemu.loop.followup.models import Mode as FollowUpMode
    from hemu.loop.mediation.models import Mode

    components = schema()["components"]["schemas"]
    assert components["Mode"]["enum"] == list(Mode.values)
    assert components["FollowUpIn"]["properties"]["mode"]["enum"] == list(FollowUpMode.values)
