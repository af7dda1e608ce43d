"""What the report of 宕昌县车拉乡 tells: the village's service team goes to the door."""

from __future__ import annotations

from datetime import timedelta

from hemu.demo.offices import SINCE
from hemu.disputes.models import Colour, Source
from hemu.kernel import clock
from hemu.loop.screening.models import ReportStatus, VillagersReport
from hemu.loop.screening.villagers import actions
from hemu.orgs.models import Person, Post, Role, Team, TeamKind, TeamMember
from hemu.portal.tests.browsing import Villager
from tests.journeys.cases.stage import WHY, Stage


def _named(at: Stage) -> None:
    """The village's service team as its township has named it: four, each of another kind."""
    names = (("杨勇", Role.VILLAGE_AUXILIARY, at.officer.unit), ("李长福", Role.VOLUNTEER, at.cadre.unit))
    people = [at.officer.person, at.cadre.person]
    for number, (name, role, unit) in enumerate(names):
        person = Person.objects.create(username=f"team-{number}", name=name)
        Post.objects.create(person=person, unit=unit, role=role, since=SINCE, is_main=True)
        people.append(person)
    team = Team.objects.create(
        kind=TeamKind.SERVICE, name="车拉河村民说事服务队", unit=at.cadre.unit, since=SINCE
    )
    for person in people:
        TeamMember.objects.create(team=team, person=person, since=SINCE)


def service_team(at: Stage) -> None:
    """A villager tells it by the poster's page; four of the team are named and answer within their time."""
    _named(at)
    word = actions.village_code(at.place.village.code, by=at.by(at.cadre)).code
    began = clock.now()
    with clock.at(began):
        villager = Villager(word).to_the_end(
            "和邻居为责任田的界、院墙的界和浇地的先后起了口舌。", reporter="张二娃"
        )
    with clock.at(began + timedelta(seconds=30)):
        villager.send()
    report = VillagersReport.objects.unscoped(reason=WHY).get()
    assert villager.code
    with clock.at(began + timedelta(hours=1)):
        _answered(at, report)


def _answered(at: Stage, report: VillagersReport) -> None:
    page = at.open(at.officer, f"/villagers/{report.county}/{report.id}/")
    dispute = at.dispute(page, 202, "张二娃", "李成林", **{"fact-settleable_on_spot": "yes"})
    dispute = at.settled_on_the_spot(at.rated(dispute))
    assert (dispute.source, dispute.colour) == (Source.VILLAGER, Colour.BLUE)
    page = at.open(at.cadre, page.url)
    page.send({"answer-answer": "服务队已上门，双方当场签了协议。"})
    report = VillagersReport.objects.unscoped(reason=WHY).get()
    team = (report.officer, report.auxiliary, report.cadre, report.representative)
    assert team == (at.officer.person.name, "杨勇", at.cadre.person.name, "李长福")
    assert report.status == ReportStatus.ANSWERED
    assert report.answered_at is not None
    assert report.answered_at < report.due_at
