"""Forms of sessions and of a mediation that fails."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Side
from hemu.disputes.queries import parties
from hemu.kernel.wording import noted
from hemu.loop.mediation import actions
from hemu.loop.mediation.actions import NewAttendee, NewSession
from hemu.loop.mediation.forms.shared import offer_ways, other_ways_field
from hemu.loop.mediation.models import AttendeeRole, Mode, Result
from hemu.loop.mediation.people.queries import interpreters
from hemu.loop.mediation.queries import consents_by_party, named_mediators

_DONE = {
    Result.AGREED: _("已记录。下一步：签订协议。"),
    Result.NOT_YET: _("已记录，择期再调。"),
    Result.FAILED: _("已记录调解未成，规则已按新情况重新算过建议等级。"),
}


def parse_helpers(text: str) -> list[NewAttendee]:
    """One helper a line: the name, then what they are to the parties."""
    found = []
    for line in text.splitlines():
        name, _space, relation = line.strip().partition(" ")
        if name:
            found.append(NewAttendee(AttendeeRole.HELPER, name=name[:80], relation=relation.strip()[:80]))
    return found


class SessionForm(ActForm):
    """A session, as the mediator writes it down."""

    act = Act.SESSION
    title = _("调处记录")
    template = "mediation/session.html"
    button = _("保存记录")

    started_at = moment_field(_("开始时间"), initial=local_now)
    ended_at = moment_field(_("结束时间"), required=False)
    place = forms.CharField(label=_("地点"), max_length=200)
    mode = forms.TypedChoiceField(label=_("形式"), choices=Mode.choices, coerce=int, initial=Mode.VILLAGE)
    came = forms.TypedMultipleChoiceField(
        label=_("到场的当事人"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    agents = forms.TypedMultipleChoiceField(
        label=_("由代理人到场的"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    helpers = text_field(
        _("邀请参加的人"),
        required=False,
        rows=2,
        max_length=1000,
        help_text=_("每行一人：姓名 空格 与当事人的关系或职务。例如“杨老三 村民组长”。"),
    )
    helpers_consented = forms.BooleanField(label=_("邀请他们参加，各方当事人都同意"), required=False)
    record = text_field(
        _("调解记录"),
        rows=8,
        max_length=10000,
        help_text=_("各方陈述、核实的情况、讲了哪些法、谈到哪一步。"),
    )
    result = forms.TypedChoiceField(
        label=_("结果"), choices=Result.choices, coerce=int, widget=forms.RadioSelect
    )
    next_at = moment_field(_("下次调处时间"), required=False)
    prevention = forms.CharField(
        label=_("防止激化的措施"),
        max_length=500,
        required=False,
        help_text=_("有激化可能的，写明采取了什么措施；可能涉及治安、刑事案件的要及时报告公安机关。"),
    )

    def prepare(self) -> None:
        people = [(party.pk, noted(party.name, Side(party.side).label)) for party in parties(self.dispute)]
        self.fields["came"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.fields["agents"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.initial["came"] = [pk for pk, _label in people]
        self.initial["place"] = self.dispute.place
        self.initial["helpers"] = "\n".join(
            _now("%(name)s 翻译（%(language)s）") % {"name": one.name, "language": one.language}
            for one in interpreters(self.dispute)
        )

    def context(self) -> dict[str, Any]:
        return {"standing": consents_by_party(self.dispute), "mediators": named_mediators(self.dispute)}

    def new_session(self) -> NewSession:
        """What was typed, as the act takes it."""
        given = self.cleaned_data
        came = [NewAttendee(AttendeeRole.PARTY, party_id=pk) for pk in given["came"]]
        agents = [
            NewAttendee(AttendeeRole.AGENT, party_id=pk, relation=_now("代理人"))
            for pk in given["agents"]
            if pk not in given["came"]
        ]
        return NewSession(
            started_at=given["started_at"],
            ended_at=given["ended_at"],
            place=given["place"],
            mode=Mode(given["mode"]),
            record=given["record"],
            result=Result(given["result"]),
            attendees=[*came, *agents, *parse_helpers(given["helpers"])],
            next_at=given["next_at"],
            prevention=given["prevention"],
            helpers_consented=given["helpers_consented"],
        )

    def do(self, seen: int | None) -> Dispute:
        done = actions.record_session(self.dispute, self.new_session(), by=self.by, seen=seen)
        self.done = _DONE[Result(self.cleaned_data["result"])]
        return done


class FailForm(ActForm):
    """It can't be settled: the parties are told the other ways."""

    act = Act.FAIL
    title = _("调解不成")
    lead = _("终止调解，并告知当事人可以依法通过仲裁、行政、司法等途径维护权利。")
    button = _("终止调解")
    done = _("调解已终止，已记录告知的其他途径。回访已安排。")
    stop = True

    reason = text_field(_("为什么调不成"), max_length=1000)
    other_ways = other_ways_field()

    def prepare(self) -> None:
        offer_ways(self)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.fail(
            self.dispute, given["reason"], by=self.by, other_ways=given["other_ways"], seen=seen
        )
