"""The forms of 访."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes import promised
from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Side, State
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.wording import listed, noted
from hemu.loop.followup import actions, answers, concerned
from hemu.loop.followup.actions import Mark, NewFollowUp, Results
from hemu.loop.followup.models import Asked, Kept, Mode
from hemu.loop.followup.planning import rhythm, waiting
from hemu.loop.followup.queries import done_in_this_round, unheard
from hemu.orgs.permissions import Permission
from hemu.rulebook import facts

_IN_A_ROW = {"class": "choices-row"}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_BY_HAND = _("没有的写“无”；不填的，打印时留空，由人手写。")
SCORES = [(5, _("5 很满意")), (4, "4"), (3, "3"), (2, "2"), (1, _("1 很不满意"))]
"""What a party gives, of five."""
SIGNS = (
    "may_escalate",
    "threat",
    "threat_violence",
    "revenge_on_society",
    "self_harm",
    "weapon",
    "group_fight",
)
"""Facts that somebody may meet at a follow-up and that must not wait for the next form."""


def signs_field() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("有没有激化苗头"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, facts.fact(name).label) for name in SIGNS],
        help_text=_("勾选任何一项，纠纷立即重新打开并重新评估。人身安全有危险的，先报警（110）。"),
    )


class FollowUpForm(ActForm):
    """What a follow-up found."""

    act = Act.FOLLOW_UP
    title = _("回访")
    template = "followup/follow_up.html"
    button = _("保存回访")

    mode = forms.TypedChoiceField(
        label=_("怎么回访的"),
        choices=Mode.choices,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
        initial=Mode.IN_PERSON,
    )
    done_at = moment_field(_("什么时候"), initial=local_now)
    asked = forms.TypedChoiceField(
        label=_("问了谁"), choices=Asked.choices, coerce=int, widget=forms.RadioSelect, initial=Asked.PARTY
    )
    party_id = forms.TypedChoiceField(
        label=_("哪一名当事人"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("问的是当事人时选。"),
    )
    asked_name = forms.CharField(
        label=_("其他人的姓名"), max_length=80, required=False, help_text=_("问的不是当事人时填写。")
    )
    kept = forms.TypedChoiceField(
        label=_("协议履行得怎样"),
        choices=Kept.choices,
        coerce=int,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
    )
    answer = text_field(
        _("当事人自己怎么说"), rows=3, max_length=1000, required=False, help_text=_("记原话。")
    )
    satisfaction = forms.TypedChoiceField(
        label=_("当事人满意吗（由本人回答）"),
        choices=[("", _("没有回答")), *SCORES],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
    )
    smoulders = text_field(
        _("还有什么没解决"), rows=3, max_length=1000, required=False, help_text=_("没有就不填。")
    )
    new_dispute = text_field(
        _("有没有发现新的纠纷"),
        rows=2,
        max_length=1000,
        required=False,
        help_text=_("写在这里，保存后接着登记，自动填好并与本件关联。"),
    )

    suit = forms.CharField(
        label=_("有没有起诉、怎么判的"), max_length=300, required=False, help_text=_BY_HAND
    )
    wrong = forms.CharField(label=_("调解有没有不当之处"), max_length=300, required=False, help_text=_BY_HAND)
    measures = text_field(
        _("采取了什么措施"),
        rows=2,
        max_length=1000,
        required=False,
        help_text=_("例如：督促履行、请村组干部多关注协议履行、约好下次再来。有激化苗头的必须写。"),
    )

    def prepare(self) -> None:
        self.at_hand = promised.at_hand(self.dispute)
        for one in self._owed():
            choices = [("", _now("没问到")), ("done", _now("已履行"))]
            choices += [("late", _now("未按期履行"))] if one.may_default else []
            self.fields[f"promise-{one.id}"] = forms.ChoiceField(
                label=_now("履行了吗"),
                required=False,
                choices=choices,
                widget=forms.RadioSelect(attrs=_IN_A_ROW),
            )
            self.fields[f"note-{one.id}"] = forms.CharField(
                label=_now("说明"), max_length=300, required=False
            )
        here = parties(self.dispute)
        self.fields["party_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            (party.pk, noted(party.name, Side(party.side).label)) for party in here
        ]
        self.fields["signs"] = signs_field()
        self._needs_words()

    def clean(self) -> dict[str, Any]:
        """What one answer asks of another is told at once, beside whatever else is missing."""
        given = super().clean() or {}
        asked, signs = given.get("asked"), given.get("signs")
        if asked == Asked.PARTY and not given.get("party_id"):
            self.add_error("party_id", _now("请选择回访了哪一名当事人。"))
        elif asked and asked != Asked.PARTY and not given.get("asked_name"):
            self.add_error("asked_name", _now("请填写回访对象的姓名。"))
        if signs and not given.get("smoulders") and "smoulders" not in self.errors:
            self.add_error("smoulders", _now("有激化苗头，请写明情况。"))
        if signs and not given.get("measures"):
            self.add_error("measures", _now("有激化苗头，请写明采取了什么预防措施（人民调解法第二十五条）。"))
        return given

    def context(self) -> dict[str, Any]:
        return {
            "planned": waiting(self.dispute),
            "rhythm": rhythm(self.dispute),
            "done_before": done_in_this_round(self.dispute),
            "at_hand": self.at_hand,
            "promises": [
                (one, self[f"promise-{one.id}"], self[f"note-{one.id}"]) if one.owed else (one, None, None)
                for one in (self.at_hand.promises if self.at_hand else ())
            ],
            "others": concerned.others(self.dispute),
        }

    def _needs_words(self) -> None:
        """What must be said of this look, as the form shows it: a look in depth leaves nothing unasked."""
        planned = waiting(self.dispute)
        if planned is not None and planned.in_depth:
            self.fields["smoulders"].required = True
            self.fields["smoulders"].help_text = _now("都解决了的，写“无”。")
            self.fields["smoulders"].error_messages["required"] = _now(
                "这是深入回访，请问清还有什么没解决；都解决了的，写“无”。"
            )

    def _owed(self) -> list[promised.Promised]:
        return [one for one in self.at_hand.promises if one.owed] if self.at_hand else []

    def _marks(self) -> list[Mark]:
        """The promises that were looked at."""
        given = self.cleaned_data
        return [
            Mark(one.id, done=given[f"promise-{one.id}"] == "done", note=given[f"note-{one.id}"])
            for one in self._owed()
            if given[f"promise-{one.id}"]
        ]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewFollowUp(
            mode=Mode(given["mode"]),
            asked=Asked(given["asked"]),
            kept=Kept(given["kept"]),
            asked_name=given["asked_name"],
            party_id=given["party_id"] if given["asked"] == Asked.PARTY else None,
            answer=given["answer"],
            satisfaction=given["satisfaction"],
            smoulders=given["smoulders"],
            suit=given["suit"],
            wrong=given["wrong"],
            measures=given["measures"],
            done_at=given["done_at"],
            signs=dict.fromkeys(given["signs"], True),
            marks=self._marks(),
            new_dispute=given["new_dispute"],
        )
        done = actions.follow_up(self.dispute, new, by=self.by, seen=seen)
        if done.state == State.REGISTERED:
            self.done = _now("回访发现激化苗头，纠纷已重新打开，等待重新评估定级。")
        else:
            planned = waiting(done)
            day = planned.due_on.isoformat() if planned else ""
            self.done = _now("回访已记录。下一次回访：%(day)s。") % {"day": day}
        return done


class PlanForm(ActForm):
    """Look again on a day of one's choosing."""

    act = Act.PLAN_FOLLOW_UP
    title = _("安排回访")
    lead = _("按等级已自动安排回访；要提前、要重点回访的，在这里改。")
    done = _("回访已安排。")

    due_on = forms.DateField(label=_("哪天回访"), widget=_DAY, initial=clock.today)
    targeted = forms.BooleanField(
        label=_("重点回访"), required=False, help_text=_("疑难、反复、可能激化的；也要问中间人、家属。")
    )
    in_depth = forms.BooleanField(
        label=_("深入回访"), required=False, help_text=_("逐条核对协议，问清还有什么没解决、有没有新的纠纷。")
    )
    reason = forms.CharField(label=_("为什么"), max_length=200)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return actions.plan_follow_up(
            self.dispute,
            given["due_on"],
            given["reason"],
            by=self.by,
            targeted=given["targeted"],
            in_depth=given["in_depth"],
            seen=seen,
        )


