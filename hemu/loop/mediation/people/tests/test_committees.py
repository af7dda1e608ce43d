"""Committees: three to nine, a chair, women, three years; and what the court is told."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.mediation.people import actions, guard, queries, rules
from hemu.loop.mediation.people.actions import CommitteeFacts
from hemu.loop.mediation.people.models import Committee, CourtReport, Duty, Member
from hemu.loop.mediation.people.tests.people import professional, somebody
from hemu.orgs.models import OrgRecord
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8")]
WENGAN = 522725
FULL: dict[str, Any] = {"setup": "1", "term_from": date(2026, 1, 1), "women": 1}


def registered(cast: Cast, members: int = 3, **over) -> Committee:
    """The village's committee in the register, with so many members, the first its chair."""
    row = actions.register_committee(cast.committee, CommitteeFacts(**{**FULL, **over}), by=cast.judicial)
    for number in range(members):
        duty = Duty.CHAIR if number == 0 else Duty.MEMBER
        actions.add_member(cast.committee, f"委员{number}", duty, by=cast.judicial)
    return row


def faults(cast: Cast) -> list[str]:
    return [one.text for one in queries.rows_of([cast.committee])[0].faults]


def articles(cast: Cast) -> set[str]:
    return {one.article for one in queries.rows_of([cast.committee])[0].faults}


@pytest.mark.law("人民调解法8", "人民调解法9")
def test_a_committee_as_the_law_asks_has_nothing_to_put_right(cast: Cast) -> None:
    with clock.at(clock.midnight(date(2026, 6, 1))):
        row = registered(cast)
        assert row.term_until == date(2029, 1, 1)
        assert faults(cast) == []


@pytest.mark.law("人民调解法8")
def test_too_few_no_chair_and_no_woman_are_told_in_words(cast: Cast) -> None:
    registered(cast, members=0, women=0)
    actions.add_member(cast.committee, "独人", Duty.MEMBER, by=cast.judicial)
    told = faults(cast)
    assert "委员应当是 3 至 9 人，现有 1 人。" in told
    assert "应当设主任一人。" in told
    assert "应当有妇女成员。" in told
    assert articles(cast) == {"人民调解法8"}


@pytest.mark.law("人民调解法8")
def test_nine_members_are_the_most_and_there_is_one_chair(cast: Cast) -> None:
    registered(cast, members=9)
    with pytest.raises(Refused) as refused:
        actions.add_member(cast.committee, "第十人", Duty.MEMBER, by=cast.judicial)
    assert refused.value.code == "too_many"
    actions.add_member(cast.committee, "聘任的", Duty.APPOINTED, by=cast.judicial)
    member = Member.objects.filter(committee_id=cast.committee.pk, duty=Duty.MEMBER)[0]
    actions.end_member(cast.committee, member.pk, "换届", by=cast.judicial)
    with pytest.raises(Refused) as refused:
        actions.add_member(cast.committee, "又一主任", Duty.CHAIR, by=cast.judicial)
    assert refused.value.code == "taken"


@pytest.mark.law("人民调解法8")
def test_a_multi_ethnic_place_states_yes_or_no_and_nothing_of_anybody(cast: Cast) -> None:
    registered(cast, mixed=True)
    assert "多民族居住的地区，应当有人数较少民族的成员。" in faults(cast)
    actions.register_committee(
        cast.committee, CommitteeFacts(**FULL, mixed=True, mixed_member=True), by=cast.judicial
    )
    assert faults(cast) == []
    names = {field.name for field in Member._meta.get_fields()}
    assert not {name for name in names if "ethnic" in name or "sex" in name}


@pytest.mark.law("人民调解法9")
@pytest.mark.parametrize(
    ("left", "ahead", "told"),
    [(90, None, ""), (30, True, "请准备推选"), (0, False, "请推选下一届"), (-5, False, "请推选下一届")],
)
def test_the_end_of_a_term_is_told_before_and_after(cast: Cast, left: int, ahead: bool, told: str) -> None:
    registered(cast)
    end = Committee.objects.get(pk=cast.committee.pk).term_until
    assert end is not None
    with clock.at(clock.midnight(end - timedelta(days=left))):
        found = queries.rows_of([cast.committee])[0].faults
    if ahead is None:
        assert found == []
    else:
        assert [(one.ahead, one.article) for one in found] == [(ahead, "人民调解法9")]
        assert told in found[0].text


