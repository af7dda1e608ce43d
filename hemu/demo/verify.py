"""Whether the demonstration adds up: the published figures, the counters, the ledger, the incidents."""

from __future__ import annotations

from datetime import date
from typing import Any

from hemu.command.figures import figures
from hemu.demo import cixian
from hemu.demo.cases import cases
from hemu.demo.incidents.told import CASES
from hemu.disputes import ledger
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.models import Body
from hemu.kernel.places import COUNTY_UNIT
from hemu.orgs.queries import region
from hemu.tally import audit

PUBLISHED: dict[str, Any] = {
    "disputes": sum(cixian.BY_BODY.values()),
    "by_committee": {
        "township": cixian.BY_BODY[Body.TOWNSHIP],
        "village": cixian.BY_BODY[Body.VILLAGE],
        "professional": cixian.BY_BODY[Body.PROFESSIONAL],
    },
    "settled": cixian.SETTLED,
    "petitions_settled": cixian.PETITIONS,
    "hard": cixian.HARD,
    "mass_incidents_prevented": cixian.MASS,
    "turned_criminal": 0,
}
"""磁县's 2018, as its report has it."""


def shown() -> dict[str, Any]:
    """The figures of 磁县's 2018 as the pages show them, those that are published."""
    here = region(cixian.COUNTY * COUNTY_UNIT)
    found = figures(here, date(cixian.YEAR, 1, 1), date(cixian.YEAR, 12, 31), by=None)
    return {name: _part(found[name], wanted) for name, wanted in PUBLISHED.items()}


def _part(value: Any, wanted: Any) -> Any:
    return {name: value[name] for name in wanted} if isinstance(wanted, dict) else value


def faults() -> list[str]:
    """What doesn't add up, in words; empty when all of it does."""
    found = []
    if (ours := shown()) != PUBLISHED:
        found.append(f"磁县 2018 年的数据与公布的不符：{ours}")
    if wrong := audit.drift(LEDGER_IMAGES):
        found.append(f"有 {len(wrong)} 个汇总数与台账不符")
    verified = ledger.verify()
    if verified.faults:
        found.append(f"台账有 {len(verified.faults)} 处错误，例如：{verified.faults[0]}")
    if len(cases()) != len(CASES):
        found.append("案例不全")
    return found
