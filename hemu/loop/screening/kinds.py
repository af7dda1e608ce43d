"""The kinds of record that come in by other ways than a visit: how each is listed, shown, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Source
from hemu.loop.screening import actions, turns
from hemu.loop.screening.forms import record as forms
from hemu.loop.screening.models import (
    GroupRecord,
    Hazard,
    Incident,
    JointMeeting,
    Petition,
    VillagersReport,
)
from hemu.loop.screening.queries import SLUGS
from hemu.loop.screening.records import TEAM
from hemu.loop.screening.turns import Turn
from hemu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Answering:
    """How a record is answered, when its kind is: the act, its word, and what tells that it was done."""

    label: str | Promise
    waiting: str | Promise
    done: str | Promise
    act: Callable[[Any, str, Actor], Any]
    field: str
    done_at: Callable[[Any], datetime | None]
    answer: Callable[[Any], str]
    open: Mapping[str, Any]
    """Which records still wait for it."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One kind. `at` names its moment, `text` what it is about, `parts` the columns shown on its page."""

    model: Any
    label: str | Promise
    nothing: str | Promise
    form: type[forms.RecordForm]
    at: str
    text: str
    parts: tuple[str, ...]
    source: Source | None = None
    answering: Answering | None = None
    due: str = ""
    turns: Callable[[Sequence[Any]], Mapping[int, Turn]] | None = None
    """What runs on the records of a page, for those kinds whose times change."""

    @property
    def slug(self) -> str:
        """Its word in addresses."""
        return SLUGS[self.model]


def _settle_incident(row: Any, text: str, by: Actor) -> Any:
    return actions.settle_incident(row, text, by=by)


def _answer_petition(row: Any, text: str, by: Actor) -> Any:
    return actions.answer_petition(row, text, by=by)


def _answer_report(row: Any, text: str, by: Actor) -> Any:
    return actions.answer_report(row, text, by=by)


def _remove_hazard(row: Any, text: str, by: Actor) -> Any:
    return actions.remove_hazard(row, text, by=by)


_KINDS = (
    RecordKind(
        Incident,
        _("警情"),
        _("没有警情记录。接处警后需要继续化解的，在这里登记。"),
        forms.IncidentForm,
        "reported_at",
        "narrative",
        ("number", "reported_at", "narrative", "tier"),
        Source.INCIDENT,
        Answering(
            _("处置完毕"),
            _("处置中"),
            _("处置完毕"),
            _settle_incident,
            "result",
            lambda row: row.settled_at,
            lambda row: row.result,
            {"settled_at": None},
        ),
        turns=turns.of_incidents,
    ),
    RecordKind(
        Petition,
        _("信访件"),
        _("没有信访件。上级交办的信访事项在这里登记，按期答复。"),
        forms.PetitionForm,
        "received_at",
        "narrative",
        ("number", "from_unit", "received_at", "due_at", "narrative"),
        Source.PETITION,
        Answering(
            _("答复信访人"),
            _("待答复"),
            _("已答复"),
            _answer_petition,
            "answer",
            lambda row: row.answered_at,
            lambda row: row.answer,
            {"answered_at": None},
        ),
        turns=turns.of_petitions,
    ),
    RecordKind(
        JointMeeting,
        _("联席会"),
        _("没有联席会记录。先登记要开的会，各单位把掌握的情况列进来，会后写纪要，再逐件登记。"),
        forms.MeetingForm,
        "held_at",
        "minutes",
        ("subject", "held_at", "units", "minutes"),
    ),
    RecordKind(
        VillagersReport,
        _("村民说事"),
        _("没有村民说事。村民反映的事在这里登记，服务队按时答复。"),
        forms.VillagersReportForm,
        "received_at",
        "text",
        ("code", "text", "received_at", "due_at", *TEAM),
        Source.VILLAGER,
        Answering(
            _("答复村民"),
            _("待答复"),
            _("已答复"),
            _answer_report,
            "answer",
            lambda row: row.answered_at,
            lambda row: row.answer,
            {"answered_at": None},
        ),
        "due_at",
    ),
    RecordKind(
        GroupRecord,
        _("微警务群来情"),
        _("没有群里来的情况。群众在微警务群里反映的事，由民警记在这里。"),
        forms.GroupForm,
        "received_at",
        "text",
        ("group_name", "received_at", "text"),
        Source.GROUP,
    ),
    RecordKind(
        Hazard,
        _("风险隐患"),
        _("没有登记的隐患。走访中发现的危险在这里登记，消除后销号。"),
        forms.HazardForm,
        "found_at",
        "text",
        ("text", "found_at"),
        None,
        Answering(
            _("登记消除"),
            _("未消除"),
            _("已消除"),
            _remove_hazard,
            "result",
            lambda row: row.removed_at,
            lambda row: row.result,
            {"removed_at": None},
        ),
    ),
)

KINDS: dict[str, RecordKind] = {kind.slug: kind for kind in _KINDS}
"""Every kind by its word in addresses."""
