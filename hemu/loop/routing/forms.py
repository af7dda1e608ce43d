"""The forms of 分."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.wording import noted
from hemu.loop.routing import actions, referrals
from hemu.loop.routing.hops import open_hop
from hemu.loop.routing.models import Answer, Way
from hemu.loop.routing.proposal import Proposal, propose
from hemu.orgs.models import Post, Unit, UnitKind
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.queries import units_covering
from hemu.rulebook import codes

_MEDIATING_ROLES = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]
_NOT_HANDLERS = (UnitKind.PREFECTURE_OFFICE, UnitKind.LAW_FIRM)
JOINT_HELP = _("勾选要一起办的单位。它们会收到通知，能看到这件纠纷。")


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """One unit, by its id; `units` are those to choose from."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), empty_label=_("请选择单位"), **options)


class UnitsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only in the stubs
    """Several units."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            queryset=Unit.objects.none(), widget=forms.CheckboxSelectMultiple, required=False, **options
        )


def _receivers(dispute: Dispute) -> Any:
    """Units that can be given a dispute: they cover its place, the nearest first."""
    return units_covering(dispute.region).exclude(kind__in=_NOT_HANDLERS)


def _reason(required: bool = False, **options: Any) -> forms.CharField:
    return text_field(
        options.pop("label", _("交办要求")), required=required, max_length=500, rows=3, **options
    )


class RouteForm(ActForm):
    """The part that the three ways share: the proposal, and the tabs between the ways."""

    act = Act.ROUTE
    title = _("分流交办")
    template = "routing/route.html"
    way: Way

    def prepare(self) -> None:
        self.proposal: Proposal = propose(self.dispute)
        self.choose()

    def choose(self) -> None:
        """Fill the choices of this way."""

    def context(self) -> dict[str, Any]:
        return {"proposal": self.proposal, "way": self.way, "is_proposed": self.way == self.proposal.way}

    def offered(self, name: str, units: Any, first: Iterable[Unit]) -> None:
        """Offer `units` in a field; of those the rules propose, the first is chosen."""
        self.fields[name].queryset = units  # type: ignore[attr-defined]  # a model choice field
        known = {unit.pk for unit in units}
        self.initial[name] = next((unit.pk for unit in first if unit.pk in known), None)


class InternalForm(RouteForm):
    """R1: the subject is clear and within the duty of a unit: give it to the unit, and to a person."""

    way = Way.INTERNAL
    button = _("交办")

    unit = UnitField(label=_("交给哪个单位"))
    officer = forms.ModelChoiceField(
        label=_("承办人"),
        queryset=Post.objects.none(),
        required=False,
        empty_label=_("由单位确定"),
        help_text=_("只能选所选单位的人员。交给本单位的，交办后直接进入待受理。"),
    )
    reason = _reason()

    def choose(self) -> None:
        units = _receivers(self.dispute)
        self.offered("unit", units, self.proposal.targets)
        posts = Post.objects.current().filter(
            unit__in=[unit.pk for unit in units], role__in=_MEDIATING_ROLES, person__is_active=True
        )
        officer: Any = self.fields["officer"]
        officer.queryset = posts.select_related("person", "unit").order_by("unit__region_id", "unit_id", "id")
        officer.label_from_instance = lambda post: noted(post.person.name, post.unit.name)

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        done = actions.assign_internal(
            self.dispute,
            given["unit"],
            by=self.by,
            officer=given["officer"],
            reason=given["reason"],
            seen=seen,
        )
        self.done = _now("已交给%(unit)s。") % {"unit": given["unit"].name}
        return done


class VerticalForm(RouteForm):
    """R2: the subject is unclear or shared: push it to the centre, which names who leads and who joins."""

    way = Way.VERTICAL
    button = _("推送")

    unit = UnitField(label=_("推送给"))
    reason = _reason(label=_("为什么推送"), help_text=_("例如责任主体涉及哪几家、之前调解过几次。"))

    def choose(self) -> None:
        centres = _receivers(self.dispute).filter(kind__in=actions.CENTRES)
        first = [unit for unit in self.proposal.targets if unit.kind == UnitKind.TOWNSHIP_CENTRE]
        self.offered("unit", centres, [*first, *self.proposal.targets, *centres])

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        done = actions.push_to_centre(
            self.dispute, by=self.by, centre=given["unit"], reason=given["reason"], seen=seen
        )
        self.done = _now("已推送%(unit)s，由它指定主办、协办单位。") % {"unit": given["unit"].name}
        return done


class HorizontalForm(RouteForm):
    """R3: law and litigation: the court, the legal brigade, the judicial office."""

    way = Way.HORIZONTAL
    button = _("移交")

    unit = UnitField(label=_("移交给"))
    joint = UnitsField(label=_("请谁配合"), help_text=JOINT_HELP)
    reason = _reason(label=_("移交说明"))

    def choose(self) -> None:
        legal = _receivers(self.dispute).filter(kind__in=actions.HORIZONTAL_KINDS)
        self.offered("unit", legal, self.proposal.targets)
        self.fields["joint"].queryset = legal  # type: ignore[attr-defined]  # a model choice field
        if self.proposal.way == Way.HORIZONTAL:
            others = [unit.pk for unit in self.proposal.targets if unit.pk != self.initial["unit"]]
            self.initial["joint"] = others

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        done = actions.send_horizontal(
            self.dispute,
            given["unit"],
            by=self.by,
            joint=list(given["joint"]),
            reason=given["reason"],
            seen=seen,
        )
        self.done = _now("已移交%(unit)s。") % {"unit": given["unit"].name}
        return done


WAYS: dict[str, type[RouteForm]] = {
    "internal": InternalForm,
    "vertical": VerticalForm,
    "horizontal": HorizontalForm,
}


class NameUnitsForm(ActForm):
    """R2: the centre names one lead unit and those that join."""

    act = Act.NAME_UNITS
    title = _("指定主办、协办单位")
    lead = _("任何时候只有一个主办单位。指定后，主办单位要在时限内接收或退回。")
    button = _("指定")

    lead_unit = UnitField(label=_("主办单位"))
    joint = UnitsField(label=_("协办单位"), help_text=JOINT_HELP)
    reason = _reason()

    def prepare(self) -> None:
        units = _receivers(self.dispute)
        self.fields["lead_unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field
        self.fields["joint"].queryset = units  # type: ignore[attr-defined]  # a model choice field
        self.initial["joint"] = [unit.pk for unit in propose(self.dispute).joint]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        lead = given["lead_unit"]
        joint = [unit for unit in given["joint"] if unit.pk != lead.pk]
        done = actions.name_units(self.dispute, lead, joint, by=self.by, reason=given["reason"], seen=seen)
        self.done = _now("已指定%(lead)s主办，%(n)d 个单位协办。") % {"lead": lead.name, "n": len(joint)}
        return done


class TakeForm(ActForm):
    """A committee or officer nearby takes up a blue dispute by their own move."""

    act = Act.TAKE
    title = _("主动受领")
    lead = _("由您的单位主办这件蓝色纠纷，可以当场调解。当事人不愿调解的，不得强迫。")
    button = _("受领")
    done = _("已受领，由您的单位主办。下一步：征求双方意见，受理调解。")

    def do(self, seen: int | None) -> Dispute:
        return actions.take(self.dispute, by=self.by, seen=seen)


class ReceiveForm(ActForm):
    """R4: accept what was given."""

    act = Act.RECEIVE
    title = _("接收")
    template = "routing/receive.html"
    done = _("已接收。下一步：征求双方意见，受理调解。")

    def context(self) -> dict[str, Any]:
        return {"hop": open_hop(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        return actions.receive(self.dispute, by=self.by, seen=seen)


class GiveBackForm(ActForm):
    """R4: return it with a reason."""

    act = Act.RETURN
    title = _("退回")
    template = "routing/receive.html"
    lead = _("退回给交办单位重新分流。同一件纠纷第三次退回，自动提级到县级综治中心。")
    stop = True

    code = forms.ChoiceField(label=_("理由"), widget=forms.RadioSelect)
    reason = _reason(required=True, label=_("说明"))

    def prepare(self) -> None:
        self.fields["code"].choices = codes.choices("return_reason")  # type: ignore[attr-defined]

    def context(self) -> dict[str, Any]:
        return {"hop": open_hop(self.dispute)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        done = actions.give_back(self.dispute, given["reason"], by=self.by, code=given["code"], seen=seen)
        self.done = _now("已退回，现在由%(unit)s办理。") % {"unit": done.turn_unit_name or _now("交办单位")}
        return done


class HandOverForm(ActForm):
    """R4: pass it on to another unit."""

    act = Act.HAND_OVER
    title = _("移送其他单位（换主办）")
    lead = _(
        "移送后由对方主办，对方要在时限内接收或退回。正在进行的调解随之结束。只请别的单位帮办一部分、主办不变的，请用“转介”。"
    )
    button = _("移送")

    unit = UnitField(label=_("移送给"))
    reason = _reason(required=True, label=_("移送理由"))

    def prepare(self) -> None:
        units = _receivers(self.dispute).exclude(pk=self.by.unit_id)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        done = actions.hand_over(self.dispute, given["unit"], given["reason"], by=self.by, seen=seen)
        self.done = _now("已移送%(unit)s，等待接收。") % {"unit": given["unit"].name}
        return done


class ReferForm(ActForm):
    """Ask another unit for its part; who leads stays."""

    act = Act.REFER
    title = _("转介（主办不变）")
    lead = _(
        "请别的单位办理它那一部分，例如法律援助、心理疏导、民政救助。主办单位不变，时限照旧；要换主办的，请用“移送”。"
    )
    button = _("转介")

    unit = UnitField(label=_("转介给"))
    asked = _reason(required=True, label=_("请它办理什么"))

    def prepare(self) -> None:
        units = _receivers(self.dispute).exclude(pk__in=[self.by.unit_id, self.dispute.lead_unit_id or 0])
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]  # a model choice field

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        row = referrals.refer(self.dispute, given["unit"], given["asked"], by=self.by, seen=seen)
        self.done = _now("已转介%(unit)s，由它答复；主办单位不变。") % {"unit": row.to_unit_name}
        return self.dispute


class ReplyForm(ActForm):
    """The unit that was asked for its part answers."""

    act = Act.REPLY
    title = _("答复转介")
    template = "routing/reply.html"
    button = _("答复")
    done = _("已答复，主办单位会收到。")

    answer = forms.TypedChoiceField(
        label=_("答复"), choices=Answer.choices, coerce=int, widget=forms.RadioSelect, initial=Answer.HELPED
    )
    text = text_field(_("办理情况"), max_length=1000, rows=4)

    def context(self) -> dict[str, Any]:
        return {"referral": referrals.open_referral(self.dispute, self.by.unit_id)}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        referrals.reply(self.dispute, Answer(given["answer"]), given["text"], by=self.by, seen=seen)
        return self.dispute


class ReportForm(ActForm):
    """R5: report at once."""

    act = Act.REPORT_UP
    title = _("紧急报告")
    lead = _("红色纠纷、可能激化的，立即报告乡镇政府和上一级。写清什么情况、已采取什么措施。")
    button = _("立即报告")

    text = text_field(_("报告内容"), max_length=2000)
    units = UnitsField(label=_("报告给"), help_text=_("不选时，按规则报告乡镇政府和县级综治中心。"))

    def prepare(self) -> None:
        kinds = (UnitKind.TOWNSHIP_GOVERNMENT, UnitKind.COUNTY_CENTRE, UnitKind.POLICE_STATION)
        more = (UnitKind.POLICE_BUREAU, UnitKind.TOWNSHIP_CENTRE, UnitKind.JUDICIAL_BUREAU)
        units = _receivers(self.dispute).filter(kind__in=(*kinds, *more))
        self.fields["units"].queryset = units  # type: ignore[attr-defined]  # a model choice field
        self.initial["units"] = [unit.pk for unit in propose(self.dispute).report_to]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        self.done = _now("已报告，台账已记下时间。")
        return actions.report_up(
            self.dispute, given["text"], by=self.by, units=list(given["units"]), seen=seen
        )
