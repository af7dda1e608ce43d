"""The kinds of record that screening hands to retention."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Source
from hemu.loop.screening.ending import cases, visits
from hemu.loop.screening.ending.held import by_a_dispute
from hemu.loop.screening.models import Hazard, Incident, Petition, VillagersReport, Visit
from hemu.privacy.kept import Kind, register_kind

_YEAR = 365


def _nothing(_rows: Sequence[Any]) -> None:
    """All of it is in the row."""


def register() -> None:
    """Tell retention of each. The days are for where the rulebook says nothing."""
    position: dict[str, Any] = {"latitude": None, "longitude": None, "accuracy": None, "photos": []}
    register_kind(Kind("retention_visit", _("走访记录和照片"), Visit, 3 * _YEAR,
        visits.over, visits.held, visits.empties, position))  # fmt: skip
    register_kind(Kind("retention_visit", _("风险隐患"), Hazard, 3 * _YEAR,
        visits.removed_before, partial(by_a_dispute, source=Source.VISIT), _nothing, {}))  # fmt: skip
    register_kind(Kind("retention_report", _("村民说事和照片、录音"), VillagersReport, 3 * _YEAR,
        cases.told_before, cases.reports_held, cases.empties_reports, {}))  # fmt: skip
    register_kind(Kind("retention_incident", _("警情"), Incident, 10 * _YEAR,
        cases.settled_before, cases.incidents_held, cases.empties_incidents, {}))  # fmt: skip
    register_kind(Kind("retention_petition", _("信访件"), Petition, 10 * _YEAR,
        cases.answered_before, cases.petitions_held, cases.empties_petitions, {}))  # fmt: skip
