"""Reading calls back within an actor's scope, and their figures by area."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from hemu.disputes import ringing
from hemu.disputes.models import Dispute, Party
from hemu.disputes.reading import about_to_show
from hemu.disputes.ringing import Matter
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, CallTry, NumberOpening, Said, State
from hemu.loop.followup.numbers import most
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.privacy.masks import mask_name


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is narrowed to; empty parts don't narrow. Days are those on which calls were dealt out."""

    state: int | None = None
    matter: int | None = None
    own: bool = False
    bad: bool = False
    region: Span | None = None
    since: date | None = None
    until: date | None = None
    sought: str = ""


def callbacks(by: Actor, chosen: Filter) -> Any:
    """The calls that the actor sees: what is to be rung first, soonest first."""
    by.require(Permission.VIEW)
    rows = Callback.objects.visible_to(by).filter(_condition(chosen))
    if chosen.own:
        rows = rows.filter(unit_id=by.unit_id)
    return rows.order_by("state", "next_at", "-dealt_at", "id")


def _condition(chosen: Filter) -> Q:
    exact = {"state": chosen.state, "matter": chosen.matter}
    found = Q(**{name: value for name, value in exact.items() if value is not None})
    if chosen.bad:
        found &= bad()
    if chosen.sought:
        units = Q(about_unit_name__contains=chosen.sought) | Q(unit_name__contains=chosen.sought)
        found &= units | Q(number__startswith=chosen.sought.upper())
    if chosen.region is not None:
        found &= Q(region__gte=chosen.region.lo, region__lt=chosen.region.hi)
    if chosen.since is not None:
        found &= Q(dealt_at__gte=clock.midnight(chosen.since))
    if chosen.until is not None:
        found &= Q(dealt_at__lt=clock.midnight(chosen.until + timedelta(days=1)))
    return found


def bad() -> Q:
    """Somebody wasn't content with one side of the work."""
    found = Q(pk__in=())
    for name in QUESTIONS:
        found |= Q(**{name: Said.BAD})
    return found


def to_ring(by: Actor) -> Any:
    """The calls of the actor's own unit that can be rung now."""
    rows = callbacks(by, Filter(state=int(State.WAITING), own=True))
    return rows.filter(Q(next_at__lte=clock.now()) | Q(next_at=None))


def callback(county: int, callback_id: int, *, by: Actor) -> Callback:
    """One call; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found = Callback.objects.visible_to(by).filter(county=county, id=callback_id).first()
    if found is None:
        raise Missing(_("没有找到这个回访。"))
    row: Callback = found
    return row


def tries(of: Callback) -> list[CallTry]:
    """Every try of a call that was read within a scope, in order."""
    return list(CallTry.objects.in_county(of.county, callback_id=of.id).order_by("at", "id"))


def openings(of: Callback) -> list[NumberOpening]:
    """Who looked at the number, newest first."""
    return list(NumberOpening.objects.in_county(of.county, callback_id=of.id).order_by("-at", "-id"))


@dataclass(frozen=True, slots=True)
class About:
    """What whoever rings must know: what it was about, and whom to ask for, masked."""

    words: str
    whom: str
    has_number: bool


def about(row: Callback) -> About:
    """For a call that was read within a scope."""
    source = ringing.source_of(row.matter)
    words = source.words(row.county, row.record_id) if source is not None else ""
    if row.matter != Matter.DISPUTE:
        phone = source.phone(row.county, row.record_id) if source is not None else ""
        return About(words, _("报警人"), bool(phone))
    why = "whom the call asks for, masked"
    rows = Party.objects.unscoped(reason=why).filter(county=row.county, id=row.party_id, removed_at=None)
    party = rows.first()
    if party is None:
        return About(words, "", has_number=False)
    return About(words, mask_name(party.name, party.kind), bool(party.phone))


def sees_matter(row: Callback, by: Actor) -> bool:
    """Whether the actor may open the page of what the call is about."""
    if row.matter == Matter.DISPUTE:
        seen = (
            Dispute.objects.visible_to(by).filter(county=row.county, id=row.record_id).defer("search").first()
        )
        about_to_show([seen] if seen else [], by)
        return seen is not None
    return by.covers(row.region)


@dataclass(slots=True)
class AreaFigures:
    """An area's calls: dealt out, answered, given up, waiting; and what was said to each question."""

    region: Region
    states: dict[int, int] = field(default_factory=dict)
    said: dict[str, dict[int, int]] = field(default_factory=dict)
    few: int = 0
    """Fewer answers than this are told as they are, never as a share."""

    @property
    def dealt(self) -> int:
        return sum(self.states.values())

    @property
    def reached(self) -> int:
        return self.states.get(State.REACHED, 0)

    @property
    def waiting(self) -> int:
        return self.states.get(State.WAITING, 0)

    @property
    def not_reached(self) -> int:
        return self.dealt - self.reached - self.waiting

    @property
    def rate(self) -> str:
        """Of those that are over, how many were reached."""
        over = self.dealt - self.waiting
        if 0 < over < self.few:
            return f"{self.reached}/{over}"
        return f"{self.reached / over:.0%}" if over else ""

    def share(self, name: str) -> str:
        """Of those who answered, how many were content or fairly content with one side of the work."""
        said = self.said.get(name, {})
        whole = sum(said.values())
        good = said.get(Said.GOOD, 0) + said.get(Said.FAIR, 0)
        if 0 < whole < self.few:
            return f"{good}/{whole}"
        return f"{good / whole:.0%}" if whole else ""

    @property
    def shares(self) -> list[tuple[str, str]]:
        """The name of each of the five questions with its share."""
        return [(str(Callback._meta.get_field(name).verbose_name), self.share(name)) for name in QUESTIONS]  # type: ignore[union-attr]  # columns, no relations


def figures(by: Actor, chosen: Filter, regions: Iterable[Region]) -> list[AreaFigures]:
    """The daily calls by area. Drawn ones are counted where satisfaction is."""
    by.require(Permission.FIGURES)
    rows = Callback.objects.visible_to(by).filter(_condition(chosen), sample_id=0).order_by()
    states = list(rows.values_list("region", "state").annotate(n=Count("id")))
    answered = rows.filter(state=State.REACHED)
    said = [
        (name, *counted)
        for name in QUESTIONS
        for counted in answered.values_list("region", name).annotate(n=Count("id"))
    ]
    found, few = [], most("few_answers")
    for region in regions:
        one = AreaFigures(region, few=few)
        for place, state, n in states:
            if region.lo <= place < region.hi:
                one.states[state] = one.states.get(state, 0) + n
        for name, place, value, n in said:
            if region.lo <= place < region.hi:
                held = one.said.setdefault(name, {})
                held[value] = held.get(value, 0) + n
        found.append(one)
    return found
