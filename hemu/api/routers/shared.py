"""What every route needs."""

from __future__ import annotations

import base64
import binascii
import inspect
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from hemu.api import show
from hemu.api.entry import Caller
from hemu.api.once import Answer, once
from hemu.api.schemas import PartyIn
from hemu.disputes.models import Dispute
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import Span, parse_code
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post, Region, Unit
from hemu.orgs.queries import region

P = ParamSpec("P")
R = TypeVar("R")


def caller(request: HttpRequest) -> Caller:
    """Who calls; the key's security has put it there."""
    found: Caller = request.auth  # type: ignore[attr-defined]  # ninja sets it
    return found


def actor(request: HttpRequest) -> Actor:
    """The actor that the caller acts as."""
    return caller(request).actor


def reads(view: Callable[P, R]) -> Callable[P, R]:
    """Run a route in a transaction that the database keeps from writing."""

    @wraps(view)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL transaction_read_only = on")
            return view(*args, **kwargs)

    wrapped.__signature__ = _resolved(view)  # type: ignore[attr-defined]  # what ninja reads
    return wrapped


def _resolved(view: Callable[..., Any]) -> inspect.Signature:
    """The signature with its annotations as types: their names mean nothing outside the view's module."""
    hints = get_type_hints(view, include_extras=True)
    said = inspect.signature(view)
    return said.replace(
        parameters=[part.replace(annotation=hints[name]) for name, part in said.parameters.items()]
    )


def act(
    request: HttpRequest, county: int, dispute_id: int, work: Callable[[Dispute, Actor], Dispute]
) -> Answer:
    """Do an act on a dispute of the caller's scope, once, and answer it as it now stands."""

    def done() -> Answer:
        by = actor(request)
        dispute = work(get(county, dispute_id, by=by), by)
        return 200, show.brief(dispute)

    return once(request, caller(request), done)


def seen(request: HttpRequest, body: Any) -> int | None:
    """The ledger number that the caller last saw: of the body, or of the header If-Match."""
    said = getattr(body, "seen", None)
    header = request.headers.get("If-Match", "").strip().strip('"')
    return said if said is not None else int(header) if header.isdigit() else None


def cursor_of(at: datetime, number: int) -> str:
    """Where the next page begins, as text for the caller to bring back."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {number}".encode()).decode()


def cursor(text: str) -> tuple[datetime, int]:
    """What :func:`cursor_of` made a text of; raises Refused for any other."""
    try:
        at, number = base64.urlsafe_b64decode(text.encode()).decode().rsplit(" ", 1)
        return datetime.fromisoformat(at), int(number)
    except (ValueError, binascii.Error) as error:
        raise Refused(_("游标不对，请从第一页重新查询。"), field="after", code="bad_cursor") from error


def new_party(given: PartyIn) -> NewParty:
    """A party as the aggregate wants it."""
    return NewParty(**given.dict())


def unit(unit_id: int) -> Unit:
    """An active unit by number; raises Missing."""
    found = Unit.objects.active().filter(pk=unit_id).select_related("region").first()
    if found is None:
        raise Missing(_("没有找到这个单位。"), field="unit")
    return found


def posts(numbers: Iterable[int]) -> list[Post]:
    """Posts by number, in the order given; raises Missing."""
    wanted = list(numbers)
    found = {post.pk: post for post in Post.objects.filter(pk__in=wanted).select_related("person", "unit")}
    try:
        return [found[number] for number in wanted]
    except KeyError as error:
        raise Missing(_("没有找到这个岗位。"), field="mediators") from error


A_PAGE = 50


def paged(
    name: str, rows: Any, page: int, shown: Callable[[list[Any]], list[dict[str, Any]]]
) -> dict[str, Any]:
    """Fifty of a list under `name`, and the number of the next page where there is one."""
    at = max(page, 1)
    found = list(rows[(at - 1) * A_PAGE : at * A_PAGE + 1])
    return {name: shown(found[:A_PAGE]), "next": at + 1 if len(found) > A_PAGE else None}


def place(code: str) -> Region:
    """A region by its code; raises Missing."""
    try:
        return region(parse_code(code))
    except (ValueError, Missing) as error:
        raise Missing(_("没有这个区划代码。"), field="region") from error


def span(code: str) -> Span | None:
    """The places of a region's code; None for no code. Raises Missing for one that isn't there."""
    return place(code).span if code else None
