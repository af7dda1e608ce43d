"""The forms towards the police."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import local_now, moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.documents.forms import ACCEPT
from hemu.kernel import clock
from hemu.loop.mediation.forms.shared import two_sides
from hemu.loop.mediation.police import actions, queries
from hemu.loop.mediation.police.actions import NewReport, NewStep
from hemu.loop.mediation.police.models import ARTICLES, Basis, Step, ToldBy, Way
from hemu.loop.mediation.police.rules import OF_THE_POLICE, duties, is_police, next_steps
from hemu.orgs.models import UnitKind
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import codes

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReportForm(ActForm):
    """The police are told at once."""

    act = Act.REPORT_POLICE
    title = _("报告公安机关")
    lead = _("先打 110，再来登记。报告不影响调解自愿；有人身危险的，先保证安全。")
    button = _("登记报告")
    done = _("已登记报告时间和接报单位，当地派出所已收到通知。")

    basis = forms.TypedChoiceField(label=_("为什么报告"), coerce=int, widget=forms.RadioSelect)
    found_at = moment_field(_("什么时候发现的"), initial=local_now)
    reported_at = moment_field(_("什么时候报告的"), initial=local_now)
    way = forms.TypedChoiceField(
        label=_("方式"), choices=ToldBy.choices, coerce=int, widget=forms.RadioSelect, initial=ToldBy.PHONE
    )
    told_unit = forms.CharField(label=_("接报单位"), max_length=120)
    told_person = forms.CharField(label=_("接报人"), max_length=80, required=False)
    situation = text_field(
        _("情况"), max_length=2000, help_text=_("谁、什么时候、发生了什么、现在是否安全。")
    )
    help_given = text_field(
        _("采取的帮助、防护措施"),
        rows=2,
        max_length=500,
        help_text=_("例如：陪同就医、联系妇联和庇护场所、劝离、守护。"),
    )

    def prepare(self) -> None:
        choices = [(one.value, f"{one.label}（{ARTICLES[one]}）") for one in Basis]
        self.fields["basis"].choices = choices  # type: ignore[attr-defined]  # a choice field
        due = duties(self.dispute, [row.basis for row in queries.reports(self.dispute)])
        self.initial["basis"] = due[0] if due else Basis.OFFENCE
        station = unit_of_kind_for(self.dispute.region, UnitKind.POLICE_STATION)
        self.initial["told_unit"] = station.name if station else ""

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        new = NewReport(
            basis=Basis(given["basis"]),
            found_at=given["found_at"],
            reported_at=given["reported_at"],
            way=ToldBy(given["way"]),
            told_unit=given["told_unit"],
            told_person=given["told_person"],
            situation=given["situation"],
            help_given=given["help_given"],
        )
        return actions.report(self.dispute, new, by=self.by, seen=seen)


class FeedbackForm(ActForm):
    """What the police made of it."""

    act = Act.REPORT_POLICE
    title = _("登记公安机关的处理")
    button = _("登记")
    done = _("已登记。")

    feedback = text_field(_("公安机关的处理"), rows=3, max_length=500)

    def do(self, seen: int | None) -> Dispute:
        return actions.feedback(
            self.dispute, self.more["report_id"], self.cleaned_data["feedback"], by=self.by, seen=seen
        )


class StepForm(ActForm):
    """The next step of a minor case that is settled (治安管理处罚法9)."""

    act = Act.POLICE_CASE
    title = _("治安案件调解处理")
    lead = _(
        "因民间纠纷引起的打架斗殴或者损毁他人财物等违反治安管理行为，情节较轻的："
        "达成协议、履行、书面申请、公安机关认可，不予处罚；"
        "没有达成或者不履行的，依法处理并告知可以提起民事诉讼。"
    )
    template = "police/step.html"
    button = _("登记这一步")
    done = _("已登记。")

    step = forms.TypedChoiceField(label=_("下一步"), coerce=int, widget=forms.RadioSelect)
    on = forms.DateField(label=_("日期"), widget=_DAY, initial=clock.today)
    case_number = forms.CharField(label=_("案件编号"), max_length=60, required=False)
    minor = forms.BooleanField(
        label=_("因民间纠纷引起，属于情节较轻的打架斗殴或者损毁他人财物等违反治安管理行为"),
        required=False,
    )
    way = forms.TypedChoiceField(
        label=_("怎么了结的"),
        choices=Way.choices,
        coerce=int,
        required=False,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    applicants = forms.TypedMultipleChoiceField(
        label=_("书面申请的当事人"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    undecided = forms.BooleanField(label=_("公安机关还没有作出处理决定"), required=False)
    other_ways = forms.MultipleChoiceField(
        label=_("已告知当事人的其他途径"), required=False, widget=forms.CheckboxSelectMultiple
    )
    text = text_field(_("情况"), rows=3, max_length=2000)
    paper = forms.FileField(
        label=_("有关文书"),
        required=False,
        max_length=255,
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text=_("协议、收条、书面申请、决定的照片或扫描件，存入本案材料。"),
    )

    NEEDED: dict[Step, tuple[str, ...]] = {
        Step.FACTS: ("case_number", "minor"),
        Step.REACHED: ("way",),
        Step.APPLIED: ("applicants",),
        Step.APPROVED: ("undecided",),
        Step.HANDLED: ("other_ways",),
    }

    def prepare(self) -> None:
        self.chain = queries.steps(self.dispute)
        able = self._able()
        self.fields["step"].choices = [(one.value, one.label) for one in able]  # type: ignore[attr-defined]
        self.initial["step"] = able[0] if able else None
        people = [(party.pk, party.name) for party in two_sides(self.dispute)]
        self.fields["applicants"].choices = people  # type: ignore[attr-defined]  # a choice field
        self.fields["other_ways"].choices = codes.choices("other_route")  # type: ignore[attr-defined]
        wanted = {name for step in able for name in self.NEEDED.get(step, ())}
        for name in {name for names in self.NEEDED.values() for name in names} - wanted:
            del self.fields[name]

    def _able(self) -> list[Step]:
        found = next_steps(self.chain[-1] if self.chain else None)
        police = is_police(self.by.unit_id)
        return [step for step in found if police or step not in OF_THE_POLICE]

    def context(self) -> dict[str, Any]:
        return {"chain": self.chain, "able": bool(self.fields["step"].choices)}  # type: ignore[attr-defined]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        file = given["paper"]
        new = NewStep(
            step=Step(given["step"]),
            on=given["on"],
            text=given["text"],
            way=Way(given["way"]) if given.get("way") else None,
            case_number=given.get("case_number", ""),
            minor=given.get("minor", False),
            undecided=given.get("undecided", False),
            applicants=given.get("applicants", ()),
            other_ways=given.get("other_ways", ()),
            paper=(file.name, file.read()) if file else None,
        )
        return actions.take_step(self.dispute, new, by=self.by, seen=seen)