class RelapseForm(ActForm):
    """It flares up again."""

    act = Act.RELAPSE
    title = _("反弹重开")
    lead = _("纠纷重新回到待评估，原协议不再作为办结依据。台账保留全部经过。")
    button = _("重新打开")
    done = _("已重新打开，等待重新评估定级。")
    stop = True

    reason = text_field(_("发生了什么"), max_length=1000)

    def prepare(self) -> None:
        self.fields["signs"] = signs_field()

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        found = dict.fromkeys(given["signs"], True)
        return actions.relapse(self.dispute, given["reason"], by=self.by, facts=found, seen=seen)


class CloseForm(ActForm):
    """Close after the parties' own answer, with what the reports count."""

    act = Act.CLOSE
    title = _("办结")
    template = "followup/close.html"
    done = _("已办结。以后发现反弹，还可以重新打开。")

    summary = text_field(_("办结结果"), max_length=1000, help_text=_("怎么解决的，协议履行得怎样。"))
    reply = text_field(
        _("怎样答复不满意的当事人"),
        rows=3,
        max_length=1000,
        help_text=_("当事人在自己的页面上看得到这段话。没有答复不能办结。"),
    )
    petition_settled = forms.BooleanField(label=_("信访事项已化解"), required=False)
    petition_settled_grounds = forms.CharField(label=_("依据"), max_length=300, required=False)
    hard = forms.BooleanField(label=_("疑难复杂"), required=False)
    hard_grounds = forms.CharField(label=_("依据"), max_length=300, required=False)
    turned_criminal = forms.BooleanField(
        label=_("民转刑"), required=False, help_text=_("转为刑事案件的必须如实勾选，每一件都要复盘。")
    )
    turned_criminal_grounds = forms.CharField(label=_("依据"), max_length=300, required=False)

    FLAGS = ("petition_settled", "hard", "turned_criminal")

    def prepare(self) -> None:
        self.flags = [name for name in self.FLAGS if name != "petition_settled" or self.dispute.petition]
        for name in set(self.FLAGS) - set(self.flags):
            del self.fields[name], self.fields[f"{name}_grounds"]
        self.heard = answers.words(self.dispute)
        if not any(not word.content and not word.reply for word in self.heard):
            del self.fields["reply"]

    def context(self) -> dict[str, Any]:
        return {
            "flags": [(self[name], self[f"{name}_grounds"]) for name in self.flags],
            "done_before": done_in_this_round(self.dispute),
            "rhythm": rhythm(self.dispute),
            "heard": self.heard,
            "unheard_names": listed(one.name for one in unheard(self.dispute, self.heard)),
            "reply": self["reply"] if "reply" in self.fields else None,
            "may_state": self.by.may(Permission.MEDIATE),
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        results = Results(
            **{name: given[name] for name in self.flags},
            grounds={name: given[f"{name}_grounds"] for name in self.flags if given[name]},
        )
        return actions.close(
            self.dispute,
            given["summary"],
            by=self.by,
            results=results,
            reply=given.get("reply", ""),
            seen=seen,
        )


class ConcernedForm(ActForm):
    """Somebody else who should be asked."""

    act = Act.NAME_CONCERNED
    title = _("还要问谁")
    lead = _("疑难、反复的纠纷，除了当事人，也要听听中间人、家属、村组干部和邻居怎么说。")
    done = _("已登记，回访时会提醒。")

    relation = forms.TypedChoiceField(
        label=_("和当事人的关系"),
        coerce=int,
        choices=[(one.value, one.label) for one in Asked if one != Asked.PARTY],
        widget=forms.RadioSelect(attrs=_IN_A_ROW),
    )
    name = forms.CharField(label=_("姓名"), max_length=80)
    note = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("例如：当年丈量土地时在场。")
    )

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        return concerned.name(
            self.dispute, Asked(given["relation"]), given["name"], given["note"], by=self.by, seen=seen
        )
