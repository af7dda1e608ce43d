"""What callers look up: places, units, codes, facts, rules, figures."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router

from hemu.api.routers.shared import actor, reads
from hemu.command.figures import figures
from hemu.kernel.errors import Missing
from hemu.kernel.places import parse_code
from hemu.orgs.queries import children, region, units_covering
from hemu.rulebook import codes
from hemu.rulebook.facts import FACTS
from hemu.rulebook.store import NotInForce

router = Router(tags=["reference"])
MOST_UNITS = 200


def _place(text: str) -> int:
    try:
        return parse_code(text)
    except ValueError as error:
        raise Missing(_("没有这个区划代码。"), field="code") from error


@router.get("/regions/{code}", summary=gettext_noop("区划及其下级"))
@reads
def place(request: HttpRequest, code: str) -> Any:
    """A region and those right below it."""
    found = region(_place(code))
    below = [{"code": row.shown_code, "name": row.name, "level": row.level} for row in children(found)]
    return {"code": found.shown_code, "name": found.name, "full_name": found.full_name, "children": below}


@router.get("/units", summary=gettext_noop("管辖某地的单位"))
@reads
def units(request: HttpRequest, place: str, kind: int | None = None) -> Any:
    """Units that cover a place, the nearest first."""
    found = units_covering(_place(place), kind)[:MOST_UNITS]
    return {"units": [{"id": str(row.pk), "name": row.name, "kind": row.kind} for row in found]}


@router.get("/codes/{name}", summary=gettext_noop("代码表"))
@reads
def code_list(request: HttpRequest, name: str) -> Any:
    """A code list in force, such as kinds."""
    try:
        found = codes.choices(name)
    except NotInForce as error:
        raise Missing(_("没有这个代码表。"), field="name") from error
    return {"name": name, "codes": [{"code": code, "label": str(label)} for code, label in found]}


@router.get("/facts", summary=gettext_noop("评估要素"))
@reads
def fact_list(request: HttpRequest) -> Any:
    """The facts that the rules speak of."""
    rows = [
        {"name": fact.name, "type": str(fact.type), "label": str(fact.label), "unit": str(fact.unit)}
        for fact in FACTS.values()
    ]
    return {"facts": rows}


@router.get("/figures/{code}", summary=gettext_noop("数据"))
@reads
def numbers(request: HttpRequest, code: str, since: date, until: date) -> Any:
    """A region's figures, as the pages show them."""
    found = region(_place(code))
    return {"region": found.shown_code, "figures": figures(found, since, until, by=actor(request))}
