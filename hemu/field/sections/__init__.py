"""What the day's list holds, a module for each kind of work. The order here is the order on the phone."""

from __future__ import annotations

from hemu.field.lists import Section
from hemu.field.sections import campaigns, followups, given, reports, small, visits

ALL: tuple[Section, ...] = (
    visits.RETURNED,
    given.GIVEN,
    followups.FOLLOW_UPS,
    reports.REPORTS,
    campaigns.CAMPAIGNS,
    visits.AGAIN,
    small.HAZARDS,
    small.SERVICES,
)
