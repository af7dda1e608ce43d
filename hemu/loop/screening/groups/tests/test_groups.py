"""The registry of work groups: which there are, what was pushed, what came in; no chat, no members."""

from __future__ import annotations

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening import actions as screening
from hemu.loop.screening.groups import actions, queries
from hemu.loop.screening.groups.models import GroupKind, WorkGroup

pytestmark = [pytest.mark.django_db, pytest.mark.req("S8")]
GRID = 522725106201001


def registered(cast, **over) -> WorkGroup:
    return registered_by(cast.auxiliary, **over)


def registered_by(by, **over) -> WorkGroup:
    parts = {
        "region": GRID, "kind": GroupKind.VILLAGE, "name": "荣院村平安群", "owner": "杨秀芬", "members": 214,
    }  # fmt: skip
    return actions.register_group(actions.NewGroup(**{**parts, **over}), by=by)


def test_a_group_is_registered_once_with_a_count_and_no_members(cast):
    row = registered(cast)
    assert (row.members, row.owner) == (214, "杨秀芬")
    with pytest.raises(Refused) as refused:
        registered(cast)
    assert refused.value.code == "name_taken"
    with pytest.raises(Forbidden):
        registered(cast, region=522725110201001)
    names = {field.name for field in WorkGroup._meta.local_fields}
    assert not {name for name in names if "chat" in name or "message" in name}


def test_what_was_pushed_is_kept_with_how_many_it_reached(cast):
    row, other = registered(cast), registered(cast, name="荣院村商户群", kind=GroupKind.TRADE, members=30)
    actions.push([row, other], "防范电信诈骗", "不轻信、不转账", by=cast.officer)
    actions.update_group(row, owner="李建军", members=230, by=cast.officer)
    [push] = queries.pushes(row)
    assert (push.subject, push.reached) == ("防范电信诈骗", 214)
    assert queries.group(row.county, row.id, by=cast.officer).members == 230
    for groups, subject, field in (([row], " ", "subject"), ([], "x", "groups")):
        with pytest.raises(Refused) as refused:
            actions.push(groups, subject, by=cast.officer)
        assert refused.value.field == field


def test_what_came_in_stands_beside_what_was_pushed(cast):
    row = registered(cast)
    screening.note_group(
        region=GRID, group_name=row.name, received_at=clock.now(), text="两家争吵", by=cast.officer
    )
    assert [one.text for one in queries.came_in(row, by=cast.cadre)] == ["两家争吵"]


def test_a_group_of_the_same_name_next_door_keeps_its_own(cast):
    here, there = registered(cast), registered_by(cast.officer, region=522725106204001)
    told = {"group_name": here.name, "received_at": clock.now(), "text": "隔壁村的事"}
    screening.note_group(region=there.region, **told, by=cast.officer)
    assert queries.came_in(here, by=cast.officer) == []
    assert [one.text for one in queries.came_in(there, by=cast.officer)] == ["隔壁村的事"]


def test_a_dissolved_group_takes_nothing_more_and_its_name_is_free(cast):
    row = registered(cast)
    actions.close_group(row, "并入新群", by=cast.auxiliary)
    with pytest.raises(Conflict):
        actions.push([row], "x", by=cast.auxiliary)
    assert registered(cast).id != row.id
    assert list(queries.groups(cast.cadre, closed=True)) == [row]


def test_strangers_find_no_group(cast):
    row = registered(cast)
    with pytest.raises(Missing):
        queries.group(row.county, row.id, by=cast.stranger)
    with pytest.raises(Missing):
        actions.push([row], "x", by=cast.stranger)


def test_figures_by_area(cast):
    row = registered(cast)
    registered(cast, name="荣院村商户群", members=30)
    actions.push([row], "防火", by=cast.officer)
    screening.note_group(region=GRID, group_name=row.name, received_at=clock.now(), text="x", by=cast.officer)
    [here, elsewhere] = queries.figures(cast.coordinator, [cast.village, cast.region("桐梓坡村")])
    assert (here.groups, here.members, here.pushed, here.came_in) == (2, 244, 1, 1)
    assert (elsewhere.groups, elsewhere.members) == (0, 0)


def test_the_pages(cast, client):
    client.force_login(cast.people["officer"], backend="allauth.account.auth_backends.AuthenticationBackend")
    given = {"region": GRID, "kind": 1, "name": "平安群", "owner": "李建军", "members": 12}
    assert client.post("/groups/new/", {**given, "members": "-1"}).status_code == 422
    path = client.post("/groups/new/", given).url
    assert client.post(path, {"do": "push", "subject": "防火"}).status_code == 302
    assert client.post(path, {"do": "push", "subject": ""}).status_code == 422
    page = client.get(path).content.decode()
    assert "防火" in page
    assert 'href="/groups/"' in client.get("/records/groups/").content.decode()
    assert "平安群" in client.get("/groups/?region=522725106201").content.decode()
    assert path not in client.get("/groups/?region=522725106204").content.decode()
    assert 'value="平安群"' in client.get("/records/groups/new/?group=平安群").content.decode()
    assert client.post(path, {"do": "close", "why": "合并"}).status_code == 302
    assert "平安群" in client.get("/groups/?view=closed").content.decode()
