"""Which visits reached which targets of a campaign.

Read anew each time, from the visits as they are: a visit that is returned or found false stops counting at
once, and one that waits for its review is told apart from one that is archived. The visits of the period are
read once; targets meet them by number, by name within the place, by position, or, where a whole village is
the target, by lying in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from typing import Any

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.places import Span
from hemu.loop.screening.campaigns.models import WHOLE_AREA, Campaign
from hemu.loop.screening.doubts.falsity import NOT_FALSE

NEAR_METRES = 150
"""So near a target's position a visit is to it. Phones are off by tens of metres, farmyards are as wide."""
_CELL = 0.0025
"""Degrees of the grid that positions are looked up by: more than NEAR_METRES up to 53° N."""


class How(IntEnum):
    """How it is known that a visit reached a target, the surest first."""

    NAMED = 1
    SAME_NAME = 2
    NEAR = 3
    INSIDE = 4


HOW: dict[How, str | Promise] = {
    How.NAMED: _("走访时选定"),
    How.SAME_NAME: _("同一地点、同一名称"),
    How.NEAR: _("定位相近"),
    How.INSIDE: _("到过该村组"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """The visit that reached a target, an archived one before one that waits for its review.

    `metres` from its position, where that is how it is known.
    """

    target_id: int
    visit_id: int
    county: int
    at: datetime
    how: How
    metres: int | None
    archived: bool


_PERIOD = f"""
    SELECT v.id, v.county, v.region, v.started_at, v.latitude, v.longitude, v.status = 3 AS archived,
           regexp_replace(v.object_name, '\\s', '', 'g') AS called
    FROM screening_visit v
    WHERE v.county >= %(county_lo)s AND v.county < %(county_hi)s
      AND v.region >= %(lo)s AND v.region < %(hi)s
      AND v.started_at >= %(since)s AND v.started_at < %(until)s AND v.status <> 2
      AND {NOT_FALSE}"""  # noqa: S608  # no value of anybody's is in it
_METRES = """
    2 * 6371000 * asin(sqrt(
      sin(radians(v.latitude - t.latitude) / 2) ^ 2
      + cos(radians(t.latitude)) * cos(radians(v.latitude))
        * sin(radians(v.longitude - t.longitude) / 2) ^ 2))"""
_REACHED = f"""
    WITH v AS MATERIALIZED ({_PERIOD}),
    t AS MATERIALIZED (
      SELECT id, county, region, hi, kind, latitude, longitude,
             regexp_replace(name, '\\s', '', 'g') AS called
      FROM campaigns_target
      WHERE campaign_id = %(campaign)s AND removed_at IS NULL AND region >= %(lo)s AND region < %(hi)s
    ),
    found AS (
      SELECT t.id AS target, v.id AS visit, v.county, v.started_at, v.archived, 1 AS how,
             NULL::float AS metres
      FROM campaigns_naming n JOIN t ON t.id = n.target_id
      JOIN v ON v.id = n.visit_id AND v.county = n.county
      WHERE n.campaign_id = %(campaign)s
      UNION ALL
      SELECT t.id, v.id, v.county, v.started_at, v.archived, 2, NULL
      FROM t JOIN v
        ON v.county = t.county AND v.called = t.called AND v.region >= t.region AND v.region < t.hi
      UNION ALL
      SELECT t.id, v.id, v.county, v.started_at, v.archived, 3, {_METRES}
      FROM t CROSS JOIN generate_series(-1, 1) AS dy CROSS JOIN generate_series(-1, 1) AS dx
      JOIN v ON v.county = t.county
        AND floor(v.latitude / %(cell)s) = floor(t.latitude / %(cell)s) + dy
        AND floor(v.longitude / %(cell)s) = floor(t.longitude / %(cell)s) + dx
      WHERE {_METRES} <= %(near)s
      UNION ALL
      SELECT t.id, v.id, v.county, v.started_at, v.archived, 4, NULL
      FROM t JOIN v ON v.county = t.county AND v.region >= t.region AND v.region < t.hi
      WHERE t.kind = ANY(%(whole)s)
    )
    SELECT DISTINCT ON (target) target, visit, county, started_at, how, metres, archived
    FROM found ORDER BY target, archived DESC, how, started_at, visit"""  # noqa: S608  # no value of anybody's is in it; a formula reads best unbroken


def moments(since: date, until: date) -> tuple[datetime, datetime]:
    """From the beginning of the first day to the end of the last."""
    return clock.midnight(since), clock.midnight(until + timedelta(days=1))


def reached(campaign: Campaign, spans: Sequence[Span] | None = None) -> dict[int, Reached]:
    """By target, the visit that reached it. `spans`: only targets and visits there."""
    begin, end = moments(campaign.since, campaign.until)
    found: dict[int, Reached] = {}
    for span in [campaign.span] if spans is None else spans:
        lo, hi = max(span.lo, campaign.region), min(span.hi, campaign.hi)
        if lo >= hi:
            continue
        values: dict[str, Any] = {
            "lo": lo, "hi": hi, "county_lo": Span(lo, hi).counties.lo, "county_hi": Span(lo, hi).counties.hi,
            "since": begin, "until": end, "campaign": campaign.id,
            "cell": _CELL, "near": NEAR_METRES, "whole": [int(kind) for kind in WHOLE_AREA],
        }  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute(_REACHED, values)
            for target, visit, county, at, how, metres, archived in cursor.fetchall():
                far = None if metres is None else round(metres)
                found[target] = Reached(target, visit, county, at, How(how), far, archived)
    return found
