"""The forms of 三调联动."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.mediation import rights
from hemu.loop.mediation.fusion import actions
from hemu.loop.mediation.fusion.models import WAYS_OUT, Kind, Standing, Strand, Tie
from hemu.orgs.models import Unit, UnitKind
from hemu.orgs.queries import units_covering

_COUNTY_WIDE = (UnitKind.COURT, UnitKind.PETITION_OFFICE, UnitKind.JUDICIAL_BUREAU)


class InviteForm(ActForm):
    """Another kind of mediation takes part."""

    act = Act.COMBINE
    title = _("三调联动")
    lead = _(
        "人民调解、司法调解、行政调解在同一件纠纷上配合：邀请、委托或者联合。主办单位不变，对方成为协办。"
    )
    button = _("发出邀请")
    done = _("已发出，对方可以看到这件纠纷。")

    unit = forms.ChoiceField(label=_("请哪个单位"))
    tie = forms.TypedChoiceField(
        label=_("方式"), coerce=int, widget=forms.RadioSelect, initial=Tie.INVITED,
        choices=[(one.value, one.label) for one in Tie if one != Tie.GUIDED],
    )  # fmt: skip
    task = text_field(_("请其做什么"), rows=3, max_length=1000)

    def prepare(self) -> None:
        first = self.dispute.county * COUNTY_UNIT
        wide = Q(kind__in=_COUNTY_WIDE, region_id__gte=first, region_id__lt=first + COUNTY_UNIT)
        near = units_covering(self.dispute.region).values("pk")
        units = Unit.objects.active().filter(Q(pk__in=near) | wide, kind__in=actions.KINDS)
        rows = units.exclude(pk=self.by.unit_id).order_by("kind", "-region_id", "id")
        self.units = {str(unit.pk): unit for unit in rows}
        groups: dict[str, list[tuple[str, str]]] = {}
        for key, unit in self.units.items():
            groups.setdefault(str(actions.KINDS[UnitKind(unit.kind)].label), []).append((key, unit.name))
        field: Any = self.fields["unit"]
        field.choices = [("", "—"), *groups.items()]

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        unit = self.units[given["unit"]]
        actions.invite(self.dispute, unit, Tie(given["tie"]), given["task"], by=self.by, seen=seen)
        return self.dispute


class RespondForm(ActForm):
    """The body that was asked answers."""

    act = Act.COMBINE
    title = _("回应联动")
    template = "fusion/respond.html"
    button = _("记下")
    done = _("已记下，已告知邀请的单位。")

    standing = forms.TypedChoiceField(
        label=_("情况"), coerce=int, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in (Standing.TAKEN, Standing.DONE, Standing.DECLINED)],
    )  # fmt: skip
    result = text_field(_("怎么参与、结果怎样"), rows=4, max_length=2000)

    def context(self) -> dict[str, Any]:
        return {"strand": Strand.objects.of(self.dispute).filter(pk=self.more["strand_id"]).first()}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        standing = Standing(given["standing"])
        actions.respond(
            self.dispute, self.more["strand_id"], standing, given["result"], by=self.by, seen=seen
        )
        return self.dispute


class GuideForm(ActForm):
    """The parties are told of another way."""

    act = Act.COMBINE
    title = _("引导其他途径")
    template = "fusion/guide.html"
    lead = _(
        "告知并引导当事人走仲裁、信访或者诉讼。调解不因此停止；当事人不愿再调的，请办理“当事人不愿调解”。"
    )
    button = _("记下")
    done = _("已记下告知和引导的途径。")

    kind = forms.TypedChoiceField(
        label=_("途径"), coerce=int, widget=forms.RadioSelect,
        choices=[(one.value, one.label) for one in WAYS_OUT],
    )  # fmt: skip
    where = forms.CharField(
        label=_("到哪里去"), max_length=120, help_text=_("例如“瓮安县劳动人事争议仲裁委员会”。")
    )
    text = text_field(_("告知了什么"), rows=3, max_length=1000, help_text=_("期限、要带的材料、怎么申请。"))

    def context(self) -> dict[str, Any]:
        return {"court": rights.COURT_IS_OPEN}

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        actions.guide(self.dispute, Kind(given["kind"]), given["where"], given["text"], by=self.by, seen=seen)
        return self.dispute
