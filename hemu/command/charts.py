"""What the charts of a figures page draw, as hemu.office.components.charts wants it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hemu.command import figures, links
from hemu.command.asked import MINISTRY, Asked
from hemu.command.figures import Breakdown
from hemu.command.kinds import Group, ministry_groups, own_groups
from hemu.command.periods import ONE_DAY, Period, month_end
from hemu.disputes.models import Colour, Source
from hemu.kernel.places import show_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.tally.measures import Measure

RATED = (Colour.RED, Colour.ORANGE, Colour.BLUE, Colour.NONE)
MOST_DAYS = 45
MOST_WEEKS_IN_DAYS = 190
Chart = dict[str, Any]


def by_child(asked: Asked, colours: Breakdown) -> Chart:
    """Each child's disputes, stacked by colour."""
    shares = [share for share in colours.shares if share.region is not None]
    return {
        "categories": [share.region.name for share in shares if share.region],
        "series": _stacked([share.counts for share in shares]),
        "links": [links.figures(share.region, asked.query()) for share in shares if share.region],
    }


def _stacked(counts: Iterable[Mapping[int, int]]) -> list[Chart]:
    every = list(counts)
    return [
        {
            "name": str(colour.label),
            "colour": colour.name.lower(),
            "values": [one.get(int(colour), 0) for one in every],
        }
        for colour in RATED
    ]


def on_map(region: Region, asked: Asked, measures: Breakdown) -> Chart:
    """Each child's disputes on the map: outlines down to the county, equal tiles below it."""
    items = [
        {
            "code": show_code(share.region.code),
            "name": share.region.name,
            "value": share.counts[Measure.DISPUTES],
            "link": links.figures(share.region, asked.query()),
        }
        for share in measures.shares
        if share.region is not None
    ]
    drawn = region.level < Level.COUNTY and not region.also_county
    geo = f"/geo/{show_code(region.code)}.json" if drawn else ""
    return {"geo": geo, "items": items, "unit": _("件")}


def kinds(region: Region, asked: Asked, *, by: Actor | None) -> Chart:
    """Kinds stacked by colour, the most frequent first: the ministry's eighteen or our own list."""
    counted = figures.kinds_by_colour(region, asked.period, by=by)
    ministry = asked.kinds == MINISTRY
    groups = ministry_groups(counted) if ministry else own_groups(counted)
    summed = [(group, _summed(group, counted)) for group in groups]
    summed.sort(key=lambda pair: (-pair[1].total(), pair[0][0]))
    name = "moj" if ministry else "kind"
    return {
        "categories": [label for (_code, label, _members), _n in summed],
        "series": _stacked([counts for _group, counts in summed]),
        "links": [links.records(region, asked.period, ((name, str(group[0])),)) for group, _n in summed],
    }


def _summed(group: Group, counted: Mapping[int, Counter[int]]) -> Counter[int]:
    return sum((counted[kind] for kind in group[2]), Counter())


def sources(region: Region, asked: Asked, measures: Counter[int]) -> Chart:
    """How the disputes came to be known, the most frequent first."""
    counted = [(source, measures[Measure.for_source(source)]) for source in Source]
    shown = sorted((pair for pair in counted if pair[1]), key=lambda pair: -pair[1])
    return {
        "categories": [str(source.label) for source, _n in shown],
        "series": [{"name": _("件"), "colour": "bamboo", "values": [n for _source, n in shown]}],
        "links": [
            links.records(region, asked.period, (("source", str(int(source))),)) for source, _n in shown
        ],
    }


def trend(region: Region, asked: Asked, *, by: Actor | None) -> Chart:
    """Accepted, and those of them settled since, by day, week or month as the period is long."""
    steps = list(stretches(asked.period))
    accepted = figures.by_day(region, asked.period, Measure.DISPUTES, by=by)
    settled = figures.by_day(region, asked.period, Measure.SETTLED, by=by)
    return {
        "categories": [_step_name(step) for step in steps],
        "series": [
            {"name": _("受理"), "colour": "bamboo", "values": _per_step(accepted, steps)},
            {"name": _("其中已化解"), "colour": "straw", "values": _per_step(settled, steps)},
        ],
        "links": [links.records(region, step) for step in steps],
    }


def stretches(period: Period) -> Iterable[Period]:
    """The period cut into days, weeks from Monday, or months."""
    day = period.since
    while day <= period.until:
        if period.days <= MOST_DAYS:
            last = day
        elif period.days <= MOST_WEEKS_IN_DAYS:
            last = day + timedelta(days=6 - day.weekday())
        else:
            last = month_end(day)
        yield Period(day, min(last, period.until))
        day = last + ONE_DAY


def _step_name(step: Period) -> str:
    if step.days > 7:
        return f"{step.since:%Y-%m}"
    return f"{step.since:%m-%d}"


def _per_step(by_day: Mapping[date, int], steps: list[Period]) -> list[int]:
    summed = [0] * len(steps)
    number = 0
    for day in sorted(by_day):
        while steps[number].until < day:
            number += 1
        summed[number] += by_day[day]
    return summed
