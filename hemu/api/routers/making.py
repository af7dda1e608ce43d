"""Routes made of acts: what an act's function says of its body and its record becomes the route.

A route locks and checks nothing by itself: it finds the record within the caller's scope, calls the act, once
for an Idempotency-Key, and answers the record as it then stands.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_type_hints

from django.db.models import Model
from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from hemu.api import show
from hemu.api.once import Answer, once
from hemu.api.routers.shared import actor, caller, seen
from hemu.disputes import queries
from hemu.disputes.checks import require_seen
from hemu.disputes.models import Dispute
from hemu.orgs.actor import Actor

T = TypeVar("T", bound=Model)
Work = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Records(Generic[T]):
    """A kind of record with its acts. `path` names the record by county and `number`.

    `find` raises Missing for a stranger; `shown` is what every act answers.
    """

    router: Router
    path: str
    number: str
    find: Callable[[int, int, Actor], T]
    shown: Callable[[T, Actor], dict[str, Any]]

    def act(self, word: str, summary: str) -> Callable[[Work], Work]:
        """Make a POST of ``work(row, body, by[, seen])``; the number of what it makes is `made`."""

        def made(work: Work) -> Work:
            takes_seen = "seen" in inspect.signature(work).parameters

            def view(request: HttpRequest, **given: Any) -> Any:
                return Status(*self._done(request, work, given, takes_seen=takes_seen))

            _dress(view, work, {"county": int, self.number: int, "body": get_type_hints(work)["body"]})
            path = f"{self.path}/{word}"
            self.router.post(path, response={200: dict[str, Any]}, summary=summary)(view)
            return work

        return made

    def _done(self, request: HttpRequest, work: Work, given: dict[str, Any], *, takes_seen: bool) -> Answer:
        by, body = actor(request), given["body"]
        county, number, last = given["county"], given[self.number], seen(request, body)

        def done() -> Answer:
            row = self.find(county, number, by)
            if takes_seen:
                result = work(row, body, by, last)
            else:
                if isinstance(row, Dispute):
                    require_seen(row, last)
                result = work(row, body, by)
            now = result if isinstance(result, type(row)) else self.find(county, number, by)
            return 200, self.shown(now, by) | _made(result, row)

        return once(request, caller(request), done)


def _made(result: Any, row: Model) -> dict[str, str]:
    if isinstance(result, Model) and not isinstance(result, type(row)):
        return {"made": str(result.pk)}
    return {}


def _dress(view: Callable[..., Any], work: Work, parts: dict[str, Any]) -> None:
    """Give a route the name, the words and the parameters that ninja reads off a function."""
    view.__name__, view.__qualname__, view.__module__ = work.__name__, work.__qualname__, work.__module__
    view.__doc__ = work.__doc__
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    named = [inspect.Parameter(name, kind, annotation=type_) for name, type_ in parts.items()]
    request = inspect.Parameter("request", kind, annotation=HttpRequest)
    view.__signature__ = inspect.Signature([request, *named])  # type: ignore[attr-defined]  # what ninja reads


def of_disputes(router: Router) -> Records[Dispute]:
    """Acts on a dispute, which answer it as a list shows it."""
    return Records(
        router,
        "/disputes/{int:county}/{int:dispute_id}/acts",
        "dispute_id",
        lambda county, number, by: queries.get(county, number, by=by),
        lambda row, _by: show.brief(row),
    )


def create(request: HttpRequest, work: Callable[[Actor], dict[str, Any]]) -> Any:
    """Make a new record, once for an Idempotency-Key: 201 with what `work` shows of it."""
    by = actor(request)
    return Status(*once(request, caller(request), lambda: (201, work(by))))
