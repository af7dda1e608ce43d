"""Forms of inquiries and authorisations."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Side
from hemu.disputes.queries import parties
from hemu.kernel import clock
from hemu.kernel.wording import noted
from hemu.loop.mediation.inquiries import actions
from hemu.loop.mediation.inquiries.actions import Exchange, NewAuthorisation, NewInquiry
from hemu.loop.mediation.inquiries.models import Power, ReadBack
from hemu.loop.mediation.queries import named_mediators

_NAMES = re.compile(r"[、，,;；\s]+")


def parse_exchanges(text: str) -> list[Exchange]:
    """「问：…」「答：…」 by line; what begins with neither goes on from the line above. Raises ValueError."""
    found: list[list[str]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        mark, said = line[0], line[1:].lstrip("：: ")
        if mark == "问" and line[1:2] in "：:":
            found.append([said, ""])
        elif not found:
            raise ValueError(line)
        elif mark == "答" and line[1:2] in "：:":
            found[-1][1] = f"{found[-1][1]}\n{said}".strip()
        else:
            at = 1 if found[-1][1] else 0
            found[-1][at] = f"{found[-1][at]}\n{line}".strip()
    return [Exchange(question, answer) for question, answer in found]


class InquiryForm(ActForm):
    """人民调解调查记录: who asked whom, questions and answers."""

    act = Act.INQUIRE
    title = _("调查记录")
    template = "inquiries/inquiry.html"
    button = _("保存记录")
    done = _("已记录。可以打印出来，请被调查人核对后签名，再把签名件作为“调查记录”上传。")

    started_at = moment_field(_("开始时间"), initial=local_now)
    ended_at = moment_field(_("结束时间"), required=False)
    place = forms.CharField(label=_("地点"), max_length=200)
    party_id = forms.TypedChoiceField(
        label=_("向谁调查"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("不是当事人的，在右边填写姓名。"),
    )
    asked_name = forms.CharField(label=_("被调查人姓名（不是当事人时）"), max_length=80, required=False)
    asked_about = forms.CharField(
        label=_("被调查人基本情况"),
        max_length=200,
        required=False,
        help_text=_("性别、年龄、单位或住址、与当事人的关系。"),
    )
    askers = forms.CharField(label=_("调查人"), max_length=200, help_text=_("多人用顿号隔开。"))
    present = forms.CharField(label=_("参加人"), max_length=200, required=False)
    record = text_field(
        _("记录"),
        rows=12,
        max_length=10000,
        help_text=_("每行一句，以“问：”或“答：”开头。例如“问：田埂原来在哪里？”下一行“答：在老桑树下面。”"),
    )
    read_back = forms.TypedChoiceField(
        label=_("核对"), choices=ReadBack.choices, coerce=int, widget=forms.RadioSelect, initial=ReadBack.READ
    )

    def prepare(self) -> None:
        people = [(party.pk, noted(party.name, Side(party.side).label)) for party in parties(self.dispute)]
        self.fields["party_id"].choices = [("", _("不是当事人")), *people]  # type: ignore[attr-defined]
        self.initial["askers"] = (
            "、".join(each.name for each in named_mediators(self.dispute)) or self.by.name
        )
        self.initial["place"] = self.dispute.place

    def clean_record(self) -> list[Exchange]:
        """The questions and answers."""
        try:
            return parse_exchanges(self.cleaned_data["record"])
        except ValueError as error:
            raise ValidationError(_("第一行要以“问：”开头。")) from error

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewInquiry(
            started_at=given["started_at"],
            ended_at=given["ended_at"],
            place=given["place"],
            exchanges=given["record"],
            askers=_NAMES.split(given["askers"]),
            read_back=ReadBack(given["read_back"]),
            party_id=given["party_id"],
            asked_name=given["asked_name"],
            asked_about=given["asked_about"],
            present=given["present"],
        )
        actions.record_inquiry(self.dispute, new, by=self.by, seen=seen)
        return self.dispute


class AuthoriseForm(ActForm):
    """授权委托书: whom a party lets act for them."""

    act = Act.AUTHORISE
    title = _("委托代理")
    template = "inquiries/authorise.html"
    lead = _("登记后打印授权委托书，由委托人和受委托人签名，再把签名件作为“授权委托书”上传。")
    button = _("登记")
    done = _("已登记。请打印授权委托书签名。")

    party_id = forms.TypedChoiceField(label=_("委托人"), coerce=int)
    agent_name = forms.CharField(label=_("受委托人"), max_length=80)
    agent_about = forms.CharField(label=_("与委托人的关系、单位和住址"), max_length=200, required=False)
    agent_identity = forms.CharField(label=_("受委托人身份证号"), max_length=18, required=False)
    agent_phone = forms.CharField(label=_("受委托人电话"), max_length=20, required=False)
    powers = forms.TypedMultipleChoiceField(
        label=_("委托权限"), choices=Power.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    other_power = forms.CharField(label=_("其他权限"), max_length=200, required=False)
    given_on = forms.DateField(
        label=_("委托日期"),
        initial=clock.today,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=_("委托期限至"),
        required=False,
        help_text=_("不填的，到本次调解终结。"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def prepare(self) -> None:
        people = [(party.pk, noted(party.name, Side(party.side).label)) for party in parties(self.dispute)]
        self.fields["party_id"].choices = people  # type: ignore[attr-defined]  # a choice field

    def do(self, seen: int | None) -> Dispute:
        given: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        given["powers"] = [Power(power) for power in given["powers"]]
        actions.authorise(self.dispute, NewAuthorisation(**given), by=self.by, seen=seen)
        return self.dispute
