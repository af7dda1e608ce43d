"""What the report of 宕昌县车拉乡 tells: the village's service team goes to the door."""

from __future__ import annotations

from hemu.demo.incidents.doing import Settlement, Story, opened, rated_and_kept, settled_on_the_spot, two
from hemu.demo.incidents.places import Place, days_ago
from hemu.disputes.models import Source
from hemu.kernel import clock
from hemu.loop.screening.actions import answer_report, take_report
from hemu.orgs.models import Role, UnitKind


def service_team(here: Place, dispute_id: int) -> None:
    """Field and homestead borders, watering: told by a villager, answered at the door the same day."""
    with clock.at(days_ago(11, 9)):
        cadre = here.staff.of(here.staff.first(here.village, UnitKind.VILLAGE_COMMITTEE), Role.VILLAGE_CADRE)
        report = take_report(
            region=here.grid, text="和邻居为责任田的界、院墙的界和浇地的先后起了口舌，想请村里来说一说。",
            reporter="张二娃",
            team={"officer": here.officer.name, "auxiliary": "驻村辅警杨勇", "cadre": cadre.person.name,
                  "representative": "村民代表李长福"},
            by=here.officer,
        )  # fmt: skip
    with clock.at(days_ago(11, 15)):
        story = Story(
            "张某与李某田界墙界纠纷", 202, two("张二娃", "李成林"), facts={"settleable_on_spot": True}
        )
        dispute = rated_and_kept(here, opened(here, report, Source.VILLAGER, dispute_id, story))
        settled = Settlement(
            request="请求说清田界、墙界和浇水次序。",
            record="服务队四人上门，量了界、排了浇水次序，双方认可。",
            issues="田界、墙界和浇水先后。",
            content="田界按老石头为准，院墙不动，浇水按门牌单双日轮流。",
            place="张家院子",
        )
        settled_on_the_spot(here, dispute, settled)
        answer_report(report, "服务队已上门，双方当场签了协议。", by=here.officer)
