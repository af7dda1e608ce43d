"""What there is to be visited in 瓮安县, and three campaigns: one half done, one over, one ahead."""

from __future__ import annotations

from datetime import date, timedelta

from hemu.demo.wengan import terrain
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import GRIDS
from hemu.demo.wengan.rounds import SELDOM, whom
from hemu.kernel import clock
from hemu.loop.screening.campaigns import occasions
from hemu.loop.screening.campaigns.actions import (
    NewCampaign,
    NewTarget,
    add_targets,
    order_campaign,
    remove_target,
)
from hemu.loop.screening.campaigns.models import Campaign, CampaignKind, Target, TargetKind
from hemu.loop.screening.coverage.actions import NewCount, NewPlace, list_places, set_counts
from hemu.loop.screening.coverage.models import KINDS
from hemu.loop.screening.models import ObjectKind

_ENTRIES = (
    "must_enter:01",
    "must_enter:02",
    "must_enter:03",
    "must_enter:04",
    "must_enter:07",
    "must_enter:11",
)
_ENTRY = {
    ObjectKind.BUILDING_SITE: "must_enter:01",
    ObjectKind.EMPLOYER: "must_enter:03",
    ObjectKind.RENTED_HOME: "must_enter:07",
}


class Covering:
    """The register of the county, then the campaigns that stand on it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 11)

    def write(self) -> None:
        """All of it."""
        with self.desk.ago(58):
            self._counts()
            self._places()
        self._over()
        self._running()
        self._ahead()

    def _counts(self) -> None:
        """Every grid of the county: households, employers, rented homes."""
        chance = self.desk.chance
        counted = []
        for here in self.desk.places:
            for which in range(1, GRIDS + 1):
                region, homes = here.village.code + which, chance.randrange(38, 120)
                numbers = (homes, chance.randrange(1, 7), chance.randrange(2, 12))
                counted += [
                    NewCount(region, kind, number, people=number * 4 if kind == ObjectKind.HOUSEHOLD else 0)
                    for kind, number in zip(KINDS, numbers, strict=True)
                ]
        set_counts(counted, by=self.desk.county_centre)

    def _places(self) -> None:
        """In 珠藏镇, every door that is known by name."""
        listed = [
            NewPlace(here.village.code + stop.which, stop.kind, stop.name, f"{place + 1}号")
            for number, here in enumerate(self.desk.near)
            for which in range(1, GRIDS + 1)
            for place, stop in enumerate(whom(self.desk, number, which))
            if stop.kind in KINDS
        ]
        list_places(listed, by=self.desk.town.coordinator)

    def _running(self) -> None:
        """Half done, with gaps in the villages where hardly anybody walks."""
        by = self.desk.town.coordinator
        today = clock.local(self.desk.now).date()
        new = NewCampaign(
            self.desk.town.township.code,
            CampaignKind.CAMPAIGN,
            "冬季矛盾纠纷大排查大化解专项行动",
            today - timedelta(days=26),
            today + timedelta(days=18),
            entries=_ENTRIES,
            note="逐村逐户排查，工地、矿山、出租房必到；发现纠纷当日登记，当场能解决的当场解决。",
        )
        with self.desk.ago(27):
            campaign = order_campaign(new, by=by)
            targets = self._targets()
            add_targets(campaign, targets, by=by)
        with self.desk.ago(6):
            rows = Target.objects.in_area(by).filter(campaign_id=campaign.id, kind=TargetKind.BUILDING_SITE)
            closed = rows.order_by("-region").first()
            if closed is not None:
                remove_target(closed, "工地已完工，人员撤离。", by=by)

    def _targets(self) -> list[NewTarget]:
        found: list[NewTarget] = []
        for number, here in enumerate(self.desk.near):
            found.append(
                NewTarget(
                    TargetKind.VILLAGE, here.village.name, here.village.code, grounds="近一年登记纠纷较多"
                )
            )
            for which in (1, 2):
                stops = [stop for stop in whom(self.desk, number, which) if stop.kind in _ENTRY]
                found += [
                    NewTarget(
                        TargetKind.BUILDING_SITE
                        if stop.kind == ObjectKind.BUILDING_SITE
                        else TargetKind.PLACE,
                        stop.name,
                        here.village.code + which,
                        entry=_ENTRY[stop.kind],
                    )
                    for stop in stops
                ]
        latitude, longitude = terrain.grid(1, 1)
        quarry = NewTarget(
            TargetKind.MINE, "大坪砂石料场", self.desk.near[1 % len(self.desk.near)].village.code + 1,
            entry="must_enter:02", latitude=latitude, longitude=longitude, grounds="曾因粉尘、爆破发生纠纷",
        )  # fmt: skip
        return [*found, quarry]

    def _over(self) -> None:
        """Over since a month: every village of the township was reached but those of few steps."""
        by = self.desk.county_centre
        today = clock.local(self.desk.now).date()
        since, until = today - timedelta(days=56), today - timedelta(days=28)
        new = NewCampaign(
            self.desk.town.township.code,
            CampaignKind.CAMPAIGN,
            "秋收时节山林土地纠纷排查",
            since,
            until,
            note="两证四至不清的地块，逐块到场看；边界争议登记后请自然资源所、林业站一起看。",
        )
        with self.desk.ago(57):
            campaign = order_campaign(new, by=by)
            villages = [here.village for n, here in enumerate(self.desk.near) if n not in SELDOM]
            targets = [NewTarget(TargetKind.VILLAGE, village.name, village.code) for village in villages]
            add_targets(campaign, targets, by=by)

    def _ahead(self) -> None:
        """The next key date of the calendar, over the whole county."""
        by, today = self.desk.county_centre, clock.local(self.desk.now).date()
        ahead = _next(today)
        new = NewCampaign(
            self.desk.town.staff.county.code,
            CampaignKind.KEY_DATE,
            f"{ahead.since.year}年{ahead.label}期间矛盾纠纷排查",
            ahead.since - timedelta(days=10),
            ahead.until,
            entries=("must_enter:01", "must_enter:06", "must_enter:07", "must_enter:10"),
            note="返乡人员集中，重点看欠薪、赡养、宅基地和酒后争执。",
            occasion=ahead.code,
        )
        with self.desk.ago(2):
            campaign = order_campaign(new, by=by)
            self._county_targets(campaign)

    def _county_targets(self, campaign: Campaign) -> None:
        towns = {here.township.code: here.township for here in self.desk.places}
        targets = [
            NewTarget(TargetKind.PLACE, f"{town.name}{name}", town.code, entry=entry)
            for town in towns.values()
            for name, entry in (("客运站", "must_enter:10"), ("农贸市场", "must_enter:06"))
        ]
        add_targets(campaign, targets, by=self.desk.county_centre)


def _next(today: date) -> occasions.Occasion:
    """The first occasion that begins later than a week from now."""
    years = [*occasions.of_year(today.year), *occasions.of_year(today.year + 1)]
    return next(one for one in years if one.since > today + timedelta(days=7))
