"""The forms of 评."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.questions import COUNTED_BY_US
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.assessment import actions, rating
from hemu.loop.assessment.changing.queries import waiting_for
from hemu.loop.assessment.queries import measure, related, units_for
from hemu.orgs.models import Unit
from hemu.rulebook.checking import open_questions
from hemu.rulebook.facts import FACTS
from hemu.rulebook.queries import in_force

RECEIVE_HOURS = 2
ANSWER_DAYS = 2
_COLOURS = [(colour.value, colour.label) for colour in (Colour.RED, Colour.ORANGE, Colour.BLUE)]


class ConfirmForm(ActForm):
    """Confirm the colour that the rules propose."""

    act = Act.RATE
    title = _("确认定级")
    button = _("确认这个等级")
    template = "assessment/confirm.html"

    note = text_field(_("说明"), rows=2, max_length=500, required=False)

    def prepare(self) -> None:
        self.lowers = rating.needs_second(self.dispute, Colour(self.dispute.proposed_colour))
        if self.lowers:
            note = self.fields["note"]
            note.label, note.required = _now("下调的理由"), True
            note.help_text = _now("写明事实依据，至少 10 个字。由另一人批准后才下调。")

    @property
    def chosen_button(self) -> str | Promise:
        return _("申请下调，等另一人批准") if self.lowers else self.button

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
            "every_days": rating.review_days(self.dispute, Colour(self.dispute.proposed_colour)),
            "differs": rating.open_proposal(self.dispute) is not None,
            "open": _unasked(self.dispute),
            "waiting": waiting_for(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        if self.lowers:
            return _ask(self, Colour(self.dispute.proposed_colour), self.cleaned_data["note"], seen)
        done = actions.confirm(self.dispute, by=self.by, seen=seen, note=self.cleaned_data["note"])
        words = {"colour": Colour(done.colour).label}
        self.done = _now("已定为%(colour)s。下一步：分流交办。") % words
        return done


def _unasked(dispute: Dispute) -> list[str]:
    """Facts that nobody recorded and that might change the colour, in words."""
    rows = in_force("rating", clock.today()).rows
    names = open_questions(rows, known_facts(dispute))
    return [str(FACTS[name].label) for name in names if name not in COUNTED_BY_US]


def _ask(form: ActForm, colour: Colour, reason: str, seen: int | None) -> Dispute:
    done = actions.ask(form.dispute, colour, reason, by=form.by, seen=seen)
    words = {"colour": Colour(done.colour or done.proposed_colour).label}
    form.done = _now("已申请下调，等另一人批准。批准之前仍按%(colour)s办理。") % words
    return done


class OverrideForm(ActForm):
    """Set another colour, and say why."""

    act = Act.OVERRIDE
    title = _("调整定级")
    button = _("按此定级")
    template = "assessment/override.html"

    colour = forms.TypedChoiceField(label=_("等级"), coerce=int, choices=_COLOURS, widget=forms.RadioSelect)
    reason = text_field(
        _("理由"),
        max_length=500,
        help_text=_("写明事实依据，会记入台账。由红色、橙色下调的至少写 10 个字，并须另一人批准。"),
    )

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
            "held": Colour(max(self.dispute.colour, self.dispute.proposed_colour)),
            "waiting": waiting_for(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        colour = Colour(given["colour"])
        if rating.needs_second(self.dispute, colour):
            return _ask(self, colour, given["reason"], seen)
        done = actions.override(self.dispute, colour, given["reason"], by=self.by, seen=seen)
        self.done = _now("已按您的理由定为%(colour)s。") % {"colour": colour.label}
        return done


class ReviewForm(ActForm):
    """Look again, and leave the colour as it is."""

    act = Act.RATE
    title = _("会商复评")
    lead = _("定期复看等级是否仍然合适。等级要变的，请用“确认定级”或“调整定级”。")
    button = _("等级不变，记录会商结论")
    done = _("已记录会商结论，下次复评时限重新起算。")

    conclusion = text_field(_("会商结论"), max_length=1000)

    def do(self, seen: int | None) -> Dispute:
        return actions.review(self.dispute, self.cleaned_data["conclusion"], by=self.by, seen=seen)


class MeasureForm(ActForm):
    """Add a measure to the safety plan."""

    act = Act.SAFEGUARD
    title = _("安全防护措施")
    lead = _("写清谁、做什么、什么时候做完。先保人身安全，再谈调解。")
    button = _("加入防护措施")
    done = _("已加入防护措施。落实后请回来登记。")

    task = forms.CharField(
        label=_("措施"), max_length=300, help_text=_("如“今晚由村干部陪护”“收走农药”“每天上门一次”。")
    )
    owner = forms.CharField(label=_("责任人"), max_length=80)
    owner_unit = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    due_at = moment_field(_("完成时限"))

    def prepare(self) -> None:
        self.initial.update({"due_at": tonight(), "owner_unit": self.by.unit_name})

    def do(self, seen: int | None) -> Dispute:
        given = {name: self.cleaned_data[name] for name in ("task", "owner", "owner_unit", "due_at")}
        actions.plan_measure(self.dispute, **given, by=self.by, seen=seen)
        return self.dispute


def tonight() -> datetime:
    """The end of the day on a Chinese wall clock, or an hour from now when that is later."""
    now = clock.local(clock.now()).replace(second=0, microsecond=0)
    return max(now.replace(hour=23, minute=0), now + timedelta(hours=1))


class CarryOutForm(ActForm):
    """Say that a measure was carried out."""

    act = Act.SAFEGUARD
    title = _("登记措施落实")
    button = _("已落实")
    done = _("已登记落实情况。")
    template = "assessment/carry_out.html"

    result = forms.CharField(label=_("落实情况"), max_length=500)

    def prepare(self) -> None:
        self.measure = measure(self.dispute, self.more["measure_id"])

    def context(self) -> dict[str, Any]:
        return {"measure": self.measure}

    def do(self, seen: int | None) -> Dispute:
        result = self.cleaned_data["result"]
        actions.carry_out(self.dispute, self.measure.id, result, by=self.by, seen=seen)
        return self.dispute


class WarningForm(ActForm):
    """Send a warning notice on this dispute, and on others that hang together with it."""

    act = Act.WARN
    title = _("发预警提示单")
    lead = _("提示下级单位注意这件纠纷的风险，写明分析和处置指导，并限时签收、反馈。")
    button = _("发出提示单")
    done = _("提示单已发出。对方签收、反馈后会显示在提示单上。")

    subject = forms.CharField(label=_("标题"), max_length=100)
    units = forms.ModelMultipleChoiceField(
        label=_("提示哪些单位"), queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    others = forms.MultipleChoiceField(
        label=_("一并提示的其他纠纷"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("这些纠纷发给各自的主办单位和综治中心。"),
    )
    analysis = text_field(_("风险分析"), max_length=5000)
    guidance = text_field(_("处置指导意见"), max_length=5000)
    receive_by = moment_field(_("签收时限"))
    answer_by = moment_field(_("反馈时限"))

    def prepare(self) -> None:
        now = clock.local(clock.now()).replace(second=0, microsecond=0)
        self.initial.update(
            {
                "subject": _now("关于“%(title)s”的预警提示") % {"title": self.dispute.title[:80]},
                "receive_by": now + timedelta(hours=RECEIVE_HOURS),
                "answer_by": now + timedelta(days=ANSWER_DAYS),
            }
        )
        self.related = {str(other.id): other for other in related(self.dispute, by=self.by)}
        units, others = self.fields["units"], self.fields["others"]
        units.queryset = units_for(self.dispute, by=self.by)  # type: ignore[attr-defined]  # a model choice
        others.choices = [  # type: ignore[attr-defined]  # a choice field
            (key, f"{other.ref} {other.title}({Colour(other.colour).label})")
            for key, other in self.related.items()
        ]
        if not self.related:
            del self.fields["others"]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        pairs = [(self.dispute, unit) for unit in given["units"]]
        for key in given.get("others", ()):
            other = self.related[key]
            pairs += [(other, unit) for unit in units_for(other, by=self.by, handling=True)]
        parts = {name: given[name] for name in ("subject", "analysis", "guidance", "receive_by", "answer_by")}
        actions.send(actions.NewWarning(**parts, units=pairs), by=self.by)
        return self.dispute


class AnswerForm(forms.Form):
    """What a unit did about a notice."""

    answer = text_field(_("反馈情况"), max_length=5000, help_text=_("采取了哪些措施，目前情况怎样。"))
