"""What a phone must know to fill forms in: code lists, the form's items, its own grids."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.db.models import IntegerChoices, Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes import questions
from hemu.disputes.models import PartyKind, Sex, Side
from hemu.field import envelope, uploads
from hemu.field.kinds.visits import MOST_VOICES, VisitData
from hemu.kernel.places import show_code
from hemu.loop.followup.forms import SIGNS
from hemu.loop.followup.models import Asked, Kept, Mode
from hemu.loop.mediation import models as mediation
from hemu.loop.mediation import rights
from hemu.loop.screening.forms.visit import VisitForm
from hemu.loop.screening.models import ObjectKind, VisitReason, VisitResult
from hemu.loop.screening.photos import MOST_PHOTOS
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Post, Region, Role, UnitArea
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import search_regions
from hemu.outreach.models import ServiceKind, ServiceResult
from hemu.rulebook import codes
from hemu.rulebook.facts import FACTS, FactType

MOST_GRIDS: Final = 3000
MOST_CENTRES: Final = 60
"""Grids of a post for which the middle of past visits is looked up: a village's, not a county's."""
MOST_MEDIATORS: Final = 100

_LISTS: dict[str, type[IntegerChoices]] = {
    "object_kind": ObjectKind,
    "visit_reason": VisitReason,
    "visit_result": VisitResult,
    "service_kind": ServiceKind,
    "service_result": ServiceResult,
    "side": Side,
    "party_kind": PartyKind,
    "sex": Sex,
    "mediator_choice": mediation.MediatorChoice,
    "openness": mediation.Openness,
    "consent_form": mediation.ConsentForm,
    "agreement_form": mediation.AgreementForm,
    "signature_form": mediation.SignatureForm,
    "attendee_role": mediation.AttendeeRole,
    "follow_up_mode": Mode,
    "follow_up_asked": Asked,
    "follow_up_kept": Kept,
}
ITEMS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("走访人员及单位"), ("visitors",)),
    (_("起止时间"), ("started_at", "ended_at")),
    (_("地点"), ("region", "place", "position", "no_position")),
    (_("走访对象类别"), ("object_kind",)),
    (_("对象基本情况"), ("object_name", "object_phone", "object_people", "object_info")),
    (_("走访事由或专项行动"), ("reason", "campaign")),
    (_("矛盾纠纷"), ("has_dispute", "dispute_text")),
    (_("风险隐患"), ("has_hazard", "hazard_text")),
    (_("求助事项"), ("needs_help", "help_text")),
    (_("宣传情况"), ("publicity",)),
    (_("照片、录音"), ("photos", "voices")),
    (_("现场工作"), ("done_on_spot",)),
    (_("走访结果及后续"), ("result", "what_follows")),
)
"""The thirteen items of S1, and the fields in which each is answered."""
_TYPES = {
    "region": "place",
    "position": "position",
    "photos": "photos",
    "voices": "voices",
    "started_at": "moment",
    "ended_at": "moment",
    "object_phone": "phone",
    "object_people": "integer",
    "object_kind": "choice",
    "reason": "choice",
    "result": "choice",
    "has_dispute": "bool",
    "has_hazard": "bool",
    "needs_help": "bool",
}
_CHOICES = {"object_kind": "object_kind", "reason": "visit_reason", "result": "visit_result"}
_LABELS = {
    "region": _("所在网格"),
    "position": _("定位"),
    "no_position": _("没有定位的原因"),
    "voices": _("录音"),
}
_LONG = 300


def reference(by: Actor) -> dict[str, Any]:
    """The reference data of a post."""
    return {
        "form": {"items": _items(), "fields": _fields()},
        "lists": {name: _pairs(choices) for name, choices in _LISTS.items()},
        "dispute_kinds": [
            {"label": label, "kinds": [[int(code), words] for code, words in members]}
            for label, members in codes.grouped_choices(codes.KINDS)
        ],
        "facts": _facts(),
        "rights": _rights(),
        "grids": _grids(by),
        "mediators": _mediators(by),
        "limits": {
            "items": envelope.MOST_ITEMS,
            "photos": MOST_PHOTOS,
            "voices": MOST_VOICES,
            "chunk": uploads.USUAL_CHUNK,
            "upload": uploads.MOST[uploads.KINDS["photo"]],
            "voice": uploads.MOST[uploads.KINDS["voice"]],
        },
    }


def _pairs(choices: type[IntegerChoices]) -> list[list[Any]]:
    return [[int(value), str(label)] for value, label in choices.choices]


def _items() -> list[dict[str, Any]]:
    return [
        {"number": number, "title": str(title), "fields": list(names)}
        for number, (title, names) in enumerate(ITEMS, start=1)
    ]


def _fields() -> list[dict[str, Any]]:
    return [_field(name) for _title, names in ITEMS for name in names]


def _field(name: str) -> dict[str, Any]:
    shown = VisitForm.base_fields.get(name)
    told = VisitData.model_fields[name]
    most = next((part.max_length for part in told.metadata if hasattr(part, "max_length")), None)
    kind = _TYPES.get(name) or ("long" if (most or 0) > _LONG else "text")
    label = _LABELS.get(name) or (shown.label if shown is not None else name)
    found = {
        "name": name,
        "label": str(label),
        "type": kind,
        "required": told.is_required(),
        "help": str(shown.help_text) if shown is not None and kind not in ("photos", "voices") else "",
    }
    if most is not None:
        found["max"] = most
    if name in _CHOICES:
        found["list"] = _CHOICES[name]
    return found


def _facts() -> list[dict[str, Any]]:
    """Facts that people are asked for; those with `sign` may be reported at a follow-up."""
    words = {FactType.FLAG: "bool", FactType.NUMBER: "integer", FactType.AMOUNT: "amount"}
    return [
        {
            "name": fact.name,
            "label": str(fact.label),
            "type": words[fact.type],
            "unit": str(fact.unit),
            "sign": fact.name in SIGNS,
        }
        for fact in FACTS.values()
        if fact.name in {one.name for one in questions.asked()} or fact.name in SIGNS
    ]


def _rights() -> dict[str, Any]:
    """What parties are told before mediation, each line with the article that it comes from."""
    return {
        "version": rights.VERSION,
        "parts": [
            {"head": str(part.head), "lines": [[str(line), article] for line, article in part.lines]}
            for part in rights.NOTICE
        ],
        "text": [str(line) for part in rights.NOTICE for line, _article in part.lines],
        "court": str(rights.COURT_IS_OPEN),
    }


def _grids(by: Actor) -> list[dict[str, Any]]:
    """The grids of the post, and the villages that hold them; nobody else's."""
    if not by.spans:
        return []
    rows = search_regions(by.spans, "", levels=(Level.GRID, Level.VILLAGE)).order_by("code")[:MOST_GRIDS]
    found = [row for row in rows if by.covers(row.code)]
    centres = _centres(found)
    return [
        {
            "code": show_code(row.code),
            "name": row.name,
            "full_name": row.local_name,
            "level": int(row.level),
            "centre": centres.get(row.code),
        }
        for row in found
    ]