@pytest.mark.law("人民调解法9")
def test_a_term_is_three_years(cast: Cast) -> None:
    assert rules.full_term(date(2024, 2, 29)) == date(2027, 2, 28)
    registered(cast, term_until=date(2030, 1, 2))
    assert "每届任期三年，本届超过了三年。" in faults(cast)


@pytest.mark.law("人民调解法13")
def test_members_stand_in_the_roster_with_their_time(cast: Cast) -> None:
    registered(cast, members=0)
    post = somebody("罗委员", cast.committee)
    row = actions.add_member(cast.committee, "", Duty.APPOINTED, post=post, by=cast.judicial)
    assert row.name == "罗委员"
    with pytest.raises(Refused):
        actions.add_member(cast.committee, "", Duty.MEMBER, post=post, by=cast.judicial)
    done = actions.end_member(cast.committee, row.pk, "外出务工", by=cast.judicial)
    assert (done.until, done.ended_why) == (clock.today(), "外出务工")
    with pytest.raises(Missing):
        actions.end_member(cast.committee, row.pk, "再来", by=cast.judicial)


@pytest.mark.req("M7")
@pytest.mark.law("人民调解法34")
def test_professional_committees_say_what_they_know(cast: Cast) -> None:
    unit = professional(cast)
    facts = CommitteeFacts(setup="6", women=1, term_from=date(2026, 1, 1))
    with pytest.raises(Refused) as refused:
        actions.register_committee(unit, facts, by=cast.county_coordinator)
    assert refused.value.field == "trade"
    row = actions.register_committee(unit, CommitteeFacts(setup="6", trade="01"), by=cast.county_coordinator)
    assert row.trade == "01"
    found = queries.committees(cast.officer, trade="01")
    assert [one.pk for one in found] == [unit.pk]


def test_who_keeps_the_register(cast: Cast) -> None:
    facts = CommitteeFacts(**FULL)
    for by in (cast.mediator, cast.officer, cast.county_viewer):
        with pytest.raises(Forbidden):
            actions.register_committee(cast.committee, facts, by=by)
    with pytest.raises(Missing):
        guard.seen_committee(cast.committee.pk, cast.stranger)
    assert guard.seen_committee(cast.committee.pk, cast.mediator) == cast.committee


def test_what_changed_in_the_register_is_on_record(cast: Cast) -> None:
    registered(cast, members=0)
    actions.register_committee(cast.committee, CommitteeFacts(**{**FULL, "women": 2}), by=cast.judicial)
    last = OrgRecord.objects.filter(subject_id=cast.committee.pk).order_by("-id")[0]
    assert last.detail == {"女性委员人数": ["1", "2"]}
    assert last.by_name == "蒋文"


@pytest.mark.law("人民调解法10")
def test_the_court_is_told_of_everything_once_and_then_of_what_changed(cast: Cast) -> None:
    registered(cast)
    first = actions.report_to_court(WENGAN, "瓮安县人民法院", by=cast.county_coordinator)
    names = {name for name, _text in first.changes}
    assert names == {"荣院村人民调解委员会", "珠藏镇人民调解委员会", "瓮安县医疗纠纷人民调解委员会"}
    with pytest.raises(Refused) as refused:
        actions.report_to_court(WENGAN, "瓮安县人民法院", by=cast.county_coordinator)
    assert refused.value.code == "unchanged"
    leaver = Member.objects.get(committee_id=cast.committee.pk, name="委员2")
    actions.end_member(cast.committee, leaver.pk, "换届", by=cast.judicial)
    actions.add_member(cast.committee, "新委员", Duty.MEMBER, by=cast.judicial)
    second = actions.report_to_court(WENGAN, "瓮安县人民法院", by=cast.county_coordinator)
    assert second.changes == [
        ["荣院村人民调解委员会", "新任：新委员（委员）"],
        ["荣院村人民调解委员会", "离任：委员2（委员）"],
    ]
    assert [row.number for row in CourtReport.objects.all()] == [2, 1]


@pytest.mark.law("人民调解法10")
def test_only_the_county_tells_the_court(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.report_to_court(WENGAN, "瓮安县人民法院", by=cast.judicial)
    with pytest.raises(Forbidden):
        actions.report_to_court(WENGAN, "瓮安县人民法院", by=cast.county_viewer)
