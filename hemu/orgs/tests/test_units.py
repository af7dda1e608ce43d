"""Units, people, posts and teams: set up, amended, ended; and who may do that."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.orgs import queries
from hemu.orgs.actions import people, teams, units
from hemu.orgs.actor import actor_for
from hemu.orgs.models import (
    CommitteeKind,
    OrgRecord,
    Person,
    Post,
    Region,
    Role,
    TeamKind,
    TeamMember,
    UnitKind,
)
from hemu.orgs.tests.cast import Cast


def new_unit(cast: Cast, **over: object) -> units.UnitData:
    facts: dict[str, object] = {
        "name": "珠藏镇水利站",
        "kind": UnitKind.DEPARTMENT,
        "region": cast.township,
        **over,
    }
    return units.UnitData(**facts)  # type: ignore[arg-type]  # the dictionary is checked by use


@pytest.mark.req("O2")
def test_a_unit_covers_its_own_region_unless_told_otherwise(cast: Cast) -> None:
    unit = units.create_unit(new_unit(cast), by=cast.administrator)
    assert unit in queries.units_covering(cast.grid.code)
    narrow = units.create_unit(
        new_unit(cast, name="荣院水管站"), by=cast.administrator, areas=[cast.village.span]
    )
    assert narrow not in queries.units_covering(cast.region("桐梓坡村").code)
    assert queries.units_covering(cast.village.code, UnitKind.DEPARTMENT)[0] == narrow


@pytest.mark.req("O2")
def test_areas_are_added_and_ended_but_never_the_last(cast: Cast) -> None:
    unit = units.create_unit(new_unit(cast, region=cast.village), by=cast.administrator)
    area = units.add_area(unit, cast.region("桐梓坡村"), by=cast.administrator)
    assert unit in queries.units_covering(cast.region("桐梓坡村第一网格").code)
    with pytest.raises(Refused, match="已包含"):
        units.add_area(unit, cast.grid, by=cast.administrator)
    units.end_area(area, by=cast.administrator)
    assert unit not in queries.units_covering(cast.region("桐梓坡村").code)
    with pytest.raises(Refused, match="至少应有一个辖区"):
        units.end_area(unit.areas.get(until=None), by=cast.administrator)


@pytest.mark.req("O2")
def test_a_committee_says_of_which_kind_it_is(cast: Cast) -> None:
    data = new_unit(cast, name="旅游纠纷调委会", kind=UnitKind.MEDIATION_COMMITTEE)
    with pytest.raises(Refused, match="调委会类别"):
        units.create_unit(data, by=cast.administrator)
    data = new_unit(
        cast,
        kind=UnitKind.MEDIATION_COMMITTEE,
        committee_kind=CommitteeKind.PROFESSIONAL,
        name="旅游纠纷调委会",
    )
    assert units.create_unit(data, by=cast.administrator).committee_kind == CommitteeKind.PROFESSIONAL


@pytest.mark.req("O2")
def test_the_same_unit_is_not_made_twice(cast: Cast) -> None:
    units.create_unit(new_unit(cast), by=cast.administrator)
    with pytest.raises(Refused, match="同类同名"):
        units.create_unit(new_unit(cast), by=cast.administrator)


@pytest.mark.req("O2")
def test_no_unit_stands_above_itself(cast: Cast) -> None:
    data = units.UnitData(
        cast.police_bureau.name, UnitKind.POLICE_BUREAU, cast.county, parent=cast.police_office
    )
    with pytest.raises(Refused, match="下级"):
        units.amend_unit(cast.police_bureau, data, by=cast.administrator)


@pytest.mark.req("O2")
def test_closing_a_unit_ends_its_posts_and_areas_and_needs_its_children_gone(cast: Cast) -> None:
    with pytest.raises(Refused, match="荣院村警务室"):
        units.close_unit(cast.station, by=cast.administrator, reason="撤并")
    units.close_unit(cast.police_office, by=cast.administrator, reason="撤并")
    closed = units.close_unit(cast.station, by=cast.administrator, reason="撤并")
    assert not closed.is_active
    assert queries.unit_of_kind_for(cast.village.code, UnitKind.POLICE_STATION) is None
    assert queries.posts_of(cast.people["officer"]) == ()
    units.reopen_unit(closed, by=cast.administrator)
    assert queries.unit_of_kind_for(cast.village.code, UnitKind.POLICE_STATION) == cast.station


@pytest.mark.req("O2")
def test_a_unit_in_use_elsewhere_is_not_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "closing_checks", [lambda unit: "还有未办结的纠纷。"])
    with pytest.raises(Refused, match="未办结"):
        units.close_unit(cast.land_office, by=cast.administrator, reason="撤并")


@pytest.mark.req("O4")
def test_units_are_managed_in_scope_only(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        units.create_unit(new_unit(cast), by=cast.coordinator)
    with pytest.raises(Missing):
        units.create_unit(new_unit(cast, region=Region.objects.get(name="贵定县")), by=cast.administrator)


@pytest.mark.req("O3")
def test_a_new_person_has_a_post_and_no_password(cast: Cast) -> None:
    person = people.create_person(
        people.PersonData(name="欧阳建国", phone="138 0013 8000", languages=["布依语"]),
        people.PostData(cast.station, Role.STATION_OFFICER, "社区民警"),
        by=cast.administrator,
    )
    person = Person.objects.get(pk=person.pk)
    assert person.username == "ouyangjianguo"
    assert (person.phone, person.languages) == ("13800138000", ["布依语"])
    assert not person.has_usable_password()
    (post,) = queries.posts_of(person)
    assert post.is_main
    assert actor_for(post).spans == (cast.township.span,)
    password = people.issue_password(person, by=cast.administrator)
    assert Person.objects.get(pk=person.pk).check_password(password)


@pytest.mark.req("O4")
def test_the_phone_is_sealed_in_the_row(cast: Cast) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM orgs_person WHERE username = 'officer'")
        (stored,) = cursor.fetchone()
    assert cast.people["officer"].phone.encode() not in bytes(stored)
    record = people.amend_person(
        cast.people["officer"], people.PersonData("李建军", "officer", "13900001111"), by=cast.administrator
    )
    detail = OrgRecord.objects.get(subject_id=record.pk).detail
    assert detail["phone"] == ["138****0005", "139****1111"]


@pytest.mark.req("O3")
def test_people_are_found_by_name_sound_and_whole_phone(cast: Cast) -> None:
    def found(text: str) -> list[str]:
        return [person.name for person in queries.search_people(cast.administrator, text)]

    assert found("建军") == found("lijianjun") == found("officer") == ["李建军"]
    assert found(cast.people["officer"].phone) == ["李建军"]
    assert found("13800") == []
    assert found("马兰") == []


@pytest.mark.req("O3")
def test_names_come_in_the_order_of_their_sounds(cast: Cast) -> None:
    names = [person.name for person in queries.search_people(cast.administrator, "")]
    assert names.index("陈光荣") < names.index("李建军") < names.index("周丽")
    assert names.index("李建军") < names.index("龙小梅") < names.index("罗正国")


@pytest.mark.req("O4")
def test_nobody_gives_themselves_a_post(cast: Cast) -> None:
    me = cast.people["administrator"]
    with pytest.raises(Forbidden):
        people.give_post(me, people.PostData(cast.centre, Role.TOWNSHIP_COORDINATOR), by=cast.administrator)
    with pytest.raises(Forbidden):
        people.end_post(cast.posts["administrator"], by=cast.administrator)
    with pytest.raises(Forbidden):
        people.leave(me, by=cast.administrator)


@pytest.mark.req("O4")
def test_no_post_reaches_beyond_what_its_giver_manages(cast: Cast) -> None:
    prefecture = cast.region("黔南布依族苗族自治州")
    with pytest.raises(Missing):
        people.give_post(
            cast.people["officer"],
            people.PostData(cast.station, Role.STATION_OFFICER, area=prefecture.span),
            by=cast.administrator,
        )
    with pytest.raises(Missing):
        people.amend_person(
            cast.people["prefecture_viewer"], people.PersonData("改名"), by=cast.administrator
        )


@pytest.mark.req("O4")
def test_nobody_resets_the_password_of_somebody_with_a_post_higher_up(cast: Cast) -> None:
    viewer = cast.people["prefecture_viewer"]
    Post.objects.create(person=viewer, unit=cast.county_centre, role=Role.COUNTY_VIEWER)
    for act in (people.issue_password, people.leave):
        with pytest.raises(Refused, match="黔南州综治中心"):
            act(viewer, by=cast.administrator)


@pytest.mark.req("O3")
def test_who_leaves_leaves_their_teams(cast: Cast) -> None:
    team = teams.create_team(teams.TeamData("巡逻一队", TeamKind.PATROL, cast.station), by=cast.administrator)
    teams.join(team, cast.people["officer"], by=cast.administrator)
    people.leave(cast.people["officer"], by=cast.administrator)
    assert not TeamMember.objects.current().filter(team=team).exists()


@pytest.mark.req("O3")
def test_a_second_post_an_end_and_a_new_main_post(cast: Cast) -> None:
    officer = cast.people["officer"]
    second = people.give_post(
        officer, people.PostData(cast.police_office, Role.STATION_OFFICER), by=cast.administrator
    )
    with pytest.raises(Refused, match="相同的岗位"):
        people.give_post(
            officer, people.PostData(cast.police_office, Role.STATION_OFFICER), by=cast.administrator
        )
    people.end_post(cast.posts["officer"], by=cast.administrator)
    assert [post.pk for post in queries.posts_of(officer)] == [second.pk]
    assert queries.posts_of(officer)[0].is_main


@pytest.mark.req("O3")
def test_who_leaves_has_no_post_and_can_come_back_without_any(cast: Cast) -> None:
    people.leave(cast.people["officer"], by=cast.administrator)
    officer = Person.objects.get(pk=cast.people["officer"].pk)
    assert not officer.is_active
    assert queries.posts_of(officer) == ()
    people.come_back(officer, by=cast.administrator)
    assert queries.posts_of(Person.objects.get(pk=officer.pk)) == ()


@pytest.mark.req("O3")
@pytest.mark.parametrize(
    ("data", "field"),
    [
        (people.PersonData(""), "name"),
        (people.PersonData("张三", phone="12"), "phone"),
        (people.PersonData("张三", username="officer"), "username"),
        (people.PersonData("张三", username="有 空格"), "username"),
    ],
)
def test_bad_input_names_its_field(cast: Cast, data: people.PersonData, field: str) -> None:
    with pytest.raises(Refused) as caught:
        people.create_person(data, people.PostData(cast.station, Role.STATION_OFFICER), by=cast.administrator)
    assert caught.value.field == field


@pytest.mark.req("O3")
def test_a_team_lent_to_another_area_sees_it_while_it_is_there(cast: Cast) -> None:
    data = teams.TeamData("百人战队一分队", TeamKind.SUPPORT, cast.centre)
    team = teams.create_team(data, by=cast.administrator)
    teams.join(team, cast.people["coordinator"], by=cast.administrator, leads=True)
    today = clock.today()
    loan = teams.lend(
        team,
        cast.sibling_township,
        since=today,
        until=today + timedelta(days=10),
        reason="春节前集中攻坚",
        by=cast.administrator,
    )

    def sees() -> bool:
        post = queries.posts_of(cast.people["coordinator"])[0]
        return actor_for(post).covers(cast.sibling_village.code)

    assert sees()
    later = clock.now() + timedelta(days=11)
    with clock.at(later):
        assert not sees()
    teams.end_loan(loan, by=cast.administrator)
    assert not sees()


@pytest.mark.req("O3")
def test_a_language_team_names_its_languages(cast: Cast) -> None:
    with pytest.raises(Refused, match="语言"):
        teams.create_team(
            teams.TeamData("双语队", TeamKind.LANGUAGE, cast.judicial_office), by=cast.administrator
        )
    team = teams.create_team(
        teams.TeamData("双语队", TeamKind.LANGUAGE, cast.judicial_office, ["布依语", "苗语"]),
        by=cast.administrator,
    )
    assert team.languages == ["布依语", "苗语"]
    member = teams.join(team, cast.people["judicial"], by=cast.administrator)
    with pytest.raises(Refused, match="已在队中"):
        teams.join(team, cast.people["judicial"], by=cast.administrator)
    teams.quit_team(member, by=cast.administrator)
    teams.disband(team, by=cast.administrator)
    assert not team.is_current


@pytest.mark.req("O3")
def test_a_loan_has_an_end_and_a_reason(cast: Cast) -> None:
    team = teams.create_team(teams.TeamData("巡逻一队", TeamKind.PATROL, cast.station), by=cast.administrator)
    today = clock.today()

    def lend(since: date, until: date, reason: str) -> None:
        teams.lend(
            team, cast.sibling_township, since=since, until=until, reason=reason, by=cast.administrator
        )

    for since, until, reason in (
        (today, today, "增援"),
        (today - timedelta(days=1), today + timedelta(days=1), "增援"),
        (today, today + timedelta(days=1), " "),
    ):
        with pytest.raises(Refused):
            lend(since, until, reason)