_MIDDLE = """
    SELECT region, percentile_cont(0.5) WITHIN GROUP (ORDER BY latitude),
           percentile_cont(0.5) WITHIN GROUP (ORDER BY longitude)
    FROM screening_visit
    WHERE region = ANY(%s) AND latitude IS NOT NULL AND accuracy <= 100
    GROUP BY region HAVING count(*) >= 3"""


def _centres(grids: list[Region]) -> dict[int, dict[str, float]]:
    """Where visits to a grid were: the middle of three or more good positions, to about a hundred metres."""
    wanted = [row.code for row in grids if row.level == Level.GRID]
    if not wanted or len(wanted) > MOST_CENTRES:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MIDDLE, [wanted])
        rows = cursor.fetchall()
    return {code: {"latitude": round(lat, 3), "longitude": round(lon, 3)} for code, lat, lon in rows}


def _mediators(by: Actor) -> list[dict[str, Any]]:
    """Posts near by that may be named for mediation on the spot; empty when the post may not mediate."""
    if not by.may(Permission.MEDIATE):
        return []
    able = [role for role in Role if Permission.MEDIATE in ROLE_PERMISSIONS[role]]
    here = Q(unit_id=by.unit_id)
    for span in by.spans:
        touching = UnitArea.objects.current().filter(lo__lt=span.hi, hi__gt=span.lo)
        here |= Q(unit__in=touching.values("unit"), role__in=(Role.MEDIATOR, Role.VILLAGE_CADRE))
    posts = Post.objects.current().filter(here, role__in=able, person__is_active=True)
    rows = posts.select_related("person", "unit").order_by("-unit__region_id", "unit_id", "id")
    return [
        {"post": str(post.pk), "name": post.person.name, "unit": post.unit.name}
        for post in rows[:MOST_MEDIATORS]
    ]
