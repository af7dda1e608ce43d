"""The list of disputes: one page of it, how many there are, and the choices of its filters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hemu.disputes.models import Body, Colour, Source, State
from hemu.disputes.models.dispute import DisputeQuerySet
from hemu.disputes.queries import listed
from hemu.kernel.places import show_code
from hemu.office.components.lists import KeysetPage, Tab, with_query
from hemu.office.pages.asked import OPEN, Asked
from hemu.office.pages.paging import NEWEST_FIRST, cut
from hemu.office.pages.rows import HEAVY, Row, rows_of
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region
from hemu.orgs.queries import children
from hemu.rulebook import codes

PER_PAGE = 50
MOST_COUNTED = 1000
MOST_CHILDREN = 400


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of rows with what stands around it."""

    page: KeysetPage
    rows: list[Row]
    count: str
    sortable: bool
    """Whether orders other than the time of registration are offered."""


def listing(asked: Asked, query: QueryDict, *, by: Actor) -> Listing:
    """The page that an address asks for. Raises Refused on a search that is too wide."""
    rows = listed(asked.filter, by=by)
    counted = count(rows)
    sortable = counted <= MOST_COUNTED or in_one_county(asked, by)
    sort = asked.sort if sortable else NEWEST_FIRST
    page = cut(rows.defer(*HEAVY), sort, query.get("after", ""), query.get("before", ""), PER_PAGE)
    page = replace(page, rows=rows_of(page.rows, by=by))
    return Listing(page, list(page.rows), say_count(counted), sortable)


def count(rows: DisputeQuerySet) -> int:
    """How many there are, counted to a thousand; one more means that there are more."""
    return rows.order_by().values("id")[: MOST_COUNTED + 1].count()


def say_count(counted: int) -> str:
    """The count in words: no list is counted to its end for the sake of a number."""
    if counted > MOST_COUNTED:
        return _("1,000 件以上")
    return ngettext("%(n)s 件", "%(n)s 件", counted) % {"n": f"{counted:,}"}


def in_one_county(asked: Asked, by: Actor) -> bool:
    """Whether what is listed lies in one county, whose rows can be sorted at once."""
    region = asked.filter.region
    return by.county is not None or not by.spans or (region is not None and region.county is not None)


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """One filter: its parameter and options; groups of options where there are two levels."""

    name: str
    label: str
    options: list[Choice]
    groups: list[tuple[str, list[Choice]]]


def filters(asked: Asked, query: QueryDict, *, by: Actor) -> list[Choices]:
    """The filters above the list."""
    chosen = {name: set(query.getlist(name)) for name in query}
    states = [(OPEN, _("在办")), *((str(value), str(label)) for value, label in State.choices)]
    plain = [
        ("region", _("地区"), _regions(asked, by)),
        ("state", _("状态"), states),
        ("colour", _("等级"), _texts(Colour.choices)),
        ("source", _("来源"), _texts(Source.choices)),
        ("body", _("受理组织"), _texts(Body.choices)),
    ]
    made = [
        Choices(name, label, _options(pairs, chosen.get(name, set())), []) for name, label, pairs in plain
    ]
    groups = codes.grouped_choices(codes.KINDS)
    picked = {text.zfill(4) for text in chosen.get("kind", set())}
    made.insert(
        3, Choices("kind", _("类型"), [], [(name, _options(members, picked)) for name, members in groups])
    )
    return made


def _texts(choices: Iterable[tuple[object, object]]) -> list[tuple[str, str]]:
    return [(str(value), str(label)) for value, label in choices]


def _options(pairs: Iterable[tuple[str, str]], chosen: set[str]) -> list[Choice]:
    return [Choice(value, label, value in chosen) for value, label in pairs]


def _regions(asked: Asked, by: Actor) -> list[tuple[str, str]]:
    """The region chosen and those right below it; at first, those below the actor's own area."""
    if asked.region is not None:
        here = [(show_code(asked.region.code), asked.region.name)]
        return here + [(show_code(row.code), row.name) for row in children(asked.region)[:MOST_CHILDREN]]
    tops = Region.objects.current().filter(lo__in=[span.lo for span in by.spans]).order_by("level", "code")
    found: list[tuple[str, str]] = []
    for span in by.spans:
        top = next((row for row in tops if row.lo == span.lo and row.hi == span.hi), None)
        below = children(top)[:MOST_CHILDREN] if top is not None else ()
        found += [(show_code(row.code), row.name) for row in below]
    return found


def tabs(query: QueryDict) -> list[Tab]:
    """The views of the list that are asked for most."""
    now = query.copy()
    for name in ("after", "before", "page"):
        now.pop(name, None)
    state, mine, late = now.getlist("state"), now.get("mine"), now.get("overdue")
    bare = not state and not mine and not late
    return [
        Tab(_("全部"), _view(now), current=bare),
        Tab(_("在办"), _view(now, state=OPEN), current=state == [OPEN] and not mine and not late),
        Tab(_("与本单位有关"), _view(now, mine="1"), current=bool(mine)),
        Tab(_("已超期"), _view(now, overdue="1"), current=bool(late)),
        Tab(_("已办结"), _view(now, state=str(int(State.CLOSED))), current=state == [str(int(State.CLOSED))]),
    ]


def _view(query: QueryDict, **given: str) -> str:
    copy = query.copy()
    for name in ("state", "mine", "overdue"):
        copy.pop(name, None)
    return with_query(copy, **given)


def cleared(query: QueryDict) -> str:
    """The list without any filter, its order kept."""
    sort = query.get("sort", "")
    return f"?sort={sort}" if sort in ("at", "due", "-due", "colour", "-colour") else "?"
