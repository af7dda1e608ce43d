"""登记: the one form that registers a dispute, whatever made it known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes import questions
from hemu.disputes.forms import OriginForm, origin_fields, put_refusal, text_field
from hemu.disputes.models import Side, Source
from hemu.disputes.origins import Prefill
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute
from hemu.kernel.errors import Refused
from hemu.kernel.ids import LARGEST_ID, new_id
from hemu.loop.screening.forms.party import rows_of
from hemu.orgs.actor import Actor
from hemu.rulebook import codes

URGENT = (
    *("threat_violence", "revenge_on_society", "may_escalate", "self_harm", "weapon", "threat", "injury"),
    *("group_fight", "domestic_violence", "minors"),
)
"""The questions asked first: whoever can be hurt comes before whatever is owed."""
SIZE = ("people", "households", "amount", "recurring_years", "police_incidents")
_BY_OFFICERS = (
    Source.BY_HAND,
    Source.VISIT,
    Source.INCIDENT,
    Source.PETITION,
    Source.VILLAGER,
    Source.JOINT_MEETING,
    Source.GROUP,
    Source.INSTRUCTION,
    Source.REFERRAL,
)


class DisputeForm(OriginForm):
    """Everything but the parties, which are rows of their own (:attr:`parties`)."""

    dispute_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    how = forms.TypedChoiceField(
        label=_("来源"),
        coerce=int,
        choices=[(source.value, source.label) for source in _BY_OFFICERS],
        initial=Source.BY_HAND,
    )
    title = forms.CharField(
        label=_("纠纷名称"),
        max_length=100,
        required=False,
        help_text=_("不填就按当事人和类型自动写成“张某与李某邻里纠纷”。"),
    )
    narrative = text_field(
        _("发生了什么"),
        rows=6,
        max_length=5000,
        help_text=_("时间、地点、起因、经过，双方各要求什么。"),
        error_messages={"required": _("请写明发生了什么、双方各要求什么。")},
    )
    kind = forms.CharField(
        label=_("纠纷类型"),
        widget=forms.HiddenInput,
        error_messages={"required": _("请选择纠纷类型：按大类或输入几个字查找。")},
    )
    occurred_on = forms.DateField(
        label=_("发生日期"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, by: Actor, **kwargs: Any) -> None:
        super().__init__(data, by=by, **kwargs)
        self.fields.update(questions.fields({}))
        for name, entry in self.fields.items():
            if name.startswith(questions.PREFIX) and isinstance(entry, forms.ChoiceField):
                entry.widget = forms.RadioSelect(
                    attrs={"class": "choices-row"}, choices=list(questions.ANSWERS)
                )
        self.parties = rows_of(data)

    def urgent_questions(self) -> list[forms.BoundField]:
        """The questions of danger, in the order asked."""
        return [self[questions.PREFIX + name] for name in URGENT if questions.PREFIX + name in self.fields]

    def size_questions(self) -> list[forms.BoundField]:
        """How many, how much, how long."""
        return [self[questions.PREFIX + name] for name in SIZE if questions.PREFIX + name in self.fields]

    def other_questions(self) -> list[forms.BoundField]:
        """The rest, which few disputes need."""
        first = {questions.PREFIX + name for name in (*URGENT, *SIZE)}
        return [self[name] for name in self.fields if name.startswith(questions.PREFIX) and name not in first]

    def clean_kind(self) -> str:
        """A code that may be chosen."""
        kind = str(self.cleaned_data["kind"]).strip()
        if not kind.isdigit() or not codes.is_code(codes.KINDS, kind):
            raise forms.ValidationError(_now("没有这个纠纷类型，请从列表中选择。"))
        return kind

    def is_valid(self) -> bool:
        """Every part of the form, so that all that is wrong is said at once."""
        rows = [row.is_valid() for row in self.parties if row.is_bound]
        return super().is_valid() and all(rows)

    def new_dispute(self) -> NewDispute:
        """What was typed. `is_valid` must have held."""
        given = self.cleaned_data
        parties = [row.party() for row in self._filled()]
        facts = {name: value for name, value in questions.answers(given).items() if value is not None}
        kind = int(given["kind"])
        return NewDispute(
            region=given["region"],
            title=given["title"].strip() or made_title(parties, kind),
            narrative=given["narrative"],
            kind=kind,
            source=Source(given["how"]),
            parties=parties,
            place=given["place"],
            occurred_on=given["occurred_on"],
            facts=facts,
            dispute_id=given["dispute_id"],
        )

    def _filled(self) -> list[Any]:
        """The rows with something in them; a row left empty is no party."""
        return [row for row in self.parties if row.is_bound and not row.is_empty()]

    def put(self, refused: Refused) -> None:
        """Show a refusal where it belongs, also in a party's row."""
        head, _dash, name = refused.field.removeprefix("parties-").partition("-")
        if refused.field.startswith("parties-") and head.isdigit():
            row = self._filled()[int(head)]
            row.add_error(name if name in row.fields else None, str(refused))
        elif refused.field == "parties":
            self.parties[0].add_error("name", str(refused))
        else:
            put_refusal(self, refused)


def made_title(parties: list[NewParty], kind: int) -> str:
    """「张大山与李长河邻里纠纷」, from the first of each side; empty when there is nobody."""
    if not parties:
        return _now("（未命名）")
    first = next((party for party in parties if party.side == Side.APPLICANT), parties[0])
    others = [party for party in parties if party is not first]
    second = next((party for party in others if party.side == Side.RESPONDENT), next(iter(others), None))
    row = codes.row(codes.KINDS, kind)
    words = codes.label(codes.KINDS, row.parent if row and row.parent else kind).removesuffix("纠纷")
    if second is None:
        return _now("%(first)s%(kind)s纠纷") % {"first": first.name[:40], "kind": words}
    names = {"first": first.name[:30], "second": second.name[:30], "kind": words}
    return (_now("%(first)s与%(second)s%(kind)s纠纷") % names)[:100]


def fresh(by: Actor, origin: Prefill | None, aspect: str) -> DisputeForm:
    """An empty form, or one filled from the record that it is opened from."""
    initial: dict[str, Any] = {"dispute_id": new_id(), **origin_fields(origin, aspect)}
    if origin is not None:
        initial |= {
            "how": int(origin.source),
            "narrative": origin.narrative,
            "occurred_on": origin.occurred_on,
        }
    return DisputeForm(by=by, initial=initial)
