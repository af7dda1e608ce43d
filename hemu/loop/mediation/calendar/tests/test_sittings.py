"""Appointments: made, moved, called off; no clash; held by the record; told the day before."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hemu.disputes.models import Dispute, Involvement, InvolvementRole
from hemu.disputes.tests.factories import COURT, mediating, received, session, sides
from hemu.kernel import clock
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.calendar import actions, months, queries, reminders, rooms
from hemu.loop.mediation.calendar.actions import NewSitting
from hemu.loop.mediation.calendar.models import Sitting, SittingMediator, Standing
from hemu.loop.mediation.models import Mode, Result
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M3")]
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def at_nine():
    """Nine in the morning, so that tomorrow is whole."""
    with clock.at(clock.midnight(date(2026, 11, 30)) + 9 * HOUR):
        yield


def tomorrow(hour: int = 9):
    return clock.midnight(clock.today() + timedelta(days=1)) + hour * HOUR


def planned(cast: Cast, dispute: Dispute, hour: int = 9, **over) -> Sitting:
    parts = {
        "starts_at": tomorrow(hour),
        "ends_at": tomorrow(hour) + HOUR,
        "place": "荣院村村委会",
        "mode": Mode.VILLAGE,
        "mediators": [cast.posts["mediator"]],
    }
    return actions.schedule(dispute, NewSitting(**{**parts, **over}), by=cast.mediator)


def again(row: Sitting) -> Sitting:
    """The row as the database has it."""
    return Sitting.objects.unscoped(reason="test").get(pk=row.pk)


def test_an_appointment_stands_in_the_calendar_of_those_who_see_the_dispute(cast: Cast) -> None:
    row = planned(cast, mediating(cast))
    day = clock.midnight(clock.today())
    for by in (cast.mediator, cast.officer, cast.county_viewer):
        (found,) = queries.between(by, day, day + timedelta(days=7))
        assert (found.sitting.pk, found.mediators) == (row.pk, ("王德明",))
    assert queries.between(cast.mediator, day, day + timedelta(days=7), mine=True)[0].is_mine
    assert queries.between(cast.officer, day, day + timedelta(days=7), mine=True) == []
    assert queries.between(cast.stranger, day, day + timedelta(days=7)) == []
    assert queries.between(cast.court, day, day + timedelta(days=7)) == []


def test_what_is_wrong_is_told_by_field(cast: Cast) -> None:
    dispute = mediating(cast)
    for over, field in (
        ({"starts_at": clock.now() - HOUR}, "starts_at"),
        ({"ends_at": tomorrow(8)}, "ends_at"),
        ({"ends_at": tomorrow(9) + timedelta(days=1)}, "ends_at"),
        ({"place": " "}, "place"),
        ({"mediators": []}, "mediators"),
        ({"mode": Mode.JOINT}, "units"),
    ):
        with pytest.raises(Refused) as refused:
            planned(cast, dispute, **over)
        assert refused.value.field == field
    with pytest.raises((Forbidden, Missing)):
        actions.schedule(
            dispute,
            NewSitting(tomorrow(), tomorrow(10), "村", Mode.VILLAGE, [cast.posts["mediator"]]),
            by=cast.grid_member,
        )


def test_nobody_mediates_in_two_places_at_once(cast: Cast) -> None:
    first, second = mediating(cast), mediating(cast)
    planned(cast, first, 9)
    with pytest.raises(Refused) as refused:
        planned(cast, second, 9, starts_at=tomorrow(9) + HOUR / 2, ends_at=tomorrow(11))
    assert (refused.value.field, refused.value.code) == ("starts_at", "clash")
    assert str(refused.value).startswith("王德明在 12-01 09:00–10:00 另有一场调处")
    assert first.ref not in str(refused.value)
    planned(cast, second, 10)
    planned(cast, second, 9, mediators=[cast.posts["cadre"]])


def test_a_room_holds_one_session_at_a_time(cast: Cast) -> None:
    room = rooms.add("第一调解室", by=cast.mediator)
    planned(cast, mediating(cast), room=room)
    with pytest.raises(Refused) as refused:
        planned(cast, mediating(cast), room=room, mediators=[cast.posts["cadre"]])
    assert refused.value.field == "room"
    with pytest.raises(Refused):
        rooms.add("第一调解室", by=cast.mediator)
    assert not rooms.close(room.pk, by=cast.mediator).is_active
    with pytest.raises(Missing):
        rooms.close(room.pk, by=cast.officer)


def test_moved_it_frees_the_old_time_and_counts_its_moves(cast: Cast) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute)
    moved = actions.move(dispute, row.pk, tomorrow(14), tomorrow(15), place="镇综治中心", by=cast.mediator)
    assert (moved.sequence, moved.place) == (1, "镇综治中心")
    planned(cast, mediating(cast), 9)
    with pytest.raises(Refused):
        actions.move(dispute, row.pk, tomorrow(9), tomorrow(10), by=cast.mediator)


def test_called_off_it_needs_a_reason_and_frees_the_time(cast: Cast) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute)
    with pytest.raises(Refused):
        actions.call_off(dispute, row.pk, " ", by=cast.mediator)
    assert actions.call_off(dispute, row.pk, "一方生病", by=cast.mediator).standing == Standing.CALLED_OFF
    planned(cast, mediating(cast))
    with pytest.raises(Missing):
        actions.call_off(dispute, row.pk, "再取消", by=cast.mediator)


def test_the_record_of_the_day_ends_the_appointment_and_enters_the_next(cast: Cast) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute)
    with clock.at(tomorrow(12)):
        following = tomorrow(9)
        new = session(dispute, Result.NOT_YET, started_at=clock.now() - HOUR, next_at=following)
        mediation.record_session(dispute, new, by=cast.mediator)
        row = again(row)
        assert row.standing == Standing.HELD
        assert row.session_id is not None
        later = Sitting.objects.of(dispute).get(standing=Standing.PLANNED)
        assert later.starts_at == following
        assert SittingMediator.objects.of(dispute).get(sitting_id=later.pk).name == "王德明"


def test_nothing_stays_planned_when_the_mediation_ends(cast: Cast) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute)
    mediation.decline(dispute, sides(dispute)[0], "不想调了", by=cast.mediator, other_ways=[COURT])
    row = again(row)
    assert (row.standing, row.why) == (Standing.CALLED_OFF, "调解已结束。")
    assert not SittingMediator.objects.of(dispute).filter(is_open=True).exists()


def test_several_bodies_sit_together_and_one_presides(cast: Cast) -> None:
    dispute = mediating(cast)
    units = [cast.committee, cast.land_office, cast.judicial_office]
    with pytest.raises(Refused) as refused:
        planned(cast, dispute, mode=Mode.JOINT, units=units, presiding=cast.station)
    assert refused.value.field == "presiding"
    row = planned(cast, dispute, mode=Mode.JOINT, units=units, presiding=cast.judicial_office)
    assert row.presiding == "瓮安县司法局珠藏司法所"
    joint = Involvement.objects.of(dispute).filter(role=InvolvementRole.JOINT, until=None)
    assert cast.land_office.pk in set(joint.values_list("unit_id", flat=True))
    deliver_once()
    assert Notice.objects.of_post(cast.posts["land"].pk).filter(reason=Reason.TOLD).exists()
    day = clock.midnight(clock.today())
    assert [one.sitting.pk for one in queries.between(cast.land, day, day + timedelta(days=7))] == [row.pk]


def test_the_day_before_mediators_and_units_are_reminded_once(cast: Cast) -> None:
    dispute = mediating(cast)
    row = planned(cast, dispute, 8, mediators=[cast.posts["cadre"]])
    planned(cast, mediating(cast), 18)
    assert reminders.remind() == 1
    assert reminders.remind() == 0
    deliver_once()
    for name in ("cadre", "mediator"):
        (told,) = Notice.objects.of_post(cast.posts[name].pk).filter(reason=Reason.SITTING)
        assert (told.ref, told.due_at) == (dispute.ref, row.starts_at)
    assert not Notice.objects.of_post(cast.posts["land"].pk).filter(reason=Reason.SITTING).exists()
    actions.move(dispute, row.pk, tomorrow(7), tomorrow(8), by=cast.mediator)
    assert reminders.remind() == 1


def test_it_can_be_appointed_before_it_is_accepted(cast: Cast) -> None:
    assert planned(cast, received(cast)).standing == Standing.PLANNED


@pytest.mark.parametrize(
    ("view", "first", "until"),
    [
        ("month", date(2026, 10, 26), date(2026, 12, 7)),
        ("week", date(2026, 11, 16), date(2026, 11, 23)),
        ("day", date(2026, 11, 18), date(2026, 11, 19)),
        ("list", date(2026, 11, 18), date(2026, 12, 18)),
    ],
)
def test_a_page_holds_whole_weeks_days_or_a_month(view: str, first: date, until: date) -> None:
    sheet = months.sheet(view, date(2026, 11, 18))
    assert (sheet.first, sheet.until) == (first, until)
    assert sheet.before < sheet.at < sheet.after
    assert all(len(week) == 7 for week in months.sheet("month", sheet.at).weeks([]))
